"""Two learnms in one folder: one writes at a time, the other says so, and readers go on."""

from __future__ import annotations

import time
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from learnms.errors import StoreBusyError
from learnms.store.read.events import EventQueries
from learnms.store.sqlite.connection import open_reader
from tests.factories.store import answer, open_store
from tests.faults.forked import ended, fork, forked, import_all, ran

if TYPE_CHECKING:
    from pathlib import Path

    from tests.end_to_end.place import Place

AT_ONCE = 10
"""Answers before the other one may write."""


def sit(home: Path, name: str, answers: int) -> None:
    """In a child: give answers, a few at a time, and note each that was acknowledged."""
    left = answers
    with (home.parent / name).open("w", encoding="ascii") as acknowledged:
        while left:
            try:
                store = open_store(home)
            except StoreBusyError:
                time.sleep(0.002)
                continue
            for _ in range(min(left, AT_ONCE)):
                event = answer(store, f"card-{name}-{left % 7}")
                acknowledged.write(f"{event.id}\n")
                acknowledged.flush()
                left -= 1
            store.close()


def read(home: Path, until: Path) -> None:
    """In a child: read the log over and over; it never gets shorter."""
    seen = 0
    while not until.exists():
        with closing(open_reader(home)) as opened:
            now = EventQueries(opened.session).count()
        assert now >= seen
        seen = now
    assert seen > 0


@pytest.mark.parametrize("answers", [40, pytest.param(1000, marks=pytest.mark.long)])
def test_two_that_answer_at_once_lose_nothing(tmp_path: Path, answers: int) -> None:
    import_all()
    home, done = tmp_path / "home", tmp_path / "done"
    open_store(home).close()

    reader = fork(lambda: read(home, done))
    writers = [fork(lambda name=name: sit(home, name, answers)) for name in ("one", "two")]  # type: ignore[misc]
    codes = [ended(pid) for pid in writers]
    done.touch()

    assert codes == [0, 0]
    assert ended(reader) == 0
    acknowledged = [(tmp_path / name).read_text("ascii").split() for name in ("one", "two")]
    assert [len(ids) for ids in acknowledged] == [answers, answers]
    store = open_store(home)
    log = list(EventQueries(store.session).all())
    assert {str(event.id) for event in log} == {*acknowledged[0], *acknowledged[1]}
    assert sorted(event.seq for event in log) == list(range(1, 2 * answers + 1))
    assert store.connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert store.rebuild().changed == 0
    store.close()


def test_a_second_learnms_says_so(place: Place) -> None:
    place.known_learner()
    with forked(["review"], place.environment()) as first:
        first.shows("What does ocrelizumab bind?", "space Show")

        for words in (["review"], ["review", "--plain"], ["rebuild"]):
            with forked(words, place.environment()) as second:
                assert second.code() == 1
                said = bytes(second.raw).decode()
                assert "Another learnms" in said
                assert "Traceback" not in said
        with forked([], place.environment()) as home:
            home.shows("Another learnms", "Start learning")
            home.send("\r")
            home.shows("Read-only")
            home.send("q")
            assert home.code() == 0
        assert ran(["due"], place.environment()).out.startswith("0 due, 8 new.")

        first.send(" ")
        first.shows("1 Again")
        first.send("3")
        first.shows("2 of 8")
        first.send("q")
        assert first.code() == 0
    assert place.answers() == [("card-flash", 3)]


def test_readers_do_not_keep_an_answer_waiting(place: Place) -> None:
    """A reader that holds a snapshot open does not stop the writer, and sees what it saw."""
    place.known_learner()
    with forked(["review", "--plain"], place.environment()) as window:
        window.line(r"Press enter to show\.\r\n> ")
        with closing(open_reader(place.home)) as opened:
            opened.connection.execute("BEGIN")
            assert EventQueries(opened.session).count() == 0
            window.send("\n")
            window.line(r"Grade: [\s\S]*?\r\n> ")
            window.send("3\n")
            window.line("Next on")
            assert EventQueries(opened.session).count() == 0
        window.send("q\n")
        assert window.code() == 0
    assert place.answers() == [("card-flash", 3)]
