"""A calculation worked out: the formula in words, then with the drawn numbers, then the result."""

from __future__ import annotations

from decimal import ROUND_DOWN, Decimal
from typing import TYPE_CHECKING

from learnms.kinds.expression import (
    MAX_PLACES,
    Call,
    Chain,
    FormulaError,
    Literal,
    Name,
    Negative,
    exact,
    key,
    parse,
    rounded,
    shown,
    value_of,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from learnms.kinds.expression import Term
    from learnms.kinds.response import Number

_SIGNS = {"+": "+", "-": "\u2212", "*": "×", "/": "÷"}
_CALLS = {"min": ("the smaller of", "the smallest of"), "max": ("the larger of", "the largest of")}
_CALL, _SUM, _PRODUCT, _MINUS, _ATOM = range(5)
_LONGEST = 600
"""Maximum characters of a written-out formula; a longer one is not shown."""

Written = tuple[str, int]
"""A term in words, and how closely it holds together: what is looser than its surroundings needs
parentheses.
"""


def worked(number: Number, drawn: Mapping[str, str]) -> str | None:
    """The worked calculation on one line: `dose ÷ strength × volume = 300 ÷ 30 × 10 = 100 mL`; None
    if there is nothing to work out, or too much.
    """
    values = {name: Decimal(value) for name, value in drawn.items()}
    try:
        term = parse(number.expression, frozenset(values))
        answer = key(number.expression, values, number.places)
        value = exact(number.expression, values)
    except FormulaError:  # a deck that was read before its formula was refused
        return None
    if isinstance(term, Literal):
        return None
    steps = [
        _words(term)[0],
        _numbers(term, values)[0],
        _numbers(term, values, with_calls=False)[0],
        *_ending(value, answer, number.places),
    ]
    line = " = ".join(dict.fromkeys(steps))
    if len(line) > _LONGEST:
        return None
    rounding = "" if value == answer else f" ≈ {_signed(answer)}"
    return f"{line}{rounding} {number.unit_of(answer)}".rstrip()


def _ending(value: Decimal, answer: Decimal, places: int | None) -> list[str]:
    """The unrounded value, cut with … if it goes on."""
    if value == answer:
        return [_signed(answer)]
    cut = value.quantize(Decimal(1).scaleb(-(places or 0) - 2), rounding=ROUND_DOWN)
    return [_signed(cut) if cut == value else f"{f'{cut:f}'.replace('-', _SIGNS['-'])}…"]


def _signed(value: Decimal) -> str:
    return shown(value).replace("-", _SIGNS["-"])


def _words(term: Term) -> Written:
    if isinstance(term, Name):
        return term.name.replace("_", " ").strip() or term.name, _ATOM
    return _written(term, _words)


def _numbers(term: Term, values: Mapping[str, Decimal], *, with_calls: bool = True) -> Written:
    """The term with the drawn numbers; without calls, the value of each that has an end."""
    if isinstance(term, Name):
        return _number(values[term.name])
    if isinstance(term, Call) and not with_calls:
        value = value_of(term, values)
        if rounded(value, MAX_PLACES) == value:
            return _number(value)
    return _written(term, lambda operand: _numbers(operand, values, with_calls=with_calls))


def _written(term: Term, inside: Callable[[Term], Written]) -> Written:
    match term:
        case Negative(of):
            text, bond = inside(of)
            return f"{_SIGNS['-']}{_enclosed(text, bond not in (_PRODUCT, _ATOM))}", _MINUS
        case Chain(first, rest):
            level = _SUM if term.is_sum else _PRODUCT
            text, bond = inside(first)
            line = [_enclosed(text, bond < level)]
            for sign, _, operand in rest:
                text, bond = inside(operand)
                line += [
                    _SIGNS[sign],
                    _enclosed(
                        text, bond < level or bond == _MINUS or (bond == level and sign in "-/")
                    ),
                ]
            return " ".join(line), level
        case Call(name, of):
            *most, last = [_enclosed(text, bond == _CALL) for text, bond in map(inside, of)]
            return f"{_CALLS[name][len(of) > 2]} {', '.join(most)} and {last}", _CALL
        case Literal(text):
            return _number(Decimal(text))
    raise TypeError(term)


def _enclosed(text: str, needed: bool) -> str:
    return f"({text})" if needed else text


def _number(value: Decimal) -> Written:
    return _signed(value), _MINUS if value < 0 else _ATOM
