"""Answers to the questions of a quiz."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from learnms.study.event import Rating

if TYPE_CHECKING:
    from learnms.study.event import Event


@dataclass(frozen=True, slots=True)
class Given:
    """The current answer to a question: its score, and its event (None for a draft card, which the
    log cannot name). `left`: it is the empty answer that the end of an exam gives.
    """

    index: int
    rating: int | None
    points: float | None
    max_points: float | None
    confidence: str | None
    event: Event | None
    left: bool = False

    @classmethod
    def of(cls, index: int, event: Event) -> Given:
        """The answer stored in an event."""
        left = isinstance(event.data, dict) and event.data.get("unanswered") is True
        return cls(
            index, event.rating, event.points, event.max_points, event.confidence, event, left
        )

    @property
    def right(self) -> bool:
        """Whether it got all points, or if self-graded, any grade but Again."""
        if self.points is None or self.max_points is None:
            return self.rating != Rating.AGAIN
        return self.points >= self.max_points
