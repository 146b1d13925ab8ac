"""What a new learner meets first: `python -m tests.content core`."""

from __future__ import annotations

import re
import tempfile
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from learnms.decks.model import PRIORITIES
from learnms.engine.queue.today import waiting
from learnms.engine.workspace import Workspace
from learnms.settings import Settings
from tests.content.library import LIBRARY, audience, decks, forms

if TYPE_CHECKING:
    from learnms.decks.model import Card

NOW = datetime(2026, 12, 1, 9, tzinfo=UTC)
SHOWN = 10
NAMES_A_DOCUMENT = re.compile(
    r"\b(?:labels?|leaflets?|labell?ing|brochures?|prescribing information|product information"
    r"|medication guide|package insert|SmPC|texts?|cop(?:y|ies)|pages?|website|reprint|abstract"
    r"|document|as (?:it is |was )?read)\b",
    re.IGNORECASE,
)


@cache
def first_cards(who: str, region: str = "all") -> tuple[Card, ...]:
    """Every card that a new learner is offered, in the order of the program's own queue."""
    cards = {card.id: card for deck in decks() for card in deck.cards}
    settings = Settings(who=who, region=region)
    with tempfile.TemporaryDirectory() as home:
        workspace = Workspace(Path(home), [str(LIBRARY)], lambda: NOW)
        try:
            queue = waiting(workspace.queries, settings, workspace.today, new=len(cards))
        finally:
            workspace.close()
    return tuple(cards[row.part.card] for row in queue.new)


def name_documents() -> list[tuple[str, str]]:
    """The questions that name a document, each with whose it is."""
    return [
        (ident, ask.prompt)
        for deck in decks()
        for ident, form in forms(deck)
        for _, ask in form.compiled.asks
        if NAMES_A_DOCUMENT.search(ask.prompt)
    ]


def lines() -> str:
    """How many cards matter how much, and the first ones of a nurse and of a patient."""
    return "".join(
        [
            *map(_counted, ("nurse", "patient")),
            f"{len(name_documents())} questions name a document\n",
            *(
                f"\n{who.capitalize()}:\n" + "".join(map(_shown, first_cards(who)[:SHOWN]))
                for who in ("student", "patient")
            ),
        ]
    )


def _counted(role: str) -> str:
    cards = [card for deck in decks() if audience(deck) == role for card in deck.cards]
    numbers = [sum(card.priority == name for card in cards) for name in PRIORITIES]
    return (
        f"{role}: {', '.join(f'{n} {name}' for n, name in zip(numbers, PRIORITIES, strict=True))}\n"
    )


def _shown(card: Card) -> str:
    prompt = " ".join(card.forms[0].compiled.asks[0][1].prompt.split())
    return f"  {card.priority:9}{card.id}: {prompt}\n"
