"""Which answers test memory, and how sure a share of them is."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learnms.analysis.stats.recall import Share, share, shares, trials_of, wilson
from learnms.store.read.answers import Answered
from learnms.study.fsrs_formulas import Fsrs6
from learnms.study.schedule import DEFAULT_PARAMETERS
from tests.factories.answers import answer, reset

FORMULAS = Fsrs6(DEFAULT_PARAMETERS)


def days(*answers: Answered) -> list[tuple[int, bool]]:
    """The gap and the outcome of each trial."""
    return [(trial.gap, trial.right) for trial in trials_of(answers, FORMULAS)]


# -- Wilson's interval -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("right", "n", "low", "high"),
    [
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0000, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
    ids=lambda value: str(value),
)
def test_wilson_gives_the_published_intervals(right: int, n: int, low: float, high: float) -> None:
    """Newcombe 1998, Statistics in Medicine 17, table I, method 3."""
    assert wilson(right, n) == pytest.approx((low, high), abs=5e-5)


@given(st.integers(1, 5000), st.data())
def test_wilson_holds_the_share_is_symmetric_and_shrinks(n: int, data: st.DataObject) -> None:
    right = data.draw(st.integers(0, n))
    low, high = wilson(right, n)

    assert 0 <= low <= right / n <= high <= 1
    assert wilson(n - right, n) == pytest.approx((1 - high, 1 - low))
    wider = wilson(right, n)
    narrower = wilson(4 * right, 4 * n)
    assert narrower[1] - narrower[0] < wider[1] - wider[0]


@given(st.integers(20, 400), st.data())
def test_the_ends_of_wilsons_interval_are_those_that_a_score_test_just_allows(
    n: int, data: st.DataObject
) -> None:
    """The definition, independent of the formula: (p̂ - p)² = z² p (1 - p) / n."""
    right = data.draw(st.integers(0, n))

    for end in wilson(right, n):
        assert (right / n - end) ** 2 == pytest.approx(
            1.959963984540054**2 * end * (1 - end) / n, abs=1e-12
        )


def test_without_trials_anything_is_possible() -> None:
    assert wilson(0, 0) == (0.0, 1.0)
    assert not Share(19, 19).is_enough
    assert Share(20, 10).is_enough
    assert Share(20, 10).rate == 0.5


# -- what is a trial -------------------------------------------------------------------------------


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
    [trial] = trials_of([answer(0), answer(4, recall_before=0.77, stability_before=3.5)], FORMULAS)

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
    expected, found = trials_of(noted, FORMULAS), trials_of(bare, FORMULAS)

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
    trials = trials_of(
        [answer(0), answer(4), answer(9, recall_before=0.8, stability_before=6.0)], FORMULAS
    )

    assert [trial.worked_out for trial in trials] == [True, False]
    assert trials[1].predicted == 0.8


# -- shares ----------------------------------------------------------------------------------------


def test_shares_count_by_key() -> None:
    answers = (
        [answer(0, card=card) for card in "abc"]
        + [answer(3, rating, card) for card, rating in (("a", 1), ("b", 3), ("c", 3))]
        + [answer(9, 1, "c")]
    )
    trials = trials_of(answers, FORMULAS)

    assert share(trials) == Share(4, 2)
    assert shares(trials, lambda trial: trial.part.card) == {
        "a": Share(1, 0),
        "b": Share(1, 1),
        "c": Share(2, 1),
    }


def test_the_interval_covers_the_true_share_about_as_often_as_it_says() -> None:
    chance, n, times = random.Random(7), 60, 2000
    covered = 0
    for _ in range(times):
        low, high = wilson(sum(chance.random() < 0.88 for _ in range(n)), n)
        covered += low <= 0.88 <= high

    assert 0.93 <= covered / times <= 0.975
