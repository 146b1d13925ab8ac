"""What an exam plan asks of the database: what was done today, what is left to learn, and
everything that could be asked early.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, NamedTuple
from uuid import UUID

from learnms.store.read.memory import LEARNED_COLUMNS, MEMORY_IN_LIBRARY, LearnedPart, learned_parts
from learnms.store.read.queries import (
    ACTIVE,
    FIRST,
    IN_SCOPE,
    LEARNER,
    LIBRARY,
    LIBRARY_ORDER,
    MEMORY_OF_PART,
    Query,
    Scope,
)
from learnms.store.read.rows import part_from

if TYPE_CHECKING:
    from learnms.study.event import Part

_LEARNED = f"""
SELECT {LEARNED_COLUMNS} FROM {MEMORY_IN_LIBRARY}
WHERE memory.learner_id = {LEARNER} AND memory.state = 'review' AND last_day < :today
    AND {ACTIVE} AND {FIRST} AND {IN_SCOPE}
ORDER BY {LIBRARY_ORDER}
"""
_DONE = f"""
SELECT count(*), coalesce(sum(first_day = :today), 0) FROM {MEMORY_IN_LIBRARY}
WHERE memory.learner_id = {LEARNER} AND last_day = :today AND {FIRST} AND {IN_SCOPE}
"""
_LEFT = f"""
SELECT count(*) FROM {LIBRARY}
WHERE NOT EXISTS (
    SELECT 1 FROM memory
    WHERE {MEMORY_OF_PART} AND (memory.state <> 'new' OR memory.status <> 'active')
)
AND {FIRST} AND {IN_SCOPE}
"""
_TOPICS = f"""
SELECT here.card, here.part, here.deck_id, coalesce(here.topic, '') FROM {LIBRARY}
WHERE NOT EXISTS (SELECT 1 FROM memory WHERE {MEMORY_OF_PART} AND memory.status <> 'active')
    AND {FIRST} AND {IN_SCOPE}
"""
_CAPPED = f"""
SELECT memory.card, memory.part, memory.stability, memory.last_day, memory.reps, event.target,
    event.id
FROM memory
JOIN event ON event.learner_id = memory.learner_id AND event.id = memory.last_event
WHERE memory.learner_id = {LEARNER} AND memory.state = 'review' AND memory.due = :on
    AND json_extract(event.data, '$.cap') = :on
    AND NOT EXISTS (
        SELECT 1 FROM event AS later
        WHERE later.learner_id = memory.learner_id AND later.card = memory.card
            AND later.part IS nullif(memory.part, '')
            AND later.kind = 'due' AND later.study_day >= memory.last_day
    )
"""


class Done(NamedTuple):
    """The parts of a day that are done: those that were repeated, and those that were new."""

    known: int
    introduced: int


class Capped(NamedTuple):
    """A part whose latest interval an exam capped, with what its own due day follows from;
    `event` is that review.
    """

    part: Part
    stability: float
    last_day: date
    reps: int
    target: float
    event: UUID


class ExamPlanQueries(Query):
    """The questions of a plan. Days are study days; `today` is the day that
    `MemoryQueries.effective_day` gives.
    """

    def learned(self, today: date, scope: Scope) -> list[LearnedPart]:
        """Every learned part that could be asked today, due or not, in the library's order: not
        suspended, not buried, not reviewed today.
        """
        rows = self._rows(_LEARNED, {"today": today.isoformat(), **scope.parameters()})
        return learned_parts(rows)

    def done_on(self, today: date, scope: Scope) -> Done:
        """What was reviewed today."""
        count, introduced = self._all(_DONE, {"today": today.isoformat(), **scope.parameters()})[0]
        return Done(count - introduced, introduced)

    def left_new(self, scope: Scope) -> int:
        """How many parts were never reviewed; suspended ones are left out."""
        return int(self._all(_LEFT, scope.parameters())[0][0])

    def topics(self, scope: Scope) -> dict[tuple[str, str | None], tuple[str, str]]:
        """The deck and the topic ('' without one) of each part that is not suspended, by card
        and part.
        """
        return {
            (card, part or None): (deck_id, topic)
            for card, part, deck_id, topic in self._rows(_TOPICS, scope.parameters())
        }

    def capped_at(self, on: date) -> list[Capped]:
        """The parts that are due on a day only because an exam on it capped their interval."""
        return [
            Capped(
                part_from(card, part),
                stability,
                date.fromisoformat(last_day),
                reps,
                target,
                UUID(bytes=event),
            )
            for card, part, stability, last_day, reps, target, event in self._rows(
                _CAPPED, {"on": on.isoformat()}
            )
        ]
