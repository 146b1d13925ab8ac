"""How long the learner has studied in this run of the program, to offer a break."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from learnms.settings import Settings

_LONGEST = timedelta(minutes=5)
"""What counts at most of the time on one card: the learner was away for the rest."""


class StudyTime:
    """Adds up the time on cards over all reviews of a run. Nothing of it is stored."""

    def __init__(self) -> None:
        self._studied = timedelta()
        self._offered = timedelta()
        self._since: datetime | None = None

    def begin(self, now: datetime) -> None:
        """Note that a review begins: the time before it does not count."""
        self._since = now

    def answered(self, now: datetime) -> None:
        """Add the time since the last card."""
        if self._since is not None:
            self._studied += max(timedelta(), min(_LONGEST, now - self._since))
        self._since = now

    @property
    def minutes(self) -> int:
        """The minutes studied in this run."""
        return int(self._studied.total_seconds() // 60)

    def is_break_due(self, settings: Settings) -> bool:
        """Whether a break is to be offered now. A review that is not longer than that needs none:
        its end is the break.
        """
        after = settings.break_minutes
        if not after or 0 < settings.session_minutes <= after:
            return False
        return self._studied - self._offered >= timedelta(minutes=after)

    def offer(self) -> int:
        """Note that a break is offered, so that it is not offered again at the next card.

        Returns:
            The minutes studied in this run.
        """
        self._offered = self._studied
        return self.minutes
