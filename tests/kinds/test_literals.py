"""Numbers in an explanation that are right for some cases only."""

from __future__ import annotations

import pytest

from learnms.kinds.literals import contradictions, literals
from learnms.kinds.response import Number

ROWS = ({"dose": "300", "bag": "250", "months": "2"}, {"dose": "600", "bag": "500", "months": "3"})
ASK = (
    "A dose of {dose} mg is in {bag} mL, {months} months after 12 others. How long does it run at"
    " 90 mL/h?"
)


def found(
    explain: str,
    calc: str = "bag * 60 / (dose - 100)",
    units: tuple[str, ...] = ("minutes",),
    places: int | None = 1,
) -> list[tuple[str, str]]:
    number = Number(calc, tuple(tuple(row.items()) for row in ROWS), units, places)
    return [(one.text, one.instead) for one in contradictions(explain, ASK, number)]


@pytest.mark.parametrize(
    ("explain", "text", "instead"),
    [
        ("The dose was 300 mg.", "300", "{dose}"),
        ("500 mL in all", "500", "{bag}"),
        ("It runs 75 minutes.", "75", "{= bag * 60 / (dose - 100)}"),
        ("That is 15,000 divided by something.", "15,000", "{= …}"),
        ("Take 100 off: 200.", "200", "{= …}"),
        ("It came 3 months later.", "3", "{months}"),
        ("(2-months gap)", "2", "{months}"),
    ],
)
def test_a_number_of_one_case_contradicts_the_others(explain: str, text: str, instead: str) -> None:
    assert found(explain) == [(text, instead)]


@pytest.mark.parametrize(
    "explain",
    [
        "Nothing to see here.",
        "The dose was {dose} mg, and it runs {= bag * 60 / (dose - 100):0} minutes.",
        "{= 300} is meant in every case",
        "Times 60, less 100.",  # numbers of the formula
        "90 mL/h after 12 others",  # numbers of the question
        "In 2019 there were 4500 of them, at a limit of 480.",  # no case has them
        "Both nurses checked 2 times, in 3 rooms.",  # small, and no months
        "Wait 75 mL, 300 mL or 250 mg.",  # another unit
        "CD300, 300th, uspi §2.3, 1.300.2",  # no numbers of their own
        "three months, three hundred milligrams",
    ],
)
def test_other_numbers_are_fine(explain: str) -> None:
    assert found(explain) == []


def test_what_holds_in_every_case_is_fine() -> None:
    rows = tuple(
        (("dose", str(dose)), ("strength", "30"), ("bag", str(dose))) for dose in (300, 600)
    )

    assert (
        contradictions(
            "At 30 mg/mL always 900.",
            "{dose} {strength}",
            Number("dose / strength + 900 - dose / strength", rows),
        )
        == []
    )


def test_with_one_case_every_number_is_that_of_the_learner() -> None:
    assert (
        contradictions("920 mg in 23 mL", "{dose}", Number("dose / 23", ((("dose", "920"),),)))
        == []
    )


def test_decimals_stand_for_what_is_rounded_to_them_and_whole_numbers_for_themselves() -> None:
    assert found("It comes to 75.0 or 60.0 minutes", "bag * 61 / (dose - 99)") == []
    assert found("about 75.9, or 60.9 minutes", "bag * 61 / (dose - 99)") == [
        ("75.9", "{= bag * 61 / (dose - 99)}"),
        ("60.9", "{= bag * 61 / (dose - 99)}"),
    ]
    assert found("76 or 61 minutes", "bag * 61 / (dose - 99)") == []


def test_numbers_are_found_with_the_word_behind_them() -> None:
    text = "1,200 mg or 0.5 mL, 24% and 4."

    assert [
        (text[one.at : one.at + one.length], one.decimals, one.word) for one in literals(text)
    ] == [("1,200", 0, "mg"), ("0.5", 1, "ml"), ("24", 0, "%"), ("4", 0, "")]
