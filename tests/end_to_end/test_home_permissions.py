"""The learner's data is the learner's alone."""

from __future__ import annotations

import os
import stat
from functools import partial
from pathlib import Path

import pytest

from learnms.settings import Settings, write_settings
from tests.end_to_end.place import Place
from tests.faults.forked import forked, ran


def modes(home: Path) -> dict[str, str]:
    """Each file and folder with its rights, where they are not the learner's alone."""
    wanted = {True: 0o700, False: 0o600}
    found = {path: stat.S_IMODE(path.lstat().st_mode) for path in (home, *home.rglob("*"))}
    return {
        str(path.relative_to(home.parent)): oct(mode)
        for path, mode in found.items()
        if mode != wanted[path.is_dir()]
    }


@pytest.mark.parametrize("mask", [0o000, 0o022, 0o077])
def test_files_are_the_learners_alone_whatever_the_umask(place: Place, mask: int) -> None:
    masked = partial(os.umask, mask)
    write_settings(place.home, Settings(guard_ms=0))
    window = forked(["review", "--plain"], place.environment(), masked)
    window.line(r"Press enter to show\.\r\n> ")
    window.send("\n")
    window.line(r"Grade: [\s\S]*?\r\n> ")
    window.send("3\n")
    window.line(r"Next on[\s\S]*> ")
    assert (place.home / "learnms.db-wal").exists(), "the journal is looked at while it is there"
    assert modes(place.home) == {}
    window.send("q\n")
    assert window.code() == 0

    window = forked([], place.environment(), masked)
    window.shows("Which describes you best?", "q Quit")
    window.send("2")
    window.shows("Where are you treated?")
    assert (place.home / "settings.toml").exists()
    window.send("\x11")
    assert window.code() == 0
    assert ran(["rebuild"], place.environment(), before=masked).code == 0
    assert list(place.home.rglob("*.db"))[1:], "rebuild makes a backup"
    assert modes(place.home) == {}
