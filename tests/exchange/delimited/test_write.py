from __future__ import annotations

import csv
from pathlib import Path

import pytest

from learnms.decks.load import Sources, load
from learnms.decks.model import Deck
from learnms.exchange.delimited.write import write
from learnms.paths import deck_files, shipped_decks
from tests.factories.every_kind import deck_of_text, every_kind, written_and_read

FITTING = {
    "flashcard", "cloze", "typed", "single", "select-all", "select-n", "true-false", "order",
    "teach-back",
}  # fmt: skip


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_every_kind_comes_back_or_is_said(tmp_path: Path) -> None:
    deck = every_kind()
    back, losses = written_and_read(deck, "csv", tmp_path / "deck.csv")
    lost = {loss.item for loss in losses if "no columns for `" in loss.text}
    by_id = {card.id: card for card in back.cards}
    for card in deck.cards:
        if card.forms[0].kind not in FITTING:
            assert card.id in lost
            continue
        own, other = card.forms[0], by_id[card.id].forms[0]
        assert (own.kind, own.compiled.keys) == (other.kind, other.compiled.keys)
        assert str(own.compiled.asks).replace("last=2", "last=None") == str(other.compiled.asks)
        assert (own.notes.explain, own.notes.hint) == (other.notes.explain, other.notes.hint)
        assert own.notes.sources == other.notes.sources
        assert card.tags == by_id[card.id].tags
    assert {source.title for source in back.sources} == {source.title for source in deck.sources}
    assert {card.forms[0].kind for card in back.cards} == FITTING


@pytest.mark.parametrize("stem", ["07-infusion-reactions", "16-patients-your-visits"])
def test_shipped_decks_keep_keys_rationales_and_sources(tmp_path: Path, stem: str) -> None:
    [file] = [file for file in deck_files([str(shipped_decks())]) if Path(file.path).stem == stem]
    loaded = load(Path(file.path), file.shown, Sources(), None)
    assert loaded.read is not None
    deck = loaded.read.deck
    back, _ = written_and_read(deck, "csv", tmp_path / "deck.csv")
    by_id = {card.id: card for card in back.cards}
    fitting = [card for card in deck.cards if card.forms[0].kind in FITTING]
    assert len(fitting) > 15
    for card in fitting:
        own, other = card.forms[0], by_id[card.id].forms[0]
        assert own.compiled.keys == other.compiled.keys
        assert own.notes.explain == other.notes.explain
        assert own.notes.sources == other.notes.sources


def deck(cards: str) -> Deck:
    return deck_of_text(f"deck: D\nid: deck-id\ncards:\n{cards}")


def test_keys_that_look_like_options_are_written_in_words(tmp_path: Path) -> None:
    card = "- {id: how-many, ask: How many?, right: '3', wrong: ['2', '1', '4']}\n"
    back, losses = written_and_read(deck(card), "csv", tmp_path / "a.csv")
    assert back.cards[0].forms[0].compiled == deck(card).cards[0].forms[0].compiled
    assert losses == []


def test_rationales_and_unsafe_options_have_columns_where_there_are_any(tmp_path: Path) -> None:
    card = (
        "- {id: a-card, ask: Q, right: R, wrong: [{text: W, why: Not so., unsafe: yes}]}\n"
        "- {id: b-card, ask: Q, answer: A}\n"
    )
    write([deck(card)], tmp_path / "a.csv")
    first, second = rows_of(tmp_path / "a.csv")
    assert (first["correct"], first["why_2"], first["unsafe"]) == ("1", "Not so.", "2")
    assert (second["kind"], second["answer"], second["unsafe"]) == ("flashcard", "A", "")
    back, _ = written_and_read(deck(card), "csv", tmp_path / "b.csv")
    assert back.cards[0].forms[0] == deck(card).cards[0].forms[0]


def test_several_decks_are_one_table(tmp_path: Path) -> None:
    first = deck("- {id: a-card, ask: Q, answer: A}\n")
    losses = write([first, every_kind()], tmp_path / "a.csv")
    assert rows_of(tmp_path / "a.csv")[0]["id"] == "a-card"
    assert ("every-kind", True) in {(loss.item, "`checked`" in loss.text) for loss in losses}
