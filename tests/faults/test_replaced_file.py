"""The database is moved, deleted or replaced while it is open: the next answer says so, and is
taken as soon as the file is back.
"""

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING

import pytest

from tests.factories.store import open_store
from tests.faults.forked import forked

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.end_to_end.place import Place


def unlinked(path: Path, kept: Path) -> None:
    os.link(path, kept)
    path.unlink()


def moved(path: Path, kept: Path) -> None:
    path.rename(kept)


def replaced_by_a_copy(path: Path, kept: Path) -> None:
    """As a program does that synchronizes folders."""
    path.rename(kept)
    shutil.copy(kept, path)


def replaced_by_another(path: Path, kept: Path) -> None:
    os.link(path, kept)
    other = path.with_name("other")
    store = open_store(other)
    store.close()
    (other / "learnms.db").replace(path)
    shutil.rmtree(other)


def replaced_by_nothing(path: Path, kept: Path) -> None:
    os.link(path, kept)
    empty = path.with_name("empty")
    empty.touch()
    empty.replace(path)


MISHAPS = [unlinked, moved, replaced_by_a_copy, replaced_by_another, replaced_by_nothing]


@pytest.mark.parametrize("mishap", MISHAPS, ids=lambda mishap: mishap.__name__)
def test_the_next_answer_in_lines_says_so(
    place: Place, mishap: Callable[[Path, Path], None]
) -> None:
    place.known_learner()
    database, kept = place.home / "learnms.db", place.folder / "kept.db"
    with forked(["review", "--plain"], place.environment()) as window:
        window.line(r"Press enter to show\.\r\n> ")
        window.send("\n")
        window.line(r"Grade: [\s\S]*?\r\n> ")
        window.send("3\n")
        window.line(r"Next on[\s\S]*Press enter to show\.\r\n> ")
        mishap(database, kept)

        window.send("\n")
        window.line(r"Grade: [\s\S]*?\r\n> ")
        for _ in range(2):
            window.send("3\n")
            window.line(r"Not saved:[\s\S]*was\s+moved,\s+deleted\s+or\s+replaced[\s\S]*> ")
        kept.replace(database)
        window.send("4\n")
        window.line(r"Next on[\s\S]*> ")
        window.send("q\n")
        assert window.code() == 0

    assert b"Traceback" not in window.raw
    assert place.answers() == [("card-flash", 3), ("card-cloze", 4)]
    store = open_store(place.home)
    assert store.rebuild().changed == 0
    store.close()


@pytest.mark.parametrize("mishap", [unlinked, replaced_by_a_copy], ids=lambda one: one.__name__)
def test_so_do_the_screens(place: Place, mishap: Callable[[Path, Path], None]) -> None:
    place.known_learner()
    database, kept = place.home / "learnms.db", place.folder / "kept.db"
    with forked(["review"], place.environment()) as window:
        window.shows("1 of 8", "space Show")
        window.send(" ")
        window.shows("1 Again")
        mishap(database, kept)

        window.send("3")
        window.shows("Not saved", "1 of 8")
        kept.replace(database)
        window.send("3")
        window.shows("2 of 8")
        window.send("\x11")
        assert window.code() == 0

    assert place.answers() == [("card-flash", 3)]
