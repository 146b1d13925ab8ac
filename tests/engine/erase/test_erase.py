"""Erasing: what counts as the learner's, what is left alone, and what cannot be removed."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from learnms.engine.erase.begun import Begun
from learnms.engine.erase.erase import erase
from learnms.engine.erase.identifiers import Identifiers
from learnms.engine.erase.inventory import take_inventory
from learnms.errors import StoreBusyError, StoreError
from learnms.settings import Settings, write_settings
from learnms.store.sqlite.connection import ERASING_NAME, open_reader, open_writer
from tests.factories.store import Clock, answer, open_store

TODAY = date(2026, 11, 27)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A home with two answers, a backup, settings and a deck."""
    home = tmp_path / "home"
    clock = Clock()
    store = open_store(home, clock)
    answer(store)
    clock.forward(days=3)
    answer(store, "card-b")
    store.rebuild()
    store.close()
    write_settings(home, Settings(who="patient"))
    (home / "decks").mkdir()
    (home / "decks" / "mine.yaml").write_text("deck: Mine\n")
    return home


def names(home: Path) -> set[str]:
    return {path.relative_to(home).as_posix() for path in home.rglob("*") if path.is_file()}


def test_the_inventory_says_what_there_is(home: Path) -> None:
    inventory = take_inventory(home)

    assert (inventory.answers, inventory.first, inventory.last) == (
        2,
        date(2026, 11, 23),
        date(2026, 11, 26),
    )
    assert [item.sort for item in inventory.items] == ["backups", "settings", "answers"]
    assert inventory.size == sum(path.stat().st_size for path in inventory.files)
    assert [path.name for path in inventory.decks.files] == ["mine.yaml"]


def test_everything_but_the_own_decks_is_erased(home: Path) -> None:
    erased = erase(home, TODAY)

    assert erased.left == ()
    assert erased.searched == (home,)
    assert names(home) == {"decks/mine.yaml"}
    assert take_inventory(home).is_empty


def test_and_the_own_decks_too_where_that_is_asked_for(home: Path) -> None:
    assert erase(home, TODAY, with_decks=True).left == ()

    assert names(home) == set()


@pytest.mark.parametrize(
    "name",
    [
        *("learnms.db-wal", "learnms.db.damaged", "learnms.db.damaged2", "settings.toml.broken"),
        *("log-head.json", ".settings.toml.ab12.new", "backups/any.part", "backups/deep/one.db"),
    ],
)
def test_a_file_of_ours_is_known_by_its_name(home: Path, name: str) -> None:
    (home / name).parent.mkdir(exist_ok=True)
    (home / name).write_text("what a learner wrote")

    assert erase(home, TODAY).left == ()
    assert not (home / name).exists()


def test_copies_of_answers_in_the_folder_are_known_by_what_they_hold(home: Path) -> None:
    learner = take_inventory(home).identifiers.learner
    (home / "events.jsonl").write_text(f'{{"learner_id": "{UUID(learner)}"}}\n')
    (home / "reviews.csv").write_text(
        "card_id,review_time,review_rating,review_state,review_duration\n"
    )
    (home / "maple.json").write_text('{"learnms_hand_in": 1, "code": "maple"}')
    (home / "shopping.txt").write_text("milk\n")

    exports = {path.name for path in take_inventory(home).of("exports")}
    assert exports == {"events.jsonl", "reviews.csv", "maple.json"}
    assert erase(home, TODAY).left == ()
    assert names(home) == {"shopping.txt", "decks/mine.yaml"}


def test_what_still_holds_an_id_is_named_and_learnms_waits(home: Path) -> None:
    learner = take_inventory(home).identifiers.learner
    (home / "old").mkdir()
    copy = home / "old" / "copy.bin"
    copy.write_bytes(b"x" * ((1 << 20) - 7) + UUID(learner).bytes)

    erased = erase(home, TODAY)

    assert [path for path, _ in erased.left] == [copy]
    with pytest.raises(StoreError, match="interrupted"):
        open_reader(home)
    copy.unlink()
    assert erase(home, TODAY).left == ()
    assert names(home) == {"decks/mine.yaml"}


def test_a_file_that_cannot_be_removed_is_named_and_the_others_go(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    unlink = Path.unlink

    def refuse(path: Path, missing_ok: bool = False) -> None:
        if path.parent.name == "backups":
            raise PermissionError(13, "Permission denied")
        unlink(path, missing_ok=missing_ok)

    monkeypatch.setattr(Path, "unlink", refuse)
    erased = erase(home, TODAY)

    [(path, why)] = erased.left
    assert (path.parent.name, why) == ("backups", "Permission denied")
    assert not any(path.read_bytes()), "it was overwritten all the same"
    assert names(home) == {f"backups/{path.name}", "decks/mine.yaml", ERASING_NAME, "writer.lock"}


def test_the_bytes_are_overwritten_before_the_name_goes(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: dict[str, bytes] = {}
    unlink = Path.unlink

    def look(path: Path, missing_ok: bool = False) -> None:
        seen[path.name] = path.read_bytes()
        unlink(path, missing_ok=missing_ok)

    monkeypatch.setattr(Path, "unlink", look)
    erase(home, TODAY)

    assert len(seen["learnms.db"]) > 4096
    assert not any(seen["learnms.db"])
    assert not any(seen["settings.toml"])


def test_a_hard_link_elsewhere_keeps_its_content(home: Path, tmp_path: Path) -> None:
    os.link(home / "settings.toml", tmp_path / "snapshot")

    erase(home, TODAY)

    assert b"patient" in (tmp_path / "snapshot").read_bytes()


def test_a_link_is_followed_for_data_and_not_for_decks(home: Path, tmp_path: Path) -> None:
    (home / "learnms.db").rename(tmp_path / "elsewhere.db")
    (home / "learnms.db").symlink_to(tmp_path / "elsewhere.db")
    (tmp_path / "written.yaml").write_text("deck: Written\n")
    (home / "decks" / "linked.yaml").symlink_to(tmp_path / "written.yaml")

    assert erase(home, TODAY, with_decks=True).left == ()

    assert not (tmp_path / "elsewhere.db").exists()
    assert (tmp_path / "written.yaml").read_text() == "deck: Written\n"
    assert names(home) == set()


@pytest.mark.parametrize(
    "damage", [b"", b"not a database", b"SQLite format 3\x00" + b"\xff" * 9000]
)
def test_damaged_data_can_be_erased(home: Path, damage: bytes) -> None:
    (home / "learnms.db").write_bytes(damage)

    assert take_inventory(home).answers is None
    erased = erase(home, TODAY)

    assert (erased.left, erased.searched) == ((), ())
    assert names(home) == {"decks/mine.yaml"}


def test_while_another_learnms_is_open_nothing_is_erased(home: Path) -> None:
    before = names(home)
    other = open_writer(home)
    try:
        with pytest.raises(StoreBusyError):
            erase(home, TODAY)
    finally:
        other.close()
    assert names(home) >= before


def test_a_home_that_is_not_there_holds_nothing(tmp_path: Path) -> None:
    assert take_inventory(tmp_path / "nowhere").is_empty


def test_ids_are_found_in_every_spelling(tmp_path: Path) -> None:
    ids = Identifiers.of(uuid4().hex, [uuid4().hex], [uuid4() for _ in range(500)])

    assert len(ids.events) <= 22
    for spelling in ids.spellings():
        (tmp_path / "file").write_bytes(b"before" + spelling + b"after")
        assert ids.are_in(tmp_path / "file")
    (tmp_path / "file").write_bytes(b"nothing")
    assert not ids.are_in(tmp_path / "file")
    (tmp_path / ids.learner).write_bytes(b"")
    assert ids.are_in(tmp_path / ids.learner)


def test_what_an_attempt_wrote_is_read_again(tmp_path: Path) -> None:
    ids = Identifiers(uuid4().hex, (uuid4().hex,), (uuid4().hex,))
    begun = Begun(ids, ("events.jsonl",), ("/a/folder",))
    assert Begun.read(tmp_path) is None

    begun.write(tmp_path)

    assert Begun.read(tmp_path) == begun


@pytest.mark.parametrize(
    "text",
    ["", "{}", "[1]", '["zz", [], [], [], []]', '["", 1, [], [], []]', "[" * 5000],
    ids=["empty", "object", "short", "no id", "no list", "deep"],
)
def test_where_it_is_not_whole_erasing_had_begun_all_the_same(tmp_path: Path, text: str) -> None:
    (tmp_path / ERASING_NAME).write_text(text)

    assert Begun.read(tmp_path) == Begun()
    assert erase(tmp_path, TODAY).left == ()
    assert names(tmp_path) == set()
