"""Texts that show the numbers of a calculation: `{dose}` is a drawn number, `{= dose / 30:1}` is
computed from drawn numbers.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from learnms.kinds.expression import FormulaError, Literal, key, parse, shown

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

_HOLE = re.compile(
    r"(?P<shown>\\\{)|\{=(?P<formula>[^{}]*)(?P<end>\}?)|\{(?P<name>[A-Za-z_][A-Za-z0-9_]*)\}"
)
_PLACES = re.compile(r"\s*(?:[0-9]|10)\s*$", re.ASCII)


class Hole(NamedTuple):
    """A placeholder for a number: a name, or a formula with its decimal places, if they are
    written.

    `at` and `length` say where it is written; `body_at` where its formula begins. `fault` says what
    is wrong with it.
    """

    at: int
    length: int
    name: str = ""
    formula: str = ""
    body_at: int = 0
    places: int | None = None
    fault: str = ""


def holes(text: str) -> list[Hole]:
    """The placeholders for numbers in a text, in order."""
    return [_hole(match) for match in _HOLE.finditer(text) if not match["shown"]]


def _hole(match: re.Match[str]) -> Hole:
    start, length = match.start(), len(match[0])
    if match["name"]:
        return Hole(start, length, name=match["name"])
    formula, colon, places = match["formula"].partition(":")
    hole = Hole(start, length, formula=formula, body_at=match.start("formula"))
    if not match["end"]:
        return hole._replace(length=2, fault="a `}` is missing")
    if colon and not _PLACES.match(places):
        return hole._replace(
            fault=(
                "the colon should be followed by the number of decimal places, 0 to 10, not"
                f" `{places.strip()}`"
            )
        )
    return hole._replace(places=int(places) if colon else None)


def worth(hole: Hole, values: Mapping[str, Decimal], places: int | None) -> Decimal:
    """The value of a formula, rounded to `places` if it does not say how; a lone number is not
    rounded.

    Raises:
        FormulaError: the formula cannot be read or has no value that can be shown.
    """
    if isinstance(parse(hole.formula, frozenset(values)), Literal):
        return key(hole.formula, values, hole.places)
    return key(hole.formula, values, places if hole.places is None else hole.places)


def fill(text: str, values: Mapping[str, str], places: int | None = None) -> str:
    """The text with the drawn numbers, formulas rounded to `places` if they do not say how; other
    braces stay.
    """
    numbers = {name: Decimal(value) for name, value in values.items()}

    def number(hole: Hole) -> str | None:
        if hole.name:
            return values.get(hole.name)
        try:
            return shown(worth(hole, numbers, places))
        except FormulaError:
            return None

    return _filled(text, number)


def blanked(text: str, names: Iterable[str]) -> str:
    """The text with "…" for each drawn number, for lists."""
    known = frozenset(names)
    return _filled(text, lambda hole: "…" if hole.formula or hole.name in known else None)


def _filled(text: str, number: Callable[[Hole], str | None]) -> str:
    def written(match: re.Match[str]) -> str:
        if match["shown"]:
            return "{"
        hole = _hole(match)
        value = None if hole.fault else number(hole)
        return match[0] if value is None else value

    return _HOLE.sub(written, text)
