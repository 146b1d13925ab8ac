"""Queries on the log: which events count, what can be undone, which forms were seen.

Standard library only. What counts stands in the table `counted`.
"""

from __future__ import annotations

import json
from contextlib import closing
from datetime import date, datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from learnms.store.read.queries import COUNTS, LEARNER, Query, in_list
from learnms.store.read.rows import (
    EVENT_COLUMNS,
    EVENT_LIST,
    REPLAY_ORDER,
    event_from,
    milliseconds,
    part_from,
)
from learnms.study.event import ANSWER_KINDS, RULE_KINDS, Event, Part, last_counting_day, order_key

if TYPE_CHECKING:
    from collections.abc import Generator

UNDOABLE_KINDS = (*ANSWER_KINDS, "bury", "suspend", "flag", "due", "note", "reset")


def pause_day(event: Event) -> date | None:
    """The day until which a `due` event pauses everything; None where it does not, or cannot be
    read.
    """
    text = event.data.get("pause_until") if isinstance(event.data, dict) else None
    try:
        return date.fromisoformat(text) if isinstance(text, str) else None
    except ValueError:
        return None


_OF_EVENT = ", ".join(f"event.{name}" for name in EVENT_COLUMNS)
# The first half of these conditions is that of a partial index.
_PARAMS = f"kind IN {in_list(RULE_KINDS)} AND kind = 'params'"
_RELINKS = f"kind IN {in_list(RULE_KINDS)} AND kind = 'relink'"
_OF_LEARNER = f"SELECT {EVENT_LIST} FROM event WHERE learner_id = {LEARNER}"


class EventQueries(Query):
    """Events, in the order of replay unless it says otherwise. Days are study days."""

    def all(self) -> Generator[Event]:
        """Every event of the log, also those that do not count, read as they are asked for.

        A caller that may stop before the last closes the generator while the connection is open.
        """
        with closing(self._rows(f"{_OF_LEARNER} ORDER BY {REPLAY_ORDER}")) as rows:
            yield from map(event_from, rows)

    def count(self) -> int:
        """How many events the log holds."""
        row = self._one(f"SELECT count(*) FROM event WHERE learner_id = {LEARNER}")
        return int(row[0]) if row else 0

    def of_card(self, card: str) -> list[Event]:
        """Every event about a card and its parts, also those that do not count."""
        return self._events("card = :card", {"card": card})

    def counting_of_card(self, card: str, today: date) -> list[Event]:
        """The counting events about a card and its parts."""
        return self._counting("card = :card", {"card": card}, today)

    def counting_on_day(self, day: date) -> list[Event]:
        """The counting events of a study day."""
        return self._counting("study_day = :day", {"day": day.isoformat()}, day)

    def event(self, ident: UUID) -> Event | None:
        """The event with an id."""
        return next(iter(self._events("id = :id", {"id": ident.bytes})), None)

    def latest_reviews(self) -> dict[Part, Event]:
        """The review that each memory rests on."""
        query = f"""
        SELECT memory.card, memory.part, {_OF_EVENT}
        FROM memory
        JOIN event ON event.learner_id = memory.learner_id AND event.id = memory.last_event
        WHERE memory.learner_id = {LEARNER}
        """
        rows = self._rows(query)
        return {part_from(card, part): event_from(columns) for card, part, *columns in rows}

    def _events(self, condition: str, parameters: dict[str, Any]) -> list[Event]:
        # Sorted here: an ORDER BY leads the planner away from the index of the condition and
        # through the whole log.
        return sorted(
            (event_from(row) for row in self._all(f"{_OF_LEARNER} AND {condition}", parameters)),
            key=order_key,
        )

    def _counting(self, condition: str, parameters: dict[str, Any], today: date) -> list[Event]:
        """The events that count and are not dated after tomorrow."""
        return self._events(
            f"{condition} AND +study_day <= :limit AND {COUNTS}",  # the index is the condition's
            {**parameters, "limit": last_counting_day(today).isoformat()},
        )

    def last_undoable(self, today: date, device_id: str) -> Event | None:
        """The event that undo takes back: the device's latest answer, bury, suspend, flag, note,
        reset or hand-made `due` of the day.

        For a review or `due` that goes with an answer, the answer is returned: undoing it undoes
        both. `today` is the day that `StudyQueries.effective_day` gives.
        """
        rows = self._all(  # the sign keeps the planner at the index of the day
            f"{_OF_LEARNER} AND study_day = :day AND device_id = :device AND kind IN"
            f" {in_list(UNDOABLE_KINDS)} AND (kind <> 'due' OR ref IS NULL) AND {COUNTS}"
            " ORDER BY +seq DESC LIMIT 1",
            {"day": today.isoformat(), "device": device_id},
        )
        event = next(map(event_from, rows), None)
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

    def session_plan(self, today: date) -> Event | None:
        """The day's latest counting `session` event: the plan and seed with which an interrupted
        session goes on.
        """
        return next(reversed(self._sessions(today)), None)

    def plans_on(self, today: date) -> list[Event]:
        """The reviews begun on a day: their `session` events, which hold the plan."""
        return [
            event
            for event in self._sessions(today)
            if isinstance(event.data, dict) and event.data.get("mode") == "review"
        ]

    def _sessions(self, day: date) -> list[Event]:
        return self._counting(
            "study_day = :day AND kind = 'session'", {"day": day.isoformat()}, day
        )

    def forms_seen(self, card: str, today: date) -> dict[str, datetime]:
        """When each form of a card was last answered, also under a former id, least recent first.
        Answers that were undone are included: their forms were seen.
        """
        rows = self._all(
            f"SELECT form, max(at_utc) AS last FROM event WHERE learner_id = {LEARNER} AND card IN"
            f" (SELECT value FROM json_each(:cards)) AND form IS NOT NULL AND kind IN"
            f" {in_list(ANSWER_KINDS)} GROUP BY form ORDER BY last",
            {"cards": json.dumps(sorted(self._names_of(card, today)))},
        )
        return {form: datetime.fromisoformat(last) for form, last in rows}

    def _names_of(self, card: str, today: date) -> set[str]:
        """The ids under which the log holds what belongs to a card now."""
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
        rows = self._rows(
            f"SELECT card, part, at_utc, rating FROM event WHERE learner_id = {LEARNER} AND kind ="
            " 'review'"
        )
        return {
            (Part(card, part), milliseconds(datetime.fromisoformat(at)), rating)
            for card, part, at, rating in rows
        }

    def parameter_sets(self, today: date) -> list[Event]:
        """The counting `params` events; the last is in force."""
        return self._counting(_PARAMS, {}, today)

    def relinks(self, today: date) -> list[Event]:
        """The counting relinks, in the order of replay."""
        return self._counting(_RELINKS, {}, today)

    def parts_with_history(self, card: str) -> set[Part]:
        """The parts of a card that have events in the log."""
        rows = self._all(
            f"SELECT DISTINCT part FROM event WHERE learner_id = {LEARNER} AND card = :card",
            {"card": card},
        )
        return {Part(card, part) for (part,) in rows}

    def parts_ever_known(self, card: str) -> set[Part]:
        """The parts of a card that were ever in the log or in a deck."""
        rows = self._all("SELECT part FROM card_seen WHERE card = :card", {"card": card})
        return self.parts_with_history(card) | {Part(card, part or None) for (part,) in rows}
