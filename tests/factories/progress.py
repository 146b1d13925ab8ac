"""Learners with many cards: a deck of any size, all of it learned some time ago."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from learnms.engine.workspace import Workspace
from learnms.settings import Settings, write_settings
from learnms.study.event import Draft, Rating

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from datetime import datetime
    from pathlib import Path

    from learnms.engine.review.review import Review

_CARD = (
    "  - id: card-{at:04}\n    ask: Question {at:04}?\n    answer: Answer {at:04}\n    source: book"
    " §1\n    checked: 2025-06-01\n"
)


def deck_text(cards: Iterable[int], ident: str = "many") -> str:
    """A deck of flashcards."""
    head = (
        f"deck: Deck {ident}\nid: {ident}\naudience: [nurse, patient]\nsources:\n  book: {{title:"
        " The book, revised: 2025-01}\ncards:\n"
    )
    return head + "".join(_CARD.format(at=at) for at in cards)


def make_workspace(
    folder: Path, clock: Callable[[], datetime], decks: Mapping[str, Iterable[int]], **settings: Any
) -> Workspace:
    """A workspace on decks of flashcards, each named by its id."""
    library = folder / "library"
    library.mkdir(exist_ok=True)
    for ident, cards in decks.items():
        (library / f"{ident}.yaml").write_text(deck_text(cards, ident), "utf-8")
    write_settings(folder / "home", Settings(who="student", **settings))
    return Workspace(folder / "home", [str(library)], clock)


def learned(workspace: Workspace, cards: Iterable[int], rating: int = 3) -> None:
    """Review these cards once, now."""
    workspace.open_store().append(
        [
            Draft(kind="review", card=f"card-{at:04}", rating=rating, target=0.9, took_ms=20_000)
            for at in cards
        ]
    )


def gathered_workspace(
    folder: Path,
    clock: Callable[[], datetime],
    cards: int,
    *,
    unlearned: int = 5,
    days: int = 30,
    **settings: Any,
) -> Workspace:
    """A workspace whose learner learned so many cards, ten a day, and was then away for `days`."""
    decks = {"many": range(cards + unlearned)}
    now = clock()
    at = [now - timedelta(days=days + -(-cards // 10))]
    with make_workspace(folder, lambda: at[0], decks, **settings) as workspace:
        for first in range(0, cards, 10):
            learned(workspace, range(first, min(cards, first + 10)))
            at[0] += timedelta(days=1)
    return Workspace(folder / "home", [str(folder / "library")], clock)


def finish(review: Review) -> None:
    """Answer every card of a review; each comes on the day that its button said."""
    while review.item is not None:
        item = review.item
        review.reveal()
        feedback = review.grade(Rating.EASY if item.number % 3 == 0 else Rating.GOOD)
        assert (feedback.due - review.today).days == item.intervals[feedback.rating]
        review.advance()
