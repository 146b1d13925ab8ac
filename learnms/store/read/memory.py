"""What to study and how well it is known: memory beside the library in use, through the standard
library's sqlite3.

Queries about the library ask for `catalogue.refresh` on the same connection first.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from learnms.store.read.queries import ACTIVE, EVERYTHING, FIRST, IN_SCOPE, LEARNER, Query, Scope
from learnms.store.read.rows import MEMORY_COLUMNS, MEMORY_LIST, memory_from, part_from
from learnms.study.event import Part, Rating, last_counting_day
from learnms.study.memory import NEW, Memory
from learnms.study.session import is_to_repeat

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence


class DuePart(NamedTuple):
    """A part that is due, with what orders it. `changed`: the answer key is another than at the
    last review.
    """

    card: str
    part: str | None
    deck_id: str
    path: str
    position: int
    stability: float
    difficulty: float
    last_day: date
    due: date
    changed: bool


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
    ones.
    """

    card: str
    part: str | None
    deck_id: str
    path: str
    position: int
    put_forward: bool


class LearnedPart(NamedTuple):
    """A part in review, whenever it is due. `put_off`: it was buried, and is not asked on the
    day.
    """

    card: str
    part: str | None
    deck_id: str
    topic: str | None
    stability: float
    difficulty: float
    last_day: date
    due: date
    put_off: bool


class KnownPart(NamedTuple):
    """A part with its memory and `active`, `suspended`, `buried`, or `orphan` where no file of
    the library holds it.
    """

    part: Part
    memory: Memory
    status: str


_LIBRARY_OF_MEMORY = (
    "CROSS JOIN card_index AS here ON here.card = memory.card AND here.part = memory.part CROSS"
    " JOIN library AS lib ON lib.path = here.path"
)

_DUE_COLUMNS = (
    "memory.card, memory.part, here.deck_id, here.path, here.position, stability, difficulty,"
    " last_day, due, memory.key_hash IS NOT NULL AND here.key_hash IS NOT NULL AND memory.key_hash"
    " <> here.key_hash AS changed, lib.rank, here.rank_in_card"
)
_REVIEWABLE = (
    f"memory.learner_id = {LEARNER} AND memory.state = 'review' AND {ACTIVE} AND {FIRST} AND"
    f" {IN_SCOPE}"
)
_DUE = f"""
SELECT {_DUE_COLUMNS} FROM memory {_LIBRARY_OF_MEMORY} WHERE due <= :today AND last_day < :today AND {_REVIEWABLE}
UNION ALL
SELECT {_DUE_COLUMNS} FROM memory {_LIBRARY_OF_MEMORY} WHERE due > :today AND changed AND {_REVIEWABLE}
UNION ALL
SELECT {_DUE_COLUMNS} FROM memory {_LIBRARY_OF_MEMORY} WHERE due <= :today AND last_day >= :today AND changed AND {_REVIEWABLE}
ORDER BY lib.rank, here.position, here.rank_in_card
"""

_LAST_REVIEW = """answer.rating, memory.last_day, (
    SELECT moved.due FROM event AS moved
    WHERE moved.learner_id = answer.learner_id AND moved.card IN (memory.card, answer.card) AND coalesce(moved.part, '') IN (memory.part, coalesce(answer.part, ''))
    AND +moved.study_day = :today AND +moved.kind = 'due' AND moved.ref IS NULL AND +moved.seq > answer.seq
    AND NOT EXISTS (SELECT 1 FROM event AS void WHERE void.learner_id = moved.learner_id AND void.ref = moved.id AND void.kind = 'void')
    ORDER BY +moved.seq DESC LIMIT 1
)"""
"""What `study.session.is_to_repeat` asks about a part: its last review, and the day to which the
learner's own hand moved it since.

A day that follows from an answer names it in `ref`. The signs keep the planner at the card's own
events: a pause fills the day, and behind an import lies the whole log.
"""
_ANSWER = (
    "CROSS JOIN event AS answer ON answer.learner_id = memory.learner_id AND answer.id ="
    " memory.last_event"
)
_FAILED = f"""
SELECT memory.card, memory.part, here.deck_id, here.path, here.position, answer.at_utc, {_LAST_REVIEW} FROM memory {_ANSWER} {_LIBRARY_OF_MEMORY}
WHERE memory.last_day = :today AND answer.rating = {Rating.AGAIN:d} AND {_REVIEWABLE}
ORDER BY answer.seq, answer.at_utc
"""
_IS_FAILED = (
    f"SELECT {_LAST_REVIEW} FROM memory {_ANSWER} WHERE memory.learner_id = {LEARNER} AND"
    " memory.card = :card AND memory.part = :part"
)

_LEARNED = f"""
SELECT memory.card, memory.part, here.deck_id, here.topic, stability, difficulty, last_day, due, coalesce(buried_until > :today, 0)
FROM memory {_LIBRARY_OF_MEMORY}
WHERE memory.learner_id = {LEARNER} AND memory.state = 'review' AND memory.status = 'active' AND {FIRST} AND {IN_SCOPE}
ORDER BY due, lib.rank, here.position, here.rank_in_card
"""

_PUT_FORWARD = f"""
SELECT memory.card, memory.part, here.deck_id, here.path, here.position, 1 FROM memory {_LIBRARY_OF_MEMORY}
WHERE memory.learner_id = {LEARNER} AND memory.state = 'new' AND due <= :today AND {ACTIVE} AND {FIRST} AND {IN_SCOPE}
ORDER BY lib.rank, here.position, here.rank_in_card
"""
_NEVER_SEEN = f"""
SELECT here.card, here.part, here.deck_id, here.path, here.position, 0 FROM library AS lib CROSS JOIN card_index AS here ON here.path = lib.path
WHERE NOT EXISTS (
    SELECT 1 FROM memory WHERE memory.learner_id = {LEARNER} AND memory.card = here.card AND memory.part = here.part
    AND NOT (memory.state = 'new' AND (due IS NULL OR due > :today) AND {ACTIVE})
)
AND {IN_SCOPE} AND {FIRST}
ORDER BY lib.rank, here.position, here.rank_in_card
"""

_IN_LIBRARY = f"""EXISTS (
    SELECT 1 FROM card_index AS here JOIN library AS lib ON lib.path = here.path
    WHERE here.card = memory.card AND here.part = memory.part AND {FIRST}
)"""
_KNOWN = (
    f"SELECT {MEMORY_LIST}, {_IN_LIBRARY} FROM memory WHERE learner_id = {LEARNER} ORDER BY card,"
    " part"
)
_UNSEEN = f"""
SELECT here.card, here.part FROM library AS lib CROSS JOIN card_index AS here ON here.path = lib.path
WHERE NOT EXISTS (SELECT 1 FROM memory WHERE memory.learner_id = {LEARNER} AND memory.card = here.card AND memory.part = here.part)
AND {FIRST} ORDER BY here.card, here.part
"""


class Reader(Query):
    """Memory, and what is due and new. Days are study days; `today` is the one that
    `effective_day` gives.
    """

    @property
    def learner_id(self) -> str:
        """Whose data this is."""
        return self._meta("learner_id")

    @property
    def device_id(self) -> str:
        """Which device writes here."""
        return self._meta("device_id")

    def _meta(self, key: str) -> str:
        row = self._one("SELECT value FROM meta WHERE key = :key", {"key": key})
        assert row is not None  # made with the schema
        return str(row[0])

    def remembered(self, name: str) -> str | None:
        """What `Store.remember` noted under a name."""
        row = self._one("SELECT value FROM meta WHERE key = :key", {"key": name})
        return None if row is None else str(row[0])

    def effective_day(self, today: date) -> date:
        """The study day that an event written now gets: the clock's, or the device's last where
        that is tomorrow.
        """
        row = self._one(
            f"SELECT max(study_day) FROM event WHERE learner_id = {LEARNER} AND device_id = :device"
            " AND study_day <= :limit",
            {"device": self.device_id, "limit": last_counting_day(today).isoformat()},
        )
        return max(today, date.fromisoformat(row[0])) if row and row[0] else today

    def memory(self, part: Part) -> Memory:
        """The memory of a part; a new one where nothing is known of it."""
        row = self._one(
            f"SELECT {MEMORY_LIST} FROM memory WHERE learner_id = {LEARNER} AND card = :card AND"
            " part = :part",
            {"card": part.card, "part": part.part or ""},
        )
        return memory_from(row)[1] if row else NEW

    def known_of(self, card: str) -> set[Part]:
        """The parts of a card of which something is known, in the library or not."""
        rows = self._rows(
            f"SELECT part FROM memory WHERE learner_id = {LEARNER} AND card = :card", {"card": card}
        )
        return {part_from(card, part) for (part,) in rows}

    def memories(self, today: date, *, unseen: bool = False) -> list[KnownPart]:
        """Every part that something is known of; with `unseen` also those of the library that were
        never answered.

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

    def due_parts(self, today: date, scope: Scope = EVERYTHING) -> list[DuePart]:
        """The parts to repeat, in the library's order: due, or with another answer key than at
        their last review.

        Suspended and buried ones are left out, and those already reviewed today, unless their
        answer changed since. It reads what is due and, for the changed keys, the learned parts;
        never the rest of the library.
        """
        rows = self._all(_DUE, {"today": today.isoformat(), **scope.parameters()})
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
                date.fromisoformat(due),
                bool(changed),
            )
            for card, part, deck, path, position, stability, difficulty, last, due, changed, _, _ in (
                rows
            )
        ]

    def failed_parts(self, today: date, scope: Scope = EVERYTHING) -> list[FailedPart]:
        """The parts that stay in today's queue, because they failed today and were not right since;
        the first that failed first.

        Suspended and buried ones are left out. It reads what was reviewed today.
        """
        rows = self._all(_FAILED, {"today": today.isoformat(), **scope.parameters()})
        return [
            FailedPart(card, part or None, deck, path, position, datetime.fromisoformat(at))
            for card, part, deck, path, position, at, *last in rows
            if _is_to_repeat(last, today)
        ]

    def is_to_repeat(self, part: Part, today: date) -> bool:
        """Whether a part failed today and was not right since."""
        last = self._one(
            _IS_FAILED, {"today": today.isoformat(), "card": part.card, "part": part.part or ""}
        )
        return last is not None and _is_to_repeat(last, today)

    def learned_parts(self, today: date, scope: Scope = EVERYTHING) -> list[LearnedPart]:
        """The parts in review, suspended ones left out, by the day on which they are due, then
        in the library's order.
        """
        rows = self._rows(_LEARNED, {"today": today.isoformat(), **scope.parameters()})
        return [
            LearnedPart(
                card,
                part or None,
                deck,
                topic,
                stability,
                difficulty,
                date.fromisoformat(last),
                date.fromisoformat(due),
                bool(off),
            )
            for card, part, deck, topic, stability, difficulty, last, due, off in rows
        ]

    def new_parts(
        self,
        today: date,
        scope: Scope = EVERYTHING,
        *,
        limit: int | None = None,
        skip_cards: Collection[str] = (),
        one_per_card: bool = False,
    ) -> list[NewPart]:
        """The parts to learn next: those that a `due` event put forward, then the library's order.

        Args:
            today: the study day.
            scope: whose cards, of which decks.
            limit: how many at most; the query stops reading there.
            skip_cards: cards whose parts are left out, because a sibling is asked today.
            one_per_card: only the first new part of each card.
        """
        parameters = {"today": today.isoformat(), **scope.parameters()}
        skipped = set(skip_cards)
        found: list[NewPart] = []
        for query in (_PUT_FORWARD, _NEVER_SEEN):
            for card, part, deck, path, position, forward in self._rows(query, parameters):
                if limit is not None and len(found) >= limit:
                    return found
                if card not in skipped:
                    found.append(NewPart(card, part or None, deck, path, position, bool(forward)))
                    if one_per_card:
                        skipped.add(card)
        return found

    def due_by_day(self, after: date, until: date) -> dict[date, int]:
        """How many parts in review are due on each day behind `after`, up to `until`."""
        rows = self._rows(
            f"SELECT due, count(*) FROM memory WHERE learner_id = {LEARNER} AND state = 'review'"
            " AND due > :after AND due <= :until GROUP BY due",
            {"after": after.isoformat(), "until": until.isoformat()},
        )
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
        row = self._one(
            f"SELECT count(*) FROM memory WHERE learner_id = {LEARNER} AND last_day = :today AND"
            " first_day < :today",
            {"today": today.isoformat()},
        )
        return int(row[0]) if row else 0

    def introduced_on(self, today: date) -> int:
        """How many parts had their first review on this day."""
        row = self._one(
            f"SELECT count(*) FROM memory WHERE learner_id = {LEARNER} AND first_day = :today",
            {"today": today.isoformat()},
        )
        return int(row[0]) if row else 0


def _is_to_repeat(last: Sequence[Any], today: date) -> bool:
    """The rule, asked about the columns of `_LAST_REVIEW`."""
    rating, day, moved_to = last
    return is_to_repeat(
        rating, date.fromisoformat(day), today, date.fromisoformat(moved_to) if moved_to else None
    )
