"""How much a card matters, and where its deck stands among the decks."""

from __future__ import annotations

import pytest

from tests.factories.deck_files import HEAD, Folder, question

FLASH = "ask: What is it?", "answer: A protein"


@pytest.mark.parametrize(
    ("line", "priority"),
    [("", "standard"), ("priority: core", "core"), ("priority: extra", "extra")],
)
def test_a_card_has_a_priority(folder: Folder, line: str, priority: str) -> None:
    card = folder.card(question(*FLASH, *filter(None, [line])))

    assert card.priority == priority


@pytest.mark.parametrize(
    ("word", "fix"),
    [
        ("cor", "did you mean `core`?"),
        ("Extra", "did you mean `extra`?"),
        ("high", "write one of these words"),
    ],
)
def test_lm103_a_word_that_is_no_priority(folder: Folder, word: str, fix: str) -> None:
    said = folder.cards(question(*FLASH, f"priority: {word}"))

    assert said.studied == ["good-one"]
    assert said.problems == [
        f"4:13 error LM103 `priority` should be one of core, standard, extra, not `{word}` ({fix})"
    ]


def test_lm104_a_form_has_no_priority_of_its_own(folder: Folder) -> None:
    said = folder.cards(question(*FLASH, "also: [{ask: x, answer: y, priority: core}]"))

    assert [problem.split("`")[1] for problem in said.problems] == ["priority"]
    assert "belongs to the card as a whole" in said.problems[0]


@pytest.mark.parametrize(("text", "order"), [("20", 20), ("0", 0), ("-3", -3), ('"07"', 7)])
def test_a_deck_has_a_place_among_the_decks(folder: Folder, text: str, order: int) -> None:
    deck = folder.read(f"order: {text}\n{HEAD}{question(*FLASH)}").deck

    assert deck.order == order


def test_without_a_number_a_deck_has_none(folder: Folder) -> None:
    assert folder.read(HEAD + question(*FLASH)).deck.order is None


@pytest.mark.parametrize("text", ["first", "1.5", "2026-11-22"])
def test_lm103_an_order_that_is_no_whole_number(folder: Folder, text: str) -> None:
    checked = folder.deck(f"order: {text}\n{HEAD}{question(*FLASH)}")

    assert [(found.code, found.line) for found in checked.findings] == [("LM103", 1)]
    assert "`order`" in checked.findings[0].message
