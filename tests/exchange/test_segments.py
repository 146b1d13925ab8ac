"""Segments: what is cut, changed or hostile is told apart from what was written, and nothing that
is whole is lost.
"""

from __future__ import annotations

import json
import os
from hashlib import sha256
from pathlib import Path

import pytest

from learnms.exchange.events import event_of_line
from learnms.exchange.sealed import Keys, NotOurBlockError, WrongPassphraseError
from learnms.exchange.segments import (
    LARGEST,
    Segment,
    append,
    data_of,
    folder_name,
    header_in,
    learner_folders,
    read_segment,
    stored_files,
)
from learnms.study.event import Event
from tests.factories import events as factory

PASSPHRASE = "correct horse battery"


def event(number: int) -> Event:
    return factory.event(number, rating=3)


def keys(passphrase: str = PASSPHRASE, owner: str = "ada") -> Keys:
    return Keys(passphrase, owner)


def written(
    folder: Path, *numbers: int, sealing: Keys | None = None, last: Segment | int = 0
) -> Path:
    """Events with these numbers in a device's folder."""
    append(folder / "one", last, [event(number) for number in numbers], sealing)
    return folder / "one"


def segments(folder: Path, opening: Keys | None = None) -> list[Segment]:
    return [read_segment(file, data_of(file), opening) for file in stored_files(folder)]


def events(*read: Segment) -> list[Event]:
    return [event_of_line(line) for segment in read for line in segment.lines]


@pytest.mark.parametrize("encrypted", [False, True])
def test_events_come_back_as_they_were_also_after_more_are_appended(
    tmp_path: Path, encrypted: bool
) -> None:
    sealing = keys() if encrypted else None
    written(tmp_path, 1, 2, sealing=sealing)
    before = (tmp_path / "one" / "000001.jsonl").read_bytes()
    [first] = segments(tmp_path, sealing)

    written(tmp_path, 3, sealing=sealing, last=first)

    [segment] = segments(tmp_path, sealing)
    assert events(segment) == [event(1), event(2), event(3)]
    assert (segment.state, segment.why, segment.encrypted) == ("complete", "", encrypted)
    assert (tmp_path / "one" / "000001.jsonl").read_bytes().startswith(before)
    assert (b"card-one" in before) is not encrypted


def test_a_thousand_events_seal_a_segment(tmp_path: Path) -> None:
    written(tmp_path, *range(2500))

    first, second, third = segments(tmp_path)

    assert [len(each.lines) for each in (first, second, third)] == [1000, 1000, 500]
    assert [each.sealed for each in (first, second, third)] == [True, True, False]
    written(tmp_path, 2500, last=third)
    assert len(segments(tmp_path)[2].lines) == 501


@pytest.mark.parametrize("encrypted", [False, True])
def test_a_segment_cut_at_any_byte_waits_and_gives_what_is_whole(
    tmp_path: Path, encrypted: bool
) -> None:
    sealing = keys() if encrypted else None
    folder = written(tmp_path, 1, 2, sealing=sealing)
    [first] = segments(tmp_path, sealing)
    written(tmp_path, 3, sealing=sealing, last=first)
    path = folder / "000001.jsonl"
    data = path.read_bytes()
    for size in range(len(data)) if not encrypted else range(0, len(data), 3):
        path.write_bytes(data[:size])
        [segment] = segments(tmp_path, sealing)
        is_earlier_state = size == first.size
        assert segment.state == ("complete" if is_earlier_state else "waiting"), size
        assert [e.seq for e in events(segment)] == [1, 2, 3][: len(segment.lines)]
        if size > first.size:
            assert len(segment.lines) >= 2
        # the device that wrote it completes it
        if size % (211 if encrypted else 7) == 0 or size == len(data) - 1:
            have = len(segment.lines)
            append(folder, segment, [event(n) for n in (1, 2, 3)[have:]], sealing)
            [whole] = segments(tmp_path, sealing)
            assert whole.state == "complete"
            assert [e.seq for e in events(whole)] == [1, 2, 3]


@pytest.mark.parametrize("encrypted", [False, True])
def test_a_changed_byte_anywhere_is_noticed(tmp_path: Path, encrypted: bool) -> None:
    sealing = keys() if encrypted else None
    path = written(tmp_path, 1, 2, sealing=sealing) / "000001.jsonl"
    data = path.read_bytes()
    for place in range(0, data.rindex(b"{"), 5):
        changed = bytearray(data)
        changed[place] ^= 1
        path.write_bytes(changed)
        try:
            [segment] = segments(tmp_path, sealing)
        except WrongPassphraseError:  # the key check or the salt was hit
            continue
        assert segment.state != "complete", place


def test_another_passphrase_and_another_learner_open_nothing(tmp_path: Path) -> None:
    written(tmp_path, 1, sealing=keys())

    for wrong in (keys("something else"), keys(owner="bob")):
        with pytest.raises(WrongPassphraseError, match="passphrase"):
            segments(tmp_path, wrong)
    assert PASSPHRASE not in repr(keys())


def test_a_header_cannot_make_the_computer_work_for_hours() -> None:
    header = keys().new_header()
    for name, value in {"n": 2**30, "r": 2**20, "salt": "", "kdf": "none", "check": 5}.items():
        with pytest.raises(NotOurBlockError):
            keys().opened({**header, name: value})
    assert header_in(b'{"learnms_encrypted": [') == {}


def test_links_pipes_folders_and_hidden_files_are_passed_over(tmp_path: Path) -> None:
    folder = written(tmp_path, 1)
    (folder / "link.jsonl").symlink_to(folder / "000001.jsonl")
    os.mkfifo(folder / "pipe.jsonl")
    (folder / "folder.jsonl").mkdir()
    (folder / ".syncthing.000002.jsonl").write_text("x")
    (folder / "000002.jsonl.tmp").write_text("x")
    (tmp_path / "two").symlink_to(folder)

    assert [file.name for file in stored_files(tmp_path)] == ["one/000001.jsonl"]


def test_what_took_the_place_of_a_file_is_not_opened(tmp_path: Path) -> None:
    path = written(tmp_path, 1) / "000001.jsonl"
    [file] = stored_files(tmp_path)
    path.rename(tmp_path / "kept")
    path.symlink_to(tmp_path / "kept")
    with pytest.raises(OSError, match="symbolic"):
        data_of(file)
    path.unlink()
    os.mkfifo(path)
    with pytest.raises(OSError, match="not an ordinary file"):
        data_of(file)


def test_a_file_of_ten_gigabytes_is_not_read(tmp_path: Path) -> None:
    path = written(tmp_path, 1) / "000001.jsonl"
    with path.open("r+b") as stream:
        stream.truncate(10 * 2**30)
    [file] = stored_files(tmp_path)

    with pytest.raises(OSError, match=f"larger than {LARGEST // 2**20} MiB"):
        data_of(file)


@pytest.mark.parametrize(
    "line",
    [b"[" * 100_000, b"{" * 1000, b'{"learnms_segment"', b"null", b"\x00" * 50, b"\xff\xfe", b"{}"],
    ids=lambda line: line[:6].hex(),
)
def test_a_bad_line_keeps_no_other_from_being_read(tmp_path: Path, line: bytes) -> None:
    path = written(tmp_path, 1, 2) / "000001.jsonl"
    first, rest = path.read_bytes().split(b"\n", 1)
    path.write_bytes(first + b"\n" + line + b"\n" + rest)

    [segment] = segments(tmp_path)

    assert segment.state == "damaged"
    assert "line" in segment.why
    sound = [text for text in segment.lines if '"learner_id"' in text]
    assert [event_of_line(text).seq for text in sound] == [1, 2]


def test_ids_that_are_no_names_get_a_folder_all_the_same(tmp_path: Path) -> None:
    for ident in ("../../etc", "a/b", "CON", ".", "a" * 80, "Ada"):
        name = folder_name(ident)
        assert name.isalnum()
        assert len(name) == 32
    assert folder_name("0a-1b") == "0a-1b"
    assert learner_folders(tmp_path / "missing") == []


def test_the_end_of_a_segment_is_a_line_that_people_can_check(tmp_path: Path) -> None:
    path = written(tmp_path, 1, 2) / "000001.jsonl"
    *lines, last, empty = path.read_bytes().split(b"\n")

    assert empty == b""
    assert json.loads(last) == {
        "learnms_segment": 1,
        "events": 2,
        "sha256": sha256(b"\n".join(lines) + b"\n").hexdigest(),
    }
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700
