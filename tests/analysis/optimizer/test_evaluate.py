"""What a fit is given and judged by: which reviews count, what was predicted of them, whether a
difference is more than chance.
"""

from __future__ import annotations

import math
import statistics
from datetime import date, timedelta

import pytest
from fsrs_rs_python import FSRS, FSRSItem, FSRSReview
from hypothesis import given
from hypothesis import strategies as st

from learnms.analysis.optimizer.evaluate import (
    NEEDED,
    Outcome,
    Prediction,
    Reviews,
    bin_of,
    gain,
    losses,
    measured,
    predictions,
    split,
    typical_error,
)
from learnms.study import schedule
from learnms.study.event import Part
from learnms.study.fsrs_formulas import Fsrs6
from learnms.study.schedule import DEFAULT_PARAMETERS
from learnms.study.trials import Answered
from tests.factories.fit import FORGETFUL, reviews_of, studied

DAY = date(2026, 1, 5)
PART, OTHER = Part("card-a"), Part("card-b", "c1")


def answered(
    part: Part,
    day: int,
    rating: int | None = 3,
    *,
    kind: str = "review",
    repeats: str | None = None,
) -> Answered:
    return Answered(
        kind,
        part,
        DAY + timedelta(days=day),
        rating,
        None,
        None,
        None,
        None,
        None,
        None,
        None,
        None,
        repeats,
    )


def test_a_review_is_usable_a_day_or_more_after_the_one_before() -> None:
    reviews = Reviews.of(
        [
            answered(PART, 0, 1),
            answered(PART, 0),
            answered(OTHER, 1),
            answered(PART, 1),
            answered(OTHER, 9),
            answered(PART, 9, 1),
        ]
    )

    assert reviews.histories == [0, 0, 1, 0, 1, 0]
    assert reviews.gaps == [0, 0, 0, 1, 8, 8]
    assert reviews.ratings == [1, 3, 3, 3, 3, 1]
    assert reviews.usable == [False, False, False, True, True, True]
    assert (len(reviews), reviews.count) == (6, 3)


def test_a_reset_begins_another_history() -> None:
    reviews = Reviews.of(
        [
            answered(PART, 0),
            answered(PART, 3),
            answered(PART, 4, None, kind="reset"),
            answered(PART, 9),
            answered(OTHER, 9),
            answered(PART, 11),
        ]
    )

    assert reviews.histories == [0, 0, 1, 2, 1]
    assert reviews.gaps == [0, 3, 0, 0, 2]


def test_what_counts_only_because_practice_was_wrong_is_history_but_no_test() -> None:
    reviews = Reviews.of(
        [
            answered(PART, 0),
            answered(PART, 3, kind="practice"),
            answered(PART, 3, 1, repeats="practice"),
            answered(PART, 5, repeats="evidence"),
        ]
    )

    assert reviews.gaps == [0, 3, 2]
    assert reviews.usable == [False, False, True]


@given(st.lists(st.tuples(st.integers(0, 300), st.integers(1, 4)), min_size=2, max_size=20))
def test_what_is_predicted_is_what_the_scheduler_would_have_predicted(
    history: list[tuple[int, int]],
) -> None:
    reviews = Reviews(
        [0] * len(history),
        [0, *(gap for gap, _ in history[1:])],
        [rating for _, rating in history],
        [False, *(gap > 0 for gap, _ in history[1:])],
    )
    state, day, expected = None, DAY, []
    for (_, _, rating, usable), gap in zip(reviews.rows(), reviews.gaps, strict=True):
        day += timedelta(days=gap)
        if usable and state is not None:
            expected.append(schedule.recall(state[0], state[2], day))
        done = schedule.step(state, rating, day)
        state = (done.stability, done.difficulty, day)

    assert [one.recall for one in predictions(reviews, Fsrs6(DEFAULT_PARAMETERS))] == pytest.approx(
        expected, rel=1e-9
    )


def test_log_loss_and_bins_are_those_of_the_rust_implementation() -> None:
    """Its `evaluate` weighs late reviews more (0.25 to 1, with the cube of the place), ours
    weighs all alike; so the sums are made with its weights here.
    """
    reviews = reviews_of(studied(FORGETFUL, 3000, cards=500, seed=3))
    predicted = predictions(reviews, Fsrs6(DEFAULT_PARAMETERS))
    items, past = [], dict[int, list[FSRSReview]]()
    for history, gap, rating, usable in reviews.rows():
        past.setdefault(history, []).append(FSRSReview(rating, gap))
        if usable:
            items.append(FSRSItem(past[history]))
    oracle = FSRS(list(DEFAULT_PARAMETERS)).evaluate(items)

    weights = [0.25 + 0.75 * (at / (len(predicted) - 1)) ** 3 for at in range(len(predicted))]
    log_loss = sum(
        weight * loss for weight, loss in zip(weights, losses(predicted), strict=True)
    ) / sum(weights)
    bins: dict[tuple[int, int, int], list[tuple[float, float]]] = {}
    for one, weight in zip(predicted, weights, strict=True):
        bins.setdefault(bin_of(one), []).append((one.recall - one.right, weight))
    squares = sum(
        statistics.fmean(off for off, _ in found) ** 2 * sum(weight for _, weight in found)
        for found in bins.values()
    )

    assert log_loss == pytest.approx(oracle.log_loss, rel=1e-5)
    assert math.sqrt(squares / sum(weights)) == pytest.approx(oracle.rmse_bins, rel=1e-4)


def test_the_typical_error_is_that_of_groups_of_like_reviews() -> None:
    nine_of_ten = [Prediction(0.9, at > 0, 5, 3, 1) for at in range(10)]
    far_off = [Prediction(0.9, False, 40, 3, 1) for _ in range(10)]

    assert typical_error(nine_of_ten) == pytest.approx(0)
    assert typical_error(nine_of_ten + far_off) == pytest.approx(
        math.sqrt((0 * 10 + 0.9**2 * 10) / 20)
    )
    assert measured(nine_of_ten) == pytest.approx(
        (-(0.9 * math.log(0.9) + 0.1 * math.log(0.1)), 0, 10)
    )


@given(st.lists(st.tuples(st.floats(0, 5), st.floats(0, 5)), min_size=2, max_size=50))
def test_a_gain_has_the_standard_error_of_paired_differences(
    pairs: list[tuple[float, float]],
) -> None:
    found = gain([before for before, _ in pairs], [after for _, after in pairs])
    differences = [before - after for before, after in pairs]

    assert found.mean == pytest.approx(statistics.fmean(differences), abs=1e-12)
    assert found.standard_error == pytest.approx(
        statistics.stdev(differences) / math.sqrt(len(pairs)), abs=1e-7
    )
    assert found.is_clear == (found.mean > found.standard_error and found.mean > 0)


def test_no_difference_at_all_is_no_gain() -> None:
    assert not gain([0.3, 0.4, 0.5], [0.3, 0.4, 0.5]).is_clear


@given(st.integers(NEEDED, 100_000))
def test_the_last_fifth_is_kept_out(count: int) -> None:
    seen = split(count)

    assert 0.2 <= (count - seen) / count < 0.2 + 1 / count


@pytest.mark.parametrize(
    "written",
    [
        None,
        [],
        [[0.1], [1, 2, 3], [1, 2, 3], [1, 2]],
        [["x"], [1, 2, 3], [1, 2, 3], [1, 2], True],
        [[1], [1], [1, 2, 3], [1, 2], True],
    ],
)
def test_what_is_no_outcome_is_refused(written: object) -> None:
    with pytest.raises((TypeError, ValueError)):
        Outcome.read(written)
