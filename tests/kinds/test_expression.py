"""Formulas: the arithmetic of nurses, in decimals, and nothing that could run."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal, localcontext

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from learnms.kinds.expression import FormulaError, evaluate, key, rounded, shown

NAMES = {"dose": Decimal(300), "vial": Decimal("2.5"), "rate": Decimal("0.04")}


def value(formula: str) -> Decimal:
    return evaluate(formula, NAMES)


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ("1 + 2 * 3", "7"),
        ("(1 + 2) * 3", "9"),
        ("7 - 2 - 1", "4"),
        ("8 / 4 / 2", "1"),
        ("-dose + 301", "1"),
        ("2 * -3", "-6"),
        ("- -3", "3"),
        (".5 + 0.5", "1"),
        ("min(dose, 5, 7) + max(1, 2)", "7"),
        ("min(max(1, 2), 3)", "2"),
        ("dose/vial", "120"),
        ("0.1 + 0.2", "0.3"),
        (" dose ", "300"),
    ],
)
def test_formulas_follow_the_rules_of_arithmetic(formula: str, expected: str) -> None:
    assert value(formula) == Decimal(expected)


@pytest.mark.parametrize(
    ("formula", "reason", "at"),
    [
        ("", "syntax", 0),
        ("1 +", "syntax", 3),
        ("1 2", "syntax", 2),
        ("(1", "syntax", 2),
        ("1)", "syntax", 1),
        ("2 ** 3", "syntax", 3),
        ("2 % 3", "syntax", 2),
        ("dose x 2", "syntax", 5),
        ("min(1)", "syntax", 0),
        ("min 1", "syntax", 4),
        ("1e3", "syntax", 1),
        ("__import__", "name", 0),
        ("bag * 2", "name", 0),
        ("1 / 0", "zero", 2),
        ("1 / (dose - 300)", "zero", 2),
        ("٣ + ²", "syntax", 4),
        ("(" * 100 + "1" + ")" * 100, "syntax", 64),
        ("-" * 100 + "1", "syntax", 64),
    ],
)
def test_a_formula_that_cannot_be_used_says_where_and_why(
    formula: str, reason: str, at: int
) -> None:
    with pytest.raises(FormulaError) as caught:
        value(formula)

    assert (caught.value.reason, caught.value.at) == (reason, at)


def test_a_name_may_be_called_like_a_function() -> None:
    assert evaluate("min * 2", {"min": Decimal(4)}) == 8


def test_a_value_beyond_all_digits_is_no_crash() -> None:
    huge = {"a": Decimal("9" * 30)}

    for places in (None, 0, 10):
        with pytest.raises(FormulaError, match="too large"):
            key("a * a * a", huge, places)


def test_nothing_is_never_too_large_however_it_came_about() -> None:
    assert shown(key("0.00 / (0.01 / 0.03)", {}, None)) == "0"


@pytest.mark.parametrize(
    ("number", "places", "expected"),
    [
        ("2.5", 0, "3"),
        ("0.125", 2, "0.13"),
        ("-2.5", 0, "-3"),
        ("2.4999", 0, "2"),
        ("1", 2, "1.00"),
    ],
)
def test_halves_are_rounded_up_as_nurses_round(number: str, places: int, expected: str) -> None:
    assert str(rounded(Decimal(number), places)) == expected


def test_without_a_rounding_the_value_must_end_within_six_places() -> None:
    assert key("1 / 64", {}, None) == Decimal("0.015625")
    with pytest.raises(FormulaError) as caught:
        key("1 / 128", {}, None)
    assert caught.value.reason == "places"


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        ("12.0", "12"),
        ("12.50", "12.5"),
        ("1E+3", "1000"),
        ("100", "100"),
        ("-0", "0"),
        ("0.00", "0"),
        ("0.05", "0.05"),
    ],
)
def test_numbers_are_shown_without_exponent_and_trailing_zeros(number: str, expected: str) -> None:
    assert shown(Decimal(number)) == expected


numbers = st.decimals(min_value=0, max_value=9999, places=2).map(lambda number: f"{number:f}")
formulas = st.recursive(
    numbers | st.sampled_from(sorted(NAMES)),
    lambda inner: st.one_of(
        st.tuples(inner, st.sampled_from("+-*/"), inner).map(
            lambda three: f"({three[0]} {three[1]} {three[2]})"
        ),
        inner.map(lambda one: f"(-{one})"),
        st.tuples(st.sampled_from(["min", "max"]), inner, inner).map(
            lambda three: f"{three[0]}({three[1]}, {three[2]})"
        ),
    ),
    max_leaves=8,
)


def expected_value(formula: str) -> Decimal:
    """What Python makes of the same formula, each number being a Decimal."""
    code = re.sub(r"\d+\.\d+", lambda number: f'D("{number.group()}")', formula)
    with localcontext() as context:
        context.prec = 40
        return Decimal(
            eval(code, {"__builtins__": {}, "D": Decimal, "min": min, "max": max}, dict(NAMES))
        )


@given(formulas)
def test_random_formulas_have_the_value_that_python_gives_them(formula: str) -> None:
    try:
        expected = expected_value(formula)
    except ArithmeticError:
        with pytest.raises(FormulaError):
            value(formula)
        return

    assert value(formula) == expected


@given(formulas, st.integers(0, 6))
def test_the_key_is_the_value_rounded_half_up(formula: str, places: int) -> None:
    try:
        exact = expected_value(formula)
    except ArithmeticError:
        assume(False)
    assume(abs(exact) < 10**20)

    with localcontext() as context:
        context.prec = 60
        assert key(formula, NAMES, places) == exact.quantize(
            Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP
        )


@given(st.text(max_size=30))
def test_any_text_is_a_value_or_a_formula_error(text: str) -> None:
    try:
        value(text)
    except FormulaError as error:
        fault = error
    else:
        return

    assert 0 <= fault.at <= len(text)
    assert fault.length >= 1
