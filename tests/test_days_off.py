"""Days off: ranges that are read, joined and avoided."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learnms.days_off import LONGEST, MOST, NEVER, DaysOff

TODAY = date(2026, 12, 20)
CHRISTMAS = DaysOff.of_texts(["2026-12-24..2026-12-26"])


def days_ahead(number: int) -> date:
    return TODAY + timedelta(days=number)


OFF = st.lists(st.tuples(st.integers(-5, 60), st.integers(0, 9)), max_size=6).map(
    lambda ranges: DaysOff.of(
        (days_ahead(first), days_ahead(first + more)) for first, more in ranges
    )
)


def test_ranges_that_touch_are_one_and_come_in_order() -> None:
    texts = ["2027-01-01", "2026-12-24..2026-12-25", "2026-12-26", "2026-12-25..2026-12-26"]

    days = DaysOff.of_texts(texts)

    assert days.texts == ["2026-12-24..2026-12-26", "2027-01-01"]
    assert DaysOff.of_texts(days.texts) == days
    assert date(2026, 12, 26) in days
    assert date(2026, 12, 27) not in days
    assert days.coming(date(2026, 12, 26)) == days
    assert days.coming(date(2026, 12, 27)).texts == ["2027-01-01"]


@pytest.mark.parametrize(
    ("texts", "says"),
    [
        (["soon"], "'soon' is not a date or a range of dates, such as 2026-12-24"),
        (["2026-12-24.."], "is not a date or a range"),
        (["2026-02-30"], "is not a date or a range"),
        (["2026-12-26..2026-12-24"], "2026-12-26..2026-12-24 ends before it begins"),
        (["2026-01-01..2026-06-30", "2026-07-01..2027-01-01"], f"longer than {LONGEST} days"),
        ([f"{days_ahead(2 * each)}" for each in range(MOST + 1)], f"at most {MOST} ranges"),
    ],
)
def test_what_is_no_range_is_refused_in_words(texts: list[str], says: str) -> None:
    with pytest.raises(ValueError, match=says.replace("..", r"\.\.")):
        DaysOff.of_texts(texts)


@pytest.mark.parametrize(
    ("days", "latest", "lands"),
    [(3, None, 3), (4, None, 3), (5, None, 3), (6, None, 7), (7, None, 7), (6, 6, 3)],
)
def test_the_nearest_day_that_is_not_off_is_taken(
    days: int, latest: int | None, lands: int
) -> None:
    end = days_ahead(latest) if latest is not None else None

    assert CHRISTMAS.moved(days, TODAY, end) == lands


def test_tomorrow_can_only_come_later() -> None:
    assert CHRISTMAS.moved(1, date(2026, 12, 23)) == 4
    assert CHRISTMAS.moved(1, date(2026, 12, 23), date(2026, 12, 25)) == 4
    assert CHRISTMAS.moved(1, date(2026, 12, 25)) == 2


@given(OFF, st.integers(1, 60), st.integers(1, 60))
def test_no_interval_ends_on_a_day_off_and_none_overtakes_another(
    off: DaysOff, one: int, other: int
) -> None:
    low, high = sorted((one, other))

    assert 1 <= off.moved(low, TODAY) <= off.moved(high, TODAY)
    assert days_ahead(off.moved(low, TODAY)) not in off
    assert (off.moved(low, TODAY) == low) is (days_ahead(low) not in off)


@given(OFF, st.integers(-3, 40), st.integers(0, 40))
def test_days_off_between_two_days_are_counted(off: DaysOff, first: int, more: int) -> None:
    last = first + more + 1

    expected = sum(days_ahead(day) in off for day in range(first + 1, last))

    assert off.number(days_ahead(first), days_ahead(last)) == expected
    assert {*off.numbers(TODAY)} == {day for day in range(80) if days_ahead(day) in off}


def test_without_days_off_nothing_moves() -> None:
    assert NEVER.moved(3, TODAY) == 3
    assert TODAY not in NEVER
    assert NEVER.texts == []


@given(OFF, OFF)
def test_days_without_others_are_those_that_are_in_the_first_alone(
    off: DaysOff, others: DaysOff
) -> None:
    left = off.without(others)

    for number in range(-5, 80):
        day = days_ahead(number)
        assert (day in left) == (day in off and day not in others)
    assert DaysOff.of(left.ranges) == left
