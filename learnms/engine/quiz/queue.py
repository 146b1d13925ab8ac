"""The queue of a tutor quiz: its questions in order, and failed ones again."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from learnms.study.event import Rating
from learnms.study.session import Session

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from learnms.engine.quiz.build import QuizQuestion


@dataclass(slots=True)
class Queue:
    """A queue of question indices.

    `inside` are the parts of cases after their first. `reviewed` are questions that failed as a
    review and are asked until right once. `times` counts the answers to each question.
    """

    session: Session[int]
    inside: frozenset[int] = frozenset()
    reviewed: set[int] = field(default_factory=set)
    times: Counter[int] = field(default_factory=Counter)

    @classmethod
    def of(cls, questions: Sequence[QuizQuestion]) -> Queue:
        """The queue of a new quiz."""
        return cls(
            Session.of(range(len(questions))),
            frozenset(index for index, asked in enumerate(questions) if asked.case),
        )

    @property
    def left(self) -> int:
        """How many questions are still to be asked, or asked again."""
        return self.session.left

    @property
    def repeats(self) -> list[int]:
        """The questions that are to repeat."""
        return [index for _, index in self.session.retries]

    @property
    def place_of_repeat(self) -> tuple[int, int]:
        """The number of the next question that is asked again, and of how many so far."""
        waiting = self.repeats
        settled = [
            index for index, times in self.times.items() if times > 1 and index not in waiting
        ]
        return len(settled) + 1, len(settled) + len(waiting)

    def next(self, now: datetime) -> int | None:
        """The next question: a failed one after ten minutes or at the end, never within a case."""
        waiting = self.session.waiting[:1]
        return waiting[0] if waiting and waiting[0] in self.inside else self.session.next(now)

    def answered(
        self, index: int, now: datetime, rating: int, *, is_review: bool, sure_wrong: bool
    ) -> bool:
        """Whether the question is asked again: until right if the answer was a review, once more if
        it was wrong though certain.
        """
        is_first, failed = not self.times[index], rating == Rating.AGAIN
        self.times[index] += 1
        if is_review and failed:
            self.reviewed.add(index)
        again = (failed and index in self.reviewed) or (is_first and sure_wrong)
        self.session.settle(index, now, again=again)
        return again

    def let_count(self, index: int, now: datetime) -> None:
        """Ask a question again whose wrong answer has become a review."""
        self.reviewed.add(index)
        self.session.settle(index, now, again=True)

    def leave_out(self, index: int) -> None:
        """Drop a question that was removed, or was answered correctly elsewhere."""
        self.session.put_off(index)
