"""A clock that goes back, jumps a century, passes 04:00 while learnms is open, or is nonsense."""

from __future__ import annotations

import json
import random
import sqlite3
from contextlib import closing
from datetime import date, datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from learnms.cli import context
from learnms.store.log.writer import Store
from learnms.store.read.events import EventQueries
from learnms.store.sqlite.connection import open_reader
from learnms.study.schedule import MAX_INTERVAL
from tests.end_to_end.terminal import environment
from tests.factories.store import Clock, answer, memory
from tests.faults.answering import answer_in_lines, many_cards
from tests.faults.forked import Ran, forked, ran

if TYPE_CHECKING:
    from pathlib import Path

    from tests.end_to_end.place import Place

COMMANDS = [
    *(["due"], ["decks"], ["stats"], ["memory"], ["forecast"], ["rebuild"], ["check"], ["plan"]),
    *(["review", "--plain"], ["quiz", "--plain"], ["browse"], ["export", "events"], ["--plain"]),
]
NONSENSE = [
    "0001-01-01T00:00:00+00:00",
    "0001-01-01T00:00:00+14:00",
    "9999-12-31T23:59:59+00:00",
    "9999-12-31T23:59:59-12:00",
    "1979-12-31T23:59:59+00:00",
    "2200-01-01T00:00:00+00:00",
    "2026-02-30T00:00:00+00:00",
    "2026-11-22T09:00:00",
    "tomorrow",
]
EDGES = ["1980-01-01T00:00:00+14:00", "2199-12-31T23:59:59-12:00"]
TODAY, IN_A_CENTURY = "2026-11-22T09:00:00+00:00", "2126-11-22T09:00:00+00:00"


@pytest.mark.parametrize("now", NONSENSE)
@pytest.mark.parametrize("words", [["due"], ["review", "--plain"], ["check"]], ids=" ".join)
def test_a_time_that_cannot_be_is_one_sentence(place: Place, now: str, words: list[str]) -> None:
    done = ran(words, place.environment(LEARNMS_NOW=now))

    assert done.code == 2
    assert done.err.startswith(f"learnms: LEARNMS_NOW is `{now}`")
    assert len(done.err.splitlines()) == 1
    assert not place.home.exists()


@pytest.mark.parametrize("now", EDGES)
def test_every_command_works_at_the_edges_of_time(place: Place, now: str) -> None:
    place.known_learner()
    at = partial(place.environment, LEARNMS_NOW=now)
    assert ran(["review", "--plain"], at(), "\n4\n" * 3).out.count("Easy. Next on") >= 1

    for words in COMMANDS:
        done = ran(words, at(), "q\n" * 5)
        assert done.code in (0, 1), (words, done)
        assert "Traceback" not in done.err + done.out


def as_json(done: Ran) -> Any:
    assert done.code == 0, done
    return json.loads(done.out)


def test_a_century_ahead_and_back_again(place: Place) -> None:
    """What was answered under the wrong clock is kept and does not count until then."""
    place.known_learner()
    ran(["review", "--plain"], place.environment(LEARNMS_NOW=TODAY), "\n3\nq\n")
    before = as_json(ran(["memory", "--json"], place.environment(LEARNMS_NOW=TODAY)))
    ran(["review", "--plain"], place.environment(LEARNMS_NOW=IN_A_CENTURY), "\n3\n\n3\nq\n")

    then = as_json(ran(["memory", "--json"], place.environment(LEARNMS_NOW=IN_A_CENTURY)))
    assert sum(row["reps"] for row in then) == 3
    for row in then:
        interval = date.fromisoformat(row["due"]) - date.fromisoformat(row["last_review"])
        assert timedelta(0) <= interval <= timedelta(days=MAX_INTERVAL)

    due = ran(["due"], place.environment(LEARNMS_NOW=TODAY))
    assert "2 answers are dated in the future" in due.out + due.err
    assert ran(["review", "--plain"], place.environment(LEARNMS_NOW=TODAY), "q\n").code == 0
    now = as_json(ran(["memory", "--json"], place.environment(LEARNMS_NOW=TODAY)))
    review = ran(["review", "--plain"], place.environment(LEARNMS_NOW=TODAY), "\n3\nq\n")

    assert [row for row in now if row["reps"]] == before
    assert "Next on November" in review.out
    assert as_json(ran(["rebuild", "--json"], place.environment(LEARNMS_NOW=TODAY)))["changed"] == 0
    assert len(place.answers()) == 4, "nothing is lost"


def test_a_clock_that_goes_back_a_day_makes_no_second_yesterday(place: Place) -> None:
    place.known_learner()
    day = datetime.fromisoformat(TODAY)
    for days in (0, 1, 0, 1, 2):
        at = (day + timedelta(days=days)).isoformat()
        assert ran(["review", "--plain"], place.environment(LEARNMS_NOW=at), "\n3\nq\n").code == 0

    with closing(sqlite3.connect(place.home / "learnms.db")) as connection:
        found = [
            day
            for (day,) in connection.execute(
                "SELECT study_day FROM event WHERE kind = 'review' ORDER BY seq"
            )
        ]
    assert len(found) == 5
    assert found == sorted(found)
    at = (day + timedelta(days=2)).isoformat()
    assert as_json(ran(["rebuild", "--json"], place.environment(LEARNMS_NOW=at)))["changed"] == 0


@settings(max_examples=8)
@given(
    st.lists(
        st.tuples(
            st.sampled_from([-36500, -400, -2, -1, 0, 0, 1, 1, 2, 30, 400, 36500]),
            st.integers(-12, 12),
            st.integers(1, 4),
        ),
        min_size=3,
        max_size=25,
    )
)
def test_whatever_the_clock_does_the_log_has_an_order_and_due_days_are_near(
    tmp_path: Path, jumps: list[tuple[int, int, int]]
) -> None:
    clock = Clock()
    with closing(open_reader(tmp_path / "nowhere")) as opened:
        store = Store.open(tmp_path, clock, opened)
        for days, hours, rating in jumps:
            if 1980 < (clock.at + timedelta(days=days)).year < 2199:
                clock.forward(days=days, hours=hours)
            answer(store, "card-a", rating)
            now = memory(store)
            if now.due is not None and now.last_day is not None:
                assert (now.due - now.last_day).days <= MAX_INTERVAL
        log = list(EventQueries(store.session).all())
        assert store.rebuild().changed == 0

    assert sorted(event.seq for event in log) == list(range(1, len(jumps) + 1))


# -- 04:00 -----------------------------------------------------------------------------------------


def moving_clock(path: Path) -> None:
    """In the child: the time is what a file says."""
    clock = lambda: datetime.fromisoformat(path.read_text("ascii"))  # noqa: E731
    vars(context)["clock_from"] = lambda _: clock


def days(home: Path) -> list[tuple[str, str]]:
    """Card and study day of every review."""
    with closing(sqlite3.connect(home / "learnms.db")) as connection:
        return connection.execute(
            "SELECT card, study_day FROM event WHERE kind = 'review' ORDER BY seq"
        ).fetchall()


def test_a_review_that_passes_four_in_the_morning(tmp_path: Path) -> None:
    """Each answer belongs to the day on which it was given; nothing is asked twice or lost."""
    many_cards(tmp_path, 12)
    clock = tmp_path / "clock"
    clock.write_text("2026-11-23T03:59:30+00:00")

    words = ["review", "--plain", "--new", "12"]
    surroundings = environment(tmp_path, tmp_path / "deck.yaml")
    with forked(words, surroundings, partial(moving_clock, clock)) as window:
        given = answer_in_lines(window, 3, random.Random(5))
        (tmp_path / "later").write_text("2026-11-23T04:00:30+00:00")
        (tmp_path / "later").replace(clock)  # at once: the child reads it at any moment
        given += answer_in_lines(window, 3, random.Random(6))
        window.send("q\n")
        assert window.code() == 0

    found = days(tmp_path / "home")
    assert [card for card, _ in found] == [card for card, _ in given]
    assert [day for _, day in found] == ["2026-11-22"] * 3 + ["2026-11-23"] * 3
