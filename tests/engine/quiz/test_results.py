"""What a quiz comes to: the standard error belongs to the per cent that is shown."""

from __future__ import annotations

import math
import random
import statistics

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learnms.engine.quiz.results import standard_error

SCORES = st.lists(
    st.tuples(st.integers(0, 5), st.integers(1, 5)).map(
        lambda one: (float(min(one)), float(one[1]))
    ),
    min_size=2,
    max_size=60,
)


def bootstrap(scores: list[tuple[float, float]], draws: int = 4000) -> float:
    """How much the per cent of all points differs between quizzes drawn from these questions."""
    chance = random.Random(1)
    percents = []
    for _ in range(draws):
        drawn = chance.choices(scores, k=len(scores))
        percents.append(100 * sum(points for points, _ in drawn) / sum(most for _, most in drawn))
    return statistics.stdev(percents)


@pytest.mark.parametrize("seed", range(6))
def test_it_is_what_a_bootstrap_says(seed: int) -> None:
    chance = random.Random(seed)
    scores = []
    for _ in range(75):
        most = chance.choice((1, 1, 1, 2, 5, 10))
        scores.append((float(sum(chance.random() < 0.6 for _ in range(most))), float(most)))
    error = standard_error(scores)

    assert error is not None
    assert error == pytest.approx(bootstrap(scores), rel=0.08)


def test_one_large_question_weighs_as_much_as_in_the_per_cent() -> None:
    scores = [(1.0, 1.0)] * 9 + [(0.0, 10.0)]
    error = standard_error(scores)
    shares = [points / most for points, most in scores]

    assert error is not None
    assert error > 2 * 100 * statistics.stdev(shares) / math.sqrt(len(shares)), (
        "47 per cent, hanging on one question"
    )


def test_with_questions_of_one_size_it_is_that_of_the_mean() -> None:
    scores = [(2.0, 3.0), (0.0, 3.0), (3.0, 3.0), (1.0, 3.0)]
    shares = [points / most for points, most in scores]

    assert standard_error(scores) == pytest.approx(100 * statistics.stdev(shares) / 2)
    assert standard_error([(1.0, 1.0), (0.0, 1.0)]) == pytest.approx(50)


@pytest.mark.parametrize("scores", [[], [(1.0, 2.0)], [(0.0, 0.0), (0.0, 0.0)]])
def test_of_too_little_there_is_none(scores: list[tuple[float, float]]) -> None:
    assert standard_error(scores) is None


@given(SCORES, st.integers(2, 9))
def test_the_unit_of_points_does_not_matter_and_order_neither(
    scores: list[tuple[float, float]], factor: int
) -> None:
    error = standard_error(scores)

    assert error is not None
    assert error >= 0
    assert standard_error(
        [(factor * points, factor * most) for points, most in scores[::-1]]
    ) == pytest.approx(error)
