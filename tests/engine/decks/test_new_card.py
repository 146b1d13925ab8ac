"""The form of a new card: its rows by kind, what is missing, and the fields that it makes."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from learnms.decks.check import check
from learnms.decks.deck_file import as_yaml
from learnms.engine.decks.new_card import (
    KINDS,
    MOST_OPTIONS,
    DeckChoices,
    NewCard,
    card_form,
    deck_choices,
    fields_of,
    problem,
)
from learnms.errors import UsageError
from learnms.paths import DeckFile

TODAY = date(2026, 11, 22)
CHOICES = DeckChoices("Ward", (("uspi", "The label"),), (("doses", "Doses"),))
WHOLE: dict[str, NewCard] = {
    "flashcard": NewCard(question="Who?", right=("She",)),
    "single": NewCard("single", "Who?", ("She | It is her turn",), ("He", "They | No")),
    "select-all": NewCard("select-all", "Who?", ("She", "We"), ("He",)),
    "true-false": NewCard("true-false", "She does.", is_true=False),
    "typed": NewCard("typed", "Who?", ("She", "she herself")),
    "cloze": NewCard("cloze", "It is {{c1::600 mg}}."),
}


def names(card: NewCard) -> list[str]:
    return [row.name for row, _, _ in card_form(card, CHOICES).lines()]


@pytest.mark.parametrize("kind", [kind for kind, _ in KINDS])
def test_what_the_form_makes_is_a_card_that_checks_clean(kind: str, tmp_path: Path) -> None:
    card = replace(
        WHOLE[kind], explain="So: it is.", source="uspi", place="§2", checked=True, topic="doses"
    )
    fields: dict[str, Any] = {"id": "some-card", **fields_of(card, TODAY)}
    deck = {
        "deck": "Ward",
        "id": "ward",
        "topics": {"doses": "Doses"},
        "sources": {"uspi": {"title": "U"}},
        "cards": [fields],
    }
    path = tmp_path / "ward.yaml"
    path.write_text(as_yaml(deck), "utf-8")

    checked = check([DeckFile(str(path), "ward.yaml", named=True)], TODAY)
    assert not checked.errors
    read = checked.loaded[0].read
    assert read is not None
    (form,) = read.deck.cards[0].forms
    assert form.kind == kind
    assert form.notes.checked == TODAY
    assert problem(card) == ""


def test_reasons_stand_behind_a_bar() -> None:
    fields = fields_of(WHOLE["single"], TODAY)

    assert fields["right"] == {"text": "She", "why": "It is her turn"}
    assert fields["wrong"] == ["He", {"text": "They", "why": "No"}]
    assert "source" not in fields
    assert "checked" not in fields


@pytest.mark.parametrize(
    ("card", "missing"),
    [
        (NewCard(), "question"),
        (NewCard("true-false"), "statement"),
        (NewCard(question="Who?"), "answer"),
        (NewCard("single", "Who?", ("She",)), "wrong option"),
        (NewCard("select-all", "Who?", (), ("He",)), "right option"),
        (NewCard("cloze", "It is 600 mg."), "braces"),
    ],
)
def test_what_is_missing_is_named(card: NewCard, missing: str) -> None:
    assert missing in problem(card)


def test_a_list_has_one_more_row_than_is_filled_and_loses_those_that_are_emptied() -> None:
    card = WHOLE["single"]
    form = card_form(card, CHOICES)

    assert [name for name in names(card) if "-" in name] == [
        "right-0",
        "wrong-0",
        "wrong-1",
        "wrong-2",
    ]
    emptied = form.row("wrong-0").put("")  # type: ignore[attr-defined]
    assert emptied.wrong == ("They | No",)
    full = replace(card, wrong=tuple("abcdefghi"))
    assert len([name for name in names(full) if name.startswith("wrong")]) == MOST_OPTIONS


def test_place_and_check_are_asked_only_of_a_source() -> None:
    assert not {"place", "checked"} & set(names(NewCard()))
    assert {"place", "checked"} <= set(names(NewCard(source="uspi")))
    assert not {"source", "topic"} & {
        row.name for row, _, _ in card_form(NewCard(), DeckChoices("Ward")).lines()
    }


def test_the_next_card_is_empty_but_for_what_cards_share() -> None:
    card = replace(WHOLE["typed"], source="uspi", checked=True, topic="doses", place="§2")

    assert card.next() == NewCard("typed", source="uspi", checked=True, topic="doses")
    assert card.next().is_same(NewCard())
    assert not card.is_same(NewCard())


def test_a_file_that_is_no_deck_takes_no_card(tmp_path: Path) -> None:
    path = tmp_path / "ward.yaml"
    path.write_text("- a\n", "utf-8")

    with pytest.raises(UsageError, match="No card can be added"):
        deck_choices(str(path))
