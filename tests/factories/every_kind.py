"""A deck with a card of every kind, and writing a bank and reading it back."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from learnms.decks.load import load_text
from learnms.decks.template import template
from learnms.exchange.formats import BY_NAME, recognize
from learnms.exchange.imported_deck import deck_of

if TYPE_CHECKING:
    from pathlib import Path

    from learnms.decks.model import Deck
    from learnms.exchange.bank import Loss


def deck_of_text(text: str) -> Deck:
    """The deck of a text without errors."""
    loaded = load_text(text, "deck.yaml")
    assert loaded.read is not None, loaded.findings
    assert len(loaded.read.deck.cards) == loaded.read.deck.card_count, loaded.findings
    return loaded.read.deck


def every_kind() -> Deck:
    """The deck that `learnms new` writes: it has all the kinds."""
    return deck_of_text(template("Every kind", "every-kind", date(2026, 11, 22)))


def written_and_read(deck: Deck, name: str, path: Path) -> tuple[Deck, list[Loss]]:
    """A deck after its way through a format, and what was lost on the way there and back."""
    losses = BY_NAME[name].write([deck], path)
    assert recognize(path) == name
    back = deck_of(BY_NAME[name].read(path), deck.id)
    return back.deck, [*losses, *back.losses]
