"""What to study and how well it is known: memory beside the library in use.

Standard library only. Queries about the library expect that `deck_cache.refresh.refresh` ran on
the same connection.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from learnms.store.read.queries import (
    ACTIVE,
    EVERYTHING,
    FIRST,
    IN_SCOPE,
    LEARNER,
    LIBRARY,
    LIBRARY_ORDER,
    MEMORY_OF_PART,
    Query,
    Scope,
)
from learnms.store.read.rows import MEMORY_COLUMNS, MEMORY_LIST, memory_from, part_from
from learnms.study.event import Part, Rating, last_counting_day
from learnms.study.memory import NEW, Memory
from learnms.study.session import is_to_repeat

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from learnms.store.read.rows import Row


class LearnedPart(NamedTuple):
    """A part in review, due or not, with its memory.

    `changed`: the answer key is another than at the last review. `put_off`: the part is buried on
    the day that was asked about.
    """

    card: str
    part: str | None
    deck_id: str
    path: str
    position: int
    topic: str | None
    stability: float
    difficulty: float
    last_day: date
    due: date
    changed: bool
    put_off: bool


class FailedPart(NamedTuple):
    """A part that failed today and was not right since; `at` is when, in UTC."""

    card: str
    part: str | None
    deck_id: str
    path: str
    position: int
    at: datetime


class NewPart(NamedTuple):
    """A part that was never reviewed. `put_forward`: a `due` event asks for it before other new
    parts.
    """

    card: str
    part: str | None
    deck_id: str
    path: str
    position: int
    put_forward: bool


class KnownPart(NamedTuple):
    """A part with its memory and `active`, `suspended`, `buried`, or `orphan` where no file of
    the library holds it.
    """

    part: Part
    memory: Memory
    status: str


_IN_USE = """
CROSS JOIN card_index AS here ON here.card = memory.card AND here.part = memory.part
CROSS JOIN library AS lib ON lib.path = here.path"""
MEMORY_IN_LIBRARY = f"memory {_IN_USE}"
"""Every part of the library of which something is known."""

LEARNED_COLUMNS = """memory.card, nullif(memory.part, ''), here.deck_id, here.path, here.position,
    here.topic, stability, difficulty, last_day, coalesce(due, last_day),
    memory.key_hash IS NOT NULL AND here.key_hash IS NOT NULL
        AND memory.key_hash <> here.key_hash AS changed,
    coalesce(buried_until > :today, 0)"""
"""The columns that `learned_parts` reads."""

_REVIEWABLE = f"""memory.learner_id = {LEARNER} AND memory.state = 'review'
    AND {ACTIVE} AND {FIRST} AND {IN_SCOPE}"""
_DUE_COLUMNS = f"{LEARNED_COLUMNS}, lib.rank, here.rank_in_card"
_DUE = f"""
SELECT {_DUE_COLUMNS} FROM {MEMORY_IN_LIBRARY}
WHERE due <= :today AND last_day < :today AND {_REVIEWABLE}
UNION ALL
SELECT {_DUE_COLUMNS} FROM {MEMORY_IN_LIBRARY}
WHERE due > :today AND changed AND {_REVIEWABLE}
UNION ALL
SELECT {_DUE_COLUMNS} FROM {MEMORY_IN_LIBRARY}
WHERE due <= :today AND last_day >= :today AND changed AND {_REVIEWABLE}
ORDER BY {LIBRARY_ORDER}
"""

_LAST_REVIEW = """answer.rating, memory.last_day, (
    SELECT moved.due FROM event AS moved
    WHERE moved.learner_id = answer.learner_id AND moved.card IN (memory.card, answer.card)
        AND coalesce(moved.part, '') IN (memory.part, coalesce(answer.part, ''))
        AND +moved.study_day = :today AND +moved.kind = 'due' AND moved.ref IS NULL
        AND +moved.seq > answer.seq
        AND NOT EXISTS (
            SELECT 1 FROM event AS void
            WHERE void.learner_id = moved.learner_id AND void.ref = moved.id AND void.kind = 'void'
        )
    ORDER BY +moved.seq DESC LIMIT 1
)"""
"""What `study.session.is_to_repeat` asks about a part: its last review, and the day to which the
learner moved it by hand since.

A day that follows from an answer names it in `ref`. The plus signs keep the planner at the card's
own events: a pause fills the day, and behind an import lies the whole log.
"""
_ANSWER = """CROSS JOIN event AS answer
    ON answer.learner_id = memory.learner_id AND answer.id = memory.last_event"""
_FAILED = f"""
SELECT memory.card, memory.part, here.deck_id, here.path, here.position, answer.at_utc,
    {_LAST_REVIEW}
FROM memory {_ANSWER} {_IN_USE}
WHERE memory.last_day = :today AND answer.rating = {Rating.AGAIN:d} AND {_REVIEWABLE}
ORDER BY answer.seq, answer.at_utc
"""
_IS_FAILED = f"""
SELECT {_LAST_REVIEW} FROM memory {_ANSWER}
WHERE memory.learner_id = {LEARNER} AND memory.card = :card AND memory.part = :part
"""

_LEARNED = f"""
SELECT {LEARNED_COLUMNS} FROM {MEMORY_IN_LIBRARY}
WHERE memory.learner_id = {LEARNER} AND memory.state = 'review' AND memory.status = 'active'
    AND {FIRST} AND {IN_SCOPE}
ORDER BY due, {LIBRARY_ORDER}
"""

_PUT_FORWARD = f"""
SELECT memory.card, memory.part, here.deck_id, here.path, here.position, 1
FROM {MEMORY_IN_LIBRARY}
WHERE memory.learner_id = {LEARNER} AND memory.state = 'new' AND due <= :today
    AND {ACTIVE} AND {FIRST} AND {IN_SCOPE}
ORDER BY {LIBRARY_ORDER}
"""
_NEVER_SEEN = f"""
SELECT here.card, here.part, here.deck_id, here.path, here.position, 0 FROM {LIBRARY}
WHERE NOT EXISTS (
    SELECT 1 FROM memory WHERE {MEMORY_OF_PART}
        AND NOT (memory.state = 'new' AND (due IS NULL OR due > :today) AND {ACTIVE})
)
AND {IN_SCOPE} AND {FIRST}
ORDER BY {LIBRARY_ORDER}
"""

_IN_LIBRARY = f"""EXISTS (
    SELECT 1 FROM card_index AS here JOIN library AS lib ON lib.path = here.path
    WHERE here.card = memory.card AND here.part = memory.part AND {FIRST}
)"""
_KNOWN = f"""
SELECT {MEMORY_LIST}, {_IN_LIBRARY} FROM memory WHERE learner_id = {LEARNER} ORDER BY card, part
"""
_UNSEEN = f"""
SELECT here.card, here.part FROM {LIBRARY}
WHERE NOT EXISTS (SELECT 1 FROM memory WHERE {MEMORY_OF_PART}) AND {FIRST}
ORDER BY here.card, here.part
"""


def learned_parts(rows: Iterable[Row]) -> list[LearnedPart]:
    """The parts of rows that hold `LEARNED_COLUMNS`."""
    day = date.fromisoformat
    return [
        LearnedPart._make((*columns, day(last_day), day(due), bool(changed), bool(put_off)))
        for *columns, last_day, due, changed, put_off in rows
    ]


class MemoryQueries(Query):
    """Memory, and what is due and new. Days are study days; `today` is the day that
    `effective_day` gives.
    """

    @property
    def learner_id(self) -> str:
        """Whose data this is."""
        return self._own_id("learner_id")

    @property
    def device_id(self) -> str:
        """The device that writes here."""
        return self._own_id("device_id")

    def _own_id(self, name: str) -> str:
        ident = self.remembered(name)
        assert ident is not None  # made with the schema
        return ident

    def remembered(self, name: str) -> str | None:
        """The text that `Store.remember` noted under a name."""
        row = self._one("SELECT value FROM meta WHERE key = :key", {"key": name})
        return None if row is None else str(row[0])

    def effective_day(self, today: date) -> date:
        """The study day that an event written now gets: the clock's, or the device's last where
        that is tomorrow.
        """
        query = f"""
        SELECT max(study_day) FROM event
        WHERE learner_id = {LEARNER} AND device_id = :device AND study_day <= :limit
        """
        row = self._one(
            query, {"device": self.device_id, "limit": last_counting_day(today).isoformat()}
        )
        return max(today, date.fromisoformat(row[0])) if row and row[0] else today

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

    def due_parts(self, today: date, scope: Scope = EVERYTHING) -> list[LearnedPart]:
        """The parts to repeat, in the library's order: due, or with another answer key than at
        their last review.

        Suspended and buried parts are left out, and those already reviewed today, unless their
        answer changed since. The query reads what is due and, for the changed keys, the learned
        parts; never the rest of the library.
        """
        rows = self._all(_DUE, {"today": today.isoformat(), **scope.parameters()})
        return learned_parts(row[:-2] for row in rows)  # without the columns of the order

    def failed_parts(self, today: date, scope: Scope = EVERYTHING) -> list[FailedPart]:
        """The parts that stay in today's queue because they failed today and were not right since,
        in the order in which they failed.

        Suspended and buried parts are left out. The query reads what was reviewed today.
        """
        rows = self._all(_FAILED, {"today": today.isoformat(), **scope.parameters()})
        return [
            FailedPart(card, part or None, deck_id, path, position, datetime.fromisoformat(at))
            for card, part, deck_id, path, position, at, *last_review in rows
            if _is_to_repeat(last_review, today)
        ]

    def is_to_repeat(self, part: Part, today: date) -> bool:
        """Whether a part failed today and was not right since."""
        last_review = self._one(
            _IS_FAILED, {"today": today.isoformat(), "card": part.card, "part": part.part or ""}
        )
        return last_review is not None and _is_to_repeat(last_review, today)

    def learned_parts(self, today: date, scope: Scope = EVERYTHING) -> list[LearnedPart]:
        """The parts in review, suspended ones left out, by the day on which they are due, then
        in the library's order.
        """
        rows = self._rows(_LEARNED, {"today": today.isoformat(), **scope.parameters()})
        return learned_parts(rows)

    def new_parts(
        self,
        today: date,
        scope: Scope = EVERYTHING,
        *,
        limit: int | None = None,
        skip_cards: Collection[str] = (),
        one_per_card: bool = False,
    ) -> list[NewPart]:
        """The parts to learn next: those that a `due` event put forward, then the others in the
        library's order.

        Args:
            today: the study day.
            scope: whose cards, of which decks.
            limit: how many at most; the query stops reading there.
            skip_cards: cards whose parts are left out, because a sibling is asked today.
            one_per_card: only the first new part of each card.
        """
        parameters = {"today": today.isoformat(), **scope.parameters()}
        skipped = set(skip_cards)
        parts: list[NewPart] = []
        for query in (_PUT_FORWARD, _NEVER_SEEN):
            for card, part, deck_id, path, position, forward in self._rows(query, parameters):
                if limit is not None and len(parts) >= limit:
                    return parts
                if card not in skipped:
                    parts.append(
                        NewPart(card, part or None, deck_id, path, position, bool(forward))
                    )
                    if one_per_card:
                        skipped.add(card)
        return parts

    def due_by_day(self, after: date, until: date) -> dict[date, int]:
        """How many parts in review are due on each day after `after`, up to `until`."""
        query = f"""
        SELECT due, count(*) FROM memory
        WHERE learner_id = {LEARNER} AND state = 'review' AND due > :after AND due <= :until
        GROUP BY due
        """
        rows = self._rows(query, {"after": after.isoformat(), "until": until.isoformat()})
        return {date.fromisoformat(due): count for due, count in rows}

    def cards_reviewed_on(self, today: date) -> set[str]:
        """The cards with a part whose last review was on this day: their other parts wait until
        tomorrow.
        """
        rows = self._rows(
            f"SELECT DISTINCT card FROM memory WHERE learner_id = {LEARNER} AND last_day = :today",
            {"today": today.isoformat()},
        )
        return {card for (card,) in rows}

    def repeated_on(self, today: date) -> int:
        """How many parts that had been learned before were reviewed on this day."""
        return self._count("last_day = :today AND first_day < :today", today)

    def introduced_on(self, today: date) -> int:
        """How many parts had their first review on this day."""
        return self._count("first_day = :today", today)

    def _count(self, condition: str, today: date) -> int:
        row = self._one(
            f"SELECT count(*) FROM memory WHERE learner_id = {LEARNER} AND {condition}",
            {"today": today.isoformat()},
        )
        return int(row[0]) if row else 0


def _is_to_repeat(last_review: Sequence[Any], today: date) -> bool:
    """The rule, asked about the columns of `_LAST_REVIEW`."""
    rating, day, moved_to = last_review
    return is_to_repeat(
        rating, date.fromisoformat(day), today, date.fromisoformat(moved_to) if moved_to else None
    )
