"""Decks for papers: one with a card of every kind, one with weighted topics and a case."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from learnms.engine.workspace import Workspace
from tests.conftest import Clock
from tests.factories import decks

EVERY_KIND = decks.deck(
    decks.TYPED,
    decks.SINGLE,
    decks.SELECT_ALL,
    decks.SELECT_N,
    decks.TRUE_FALSE,
    decks.CALCULATION,
    decks.ORDER,
    decks.MATCH,
    decks.MATRIX_ONE,
    decks.MATRIX_ANY,
    decks.GROUPS,
    decks.DROPDOWN,
    decks.RATIONALE,
    decks.HIGHLIGHT,
    decks.BOWTIE,
    decks.SELF,
    decks.EXHIBIT,
)
HEAD = """
deck: "Weights: <b>&</b>"
id: weights
topics:
  big: {title: The big topic, weight: 60}
  middle: {title: The middle topic, weight: 30}
  small: {title: The small topic, weight: 10}
sources:
  book: {title: The book}
cards:
"""


def card(topic: str, number: int) -> str:
    """A question of a topic."""
    return f"""
  - id: {topic}-{number:02d}
    ask: Question {number} on the {topic} topic?
    right: {{text: right {number}, why: It is right.}}
    wrong: [wrong {number}, other {number}, another {number}]
    topic: {topic}
    level: apply
    source: book §{number}
    checked: 2026-11-22
"""


CASES = """
cases:
  - id: case-one
    title: The first infusion
    story: A 34-year-old arrives.
    topic: small
    exhibit:
      Vitals: "BP 118/74"
    source: book §1
    checked: 2026-11-22
    parts:
      - {id: part-a, step: recognize-cues, ask: First?, right: yes it is, wrong: [no, never]}
      - {id: part-b, step: take-action, story: She flushes., ask: Then?, right: stop, wrong: [go]}
"""
WEIGHTS = HEAD + "".join(card(topic, n) for topic in ("big", "middle", "small") for n in range(20))


@pytest.fixture
def workspace_of(tmp_path: Path, clock: Clock) -> Iterator[Callable[[str], Workspace]]:
    """Opens a workspace on a deck with this text."""
    opened: list[Workspace] = []

    def start(text: str) -> Workspace:
        path = tmp_path / "deck.yaml"
        path.write_text(text, "utf-8")
        workspace = Workspace(tmp_path / "home", [str(path)], clock)
        opened.append(workspace)
        return workspace

    yield start
    for workspace in opened:
        workspace.close()
