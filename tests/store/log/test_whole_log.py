"""A replay of the slim rows of the whole log gives the memories of the events themselves."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from fsrs import Card, Scheduler
from fsrs import Rating as FsrsRating

from learnms.errors import StoreError
from learnms.store.log.writer import Store
from learnms.study.day import midnight
from learnms.study.event import Draft, Event, Part
from learnms.study.memory import Memory
from learnms.study.replay import replay
from tests.factories.store import MONDAY, open_store

PARTS = (Part("card-one"), Part("card-one", "part-a"), Part("card-two"), Part("card-three"))
KINDS = (
    *("review",) * 12,
    *("practice", "evidence", "reset", "due", "suspend", "bury", "flag", "note", "session"),
    *("void", "void", "linked", "linked", "relink"),
)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = open_store(tmp_path)
    yield opened
    opened.close()


def _draft(chance: random.Random, log: list[Event]) -> Draft:
    kind = chance.choice(KINDS)
    part, on = chance.choice(PARTS), chance.random() < 0.5
    card, name = part
    about: dict[str, Any] = {"card": card, "part": name}
    answer: dict[str, Any] = {
        "confidence": chance.choice((None, "certain")),
        "points": chance.choice((0.0, 1.0)),
        "max_points": 1.0,
        "form_kind": chance.choice(("single", "typed")),
        "key_hash": chance.choice(("key-a", "key-b")),
    }
    ref = chance.choice(log).id if log else None
    match kind:
        case "review" | "linked":
            day = MONDAY + timedelta(days=9)
            return Draft(
                kind="review",
                **about,
                **answer,
                rating=chance.randint(1, 4),
                target=chance.choice((0.85, 0.9)),
                ref=ref if kind == "linked" else None,
                data={"cap": day.isoformat()} if on else None,
            )
        case "practice" | "evidence":
            return Draft(kind=kind, **about, **answer)
        case "due":
            return Draft(kind="due", **about, due=MONDAY + timedelta(days=5), ref=ref)
        case "void" if ref is not None:
            return Draft(kind="void", ref=ref)
        case "relink":
            return Draft(
                kind="relink",
                card="card-two",
                data={"pairs": [["card-three", None, "card-two", None]]},
            )
        case "suspend" | "bury" | "flag":
            return Draft(kind=kind, **about, data={"on": on})
        case "reset":
            return Draft(kind="reset", **about)
        case _:
            return Draft(kind="note", **about, data={"text": "a note"})


def _memories(store: Store) -> dict[Part, Memory]:
    with store._transaction() as ledger:
        return ledger.memories()


def _log(store: Store) -> list[Event]:
    with store._transaction() as ledger:
        return list(ledger.log())


@pytest.mark.parametrize("seed", range(20))
def test_slim_rows_give_the_memories_of_the_events(store: Store, seed: int) -> None:
    chance = random.Random(seed)
    log: list[Event] = []
    for _ in range(60):
        log += store.append([_draft(chance, log)])
    expected = replay(_log(store), MONDAY)

    assert _memories(store) == expected
    assert store.rebuild() == (len(log), len(expected), 0)
    assert _memories(store) == expected


def test_a_rebuilt_memory_is_that_of_the_scheduler_itself(store: Store) -> None:
    ratings = (3, 3, 1, 4, 2)
    for rating in ratings:
        store.append([Draft(kind="review", card="card-one", rating=rating, target=0.9)])
    store.rebuild()
    bare = Scheduler(learning_steps=(), relearning_steps=(), enable_fuzzing=False)
    card = Card(card_id=1)
    for rating in ratings:
        card, _ = bare.review_card(card, FsrsRating(rating), midnight(MONDAY))
    memory = _memories(store)[Part("card-one")]

    assert (memory.stability, memory.difficulty) == (card.stability, card.difficulty)


def test_a_damaged_day_stops_a_rebuild(store: Store) -> None:
    store.append([Draft(kind="review", card="card-one", rating=3, target=0.9)])
    store.connection.execute("UPDATE event SET study_day = '2026-02-31'")

    with pytest.raises(StoreError, match="is damaged"):
        store.rebuild()
