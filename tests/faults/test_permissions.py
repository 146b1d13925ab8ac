"""The learner's data is the learner's alone."""

from __future__ import annotations

import os
import stat
from contextlib import suppress
from pathlib import Path

import pytest

from tests.end_to_end.place import Place
from tests.faults.watching import Watched


def modes(home: Path) -> dict[str, str]:
    """Each file and folder with its rights, where they are not the learner's alone."""
    wanted = {True: 0o700, False: 0o600}
    found: dict[Path, int] = {}
    for path in (home, *home.rglob("*")):
        with suppress(FileNotFoundError):  # the backup of the day gets its name meanwhile
            found[path] = stat.S_IMODE(path.lstat().st_mode)
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


DATA = ("learnms.db", "learnms-", "settings.toml", "log-head", "writer.lock")
"""How the files of a demonstration that was kept begin."""
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
        wanted = 0o600 if name in PRIVATE or name.startswith(DATA) else 0o666 & ~mask
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
