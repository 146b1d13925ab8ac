"""The decks are as well made as a program can tell."""

from __future__ import annotations

from pathlib import Path

import pytest

from learnms.decks.model import STEPS
from learnms.kinds.response import is_scored
from tests.content.craft import flaws
from tests.content.library import LIBRARY, decks, forms

PATHS = sorted(path for path in LIBRARY.glob("*.yaml") if path.name != "sources.yaml")


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_nothing_falls_short(path: Path) -> None:
    (deck,) = decks(str(path))

    assert flaws(deck, str(path)) == []


def test_there_is_enough_of_everything() -> None:
    library = decks()
    every = [form for deck in library for _, form in forms(deck)]
    cards = [card for deck in library for card in deck.cards]
    cases = [case for deck in library for case in deck.cases]

    assert len(cards) >= 320
    assert sum(is_scored(form.compiled.asks[0][1].response) for form in every) >= 140
    assert sum(form.kind == "calculation" for form in every) >= 14
    assert sum(len(card.forms) > 1 for card in cards) >= len(cards) / 2
    assert len(cases) >= 10
    assert all(tuple(part.form.notes.step for part in case.parts) == STEPS for case in cases)


def test_patients_have_four_short_decks_with_a_glossary_and_something_to_explain() -> None:
    plain = [deck for deck in decks() if deck.audience == ("patient",)]

    assert len(plain) == 4
    for deck in plain:
        assert 15 <= len(deck.cards) <= 25
        assert len(deck.glossary) >= 8
        assert any(form.kind == "teach-back" for _, form in forms(deck))
        assert "emergency number" in deck.disclaimer


def test_every_deck_says_what_is_open() -> None:
    for deck in decks():
        assert "May 2026" in deck.disclaimer, deck.id
        assert "clinician" in deck.disclaimer.casefold(), deck.id
