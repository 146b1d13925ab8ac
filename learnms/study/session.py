"""The queue of a session: what comes next. Pure: the time is an argument."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Generic, TypeVar

from learnms.study.event import Part, Rating

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

K = TypeVar("K", bound=Hashable)

RETRY_AFTER = timedelta(minutes=10)
"""A failed part is asked again after this time, or at the end of the queue."""
LOWEST_EVERY = 6
"""Every sixth due part is the one with the lowest recall."""


def is_to_repeat(
    rating: int | None, reviewed: date | None, today: date, moved_to: date | None = None
) -> bool:
    """Whether a part stays in today's queue: it failed today and was not right since.

    Args:
        rating: of its last counting review. reviewed: the study day of that review. today: the
        study day. moved_to: the day to which the learner moved it after that review, if they did:
        that is then when it comes.
    """
    return rating == Rating.AGAIN and reviewed == today and (moved_to is None or moved_to <= today)


def by_recall(parts: Iterable[tuple[float, Part]]) -> list[Part]:
    """Due parts in the order in which they are asked.

    Predicted recall descending holds the target best when there is more than a day's work; every
    sixth card comes from the other end, so that what is long overdue is not starved. (Order:
    open-spaced-repetition, review-sort-order-comparison.)
    """
    ordered = [
        part
        for _, part in sorted(parts, key=lambda pair: (-pair[0], pair[1].card, pair[1].part or ""))
    ]
    asked: list[Part] = []
    first, last = 0, len(ordered) - 1
    while first <= last:
        if len(asked) % LOWEST_EVERY == LOWEST_EVERY - 1:
            asked.append(ordered[last])
            last -= 1
        else:
            asked.append(ordered[first])
            first += 1
    return asked


@dataclass(slots=True)
class Session(Generic[K]):
    """The queue of a session: the parts of a review, or the questions of a quiz.

    `waiting` are those not asked yet; `retries` the failed ones, with the time from which they may
    be asked again; `done` those that were right once; `undone` is the one that comes before all
    others.
    """

    waiting: list[K]
    retries: list[tuple[datetime, K]] = field(default_factory=list)
    done: list[K] = field(default_factory=list)
    undone: K | None = None

    @classmethod
    def of(cls, plan: Sequence[K], failed: Iterable[tuple[datetime, K]] = ()) -> Session[K]:
        """A session that asks these in order. What `failed` before, each with its time, is treated
        as failed in it.
        """
        retries = [(failed_at + RETRY_AFTER, key) for failed_at, key in failed]
        asked_again = {key for _, key in retries}
        return cls([key for key in plan if key not in asked_again], retries)

    @property
    def total(self) -> int:
        """The number of all items."""
        return len(self.waiting) + len(self.retries) + len(self.done)

    @property
    def left(self) -> int:
        """The number of items not right yet."""
        return len(self.waiting) + len(self.retries)

    def next(self, now: datetime) -> K | None:
        """The next item: a failed one after ten minutes, else the next in the queue, else a failed
        one.
        """
        if self.undone is not None:
            return self.undone
        ready = [key for ready_at, key in self.retries if ready_at <= now]
        if ready:
            return ready[0]
        if self.waiting:
            return self.waiting[0]
        return self.retries[0][1] if self.retries else None

    def answered(self, key: K, rating: Rating | int, now: datetime) -> None:
        """Move it to the retries after Again, else to the done items."""
        self.settle(key, now, again=rating == Rating.AGAIN)

    def settle(self, key: K, now: datetime, *, again: bool) -> None:
        """Move it to the retries, or to the done items."""
        self._take(key)
        if again:
            self.retries.append((now + RETRY_AFTER, key))
        else:
            self.done.append(key)

    def put_off(self, key: K) -> None:
        """Remove it: it was buried, suspended or deleted."""
        self._take(key)

    def put_back(self, key: K) -> None:
        """Ask it next, because its answer was undone."""
        self._take(key)
        self.waiting.insert(0, key)
        self.undone = key

    def _take(self, key: K) -> None:
        self.undone = None if self.undone == key else self.undone
        self.waiting = [other for other in self.waiting if other != key]
        self.retries = [retry for retry in self.retries if retry[1] != key]
        self.done = [other for other in self.done if other != key]
