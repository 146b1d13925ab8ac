"""Memories of parts, in the library or not.

Expects that `deck_cache.refresh.refresh` ran on the connection of the session.
"""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from sqlalchemy import bindparam, exists, func, select

from learnms.store.read.base import LEARNER, STUDY, Query
from learnms.store.read.rows import MEMORY_COLUMNS, memory_from, part_from
from learnms.store.tables import MEMORY, META
from learnms.study.event import Part
from learnms.study.memory import NEW, Memory


class KnownPart(NamedTuple):
    """A part with its memory and `active`, `suspended`, `buried`, or `orphan` where no file of
    the library holds it.
    """

    part: Part
    memory: Memory
    status: str


_MINE = MEMORY.c.learner_id == LEARNER
_OF_CARD = MEMORY.c.card == bindparam("card")
_COLUMNS = [MEMORY.c[name] for name in MEMORY_COLUMNS]
_OF_PART = (MEMORY.c.card == STUDY.c.card) & (MEMORY.c.part == STUDY.c.part)

_REMEMBERED = select(META.c.value).where(META.c.key == bindparam("key"))
_MEMORY = select(*_COLUMNS).where(_MINE, _OF_CARD, MEMORY.c.part == bindparam("part"))
_PARTS = select(MEMORY.c.part).where(_MINE, _OF_CARD)
_LEARNED = select(MEMORY.c.card, MEMORY.c.part).where(_MINE, MEMORY.c.state == "review")
_KNOWN = (
    select(*_COLUMNS, exists().select_from(STUDY).where(_OF_PART))
    .where(_MINE)
    .order_by(MEMORY.c.card, MEMORY.c.part)
)
_UNSEEN = select(STUDY.c.card, STUDY.c.part).where(
    ~exists().select_from(MEMORY).where(_MINE, _OF_PART)
)
_DUE_BY_DAY = (
    select(MEMORY.c.due, func.count())
    .where(
        _MINE,
        MEMORY.c.state == "review",
        MEMORY.c.due > bindparam("after"),
        MEMORY.c.due <= bindparam("until"),
    )
    .group_by(MEMORY.c.due)
)


class MemoryQueries(Query):
    """Memory. Days are study days."""

    def remembered(self, name: str) -> str | None:
        """The text that `Store.remember` noted under a name."""
        row = self._one(_REMEMBERED, {"key": name})
        return None if row is None else str(row[0])

    def memory(self, part: Part) -> Memory:
        """The memory of a part; a new one if nothing is known about it."""
        row = self._one(_MEMORY, {"card": part.card, "part": part.part or ""})
        return memory_from(row)[1] if row else NEW

    def known_of(self, card: str) -> set[Part]:
        """The parts of a card that have a memory or a status, in the library or not."""
        return {part_from(card, part) for (part,) in self._rows(_PARTS, {"card": card})}

    def learned(self) -> set[Part]:
        """The parts that were ever reviewed, in the library or not."""
        return {part_from(card, part) for card, part in self._rows(_LEARNED)}

    def memories(self, today: date, *, unseen: bool = False) -> list[KnownPart]:
        """Every part that has a memory or a status; with `unseen`, also the parts of the library
        that were never answered.

        A part outside the library is an orphan if it was ever scheduled; the parts of cases, which
        own no schedule, are left out.
        """
        known = []
        for *columns, in_library in self._rows(_KNOWN):
            part, memory = memory_from(columns)
            if in_library:
                known.append(KnownPart(part, memory, memory.status(today)))
            elif not memory.is_new or memory.due or memory.suspended:
                known.append(KnownPart(part, memory, "orphan"))
        if unseen:
            known += [
                KnownPart(part_from(card, part), NEW, NEW.status(today))
                for card, part in self._rows(_UNSEEN)
            ]
            known.sort(key=lambda row: (row.part.card, row.part.part or ""))
        return known

    def due_by_day(self, after: date, until: date) -> dict[date, int]:
        """How many parts in review are due on each day after `after`, up to `until`."""
        days = {"after": after.isoformat(), "until": until.isoformat()}
        return {date.fromisoformat(due): count for due, count in self._rows(_DUE_BY_DAY, days)}
