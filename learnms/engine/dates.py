"""Reads days as people type them."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, timedelta

from learnms.days_off import LONGEST, DaysOff
from learnms.engine.wording import MONTHS
from learnms.errors import UsageError
from learnms.text import visible_line

_LEAST_LETTERS = 3
_CENTURY = 2000
_QUOTED = 60
_YEAR_FIRST = re.compile(r"(\d{4})[-/. ](\d{1,2})[-/. ](\d{1,2})|(\d{4})(\d{2})(\d{2})")
_NUMBERS = re.compile(r"(\d{1,2})[-/. ](\d{1,2})(?:[-/. ](\d{4}|\d{2}))?\.?")
_DAY_FIRST = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?\.? ?(?:of )?([a-z]+)\.?,? ?(\d{4})?")
_MONTH_FIRST = re.compile(r"([a-z]+)\.? ?(\d{1,2})(?:st|nd|rd|th)?(?:,? (\d{4}))?")
_AHEAD = re.compile(r"\+ ?(\d{1,5})|in (a|an|\d{1,4}) (day|week|month)s?")
_TO = re.compile(r"\s*\.\.\s*|\s+to\s+", re.IGNORECASE)
_WEEKDAY = re.compile(r"(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*,? ")
_DAYS_IN = {"day": 1, "week": 7}


def example(today: date, days: int = 30) -> str:
    """A coming day as an ISO date, for an example."""
    return (today + timedelta(days=days)).isoformat()


def examples(today: date) -> str:
    """Some ways to write a day."""
    return f"{example(today)}, Jan 15 or in 4 weeks"


def read_day(text: str, today: date) -> date:
    """The day that a text names: 2027-01-15, 20270115, 1/15/2027, 15/1/2027, `January 15`,
    `15 Jan`, `tomorrow`, `in 4 weeks`, +10.

    Without a year it is the next such day. If both numbers could be the month, the first is, as in
    the US; between dots it is the second, since dates with dots begin with the day.

    Raises:
        UsageError: it is not a date.
    """
    written = _WEEKDAY.sub("", " ".join(text.casefold().split()), count=1)
    if written in ("today", "tomorrow"):
        return today + timedelta(days=written == "tomorrow")
    try:
        if parts := _AHEAD.fullmatch(written):
            return _ahead(today, parts)
        if parts := _YEAR_FIRST.fullmatch(written):
            year, month, day = (int(number) for number in parts.groups() if number is not None)
            return date(year, month, day)
        if parts := _NUMBERS.fullmatch(written):
            return _of_numbers(written, int(parts[1]), int(parts[2]), parts[3], today)
        if parts := _DAY_FIRST.fullmatch(written):
            return _next(int(parts[1]), _month(parts[2]), parts[3], today)
        if parts := _MONTH_FIRST.fullmatch(written):
            return _next(int(parts[2]), _month(parts[1]), parts[3], today)
    except (ValueError, OverflowError):
        pass
    message = f"`{_shown(text)}` is not a date."
    raise UsageError(message, f"Use a date such as {examples(today)}.")


def how_days(today: date) -> str:
    """How days off are written."""
    first, last = (today + timedelta(days=days) for days in (30, 32))
    return f"dates or ranges, such as {first}..{last} or Jan 1"


def read_days(text: str, today: date) -> DaysOff:
    """The days that a text names: dates as for `read_day`, and ranges with `..` or `to` between two
    dates, with commas between them. Days that are over are left out.

    Raises:
        UsageError: a date is none, a range does not fit, or all days are over.
    """
    days = read_ranges(text, today).coming(today)
    if not days.ranges:
        message = "These days are in the past."
        raise UsageError(message, f"Use {how_days(today)}.")
    return days


def read_ranges(text: str, today: date, *, longest: int | None = LONGEST) -> DaysOff:
    """As `read_days`, with the days that are over; a range has at most `longest` days.

    Raises:
        UsageError: a date is none, or a range does not fit.
    """
    ranges = []
    for item in filter(None, map(str.strip, text.split(","))):
        first, *more = _TO.split(item, maxsplit=1)
        if more and not (first and more[0]):
            message = f"`{_shown(item)}` lacks a date."
            raise UsageError(message, f"Use {how_days(today)}.")
        begin = read_day(first, today)
        ranges.append((begin, read_day(more[0], today) if more else begin))
    try:
        days = DaysOff.of(ranges, longest=longest)
    except ValueError as error:
        message = f"{error}.".capitalize()
        raise UsageError(message, f"Use {how_days(today)}.") from None
    if not ranges:
        message = "No date given."
        raise UsageError(message, f"Use {how_days(today)}.")
    return days


def _shown(text: str) -> str:
    return visible_line(text.strip())[:_QUOTED]


def _ahead(today: date, parts: re.Match[str]) -> date:
    """The date a number of days, weeks or months ahead."""
    if parts[1] is not None:
        return today + timedelta(days=int(parts[1]))
    number = int(parts[2]) if parts[2].isdecimal() else 1
    if parts[3] in _DAYS_IN:
        return today + timedelta(days=number * _DAYS_IN[parts[3]])
    years, month = divmod(today.month - 1 + number, len(MONTHS))
    last = monthrange(today.year + years, month + 1)[1]
    return date(today.year + years, month + 1, min(today.day, last))


def _of_numbers(written: str, first: int, second: int, year: str | None, today: date) -> date:
    """The date from two numbers; the month comes first if both could be the month."""
    is_day_first = first > len(MONTHS) or ("." in written and second <= len(MONTHS))
    day, month = (first, second) if is_day_first else (second, first)
    return _next(day, month, year, today)


def _month(name: str) -> int:
    numbers = [
        number
        for number, month in enumerate(MONTHS, 1)
        if len(name) >= _LEAST_LETTERS and month.casefold().startswith(name)
    ]
    if name == "sept":
        return 9
    if len(numbers) != 1:
        raise ValueError(name)
    return numbers[0]


def _next(day: int, month: int, year: str | None, today: date) -> date:
    """The day in its year, or the next such day from today on."""
    if year is not None:
        return date(int(year) + (_CENTURY if len(year) == 2 else 0), month, day)
    for ahead in range(9):
        try:
            candidate = date(today.year + ahead, month, day)
        except ValueError:
            if (month, day) != (2, 29):
                raise
            continue
        if candidate >= today:
            return candidate
    raise ValueError(day)
