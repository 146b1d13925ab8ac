"""The formulas of calculations: numbers, names, `+ - * / ( )`, `min`, `max`, in decimal arithmetic, and nothing else."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Context, Decimal, DivisionByZero, InvalidOperation, Overflow, localcontext
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

_TOKEN = re.compile(r"\s*(?:(?P<number>\d+(?:\.\d+)?|\.\d+)|(?P<name>[A-Za-z_][A-Za-z0-9_]*)|(?P<sign>[-+*/(),]))")
_CONTEXT = Context(prec=40, traps=[DivisionByZero, InvalidOperation, Overflow])
_MAX_DEPTH = 64
_MAX_DIGITS = 20
MAX_PLACES = 6


_FORMULA = "a formula has numbers, names, `+ - * / ( )`, `min` and `max`"
_FIXES = (
    ("×·⋅∙•✕✖", "write `*` for times"),
    ("÷:⁄∕", "write `/` for divided by"),
    ("–—−‑", "write the `-` of the keyboard for minus"),
    ("^²³", "write the product out, as in `dose * dose`"),
    ("%", "divide by 100: write `5 / 100` for 5 %"),
    ("=", "leave out the `=`, and write what is calculated"),
    ("[]{}", "write `( )`, and names without braces"),
)


def _fix_of(sign: str) -> str:
    """What to write in the place of a sign that a formula does not have."""
    return next((fix for signs, fix in _FIXES if sign in signs), _FORMULA)


class FormulaError(ValueError):
    """The formula cannot be read or has no value. `at` is the offset in characters, `length` how many are meant, `fix` the remedy."""

    def __init__(self, message: str, at: int = 0, length: int = 1, reason: str = "syntax", fix: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.at = at
        self.length = length
        self.reason = reason
        self.fix = fix or {"syntax": _FORMULA, "zero": "change the numbers in `given`, or the formula"}.get(reason)


class _Token(NamedTuple):
    kind: str
    text: str
    at: int


def _tokens(source: str) -> list[_Token]:
    tokens = []
    at = 0
    end = len(source.rstrip())
    while at < end:
        match = _TOKEN.match(source, at)
        if match is None:
            while source[at].isspace():
                at += 1
            message = f"`{source[at]}` is not allowed in a formula"
            raise FormulaError(message, at, fix=_fix_of(source[at]))
        kind = match.lastgroup or ""
        tokens.append(_Token(kind, match.group(kind), match.start(kind)))
        at = match.end()
    return [*tokens, _Token("end", "", end)]


class _Evaluator:
    """A recursive descent over the tokens that computes while it reads."""

    def __init__(self, source: str, values: Mapping[str, Decimal]) -> None:
        self.tokens = _tokens(source)
        self.position = 0
        self.values = values
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
            message = f"a `{text}` is missing" if self.token.kind == "end" else f"a `{text}` is missing before `{self.token.text}`"
            raise FormulaError(message, self.token.at, max(1, len(self.token.text)))

    def run(self) -> Decimal:
        value = self.sum()
        if self.token.kind != "end":
            raise self.left_over()
        return value

    def left_over(self) -> FormulaError:
        """What goes on where the formula could end."""
        kind, text, at = self.token
        if text in ("x", "X"):
            return FormulaError(f"`{text}` is not an operator", at, fix="write `*` for times")
        before, after = self.tokens[self.position - 1], self.tokens[min(self.position + 1, len(self.tokens) - 1)]
        if text == "," and before.kind == after.kind == "number":
            if len(after.text) == 3 and before.text.strip("0"):
                return FormulaError("a comma is not allowed in a number", at, fix=f"write `{before.text}{after.text}`")
            return FormulaError("a comma is not a decimal point here", at, fix=f"write `{before.text}.{after.text}`")
        if text == ")":
            return FormulaError("this `)` has no matching `(`", at, fix="remove it, or write the `(`")
        if text == ",":
            return FormulaError("a comma only separates the values of `min` and `max`", at, fix=_FORMULA)
        fix = "write `*`, `/`, `+` or `-` before it" + ("; a unit goes into `unit`" if kind == "name" else "")
        return FormulaError(f"a sign is missing before `{text}`", at, len(text), fix=fix)

    def sum(self) -> Decimal:
        value = self.product()
        while sign := self.take("+", "-"):
            other = self.product()
            value = value + other if sign == "+" else value - other
        return value

    def product(self) -> Decimal:
        value = self.factor()
        while sign := self.take("*", "/"):
            at = self.tokens[self.position - 1].at
            other = self.factor()
            if sign == "/" and not other:
                message = "it divides by zero"
                raise FormulaError(message, at, reason="zero")
            value = value * other if sign == "*" else value / other
        return value

    def factor(self) -> Decimal:
        self.depth += 1
        if self.depth > _MAX_DEPTH:
            message = "it nests too deep"
            raise FormulaError(message, self.token.at)
        try:
            if sign := self.take("+", "-"):
                value = self.factor()
                return -value if sign == "-" else value
            if self.take("("):
                value = self.sum()
                self.need(")")
                return value
            return self.atom()
        finally:
            self.depth -= 1

    def atom(self) -> Decimal:
        kind, text, at = self.token
        if kind == "number":
            self.position += 1
            return Decimal(text)
        if kind == "name":
            self.position += 1
            return self.call(text, at) if text in ("min", "max") and text not in self.values else self.value(text, at)
        message = "it ends too early" if kind == "end" else f"a number or a name is missing before `{text}`"
        raise FormulaError(message, at, max(1, len(text)))

    def value(self, name: str, at: int) -> Decimal:
        if name not in self.values:
            message = f"`{name}` is not given"
            raise FormulaError(message, at, len(name), reason="name")
        return self.values[name]

    def call(self, name: str, at: int) -> Decimal:
        self.need("(")
        values = [self.sum()]
        while self.take(","):
            values.append(self.sum())
        self.need(")")
        if len(values) < 2:
            message = f"`{name}` needs two values or more"
            raise FormulaError(message, at, len(name))
        return min(values) if name == "min" else max(values)


def evaluate(source: str, values: Mapping[str, Decimal]) -> Decimal:
    """The value of a formula.

    Raises:
        FormulaError: it cannot be read, names something that is not given, divides by zero or is not finite.
    """
    with localcontext(_CONTEXT):
        try:
            value = _Evaluator(source, values).run()
        except (InvalidOperation, Overflow, DivisionByZero) as error:
            message = "its value is not finite"
            raise FormulaError(message, reason="zero") from error
    return value


def rounded(value: Decimal, places: int) -> Decimal:
    """Rounded half up to decimal places: 2.5 becomes 3, as nurses round."""
    return value.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP, context=_CONTEXT)


def key(source: str, values: Mapping[str, Decimal], places: int | None) -> Decimal:
    """The right answer: the formula's value, rounded; without places it must be exact within six.

    Raises:
        FormulaError: as `evaluate`, or the value has more than six decimal places and no rounding is stated.
    """
    value = evaluate(source, values)
    if value and value.adjusted() > _MAX_DIGITS:
        message = "its value is too large to be typed"
        raise FormulaError(message, reason="zero")
    if places is not None:
        return rounded(value, places)
    exact = rounded(value, MAX_PLACES)
    if exact != value:
        message = f"its value {value:.8f}… has no end within {MAX_PLACES} places"
        raise FormulaError(message, reason="places")
    return exact.normalize(_CONTEXT)


def shown(value: Decimal) -> str:
    """A number as people write it: no exponent, no trailing zeros after the point."""
    text = f"{value:f}" if value else "0"
    return text.rstrip("0").rstrip(".") if "." in text else text
