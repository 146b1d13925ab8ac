"""LM5: dose notation that is misread at the bedside. It is told and keeps nothing from study."""

from __future__ import annotations

import pytest

from learnms.syntax.rules import RULES
from tests.factories.deck_files import HEAD, Folder, Outcome, outcome, underlined


def card(text: str, *lines: str) -> str:
    return (
        "- id: one-card\n"
        + f"  ask: Give {text} now\n  answer: y\n"
        + "".join(f"  {line}\n" for line in lines)
        + "  source: book §1\n"
    )


@pytest.mark.parametrize(
    ("text", "column", "problem"),
    [
        (
            "5.0 mg",
            13,
            "LM501 `5.0`: a trailing zero can be misread as ten times the dose (write `5`)",
        ),
        (
            "15.00mL",
            13,
            "LM501 `15.00`: a trailing zero can be misread as ten times the dose (write `15`)",
        ),
        (".5 mg", 13, "LM502 `.5`: a naked decimal point can be missed (write `0.5`)"),
        ("10 U", 13, "LM503 `10 U`: `U` can be misread as a zero (write `units`)"),
        ("10U/kg", 13, "LM503 `10U`: `U` can be misread as a zero (write `units`)"),
        ("5 µg", 15, "LM504 `µg`: `µg` can be misread as mg (write `mcg` or `micrograms`)"),
        (
            "5 μg",
            15,
            "LM504 `μg`: `µg` can be misread as mg (write `mcg` or `micrograms`)",
        ),  # the Greek letter
        ("6 mg QD", 18, "LM505 `QD`: `QD` can be misread as QID (write `daily`)"),
        ("10 IU", 13, "LM503 `10 IU`: `IU` can be misread as IV or 10 (write `units`)"),
        (
            "6 mg QOD",
            18,
            "LM505 `QOD`: `QOD` can be misread as QD or QID (write `every other day`)",
        ),
        (
            "6 mg Q.O.D.",
            18,
            "LM505 `Q.O.D.`: `QOD` can be misread as QD or QID (write `every other day`)",
        ),
        ("6 mg q.d.", 18, "LM505 `q.d.`: `QD` can be misread as QID (write `daily`)"),
    ],
)
def test_notation_that_is_misread(folder: Folder, text: str, column: int, problem: str) -> None:
    ignored = f"{problem[:-1]}; if this is intended: `ignore: {{{problem[:5]}: the reason}}`)"

    assert folder.cards(card(text)) == Outcome(
        [f"2:{column} error {ignored}"], ["one-card", "good-one"], []
    )


@pytest.mark.parametrize(
    "text",
    [
        "0.5 mg",
        "5 mg",
        "1.10 mg",
        "version 5.0",
        "the .5 cm line",
        "10 units",
        "2 U.S. sites",
        "3 U-turns",
        "CD20 U",
        "IU",
        "CD20 IU",
        "2 IUDs",
        "the QODA trial",
        "MS by SC or IV",
        "5 mcg",
    ],
)
def test_what_is_not_misread_is_no_finding(folder: Folder, text: str) -> None:
    assert folder.cards(card(text)).problems == []


def test_it_is_found_in_every_text_of_a_card_and_at_its_line(folder: Folder) -> None:
    text = card(
        "6 mg",
        "explain: |",
        "  First line.",
        "  Then 5.0 mg.",
        "exhibit: {Notes: '.5 mg'}",
        "also:",
        "  - {ask: q, right: 5 µg, wrong: [{text: 6 mg, why: QD}]}",
    )

    said = folder.cards(text)

    assert [problem.split()[:3] for problem in said.problems] == [
        ["6:10", "error", "LM501"],
        ["7:21", "error", "LM502"],
        ["9:25", "error", "LM504"],
        ["9:55", "error", "LM505"],
    ]


def test_it_is_found_at_the_head_of_the_deck(folder: Folder) -> None:
    text = (
        "deck: Give .5 mg\nid: my-deck\nabout: QD\ntopics: {a: 10 U}\nglossary: {low dose: 5.0"
        " mg}\ncards: []\n"
    )

    found = [(finding.code, underlined(finding, text)) for finding in folder.deck(text).findings]

    assert found == [("LM502", ".5"), ("LM505", "QD"), ("LM503", "10 U"), ("LM501", "5.0")]


def test_names_and_numbers_of_calculations_are_no_dose_notation(folder: Folder) -> None:
    said = folder.cards(
        "- {id: one-card, ask: How many?, calc: 5.0 * 2, unit: mg, tags: [5.0 mg], source: book"
        " §5.0 mg}\n"
    )

    assert said.problems == []


def test_a_card_may_ignore_a_rule_for_a_reason(folder: Folder) -> None:
    said = folder.cards(card("5.0 mg and .5 mg", "ignore: {LM501: the label's own words}"))

    assert [problem.split()[2] for problem in said.problems] == ["LM502"]


def test_the_remedy_shows_how_a_card_ignores_the_rule_but_not_at_the_head_of_a_deck(
    folder: Folder,
) -> None:
    (in_card,) = folder.deck(HEAD + card("10 U")).findings
    (in_head,) = folder.deck("deck: Give .5 mg\nid: my-deck\ncards: []\n").findings

    assert in_card.fix == "write `units`; if this is intended: `ignore: {LM503: the reason}`"
    assert in_head.fix == "write `0.5`"


@pytest.mark.parametrize(
    "ask",
    [
        "What is wrong with “10 U of insulin”?",
        "What is wrong with '10 U'?",
        'What is wrong with "10 U"?',
        "What is wrong with `10 U` on a chart?",
        '"Wrong: ‘10 U’?"',
        '"Wrong: \\"10 U\\"?"',
        "'Wrong: ''10 U''?'",
    ],
)
def test_a_question_may_quote_dangerous_notation(folder: Folder, ask: str) -> None:
    text = f"- id: one-card\n  ask: {ask}\n  answer: Write units\n  source: book §1\n"

    assert folder.cards(text).problems == []


@pytest.mark.parametrize(
    "ask",
    [
        '"Give 10 U now?"',
        "'Give 10 U now?'",
        "Don't give 10 U of the patients' insulin",
        "Is “insulin” 10 U here?",
    ],
)
def test_quotes_around_the_whole_text_or_elsewhere_quote_no_notation(
    folder: Folder, ask: str
) -> None:
    text = f"- id: one-card\n  ask: {ask}\n  answer: y\n  source: book §1\n"

    assert [problem.split()[2] for problem in folder.cards(text).problems] == ["LM503"]


def test_only_a_question_quotes_notation(folder: Folder) -> None:
    text = "- id: one-card\n  ask: Which is safe?\n  answer: Not “10 U”\n  source: book §1\n"

    assert [problem.split()[2] for problem in folder.cards(text).problems] == ["LM503"]


def test_a_part_of_a_case_may_ignore_a_rule_too(folder: Folder) -> None:
    part = "{id: part-one, ask: Give .5 mg?, right: a, wrong: [b], ignore: {LM502: as printed}}"
    text = (
        "deck: D\nid: my-deck\nsources: {b: {title: B}}\ncases:\n- {id: case-one, title: T,"
        f" story: 5.0 mg, source: b, parts: [{part}]}}\n"
    )

    assert [problem.split()[2] for problem in outcome(folder.deck(text)).problems] == ["LM501"]


def test_no_rule_of_this_family_keeps_a_card_out() -> None:
    assert not any(
        rule.keeps_out for code, rule in RULES.items() if code.startswith(("LM4", "LM5"))
    )
