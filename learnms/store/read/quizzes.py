"""Quizzes in the log: a `session` event with the plan, answers that name it, and a `session` event
that ends it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import bindparam, func, select

from learnms.store.read.base import LEARNER
from learnms.store.read.events import EVENTS, EventQueries
from learnms.store.tables import EVENT, MEMORY
from learnms.study.event import ANSWER_KINDS

if TYPE_CHECKING:
    from datetime import date
    from uuid import UUID

    from learnms.study.event import Event

_SESSIONS = EVENTS.where(EVENT.c.kind == "session")
_MODE = func.json_extract(EVENT.c.data, "$.mode")
_QUIZZES = _SESSIONS.where(_MODE == "quiz")
_MARKS = _SESSIONS.where(EVENT.c.ref == bindparam("id"), bindparam("mode") == _MODE)
_ANSWERS = EVENTS.where(EVENT.c.ref == bindparam("id"), EVENT.c.kind.in_(ANSWER_KINDS))
_ANSWER = EVENT.alias("answer")
_REVIEWS = EVENTS.where(
    EVENT.c.kind == "review",
    EVENT.c.ref.in_(
        select(_ANSWER.c.id).where(
            _ANSWER.c.learner_id == LEARNER,
            _ANSWER.c.ref == bindparam("id"),
            _ANSWER.c.kind.in_(ANSWER_KINDS),
        )
    ),
)
_CARDS = select(MEMORY.c.card).where(MEMORY.c.learner_id == LEARNER).distinct()
_LEARNED = _CARDS.where(MEMORY.c.state == "review")
_FLAGGED = _CARDS.where(MEMORY.c.flagged != 0)


class QuizQueries(EventQueries):
    """Queries on the quizzes in the log."""

    def started(self, today: date) -> list[Event]:
        """The events that began a quiz, latest first."""
        return self._counting(today, _QUIZZES)[::-1]

    def end_of(self, ident: UUID, today: date) -> Event | None:
        """The event that ended a quiz, or None while it goes on."""
        return self._marked(ident, "quiz-end", today)

    def submitted(self, ident: UUID, today: date) -> Event | None:
        """The event that submitted an exam, after which its score was seen; or None."""
        return self._marked(ident, "quiz-submit", today)

    def _marked(self, ident: UUID, mode: str, today: date) -> Event | None:
        return next(iter(self._counting(today, _MARKS, {"id": ident.bytes, "mode": mode})), None)

    def answers_in(self, ident: UUID, today: date) -> list[Event]:
        """The counting answers of a quiz, in the order of replay."""
        return self._counting(today, _ANSWERS, {"id": ident.bytes})

    def reviews_in(self, ident: UUID, today: date) -> dict[UUID, Event]:
        """The counting reviews that go with answers of a quiz, by the answer."""
        events = self._counting(today, _REVIEWS, {"id": ident.bytes})
        return {event.ref: event for event in events if event.ref is not None}

    def learned_cards(self) -> set[str]:
        """The cards with at least one learned part."""
        return {card for (card,) in self._rows(_LEARNED)}

    def flagged_cards(self) -> set[str]:
        """The cards with at least one flagged part."""
        return {card for (card,) in self._rows(_FLAGGED)}
