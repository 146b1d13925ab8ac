"""Putting off and catching up in numbers."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learnms.analysis.simulation.backlog import (
    HORIZON,
    Known,
    days_to_catch_up,
    emptiest,
    mean_recall,
    overdueness,
    put_off_range,
)
from learnms.study import schedule
from learnms.study.fsrs_formulas import Fsrs6
from learnms.study.schedule import DEFAULT_PARAMETERS

FORMULAS = Fsrs6(DEFAULT_PARAMETERS)
CARDS = st.lists(
    st.builds(
        Known, st.floats(0.5, 200), st.floats(1, 10), st.integers(-200, -1), st.integers(-150, 170)
    ),
    max_size=60,
)


@pytest.mark.parametrize("target", [0.8, 0.9, 0.95])
def test_on_the_due_day_nothing_is_overdue(target: float) -> None:
    days = FORMULAS.interval(100.0, target)

    assert overdueness(target, target) == 0
    assert overdueness(FORMULAS.recall(days, 100.0), target) == pytest.approx(0, abs=0.02)
    assert overdueness(FORMULAS.recall(2 * days, 100.0), target) > 0.3
    assert overdueness(0.99, target) < 0


@given(st.floats(0.05, 0.999), st.floats(0.05, 0.999), st.floats(0.7, 0.97))
def test_what_is_recalled_less_is_more_overdue(one: float, other: float, target: float) -> None:
    if one < other:
        assert overdueness(one, target) > overdueness(other, target)


@given(st.integers(1, 4000))
def test_an_interval_grows_by_five_to_ten_per_cent_or_a_day(interval: int) -> None:
    low, high = put_off_range(interval)

    assert 1 <= low <= high
    assert low >= 0.05 * interval
    assert high <= max(0.10 * interval, low)
    assert low < 0.05 * interval + 1


@given(
    st.integers(1, 20), st.integers(0, 20), st.dictionaries(st.integers(0, 60), st.integers(0, 9))
)
def test_the_emptiest_day_of_the_range_is_taken(low: int, width: int, load: dict[int, int]) -> None:
    day = emptiest(low, low + width, load)

    assert low <= day <= low + width
    assert load.get(day, 0) == min(load.get(other, 0) for other in range(low, low + width + 1))


def test_mean_recall_is_that_of_the_schedule() -> None:
    day = date(2026, 11, 22)
    cards = [(10.0, 10), (50.0, 3), (2.0, 40)]

    wanted = [
        schedule.recall(stability, day - timedelta(days=elapsed), day)
        for stability, elapsed in cards
    ]

    assert mean_recall(cards, FORMULAS) == pytest.approx(sum(wanted) / 3, abs=1e-9)
    assert mean_recall([], FORMULAS) is None


def test_what_fits_into_a_day_is_caught_up_that_day() -> None:
    cards = [Known(10.0, 5.0, -20, -10)] * 30

    assert days_to_catch_up(cards, 30, FORMULAS, 0.9) == 1
    assert (days_to_catch_up(cards, 29, FORMULAS, 0.9) or 0) >= 2


def test_what_comes_meanwhile_counts() -> None:
    old = [Known(30.0, 5.0, -60, -30)] * 60
    coming = [Known(30.0, 5.0, -20, day) for day in range(1, 60) for _ in range(12)]

    alone, together = (
        days_to_catch_up(cards, 20, FORMULAS, 0.9) for cards in (old, [*old, *coming])
    )

    assert alone == 3
    assert together is not None
    assert together > alone


def test_days_off_clear_nothing_and_what_comes_on_them_waits() -> None:
    old = [Known(300.0, 5.0, -300, -30)] * 60
    coming = Known(300.0, 5.0, -300, 2)

    assert days_to_catch_up(old, 20, FORMULAS, 0.9) == 3
    assert days_to_catch_up(old, 20, FORMULAS, 0.9, {1, 2, 4}) == 6
    assert days_to_catch_up([*old[:40], coming], 20, FORMULAS, 0.9, {1, 2}) == 5
    assert days_to_catch_up(old, 20, FORMULAS, 0.9, range(1, HORIZON)) is None


def test_failed_cards_come_back() -> None:
    known = days_to_catch_up([Known(30.0, 5.0, -31, -1)] * 200, 10, FORMULAS, 0.9)
    forgotten = days_to_catch_up([Known(1.0, 5.0, -400, -399)] * 200, 10, FORMULAS, 0.9)

    assert known is not None
    assert forgotten is None or forgotten > known


@given(CARDS)
def test_more_a_day_never_takes_longer_than_all_at_once(cards: list[Known]) -> None:
    days = [days_to_catch_up(cards, per_day, FORMULAS, 0.9) for per_day in (1, 5, 60)]

    assert days[2] == 1
    assert all(found is None or 1 <= found <= HORIZON for found in days)
    assert days == [days_to_catch_up(cards, per_day, FORMULAS, 0.9) for per_day in (1, 5, 60)], (
        "the same again"
    )
