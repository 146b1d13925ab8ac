"""Which answers test memory, and what is predicted of them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learnms.study.trials import Answered
from tests.factories.answers import answer, reset, trials_of


def days(*answers: Answered) -> list[tuple[int, bool]]:
    """The gap and the outcome of each trial."""
    return [(trial.gap, trial.right) for trial in trials_of(answers)]


def test_the_first_review_and_more_of_the_same_day_are_none() -> None:
    assert days(answer(0), answer(0), answer(3, 1), answer(3), answer(10, 2)) == [
        (3, False),
        (7, True),
    ]


def test_after_a_reset_a_part_begins_anew() -> None:
    assert days(answer(0), reset(5), answer(7), answer(9)) == [(2, True)]


def test_practice_before_it_on_the_day_spoils_a_trial_and_practice_after_it_does_not() -> None:
    assert days(answer(0), answer(3, 1, kind="practice"), answer(3)) == []
    assert days(answer(0), answer(3), answer(3, 1, kind="practice"), answer(9)) == [
        (3, True),
        (6, True),
    ]
    assert days(answer(0), answer(3, 1, kind="practice", card="b"), answer(3)) == [(3, True)]


def test_reviews_that_go_with_a_practice_answer_are_none_but_those_of_a_case_are() -> None:
    assert days(answer(0), answer(3, 1, repeats="practice"), answer(8)) == [(5, True)]
    assert days(answer(0), answer(3, 1, repeats="evidence")) == [(3, False)]


def test_what_was_noted_is_taken_as_it_is() -> None:
    [trial] = trials_of([answer(0), answer(4, recall_before=0.77, stability_before=3.5)])

    assert (trial.predicted, trial.stability, trial.worked_out) == (0.77, 3.5, False)


@given(
    st.lists(
        st.tuples(
            st.sampled_from("ab"),
            st.integers(0, 40),
            st.integers(1, 4),
            st.sampled_from(["review"] * 6 + ["reset", "practice"]),
        ),
        max_size=30,
    )
)
def test_what_was_not_noted_is_worked_out_to_the_same(
    steps: list[tuple[str, int, int, str]],
) -> None:
    """The same history with and without its predictions, these made by the schedule itself."""
    from learnms.study import schedule

    noted, day = list[Answered](), 0
    memory: dict[str, tuple[float, float, object]] = {}
    for card, gap, rating, kind in steps:
        day += gap
        if kind == "reset":
            memory.pop(card, None)
            noted.append(reset(day, card))
            continue
        one = answer(day, rating, card, kind)
        if kind == "review":
            before = memory.get(card)
            # the day is a date
            step = schedule.step(before, rating, one.day)  # type: ignore[arg-type]
            if before is not None:
                recall = schedule.recall(before[0], before[2], one.day)  # type: ignore[arg-type]
                one = one._replace(recall_before=recall, stability_before=before[0])
            memory[card] = (step.stability, step.difficulty, one.day)
        noted.append(one)

    bare = [one._replace(recall_before=None, stability_before=None) for one in noted]
    expected, found = trials_of(noted), trials_of(bare)

    assert [(one.part, one.day, one.right, one.gap) for one in found] == [
        (one.part, one.day, one.right, one.gap) for one in expected
    ]
    assert [one.predicted for one in found] == pytest.approx(
        [one.predicted for one in expected], rel=1e-9
    )
    assert [one.stability for one in found] == pytest.approx(
        [one.stability for one in expected], rel=1e-9
    )
    assert all(one.worked_out for one in found)
    assert not any(one.worked_out for one in expected)


def test_a_part_that_was_begun_elsewhere_is_worked_out_only_where_it_must() -> None:
    trials = trials_of([answer(0), answer(4), answer(9, recall_before=0.8, stability_before=6.0)])

    assert [trial.worked_out for trial in trials] == [True, False]
    assert trials[1].predicted == 0.8
