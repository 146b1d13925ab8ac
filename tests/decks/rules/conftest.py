"""Decks whose advice is looked at: each card is a few lines, and two codes that every short card
has are left out.
"""

from __future__ import annotations

from collections.abc import Callable
from textwrap import indent

import pytest

from learnms.syntax.finding import Finding
from tests.factories.deck_files import Folder

HEAD = """\
deck: Ward
id: ward
{head}sources: {{book: {{title: The book}}}}
cards:
"""
SHORT = ("LM316", "LM705")

Advised = Callable[..., list[Finding]]


def card(lines: str, number: int = 0) -> str:
    """A card of these lines, with an id and a source."""
    return f"- id: card-{number}\n{indent(lines.strip(chr(10)), '  ')}\n  source: book §1\n"


def single(right: str, *wrong: str, ask: str = "What does the nurse give first?") -> str:
    """A single-best question; every text is quoted."""
    listed = ", ".join(f'"{text}"' for text in wrong)
    return f'ask: "{ask}"\nright: "{right}"\nwrong: [{listed}]'


@pytest.fixture
def advised(folder: Folder) -> Advised:
    def advice(*cards: str, head: str = "", toml: str = "", every: bool = False) -> list[Finding]:
        """The findings about a deck of these cards, in the order of their places."""
        text = HEAD.format(head=head) + "".join(card(c, n) for n, c in enumerate(cards))
        folder.write("deck.yaml", text)
        folder.write("learnms.toml", toml)
        findings = folder.advised("deck.yaml").findings
        assert all(finding.severity != "error" for finding in findings), findings
        return [finding for finding in findings if every or finding.code not in SHORT]

    return advice


@pytest.fixture
def codes(advised: Advised) -> Callable[..., list[str]]:
    def found(*cards: str, **more: str) -> list[str]:
        return [finding.code for finding in advised(*cards, **more)]

    return found
