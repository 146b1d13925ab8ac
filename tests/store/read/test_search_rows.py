"""What a search reads: the texts beside the cards, what is known, the answers and notes that
count.
"""

from __future__ import annotations

from pathlib import Path

from learnms.store.deck_cache.parsed import ParsedCard, ParsedFile, ParsedPart
from learnms.store.deck_cache.refresh import refresh
from learnms.store.read.search_rows import AnswerRow, SearchRows
from learnms.store.sqlite.connection import open_writer
from learnms.study.event import Draft, Part
from tests.factories.store import MONDAY, Clock, answer, open_store, review


def parsed(path: str) -> ParsedFile:
    part = ParsedPart("c1", "key", "wording", "What about it?")
    cards = [
        ParsedCard(
            0,
            "card-a",
            {"line": 3},
            ("nurse",),
            "rates",
            [part],
            text="card-a what about it?",
            tags=("Dose", "Rate"),
            kinds=("cloze",),
        ),
        ParsedCard(1, None, {"line": 9}, text="a draft", kinds=("flashcard",)),
        ParsedCard(2, "case-b", {"case": {"parts": []}}, text="a case", kinds=("single",)),
    ]
    return ParsedFile(
        path,
        f"digest of {path}",
        True,
        "deck",
        "A deck",
        {"topics": [["rates", "Rates", 60], ["rest", "The rest", None]]},
        [],
        cards,
    )


def test_cards_bodies_and_shelves(tmp_path: Path) -> None:
    file = tmp_path / "a.yaml"
    file.write_text("a", "utf-8")
    opened = open_writer(tmp_path / "home")
    try:
        refresh(opened.connection, [file], parsed, writable=True, today=MONDAY)
        browsing = SearchRows(opened.session)
        (card,) = browsing.cards(str(file))

        assert [(deck.deck_id, deck.title, deck.topics) for deck in browsing.decks()] == [
            ("deck", "A deck", {"rates": "Rates", "rest": "The rest"})
        ]
        assert (card.card, card.part, card.topic, card.prompt, card.text) == (
            "card-a",
            "c1",
            "rates",
            "What about it?",
            "card-a what about it?",
        )
        assert (card.tags, card.kinds) == ("|dose|rate|", "|cloze|")
        assert [(body.card, body.text) for body in browsing.bodies()] == [
            (None, "a draft"),
            ("case-b", "a case"),
        ]
        assert browsing.last_seen(Part("card-a", "c1")) == ("What about it?", "deck")
        assert browsing.last_seen(Part("card-a")) is None
        assert browsing.memories() == {}
    finally:
        opened.close()


def test_answers_that_count_oldest_first(tmp_path: Path) -> None:
    clock = Clock()
    store = open_store(tmp_path, clock)
    browsing = SearchRows(store.session)
    answer(store, rating=1)
    answer(store, rating=3)
    store.undo(clock.day)
    clock.forward(days=1)
    store.append(
        [
            Draft(kind="practice", card="card-a", rating=3, points=1.0, max_points=2.0),
            Draft(kind="reset", card="card-a"),
            review(part="x", rating=4),
        ]
    )
    today = clock.day

    assert [(day, list(answers)) for day, answers in browsing.answers(today)] == [
        (MONDAY, [AnswerRow("card-a", 1, True)]),
        (
            today,
            [
                AnswerRow("card-a", 3, True),
                AnswerRow("card-a", None, False),
                AnswerRow("card-a#x", 4, False),
            ],
        ),
    ]
    store.close()


def test_answers_and_notes_go_with_a_renamed_part(tmp_path: Path) -> None:
    clock = Clock()
    store = open_store(tmp_path, clock)
    browsing = SearchRows(store.session)
    answer(store, rating=1)
    store.append([Draft(kind="note", card="card-a", data={"text": "old"})])
    answer(store, "card-b", 3)
    store.append([Draft(kind="relink", data={"pairs": [["card-a", None, "card-b", None]]})])

    assert [
        sorted((row.part, row.rating or 0) for row in answers)
        for _, answers in browsing.answers(clock.day)
    ] == [[("card-b", 1), ("card-b", 3)]]
    assert browsing.notes(clock.day) == {("card-b", ""): "old"}
    store.close()


def test_the_latest_note_counts_and_an_empty_one_takes_it_away(tmp_path: Path) -> None:
    clock = Clock()
    store = open_store(tmp_path, clock)
    browsing = SearchRows(store.session)
    for text in ("first", "second"):
        store.append([Draft(kind="note", card="card-a", data={"text": text})])
    assert browsing.notes(clock.day) == {("card-a", ""): "second"}

    store.undo(clock.day)
    assert browsing.notes(clock.day) == {("card-a", ""): "first"}
    store.append([Draft(kind="note", card="card-a", data={"text": ""})])
    assert browsing.notes(clock.day) == {}
    store.close()


def test_what_is_known_of_all_and_of_one(tmp_path: Path) -> None:
    file = tmp_path / "a.yaml"
    file.write_text("a", "utf-8")
    store = open_store(tmp_path)
    refresh(store.connection, [file], parsed, writable=True, today=MONDAY)
    browsing = SearchRows(store.session)
    answer(store, part="c1")
    answer(store, "card-b")

    assert {part: key for part, (_, key) in browsing.memories().items()} == {
        Part("card-a", "c1"): "key",
        Part("card-b"): None,
    }
    assert [part.card for part in browsing.memories(Part("card-b"))] == ["card-b"]
    assert browsing.memories(Part("card-c")) == {}
    assert [part.card for part in browsing.other_memories()] == ["card-b"]
    (card,) = browsing.cards(str(file))
    assert card.memory is not None
    assert card.memory.reps == 1
    store.close()
