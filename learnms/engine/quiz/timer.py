"""The clock of a quiz, which stops in pauses."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime


class Timed:
    """A clock that can pause.

    Args:
        clock: aware local time.
        minutes: the time limit, or None.
    """

    def __init__(self, clock: Callable[[], datetime], minutes: int | None) -> None:
        self.clock = clock
        self.paused = False
        self._minutes = minutes
        self._before = timedelta(0)
        self._since = clock()

    def elapsed(self) -> timedelta:
        """The time spent, without pauses."""
        return self._before if self.paused else self._before + (self.clock() - self._since)

    def remaining(self) -> timedelta | None:
        """The time left, negative once it is over; None without a limit."""
        return None if self._minutes is None else timedelta(minutes=self._minutes) - self.elapsed()

    def pause(self) -> None:
        """Stop the clock."""
        self._before, self.paused = self.elapsed(), True

    def resume(self) -> None:
        """Let the clock run again."""
        if self.paused:
            self._since, self.paused = self.clock(), False
