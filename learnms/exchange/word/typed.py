"""The answers that a fill-in accepts: alternatives, and a number with and without its unit."""

from __future__ import annotations

import re

from learnms.text import fold

_ONE = (
    r"(?:[mkn]?g|m[cg]g|[µμu]g|gm|grams?|[md]?L|ml|dl|cc|liters?|units?|IU|m?Eq|m?mol|mm\s?Hg|[cm]?m"
    r"|in(?:ch(?:es)?)?|f(?:oo|ee)?t|lbs?|pounds?|oz|ounces?|tsp|tbsp|(?:tea|table)spoons?|drops?"
    r"|gtts?|tab(?:let)?s?|cap(?:sule)?s?|puffs?|sprays?|doses?|vials?|amp(?:ul|ule|oule)s?|bags?"
    r"|syringes?|s(?:ec(?:ond)?s?)?|min(?:ute)?s?|h(?:(?:ou)?rs?)?|d(?:ays?)?|w(?:ee)?ks?|months?"
    r"|y(?:ea)?rs?|[°º]\s?[CF]|percent|%|bpm|breaths?|beats?|k?cal(?:orie)?s?)(?![A-Za-z%])"
)
_UNIT = rf"{_ONE}(?:\s?(?:/|\bper\b)\s?{_ONE}){{0,2}}"
_NUMBER = r"[-−]?(?:\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?|\.\d+)"
_QUANTITY = re.compile(rf"(?P<number>{_NUMBER})\s*(?P<unit>{_UNIT})?\.?")
_UNIT_AFTER = re.compile(rf"[\s*]*(?!(?:in|m|s|d|h)\b)(?P<unit>{_UNIT})")
"""The unit that the question names after its blank; `in` is a word there."""
_OR = re.compile(r"\s+or\s+|\s*;\s*")
_SLASH = re.compile(r"\s+/\s+")


def accepted(answer: str, after: str) -> tuple[list[str], list[str]]:
    """What a fill-in accepts, and the alternatives that its key names (one, if it names none).

    A number with a unit is accepted without it, and a number without one with the unit that
    follows the blank; never with another unit.

    Args:
        answer: the key, `0.5 mL` or `lispro / aspart`.
        after: the text of the question after its blank.
    """
    parts = [text.strip() for text in _OR.split(answer) if text.strip()]
    if len(parts) == 1 and not any(sign.isdigit() for sign in answer):  # 120 / 80 is one answer
        parts = [text.strip() for text in _SLASH.split(answer) if text.strip()]
    alternatives = list({fold(text): text for text in reversed(parts)}.values())[::-1]
    told = _UNIT_AFTER.match(after)
    texts = [*alternatives, *(other for text in alternatives for other in _others(text, told))]
    return list({fold(text): text for text in reversed(texts)}.values())[::-1], alternatives


def _others(text: str, told: re.Match[str] | None) -> list[str]:
    """Other spellings of a quantity."""
    quantity = _QUANTITY.fullmatch(text)
    if quantity is None:
        return []
    number, unit = quantity["number"], quantity["unit"]
    if unit is None:
        return [f"{number} {told['unit']}"] if told else []
    is_other = told is not None and _same(told["unit"]) != _same(unit)
    return [f"{number} {unit}", *([] if is_other else [number])]


def _same(unit: str) -> str:
    """A unit for comparison: no spaces, no plural, `per` as a slash."""
    plain = re.sub(r"\s+", "", re.sub(r"\bper\b", "/", unit)).casefold()
    return plain.removesuffix("s") if len(plain) > 2 else plain
