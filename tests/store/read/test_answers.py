"""The answers that count, read as columns, are those that a replay of the log counts."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learnms.store.log.writer import nth
from learnms.store.read.answers import Answers
from learnms.store.read.events import EventQueries
from learnms.study.event import Draft, Part
from learnms.study.replay import Relinks, counting
from tests.factories.store import MONDAY, Clock, answer, open_store, review

STEPS = st.lists(
    st.tuples(
        st.sampled_from(
            ["review", "practice", "linked", "undo", "void any", "reset", "relink", "tomorrow"]
        ),
        st.integers(0, 5),
    ),
    max_size=25,
)


@given(STEPS)
def test_they_are_those_that_count(
    tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[str, int]]
) -> None:
    clock = Clock()
    store = open_store(tmp_path_factory.mktemp("home"), clock)
    for step, number in steps:
        card = f"card-{'abc'[number % 3]}"
        match step:
            case "review":
                answer(store, card, 1 + number % 4, took_ms=1000)
            case "practice":
                store.append([Draft(kind="practice", card=card, rating=3)])
            case "linked":
                store.append(
                    [Draft(kind="practice", card=card, rating=1), review(card, 1, ref=nth(0))]
                )
            case "undo":
                store.undo(clock.day)
            case "void any":
                log = list(EventQueries(store.session).all())
                if log:
                    store.append([Draft(kind="void", ref=log[number % len(log)].id)])
            case "reset":
                store.append([Draft(kind="reset", card=card)])
            case "relink":
                store.append([Draft(kind="relink", data={"pairs": [[card, None, "card-z", None]]})])
            case _:
                clock.forward(days=1)
    today = clock.day
    log = counting(EventQueries(store.session).all(), today)
    relinks = Relinks.of(log)
    kinds = ("review", "practice", "evidence")

    answers = Answers(store.session).all(today, kinds, with_resets=True)

    expected = [
        (event.kind, relinks.owner(event.owner), event.study_day, event.rating, event.took_ms)
        for event in log
        if event.owner and event.kind in (*kinds, "reset")
    ]
    assert [(row.kind, row.part, row.day, row.rating, row.took_ms) for row in answers] == expected
    latest = {
        relinks.owner(event.owner).card: event.rating == 1
        for event in log
        if event.owner and event.kind in kinds
    }
    assert {
        card: row.missed for card, row in Answers(store.session).latest_answers(today).items()
    } == latest
    store.close()


def test_what_was_predicted_comes_along(tmp_path: Path) -> None:
    clock = Clock()
    store = open_store(tmp_path, clock)
    answer(store)
    clock.forward(days=3)
    answer(store)

    first, second = Answers(store.session).all(clock.day)

    assert (first.part, first.day, first.recall_before) == (Part("card-a"), MONDAY, None)
    assert second.recall_before is not None
    assert 0 < second.recall_before < 1
    store.close()


def test_a_review_that_goes_with_another_answer_says_with_which_kind(tmp_path: Path) -> None:
    clock = Clock()
    store = open_store(tmp_path, clock)
    [session] = store.append([Draft(kind="session", data={"mode": "quiz"})])
    store.append(
        [
            Draft(kind="practice", card="card-a", rating=1, ref=session.id),
            review("card-a", 1, ref=nth(0)),
        ]
    )
    store.append(
        [
            Draft(kind="evidence", card="case", part="look", rating=3, ref=session.id),
            review("card-b", ref=nth(0)),
        ]
    )
    store.append([review("card-c", ref=session.id)])

    answers = Answers(store.session).all(clock.day, ("review", "practice", "evidence"))

    assert [(row.kind, row.repeats) for row in answers] == [
        ("practice", None),
        ("review", "practice"),
        ("evidence", None),
        ("review", "evidence"),
        ("review", None),
    ]
    store.close()


def test_the_latest_answer_of_a_card_is_the_latest_that_counts_under_any_of_its_names(
    tmp_path: Path,
) -> None:
    clock = Clock()
    store = open_store(tmp_path, clock)
    wrong = answer(store, "old-card", 1, points=0, max_points=1, confidence="certain")
    [void] = store.append([Draft(kind="void", ref=wrong.id)])
    assert Answers(store.session).latest_answers(MONDAY) == {}

    store.append([Draft(kind="void", ref=void.id)])
    store.append([Draft(kind="relink", data={"pairs": [["old-card", None, "new-card", None]]})])
    clock.forward(days=40)
    answer(store, "new-card", 3, points=1, max_points=1)  # from a clock that was wrong

    assert Answers(store.session).latest_answers(MONDAY) == {"new-card": (True, True)}
    assert Answers(store.session).latest_answers(clock.day) == {"new-card": (False, False)}
    store.close()


def test_forms_seen_under_an_old_name_were_seen(tmp_path: Path) -> None:
    store = open_store(tmp_path)
    answer(store, "old-card", form="own")
    store.append([Draft(kind="relink", data={"pairs": [["old-card", None, "mid-card", None]]})])
    store.append([Draft(kind="relink", data={"pairs": [["mid-card", None, "new-card", None]]})])

    history = EventQueries(store.session)

    assert list(history.forms_seen("new-card", MONDAY)) == ["own"]
    assert history.forms_seen("mid-card", MONDAY) == {}
    store.close()
