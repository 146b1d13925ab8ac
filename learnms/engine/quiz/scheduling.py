"""Decides which answers of a quiz move the schedule, and drafts their reviews."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from learnms.study.event import Draft, Event, Part, Rating, same_answer

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from uuid import UUID

    from learnms.engine.queries import Queries
    from learnms.engine.quiz.build import QuizQuestion


class Reviews:
    """What the answers of a quiz mean for the schedule."""

    def __init__(self, queries: Queries) -> None:
        self.queries = queries

    def counts(self, part: Part, today: date) -> bool:
        """Whether an answer to this part is a review: the part is due, or failed today and was not
        right since, or is planned in a review begun today, or its answer key has changed since its
        last review.
        """
        memory = self.queries.memory.memory(part)
        if not part.card or memory.status(today) != "active":
            return False
        if not memory.is_new and memory.has_changed(self._key_of(part)):
            return True
        if memory.last_day == today:
            return self.queries.study.is_to_repeat(part, today)
        if not memory.is_new and memory.due is not None and memory.due <= today:
            return True
        return any(
            tuple(part) == (planned[0], planned[1])
            for event in self.queries.events.plans_on(today)
            for planned in event.data["plan"]
        )

    def repeats(self, part: Part, today: date) -> bool:
        """Whether an answer repeats a review of the same day."""
        memory = self.queries.memory.memory(part)
        return memory.last_day == today and memory.status(today) == "active"

    def parts_of(self, asked: QuizQuestion) -> list[Part]:
        """The parts that an answer is about: its own, or the only one that a case's part tests."""
        if asked.case is None:
            return [Part(asked.card, asked.part)] if asked.card else []
        row = self.queries.library.card_body(asked.card)
        parts = row.body["case"]["parts"] if row is not None and "case" in row.body else []
        part = self._sole_tested(parts[asked.case]["tests"]) if asked.case < len(parts) else None
        return [part] if part else []

    def _sole_tested(self, tests: Sequence[str]) -> Part | None:
        """The part that `tests` names, if just one; a card id counts if the card has one part."""
        if len(tests) != 1:
            return None
        named = Part.parse(tests[0])
        parts = [row.part for row in self.queries.library.parts_of(named.card)]
        if named.part is not None:
            return named if named in parts else None
        return parts[0] if len(parts) == 1 else None

    def right_since(self, part: Part, answer: Event, today: date) -> bool:
        """Whether a later review of a part than this answer was right."""
        return any(
            event.kind == "review"
            and event.part == part.part
            and (event.rating or 0) > Rating.AGAIN
            and (event.study_day, event.seq) > (answer.study_day, answer.seq)
            for event in self.queries.events.counting_of_card(part.card, today)
        )

    def review_of(self, answer: Event | Draft, part: Part, ref: UUID) -> Draft:
        """The review of a part that follows from an answer to it, or to a case's part that tests it
        alone.
        """
        kept = ("cap", "target_after", "days_off", "again")
        data = {name: value for name, value in (answer.data or {}).items() if name in kept} or None
        review = replace(same_answer(answer), answer=None, took_ms=None, ref=ref, data=data)
        if part == (answer.card, answer.part):
            return review
        return replace(
            review, card=part.card, part=part.part, form=None, key_hash=self._key_of(part)
        )

    def _key_of(self, part: Part) -> str | None:
        return next(
            (row.key_hash for row in self.queries.library.parts_of(part.card) if row.part == part),
            None,
        )
