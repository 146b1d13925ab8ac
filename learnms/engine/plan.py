"""What a review started now would ask. Counting it needs no FSRS; ordering it does."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from learnms.store.queries import Scope
from learnms.study.event import Part

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from learnms.engine.data import Data
    from learnms.settings import Settings
    from learnms.store.reader import DuePart, NewPart


@dataclass(frozen=True, slots=True)
class Planned:
    """The parts of a review in their order, and how many of them, at the front, are due."""

    parts: list[Part]
    due: int


@dataclass(frozen=True, slots=True)
class Waiting:
    """What waits today, one part per card: due parts (unordered) and new ones within the day's limit."""

    due: list[DuePart]
    new: list[NewPart]


def scope_of(settings: Settings, decks: Sequence[str] | None) -> Scope:
    """The decks asked for by id, or those that the learner is offered."""
    return Scope(None, frozenset(decks)) if decks else Scope(settings.role)


def waiting(data: Data, settings: Settings, today: date, *, decks: Sequence[str] | None = None, new: int | None = None) -> Waiting:
    """What waits on a study day: siblings buried, the daily limit of new parts applied (`new` replaces it)."""
    scope = scope_of(settings, decks)
    seen = data.reader.cards_reviewed_on(today)
    due = _one_per_card(data.reader.due_parts(today, scope), seen)
    allowance = max(0, settings.new_per_day - data.reader.introduced_on(today)) if new is None else new
    asked = seen | {row.card for row in due}
    return Waiting(due, data.reader.new_parts(today, scope, limit=allowance, skip_cards=asked, one_per_card=True))


def _one_per_card(rows: Iterable[DuePart], seen: set[str]) -> list[DuePart]:
    cards = set(seen)
    chosen = []
    for row in rows:
        if row.card not in cards:
            cards.add(row.card)
            chosen.append(row)
    return chosen


def plan_review(
    data: Data, settings: Settings, today: date, *, decks: Sequence[str] | None = None, limit: int | None = None, new: int | None = None
) -> Planned:
    """The parts in the order in which they are asked: due ones by predicted recall, then new ones."""
    from learnms.study import schedule
    from learnms.study.session import by_recall

    found = waiting(data, settings, today, decks=decks, new=new)
    weights = data.weights(today)
    due = by_recall((schedule.recall(row.stability, row.last_day, today, weights), Part(row.card, row.part)) for row in found.due)
    fresh = [Part(row.card, row.part) for row in found.new]
    parts = (due + fresh)[:limit] if limit is not None else due + fresh
    return Planned(parts, min(len(due), len(parts)))
