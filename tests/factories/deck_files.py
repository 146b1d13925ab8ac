"""Deck files that tests write and check, and what came of it in words that a test can compare."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from textwrap import dedent

from learnms.decks.check import Checked, check
from learnms.decks.entry import ReadDeck
from learnms.decks.model import Card
from learnms.paths import DeckFile
from learnms.syntax.finding import Finding

TODAY = date(2026, 11, 22)

HEAD = """\
deck: Ward
id: ward
topics: {basics: Basics, doses: Doses}
sources:
  book: {title: The book, revised: 2025-01}
cards:
"""
HEAD_LINES = HEAD.count("\n")

GOOD = """\
- id: good-one
  ask: What stays in study?
  answer: A good card
  source: book §1
"""


def question(*lines: str) -> str:
    """A card of these lines, with an id and a source."""
    return "- id: one-card\n" + "".join(f"  {line}\n" for line in lines) + "  source: book §1\n"


@dataclass(frozen=True)
class Outcome:
    """What a check said, and which cards can be studied or only be quizzed."""

    problems: list[str]
    studied: list[str]
    drafts: list[str]


def only(*problems: str) -> Outcome:
    """These problems keep their card from study, and no other card."""
    return Outcome(list(problems), ["good-one"], [])


def said(finding: Finding, above: int = 0) -> str:
    """A finding in one line, its place counted from below the lines `above`."""
    fix = f" ({finding.fix})" if finding.fix else ""
    return (
        f"{finding.line - above}:{finding.column} {finding.severity} {finding.code}"
        f" {finding.message}{fix}"
    )


def underlined(finding: Finding, text: str) -> str:
    """The characters that the caret stands under."""
    return text.split("\n")[finding.line - 1][
        finding.column - 1 : finding.column - 1 + finding.length
    ]


class Folder:
    """A folder of deck files. Their cards are as short as a test can make them, so checks give no
    advice on them; `advised` does.
    """

    def __init__(self, root: Path) -> None:
        self.root = root

    def write(self, name: str, text: str) -> Path:
        """Write a file as it stands, line ends and all."""
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode("utf-8"))
        return path

    def check(self, *names: str, today: date = TODAY) -> Checked:
        """Check files of the folder together."""
        return check(self._files(*names), today, advice=False)

    def advised(self, *names: str, today: date = TODAY) -> Checked:
        """Check files of the folder together, with the rules of LM3, LM6, LM7 and LM9."""
        return check(self._files(*names), today)

    def _files(self, *names: str) -> list[DeckFile]:
        return [DeckFile(str(self.root / name), name, named=True) for name in names]

    def deck(self, text: str, today: date = TODAY) -> Checked:
        """Check one deck."""
        self.write("deck.yaml", text)
        return self.check("deck.yaml", today=today)

    def read(self, text: str) -> ReadDeck:
        """Check one deck and return it with its places."""
        read = self.deck(text).loaded[0].read
        assert read is not None
        return read

    def card(self, text: str) -> Card:
        """The only card of a text, which must be without errors."""
        checked = self.deck(HEAD + dedent(text))
        assert checked.findings == (), [said(finding) for finding in checked.findings]
        read = checked.loaded[0].read
        assert read is not None
        (card,) = read.deck.cards
        return card

    def cards(self, text: str, today: date = TODAY) -> Outcome:
        """Check cards, above a good one; places are counted in the text given."""
        checked = self.deck(HEAD + dedent(text) + GOOD, today)
        return outcome(checked, HEAD_LINES)


def outcome(checked: Checked, above: int = 0) -> Outcome:
    """What a check said, and what is left to study."""
    cards = [card for one in checked.loaded if one.read is not None for card in one.read.deck.cards]
    return Outcome(
        [said(finding, above) for finding in checked.findings],
        [card.id or "" for card in cards if not card.is_draft],
        [card.id or f"line {card.line - above}" for card in cards if card.is_draft],
    )
