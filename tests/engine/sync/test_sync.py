"""What a sync with a folder does, case by case."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from learnms.days_off import DaysOff
from learnms.engine.sync.folders import FolderNotes, erase_from, synced_folders
from learnms.engine.sync.learners import LearnerFolder
from learnms.engine.sync.reading import NEWER, OTHER_LEARNER
from learnms.engine.sync.sync import Asking, ErasedError, chosen_folder, sync
from learnms.errors import LearnmsError, UsageError
from learnms.exchange.events import line_of
from learnms.exchange.segments import Stored, data_of
from learnms.settings import ExamPlan, read_settings
from learnms.store.log.events import with_checksum
from learnms.study.event import Draft
from tests.factories.store import MONDAY, answer
from tests.factories.syncing import LEARNER, PASSPHRASE, SILENT, Computer

Make = Callable[..., Computer]


@pytest.fixture
def make(tmp_path: Path) -> Iterator[Make]:
    """Makes computers that share one synced folder, unless they are told otherwise."""
    made: list[Computer] = []

    def computer(name: str, *, learner: str | None = LEARNER) -> Computer:
        new = Computer(tmp_path / name, learner=learner)
        new.folder = made[0].folder if made else new.folder
        made.append(new)
        return new

    yield computer
    for each in made:
        each.close()


def test_two_computers_get_each_others_answers(make: Make) -> None:
    one, two = make("one"), make("two")
    answer(one.store)
    answer(two.store, "card-b")

    first, second, third = one.sync(), two.sync(), one.sync()

    assert (first.sent, first.received, first.devices) == (1, 0, 0)
    assert (second.sent, second.received, second.devices) == (1, 1, 1)
    assert (third.sent, third.received, third.devices) == (0, 1, 1)
    assert one.log() == two.log()
    assert one.memory() == two.memory()
    assert synced_folders(one.workspace.queries) == [one.folder]


def test_a_second_sync_of_an_unchanged_folder_reads_no_file(
    make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, two = make("one"), make("two")
    answer(one.store)
    one.sync()
    two.sync()
    monkeypatch.setattr("learnms.engine.sync.reading.data_of", pytest.fail)

    report = two.sync()

    assert (report.sent, report.received) == (0, 0)


def test_new_answers_need_the_newest_own_file_only(
    make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, two = make("one"), make("two")
    answer(one.store)
    answer(two.store)
    one.sync()
    two.sync()
    answer(two.store, "card-b")
    read: list[str] = []

    def noted(file: Stored) -> bytes:
        read.append(file.device)
        return data_of(file)

    monkeypatch.setattr("learnms.engine.sync.reading.data_of", noted)

    assert two.sync().sent == 1
    assert read == [two.store.device_id]


def test_what_was_imported_travels_too(make: Make) -> None:
    one, two = make("one"), make("two")
    answer(one.store)
    one.sync()
    source = make("three")
    answer(source.store, "card-z")
    one.store.import_events(
        [with_checksum(replace(e, device_id=None, seq=0)) for e in source.events()]
    )

    assert one.sync().sent == 1
    two.sync()
    assert two.log() == one.log()


def test_an_empty_data_folder_takes_over_the_learner_of_the_folder(make: Make) -> None:
    one, new = make("one"), make("new", learner=None)
    answer(one.store)
    one.sync()
    told: list[LearnerFolder] = []
    asking = replace(SILENT, adopting=told.append)

    report = sync(new.workspace, new.folder, asking)

    assert report.received == 1
    assert [(learner.ident, learner.events) for learner in told] == [(LEARNER, 1)]
    assert new.store.learner_id == LEARNER
    assert new.log() == one.log()


def test_of_several_learners_one_is_chosen(make: Make) -> None:
    one, bob, new = make("one"), make("bob", learner="b0b"), make("new", learner=None)
    for computer in (one, bob):
        answer(computer.store, f"card-{computer.place.name}")
        computer.sync()
    listed: list[tuple[str, int, date | None]] = []

    def ask(learners: list[LearnerFolder]) -> str:
        listed.extend((each.ident, each.events, each.last_day) for each in learners)
        raise UsageError("not now")

    with pytest.raises(UsageError, match="not now"):
        sync(new.workspace, new.folder, Asking(lambda _: "", ask))
    assert listed == [(LEARNER, 1, MONDAY), ("b0b", 1, MONDAY)]
    with pytest.raises(UsageError, match="no learner whose id begins with `x`"):
        new.sync(as_learner="x")
    new.sync(as_learner="b0b")
    assert new.log() == bob.log()
    with pytest.raises(UsageError, match="already belongs to a learner"):
        one.sync(as_learner="b0b")


def test_another_learners_events_are_never_taken(make: Make) -> None:
    one, bob = make("one"), make("bob", learner="b0b")
    answer(bob.store)
    bob.sync()
    smuggled = one.folder / LEARNER / "two" / "000001.jsonl"
    smuggled.parent.mkdir(parents=True)
    shutil.copy(next(path for path in bob.files().values()), smuggled)

    report = one.sync()

    assert report.received == 0
    assert report.refused == [("two/000001.jsonl", OTHER_LEARNER)]
    assert one.log() == []


def test_an_event_of_a_newer_version_is_asked_for_again(make: Make) -> None:
    one, two = make("one"), make("two")
    event = answer(one.store)
    one.sync()
    path = next(iter(one.files().values()))
    newer = with_checksum(replace(event, kind="dream"))  # type: ignore[arg-type]
    path.write_text(f"{line_of(newer)}\n{path.read_text()}")

    for _ in range(2):
        assert two.sync().refused == [(f"{path.parent.name}/{path.name}", NEWER)]
    assert two.log() == one.log()


def test_a_copy_of_a_data_folder_becomes_a_device_of_its_own(make: Make, tmp_path: Path) -> None:
    one = make("one")
    answer(one.store)
    one.sync()
    copy = one.cloned(tmp_path / "copy")
    copy.folder = one.folder
    assert copy.store.device_id == one.store.device_id
    answer(one.store, "card-b")
    answer(copy.store, "card-c")

    assert not one.sync().is_new_device
    assert copy.sync().is_new_device
    assert not one.sync().is_new_device
    assert copy.store.device_id != one.store.device_id
    assert len(one.log()) == 3
    assert one.log() == copy.log()
    assert one.memory() == copy.memory()
    copy.close()


def test_files_that_vanished_are_written_again(make: Make) -> None:
    one, two = make("one"), make("two")
    answer(one.store)
    one.sync()
    two.sync()
    shutil.rmtree(one.folder / LEARNER)

    assert two.sync().sent == 1
    assert one.sync().sent == 0
    three = make("three")
    assert three.sync().received == 1


def test_an_own_file_that_was_damaged_is_replaced(make: Make) -> None:
    one, two = make("one"), make("two")
    for number in range(3):
        answer(one.store, f"card-{number}")
    one.sync()
    [path] = one.files().values()
    data = bytearray(path.read_bytes())
    data[300] ^= 1
    path.write_bytes(data)

    assert two.sync().refused
    one.sync()
    assert two.sync().refused == []
    assert two.log() == one.log()


def test_files_that_are_no_segments_are_named_and_harmless(make: Make) -> None:
    one = make("one")
    answer(one.store)
    one.sync()
    folder = one.folder / LEARNER / "other"
    folder.mkdir()
    (folder / "000001.jsonl").touch()
    os.mkfifo(folder / "000002.jsonl")
    (folder / "000003.jsonl").symlink_to("/dev/zero")
    (folder / "000004.jsonl").write_text("hello\n" * 1000)
    (folder / "\udcff.jsonl").write_bytes(b"\xff\xfe\n")
    with (folder / "000005.jsonl").open("wb") as stream:
        stream.truncate(10 * 2**30)

    report = one.sync()

    assert report.waiting == ["other/000001.jsonl", "other/000004.jsonl", "other/\udcff.jsonl"]
    assert [refused.file for refused in report.refused] == ["other/000005.jsonl"]
    assert len(one.log()) == 1


def test_folders_that_hold_the_database_are_refused(make: Make) -> None:
    one = make("one")
    for folder, why in ((one.home / "backups", "inside the data"), (one.place, "holds the data")):
        folder.mkdir(exist_ok=True)
        with pytest.raises(UsageError, match=why):
            chosen_folder(one.workspace, str(folder))
    with pytest.raises(UsageError, match="does not exist"):
        chosen_folder(one.workspace, str(one.place / "nowhere"))
    with pytest.raises(UsageError, match="No folder"):
        chosen_folder(one.workspace, None)


def test_a_dry_run_changes_nothing(make: Make) -> None:
    one, two = make("one"), make("two")
    answer(one.store)
    one.sync()
    answer(two.store, "card-b")
    before = one.files().keys()

    report = two.sync(dry_run=True)

    assert (report.sent, report.received, report.devices) == (1, 1, 1)
    assert one.files().keys() == before
    assert len(two.log()) == 1
    assert FolderNotes.of(two.workspace.queries, two.folder).files == {}


# -- settings --------------------------------------------------------------------------------------


def test_choices_travel_and_the_look_of_a_screen_does_not(make: Make) -> None:
    one, two = make("one"), make("two")
    answer(one.store)
    exam = ExamPlan(date(2027, 1, 15), 30, 0.92, ("dosing",), MONDAY)
    chosen = replace(
        one.workspace.settings,
        exam=exam,
        region="eu",
        targets=(("a/b", 0.95),),
        days_off=DaysOff.of_texts(["2026-12-24..2026-12-26"]),
        theme="light",
    )
    one.workspace.choose(chosen)
    one.sync()

    two.sync()

    assert two.workspace.settings == replace(chosen, theme="dark")
    assert read_settings(two.home) == two.workspace.settings
    one.workspace.choose(replace(chosen, exam=None))
    one.sync()
    two.sync()
    assert two.workspace.settings.exam is None
    assert two.workspace.settings.region == "eu"


def test_a_value_edited_by_hand_counts_as_chosen(make: Make) -> None:
    one, two = make("one"), make("two")
    answer(one.store)
    one.workspace.choose(replace(one.workspace.settings, new_per_day=7))
    one.sync()
    two.sync()
    two.close()
    file = two.home / "settings.toml"
    file.write_text(file.read_text().replace("new_per_day = 7", "new_per_day = 9"))
    again = make("two", learner=None)

    again.sync()
    one.sync()

    assert one.workspace.settings.new_per_day == 9
    assert again.workspace.settings.new_per_day == 9


def test_a_settings_file_that_was_deleted_comes_back(make: Make) -> None:
    one = make("one")
    answer(one.store)
    one.workspace.choose(replace(one.workspace.settings, new_per_day=7))
    one.close()
    (one.home / "settings.toml").unlink()
    again = make("one", learner=None)

    again.sync()

    assert read_settings(again.home).new_per_day == 7


def test_a_choice_before_the_first_answer_leaves_the_log_empty(make: Make) -> None:
    one, new = make("one"), make("new", learner=None)
    answer(one.store)
    one.workspace.choose(replace(one.workspace.settings, region="eu"))
    one.sync()
    new.workspace.choose(replace(new.workspace.settings, who="student", region="us"))
    assert new.log() == []

    new.sync()

    assert new.workspace.settings.region == "eu"
    assert new.workspace.settings.who == "student"
    one.sync()
    assert one.workspace.settings.who == "student"


def test_undo_leaves_choices_alone(make: Make) -> None:
    one = make("one")
    answer(one.store)
    one.workspace.choose(replace(one.workspace.settings, region="eu"))

    undone = one.store.undo(MONDAY)

    assert undone is not None
    assert undone.kind == "review"
    assert one.store.undo(MONDAY) is None


def test_a_choice_that_does_not_fit_is_left_out(make: Make) -> None:
    one = make("one")
    answer(one.store)
    for name, value in (("target", 7), ("theme", "light"), ("later", 1), ("exam", [])):
        one.store.append([Draft(kind="setting", data={"name": name, "value": value})])
    before = one.workspace.settings

    one.workspace.take_settings()

    assert one.workspace.settings == before
    with pytest.raises(LearnmsError, match="names no setting"):
        one.store.append([Draft(kind="setting", data={"name": "target"})])


# -- encryption ------------------------------------------------------------------------------------


def encrypted(computer: Computer, passphrase: str = PASSPHRASE, *, encrypt: bool = False) -> object:
    asking = replace(SILENT, passphrase=lambda _: passphrase)
    return sync(computer.workspace, computer.folder, asking, encrypt=encrypt)


def test_encrypted_files_tell_nothing_and_come_back_whole(make: Make) -> None:
    one, two = make("one"), make("two")
    answer(one.store, "card-secret")
    encrypted(one, encrypt=True)
    answer(one.store, "card-b")
    encrypted(one)
    for name, path in one.files().items():
        assert b"secret" not in path.read_bytes()
        assert "card" not in name

    with pytest.raises(LearnmsError, match="passphrase is not the one"):
        encrypted(two, "something else")
    answer(two.store, "card-c")
    encrypted(two)
    encrypted(one)

    assert one.log() == two.log()
    assert one.memory() == two.memory()
    assert PASSPHRASE.encode() not in (one.home / "learnms.db").read_bytes()


def test_a_patients_files_are_always_encrypted(make: Make) -> None:
    one = make("one")
    answer(one.store)
    one.workspace.choose(replace(one.workspace.settings, who="patient"))

    encrypted(one)

    assert all(b"card-a" not in path.read_bytes() for path in one.files().values())


def test_folders_in_which_one_encrypts_and_one_does_not_are_refused(make: Make) -> None:
    one, two = make("one"), make("two")
    answer(one.store)
    one.sync()
    with pytest.raises(LearnmsError, match="are not encrypted"):
        encrypted(one, encrypt=True)
    one.workspace.choose(replace(one.workspace.settings, who="patient"))
    with pytest.raises(LearnmsError, match="A patient's files are always encrypted"):
        one.sync()
    other = Computer(one.place / "other")
    answer(other.store)
    encrypted(other, encrypt=True)
    shutil.copytree(other.own_folder(), one.folder / LEARNER / "other")
    with pytest.raises(LearnmsError, match="one computer encrypts its files and another does not"):
        two.sync()
    other.close()


def test_without_the_extra_one_sentence_says_how_to_get_it(
    make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = make("one")
    monkeypatch.setattr("learnms.engine.sync.sync.is_installed", lambda: False)

    with pytest.raises(LearnmsError, match="needs an extra package"):
        encrypted(one, encrypt=True)


# -- erased ----------------------------------------------------------------------------------------


def test_what_was_erased_elsewhere_is_neither_read_nor_written(make: Make) -> None:
    one, two, new = make("one"), make("two"), make("new", learner=None)
    answer(one.store)
    one.sync()
    two.sync()
    erase_from(one.folder, LEARNER, MONDAY)
    answer(two.store, "card-b")

    with pytest.raises(ErasedError, match="erased on another computer on November 23"):
        two.sync()
    assert [path.name for path in one.files().values()] == ["erased.json"]
    assert json.loads((one.folder / LEARNER / "erased.json").read_text())["day"] == "2026-11-23"
    assert new.sync().received == 0
    answer(new.store)
    assert new.sync().sent == 1
