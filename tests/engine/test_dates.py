"""Days as people type them are read."""

from __future__ import annotations

from datetime import date

import pytest

from learnms.engine.dates import example, read_day, read_days
from learnms.errors import UsageError

TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("2027-01-15", date(2027, 1, 15)),
        ("20270115", date(2027, 1, 15)),
        ("2027/1/5", date(2027, 1, 5)),
        ("26/12/2026", date(2026, 12, 26)),
        ("26.12.2026", date(2026, 12, 26)),
        ("26-12-26", date(2026, 12, 26)),
        ("12/26/2026", date(2026, 12, 26)),
        ("15/1/2027", date(2027, 1, 15)),
        ("5/5/2027", date(2027, 5, 5)),
        ("26/12", date(2026, 12, 26)),
        ("15.1.", date(2027, 1, 15)),
        ("Jan 15", date(2027, 1, 15)),
        ("15 January", date(2027, 1, 15)),
        ("  15th  of january ", date(2027, 1, 15)),
        ("january 15th, 2028", date(2028, 1, 15)),
        ("15 Sept 2027", date(2027, 9, 15)),
        ("15jan", date(2027, 1, 15)),
        ("22 November", TODAY),
        ("21 November", date(2027, 11, 21)),
        ("29 Feb", date(2028, 2, 29)),
        ("tomorrow", date(2026, 11, 23)),
        ("+10", date(2026, 12, 2)),
        ("Jan 2, 2027", date(2027, 1, 2)),
        ("Monday, December 21", date(2026, 12, 21)),
        ("in 4 weeks", date(2026, 12, 20)),
        ("in a day", date(2026, 11, 23)),
        ("in 3 months", date(2027, 2, 22)),
        ("1/2/2027", date(2027, 1, 2)),
        ("5/1", date(2027, 5, 1)),
        ("5.1.2027", date(2027, 1, 5)),
        ("1.15.2027", date(2027, 1, 15)),
    ],
)
def test_a_day_is_read_as_people_write_it(typed: str, day: date) -> None:
    assert read_day(typed, TODAY) == day


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "soon",
        "2027",
        "2027115",
        "31.13.2026",
        "30 Feb",
        "32/1/2027",
        "0/0/2027",
        "ma 3",
        "15 Foo",
        "2027-02-30",
        "in 4 years ago",
        "in 99999 months",
        "sunday",
    ],
)
def test_what_is_no_day_is_said_with_an_example(typed: str) -> None:
    with pytest.raises(
        UsageError, match=r"is not a date\. Use a date such as 2026-12-22, Jan 15 or in 4 weeks\."
    ):
        read_day(typed, TODAY)


@pytest.mark.parametrize(("today", "day"), [(31, 28), (15, 15)])
def test_a_month_ahead_ends_with_its_month(today: int, day: int) -> None:
    assert read_day("in a month", date(2027, 1, today)) == date(2027, 2, day)


def test_an_example_is_still_to_come() -> None:
    assert example(date(2027, 1, 20)) == "2027-02-19"


@pytest.mark.parametrize(
    ("typed", "days"),
    [
        ("2026-12-24..2026-12-26", ["2026-12-24..2026-12-26"]),
        ("Dec 24 to Dec 26, jan 1", ["2026-12-24..2026-12-26", "2027-01-01"]),
        ("Dec 30 TO Jan 2", ["2026-12-30..2027-01-02"]),
        ("24.12.2026 .. 26.12.2026,", ["2026-12-24..2026-12-26"]),
        ("today, 2026-11-01..2026-11-23", ["2026-11-01..2026-11-23"]),
        ("2026-11-01..2026-11-21, jan 1", ["2027-01-01"]),
    ],
)
def test_days_off_are_read_and_past_ones_left_out(typed: str, days: list[str]) -> None:
    assert read_days(typed, TODAY).texts == days


def test_days_off_that_are_all_over_are_refused() -> None:
    with pytest.raises(UsageError, match=r"^These days are in the past\. Use dates or ranges"):
        read_days("2026-11-01..2026-11-21", TODAY)


@pytest.mark.parametrize("typed", ["", " , ", "..", "Dec 24 to", "Dec 26..Dec 24", "24..26"])
def test_what_names_no_days_is_refused(typed: str) -> None:
    with pytest.raises(UsageError):
        read_days(typed, TODAY)
