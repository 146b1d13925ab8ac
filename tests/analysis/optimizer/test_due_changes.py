"""What is said to move is what moves: the days worked out beforehand against those of a real
store that adopts the weights.
"""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from learnms.analysis.optimizer.due_changes import KINDS, due_days
from learnms.store.log.writer import Store, nth
from learnms.store.read.answers import Answers
from learnms.store.read.events import EventQueries
from learnms.store.read.memory import MemoryQueries
from learnms.store.sqlite.connection import open_reader
from learnms.study.event import Draft, Event, Part
from learnms.study.schedule import DEFAULT_PARAMETERS
from learnms.study.trials import Answered
from tests.factories.fit import FORGETFUL, events, part, studied
from tests.factories.store import Clock, answer, memory, open_store, review

PARTS = [Part("card-a"), Part("card-b", "c1"), Part("card-b", "c2")]
NEARLY = (*DEFAULT_PARAMETERS[:8], DEFAULT_PARAMETERS[8] * (1 + 3e-7), *DEFAULT_PARAMETERS[9:])
"""So near to FSRS's own that it is open whether states agree."""
WEIGHTS = [DEFAULT_PARAMETERS, FORGETFUL, NEARLY]

parts = st.sampled_from(PARTS)
REVIEW = st.tuples(
    st.just("review"),
    parts,
    st.integers(1, 4),
    st.sampled_from(["flashcard", "single"]),
    st.sampled_from([None, 3, 30]),
    st.sampled_from([0.7, 0.9]),
    st.booleans(),
)
STEPS = st.lists(
    st.one_of(
        REVIEW,
        REVIEW,
        st.tuples(st.just("days"), st.sampled_from([1, 2, 9, 60, 400])),
        st.tuples(st.just("wrong"), parts, st.booleans()),
        st.tuples(st.just("evidence"), parts, st.integers(1, 4)),
        st.tuples(st.just("due"), parts, st.integers(0, 20)),
        st.tuples(st.just("reset"), parts),
        st.tuples(st.just("undo")),
        st.tuples(st.just("relink"), parts, parts),
        st.tuples(st.just("params"), st.sampled_from(WEIGHTS)),
    ),
    max_size=40,
)


def follow(store: Store, clock: Clock, step: tuple[Any, ...]) -> None:
    """Let the learner do one thing."""
    match step:
        case ("days", days):
            clock.forward(days=days)
        case ("review", of, rating, kind, cap, target, sure):
            data = {"cap": (clock.day + timedelta(days=cap)).isoformat()} if cap else None
            said: dict[str, Any] = (
                {"confidence": "certain", "points": 0, "max_points": 1} if sure else {}
            )
            store.append(
                [
                    Draft(
                        kind="review",
                        card=of.card,
                        part=of.part,
                        rating=rating,
                        form_kind=kind,
                        target=target,
                        data=data,
                        **said,
                    )
                ]
            )
        case ("wrong", of, sure):
            store.append(
                [
                    Draft(
                        kind="practice",
                        card=of.card,
                        part=of.part,
                        points=0,
                        max_points=1,
                        confidence="certain" if sure else None,
                    )
                ]
            )
        case ("evidence", of, rating):
            evidence = Draft(
                kind="evidence",
                card="case-one",
                part="cue",
                points=0,
                max_points=1,
                confidence="certain",
            )
            store.append([evidence, review(of.card, rating, part=of.part, ref=nth(0))])
        case ("due", of, days):
            store.append(
                [
                    Draft(
                        kind="due", card=of.card, part=of.part, due=clock.day + timedelta(days=days)
                    )
                ]
            )
        case ("reset", of):
            store.append([Draft(kind="reset", card=of.card, part=of.part)])
        case ("undo",):
            store.undo(clock.day)
        case ("relink", source, destination):
            store.append([Draft(kind="relink", data={"pairs": [[*source, *destination]]})])
        case ("params", weights):
            adopt(store, weights)


def adopt(store: Store, weights: tuple[float, ...]) -> None:
    store.append([Draft(kind="params", data={"parameters": list(weights)})])


def foretold(store: Store, weights: tuple[float, ...]) -> dict[Part, date]:
    grouped: dict[Part, list[Answered]] = {}
    for found in Answers(store.session).all(store.today, KINDS, with_resets=True):
        grouped.setdefault(found.part, []).append(found)
    return due_days(grouped, EventQueries(store.session).latest_reviews(), weights)


def days(store: Store, of: list[Part]) -> dict[Part, date | None]:
    reader = MemoryQueries(store.session)
    return {one: reader.memory(one).due for one in of}


@pytest.mark.long
@settings(max_examples=200, deadline=None)
@given(steps=STEPS, weights=st.sampled_from(WEIGHTS))
def test_the_days_foretold_are_those_of_the_replay(
    steps: list[tuple[Any, ...]], weights: tuple[float, ...]
) -> None:
    clock = Clock()
    store = Store.open(Path("nowhere"), clock, open_reader(Path("nowhere")))
    for step in steps:
        follow(store, clock, step)
    before, told = days(store, PARTS), foretold(store, weights)

    adopt(store, weights)

    assert days(store, PARTS) == {one: told.get(one, before[one]) for one in PARTS}
    store.close()


def test_a_whole_log_moves_as_foretold(tmp_path: Path) -> None:
    log = studied(FORGETFUL, 3000, cards=400, seed=8)
    clock = Clock()
    store = open_store(tmp_path, clock)
    store.import_events(events(log, clock.day))
    cards = [part(number) for number in range(400)]
    before, told = days(store, cards), foretold(store, FORGETFUL)

    adopt(store, FORGETFUL)
    after = days(store, cards)

    assert after == {one: told.get(one, before[one]) for one in cards}
    assert sum(after[one] != before[one] for one in cards) > 200
    store.close()


def test_a_first_answer_keeps_the_day_that_it_was_given(tmp_path: Path) -> None:
    store = open_store(tmp_path)
    answer(store)

    assert foretold(store, FORGETFUL) == {Part("card-a"): memory(store).due}
    store.close()


def test_a_day_set_by_hand_stays(tmp_path: Path) -> None:
    clock = Clock()
    store = open_store(tmp_path, clock)
    answer(store)
    clock.forward(days=3)
    answer(store)
    store.append([Draft(kind="due", card="card-a", due=clock.day + timedelta(days=77))])

    assert foretold(store, FORGETFUL) == {}
    adopt(store, FORGETFUL)
    assert memory(store).due == clock.day + timedelta(days=77)
    latest: dict[Part, Event] = EventQueries(store.session).latest_reviews()
    assert latest[Part("card-a")].study_day == clock.day
    store.close()


@pytest.mark.parametrize("reviews", range(1, 9))
def test_a_reset_begins_the_count_of_reviews_anew(tmp_path: Path, reviews: int) -> None:
    """The count seeds the fuzz: another count, another day."""
    clock = Clock()
    store = open_store(tmp_path, clock)
    for _ in range(reviews):
        answer(store)
        clock.forward(days=1)
    store.append([Draft(kind="reset", card="card-a")])
    for gap in (0, 9, 60):
        clock.forward(days=gap)
        answer(store)
    told = foretold(store, FORGETFUL)

    adopt(store, FORGETFUL)

    assert told == {Part("card-a"): memory(store).due}
    store.close()
