"""What an exam plan asks of the database: what today did already, what is left to learn,
everything that could be asked early.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, NamedTuple
from uuid import UUID

from learnms.store.read.memory import DuePart
from learnms.store.read.queries import ACTIVE, FIRST, IN_SCOPE, LEARNER, Query, Scope
from learnms.store.read.rows import part_from

if TYPE_CHECKING:
    from learnms.study.event import Part

_HERE = (
    "memory CROSS JOIN card_index AS here ON here.card = memory.card AND here.part = memory.part"
    " CROSS JOIN library AS lib ON lib.path = here.path"
)

_LEARNED = f"""
SELECT memory.card, memory.part, here.deck_id, here.path, here.position, stability, difficulty, last_day, due,
    memory.key_hash IS NOT NULL AND here.key_hash IS NOT NULL AND memory.key_hash <> here.key_hash
FROM {_HERE}
WHERE memory.learner_id = {LEARNER} AND memory.state = 'review' AND last_day < :today AND {ACTIVE} AND {FIRST} AND {IN_SCOPE}
ORDER BY lib.rank, here.position, here.rank_in_card
"""
_DONE = f"""
SELECT count(*), coalesce(sum(first_day = :today), 0) FROM {_HERE}
WHERE memory.learner_id = {LEARNER} AND last_day = :today AND {FIRST} AND {IN_SCOPE}
"""
_LEFT = f"""
SELECT count(*) FROM library AS lib CROSS JOIN card_index AS here ON here.path = lib.path
WHERE NOT EXISTS (
    SELECT 1 FROM memory WHERE memory.learner_id = {LEARNER} AND memory.card = here.card AND memory.part = here.part
    AND (memory.state <> 'new' OR memory.status <> 'active')
) AND {FIRST} AND {IN_SCOPE}
"""
_TOPICS = f"""
SELECT here.card, here.part, here.deck_id, coalesce(here.topic, '') FROM library AS lib CROSS JOIN card_index AS here ON here.path = lib.path
WHERE NOT EXISTS (
    SELECT 1 FROM memory WHERE memory.learner_id = {LEARNER} AND memory.card = here.card AND memory.part = here.part AND memory.status <> 'active'
) AND {FIRST} AND {IN_SCOPE}
"""
_CAPPED = f"""
SELECT memory.card, memory.part, memory.stability, memory.last_day, memory.reps, event.target, event.id FROM memory JOIN event ON event.learner_id = memory.learner_id AND event.id = memory.last_event
WHERE memory.learner_id = {LEARNER} AND memory.state = 'review' AND memory.due = :on AND json_extract(event.data, '$.cap') = :on
AND NOT EXISTS (
    SELECT 1 FROM event AS later WHERE later.learner_id = memory.learner_id AND later.card = memory.card AND later.part IS nullif(memory.part, '')
    AND later.kind = 'due' AND later.study_day >= memory.last_day
)
"""


class Done(NamedTuple):
    """What a day did already: parts that were repeated, and parts that were new."""

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


class Preparing(Query):
    """The questions of a plan. Days are study days; `today` is the one that
    `Reader.effective_day` gives.
    """

    def learned(self, today: date, scope: Scope) -> list[DuePart]:
        """Every learned part that could be asked today, due or not, in the library's order: not
        suspended, not buried, not reviewed today.
        """
        return [
            DuePart(
                card,
                part or None,
                deck,
                path,
                position,
                stability,
                difficulty,
                date.fromisoformat(last),
                date.fromisoformat(due or last),
                bool(changed),
            )
            for card, part, deck, path, position, stability, difficulty, last, due, changed in (
                self._rows(_LEARNED, {"today": today.isoformat(), **scope.parameters()})
            )
        ]

    def done_on(self, today: date, scope: Scope) -> Done:
        """What was reviewed today."""
        row = self._one(_DONE, {"today": today.isoformat(), **scope.parameters()})
        assert row is not None  # a count has a row
        return Done(row[0] - row[1], row[1])

    def left_new(self, scope: Scope) -> int:
        """How many parts were never reviewed; what was suspended is left out."""
        row = self._one(_LEFT, scope.parameters())
        assert row is not None  # a count has a row
        return int(row[0])

    def topics(self, scope: Scope) -> dict[tuple[str, str | None], tuple[str, str]]:
        """The deck and the topic ('' without one) of each part that is not suspended, by card
        and part.
        """
        return {
            (card, part or None): (deck, topic)
            for card, part, deck, topic in self._rows(_TOPICS, scope.parameters())
        }

    def capped_at(self, on: date) -> list[Capped]:
        """The parts that are due on a day only because an exam on it capped their interval."""
        return [
            Capped(
                part_from(card, part),
                stability,
                date.fromisoformat(last),
                reps,
                target,
                UUID(bytes=event),
            )
            for card, part, stability, last, reps, target, event in self._rows(
                _CAPPED, {"on": on.isoformat()}
            )
        ]
