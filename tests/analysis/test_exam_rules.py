"""How a plan spreads new parts, and what fits into minutes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learnms.analysis.exam import RESERVE, SHARE, fitting, is_last, new_quota, reserve, spread


@given(st.integers(1, 400), st.integers(1, 3000))
def test_the_last_new_part_comes_a_week_or_a_fifth_of_the_span_before(span: int, parts: int) -> None:
    left, last = parts, span
    for day in range(span):
        brought = new_quota(left, span - day, span)
        assert brought <= left
        left, last = left - brought, span - day if brought else last

    assert not left
    assert last >= min(RESERVE, span / SHARE)


@given(st.integers(1, 400), st.integers(1, 3000), st.integers(0, 399))
def test_after_days_without_study_everything_still_comes(span: int, parts: int, missed: int) -> None:
    left = parts
    for days in range(span - min(missed, span - 1), 0, -1):
        left -= new_quota(left, days, span)

    assert not left


@given(st.integers(2, 400), st.integers(1, 3000))
def test_no_day_brings_much_more_than_another(span: int, parts: int) -> None:
    left, brought = parts, list[int]()
    for day in range(span):
        brought.append(new_quota(left, span - day, span))
        left -= brought[-1]
    busy = [number for number in brought if number]

    assert max(busy) - min(busy) <= 1


def test_nothing_is_brought_where_nothing_is_left_or_no_day() -> None:
    assert (new_quota(0, 10, 30), new_quota(5, 0, 30)) == (0, 0)


@pytest.mark.parametrize(("span", "days"), [(1, 1), (5, 1), (6, 2), (30, 6), (35, 7), (365, 7)])
def test_the_reserve(span: int, days: int) -> None:
    assert reserve(span) == days


def test_the_last_days_are_three() -> None:
    assert [day for day in range(-1, 6) if is_last(day)] == [1, 2, 3]


def test_what_fits() -> None:
    assert (fitting(11, 1.1), fitting(10.9, 1.1), fitting(-3, 1.1)) == (10, 9, 0)


def test_what_cannot_all_come_is_spread_over_the_topics() -> None:
    topics = [0] * 6 + [1] * 2 + [2] * 3

    order = [topics[place] for place in spread(topics, {0: 6, 1: 2, 2: 6, 3: 9})]

    assert order == [0, 1, 0, 0, 0, 1, 2, 0, 2, 0, 2], "each topic's first at once, but for the one of which half is learned"


@given(st.lists(st.integers(0, 4), max_size=60), st.integers(0, 20))
def test_spreading_keeps_the_order_within_a_topic_and_is_the_same_after_some_have_come(topics: list[int], come: int) -> None:
    total = {topic: topics.count(topic) for topic in range(5)}
    order = spread(topics, total)
    left = sorted(order[come:])

    assert sorted(order) == list(range(len(topics)))
    assert all([place for place in order if topics[place] == topic] == [at for at, one in enumerate(topics) if one == topic] for topic in range(5))
    assert [left[place] for place in spread([topics[place] for place in left], total)] == order[come:]
