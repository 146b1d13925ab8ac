"""The parts of a practice session: studied ahead or crammed."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from learnms.engine.queries import scope_of
from learnms.study.event import Part

if TYPE_CHECKING:
    from collections.abc import Sequence

    from learnms.engine.queries import Queries
    from learnms.settings import Settings


def ahead(
    queries: Queries,
    settings: Settings,
    today: date,
    decks: Sequence[str] | None,
    number: int,
    found: frozenset[Part] | None = None,
) -> list[Part]:
    """The parts due next after today, one of each card, nearest day first; of those `found`."""
    nearest: dict[str, Part] = {}
    for row in queries.study.learned_parts(today, scope_of(settings, decks, found)):
        if len(nearest) < number and row.due > today and not row.put_off:
            nearest.setdefault(row.part.card, row.part)
    return list(nearest.values())


def crammed(
    queries: Queries,
    settings: Settings,
    today: date,
    decks: Sequence[str] | None,
    number: int | None = None,
    found: frozenset[Part] | None = None,
) -> list[Part]:
    """Every learned part, lowest recall first; of those `found`."""
    rows = [
        row
        for row in queries.study.learned_parts(today, scope_of(settings, decks, found))
        if not row.put_off
    ]
    rows.sort(key=lambda row: (row.last_day - today).days / row.stability)
    return [row.part for row in rows[:number]]
