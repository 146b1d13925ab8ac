"""Numbers written out in an explanation that are right only in some of the cases, so that they may
contradict the drawn number.

The rule. Each case of `given` gives a value to every name, to every step of `calc` on the way, and
to the answer. A number written out in `explain` is wrong if it is the value of one of these in some
cases, and of none of them in every case. It is fine

- where it is a number of `calc`, or stands as such in the question: these hold whatever is drawn;
- where no case has it: it says something else, such as a limit, a year, or how long a patient is
  watched;
- below 10, unless it is followed by the word that follows the name in the question, or by the unit
  of the answer: so small a number is most often a coincidence. Of `{months} months ago` only `3
  months` is one of the numbers drawn;
- where a unit follows that is not the one of the name or of the answer: `30 minutes` is no rate of
  30 mL/h;
- inside `{= }`: `{= 130}` says that 130 is meant in every case.

A number with decimals stands for all values that are rounded to it, a whole number for itself
alone.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from learnms.kinds.drawn import holes
from learnms.kinds.expression import exact, key, parse, rounded, value_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from learnms.kinds.response import Number

_LITERAL = re.compile(
    r"(?<![\w.,\u00a7])(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.(?P<decimals>[0-9]{1,6}))?(?![\w]|[.,][0-9])",
    re.ASCII,
)
_WORD = re.compile(r"[\s\u00a0-]*(?P<word>%|[^\W\d_][\w/]*)")
_UNITS = frozenset(
    (
        "mg",
        "mcg",
        "g",
        "kg",
        "ml",
        "l",
        "mmol",
        "unit",
        "mg/ml",
        "ml/h",
        "mg/h",
        "ml/min",
        "drop",
        "drops/min",
        "%",
        "percent",
        "percentage",
    )
) | frozenset(("second", "minute", "min", "hour", "h", "day", "week", "month", "year"))
_SMALL = 10
_SHOWN = 40
_NAMED = 4
_FOLLOWED = 1000
"""Length in characters up to which a formula's steps are examined one by one."""
_STEP = "{= …}"


class Literal(NamedTuple):
    """A number written out in a text: its place, value, decimal places, and the word after it."""

    at: int
    length: int
    value: Decimal
    decimals: int
    word: str


class Contradiction(NamedTuple):
    """A number that is right in some cases only, and what to write instead."""

    at: int
    length: int
    text: str
    instead: str


class _Quantity:
    """A quantity of the calculation: how it is written, its value in each case, and the words that
    may follow it.
    """

    def __init__(self, written: str, values: Iterable[Decimal], words: Iterable[str] = ()) -> None:
        self.written = written
        self.words = frozenset(words)
        self._units = self.words & _UNITS
        self._values = {0: frozenset(values)}

    def _at(self, decimals: int) -> frozenset[Decimal]:
        if decimals not in self._values:
            self._values[decimals] = frozenset(
                rounded(value, decimals) for value in self._values[0]
            )
        return self._values[decimals]

    def sometimes(self, literal: Literal) -> bool:
        """Whether it has this value in some case, unless the word after the number rules it out."""
        if literal.value < _SMALL and literal.word not in self.words:
            return False
        is_other_unit = bool(self._units) and literal.word in _UNITS - self._units
        return not is_other_unit and literal.value in self._at(literal.decimals)

    def always(self, literal: Literal) -> bool:
        """Whether it has this value in every case."""
        return self._at(literal.decimals) == {literal.value}


def contradictions(explain: str, ask: str, number: Number) -> list[Contradiction]:
    """The numbers of an explanation that are right in some of the cases only. `number` must work in
    all of them.
    """
    written = literals(explain)
    if not written or len(number.rows) < 2:
        return []
    fixed = {entry.value for entry in (*literals(ask), *literals(number.expression))}
    quantities = _quantities(ask, number)
    wrong = []
    for literal in written:
        if literal.value in fixed or any(entry.always(literal) for entry in quantities):
            continue
        fit = [entry for entry in quantities if entry.sometimes(literal)]
        if fit:
            wrong.append(
                Contradiction(
                    literal.at,
                    literal.length,
                    explain[literal.at : literal.at + literal.length],
                    fit[0].written,
                )
            )
    return wrong


def literals(text: str) -> list[Literal]:
    """The numbers written out in a text, except those in `{ }`."""
    covered = [range(hole.at, hole.at + hole.length) for hole in holes(text)]
    numbers = []
    for match in _LITERAL.finditer(text):
        if not any(match.start() in span for span in covered):
            decimals = len(match["decimals"] or "")
            numbers.append(
                Literal(
                    match.start(),
                    len(match[0]),
                    Decimal(match[0].replace(",", "")),
                    decimals,
                    _word(text, match.end()),
                )
            )
    return numbers


def _word(text: str, offset: int) -> str:
    """The word at an offset of a text, in the singular if it is a unit."""
    behind = _WORD.match(text, offset)
    word = behind["word"].casefold() if behind else ""
    return word.removesuffix("s") if word.removesuffix("s") in _UNITS else word


def _quantities(ask: str, number: Number) -> list[_Quantity]:
    """The names, the answer and the steps of the formula, in this order."""
    rows = [{name: Decimal(value) for name, value in row} for row in number.rows]
    words: dict[str, set[str]] = {name: set() for name in rows[0]}
    for hole in holes(ask):
        if hole.name in words:
            words[hole.name].add(_word(ask, hole.at + hole.length))
    units = frozenset(_word(unit, 0) for unit in number.units)
    quantities = [
        _Quantity(f"{{{name}}}", tuple(row[name] for row in rows), frozenset(words[name]))
        for name in rows[0]
    ]
    formula = " ".join(number.expression.split())
    formula = f"{{= {formula}}}" if len(formula) <= _SHOWN else _STEP
    quantities.append(
        _Quantity(formula, tuple(key(number.expression, row, number.places) for row in rows), units)
    )
    quantities.append(
        _Quantity(formula, tuple(exact(number.expression, row) for row in rows), units)
    )
    return quantities + [_Quantity(_STEP, values) for values in _steps(number, rows)]


def _steps(number: Number, rows: list[dict[str, Decimal]]) -> list[tuple[Decimal, ...]]:
    """The values of each step of the formula except the last, which is the answer; none if the
    formula is too long.
    """
    if len(number.expression) > _FOLLOWED:
        return []
    term = parse(number.expression, frozenset(rows[0]))
    steps: list[list[Decimal]] = []
    for row in rows:
        seen: list[Decimal] = []
        value_of(term, row, seen.append)
        steps.append(seen)
    return list(zip(*steps, strict=True))[:-1]


def contradiction_words(wrong_numbers: list[Contradiction], where: str) -> tuple[str, str]:
    """Message and remedy for the numbers of one explanation."""
    wrong = list(dict.fromkeys(number.text for number in wrong_numbers))
    instead = list(
        dict.fromkeys(f"`{number.instead}` for {number.text}" for number in wrong_numbers)
    )[:_NAMED]
    *most, last = (
        wrong[:_NAMED] if len(wrong) <= _NAMED else [*wrong[:_NAMED], f"{len(wrong) - _NAMED} more"]
    )
    listed = f"{', '.join(most)} and {last}" if most else last
    return (
        (
            f"{where} says {listed}, which {'are' if most else 'is'} right only for some of the"
            " numbers in `given`"
        ),
        (
            f"write {', '.join(instead)}; if it is right in every case, write `{{="
            f" {wrong[0].replace(',', '')}}}`"
        ),
    )
