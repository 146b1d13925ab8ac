"""A repair saves what can be read, and says what is lost; a kill leaves the old data or the new."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from learnms.engine.doctor.checks import examine
from learnms.engine.doctor.repair import Repaired, repair
from learnms.engine.doctor.wording import repaired as in_words
from learnms.errors import StoreBusyError
from learnms.store.sqlite.backup import back_up_file
from learnms.store.sqlite.connection import connect_for_reading, open_writer
from learnms.store.sqlite.log_head import read_log_head
from tests.factories.store import ROOT, Clock, answer, event_rows, memory_rows, open_store

ANSWERS = 8


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with two answers a day."""
    home = tmp_path_factory.mktemp("sound") / "home"
    clock = Clock()
    store = open_store(home, clock)
    for number in range(ANSWERS):
        answer(store, f"card-{number % 3}", 1 + number % 4)
        clock.forward(hours=12)
    store.remember("fit_tried", "12")
    store.close()
    return home


@pytest.fixture
def home(sound: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(sound, tmp_path / "home"))


def change(home: Path, sql: str) -> None:
    with closing(sqlite3.connect(home / "learnms.db", isolation_level=None)) as connection:
        connection.execute(sql)


def value(home: Path, sql: str) -> object:
    with closing(connect_for_reading(home / "learnms.db")) as connection:
        return connection.execute(sql).fetchone()[0]


def device(home: Path) -> object:
    return value(home, "SELECT value FROM meta WHERE key = 'device_id'")


def mended(home: Path) -> Repaired:
    done = repair(home, Clock(), 4)
    assert not examine(home, Clock(), 4, full=True).number("problem")
    return done


def test_a_damaged_event_is_lost_and_the_others_are_saved(home: Path) -> None:
    old_device = device(home)
    change(home, "UPDATE event SET rating = 4 WHERE seq = 3")
    before = (home / "learnms.db").read_bytes()

    done = mended(home)

    assert (done.saved, done.lost, done.days) == (ANSWERS - 1, 1, ": Nov 24")
    assert list(in_words(done, "kept.db")) == [
        "7 of 8 events saved; 1 is lost: Nov 24.",
        "The damaged database is kept as kept.db.",
    ]
    assert done.kept == home / "learnms.db.damaged"
    assert done.kept.read_bytes() == before
    assert device(home) != old_device
    assert value(home, "SELECT value FROM meta WHERE key = 'fit_tried'") == "12"


def test_what_is_lost_is_not_missed_again(home: Path) -> None:
    change(home, "DELETE FROM event WHERE seq IN (3, 8)")

    assert mended(home).lost == 2
    head = read_log_head(home)
    assert head is not None
    assert head.events == ANSWERS - 2
    store = open_store(home)
    answer(store)
    store.close()
    assert not examine(home, Clock(), 4, full=True).number("problem")


def test_backups_give_back_what_they_hold(home: Path) -> None:
    back_up_file(home / "learnms.db", home, "daily")
    whole = open_store(home)
    rows, memories = event_rows(whole), memory_rows(whole)
    whole.close()
    change(home, "UPDATE event SET at_utc = 'x' WHERE seq > 5")

    done = mended(home)

    assert (done.saved, done.from_backups, done.lost) == (ANSWERS, 3, 0)
    store = open_store(home)
    assert event_rows(store) == rows
    assert memory_rows(store) == memories
    store.close()


@pytest.mark.parametrize("damage", [b"", b"garbage" * 1000, None])
def test_without_a_database_the_backups_are_used(home: Path, damage: bytes | None) -> None:
    back_up_file(home / "learnms.db", home, "daily")
    learner = value(home, "SELECT value FROM meta WHERE key = 'learner_id'")
    if damage is None:
        (home / "learnms.db").unlink()
    else:
        (home / "learnms.db").write_bytes(damage)
    assert examine(home, Clock(), 4).needs_repair

    done = mended(home)

    assert (done.saved, done.lost) == (ANSWERS, 0)
    assert (done.kept is None) == (not damage)
    assert value(home, "SELECT value FROM meta WHERE key = 'learner_id'") == learner


def test_the_record_says_how_many_are_lost(home: Path) -> None:
    (home / "learnms.db").write_bytes(b"")

    done = mended(home)

    assert (done.saved, done.lost) == (0, ANSWERS)


def test_pages_that_nothing_leads_to_are_read(home: Path) -> None:
    """The root page of the log, and all that the schema says, are overwritten."""
    data = bytearray((home / "learnms.db").read_bytes())
    data[:4096] = bytes(4096)
    (home / "learnms.db").write_bytes(data)

    assert mended(home).saved == ANSWERS


def test_only_what_is_derived_was_wrong_and_the_device_stays(home: Path) -> None:
    old_device = device(home)
    change(home, "DROP INDEX event_day")

    done = mended(home)

    assert (done.saved, done.lost) == (ANSWERS, 0)
    assert device(home) == old_device


def test_a_second_damaged_database_gets_a_number(home: Path) -> None:
    kept = []
    for _ in range(2):
        change(home, "UPDATE event SET rating = 1 + rating % 4 WHERE rowid = 1")
        kept.append(mended(home).kept)

    assert kept == [home / "learnms.db.damaged", home / "learnms.db.damaged2"]


def test_nothing_is_repaired_while_another_learnms_is_open(home: Path) -> None:
    opened = open_writer(home)
    with pytest.raises(StoreBusyError):
        repair(home, Clock(), 4)
    opened.close()


KILLED_AT_A_STEP = """
import os, sys
from pathlib import Path
from learnms.engine.doctor.repair import repair
from tests.factories.store import Clock
steps = int(sys.argv[2])
def step(event, arguments):
    global steps
    if arguments and sys.argv[1] in str(arguments[0]):
        steps -= 1
        if steps < 0:
            os._exit(9)
sys.addaudithook(step)
repair(Path(sys.argv[1]), Clock(), 4)
"""


def kills(home: Path, folder: Path, every: int) -> Iterator[Path]:
    """Copies of a home whose repair was killed after each so many steps, up to the last."""
    for steps in range(0, 10_000, every):
        copy = folder / f"killed-{steps}"
        shutil.copytree(home, copy)
        done = subprocess.run(
            [sys.executable, "-c", KILLED_AT_A_STEP, str(copy), str(steps)],
            cwd=ROOT,
            check=False,
            capture_output=True,
        )
        yield copy
        if done.returncode == 0:
            return
        assert done.returncode == 9, done.stderr
    raise AssertionError("it never ends")


@pytest.mark.long
@pytest.mark.skipif(os.name != "posix", reason="paths of side files")
def test_a_kill_at_any_step_leaves_the_old_or_the_new(home: Path, tmp_path: Path) -> None:
    change(home, "UPDATE event SET rating = 4 WHERE seq = 3")
    old = (home / "learnms.db").read_bytes()
    states = set()

    for copy in kills(home, tmp_path, 1):
        open_writer(copy).close()  # finishes what was decided
        found = examine(copy, Clock(), 4)
        states.add(found.number("problem"))
        if found.number("problem"):
            assert value(copy, "SELECT count(*) FROM event") == ANSWERS
            assert mended(copy).saved == ANSWERS - 1
        else:
            assert value(copy, "SELECT count(*) FROM event") == ANSWERS - 1
        kept = sorted(path.name for path in copy.glob("learnms.db.damaged*"))
        assert kept
        assert (copy / kept[0]).read_bytes()[100:] == old[100:]
        shutil.rmtree(copy)

    assert states == {0, 1}
