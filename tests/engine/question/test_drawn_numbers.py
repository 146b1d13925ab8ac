"""The numbers of a calculation stand in everything that is shown with it, on a card's page and
in a case.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from learnms.engine.cards.card import card_page
from learnms.engine.question.views import QuestionView
from learnms.engine.workspace import Workspace
from learnms.study.event import Part

OpenWorkspace = Callable[[], Workspace]

DECK = """\
deck: Doses
id: doses
sources: {book: {title: The book}}
cards:
  - id: drawn
    ask: How many mL is {dose} mg?
    given: {dose: [300, 600, 900]}
    calc: dose / 30
    hint: "{dose} mg, divided."
    exhibit:
      Label: Each mL holds 30 mg, so {dose} mg take {= dose / 30 * 2} half mL.
    unit: mL
    explain: "{dose} mg at 30 mg/mL is {= dose / 300} vials."
    source: book
    also:
      - ask: Which is right?
        right: a
        wrong: [b]
        hint: No numbers
        exhibit: {Label: None}
        explain: Braces as in {dose} stay here.
cases:
  - id: whole-case
    title: The bag
    story: A bag hangs.
    source: book
    parts:
      - id: whole-part
        ask: The bag of {bag} mL runs for 3 hours. What is the rate?
        given: {bag: [250, 500]}
        calc: bag / 3
        unit: mL/h
        round: 1
        hint: "{bag} mL in 3 hours"
        explain: "After one hour {= bag / 3} of {bag} mL have run."
"""


@pytest.fixture(autouse=True)
def library(deck_file: Path) -> None:
    deck_file.write_text(DECK, "utf-8")


def shown(workspace: Workspace, part: Part) -> tuple[QuestionView, ...]:
    page = card_page(workspace.queries, workspace.settings, workspace.today, part)
    assert page is not None
    return page.forms


def test_a_card_shows_the_numbers_drawn_wherever_it_names_them(
    open_workspace: OpenWorkspace,
) -> None:
    item, other = shown(open_workspace(), Part("drawn"))
    ((_, dose),) = item.question.given
    volume = int(dose) // 30

    assert item.question.prompt == f"How many mL is {dose} mg?"
    assert (
        item.explain
        == f"dose ÷ 30 = {dose} ÷ 30 = {volume} mL\n{dose} mg at 30 mg/mL is {volume // 10} vials."
    )
    assert item.hint == f"{dose} mg, divided."
    assert item.exhibit == (
        ("Label", f"Each mL holds 30 mg, so {dose} mg take {volume * 2} half mL."),
    )
    assert other.explain == "Braces as in {dose} stay here."


def test_a_part_of_a_case_is_explained_with_the_numbers_drawn(
    open_workspace: OpenWorkspace,
) -> None:
    (item,) = shown(open_workspace(), Part("whole-case", "whole-part"))
    ((_, bag),) = item.question.given
    rate, long = {"250": ("83.3", "83.333…"), "500": ("166.7", "166.666…")}[bag]

    assert (
        item.explain
        == f"bag ÷ 3 = {bag} ÷ 3 = {long} ≈ {rate} mL/h\nAfter one hour {rate} of {bag} mL have"
        " run."
    )
    assert item.hint == f"{bag} mL in 3 hours"
