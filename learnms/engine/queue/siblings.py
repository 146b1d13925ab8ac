"""One part of each card: its siblings wait until another day."""

from __future__ import annotations

from contextlib import closing
from itertools import islice
from types import MappingProxyType
from typing import TYPE_CHECKING, TypeVar

from learnms.store.scope import Scope

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping
    from datetime import date

    from learnms.engine.queries import Queries
    from learnms.settings import Settings
    from learnms.store.records import NewPart, PartRow

    T = TypeVar("T", NewPart, PartRow)


NO_LIMITS: Mapping[str, int] = MappingProxyType({})


def one_of_each_card(
    rows: Iterable[T], taken: Collection[str], most: int, room: Mapping[str, int] = NO_LIMITS
) -> list[T]:
    """The first part of each card that is not `taken`, at most this many, and of some decks at most
    what they have `room` for; it reads no more rows.
    """

    def first() -> Iterator[T]:
        cards, left = set(taken), dict(room)
        for row in rows:
            if row.part.card not in cards and left.get(row.deck_id, 1):
                cards.add(row.part.card)
                if row.deck_id in left:
                    left[row.deck_id] -= 1
                yield row

    return list(islice(first(), max(0, most)))


def new_of_each_card(
    queries: Queries,
    today: date,
    scope: Scope,
    taken: Collection[str],
    most: int,
    room: Mapping[str, int] = NO_LIMITS,
) -> list[NewPart]:
    """The parts to learn next, one of each card that is not `taken`, at most this many, and of some
    decks at most what they have `room` for.
    """
    with closing(queries.study.new_parts(today, scope)) as parts:
        return one_of_each_card(parts, taken, most, room)


def room_for_new(queries: Queries, settings: Settings, today: date) -> dict[str, int]:
    """How many more new parts each deck with a limit of its own may bring today."""
    return {
        deck: max(0, limit - introduced)
        for deck, limit in settings.new_per_deck
        for introduced in [
            queries.study.studied_on(today, Scope(decks=frozenset({deck}))).introduced
        ]
    }
