"""Anki packages out: Anki itself opens what is written, and an import gives the decks back."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from anki.collection import Collection

from learnms.decks.deck_file import as_yaml
from learnms.decks.load import Sources, load
from learnms.decks.model import Deck
from learnms.exchange.anki.read import read
from learnms.exchange.anki.write import write
from learnms.kinds.response import Pick
from tests.factories.anki_packages import imported
from tests.factories.decks import ALL_KINDS, CASE, SHAPES
from tests.factories.decks import deck as deck_text

MORE = """
  - id: blanks-9a
    cloze: |
      Give **{{c1::600 mg::dose}}** (not {{c4::1,200 mg}}) every \\{{six\\}} {{c2::months}};
      again {{c1::600 mg}} <b>.
    explain: |
      - Two
      - *lines*
    source: [uspi §2.2 (box), uspi]
    topic: dose
    region: [us]
    tags: [dose, late dose]
    priority: core
    also:
      - part: c2
        ask: How often?
        answer: Every six months
      - part: c1
        ask: Which dose?
        type: [600 mg, 600 milligrams]
        explain: Only here.
  - id: typed-blank-9b
    cloze: It binds {{c1::CD20}}.
    typed: yes
    source: uspi §12.1
  - id: both-ways-9c
    ask: HBcAb
    answer: "Hepatitis B core antibody & <more>"
    reverse: yes
    hint: A marker.
    exhibit:
      Labs: |
        | Test | Result |
        |---|---|
        | HBsAg | negative |
    source: uspi §2.1
  - id: last-9d
    ask: Which one?
    right: {text: "This, <i>", why: Because.}
    wrong: [{text: That, unsafe: yes, why: Never.}, Both of them]
    last: Both of them
    source: uspi §1
"""


def deck_of(path: Path, text: str) -> Deck:
    path.write_text(text, encoding="utf-8")
    read_deck = load(path, path.name, Sources(), None).read
    assert read_deck is not None
    return read_deck.deck


@pytest.fixture(scope="module")
def deck(tmp_path_factory: pytest.TempPathFactory) -> Deck:
    """A deck with a card of every kind, other forms, a topic, and a case."""
    text = deck_text(*ALL_KINDS, MORE, *SHAPES).replace(
        "cards:", "topics: {dose: The dose}\ncards:"
    )
    deck = deck_of(tmp_path_factory.mktemp("deck") / "dosing.yaml", text + CASE)
    assert deck.card_count == len(deck.cards)
    assert deck.cases
    return deck


@pytest.fixture(scope="module")
def package(deck: Deck, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("package") / "dosing.apkg"
    write([deck], path)
    return path


@pytest.fixture
def collection(tmp_path: Path) -> Iterator[Collection]:
    collection = Collection(str(tmp_path / "c.anki2"))
    yield collection
    collection.close()


def back(package: Path, folder: Path) -> Deck:
    """The deck that an import makes of a package."""
    bank = read(package)
    fields = {"deck": bank.title, "id": "back", "topics": bank.topics, "sources": bank.sources}
    return deck_of(folder / "back.yaml", as_yaml({**fields, "cards": bank.cards}))


def options(form: Any) -> Any:
    """What a form asks, without the order in which its options are written."""
    asks: list[Any] = []
    for part, ask in form.compiled.asks:
        response = ask.response
        if isinstance(response, Pick):
            groups = tuple(
                (frozenset(group.options), group.limit, group.rule, _last(group))
                for group in response.groups
            )
            asks.append((part, ask.prompt, groups))
        else:
            asks.append((part, ask.prompt, response, ask.full))
    return form.kind, form.part, asks


def _last(group: Any) -> Any:
    return None if group.last is None else group.options[group.last]


HELD = ("flashcard", "cloze", "typed", "single", "select-all", "select-n", "true-false", "order")


def test_a_round_trip_keeps_id_key_explanation_and_source(
    deck: Deck, package: Path, tmp_path: Path
) -> None:
    again = {card.id: card for card in back(package, tmp_path).cards}
    compared = 0
    for card in deck.cards:
        own = again[card.id].forms[0]
        notes = card.forms[0].notes
        assert (own.notes.sources, own.notes.hint) == (notes.sources, notes.hint)
        assert (again[card.id].priority, again[card.id].region) == (card.priority, card.region)
        if card.forms[0].kind in (*HELD, "teach-back"):
            compared += 1
            assert own.compiled.keys == card.forms[0].compiled.keys
            assert [options(form) for form in again[card.id].forms] == [
                options(form) for form in card.forms
            ]
            assert own.notes.explain == notes.explain
            assert own.notes.exhibit == notes.exhibit
            assert again[card.id].topic == ("the-dose" if card.topic else None)
    assert compared == 14


def test_anki_opens_the_package(deck: Deck, package: Path, collection: Collection) -> None:
    forms = sum(len(card.forms) for card in deck.cards) + sum(len(c.parts) for c in deck.cases)
    assert imported(collection, package)["new"] == forms == collection.note_count()
    names = {entry.name for entry in collection.decks.all_names_and_ids()}
    assert names == {"Default", "Dosing and schedule", "Dosing and schedule::The dose"}
    (found,) = collection.find_notes('"deck:Dosing and schedule::The dose" note:learnms-cloze')
    note = collection.get_note(found)
    assert sorted(card.ord for card in note.cards()) == [0, 1, 3]
    assert note["Text"].startswith(
        "Give <strong>{{c1::600 mg::dose}}</strong> (not {{c4::1,200 mg}})"
    )
    assert "&lt;b&gt;" in note["Text"]
    assert set(note.tags) == {"dose", "late-dose", "priority::core", "region::us"}
    first = next(card for card in note.cards() if card.ord == 0)
    shown = re.sub(r"<[^>]+>", "", first.question())
    assert "[dose]" in shown
    assert "{{six}}" in shown.replace("&#123;", "{").replace("&#125;", "}")
    assert "1,200 mg" in shown
    assert "600 mg" not in shown


def test_a_question_shows_letters_in_front_and_rationales_behind(
    package: Path, collection: Collection
) -> None:
    imported(collection, package)
    (card_id,) = collection.find_cards('"Question:What must be known before the first dose?"')
    card = collection.get_card(card_id)
    front, behind = card.question(), card.answer()
    assert '<ol type="A"><li>' in front
    assert "Reactivation can be fatal" not in front
    assert "✓ Hepatitis B serology" in behind
    assert "Reactivation can be fatal" in behind
    assert 'class="unsafe"' in behind
    assert "Source: uspi §2.1 (OCREVUS prescribing information)" in behind


def test_a_second_import_updates_and_does_not_duplicate(
    deck: Deck, collection: Collection, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    small = replace(deck, cards=deck.cards[:4], cases=())
    for day, about in ((1, "as it was"), (2, "changed")):
        monkeypatch.setenv("LEARNMS_NOW", f"2026-11-0{day}T09:00:00+00:00")
        card = small.cards[0]
        own = card.forms[0]
        form = replace(own, notes=replace(own.notes, explain=about))
        changed = replace(card, forms=(form, *card.forms[1:]))
        path = tmp_path / f"{day}.apkg"
        write([replace(small, cards=(changed, *small.cards[1:]))], path)
        counts = imported(collection, path)
        expected = {"new": 4} if day == 1 else {"new": 0, "updated": 4, "conflicting": 0}
        assert counts | expected == counts
    assert collection.note_count() == 4
    assert len(collection.find_notes("Explanation:changed")) == 1
    assert not collection.find_notes("Explanation:*was*")


def test_what_anki_cannot_hold_is_said(deck: Deck, tmp_path: Path) -> None:
    losses = write([deck], tmp_path / "a.apkg")
    texts = [f"{item}: {text}" for item, text in losses]
    for part in (
        "bowtie",
        "matrix-one",
        "does not score",
        "glossary",
        "`checked`",
        "single questions",
    ):
        assert any(part in text for text in texts), part
    assert any("numbers are the same each time" in text for text in texts)


def test_a_deck_without_cards_and_an_existing_file(tmp_path: Path) -> None:
    path = tmp_path / "a.apkg"
    assert write([Deck("empty", "Empty::deck")], path) == []
    assert read(path).cards == []
    with pytest.raises(FileExistsError):
        write([Deck("empty", "Empty")], path)
