"""Texts in which the numbers of a calculation stand."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learnms.kinds.drawn import blanked, fill, holes

DRAWN = {"dose": "600", "bag_1": "250"}


@pytest.mark.parametrize(
    ("text", "filled"),
    [
        ("{dose} mg in {bag_1} mL", "600 mg in 250 mL"),
        ("{= dose / bag_1} mg/mL", "2 mg/mL"),
        ("{= dose / bag_1:1} mg/mL", "2.4 mg/mL"),
        ("{=dose/bag_1 : 2} mg/mL", "2.4 mg/mL"),
        ("{= max(dose, 0) - dose}", "0"),
        ("{= 130} days at {= 2.01}", "130 days at 2.01"),
        (r"\{dose} is {dose}", "{dose} is 600"),
        (r"\{= dose / 2}", "{= dose / 2}"),
        ("{other} { dose } {{dose}} {1, 2} {}", "{other} { dose } {600} {1, 2} {}"),
        ("{= other} {= dose / 0} {= dose", "{= other} {= dose / 0} {= dose"),
        ("{= dose:x} {= dose:11}", "{= dose:x} {= dose:11}"),
    ],
)
def test_numbers_are_filled_in_and_other_braces_stay_as_written(text: str, filled: str) -> None:
    assert fill(text, DRAWN, 0) == filled


def test_without_a_rounding_a_formula_that_ends_is_shown_whole() -> None:
    assert (
        fill("{= dose / 250} and {= dose / 7} and {= dose / 7:2}", DRAWN)
        == "2.4 and {= dose / 7} and 85.71"
    )


def test_halves_are_rounded_up_as_in_the_answer() -> None:
    assert fill("{= dose / 400:0}", DRAWN) == "2"


def test_where_nothing_is_drawn_there_are_dots() -> None:
    assert (
        blanked(r"{dose} mg, {= dose / 2} mg, {other}, \{dose}", DRAWN)
        == "… mg, … mg, {other}, {dose}"
    )


def test_places_for_numbers_say_where_they_stand() -> None:
    text = r"Give {dose}, \{no}, {= dose / 2:1}, {= 5"

    assert [text[hole.at : hole.at + hole.length] for hole in holes(text)] == [
        "{dose}",
        "{= dose / 2:1}",
        "{=",
    ]
    assert [(hole.name, hole.formula.strip(), hole.places) for hole in holes(text)] == [
        ("dose", "", None),
        ("", "dose / 2", 1),
        ("", "5", None),
    ]
    assert [text[hole.body_at :].split("}")[0] for hole in holes(text)[1:]] == [" dose / 2:1", " 5"]


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("{= dose", "a `}` is missing"),
        (
            "{= dose:}",
            ("the colon should be followed by the number of decimal places, 0 to 10, not ``"),
        ),
        (
            "{= dose:1.5}",
            "the colon should be followed by the number of decimal places, 0 to 10, not `1.5`",
        ),
        (
            "{= dose:11}",
            ("the colon should be followed by the number of decimal places, 0 to 10, not `11`"),
        ),
        (
            "{= dose:٣}",
            ("the colon should be followed by the number of decimal places, 0 to 10, not `٣`"),
        ),
    ],
)
def test_a_formula_that_is_written_wrongly_has_a_fault(text: str, fault: str) -> None:
    assert [hole.fault for hole in holes(text)] == [fault]


@given(st.text(alphabet="{}=\\: dose/0123456789+abc()"))
def test_any_text_can_be_filled(text: str) -> None:
    filled = fill(text, DRAWN, 1)

    assert all(0 <= hole.at < hole.at + hole.length <= len(text) for hole in holes(text))
    assert filled == text or "{" in text
