"""QTI in tests: packages, and the deck that an imported bank makes."""

from __future__ import annotations

import zipfile
from datetime import date
from typing import TYPE_CHECKING

from learnms.decks.deck_file import as_yaml
from learnms.decks.load import Sources, load
from learnms.decks.template import template

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from learnms.decks.load import Loaded
    from learnms.decks.model import Deck
    from learnms.exchange.bank import ImportedBank

TODAY = date(2026, 11, 29)


def zipped(path: Path, members: Mapping[str, str | bytes]) -> Path:
    """A package with these files in it."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return path


def deck_in(path: Path) -> Deck:
    """The deck in a file."""
    read = load(path, path.name, Sources(), TODAY).read
    assert read is not None
    return read.deck


def template_deck(folder: Path) -> Deck:
    """The deck that `learnms new` writes, with a card of each kind."""
    path = folder / "template.yaml"
    path.write_text(template("A deck", "a-deck", date(2026, 11, 22)))
    return deck_in(path)


def written_deck(bank: ImportedBank, folder: Path) -> Loaded:
    """The deck file of an imported bank, read again; cards without an id get one."""
    cards = [{"id": f"card-{number}"} | card for number, card in enumerate(bank.cards)]
    fields = {
        "deck": bank.title,
        "id": "imported",
        "topics": {key: {"title": title} for key, title in bank.topics.items()},
        "sources": bank.sources,
        "cards": cards,
    }
    path = folder / "imported.yaml"
    path.write_text(as_yaml({name: value for name, value in fields.items() if value}))
    return load(path, path.name, Sources(), TODAY)
