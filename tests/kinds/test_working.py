"""How a calculation is worked out, in a line."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal, localcontext

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from learnms.kinds.expression import FormulaError, exact, key, shown
from learnms.kinds.present import present
from learnms.kinds.response import Ask, Number, TypeIn
from learnms.kinds.working import worked
from tests.kinds.test_expression import NAMES, formulas


def line(expression: str, places: int | None = None, unit: str = "mL", **drawn: str) -> str | None:
    return worked(
        Number(expression, (tuple(drawn.items()),), (unit,) if unit else (), places), drawn
    )


@pytest.mark.parametrize(
    ("expression", "drawn", "expected"),
    [
        (
            "dose / strength * volume",
            {"dose": "300", "strength": "30", "volume": "10"},
            "dose ÷ strength × volume = 300 ÷ 30 × 10 = 100 mL",
        ),
        ("dose", {"dose": "300"}, "dose = 300 mL"),
        ("body_weight * 2", {"body_weight": "30"}, "body weight × 2 = 30 × 2 = 60 mL"),
        ("10 * 5", {}, "10 × 5 = 50 mL"),
        ("(dose) * (2)", {"dose": ".5"}, "dose × 2 = 0.5 × 2 = 1 mL"),
        (
            "a - (b + c) - (-a)",
            {"a": "9", "b": "1", "c": "2"},
            "a − (b + c) − (−a) = 9 − (1 + 2) − (−9) = 15 mL",
        ),
        (
            "(a + b) + (a * b) / (a / b)",
            {"a": "6", "b": "3"},
            "a + b + a × b ÷ (a ÷ b) = 6 + 3 + 6 × 3 ÷ (6 ÷ 3) = 18 mL",
        ),
        ("-(a + b) * a", {"a": "-2", "b": "1"}, "−(a + b) × a = −(−2 + 1) × (−2) = −2 mL"),
        (
            "min(a, 2) * 3 + max(a - 2, 0) * 6",
            {"a": "3"},
            "(the smaller of a and 2) × 3 + (the larger of a − 2 and 0) × 6"
            " = (the smaller of 3 and 2) × 3 + (the larger of 3 − 2 and 0) × 6"
            " = 2 × 3 + 1 × 6 = 12 mL",
        ),
        (
            "max(0, good - bad)",
            {"good": "3", "bad": "1"},
            "the larger of 0 and good − bad = the larger of 0 and 3 − 1 = 2 mL",
        ),
        (
            "max(a, 1, min(2, a))",
            {"a": "3"},
            "the largest of a, 1 and (the smaller of 2 and a)"
            " = the largest of 3, 1 and (the smaller of 2 and 3) = 3 mL",
        ),
        ("-max(a, 1)", {"a": "3"}, "−(the larger of a and 1) = −(the larger of 3 and 1) = −3 mL"),
    ],
)
def test_words_then_numbers_then_the_answer(
    expression: str, drawn: dict[str, str], expected: str
) -> None:
    assert line(expression, None, "mL", **drawn) == expected


@pytest.mark.parametrize(
    ("expression", "places", "expected"),
    [
        ("dose / 3", 1, "dose ÷ 3 = 100 ÷ 3 = 33.333… ≈ 33.3 mL"),
        ("dose / 8", 0, "dose ÷ 8 = 100 ÷ 8 = 12.5 ≈ 13 mL"),
        ("dose / 3 * 3", 0, "dose ÷ 3 × 3 = 100 ÷ 3 × 3 = 100 mL"),
        ("dose / 4", 1, "dose ÷ 4 = 100 ÷ 4 = 25 mL"),
        ("0 - dose / 3", 0, "0 − dose ÷ 3 = 0 − 100 ÷ 3 = −33.33… ≈ −33 mL"),
    ],
)
def test_a_value_that_is_rounded_is_shown_before(
    expression: str, places: int, expected: str
) -> None:
    assert line(expression, places, dose="100") == expected


def test_without_a_unit_the_line_ends_with_the_number() -> None:
    assert line("dose * 2", unit="", dose="4") == "dose × 2 = 4 × 2 = 8"


@pytest.mark.parametrize(
    "expression", ["50", "dose +", "dose / 0", "vial", " + ".join(["dose"] * 200)]
)
def test_there_is_no_line_where_it_would_help_nobody(expression: str) -> None:
    assert line(expression, dose="1") is None


def computed(text: str) -> Decimal:
    """What Python makes of a part of the line that is all numbers."""
    for sign, operator in (("×", "*"), ("÷", "/"), ("−", "-")):
        text = text.replace(sign, operator)
    text = f"({text})" if text.startswith("the ") else text
    text = re.sub(r"\(the (?:smaller|smallest) of ", "min(", text)
    text = re.sub(r"\(the (?:larger|largest) of ", "max(", text)
    text = text.replace(" and ", ", ")
    code = re.sub(r"\d+(?:\.\d+)?", lambda number: f'D("{number.group()}")', text)
    with localcontext() as context:
        context.prec = 40
        return Decimal(eval(code, {"__builtins__": {}, "D": Decimal, "min": min, "max": max}))


@given(formulas, st.integers(0, 4))
def test_the_numbers_of_the_line_come_to_the_answer_that_counts_as_right(
    formula: str, places: int
) -> None:
    try:
        answer, value = key(formula, NAMES, places), exact(formula, NAMES)
    except FormulaError:
        assume(False)
    drawn = {name: shown(number) for name, number in NAMES.items()}
    found = line(formula, places, "", **drawn)
    assume(found is not None)
    assert found is not None

    steps, _, rounding = found.partition(" ≈ ")
    last = steps.split(" = ")[-1]
    numbers = next(step for step in steps.split(" = ") if not any(name in step for name in NAMES))
    assert computed(rounding or last) == answer
    assert abs(computed(numbers.rstrip("…")) - value) < Decimal("1e-14") or "…" in numbers
    if "…" in last:
        assert computed(last.rstrip("…")).copy_abs() < value.copy_abs()
        assert abs(computed(last.rstrip("…")) - value) < Decimal(1).scaleb(-places - 2)
        assert value.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP) == answer


def test_each_step_of_a_line_is_shown_once() -> None:
    assert line("2 * 3") == "2 × 3 = 6 mL"


@pytest.mark.parametrize(
    ("units", "dose", "ending"),
    [
        (("vials", "vial"), "300", "1 vial"),
        (("vials", "vial"), "600", "2 vials"),
        (("vials", "vial"), "150", "0.5 vials"),
        (("minutes", "min", "minute"), "300", "1 minute"),
        (("boxes", "box"), "300", "1 box"),
        (("vials",), "300", "1 vials"),
        (("mL", "millilitres"), "300", "1 mL"),
    ],
)
def test_an_answer_of_one_has_the_singular_where_the_deck_lists_it(
    units: tuple[str, ...], dose: str, ending: str
) -> None:
    number = Number("dose / 300", ((("dose", dose),),), units)

    assert (worked(number, {"dose": dose}) or "").endswith(f"= {ending}")
    assert present("calculation", Ask("How many?", TypeIn(number=number)), 1).accepted[0] == ending
