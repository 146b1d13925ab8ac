"""Conversion of text to numbers, dates and yes or no. None means that the text is not such a
value.
"""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

_BOOLS = {"yes": True, "true": True, "on": True, "no": False, "false": False, "off": False}
_INT = re.compile(r"[+-]?[0-9]{1,18}")
_DECIMAL = re.compile(r"[+-]?(?:[0-9]{1,30}(?:\.[0-9]{0,30})?|\.[0-9]{1,30})")
_DAY = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")


def as_bool(text: str) -> bool | None:
    """True for yes, true or on, False for no, false or off; case is ignored."""
    return _BOOLS.get(text.strip().lower())


def as_int(text: str) -> int | None:
    """A whole number of at most 18 digits."""
    text = text.strip()
    return int(text) if _INT.fullmatch(text) else None


def as_decimal(text: str) -> Decimal | None:
    """A number with a point as its decimal sign, without an exponent."""
    text = text.strip()
    return Decimal(text) if _DECIMAL.fullmatch(text) else None


def as_day(text: str) -> date | None:
    """The first day of `YYYY`, `YYYY-MM` or `YYYY-MM-DD`."""
    match = _DAY.fullmatch(text.strip())
    if match is None:
        return None
    year, month, day = match.groups()
    try:
        return date(int(year), int(month or 1), int(day or 1))
    except ValueError:
        return None


def as_full_day(text: str) -> date | None:
    """A day written in full, as `YYYY-MM-DD`."""
    return as_day(text) if len(text.strip()) == 10 else None


_MONTHS = {
    name: number
    for number, name in enumerate(
        ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"], 1
    )
}  # twelve words
_NUMBER_WORDS = {
    name: number
    for number, name in enumerate(
        ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"]
    )
}
_YES, _NO = (
    frozenset(["y", "yes", "true", "t", "right", "correct", "x", "1"]),
    frozenset(["n", "no", "false", "f", "wrong", "incorrect", "0"]),
)
_YEAR_FIRST = re.compile(r"([0-9]{4})\D{1,2}([0-9]{1,2})\D{1,2}([0-9]{1,2})(?![0-9])")
_YEAR_LAST = re.compile(r"([0-9]{1,2})\W{1,2}([0-9]{1,2})\W{1,2}([0-9]{4})")
_NAMED_MONTH = re.compile(
    r"(?P<before>[0-9]{1,2})?\W*(?P<month>[A-Za-z]{3})[a-z]*\W+(?:(?P<after>[0-9]{1,2})(?:st|nd|rd|th)?\W+)?(?P<year>[0-9]{4})"
)


def days_meant(text: str) -> list[str]:
    """The ISO dates, or the month, that a date in another style may mean; several if day and month
    are ambiguous.
    """
    if match := _YEAR_FIRST.search(text):
        ways = [(match[1], match[2], match[3])]
    elif match := _YEAR_LAST.search(text):
        ways = [(match[3], match[1], match[2]), (match[3], match[2], match[1])]
    elif match := _NAMED_MONTH.search(text):
        ways = [
            (
                match["year"],
                str(_MONTHS.get(match["month"].lower(), 0)),
                match["before"] or match["after"] or "",
            )
        ]
    else:
        return []
    written = [
        f"{year}-{int(month):02}" + (f"-{int(day):02}" if day else "") for year, month, day in ways
    ]
    return [day for day in dict.fromkeys(written) if as_day(day) is not None]


def number_meant(text: str) -> str | None:
    """The number, as decks write it, that text with a comma, a unit or a number word may mean."""
    word = text.strip().lower()
    if word in _NUMBER_WORDS:
        return str(_NUMBER_WORDS[word])
    match = re.match(r"[+-]?[0-9]{1,3}(?:,[0-9]{3})+(?![0-9,])|[+-]?[0-9]+(?:[.,][0-9]+)?", word)
    if match is None:
        return None
    number = match.group()
    is_thousands = re.fullmatch(r"[+-]?[1-9][0-9]{0,2}(?:,[0-9]{3})+", number) is not None
    return number.replace(",", "" if is_thousands else ".")


def word_meant(text: str) -> str | None:
    """`yes` or `no`, if a text means one of them in other words."""
    word = text.strip().strip(".!,;").lower()
    return "yes" if word in _YES else "no" if word in _NO else None
