"""One part of each card: its siblings wait until another day."""

from __future__ import annotations

from contextlib import closing
from itertools import islice
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator
    from datetime import date

    from learnms.engine.queries import Queries
    from learnms.store.records import NewPart, PartRow
    from learnms.store.scope import Scope

    T = TypeVar("T", NewPart, PartRow)


def one_of_each_card(rows: Iterable[T], taken: Collection[str], most: int) -> list[T]:
    """The first part of each card that is not `taken`, at most this many; it reads no more rows."""

    def first() -> Iterator[T]:
        cards = set(taken)
        for row in rows:
            if row.part.card not in cards:
                cards.add(row.part.card)
                yield row

    return list(islice(first(), max(0, most)))


def new_of_each_card(
    queries: Queries, today: date, scope: Scope, taken: Collection[str], most: int
) -> list[NewPart]:
    """The parts to learn next, one of each card that is not `taken`, at most this many."""
    with closing(queries.study.new_parts(today, scope)) as parts:
        return one_of_each_card(parts, taken, most)
