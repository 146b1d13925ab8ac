"""Text to values, for the fields that the schema calls numbers, dates or yes/no. None means that the text is no such value."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

_BOOLS = {"yes": True, "true": True, "on": True, "no": False, "false": False, "off": False}
_INT = re.compile(r"[+-]?[0-9]{1,18}")
_DECIMAL = re.compile(r"[+-]?(?:[0-9]{1,30}(?:\.[0-9]{0,30})?|\.[0-9]{1,30})")
_DAY = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")


def as_bool(text: str) -> bool | None:
    """yes, true, on or no, false, off, in any case."""
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
    found = _DAY.fullmatch(text.strip())
    if found is None:
        return None
    year, month, day = found.groups()
    try:
        return date(int(year), int(month or 1), int(day or 1))
    except ValueError:
        return None


def as_full_day(text: str) -> date | None:
    """A day written in full, as `YYYY-MM-DD`."""
    return as_day(text) if len(text.strip()) == 10 else None
