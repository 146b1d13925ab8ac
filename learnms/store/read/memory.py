"""What to study and how well it is known: memory beside the library in use.

Standard library only. Queries about the library expect that `deck_cache.refresh.refresh` ran on
the same connection.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from learnms.store.read.queries import LEARNER, MEMORY_OF_PART, Query
from learnms.store.read.rows import MEMORY_COLUMNS, MEMORY_LIST, memory_from, part_from
from learnms.study.event import Part
from learnms.study.memory import NEW, Memory

if TYPE_CHECKING:
    pass


class KnownPart(NamedTuple):
    """A part with its memory and `active`, `suspended`, `buried`, or `orphan` where no file of
    the library holds it.
    """

    part: Part
    memory: Memory
    status: str


_IN_LIBRARY = """EXISTS (
    SELECT 1 FROM part_in_study AS here WHERE here.card = memory.card AND here.part = memory.part
)"""
_KNOWN = f"""
SELECT {MEMORY_LIST}, {_IN_LIBRARY} FROM memory WHERE learner_id = {LEARNER} ORDER BY card, part
"""
_UNSEEN = f"""
SELECT here.card, here.part FROM part_in_study AS here
WHERE NOT EXISTS (SELECT 1 FROM memory WHERE {MEMORY_OF_PART})
ORDER BY here.card, here.part
"""


class MemoryQueries(Query):
    """Memory, and what is due and new. Days are study days; `today` is the day that
    `effective_day` gives.
    """

    def remembered(self, name: str) -> str | None:
        """The text that `Store.remember` noted under a name."""
        row = self._one("SELECT value FROM meta WHERE key = :key", {"key": name})
        return None if row is None else str(row[0])

    def memory(self, part: Part) -> Memory:
        """The memory of a part; a new one where nothing is known of it."""
        query = f"""
        SELECT {MEMORY_LIST} FROM memory
        WHERE learner_id = {LEARNER} AND card = :card AND part = :part
        """
        row = self._one(query, {"card": part.card, "part": part.part or ""})
        return memory_from(row)[1] if row else NEW

    def known_of(self, card: str) -> set[Part]:
        """The parts of a card of which something is known, in the library or not."""
        rows = self._rows(
            f"SELECT part FROM memory WHERE learner_id = {LEARNER} AND card = :card", {"card": card}
        )
        return {part_from(card, part) for (part,) in rows}

    def memories(self, today: date, *, unseen: bool = False) -> list[KnownPart]:
        """Every part of which something is known; with `unseen` also the parts of the library that
        were never answered.

        A part outside the library is an orphan if it was ever scheduled; the parts of cases, which
        own no schedule, are left out.
        """
        known = []
        for *columns, in_library in self._rows(_KNOWN):
            part, memory = memory_from(columns[: len(MEMORY_COLUMNS)])
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
        query = f"""
        SELECT due, count(*) FROM memory
        WHERE learner_id = {LEARNER} AND state = 'review' AND due > :after AND due <= :until
        GROUP BY due
        """
        rows = self._rows(query, {"after": after.isoformat(), "until": until.isoformat()})
        return {date.fromisoformat(due): count for due, count in rows}
