"""A deck in which there is always another card, and answers to it that are held against the log."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

from learnms.settings import Settings, write_settings

if TYPE_CHECKING:
    import random
    from pathlib import Path

    from tests.end_to_end.terminal import Terminal

Answer = tuple[str, int]
"""A card's id and the rating that it was given."""

QUESTION = r"Question (\S+)\?"
TO_SHOW = rf"{QUESTION}\r\nPress enter to show\.\r\n> "
TO_GRADE = r"Grade: [\s\S]*?\r\n> "
SAVED = "Next on|again today"
RATINGS = (1, 2, 3, 3, 3, 4)


def many_cards(folder: Path, cards: int) -> Path:
    """A deck of so many cards in a folder, in whose `home` a student is known, and keys are not
    guarded.
    """
    deck = folder / "deck.yaml"
    deck.parent.mkdir(parents=True, exist_ok=True)
    rows = "".join(
        f"  - {{id: card-k{n:04}, ask: 'Question card-k{n:04}?', answer: Answer, source: book,"
        " checked: 2026-11-22}\n"
        for n in range(cards)
    )
    head = "deck: Many\nid: many\nsources:\n  book: {title: Book, revised: 2025-01}\n"
    deck.write_text(f"{head}cards:\n{rows}", "utf-8")
    write_settings(folder / "home", Settings(who="student", guard_ms=0))
    return deck


def answer_in_lines(window: Terminal, answers: int, rng: random.Random) -> list[Answer]:
    """Answer so many cards in lines; returned is what was acknowledged."""
    given = []
    for _ in range(answers):
        card = window.line(TO_SHOW)[1]
        window.send("\n")
        window.line(TO_GRADE)
        rating = rng.choice(RATINGS)
        window.send(f"{rating}\n")
        window.line(SAVED)
        given.append((card, rating))
    return given


def logged(home: Path) -> list[Answer]:
    """The reviews in the log, in their order."""
    path = home / "learnms.db"
    if not path.exists():
        return []
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as connection:
        if not connection.execute("PRAGMA user_version").fetchone()[0]:
            return []
        return connection.execute(
            "SELECT card, rating FROM event WHERE kind = 'review' ORDER BY seq"
        ).fetchall()
