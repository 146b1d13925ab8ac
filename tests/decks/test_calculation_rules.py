"""LM2 in calculations: every combination of the given numbers is evaluated before a learner
meets one.
"""

from __future__ import annotations

import pytest

from learnms.kinds.present import present
from tests.factories.deck_files import HEAD, Folder, Outcome


def calculation(*lines: str, ask: str = "Give {dose} mg.") -> str:
    return (
        "- id: one-card\n"
        + "".join(f"  {line}\n" for line in (f"ask: {ask}", *lines))
        + "  source: book §1\n"
    )


KNOWN = "a formula can contain numbers, names, `+ - * / ( )`, `min` and `max`"


def only(problem: str) -> Outcome:
    """The one problem keeps its card from study, and no other card."""
    return Outcome([problem], ["good-one"], [])


@pytest.mark.parametrize(
    ("formula", "column", "reason", "fix"),
    [
        ("dose x 2", 14, "`x` is not an operator", "write `*` for times"),
        ("dose ** 2", 15, "a number or a name is missing before `*`", KNOWN),
        ("(dose + 2", 18, "a `)` is missing", KNOWN),
        ("dose × 2", 14, "`×` is not allowed in a formula", "write `*` for times"),
        ("min(dose)", 9, "`min` needs at least two values", KNOWN),
        ("dose +", 15, "it ends too early", KNOWN),
        ("1,000 * dose", 10, "a comma is not allowed in a number", "write `1000`"),
        ("0,5 * dose", 10, "a comma cannot be a decimal point", "write `0.5`"),
        ("open('x')", 14, "`'` is not allowed in a formula", KNOWN),
        ("dose)", 13, "this `)` has no matching `(`", "remove it, or write the `(`"),
        ("dose, 2", 13, "a comma can only separate values inside `min` and `max`", KNOWN),
        (
            "2 mg",
            11,
            "an operator is missing before `mg`",
            "write `*`, `/`, `+` or `-` before it; a unit goes into `unit`",
        ),
    ],
)
def test_lm210_a_formula_that_cannot_be_read(
    folder: Folder, formula: str, column: int, reason: str, fix: str
) -> None:
    said = folder.cards(calculation("given: {dose: [300]}", f"calc: {formula}"))

    assert said == only(f"4:{column} error LM210 `calc` does not work: {reason} ({fix})")


def test_lm210_in_quotes_points_behind_the_quote(folder: Folder) -> None:
    said = folder.cards(calculation("given: {dose: [300]}", 'calc: "dose x 2"'))

    assert said == only(
        "4:15 error LM210 `calc` does not work: `x` is not an operator (write `*` for times)"
    )


def test_lm210_in_a_formula_of_several_lines(folder: Folder) -> None:
    said = folder.cards(calculation("given: {dose: [300]}", "calc: dose *", "  2 x 3"))

    assert said == only(
        "5:7 error LM210 `calc` does not work: `x` is not an operator (write `*` for times)"
    )


def test_lm211_a_name_in_the_formula_that_is_not_given(folder: Folder) -> None:
    said = folder.cards(calculation("given: {dose: [300]}", "calc: dose / vial"))

    assert said == only(
        "4:16 error LM211 `calc` does not work: `vial` has no value (add it to `given`)"
    )


def test_lm211_a_name_in_the_question_that_is_not_given(folder: Folder) -> None:
    said = folder.cards(calculation("given: {dose: [300]}", "calc: dose", ask="Give {dos} mg."))

    assert said == only(
        "2:13 error LM211 `{dos}` in the question has no value (did you mean `dose`?)"
    )


def test_lm211_a_name_that_is_like_none(folder: Folder) -> None:
    said = folder.cards(
        calculation("given: {dose: [300]}", "calc: dose", ask="Give {dose} of {weight}.")
    )

    assert said == only(
        "2:23 error LM211 `{weight}` in the question has no value (add `weight` to `given`, or"
        " write `\\{weight}` to show the braces)"
    )


def test_braces_behind_a_backslash_are_shown(folder: Folder) -> None:
    read = folder.card(
        "- {id: one-card, ask: 'Give {dose} of \\{weight}.', given: {dose: [300]}, calc: dose,"
        " source: book}\n"
    )

    assert (
        present("calculation", read.forms[0].compiled.ask(None), 0).prompt
        == "Give 300 of {weight}."
    )


def test_lm212_a_division_by_zero_names_the_numbers_that_lead_to_it(folder: Folder) -> None:
    said = folder.cards(calculation("given: {dose: [300, 600], bag: [250, 0]}", "calc: dose / bag"))

    assert said == only(
        "4:14 error LM212 `calc` does not work for dose = 300, bag = 0: it divides by zero (change"
        " the numbers in `given`, or the formula)"
    )


def test_lm212_a_value_without_an_end_asks_for_a_rounding(folder: Folder) -> None:
    said = folder.cards(calculation("given: {dose: [6, 7]}", "calc: 6 / dose"))

    assert said == only(
        "4:9 error LM212 `calc` does not work for dose = 7: its value 0.85714286… has more than 6"
        " decimal places (state the rounding: `round: 1`)"
    )


def test_lm212_a_value_that_nobody_can_type(folder: Folder) -> None:
    said = folder.cards(calculation("given: {dose: [99999999999]}", "calc: dose * dose * dose"))

    assert said == only(
        "4:9 error LM212 `calc` does not work for dose = 99999999999: its value is too large to"
        " type (change the numbers in `given`, or the formula)"
    )


@pytest.mark.parametrize(
    ("lines", "problem"),
    [
        (
            ["given: {dose: []}", "calc: 1"],
            "3:11 error LM214 `dose` has no numbers (list them in brackets: `dose: [300, 600]`)",
        ),
        (
            ["given: []", "calc: 1"],
            (
                "3:10 error LM214 `given` is an empty list (write rows such as `- {dose: 300, bag:"
                " 250}`, or remove it)"
            ),
        ),
        (
            ["given:", "  - {dose: 300}", "  - {bag: 250}", "calc: dose"],
            (
                "5:7 error LM214 this row of `given` has different names from the first row, which"
                " has dose"
                " (give every row the same names)"
            ),
        ),
        (
            ["given: {dose: [1]}", "calc: dose", "round: -1"],
            (
                "5:10 error LM214 `round` should be a number of decimal places from 0 to 10, not"
                " -1 (write `round: 1` for one decimal place)"
            ),
        ),
        (
            ["given: {dose: [1]}", "calc: dose", "round: 11"],
            (
                "5:10 error LM214 `round` should be a number of decimal places from 0 to 10, not"
                " 11 (write `round: 1` for one decimal place)"
            ),
        ),
        (
            ["given: {dose: [1]}", "calc: dose", "within: -0.5"],
            (
                "5:11 error LM214 `within` cannot be negative (write how far off an answer may"
                " be, such as `within: 0.5`)"
            ),
        ),
    ],
)
def test_lm214_settings_that_do_not_fit(folder: Folder, lines: list[str], problem: str) -> None:
    assert folder.cards(calculation(*lines)) == only(problem)


def test_lm214_too_many_combinations(folder: Folder) -> None:
    numbers = ", ".join(str(number) for number in range(1, 9))

    said = folder.cards(
        calculation(f"given: {{dose: [{numbers}], a: [{numbers}], b: [{numbers}]}}", "calc: dose")
    )

    assert said == only(
        "3:3 error LM214 `given` has 512 combinations; at most 500 are allowed (list the"
        " realistic cases as rows, one per line)"
    )


def test_lm214_too_many_rows(folder: Folder) -> None:
    rows = [f"  - {{dose: {number}}}" for number in range(501)]

    assert folder.cards(calculation("given:", *rows, "calc: dose")) == only(
        "4:5 error LM214 `given` has 501 rows; at most 500 are allowed (remove some)"
    )


def test_five_hundred_combinations_are_taken(folder: Folder) -> None:
    numbers = ", ".join(str(number) for number in range(1, 501))

    assert folder.cards(calculation(f"given: {{dose: [{numbers}]}}", "calc: dose")).studied == [
        "one-card",
        "good-one",
    ]


@pytest.mark.parametrize(
    ("lines", "problem"),
    [
        (
            ["given: {dose: [1, many]}", "calc: dose"],
            (
                "3:21 error LM103 `dose` should be a number, not `many` (write a number, such as"
                " `300` or `0.5`)"
            ),
        ),
        (
            ["given: [{dose: 1}, {dose: few}]", "calc: dose"],
            (
                "3:29 error LM103 `dose` should be a number, not `few` (write a number, such as"
                " `300` or `0.5`)"
            ),
        ),
        (
            ["given: [{dose: 1}, {dose: [2]}]", "calc: dose"],
            (
                "3:29 error LM102 `dose` in a row of `given` should be one number, not a list"
                " (write a row for each number, or remove the dash to use every combination:"
                " `given: {dose: [300, 600], bag: [250]}`)"
            ),
        ),
        (
            ["given: {dose: ['1,500']}", "calc: dose"],
            "3:18 error LM103 `dose` should be a number, not `1,500` (write `1500`)",
        ),
        (
            ["given: {dose: ['0,5']}", "calc: dose"],
            "3:18 error LM103 `dose` should be a number, not `0,5` (write `0.5`)",
        ),
        (
            ["given: [{dose: 1}, {dose: ''}]", "calc: dose"],
            "3:29 error LM202 `dose` is empty (write a value, or remove it)",
        ),
        (
            ["given: {dose: [1]}", "calc: dose", "round: one"],
            "5:10 error LM103 `round` should be a whole number, not `one` (write `1`)",
        ),
        (
            ["given: {dose: [1]}", "calc: dose", "within: a bit"],
            "5:11 error LM103 `within` should be a number, not `a bit` (write a number, such as"
            " `2`)",
        ),
        (
            ["given: 300", "calc: 1"],
            (
                "3:10 error LM102 `given` should be lists of numbers by name, or a list of rows,"
                " not text (write it like `given: {dose: [300, 600]}`)"
            ),
        ),
        (
            ["given:", "  - 300", "calc: 1"],
            (
                "4:7 error LM102 a row of `given` should be a set of fields such as {dose: 300,"
                " bag: 250} (write `- {dose: 300, bag: 250}`)"
            ),
        ),
    ],
)
def test_lm1_numbers_that_are_none(folder: Folder, lines: list[str], problem: str) -> None:
    assert folder.cards(calculation(*lines)) == only(problem)


def test_a_calculation_may_do_without_given(folder: Folder) -> None:
    read = folder.card(
        "- {id: one-card, ask: How many mL are in ten 5 mL vials?, calc: 10 * 5, unit: mL, source:"
        " book}\n"
    )

    assert read.forms[0].kind == "calculation"


@pytest.mark.parametrize(
    "given", ["given: [{dose: 1,500}]", "given: {dose: [1,500]}", "given: {dose: 1,500}"]
)
def test_lm017_a_comma_inside_a_given_number_is_left_out_and_not_quoted(
    folder: Folder, given: str
) -> None:
    (problem,) = folder.cards(calculation(given, "calc: dose")).problems

    assert problem.endswith("(write `1500`; if they are two values, put a space after the comma)")


EXPLAINED = ("given: {dose: [300, 600]}", "calc: dose / 30", "unit: mL", "round: 1")


def explained(explain: str) -> str:
    return calculation(*EXPLAINED, f"explain: {explain}")


@pytest.mark.parametrize(
    "explain",
    [
        "Dose divided by strength.",
        "An order of {dose} mg is {= dose / 30} mL, at 30 mg/mL.",
        '"{dose} mg is about {= dose / 70:2} of 70."',
        r"The name \{doze} is shown, and so is {1, 2}.",
        "A half is {= dose / 2}; one of them is {= 150}.",
    ],
)
def test_an_explanation_may_show_the_numbers_drawn(folder: Folder, explain: str) -> None:
    assert folder.cards(explained(explain)).problems == []


@pytest.mark.parametrize(
    ("explain", "problem"),
    [
        (
            "That is {dos}.",
            "7:20 error LM211 `{dos}` in `explain` has no value (did you mean `dose`?)",
        ),
        (
            "It is {= dos / 2}.",
            (
                "7:21 error LM211 the formula in `explain` does not work: `dos` has no value (did"
                " you mean `dose`?)"
            ),
        ),
        (
            "It is {= dose x 2}.",
            (
                "7:26 error LM210 the formula in `explain` does not work: `x` is not an operator"
                " (write `*` for times)"
            ),
        ),
        (
            "It is {= 1 / (dose - 600)}.",
            (
                "7:23 error LM212 the formula in `explain` does not work for dose = 600: it divides"
                " by zero (change the numbers in `given`, or the formula)"
            ),
        ),
        (
            "It is {= dose",
            (
                "7:18 error LM210 a formula in `explain` cannot be read: a `}` is missing (write it"
                " as `{= dose / 30}` or `{= dose / 30:1}`)"
            ),
        ),
        (
            "It is {= dose:one}",
            (
                "7:18 error LM210 a formula in `explain` cannot be read: the colon should be"
                " followed by the number of decimal places, 0 to 10, not `one` (write it as"
                " `{= dose / 30}` or `{= dose / 30:1}`)"
            ),
        ),
    ],
)
def test_a_number_in_an_explanation_that_cannot_be_shown(
    folder: Folder, explain: str, problem: str
) -> None:
    assert folder.cards(explained(explain)) == only(problem)


def test_lm212_a_formula_in_an_explanation_says_how_it_is_rounded(folder: Folder) -> None:
    said = folder.cards(
        calculation("given: {dose: [300]}", "calc: dose", "explain: 'A seventh is {= dose / 7}'")
    )

    assert said == only(
        "5:28 error LM212 the formula in `explain` does not work for dose = 300: its value"
        " 42.85714286… has more than 6 decimal places (state the rounding: `{= dose / 7:1}`)"
    )


def test_hints_and_exhibits_are_looked_at_too(folder: Folder) -> None:
    said = folder.cards(calculation(*EXPLAINED, "hint: By {dos}", "exhibit: {Chart: 'At {= dos}'}"))

    assert said.problems == [
        "7:12 error LM211 `{dos}` in `hint` has no value (did you mean `dose`?)",
        (
            "8:27 error LM211 the formula in the exhibit `Chart` does not work: `dos` has no value"
            " (did you mean `dose`?)"
        ),
    ]


def test_lm250_numbers_that_are_right_for_some_cases_only(folder: Folder) -> None:
    said = folder.cards(explained("At 30 mg/mL 300 mg is 10 mL, and 600 mg is 20 mL."))

    assert said == only(
        "7:24 error LM250 `explain` says 300, 10, 600 and 20, which are right only for some of"
        " the numbers in `given` (write `{dose}` for 300, `{= dose / 30}` for 10, `{dose}` for"
        " 600, `{= dose / 30}` for 20; if it is right in every case, write `{= 300}`)"
    )


def test_lm250_one_number_alone(folder: Folder) -> None:
    said = folder.cards(explained("One vial holds 300 mg."))

    assert said == only(
        "7:27 error LM250 `explain` says 300, which is right only for some of the numbers in"
        " `given` (write `{dose}` for 300; if it is right in every case, write `{= 300}`)"
    )


def test_a_number_that_is_meant_in_every_case_says_so(folder: Folder) -> None:
    assert folder.cards(explained("One vial holds {= 300} mg.")).problems == []


def test_lm251_a_number_that_learners_do_not_see(folder: Folder) -> None:
    said = folder.cards(
        calculation("given: {dose: [300, 600], strength: 30}", "calc: dose / strength")
    )

    assert said == only(
        "3:29 error LM251 the answer depends on `strength`, which learners do not see (write"
        " `{strength}` in `ask` or in an exhibit of this form)"
    )


@pytest.mark.parametrize(
    ("ask", "lines"),
    [
        ("Give {dose} at {strength}.", ()),
        ("Give {dose}.", ("exhibit: {Label: 'It holds {strength} mg/mL'}",)),
        ("Give {dose}, a tenth of it being {= dose / strength * 3}.", ()),
    ],
)
def test_a_number_is_seen_in_the_question_or_in_an_exhibit(
    folder: Folder, ask: str, lines: tuple[str, ...]
) -> None:
    assert (
        folder.cards(
            calculation(
                "given: [{dose: 300, strength: 30}]", "calc: dose / strength", *lines, ask=ask
            )
        ).problems
        == []
    )


def test_a_number_for_the_explanation_alone_need_not_be_seen(folder: Folder) -> None:
    lines = (
        "given: [{dose: 300, vials: 1}, {dose: 600, vials: 2}]",
        "calc: dose / 30",
        "explain: 'From {vials} of them'",
    )

    assert folder.cards(calculation(*lines)).problems == []


ALSO = """\
- id: one-card
  ask: Give {dose} mg.
  given: {dose: [300, 600]}
  calc: dose / 30
  explain: EXPLAIN
  source: book §1
  also:
    - FORM
"""


@pytest.mark.parametrize(
    ("explain", "form", "problems"),
    [
        (
            "By {= 30}",
            "{ask: How?, right: a, wrong: [b]}",
            ["8:7 error LM211 the card's `explain` shows drawn numbers, but this form draws none"],
        ),
        ("By {dose}", "{ask: How?, right: a, wrong: [b], explain: Own}", []),
        ("By hand", "{ask: How?, right: a, wrong: [b]}", []),
        (
            "By {dose}",
            "{ask: Take {mg}, given: {mg: [1, 2]}, calc: mg}",
            ["8:7 error LM211 `{dose}` in the card's `explain` has no value"],
        ),
        ("By {dose}", "{ask: Take {dose}, given: {dose: [1, 2]}, calc: dose}", []),
        (
            "By 120",
            "{ask: Take {mg}, given: {mg: [60, 120]}, calc: mg}",
            [
                "8:7 error LM250 the card's `explain`, which this form shows, says 120, which is"
                " right only for some of the numbers in `given`"
            ],
        ),
    ],
)
def test_a_form_that_shows_the_explanation_of_its_card_draws_the_same_numbers(
    folder: Folder, explain: str, form: str, problems: list[str]
) -> None:
    quoted = form.replace("Take {mg}", '"Take {mg}"').replace("Take {dose}", '"Take {dose}"')
    said = folder.cards(ALSO.replace("EXPLAIN", f'"{explain}"').replace("FORM", quoted))

    assert said.problems == [
        f"{problem} (give this form its own `explain`)" for problem in problems
    ]
    assert ("one-card" in said.studied) == (not problems)


def test_a_case_draws_no_numbers_in_an_exhibit(folder: Folder) -> None:
    part = (
        "{id: one-part, ask: 'How much of {dose}?', given: {dose: [1, 2]}, calc: dose, exhibit:"
        " {Chart: 'See {dose}'}}"
    )
    checked = folder.deck(
        f"{HEAD} []\ncases:\n- {{id: one-case, title: A, story: B, source: book, parts:"
        f" [{part}]}}\n".replace("cards:\n", "cards:")
    )

    assert [(finding.code, finding.fix) for finding in checked.findings] == [
        ("LM251", "write it in `ask`")
    ]
