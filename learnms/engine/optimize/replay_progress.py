"""Reports the progress of a replay that takes longer than a moment."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from learnms.engine.wording import count

if TYPE_CHECKING:
    from collections.abc import Callable

_FIRST_AFTER, _EVERY = 2.0, 5.0
"""Seconds until the first report, and between reports."""
_LONG = 50_000


class ReplayProgress:
    """A callback for `Store.on_progress`: reports now and then how many events are replayed.

    Args:
        say: shows a sentence.
        clock: a monotonic clock, in seconds.
    """

    def __init__(
        self, say: Callable[[str], None], clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._say = say
        self._clock = clock
        self._next = clock() + _FIRST_AFTER
        self._first: tuple[float, int] | None = None

    def begin(self, events: int) -> None:
        """Report at the start that a long log takes a while: it is read before it is replayed."""
        if events >= _LONG:
            self._say(f"{events:,} events are read and replayed; that takes a while.")

    def __call__(self, done: int, total: int) -> None:
        """Take the number of replayed events, and report it if it is time."""
        now = self._clock()
        if self._first is None or done <= self._first[1]:  # or another replay has begun
            self._first = now, done
        if now >= self._next:
            self._next = now + _EVERY
            started, before = self._first
            pace = (now - started) / (done - before) if done > before else None
            self._say(f"{done:,} of {total:,} events replayed{_left(total - done, pace)}.")


def _left(events: int, pace: float | None) -> str:
    """The remaining time at so many seconds an event; '' before the pace is known."""
    if pace is None:
        return ""
    seconds = round(events * pace)
    words = count(seconds, "second") if seconds < 90 else count(round(seconds / 60), "minute")
    return f", about {words} left"
