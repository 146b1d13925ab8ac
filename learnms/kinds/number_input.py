"""Numbers as learners type them: with a comma or a point, with or without a unit. Ambiguous input
is asked again instead of graded.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal

_NUMBER = re.compile(
    r"(?P<sign>[-+\u2212]?)\s*(?P<digits>\d[\d\s]*(?:[.,]\d[\d\s]*)*|[.,]\d+)(?P<unit>.*)$",
    re.DOTALL,
)
_THOUSANDS = re.compile(r"[1-9]\d{0,2}(?:,\d{3})+$")
_BOTH = re.compile(r"(?P<whole>[1-9]\d{0,2}(?:,\d{3})+)\.(?P<part>\d+)$")
# Beginnings that no unit has: the number continues (1'000, 1e3), or another follows (1/2, 2:30).
_NO_UNIT = re.compile(
    r"[\d.,'\u2018\u2019\u00b4`]|e\s*[-+\u2212]?\s*\d|[/\u2044:^=+\u2212\u2013-]\s*\d",
    re.IGNORECASE,
)
_STRAY = re.compile(r"[^\w\s/.,%\u2030\u00b0\u00b7\u22c5'-]|_")
_POWER = re.compile(
    r"\s*[-+\u2212]?[\d.,\s]*\d\s*[\u00b2\u00b3\u00b9\u2070-\u2079]"
)  # NFKC makes 102 of 10\u00b2
_MAX_DIGITS = 40
PLAIN_NUMBER = "Type a number, such as 12 or 2.5."


@dataclass(frozen=True, slots=True)
class Typed:
    """A number, and its unit as typed ('' without one)."""

    value: Decimal
    unit: str


@dataclass(frozen=True, slots=True)
class AskBack:
    """Input that cannot be graded, so it is asked again; `why` is a sentence with the reason."""

    why: str


def read_number(text: str) -> Typed | AskBack:
    """Read a typed answer.

    Comma and point are both decimal signs, so `1,000` could be one or a thousand and is asked again
    (`0,125` is not). A sign after the last digit is ignored. Input in which something other than a
    unit follows the number is asked again, too.
    """
    match = _NUMBER.match(unicodedata.normalize("NFKC", text).strip())
    if match is None:
        return AskBack(PLAIN_NUMBER)
    digits = "".join(match["digits"].split())
    if len(digits) > _MAX_DIGITS:
        return AskBack("That number is too long.")
    if _THOUSANDS.match(digits):
        plain, decimal = digits.replace(",", ""), digits.replace(",", ".", 1)
        return AskBack(f"Is that {plain} or {decimal}? Type it without the comma.")
    if both := _BOTH.match(digits):
        digits = both["whole"].replace(",", "") + "." + both["part"]
    elif digits.count(",") + digits.count(".") > 1:
        return AskBack("Use only one decimal point or comma.")
    unit = match["unit"].strip()
    unit = unit[1:].lstrip() if unit[:1] in (".", ",") else unit
    if _NO_UNIT.match(unit) or _POWER.match(text):
        return AskBack("Type one number in plain digits, such as 1000 or 0.5.")
    value = Decimal(digits.replace(",", "."))
    return Typed(-value if match["sign"] in ("-", "\u2212") else value, unit)


def is_stray(unit: str) -> bool:
    """Whether a unit contains a character that no unit has, so that it is a slip and not a wrong
    unit: the `]` of `1]`.
    """
    return _STRAY.search(unit) is not None


def unit_key(unit: str) -> str:
    """A unit normalized for comparison: no spaces, no case, no final point; but m and M differ."""
    compact = "".join(unicodedata.normalize("NFKC", unit).split()).rstrip(".,")
    return "".join(char if char in "mM" else char.casefold() for char in compact)
