"""Quizzes in the log: a `session` event with the plan, answers that name it, and a `session` event
that ends it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from learnms.store.read.events import EventQueries
from learnms.store.read.queries import LEARNER, in_list
from learnms.study.event import ANSWER_KINDS

if TYPE_CHECKING:
    from datetime import date

    from learnms.study.event import Event


class QuizQueries(EventQueries):
    """Queries on the quizzes in the log."""

    def started(self, today: date) -> list[Event]:
        """The events that began a quiz, latest first."""
        return self._counting(
            "kind = 'session' AND json_extract(data, '$.mode') = 'quiz'", {}, today
        )[::-1]

    def end_of(self, ident: UUID, today: date) -> Event | None:
        """The event that ended a quiz, or None while it goes on."""
        return self._marked(ident, "quiz-end", today)

    def submitted(self, ident: UUID, today: date) -> Event | None:
        """The event that submitted an exam, after which its score was seen; or None."""
        return self._marked(ident, "quiz-submit", today)

    def _marked(self, ident: UUID, mode: str, today: date) -> Event | None:
        events = self._counting(
            "ref = :id AND kind = 'session' AND json_extract(data, '$.mode') = :mode",
            {"id": ident.bytes, "mode": mode},
            today,
        )
        return next(iter(events), None)

    def answered_parts(self, card: str, today: date) -> set[str | None]:
        """The parts of a card or a case that were ever answered."""
        return {
            event.part
            for event in self.counting_of_card(card, today)
            if event.kind in ANSWER_KINDS and not (event.data or {}).get("unanswered")
        }

    def answers_in(self, ident: UUID, today: date) -> list[Event]:
        """The counting answers of a quiz, in the order of replay."""
        return self._counting(
            f"ref = :id AND kind IN {in_list(ANSWER_KINDS)}", {"id": ident.bytes}, today
        )

    def reviews_in(self, ident: UUID, today: date) -> dict[UUID, Event]:
        """The counting reviews that go with answers of a quiz, by the answer."""
        answers = f"""
        SELECT id FROM event AS answer
        WHERE answer.learner_id = {LEARNER} AND answer.ref = :id
            AND answer.kind IN {in_list(ANSWER_KINDS)}
        """
        events = self._counting(
            f"kind = 'review' AND ref IN ({answers})", {"id": ident.bytes}, today
        )
        return {event.ref: event for event in events if event.ref is not None}

    def learned_cards(self) -> set[str]:
        """The cards any part of which was learned."""
        return self._cards("state = 'review'")

    def flagged_cards(self) -> set[str]:
        """The cards any part of which is flagged."""
        return self._cards("flagged")

    def _cards(self, condition: str) -> set[str]:
        rows = self._rows(
            f"SELECT DISTINCT card FROM memory WHERE learner_id = {LEARNER} AND {condition}"
        )
        return {card for (card,) in rows}
