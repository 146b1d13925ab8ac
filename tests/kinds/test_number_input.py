"""Numbers as learners type them."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learnms.kinds.number_input import AskBack, Typed, read_number, unit_key


@pytest.mark.parametrize(
    ("text", "number", "unit"),
    [
        ("12", "12", ""),
        ("2.5", "2.5", ""),
        ("2,5", "2.5", ""),
        ("0,125", "0.125", ""),
        ("0.125", "0.125", ""),
        ("1.000", "1", ""),
        ("10,00", "10", ""),
        (".5", "0.5", ""),
        (",5 mL", "0.5", "mL"),
        ("-3", "-3", ""),
        ("\u22123", "-3", ""),
        ("+3", "3", ""),
        ("20 mL", "20", "mL"),
        ("20mL/h", "20", "mL/h"),
        ("  20   mL  per hour ", "20", "mL  per hour"),
        ("1 000", "1000", ""),
        ("1,000.5", "1000.5", ""),
        ("\uff11\uff12", "12", ""),  # full-width digits
        ("1000.", "1000", ""),
        ("1000,", "1000", ""),
        ("2.5 .", "2.5", ""),
        ("1000. mg", "1000", "mg"),
        ("5.mL", "5", "mL"),
        ("12 /min", "12", "/min"),
        ("3 e", "3", "e"),
        ("4 \u00d710\u2079/L", "4", "\u00d7109/L"),
    ],
)
def test_comma_and_point_are_decimal_signs_and_the_unit_may_be_left_out(
    text: str, number: str, unit: str
) -> None:
    assert read_number(text) == Typed(Decimal(number), unit)


@pytest.mark.parametrize("text", ["1,000", "12,500 mg", "1,000,000", " 1,000"])
def test_a_comma_before_three_digits_is_asked_back_never_graded(text: str) -> None:
    answer = read_number(text)

    assert isinstance(answer, AskBack)
    assert "Type it without the comma." in answer.why


def test_asking_back_names_both_readings() -> None:
    assert read_number("1,000") == AskBack("Is that 1000 or 1.000? Type it without the comma.")


@pytest.mark.parametrize(
    "text", ["", "mL", "about 5", "1.2.3", "1.234,5", "0,125,000", "9" * 41, "five"]
)
def test_what_is_no_number_is_asked_back(text: str) -> None:
    assert isinstance(read_number(text), AskBack)


@pytest.mark.parametrize(
    "text",
    [
        "1'000",
        "1\u2019000 mg",
        "5'",
        "1e3",
        "1E+3",
        "1 e-3 mg",
        "1/2",
        "1 / 2 mL",
        "\u00bd",
        "1\u00bd mL",
        "2-3",
        "2 \u2013 3 mg",
        "2:30",
        "10^3",
        "10\u00b3",
        "12..5",
        "1000. 5",
    ],
)
def test_what_goes_on_as_no_unit_does_is_asked_back_never_graded(text: str) -> None:
    assert read_number(text) == AskBack("Type one number in plain digits, such as 1000 or 0.5.")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("mg.", "mg"),
        ("I.U.", "I.U"),
        ("mL", "m L"),
        ("mL/h", "ml/h"),
        ("Units", "units"),
        ("µg", "μg"),
        ("m²", "m2"),
    ],
)
def test_units_are_compared_without_spaces_and_case(one: str, other: str) -> None:
    assert unit_key(one) == unit_key(other)


@pytest.mark.parametrize(
    ("one", "other"), [("mg", "Mg"), ("mmol", "Mmol"), ("mg", "g"), ("mg", "mcg")]
)
def test_a_small_and_a_large_m_differ(one: str, other: str) -> None:
    assert unit_key(one) != unit_key(other)


@given(
    st.decimals(min_value=0, max_value=10**9, places=3), st.sampled_from(["", " mL", "mg", " mL/h"])
)
def test_a_number_with_a_point_is_read_as_it_is(number: Decimal, unit: str) -> None:
    assert read_number(f"{number:f}{unit}") == Typed(number, unit.strip())


@given(st.text(max_size=60))
def test_any_text_is_a_number_or_is_asked_back(text: str) -> None:
    assert isinstance(read_number(text), Typed | AskBack)
