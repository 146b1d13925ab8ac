"""Choosing the day within the fuzz: nothing is lost, nothing leaves the range, full days are
spared.
"""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from statistics import pvariance

from hypothesis import given
from hypothesis import strategies as st

from learnms.study import schedule
from learnms.study.event import Part

MONDAY = date(2026, 11, 23)
LOADS = st.dictionaries(
    st.integers(0, 120).map(lambda days: MONDAY + timedelta(days=days)), st.integers(0, 200)
)


@given(st.integers(1, 400), st.integers(0, 30), LOADS, st.sets(st.integers(0, 6)))
def test_the_day_stays_within_the_fuzz(
    interval: int, reviews: int, load: dict[date, int], easy: set[int]
) -> None:
    low, high = schedule.fuzz_range(interval)

    chosen = schedule.lightest(
        interval, schedule.fuzzed(interval, Part("card"), reviews), MONDAY, load, easy
    )

    assert low <= chosen <= high


def spread(balance: bool, easy: tuple[int, ...] = ()) -> Counter[date]:
    load: Counter[date] = Counter()
    for number in range(400):
        interval = 12 + number % 3
        days = schedule.fuzzed(interval, Part(f"card-{number}"), 2)
        load[
            MONDAY
            + timedelta(
                days=schedule.lightest(interval, days, MONDAY, load, easy) if balance else days
            )
        ] += 1
    return load


def test_days_become_more_even_and_nothing_is_lost() -> None:
    plain, balanced = spread(balance=False), spread(balance=True)

    assert plain.total() == balanced.total() == 400
    assert pvariance(balanced.values()) < pvariance(plain.values()) / 2


def test_an_easy_day_stays_light() -> None:
    saturdays = [
        spread(balance=True, easy=easy)[MONDAY + timedelta(days=12)] for easy in ((), (5,))
    ]

    assert MONDAY.weekday() == 0
    assert (MONDAY + timedelta(days=12)).weekday() == 5
    assert saturdays[1] <= saturdays[0] / 3


def test_without_load_the_seeded_day_holds() -> None:
    for interval in range(1, 100):
        seeded = schedule.fuzzed(interval, Part("card"), 1)
        assert schedule.lightest(interval, seeded, MONDAY, {}) == seeded


def test_long_intervals_are_left_alone() -> None:
    seeded = schedule.fuzzed(200, Part("card"), 1)

    assert (
        schedule.lightest(200, seeded, MONDAY, {MONDAY + timedelta(days=seeded): 10_000}) == seeded
    )
