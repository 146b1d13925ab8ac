"""Queries on the log: which events count, what can be undone, which forms were seen.

What counts is in the table `counted`.
"""

from __future__ import annotations

from datetime import date, datetime
from functools import cache
from typing import TYPE_CHECKING, Any
from uuid import UUID

from sqlalchemy import bindparam, exists, func, literal_column, or_, select

from learnms.store.read.base import LEARNER, Query
from learnms.store.read.rows import EVENT_COLUMNS, REPLAY_ORDER, event_from, milliseconds, part_from
from learnms.store.tables import CARD_SEEN, COUNTED, EVENT, MEMORY
from learnms.study.event import ANSWER_KINDS, RULE_KINDS, Event, Part, last_counting_day, order_key

if TYPE_CHECKING:
    from collections.abc import Generator, Sequence

    from sqlalchemy import ColumnElement, FromClause, Select

UNDOABLE_KINDS = (*ANSWER_KINDS, "bury", "suspend", "flag", "due", "note", "reset")


_MINE = EVENT.c.learner_id == LEARNER
_COLUMNS = [EVENT.c[name] for name in EVENT_COLUMNS]
EVENTS = select(*_COLUMNS).where(_MINE)
"""The learner's log."""
_COUNTS = exists().where(COUNTED.c.learner_id == EVENT.c.learner_id, COUNTED.c.id == EVENT.c.id)


@cache
def only_counting(statement: Select[Any]) -> Select[Any]:
    """The events of a statement that count, up to the day `limit`."""
    # The sign keeps the planner at the index of the statement's own condition.
    return statement.where(literal_column("+event.study_day") <= bindparam("limit"), _COUNTS)


_LOG = EVENTS.order_by(literal_column(REPLAY_ORDER))
_COUNT = select(func.count()).select_from(EVENT).where(_MINE)
_SPAN = [func.count(), func.min(EVENT.c.study_day), func.max(EVENT.c.study_day)]
_ANSWERS = select(*_SPAN).where(_MINE, EVENT.c.kind.in_(ANSWER_KINDS))
_DEVICES = select(EVENT.c.device_id).where(_MINE, EVENT.c.device_id.is_not(None)).distinct()
_IDS = select(EVENT.c.id).where(_MINE)
_OF_CARD = EVENTS.where(EVENT.c.card == bindparam("card"))
_ON_DAY = EVENTS.where(EVENT.c.study_day == bindparam("day"))
_PLANS = _ON_DAY.where(
    EVENT.c.kind == "session", func.json_extract(EVENT.c.data, "$.mode") == "review"
)
_BY_ID = EVENTS.where(EVENT.c.id == bindparam("id"))
# The condition of a partial index, which holds only where the kinds are not parameters.
_RULES = EVENTS.where(EVENT.c.kind.in_([literal_column(f"'{kind}'") for kind in RULE_KINDS]))
_RELINKS = _RULES.where(EVENT.c.kind == "relink")
_PARAMS = _RULES.where(EVENT.c.kind == "params")
# Few events are about no card, and an index knows them.
_SETTINGS = EVENTS.where(EVENT.c.card.is_(None), EVENT.c.kind == "setting")
_ANSWER, _BEGUN = EVENT.alias("answer"), EVENT.alias("begun")


def _is_of_quiz(answer: FromClause) -> ColumnElement[bool]:
    """Whether an answer names a quiz."""
    return exists().where(
        _BEGUN.c.learner_id == LEARNER,
        _BEGUN.c.id == answer.c.ref,
        _BEGUN.c.kind == "session",
        func.json_extract(_BEGUN.c.data, "$.mode") == "quiz",
    )


_IS_REVIEW_OF_QUIZ = exists().where(
    _ANSWER.c.learner_id == LEARNER,
    _ANSWER.c.id == EVENT.c.ref,
    _ANSWER.c.kind.in_(ANSWER_KINDS),
    _is_of_quiz(_ANSWER),
)
_UNDOABLE = (
    _ON_DAY.where(
        EVENT.c.device_id == bindparam("device"),
        EVENT.c.kind.in_(UNDOABLE_KINDS),
        or_(EVENT.c.kind != "due", EVENT.c.ref.is_(None)),
        ~_is_of_quiz(EVENT),
        ~_IS_REVIEW_OF_QUIZ,
        _COUNTS,
        # The sign keeps the planner at the index of the day.
    )
    .order_by(literal_column("+event.seq").desc())
    .limit(1)
)
_FORMS = (
    select(EVENT.c.form, func.max(EVENT.c.at_utc).label("last"))
    .where(
        _MINE,
        EVENT.c.card.in_(bindparam("cards", expanding=True)),
        EVENT.c.form.is_not(None),
        EVENT.c.kind.in_(ANSWER_KINDS),
    )
    .group_by(EVENT.c.form)
    .order_by(literal_column("last"))
)
_AFTER_SEQ = EVENTS.where(EVENT.c.seq > bindparam("seq"))
_HIGHEST_SEQ = select(func.max(EVENT.c.seq)).where(_MINE)
_CHECKSUMS = select(EVENT.c.id, EVENT.c.checksum).where(
    _MINE, EVENT.c.id.in_(bindparam("ids", expanding=True))
)
_AT_ONCE = 500
"""Ids in one query: fewer than old builds of SQLite bind."""
_REVIEWS = select(EVENT.c.card, EVENT.c.part, EVENT.c.at_utc, EVENT.c.rating).where(
    _MINE, EVENT.c.kind == "review"
)
_PARTS = select(EVENT.c.part).where(_MINE, EVENT.c.card == bindparam("card")).distinct()
_SEEN = select(CARD_SEEN.c.part).where(CARD_SEEN.c.card == bindparam("card"))

_LATEST_REVIEWS = (
    select(MEMORY.c.card, MEMORY.c.part, *_COLUMNS)
    .join(EVENT, (EVENT.c.learner_id == MEMORY.c.learner_id) & (EVENT.c.id == MEMORY.c.last_event))
    .where(MEMORY.c.learner_id == LEARNER)
)


class EventQueries(Query):
    """Events, in the order of replay unless it says otherwise. Days are study days."""

    def all(self) -> Generator[Event]:
        """Every event of the log, also those that do not count, read lazily.

        A caller that may stop before the last closes the generator while the connection is open.
        """
        yield from map(event_from, self._rows(_LOG))

    def count(self) -> int:
        """How many events the log holds."""
        row = self._one(_COUNT)
        return int(row[0]) if row else 0

    def answers_and_days(self) -> tuple[int, date | None, date | None]:
        """How many answers the log holds, and the study days of the first and the last."""
        number, first, last = self._one(_ANSWERS) or (0, None, None)
        begun, ended = (date.fromisoformat(day) if day else None for day in (first, last))
        return int(number), begun, ended

    def devices(self) -> list[str]:
        """The ids of the devices that wrote the log."""
        return [device for (device,) in self._rows(_DEVICES)]

    def ids(self) -> list[UUID]:
        """The ids of all events."""
        return [UUID(bytes=ident) for (ident,) in self._rows(_IDS)]

    def of_card(self, card: str) -> list[Event]:
        """Every event about a card and its parts, also those that do not count."""
        return self._events(_OF_CARD, {"card": card})

    def counting_of_card(self, card: str, today: date) -> list[Event]:
        """The counting events about a card and its parts."""
        return self._counting(today, _OF_CARD, {"card": card})

    def counting_on_day(self, day: date) -> list[Event]:
        """The counting events of a study day."""
        return self._counting(day, _ON_DAY, {"day": day.isoformat()})

    def event(self, ident: UUID) -> Event | None:
        """The event with an id."""
        row = self._one(_BY_ID, {"id": ident.bytes})
        return event_from(row) if row else None

    def latest_reviews(self) -> dict[Part, Event]:
        """The latest review behind each memory."""
        return {
            part_from(card, part): event_from(columns)
            for card, part, *columns in self._rows(_LATEST_REVIEWS)
        }

    def _events(
        self, statement: Select[Any], parameters: dict[str, Any] | None = None
    ) -> list[Event]:
        # Sorted here: an ORDER BY leads the planner away from the index of the condition and
        # through the whole log.
        return sorted(map(event_from, self._rows(statement, parameters)), key=order_key)

    def _counting(
        self, today: date, statement: Select[Any], parameters: dict[str, Any] | None = None
    ) -> list[Event]:
        """The events that count and are not dated after tomorrow."""
        limit = last_counting_day(today).isoformat()
        return self._events(only_counting(statement), {**(parameters or {}), "limit": limit})

    def last_undoable(self, today: date, device_id: str) -> Event | None:
        """The event to undo: the device's latest answer, bury, suspend, flag, note,
        reset or hand-made `due` of the day. Answers of quizzes are final.

        For a review or `due` that goes with an answer, the answer is returned: undoing it undoes
        both. `today` is the day that `StudyQueries.effective_day` gives.
        """
        row = self._one(_UNDOABLE, {"day": today.isoformat(), "device": device_id})
        event = event_from(row) if row else None
        if event is None or event.kind != "review" or event.ref is None:
            return event
        answer = self.event(event.ref)
        return answer if answer is not None and answer.kind in ANSWER_KINDS else event

    def of_batch(self, event: Event) -> list[Event]:
        """The counting events that were written together with an event, and the event itself: a
        change of many cards is undone as one.
        """
        batch = event.data.get("batch") if isinstance(event.data, dict) else None
        if batch is None:
            return [event]
        return [
            other
            for other in self.counting_on_day(event.study_day)
            if isinstance(other.data, dict) and other.data.get("batch") == batch
        ]

    def plans_on(self, today: date) -> list[Event]:
        """The reviews started on a day: their counting `session` events, which contain the plan."""
        return self._counting(today, _PLANS, {"day": today.isoformat()})

    def forms_seen(self, card: str, today: date) -> dict[str, datetime]:
        """When each form of a card was last answered, also under a former id, least recent first.
        Answers that were undone are included: their forms were seen.
        """
        rows = self._rows(_FORMS, {"cards": sorted(self._names_of(card, today))})
        return {form: datetime.fromisoformat(last) for form, last in rows}

    def _names_of(self, card: str, today: date) -> set[str]:
        """The ids under which the log stores the events that belong to a card now."""
        events = self.relinks(today)
        if not events:
            return {card}
        from learnms.study.replay import Relinks  # imports fsrs: only where a card was renamed

        relinks = Relinks.of(events)
        return {card} | {
            source.card for source in relinks.target if relinks.owner(source).card == card
        }

    def reviews(self) -> set[tuple[Part, int, int]]:
        """Every review, counting or not: part, whole milliseconds since the epoch, and rating."""
        return {
            (Part(card, part), milliseconds(datetime.fromisoformat(at)), rating)
            for card, part, at, rating in self._rows(_REVIEWS)
        }

    def parameter_sets(self, today: date) -> list[Event]:
        """The counting `params` events; the last is in force."""
        return self._counting(today, _PARAMS)

    def settings(self, today: date) -> list[Event]:
        """The counting choices of settings, in the order of replay."""
        return self._counting(today, _SETTINGS)

    def after_seq(self, seq: int) -> list[Event]:
        """The events with a higher sequence number."""
        return self._events(_AFTER_SEQ, {"seq": seq})

    def highest_seq(self) -> int:
        """The highest sequence number, 0 in an empty log."""
        row = self._one(_HIGHEST_SEQ)
        return int(row[0] or 0) if row else 0

    def checksums(self, ids: Sequence[UUID]) -> dict[bytes, str]:
        """The checksums of those ids that are in the log, by the id's bytes."""
        found: dict[bytes, str] = {}
        for start in range(0, len(ids), _AT_ONCE):
            some = [ident.bytes for ident in ids[start : start + _AT_ONCE]]
            found.update(tuple(row) for row in self._rows(_CHECKSUMS, {"ids": some}))
        return found

    def relinks(self, today: date) -> list[Event]:
        """The counting relinks, in the order of replay."""
        return self._counting(today, _RELINKS)

    def parts_with_history(self, card: str) -> set[Part]:
        """The parts of a card that have events in the log."""
        return {Part(card, part) for (part,) in self._rows(_PARTS, {"card": card})}

    def parts_ever_known(self, card: str) -> set[Part]:
        """The parts of a card that were ever in the log or in a deck."""
        seen = {part_from(card, part) for (part,) in self._rows(_SEEN, {"card": card})}
        return self.parts_with_history(card) | seen
