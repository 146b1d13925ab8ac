"""The formulas of calculations, in decimal arithmetic: numbers, names, `+ - * / ( )`, `min` and
`max`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import (
    ROUND_HALF_UP,
    Context,
    Decimal,
    DivisionByZero,
    InvalidOperation,
    Overflow,
    localcontext,
)
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_TOKEN = re.compile(
    r"\s*(?:(?P<number>\d+(?:\.\d+)?|\.\d+)|(?P<name>[A-Za-z_][A-Za-z0-9_]*)|(?P<sign>[-+*/(),]))"
)
_CONTEXT = Context(prec=40, traps=[DivisionByZero, InvalidOperation, Overflow])
_MAX_DEPTH = 64
_MAX_DIGITS = 20
MAX_PLACES = 6
_EXACT_PLACES = 15


_FORMULA = "a formula can contain numbers, names, `+ - * / ( )`, `min` and `max`"
_FIXES = (
    ("×·⋅∙•✕✖", "write `*` for times"),
    ("÷:⁄∕", "write `/` for divided by"),
    ("–—−‑", "write the keyboard's `-` for minus"),
    ("^²³", "write the product out, such as `dose * dose`"),
    ("%", "divide by 100: write `5 / 100` for 5%"),
    ("=", "remove the `=` and write only the formula"),
    ("[]{}", "write `( )`, and names without braces"),
)


def _fix_of(sign: str) -> str:
    """The remedy for a sign that formulas do not have."""
    return next((fix for signs, fix in _FIXES if sign in signs), _FORMULA)


class FormulaError(ValueError):
    """The formula cannot be read or has no value. `at` and `length` locate the problem in
    characters, `fix` is the remedy.
    """

    def __init__(
        self,
        message: str,
        offset: int = 0,
        length: int = 1,
        reason: str = "syntax",
        fix: str | None = None,
    ) -> None:
        super().__init__(message)
        self.message = message
        self.at = offset
        self.length = length
        self.reason = reason
        self.fix = fix or {
            "syntax": _FORMULA,
            "zero": "change the numbers in `given`, or the formula",
        }.get(reason)


class _Token(NamedTuple):
    kind: str
    text: str
    at: int


def _tokens(source: str) -> list[_Token]:
    tokens = []
    offset = 0
    end = len(source.rstrip())
    while offset < end:
        match = _TOKEN.match(source, offset)
        if match is None:
            while source[offset].isspace():
                offset += 1
            message = f"`{source[offset]}` is not allowed in a formula"
            raise FormulaError(message, offset, fix=_fix_of(source[offset]))
        kind = match.lastgroup or ""
        tokens.append(_Token(kind, match.group(kind), match.start(kind)))
        offset = match.end()
    return [*tokens, _Token("end", "", end)]


@dataclass(frozen=True, slots=True)
class Literal:
    """A number as it is written."""

    text: str


@dataclass(frozen=True, slots=True)
class Name:
    """A name of `given`."""

    name: str


@dataclass(frozen=True, slots=True)
class Negative:
    """A negated term."""

    of: Term


@dataclass(frozen=True, slots=True)
class Chain:
    """A sum or a product, evaluated from left to right.

    `rest` holds the further terms, each with its sign and the offset of that sign.
    """

    first: Term
    rest: tuple[tuple[str, int, Term], ...]

    @property
    def is_sum(self) -> bool:
        """Whether it adds and subtracts."""
        return self.rest[0][0] in "+-"


@dataclass(frozen=True, slots=True)
class Call:
    """`min` or `max` of two or more values."""

    name: str
    of: tuple[Term, ...]


Term = Literal | Name | Negative | Chain | Call


class _Parser:
    """A recursive descent parser."""

    def __init__(self, source: str, names: frozenset[str]) -> None:
        self.tokens = _tokens(source)
        self.position = 0
        self.names = names
        self.depth = 0

    @property
    def token(self) -> _Token:
        return self.tokens[self.position]

    def take(self, *texts: str) -> str | None:
        if self.token.kind == "sign" and self.token.text in texts:
            self.position += 1
            return self.tokens[self.position - 1].text
        return None

    def need(self, text: str) -> None:
        if self.take(text) is None:
            message = (
                f"a `{text}` is missing"
                if self.token.kind == "end"
                else f"a `{text}` is missing before `{self.token.text}`"
            )
            raise FormulaError(message, self.token.at, max(1, len(self.token.text)))

    def run(self) -> Term:
        term = self.sum()
        if self.token.kind != "end":
            raise self.left_over()
        return term

    def left_over(self) -> FormulaError:
        """What goes on where the formula could end."""
        kind, text, offset = self.token
        if text in ("x", "X"):
            return FormulaError(f"`{text}` is not an operator", offset, fix="write `*` for times")
        before, after = (
            self.tokens[self.position - 1],
            self.tokens[min(self.position + 1, len(self.tokens) - 1)],
        )
        if text == "," and before.kind == after.kind == "number":
            if len(after.text) == 3 and before.text.strip("0"):
                return FormulaError(
                    "a comma is not allowed in a number",
                    offset,
                    fix=f"write `{before.text}{after.text}`",
                )
            return FormulaError(
                "a comma cannot be a decimal point",
                offset,
                fix=f"write `{before.text}.{after.text}`",
            )
        if text == ")":
            return FormulaError(
                "this `)` has no matching `(`", offset, fix="remove it, or write the `(`"
            )
        if text == ",":
            return FormulaError(
                "a comma can only separate values inside `min` and `max`", offset, fix=_FORMULA
            )
        fix = "write `*`, `/`, `+` or `-` before it" + (
            "; a unit goes into `unit`" if kind == "name" else ""
        )
        return FormulaError(f"an operator is missing before `{text}`", offset, len(text), fix=fix)

    def sum(self) -> Term:
        return self.chain(self.product, "+", "-")

    def product(self) -> Term:
        return self.chain(self.factor, "*", "/")

    def chain(self, read: Callable[[], Term], *signs: str) -> Term:
        first = read()
        terms: list[tuple[str, int, Term]] = []
        while sign := self.take(*signs):
            offset = self.tokens[self.position - 1].at
            terms.append((sign, offset, read()))
        return Chain(first, tuple(terms)) if terms else first

    def factor(self) -> Term:
        self.depth += 1
        if self.depth > _MAX_DEPTH:
            message = "it is nested too deeply"
            raise FormulaError(message, self.token.at)
        try:
            if sign := self.take("+", "-"):
                term = self.factor()
                return Negative(term) if sign == "-" else term
            if self.take("("):
                term = self.sum()
                self.need(")")
                return term
            return self.atom()
        finally:
            self.depth -= 1

    def atom(self) -> Term:
        kind, text, offset = self.token
        if kind == "number":
            self.position += 1
            return Literal(text)
        if kind == "name":
            self.position += 1
            return (
                self.call(text, offset)
                if text in ("min", "max") and text not in self.names
                else self.name(text, offset)
            )
        message = (
            "it ends too early"
            if kind == "end"
            else f"a number or a name is missing before `{text}`"
        )
        raise FormulaError(message, offset, max(1, len(text)))

    def name(self, name: str, offset: int) -> Term:
        if name not in self.names:
            message = f"`{name}` has no value"
            raise FormulaError(message, offset, len(name), reason="name")
        return Name(name)

    def call(self, name: str, offset: int) -> Term:
        self.need("(")
        terms = [self.sum()]
        while self.take(","):
            terms.append(self.sum())
        self.need(")")
        if len(terms) < 2:
            message = f"`{name}` needs at least two values"
            raise FormulaError(message, offset, len(name))
        return Call(name, tuple(terms))


@lru_cache(maxsize=64)
def parse(source: str, names: frozenset[str]) -> Term:
    """The formula as a tree.

    Raises:
        FormulaError: it cannot be read, or uses an unknown name.
    """
    return _Parser(source, names).run()


def names_in(term: Term) -> set[str]:
    """The names that a formula uses."""
    match term:
        case Literal():
            return set()
        case Name(name):
            return {name}
        case Negative(of):
            return names_in(of)
        case Chain(first, rest):
            return names_in(first).union(*(names_in(operand) for _, _, operand in rest))
        case Call(_, of):
            return set().union(*map(names_in, of))


def _value(
    term: Term, values: Mapping[str, Decimal], seen: Callable[[Decimal], None] | None = None
) -> Decimal:
    """The value of a term; `seen` is called with each intermediate value."""
    if isinstance(term, Literal):
        return Decimal(term.text)
    if isinstance(term, Name):
        return values[term.name]
    if isinstance(term, Chain):
        value = _value(term.first, values, seen)
        for sign, offset, operand in term.rest:
            value = _joined(value, sign, _value(operand, values, seen), offset)
            if seen is not None:
                seen(value)
        return value
    if isinstance(term, Negative):
        value = -_value(term.of, values, seen)
    else:
        values_of = [_value(operand, values, seen) for operand in term.of]
        value = min(values_of) if term.name == "min" else max(values_of)
    if seen is not None:
        seen(value)
    return value


def _joined(value: Decimal, sign: str, other: Decimal, offset: int) -> Decimal:
    match sign:
        case "+":
            return value + other
        case "-":
            return value - other
        case "*":
            return value * other
    if not other:
        message = "it divides by zero"
        raise FormulaError(message, offset, reason="zero")
    return value / other


def value_of(
    term: Term, values: Mapping[str, Decimal], seen: Callable[[Decimal], None] | None = None
) -> Decimal:
    """The value of a parsed formula. `seen` is called with each intermediate value, in an order
    that depends on the formula alone.

    Raises:
        FormulaError: it divides by zero or is not finite.
    """
    with localcontext(_CONTEXT):
        try:
            return _value(term, values, seen)
        except (InvalidOperation, Overflow, DivisionByZero) as error:
            message = "its value is not finite"
            raise FormulaError(message, reason="zero") from error


def evaluate(source: str, values: Mapping[str, Decimal]) -> Decimal:
    """The value of a formula.

    Raises:
        FormulaError: it cannot be read, uses an unknown name, divides by zero or is not finite.
    """
    return value_of(parse(source, frozenset(values)), values)


def rounded(value: Decimal, places: int) -> Decimal:
    """A value rounded half up to decimal places, as nurses round: 2.5 becomes 3."""
    return value.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP, context=_CONTEXT)


def exact(source: str, values: Mapping[str, Decimal]) -> Decimal:
    """The formula's value before rounding, without the error of the last of forty digits, so that
    7.5 times 1/3 is 2.5.

    Raises:
        FormulaError: as `evaluate`, or the value is too large.
    """
    value = evaluate(source, values)
    if value and value.adjusted() > _MAX_DIGITS:
        message = "its value is too large to type"
        raise FormulaError(message, reason="zero")
    return rounded(value, _EXACT_PLACES)


def key(source: str, values: Mapping[str, Decimal], places: int | None) -> Decimal:
    """The right answer: the formula's value, rounded. Without `places` it must be exact within six
    decimal places.

    Raises:
        FormulaError: as `evaluate`, or the value has more than six decimal places and no rounding
        is stated.
    """
    value = exact(source, values)
    if places is not None:
        return rounded(value, places)
    ended = rounded(value, MAX_PLACES)
    if ended != value:
        message = f"its value {value:.8f}… has more than {MAX_PLACES} decimal places"
        raise FormulaError(message, reason="places")
    return ended.normalize(_CONTEXT)


def shown(value: Decimal) -> str:
    """A number as people write it: no exponent, no trailing zeros after the point."""
    text = f"{value:f}" if value else "0"
    return text.rstrip("0").rstrip(".") if "." in text else text


class Worked(NamedTuple):
    """A calculator's display: `=` or, if rounded, `≈`; and the number."""

    sign: str
    text: str


_PRECISION = 10
"""Digits that a calculator shows at least."""


def worked(text: str) -> Worked:
    """The value of a sum as learners type it. A comma is a decimal sign; `×`, `÷` and `:` are
    operators.

    Raises:
        FormulaError: it cannot be read or has no value.
    """
    value = evaluate(
        text.replace("×", "*").replace("÷", "/").replace(":", "/").replace(",", "."), {}
    )
    places = max(0, _PRECISION - max(0, value.adjusted()))
    # a finite number has a number as exponent
    rounded = value if -value.as_tuple().exponent <= places else round(value, places)  # type: ignore[operator]
    return Worked("=" if rounded == value else "≈", shown(rounded))
