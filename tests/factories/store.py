"""Homes, clocks, decks and drafts for the tests of the store."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from learnms.store.deck_cache.parsed import ParsedCard, ParsedFile, ParsedPart, digest_of
from learnms.store.deck_cache.refresh import RefreshReport, refresh
from learnms.store.log.writer import Store
from learnms.store.read.library import LibraryQueries
from learnms.store.read.memory import MemoryQueries
from learnms.store.sqlite.connection import DatabaseHandle
from learnms.study.event import Draft, Event, Part
from learnms.study.memory import Memory

MONDAY = date(2026, 11, 23)
NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
ROOT = Path(__file__).resolve().parents[2]


class Clock:
    """A clock that stands still until a test moves it."""

    def __init__(self, at: datetime = NOON) -> None:
        self.at = at

    def __call__(self) -> datetime:
        return self.at

    def forward(self, **by: float) -> None:
        self.at += timedelta(**by)

    @property
    def day(self) -> date:
        return (self.at - timedelta(hours=4)).date()


def open_store(
    home: Path, clock: Clock | None = None, opened: DatabaseHandle | None = None
) -> Store:
    return Store.open(home, clock or Clock(), opened)


def review(card: str = "card-a", rating: int = 3, *, part: str | None = None, **more: Any) -> Draft:
    return Draft(kind="review", card=card, part=part, rating=rating, target=0.9, **more)


def answer(store: Store, card: str = "card-a", rating: int = 3, **more: Any) -> Event:
    """One review, written."""
    return store.append([review(card, rating, **more)])[0]


def memory(store: Store, card: str = "card-a", part: str | None = None) -> Memory:
    return MemoryQueries(store.session).memory(Part(card, part))


def memory_rows(store: Store) -> list[tuple[Any, ...]]:
    """The memory table byte for byte."""
    return store.connection.execute(
        "SELECT * FROM memory ORDER BY learner_id, card, part"
    ).fetchall()


def counted_rows(store: Store) -> dict[bytes, tuple[str | None, str | None]]:
    """The derived card and part of every event that counts, by its id."""
    return {
        ident: (card, part)
        for ident, card, part in store.connection.execute("SELECT id, card, part FROM counted")
    }


def event_rows(store: Store) -> list[tuple[Any, ...]]:
    """The log byte for byte."""
    return store.connection.execute("SELECT * FROM event ORDER BY id").fetchall()


def run_python(script: str, *words: str, check: bool = True) -> subprocess.CompletedProcess[str]:
    """Run a script in a process of its own."""
    return subprocess.run(
        [sys.executable, "-c", script, *words],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=check,
    )


def deck(path: Path, *cards: dict[str, Any], deck_id: str | None = None) -> str:
    """Write a deck that `CountingParser` reads; a card is `card(...)`."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps({"id": deck_id or path.stem, "cards": cards}))
    return str(path)


def card(
    ident: str | None,
    *parts: str | None,
    keys: Sequence[str] = (),
    audience: Sequence[str] = (),
    was: Sequence[str] = (),
) -> dict[str, Any]:
    """A card with these parts; without any it is asked as a whole."""
    return {
        "id": ident,
        "parts": list(parts) or [None],
        "keys": list(keys),
        "audience": list(audience),
        "was": list(was),
    }


class CountingParser:
    """A deck loader for the files that `deck` writes, which remembers the files it read."""

    def __init__(self) -> None:
        self.calls: list[str] = []

    def __call__(self, path: str) -> ParsedFile:
        self.calls.append(Path(path).name)
        data = Path(path).read_bytes()
        stem = Path(path).stem
        try:
            content = json.loads(data)
        except ValueError:
            problem = {"code": "LM001", "severity": "error", "message": "not a deck"}
            return ParsedFile(path, digest_of(data), False, stem, stem, {}, [problem])
        cards = [self._card(position, fields) for position, fields in enumerate(content["cards"])]
        return ParsedFile(
            path,
            digest_of(data),
            True,
            content["id"],
            f"Deck {content['id']}",
            {"version": "1"},
            [],
            cards,
        )

    def _card(self, position: int, fields: dict[str, Any]) -> ParsedCard:
        ident, keys = fields["id"], dict(enumerate(fields["keys"]))
        parts = [
            ParsedPart(part, keys.get(rank), None, f"What about {ident} {part}?")
            for rank, part in enumerate(fields["parts"])
        ]
        return ParsedCard(
            position,
            ident,
            {"ask": ident},
            tuple(fields["audience"]),
            None,
            parts if ident else (),
            tuple(fields["was"]),
        )


def load(
    opened: DatabaseHandle, parser: CountingParser, *files: str, explicit: Sequence[str] = ()
) -> RefreshReport:
    return refresh(
        opened.connection, files, parser, writable=opened.writable, today=MONDAY, explicit=explicit
    )


def age(*files: str | Path) -> None:
    """Make files look as if they had been written an hour ago, at a time that is never the same
    twice.
    """
    for file in files:
        an_hour_ago = time.time_ns() - 3_600_000_000_000
        os.utime(file, ns=(an_hour_ago, an_hour_ago))


def cards(opened: DatabaseHandle) -> list[str]:
    return [part.part.card for part in LibraryQueries(opened.session).parts()]
