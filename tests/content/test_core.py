"""What matters comes first, in the order in which a nurse or a patient needs it."""

from __future__ import annotations

import pytest

from learnms.decks.model import MOST_PRIMER_LINES, PRIORITIES
from tests.content.core import first_cards, name_documents
from tests.content.library import audience, decks, forms

DOCUMENTS = 0.03
"""The share of questions that may name a document: those about a difference between regions."""


@pytest.mark.parametrize(("role", "least", "most"), [("nurse", 38, 46), ("patient", 13, 17)])
def test_the_core_is_a_few_days_of_new_cards(role: str, least: int, most: int) -> None:
    core = [
        card.id
        for deck in decks()
        if audience(deck) == role
        for card in deck.cards
        if card.priority == "core"
    ]

    assert least <= len(core) <= most, core


def test_extra_is_for_enthusiasts_and_standard_is_the_course() -> None:
    nurse = [card for deck in decks() if audience(deck) == "nurse" for card in deck.cards]
    standard = [card for card in nurse if card.priority == "standard"]

    assert 180 <= len(standard) <= 260


@pytest.mark.parametrize("who", ["student", "patient"])
@pytest.mark.parametrize("region", ["us", "eu", "all"])
def test_a_new_learner_meets_the_core_first_deck_after_deck(who: str, region: str) -> None:
    queue = first_cards(who, region)
    place = {
        card.id: (PRIORITIES.index(card.priority), deck.order or 0, number)
        for deck in decks()
        for number, card in enumerate(deck.cards)
    }

    assert [card.id for card in queue] == sorted(
        (card.id for card in queue), key=lambda ident: place[ident]
    )
    assert queue[0].priority == "core"


def test_core_cards_stand_first_in_their_file() -> None:
    for deck in decks():
        is_core = [card.priority == "core" for card in deck.cards]

        assert is_core == sorted(is_core, reverse=True), deck.id


def test_every_deck_has_a_place_of_its_own_an_introduction_and_a_glossary() -> None:
    orders = [deck.order for deck in decks()]

    assert None not in orders
    assert len(set(orders)) == len(orders)
    for deck in decks():
        assert deck.primer, deck.id
        assert len(deck.primer.strip().splitlines()) <= MOST_PRIMER_LINES, deck.id
        assert len(deck.glossary) >= 8, deck.id


def test_nurses_decks_come_before_those_of_patients_and_safety_before_science() -> None:
    order = {deck.id: deck.order or 0 for deck in decks()}

    assert max(order[deck.id] for deck in decks() if audience(deck) == "nurse") < min(
        order[deck.id] for deck in decks() if audience(deck) == "patient"
    )
    assert order["ocrelizumab-monitoring"] < order["ocrelizumab-infections"]
    assert order["ocrelizumab-infections"] < order["ocrelizumab-how-it-works"]


def test_few_questions_name_a_document() -> None:
    every = sum(len(form.compiled.asks) for deck in decks() for _, form in forms(deck))

    assert len(name_documents()) <= DOCUMENTS * every


def test_every_case_rests_on_something_that_matters() -> None:
    """So that the program can offer it once that is learned."""
    core = {card.id for deck in decks() for card in deck.cards if card.priority == "core"}

    for deck in decks():
        for case in deck.cases:
            tested = {name.partition("#")[0] for part in case.parts for name in part.tests}
            assert tested & core, case.id
