"""Reads days as people type them."""

from __future__ import annotations

import re
from datetime import date, timedelta

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
_AHEAD = re.compile(r"\+(\d{1,5})")


def example(today: date, days: int = 30) -> str:
    """A coming day as an ISO date, for an example."""
    return (today + timedelta(days=days)).isoformat()


def read_day(text: str, today: date) -> date:
    """The day that a text names: 2027-01-15, 20270115, 15/1/2027, `15 January`, `Jan 15`,
    `tomorrow`, +10.

    Without a year it is the next such day. If both numbers could be the month, nothing is guessed.

    Raises:
        UsageError: it is no day, or could be two.
    """
    written = " ".join(text.casefold().split())
    if written in ("today", "tomorrow"):
        return today + timedelta(days=written == "tomorrow")
    try:
        if parts := _AHEAD.fullmatch(written):
            return today + timedelta(days=int(parts[1]))
        if parts := _YEAR_FIRST.fullmatch(written):
            year, month, day = (int(number) for number in parts.groups() if number is not None)
            return date(year, month, day)
        if parts := _NUMBERS.fullmatch(written):
            return _of_numbers(int(parts[1]), int(parts[2]), parts[3], today, text)
        if parts := _DAY_FIRST.fullmatch(written):
            return _next(int(parts[1]), _month(parts[2]), parts[3], today)
        if parts := _MONTH_FIRST.fullmatch(written):
            return _next(int(parts[2]), _month(parts[1]), parts[3], today)
    except (ValueError, OverflowError):
        pass
    message = f"`{_shown(text)}` is not a date."
    raise UsageError(message, f"Write it like {example(today)}.")


def _shown(text: str) -> str:
    return visible_line(text.strip())[:_QUOTED]


def _of_numbers(first: int, second: int, year: str | None, today: date, text: str) -> date:
    """The day of two numbers, if only one order of day and month is possible."""
    if first <= len(MONTHS) and second <= len(MONTHS) and first != second:
        ways = [_next(day, month, year, today) for day, month in ((first, second), (second, first))]
        message = (
            f"`{_shown(text)}` could be"
            f" {' or '.join(f'{way.day} {MONTHS[way.month - 1]}' for way in ways)}."
        )
        raise UsageError(message, f"Write {' or '.join(way.isoformat() for way in ways)}.")
    return (
        _next(first, second, year, today)
        if second <= len(MONTHS)
        else _next(second, first, year, today)
    )


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
