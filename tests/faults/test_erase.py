"""Erasing under faults: not a byte of what the learner wrote is left in any file, and an attempt
that is killed at any step is finished by the next.
"""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.conftest import DECK
from tests.end_to_end.place import Place
from tests.end_to_end.terminal import LIMIT

NOTE, ANSWER, CARD = "canary-note-xq7", "canary-answer-xq8", "canary-card-xq9"
CANARIES = (NOTE, ANSWER, CARD)
KILLED = """
import os, sys
from learnms.cli import main
steps = int(sys.argv[1])

def hook(event, args):
    global steps
    if event in ("os.remove", "os.rename"):
        steps -= 1
        if steps < 0:
            os._exit(9)

sys.addaudithook(hook)
sys.exit(main(["erase", "--yes"]))
"""
"""Erases, and is gone before so many files have been removed or renamed."""


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a learner who typed an answer and a note, with copies of them."""
    made = Place(tmp_path_factory.mktemp("template"))
    made.deck.write_text(DECK.replace("card-typed", CARD), "utf-8")
    made.known_learner()
    codes = [
        made.run("review", "--plain", typed=f"\n3\n\n3\n{ANSWER}\n\nq\n").returncode,
        made.run("browse", "ocrelizumab", "--note", NOTE).returncode,
        made.run("rebuild").returncode,
        made.run("export", "events", str(made.home / "events.jsonl")).returncode,
    ]
    assert codes == [0, 0, 0, 0]
    shutil.copy(made.home / "learnms.db", made.home / "learnms.db.damaged")
    return made.folder


@pytest.fixture
def place(template: Path, tmp_path: Path) -> Iterator[Place]:
    """A copy of that folder."""
    shutil.copytree(template, tmp_path, dirs_exist_ok=True)
    made = Place(tmp_path)
    yield made
    made.close()


def holding(folder: Path, texts: tuple[str, ...] = CANARIES) -> set[tuple[str, str]]:
    """The files below a folder that hold one of these texts, in UTF-8 or UTF-16, with the text."""
    return {
        (path.name, text)
        for path in folder.rglob("*")
        if path.is_file()
        for text in texts
        if text.encode() in (data := path.read_bytes()) or text.encode("utf-16-le") in data
    }


def test_nothing_that_the_learner_wrote_is_left_in_any_byte(place: Place) -> None:
    before = holding(place.home)
    assert {text for name, text in before if name == "learnms.db"} == set(CANARIES)
    assert {name for name, _ in before} >= {"learnms.db", "learnms.db.damaged", "events.jsonl"}
    assert any(name.startswith("learnms-") for name, _ in before), "a backup holds it too"

    done = place.run("erase", "--yes")

    assert done.returncode == 0, done.stderr
    assert holding(place.home) == set()
    assert [path for path in place.home.rglob("*") if path.is_file()] == []
    assert place.run("memory", "--json").stdout.strip() == "[]"


def test_what_sqlite_removes_is_zeroed(place: Place) -> None:
    """A row that is deleted leaves no text in the free pages; the log itself deletes nothing."""
    from learnms.store.sqlite.connection import open_writer

    opened = open_writer(place.home)
    opened.connection.execute("DELETE FROM event")
    opened.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    opened.close()

    left = {
        text
        for name, text in holding(place.home)
        if name.startswith("learnms.db") and "damaged" not in name
    }
    assert NOTE not in left
    assert ANSWER not in left


def test_a_note_that_is_undone_stays_in_the_log_until_everything_is_erased(place: Place) -> None:
    """As the README says: undoing is an event, and no event is ever removed."""
    assert place.run("browse", "--undo").returncode == 0

    assert ("learnms.db", NOTE) in holding(place.home)
    assert place.run("erase", "--yes").returncode == 0
    assert holding(place.home) == set()


def test_synced_folders_are_erased_too_and_one_that_is_gone_is_named(place: Place) -> None:
    cloud, stick = place.folder / "cloud", place.folder / "stick"
    for folder in (cloud, stick):
        folder.mkdir()
        done = place.run("sync", str(folder))
        assert done.returncode == 0, done.stderr
    assert {text for _, text in holding(cloud)} == set(CANARIES)
    stick.rename(place.folder / "away")
    assert "~/cloud" in place.run("erase", "--dry-run").stdout

    done = place.run("erase", "--yes")

    assert done.returncode == 1
    assert holding(place.home) | holding(cloud) == set()
    assert "and ~/cloud." in done.stdout
    assert "Not erased: ~/stick is not connected." in done.stdout
    done = place.run("erase", "--yes")
    assert done.returncode == 0, "the home is empty now"
    done = place.run("sync", str(cloud))
    written = (NOTE, ANSWER)
    assert holding(place.home, written) | holding(cloud) == set(), "it does not come back"


@pytest.mark.parametrize("steps", [0, 1, 2, 4, 6, 7, 8])
def test_an_attempt_that_is_killed_is_finished_by_the_next(place: Place, steps: int) -> None:
    done = subprocess.run(
        [sys.executable, "-c", KILLED, str(steps)],
        env=place.environment(),
        capture_output=True,
        text=True,
        check=False,
        timeout=LIMIT,
    )
    assert done.returncode in (0, 9), done.stderr
    began = (place.home / "erasing.json").exists()
    if began:
        said = place.run("--plain")
        assert said.returncode == 1
        assert said.stderr.strip().endswith("Run `learnms erase` to finish it."), said.stderr
        assert "damaged" not in said.stderr

    done = place.run("erase", "--yes")

    assert done.returncode == 0, done.stderr
    if began:
        assert "Checked: nothing of it is left" in done.stdout
    assert holding(place.home) == set()
    assert [path for path in place.home.rglob("*") if path.is_file()] == []


def test_a_new_start_after_erasing_is_another_learner(place: Place) -> None:
    def learner() -> str:
        with closing(sqlite3.connect(place.home / "learnms.db")) as connection:
            row = connection.execute("SELECT value FROM meta WHERE key = 'learner_id'").fetchone()
            return str(row[0])

    before = learner()
    assert place.run("erase", "--yes").returncode == 0
    assert place.run("review", "--plain", typed="\n3\nq\n").returncode == 0

    assert learner() != before
    assert place.answers() == [("card-flash", 3)]


def test_in_the_app_it_is_asked_twice_and_ends_the_program(place: Place) -> None:
    window = place.open()
    window.shows("ctrl+p")
    window.send("s")
    window.shows("New cards a day")
    for _ in range(25):
        window.send("\x1b[B")
    window.shows("Erase your answers, notes, settings and backups")
    window.send("\r")
    window.shows("Keep my data", "Erase and quit")
    window.send("\x1b[B")
    window.shows("It cannot be undone")
    window.send("\r")
    window.shows("Press again to erase")
    assert place.answers(), "not yet"
    window.send("\r")

    assert window.code() == 0
    assert "Checked: nothing of it is left" in bytes(window.raw).decode()
    assert holding(place.home) == set()
