"""Days as people type them."""

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
    """A day to name as an example: one that is still to come."""
    return (today + timedelta(days=days)).isoformat()


def read_day(text: str, today: date) -> date:
    """The day that a text names: 2027-01-15, 20270115, 15/1/2027, `15 January`, `Jan 15`,
    `tomorrow`, +10.

    Without a year it is the next such day. Two numbers that could both be the month are not
    guessed.

    Raises:
        UsageError: it is no day, or could be two.
    """
    written = " ".join(text.casefold().split())
    if written in ("today", "tomorrow"):
        return today + timedelta(days=written == "tomorrow")
    try:
        if found := _AHEAD.fullmatch(written):
            return today + timedelta(days=int(found[1]))
        if found := _YEAR_FIRST.fullmatch(written):
            year, month, day = (int(one) for one in found.groups() if one is not None)
            return date(year, month, day)
        if found := _NUMBERS.fullmatch(written):
            return _of_numbers(int(found[1]), int(found[2]), found[3], today, text)
        if found := _DAY_FIRST.fullmatch(written):
            return _next(int(found[1]), _month(found[2]), found[3], today)
        if found := _MONTH_FIRST.fullmatch(written):
            return _next(int(found[2]), _month(found[1]), found[3], today)
    except (ValueError, OverflowError):
        pass
    message = f"`{_shown(text)}` is not a date."
    raise UsageError(message, f"Write it like {example(today)}.")


def _shown(text: str) -> str:
    return visible_line(text.strip())[:_QUOTED]


def _of_numbers(first: int, second: int, year: str | None, today: date, text: str) -> date:
    """Day and month in the only order that there is."""
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
    found = [
        number
        for number, month in enumerate(MONTHS, 1)
        if len(name) >= _LEAST_LETTERS and month.casefold().startswith(name)
    ]
    if name == "sept":
        return 9
    if len(found) != 1:
        raise ValueError(name)
    return found[0]


def _next(day: int, month: int, year: str | None, today: date) -> date:
    """The day in its year, or the next such day."""
    if year is not None:
        return date(int(year) + (_CENTURY if len(year) == 2 else 0), month, day)
    for ahead in range(9):
        try:
            found = date(today.year + ahead, month, day)
        except ValueError:
            if (month, day) != (2, 29):
                raise
            continue
        if found >= today:
            return found
    raise ValueError(day)
