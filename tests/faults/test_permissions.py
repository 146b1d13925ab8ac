"""The learner's data is the learner's alone; and a folder or a disk that refuses is said in one
sentence.
"""

from __future__ import annotations

import os
import resource
import shutil
import sqlite3
import stat
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.conftest import DECK
from tests.end_to_end.place import Place
from tests.end_to_end.terminal import LIMIT, environment
from tests.faults.watching import Watched

NOBODY = 65534

# The interpreter may lie where nobody may go, so everything is imported before the right to read it
# is given up.
AS_NOBODY = f"""
import importlib, os, pkgutil, sys
import sqlmodel, textual.widgets, textual.drivers.linux_driver, platformdirs, learnms
for module in pkgutil.walk_packages(learnms.__path__, "learnms."):
    if not module.name.endswith("__main__"):
        importlib.import_module(module.name)
if os.getuid() == 0:
    os.setgroups([])
    os.setgid({NOBODY})
    os.setuid({NOBODY})
from learnms.cli import main
sys.exit(main(sys.argv[1:]))
"""


def modes(home: Path) -> dict[str, str]:
    """Each file and folder with its rights, where they are not the learner's alone."""
    wanted = {True: 0o700, False: 0o600}
    found = {path: stat.S_IMODE(path.lstat().st_mode) for path in (home, *home.rglob("*"))}
    return {
        str(path.relative_to(home.parent)): oct(mode)
        for path, mode in found.items()
        if mode != wanted[path.is_dir()]
    }


@pytest.mark.parametrize("mask", [0o000, 0o077, 0o777], ids=oct)
def test_files_are_the_learners_alone_whatever_the_umask(place: Place, mask: int) -> None:
    window = place.open("review", "--plain", before=lambda: void(os.umask(mask)))
    window.line(r"Press enter to show\.\r\n> ")
    window.send("\n")
    window.line(r"Grade: [\s\S]*?\r\n> ")
    window.send("3\n")
    window.line(r"Next on[\s\S]*> ")
    assert (place.home / "learnms.db-wal").exists(), "the journal is looked at while it is there"
    assert modes(place.home) == {}
    window.send("q\n")
    assert window.code() == 0

    window = place.open(before=lambda: void(os.umask(mask)))
    window.shows("Which describes you best?", "q Quit")
    window.send("2")
    window.shows("Where are you treated?")
    assert (place.home / "settings.toml").exists()
    window.send("\x11")
    assert window.code() == 0
    assert place.open("rebuild", before=lambda: void(os.umask(mask))).code() == 0
    assert list(place.home.rglob("*.db"))[1:], "rebuild makes a backup"
    assert modes(place.home) == {}


PRIVATE = {
    *("events.jsonl", "reviews.csv", "maple.json", "class.html", "class.csv", "000001.jsonl")
}
"""What the commands write outside the home that holds a learner's answers; the rest is decks,
papers and tables, which are made to be passed on.
"""


@pytest.mark.parametrize("mask", [0o000, 0o027, 0o777], ids=oct)
def test_what_any_command_writes_is_the_learners_alone_where_it_is_about_the_learner(
    tmp_path: Path, mask: int
) -> None:
    place = Watched(tmp_path / "place")

    place.every_command("--keep", umask=mask)

    assert modes(place.folder / "home") == {}
    assert modes(next((place.folder / "out" / "synced").iterdir())) == {}
    written = {path.name: path for path in (place.folder / "out").rglob("*") if path.is_file()}
    assert written.keys() > PRIVATE
    for name, path in written.items():
        wanted = 0o600 if name in PRIVATE else 0o666 & ~mask
        if name != "one.gift":
            assert oct(stat.S_IMODE(path.stat().st_mode)) == oct(wanted), name


def test_loose_files_are_tightened_and_a_loose_home_is_named(place: Place) -> None:
    assert place.run("review", "--plain", typed="\n3\nq\n").returncode == 0
    assert place.run("rebuild").returncode == 0
    for name in ("learnms.db.damaged", "settings.toml.broken", "log-head.json"):
        (place.home / name).write_text("{}")
    for path in place.home.rglob("*"):
        path.chmod(0o777 if path.is_dir() else 0o666)

    assert "Other users" not in place.run("review", "--plain", typed="q\n").stderr
    loose = {name: mode for name, mode in modes(place.home).items() if "backups" not in name}
    assert loose == {}

    place.home.chmod(0o777)
    assert "chmod 700" in place.run("review", "--plain", typed="q\n").stderr


def void(_: object) -> None:
    """Nothing comes of it."""


# -- a home that cannot be written -----------------------------------------------------------------


@pytest.fixture
def shared() -> Iterator[Path]:
    """A folder that every user can reach, with decks that every user can read."""
    folder = Path(tempfile.mkdtemp(prefix="learnms-shared-"))
    folder.chmod(0o755)
    (folder / "deck.yaml").write_text(DECK, "utf-8")
    (folder / "deck.yaml").chmod(0o644)
    yield folder
    for path in (folder, *folder.rglob("*")):
        if path.is_dir():
            path.chmod(0o755)
    shutil.rmtree(folder)


def as_nobody(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Run the program as a user who may write nothing there."""
    command = [sys.executable, "-c", AS_NOBODY, *words]
    return subprocess.run(
        command,
        env=environment(folder, folder / "deck.yaml"),
        input="\n3\nq\n",
        capture_output=True,
        text=True,
        check=False,
        timeout=LIMIT,
        cwd=folder,
    )


def assert_one_sentence(done: subprocess.CompletedProcess[str], *words: str) -> None:
    assert done.returncode == 1, done.stdout + done.stderr
    assert "Traceback" not in done.stderr
    said = done.stderr.strip()
    assert said.startswith("learnms: "), said
    assert len(said.splitlines()) == 1, said
    assert all(word in said for word in words), said


def test_a_home_that_cannot_be_made_is_one_sentence(shared: Path) -> None:
    shared.chmod(0o555)

    assert_one_sentence(as_nobody(shared, "review", "--plain"), "home cannot be written")
    assert as_nobody(shared, "due").stdout.startswith("0 due, 8 new.")


def test_a_read_only_home_can_be_read_and_says_that_it_cannot_be_written(shared: Path) -> None:
    prepared = Place(shared)
    prepared.run("review", typed="\n3\nq\n")
    for path in (shared / "home").rglob("*"):
        path.chmod(0o555 if path.is_dir() else 0o444)
    (shared / "home").chmod(0o555)
    before = files_of(shared / "home")

    for words in (("review", "--plain"), ("rebuild",)):
        assert_one_sentence(as_nobody(shared, *words), "cannot be written")
    assert as_nobody(shared, "due").stdout.startswith("0 due, 7 new.")
    assert "card-flash" in as_nobody(shared, "memory").stdout
    assert files_of(shared / "home") == before


def files_of(home: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in home.rglob("*") if path.is_file()}


# -- a full disk -----------------------------------------------------------------------------------


@pytest.mark.skipif(
    not hasattr(resource, "prlimit"), reason="only Linux lets another process's limits be moved"
)
def test_on_a_full_disk_the_answer_can_be_given_again(place: Place) -> None:
    window = place.open("review", "--plain")
    window.line(r"Press enter to show\.\r\n> ")
    window.send("\n")
    window.line(r"Grade: [\s\S]*?\r\n> ")
    window.send("3\n")
    window.line(r"Next on[\s\S]*Press enter to show\.\r\n> ")
    window.send("\n")
    window.line(r"Grade: [\s\S]*?\r\n> ")
    _, hard = resource.prlimit(window.pid, resource.RLIMIT_FSIZE)

    resource.prlimit(window.pid, resource.RLIMIT_FSIZE, (1, hard))
    for _ in range(3):
        window.send("3\n")
        said = window.line(r"Not saved: ([\s\S]*?) Give your answer again\.[\s\S]*> ")[1]
        assert "learnms.db" in said
        assert len(said) < 400
    assert place.answers() == [("card-flash", 3)]
    resource.prlimit(window.pid, resource.RLIMIT_FSIZE, (hard, hard))
    window.send("4\n")
    window.line(r"Next on[\s\S]*> ")
    window.send("\x04")

    assert window.code() == 0
    assert b"Traceback" not in window.raw
    assert place.answers() == [("card-flash", 3), ("card-cloze", 4)]
    assert place.json("rebuild")["changed"] == 0


@pytest.mark.skipif(
    not hasattr(resource, "prlimit"), reason="only Linux lets another process's limits be moved"
)
def test_on_a_full_disk_the_screens_keep_the_answer(place: Place) -> None:
    place.known_learner()
    window = place.open("review")
    for number in (1, 2):
        window.shows(f"{number} of 8", "space Show")
        window.send(" ")
        window.shows("1 Again", "space Good")
        if number == 1:
            window.send("3")
    _, hard = resource.prlimit(window.pid, resource.RLIMIT_FSIZE)

    resource.prlimit(window.pid, resource.RLIMIT_FSIZE, (1, hard))
    window.send("3")
    window.shows("Not saved", "1 Again", "2 of 8")
    assert place.answers() == [("card-flash", 3)]
    resource.prlimit(window.pid, resource.RLIMIT_FSIZE, (hard, hard))
    window.send("3")
    window.shows("3 of 8")
    window.send("\x11")

    assert window.code() == 0
    assert place.answers() == [("card-flash", 3), ("card-cloze", 3)]


def test_a_full_disk_at_the_start_is_one_sentence(place: Place) -> None:
    window = place.open(
        "review",
        "--plain",
        before=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (1, resource.RLIM_INFINITY)),
    )

    assert window.code() == 1
    said = bytes(window.raw).decode().strip()
    assert "Traceback" not in said
    assert said.splitlines()[-1].startswith("learnms: "), said


def test_a_full_disk_while_decks_are_stored_is_no_reason_not_to_learn(place: Place) -> None:
    assert place.run("review", typed="q\n").returncode == 0
    size = (place.home / "learnms.db").stat().st_size
    place.deck.write_text(DECK.replace("A small deck", "A changed deck"), "utf-8")

    def nearly_full() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (size // 2, resource.RLIM_INFINITY))

    window = place.open("decks", before=nearly_full)
    assert window.code() == 0
    assert b"A changed deck" in window.raw
    with closing(sqlite3.connect(place.home / "learnms.db")) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
