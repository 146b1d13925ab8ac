"""LM4: where a fact stands and when it was last held against that place. None of it keeps a card
from study.
"""

from __future__ import annotations

from datetime import date

import pytest

from tests.factories.deck_files import GOOD, HEAD, Folder, Outcome, outcome

BOTH = ["one-card", "good-one"]


def card(*lines: str) -> str:
    return "- id: one-card\n  ask: What is it?\n  answer: A protein\n" + "".join(
        f"  {line}\n" for line in lines
    )


def test_lm401_no_source(folder: Folder) -> None:
    said = folder.cards(card("hint: h"))

    assert said == Outcome(
        [
            "1:3 error LM401 card one-card has no `source` (add `source:` with a source key and"
            " the place: `source: key §2`)"
        ],
        BOTH,
        [],
    )


@pytest.mark.parametrize(
    ("source", "problem"),
    [
        ("boook §1", "4:11 error LM402 the source `boook` is not declared (did you mean `book`?)"),
        (
            "[book §1, label]",
            (
                "4:21 error LM402 the source `label` is not declared (start with a source key"
                " (`book`), or declare it under `sources:` or in the `sources.yaml` next to the"
                " deck)"
            ),
        ),
    ],
)
def test_lm402_an_unknown_source(folder: Folder, source: str, problem: str) -> None:
    assert folder.cards(card(f"source: {source}")) == Outcome([problem], BOTH, [])


def test_lm403_checked_in_the_future(folder: Folder) -> None:
    text = card("source: book", "checked: 2026-11-23")

    assert folder.cards(text) == Outcome(
        [
            "5:12 error LM403 `checked` is 2026-11-23, which is in the future (write the date on"
            " which the card was checked)"
        ],
        BOTH,
        [],
    )
    assert folder.cards(text, today=date(2026, 11, 23)).problems == []


def test_a_check_to_come_hides_a_newer_revision_until_its_day(folder: Folder) -> None:
    text = HEAD.replace("2025-01", "2027-06") + card("source: book", "checked: 2026-11-23") + GOOD

    assert [finding.code for finding in folder.deck(text).findings] == ["LM403"]
    assert [finding.code for finding in folder.deck(text, today=date(2026, 11, 23)).findings] == [
        "LM404"
    ]


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_the_ends_of_the_calendar_are_days_too(folder: Folder, day: str) -> None:
    assert folder.cards(card("source: book", f"checked: {day}")).problems


def test_lm404_the_source_is_newer_than_the_check(folder: Folder) -> None:
    said = folder.cards(card("source: book", "checked: 2024-12-31"))

    problem = (
        "5:12 warning LM404 checked on 2024-12-31, before `book` was revised (2025-01) (compare the"
        " card with the new revision, then update `checked`)"
    )
    assert said == Outcome([problem], BOTH, [])


@pytest.mark.parametrize(
    ("revised", "is_newer"),
    [
        ("2026", False),
        ("2026-11", False),
        ("2026-11-20", False),
        ("2026-11-21", True),
        ("2026-12", True),
    ],
)
def test_dates_are_compared_by_their_first_day(
    folder: Folder, revised: str, is_newer: bool
) -> None:
    text = HEAD.replace("2025-01", revised) + card("source: book", "checked: 2026-11-20") + GOOD

    assert [finding.code for finding in folder.deck(text).findings] == (
        ["LM404"] if is_newer else []
    )


def test_lm405_checked_more_than_a_year_ago(folder: Folder) -> None:
    text = card("source: book", "checked: 2025-11-22")

    assert folder.cards(text, today=date(2026, 11, 22)).problems == []
    problem = (
        "5:12 warning LM405 checked on 2025-11-22, more than a year ago (compare the card with its"
        " source again, then update `checked`)"
    )
    assert folder.cards(text, today=date(2026, 11, 23)) == Outcome([problem], BOTH, [])


def test_a_form_under_also_is_held_against_its_own_source_and_day(folder: Folder) -> None:
    also = [
        "also:",
        "  - {ask: q, answer: a}",
        "  - {ask: r, answer: b, source: lost}",
        "  - {ask: s, answer: c, checked: 2024-01-01}",
    ]

    said = folder.cards(card("source: book", "checked: 2026-11-22", *also))

    assert [problem.split()[:3] for problem in said.problems] == [
        ["8:35", "error", "LM402"],
        ["9:36", "warning", "LM404"],
    ]


def test_a_part_of_a_case_has_the_source_of_its_case(folder: Folder) -> None:
    parts = (
        "    - {id: part-one, ask: q, right: a, wrong: [b]}\n    - {id: part-two, ask: q, right: a,"
        " wrong: [b], source: lost}\n"
    )
    case = f"- id: case-one\n  title: T\n  story: S\n  parts:\n{parts}"

    without = outcome(folder.deck(f"{HEAD}{GOOD}cases:\n{case}"))
    within = outcome(
        folder.deck(f"{HEAD}{GOOD}cases:\n{case}  source: book\n  checked: 2026-11-22\n")
    )

    assert [problem.split()[2] for problem in without.problems] == ["LM401", "LM402"]
    assert [problem.split()[2] for problem in within.problems] == ["LM402"]


def test_the_sources_beside_a_deck_are_shared_by_the_folder(folder: Folder) -> None:
    folder.write("sources.yaml", "label: {title: The label, revised: 2026-12}\n")
    said = folder.cards(card("source: [book §1, label §2]", "checked: 2026-11-22"))

    assert said.problems == [
        "5:12 warning LM404 checked on 2026-11-22, before `label` was revised (2026-12) (compare"
        " the card with the new revision, then update `checked`)"
    ]


def test_a_source_of_the_deck_itself_comes_before_one_beside_it(folder: Folder) -> None:
    folder.write("sources.yaml", "book: {title: Another book, revised: 2026-12}\n")

    assert folder.cards(card("source: book", "checked: 2026-11-22")).problems == []


def test_what_is_wrong_in_the_sources_beside_is_told_once_and_in_their_file(folder: Folder) -> None:
    folder.write("sources.yaml", "label: {titel: The label}\n")
    folder.write("a.yaml", HEAD + GOOD)
    folder.write(
        "b.yaml", HEAD.replace("id: ward", "id: other") + GOOD.replace("good-one", "good-two")
    )

    findings = folder.check("a.yaml", "b.yaml").findings

    assert [(finding.file, finding.line, finding.column, finding.code) for finding in findings] == [
        ("sources.yaml", 1, 9, "LM104")
    ]
    assert folder.check("sources.yaml", "a.yaml", "b.yaml").findings == findings


def test_the_sources_file_of_another_folder_is_not_read(folder: Folder) -> None:
    folder.write("sources.yaml", "label: {title: The label}\n")
    folder.write("inner/deck.yaml", HEAD + card("source: label"))

    assert [finding.code for finding in folder.check("inner/deck.yaml").findings] == ["LM402"]
