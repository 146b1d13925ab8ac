"""A library to search in: cards with topics and tags, a case, a draft; and answers to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from learnms.engine.browse.search import Browser
from learnms.engine.cards.actions import Changes
from learnms.study.event import Draft, Part

if TYPE_CHECKING:
    from learnms.engine.browse.index import Entry, Index
    from learnms.engine.cards.actions import Changes
    from learnms.engine.workspace import Workspace

DECK = """\
deck: Doses
id: doses
version: 7
topics:
  rates: {title: Infusion rates, weight: 60}
  safety: {title: Safety, weight: 40}
sources:
  book: {title: The book, publisher: A house, revised: 2025-01, reviewed: 2026-11-22,
    via: an excerpt, url: "https://example.org/book"}
glossary:
  relapse: New symptoms.
cards:
  - id: first-dose
    ask: How is the first dose given?
    answer: In two halves.
    topic: rates
    tags: [dose, start]
    explain: Because reactions are most frequent then.
    source: book §1
    checked: 2026-11-22
    also:
      - ask: What is the first dose?
        right: {text: Two infusions of 300 mg, why: Two weeks apart.}
        wrong: [{text: One infusion of 600 mg, why: That comes later.},
          {text: A live vaccine, why: No., unsafe: yes}]
  - id: upkeep
    cloze: Maintenance is {{c1::600 mg}} every {{c2::6 months}}.
    topic: rates
    source: book §2
    checked: 2026-11-22
  - id: target
    ask: Which protein is bound?
    type: [CD20, CD20 antigen]
    topic: safety
    source: book §3
    checked: 2026-11-22
  - id: rows
    ask: What kind of antibody is each?
    match: {Rituximab: chimeric, Ocrelizumab: humanised}
    extra: [murine]
    source: book §4
    checked: 2026-11-22
  - id: steps
    ask: In which order?
    order: [Check, Premedicate, Start]
    source: book §5
    checked: 2026-11-22
  - id: rate
    ask: A bag holds {bag} mL and runs for 4 hours. What is the rate?
    given: {bag: [500, 400]}
    calc: bag / 4
    unit: mL/h
    source: book §6
    checked: 2026-11-22
  - ask: Who may sign this draft?
    answer: A clinician.
    source: book §7
    checked: 2026-11-22
cases:
  - id: first-day
    title: the first infusion
    story: A woman arrives for her first infusion.
    source: book §8
    checked: 2026-11-22
    topic: safety
    parts:
      - id: cues
        step: recognize-cues
        ask: Which finding matters most?
        right: Fever
        wrong: [A good appetite, A mild headache]
      - id: act
        step: take-action
        ask: What does the nurse do?
        right: {text: Wait and ask, why: Infection first.}
        wrong: [Start at once]
"""


def browser_of(workspace: Workspace) -> Browser:
    """A search over all decks."""
    return Browser(workspace.queries, workspace.today)


def entries(index: Index) -> list[Entry]:
    """All rows."""
    return [index.entry(row) for row in range(len(index))]


def found(workspace: Workspace, query: str) -> list[str]:
    """The ids that a query finds, in order."""
    browser = browser_of(workspace)
    return [str(browser.entry(row).part or "draft") for row in browser.find(query).rows]


def changes_of(workspace: Workspace) -> Changes:
    """The actions on cards, with an open writer."""
    return Changes(workspace)


def answered(
    workspace: Workspace,
    card: str,
    rating: int = 3,
    *,
    part: str | None = None,
    kind: str = "review",
    **more: object,
) -> None:
    """Write one answer."""
    draft = Draft(kind=kind, card=card, part=part, rating=rating, target=0.9, **more)  # type: ignore[arg-type]
    workspace.open_store().append([draft])


FLASH, GAP = Part("first-dose"), Part("upkeep", "c1")
