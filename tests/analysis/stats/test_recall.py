"""How sure a share is."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learnms.analysis.stats.recall import Share, share, wilson
from learnms.study.sums import Sum

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


# -- shares ----------------------------------------------------------------------------------------


def test_a_share_adds_sums_up() -> None:
    assert share([Sum(3, 2), Sum(1, 0)]) == Share(4, 2)
    assert share([]) == Share()


def test_the_interval_covers_the_true_share_about_as_often_as_it_says() -> None:
    chance, n, times = random.Random(7), 60, 2000
    covered = 0
    for _ in range(times):
        low, high = wilson(sum(chance.random() < 0.88 for _ in range(n)), n)
        covered += low <= 0.88 <= high

    assert 0.93 <= covered / times <= 0.975
