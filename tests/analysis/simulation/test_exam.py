"""How a plan spreads new parts, and what fits into minutes."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learnms.analysis.simulation.exam import (
    RESERVE,
    SHARE,
    Quota,
    fitting,
    gain,
    is_last,
    new_quota,
    reserve,
    share_of_day,
    spread,
    window,
)
from learnms.study import schedule
from learnms.study.fsrs_formulas import Fsrs6
from learnms.study.schedule import DEFAULT_PARAMETERS

PLENTY = 1e6
"""Answers that hold everything."""


@given(st.integers(1, 400), st.integers(1, 3000))
def test_the_last_new_part_comes_a_week_or_a_fifth_of_the_span_before(
    span: int, parts: int
) -> None:
    left, last = parts, span
    for day in range(span):
        brought = new_quota(left, span - day, span, PLENTY).most
        assert brought <= left
        left, last = left - brought, span - day if brought else last

    assert not left
    assert last >= min(max(RESERVE, span / SHARE), span // 2)


@given(st.integers(1, 400), st.integers(1, 3000), st.integers(0, 399))
def test_after_days_without_study_everything_still_comes(
    span: int, parts: int, missed: int
) -> None:
    left = parts
    for days in range(span - min(missed, span - 1), 0, -1):
        left -= new_quota(left, days, span, PLENTY).most

    assert not left


@given(st.integers(2, 400), st.integers(1, 3000))
def test_no_day_brings_much_more_than_another(span: int, parts: int) -> None:
    left, brought = parts, list[int]()
    for day in range(span):
        brought.append(new_quota(left, span - day, span, PLENTY).most)
        left -= brought[-1]
    busy = [number for number in brought if number]

    assert max(busy) - min(busy) <= 1


def test_where_the_minutes_are_scarce_more_come_at_first() -> None:
    assert new_quota(370, 48, 48, 70.0) == (10, 10)
    assert new_quota(370, 48, 48, 50.0) == (20, 10)


def test_what_is_late_comes_at_once_and_in_the_last_days_by_and_by() -> None:
    assert [new_quota(12, days, 40, PLENTY).most for days in (12, 11, 10, 8, 4, 3, 2, 1)] == [
        4,
        6,
        12,
        12,
        12,
        4,
        6,
        12,
    ]


def test_nothing_is_brought_where_nothing_is_left_or_no_day() -> None:
    assert new_quota(0, 10, 30, PLENTY) == new_quota(5, 0, 30, PLENTY) == (0, 0)


@pytest.mark.parametrize(
    ("span", "days"),
    [(1, 1), (2, 1), (5, 2), (6, 3), (14, 7), (30, 7), (35, 7), (48, 10), (365, 73)],
)
def test_the_reserve(span: int, days: int) -> None:
    assert reserve(span) == days


def test_the_last_days_are_as_many_as_it_takes_to_ask_every_part_once() -> None:
    assert [day for day in range(-1, 6) if is_last(day, 3)] == [1, 2, 3]
    assert [window(parts, 55.0, 60) for parts in (10, 199, 201, 900)] == [3, 4, 5, 10]
    assert window(900, 55.0, 20) == 5, "a quarter of the plan"
    assert window(900, 55.0, 8) == 3


def test_a_day_holds_new_parts_first_where_it_does_not_hold_both() -> None:
    assert share_of_day(Quota(8, 4), 23.0, 11) == (8, 11, False)
    assert share_of_day(Quota(8, 4), 18.0, 11) == (4, 11, False)
    assert share_of_day(Quota(8, 4), 15.0, 11) == (4, 8, True)
    assert share_of_day(Quota(8, 4), 3.0, 11) == (2, 0, True)


def test_a_gain_is_what_an_answer_adds_on_the_morning() -> None:
    curve, before = Fsrs6(DEFAULT_PARAMETERS), (5.0, 5.0, date(2026, 11, 1))
    now, morning = date(2026, 11, 11), date(2026, 11, 13)
    known = schedule.recall(5.0, before[2], now)
    good, again = (schedule.step(before, rating, now) for rating in (3, 1))
    relearned = schedule.step((again.stability, again.difficulty, now), 3, now)
    reviewed = known * schedule.recall(good.stability, now, morning) + (
        1 - known
    ) * schedule.recall(relearned.stability, now, morning)
    added = (reviewed - schedule.recall(5.0, before[2], morning)) / (2 - known)

    assert gain(curve, 5.0, 5.0, 10, 2) == pytest.approx(added)
    assert gain(curve, 5.0, 5.0, 10, 2) > gain(curve, 5.0, 5.0, 2, 2), "well known already"
    assert gain(curve, 5.0, 5.0, 10, 2) > gain(curve, 50.0, 5.0, 10, 2), "well known still"
    assert gain(curve, 5.0, 5.0, 10, 2) > gain(curve, 5.0, 5.0, 10, 30), "forgotten by then"


def test_what_fits() -> None:
    assert (fitting(11, 1.1), fitting(10.9, 1.1), fitting(-3, 1.1)) == (10, 9, 0)


def test_what_cannot_all_come_is_spread_over_the_topics() -> None:
    topics = [0] * 6 + [1] * 2 + [2] * 3

    order = [topics[place] for place in spread(topics, {0: 6, 1: 2, 2: 6, 3: 9})]

    assert order == [0, 1, 0, 0, 0, 1, 2, 0, 2, 0, 2], (
        "each topic's first at once, but for the one of which half is learned"
    )


@given(st.lists(st.integers(0, 4), max_size=60), st.integers(0, 20))
def test_spreading_keeps_the_order_within_a_topic_and_is_the_same_after_some_have_come(
    topics: list[int], come: int
) -> None:
    total = {topic: topics.count(topic) for topic in range(5)}
    order = spread(topics, total)
    left = sorted(order[come:])

    assert sorted(order) == list(range(len(topics)))
    assert all(
        [place for place in order if topics[place] == topic]
        == [at for at, one in enumerate(topics) if one == topic]
        for topic in range(5)
    )
    assert [left[place] for place in spread([topics[place] for place in left], total)] == order[
        come:
    ]
