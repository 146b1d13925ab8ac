"""What home shows of the log before the store is open: answers held, the pause, stopped quizzes."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from learnms.store.read.queries import LEARNER, Query, in_list
from learnms.store.read.rows import EVENT_LIST, event_from
from learnms.study.event import (
    ANSWER_KINDS,
    LINKED_KINDS,
    LONGEST_PAUSE,
    Event,
    is_held,
    last_counting_day,
    order_key,
    pause_day,
)

LATELY = 30
"""Days for which a stopped quiz is shown; it can be resumed later too."""


class HalfDone(NamedTuple):
    """How far a stopped quiz is."""

    answered: int
    questions: int
    is_submitted: bool = False


_OF_LEARNER = f"SELECT {EVENT_LIST} FROM event WHERE learner_id = {LEARNER}"


class HomeLog(Query):
    """Queries on the log. Days are study days."""

    def held(self, today: date) -> int:
        """How many answers are dated after tomorrow, and wait for their day."""
        row = self._one(
            f"SELECT count(*) FROM event WHERE learner_id = {LEARNER} AND study_day > :limit AND"
            f" kind IN {in_list(ANSWER_KINDS)}",
            {"limit": last_counting_day(today).isoformat()},
        )
        return int(row[0]) if row else 0

    def pause(self, today: date) -> Event | None:
        """An event of the latest counting pause that is still on; `pause_day` gives its end."""
        query = f"""
        SELECT id, max(seq) FROM event
        WHERE learner_id = {LEARNER} AND study_day >= :first AND kind = 'due'
            AND json_extract(data, '$.pause_until') > :today
        GROUP BY json_extract(data, '$.batch')
        ORDER BY max(seq) DESC
        """
        rows = self._all(
            query,
            {
                "first": (today - timedelta(days=LONGEST_PAUSE)).isoformat(),
                "today": today.isoformat(),
            },
        )
        pauses = (self.event(UUID(bytes=ident)) for ident, _ in rows)
        return next(
            (
                event
                for event in pauses
                if event is not None and pause_day(event) is not None and self.counts(event, today)
            ),
            None,
        )

    def half_done(self, today: date) -> tuple[HalfDone, ...]:
        """How far the quizzes are that were begun lately and not ended, latest first. It reads
        no questions, and of the log only those days.
        """
        query = f"""
        SELECT id, json_array_length(data, '$.questions') FROM event
        WHERE learner_id = {LEARNER} AND study_day BETWEEN :first AND :last AND kind = 'session'
            AND json_extract(data, '$.mode') = 'quiz'
        ORDER BY +study_day DESC, +seq DESC
        """
        rows = self._all(
            query,
            {
                "first": (today - timedelta(days=LATELY)).isoformat(),
                "last": last_counting_day(today).isoformat(),
            },
        )
        unfinished = (
            (UUID(bytes=ident), questions)
            for ident, questions in rows
            if not self._marked(UUID(bytes=ident), "quiz-end", today)
        )
        return tuple(
            HalfDone(
                len({event.data["n"] for event in self._answers_in(ident, today)}),
                questions,
                self._marked(ident, "quiz-submit", today),
            )
            for ident, questions in unfinished
        )

    def _marked(self, ident: UUID, mode: str, today: date) -> bool:
        events = self._events(
            "ref = :id AND kind = 'session' AND json_extract(data, '$.mode') = :mode",
            {"id": ident.bytes, "mode": mode},
        )
        return any(self.counts(event, today) for event in events)

    def _answers_in(self, ident: UUID, today: date) -> list[Event]:
        events = self._events(f"ref = :id AND kind IN {in_list(ANSWER_KINDS)}", {"id": ident.bytes})
        return [event for event in events if self.counts(event, today)]

    def _events(self, condition: str, parameters: dict[str, Any]) -> list[Event]:
        # Sorted here: an ORDER BY leads the planner away from the index of the condition and
        # through the whole log.
        return sorted(
            (event_from(row) for row in self._all(f"{_OF_LEARNER} AND {condition}", parameters)),
            key=order_key,
        )

    def event(self, ident: UUID) -> Event | None:
        """The event with an id."""
        return next(iter(self._events("id = :id", {"id": ident.bytes})), None)

    def counts(self, event: Event, today: date) -> bool:
        """Whether an event counts: it is not held, and no counting void names it or the answer
        that it goes with.
        """
        return not is_held(event, today) and not self._is_void(event.id, event, today)

    def _is_void(
        self, ident: UUID, event: Event | None, today: date, above: frozenset[UUID] = frozenset()
    ) -> bool:
        """`event` is None for an id that is not in the log, or held; `above` are the ids that led
        here.
        """
        seq = event.seq if event is not None else -1
        for void in self._events("ref = :id AND kind = 'void'", {"id": ident.bytes}):
            if void.seq > seq and self.counts(void, today):
                return True
        if (
            event is None
            or event.kind not in LINKED_KINDS
            or event.ref is None
            or event.ref in above
        ):
            return False
        answer = self.event(event.ref)
        present = answer if answer is not None and not is_held(answer, today) else None
        return self._is_void(event.ref, present, today, above | {ident})
