"""Numbers as learners type them: comma or point, a unit or none, and what is asked back instead of graded."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal

_NUMBER = re.compile(r"(?P<sign>[-+\u2212]?)\s*(?P<digits>\d[\d\s]*(?:[.,]\d[\d\s]*)*|[.,]\d+)(?P<unit>.*)$", re.DOTALL)
_THOUSANDS = re.compile(r"[1-9]\d{0,2}(?:,\d{3})+$")
_BOTH = re.compile(r"(?P<whole>[1-9]\d{0,2}(?:,\d{3})+)\.(?P<part>\d+)$")
_MAX_DIGITS = 40


@dataclass(frozen=True, slots=True)
class Typed:
    """A number and the unit as typed ('' without one)."""

    value: Decimal
    unit: str


@dataclass(frozen=True, slots=True)
class AskBack:
    """The input cannot be graded; `why` says so in one sentence, and the learner types again."""

    why: str


def read_number(text: str) -> Typed | AskBack:
    """Read a typed answer.

    Comma and point are both decimal signs, so `1,000` could be one or a thousand: it is asked back (`0,125` is not).
    """
    match = _NUMBER.match(unicodedata.normalize("NFKC", text).strip())
    if match is None:
        return AskBack("Type a number, such as 12 or 2.5.")
    digits = "".join(match["digits"].split())
    if len(digits) > _MAX_DIGITS:
        return AskBack("That number is too long.")
    if _THOUSANDS.match(digits):
        plain, decimal = digits.replace(",", ""), digits.replace(",", ".", 1)
        return AskBack(f"Is that {plain} or {decimal}? Type it without the comma.")
    if both := _BOTH.match(digits):
        digits = both["whole"].replace(",", "") + "." + both["part"]
    elif digits.count(",") + digits.count(".") > 1:
        return AskBack("Type the number with one decimal sign at most.")
    value = Decimal(digits.replace(",", "."))
    return Typed(-value if match["sign"] in ("-", "\u2212") else value, match["unit"].strip())


def unit_key(unit: str) -> str:
    """A unit as units are compared: spaces and case are ignored, but m and M differ."""
    compact = "".join(unicodedata.normalize("NFKC", unit).split())
    return "".join(char if char in "mM" else char.casefold() for char in compact)
