"""The formulas in plain floats are those that schedule."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learnms.study import schedule
from learnms.study.fsrs_formulas import Fsrs6

START = date(2026, 1, 1)
REVIEWS = st.lists(
    st.tuples(
        st.sampled_from([0, 0, 1, 2, 5, 20, 90, 400]) | st.integers(0, 3000), st.integers(1, 4)
    ),
    max_size=12,
)
OTHER = tuple(
    weight * factor
    for weight, factor in zip(
        schedule.DEFAULT_PARAMETERS, [1.1, 0.9, 1.05, 1.2, 0.95, 1.1, 0.9] * 3, strict=True
    )
)
WEIGHTS = st.sampled_from([schedule.DEFAULT_PARAMETERS, OTHER])


@given(st.integers(1, 4), REVIEWS, st.floats(0.70, 0.97), WEIGHTS)
def test_each_step_agrees_with_the_schedule(
    first: int, reviews: list[tuple[int, int]], target: float, weights: tuple[float, ...]
) -> None:
    formulas, day = Fsrs6(weights), START
    step = schedule.step(None, first, day, target, weights)
    assert formulas.first(first) == pytest.approx((step.stability, step.difficulty), rel=1e-9)

    for gap, rating in reviews:
        before, day = (step.stability, step.difficulty, day), day + timedelta(days=gap)
        recall = schedule.recall(before[0], before[2], day, weights)
        step = schedule.step(before, rating, day, target, weights)

        assert formulas.recall(gap, before[0]) == pytest.approx(recall, rel=1e-9)
        assert formulas.after(before[0], before[1], gap, rating) == pytest.approx(
            (step.stability, step.difficulty), rel=1e-9
        )
        assert formulas.interval(step.stability, target) == step.interval


def test_recall_is_nine_in_ten_after_as_many_days_as_stability_says() -> None:
    assert Fsrs6(schedule.DEFAULT_PARAMETERS).recall(30, 30.0) == pytest.approx(0.9)


def test_stability_has_a_ceiling_and_intervals_do() -> None:
    formulas = Fsrs6(schedule.DEFAULT_PARAMETERS)

    assert formulas.after(36_000.0, 1.0, 36_000, 4)[0] == 36_500.0
    assert formulas.interval(36_500.0, 0.7) == 36_500


def test_a_last_review_that_lies_ahead_is_one_of_today() -> None:
    formulas = Fsrs6(schedule.DEFAULT_PARAMETERS)

    assert formulas.recall(-40, 0.5) == formulas.recall(0, 0.5) == 1.0
    assert formulas.after(0.5, 5.0, -40, 3) == formulas.after(0.5, 5.0, 0, 3)
