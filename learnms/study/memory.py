"""Memory: the state of a part, derived from events."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date
    from uuid import UUID


@dataclass(frozen=True, slots=True)
class Memory:
    """The state of one part.

    `stability` (days) and `difficulty` (1 to 10) are None while it is new. `due`, `last_day` and
    `first_day` are study days; `reps` counts reviews, `lapses` those that failed on a later day
    than the review before. `key_hash` is the answer key's fingerprint at the last review.
    `sure_wrong_day` is the day of the last answer that was certain and wrong. The columns of
    `memory` derive from the fields, in their order.
    """

    stability: float | None = None
    difficulty: float | None = None
    due: date | None = None
    last_day: date | None = None
    first_day: date | None = None
    reps: int = 0
    lapses: int = 0
    last_event: UUID | None = None
    suspended: bool = False
    key_hash: str | None = None
    buried_until: date | None = None
    flagged: bool = False
    sure_wrong_day: date | None = None

    @property
    def is_new(self) -> bool:
        """Whether it was never reviewed, or was reset."""
        return self.stability is None

    @property
    def state(self) -> str:
        """`new` or `review`."""
        return "new" if self.is_new else "review"

    def recallable(self) -> tuple[float, float, date] | None:
        """Stability, difficulty and last study day, as the scheduler takes them; None while new."""
        if self.stability is None or self.difficulty is None or self.last_day is None:
            return None
        return self.stability, self.difficulty, self.last_day

    def has_changed(self, key_hash: str | None) -> bool:
        """Whether the answer key, now with this fingerprint, has changed since the last review;
        not where either is unknown.
        """
        return None not in (self.key_hash, key_hash) and self.key_hash != key_hash

    def status(self, today: date) -> str:
        """`suspended`, `buried` or `active`."""
        if self.suspended:
            return "suspended"
        return "buried" if self.buried_until is not None and self.buried_until > today else "active"


NEW = Memory()
