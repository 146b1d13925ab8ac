"""One sitting: which part is asked next. Pure: it is told what was answered and when, and never looks at a clock."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from learnms.study.event import Part, Rating

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

RETRY_AFTER = timedelta(minutes=10)
LOWEST_EVERY = 6


def by_recall(parts: Iterable[tuple[float, Part]]) -> list[Part]:
    """Due parts in the order in which they are asked.

    Predicted recall descending holds the target best when there is more than a day's work; every sixth card comes from
    the other end, so that what is long overdue is not starved. (Order: open-spaced-repetition, review-sort-order-comparison.)
    """
    ordered = [part for _, part in sorted(parts, key=lambda pair: (-pair[0], pair[1].card, pair[1].part or ""))]
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
class Session:
    """The queue of one sitting.

    `waiting` are parts not yet asked; `retries` failed ones with the moment from which they may be asked again;
    `done` those that were right once in this sitting; `undone` the part that comes before all others.
    """

    waiting: list[Part]
    retries: list[tuple[datetime, Part]] = field(default_factory=list)
    done: list[Part] = field(default_factory=list)
    undone: Part | None = None

    @classmethod
    def of(cls, plan: Sequence[Part]) -> Session:
        """A sitting that asks these parts in this order."""
        return cls(list(plan))

    @property
    def total(self) -> int:
        """How many parts the sitting has."""
        return len(self.waiting) + len(self.retries) + len(self.done)

    @property
    def left(self) -> int:
        """How many are still to be right once."""
        return len(self.waiting) + len(self.retries)

    def next(self, now: datetime) -> Part | None:
        """The part to ask: a failed one after ten minutes, else the next in the queue, else a failed one at its end."""
        if self.undone is not None:
            return self.undone
        ready = [part for at, part in self.retries if at <= now]
        if ready:
            return ready[0]
        if self.waiting:
            return self.waiting[0]
        return self.retries[0][1] if self.retries else None

    def is_retry(self, part: Part) -> bool:
        """Whether the part failed in this sitting and is asked again."""
        return any(other == part for _, other in self.retries)

    def answered(self, part: Part, rating: Rating | int, now: datetime) -> None:
        """A failed part waits to be asked again; any other rating settles it for today."""
        self._take(part)
        if rating == Rating.AGAIN:
            self.retries.append((now + RETRY_AFTER, part))
        else:
            self.done.append(part)

    def put_off(self, part: Part) -> None:
        """The part was buried or suspended: it leaves the sitting."""
        self._take(part)

    def put_back(self, part: Part) -> None:
        """An undone part is asked next."""
        self._take(part)
        self.waiting.insert(0, part)
        self.undone = part

    def _take(self, part: Part) -> None:
        self.undone = None if self.undone == part else self.undone
        self.waiting = [other for other in self.waiting if other != part]
        self.retries = [(at, other) for at, other in self.retries if other != part]
        self.done = [other for other in self.done if other != part]
