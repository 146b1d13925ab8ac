"""Says how far a replay of the log is. A person who waits for a minute is told so; what takes a
moment says nothing.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from learnms.engine.wording import count

if TYPE_CHECKING:
    from collections.abc import Callable

_FIRST_AFTER, _EVERY = 2.0, 5.0
"""Seconds."""
_LONG = 50_000


class ReplayProgress:
    """What `Store.on_progress` wants: hears how many events have been replayed, and says it from time to
    time.

    Args:
        say: says a sentence.
        clock: seconds that only go forward.
    """

    def __init__(
        self, say: Callable[[str], None], clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._say = say
        self._clock = clock
        self._next = clock() + _FIRST_AFTER
        self._first: tuple[float, int] | None = None

    def begin(self, events: int) -> None:
        """Say at the beginning that it takes a while, where it does: a log is read before it is
        replayed.
        """
        if events >= _LONG:
            self._say(f"{events:,} events are read and replayed; that takes a while.")

    def __call__(self, done: int, total: int) -> None:
        """Hear how far it is."""
        now = self._clock()
        if self._first is None or done <= self._first[1]:  # or another replay has begun
            self._first = now, done
        if now >= self._next:
            self._next = now + _EVERY
            self._say(f"{done:,} of {total:,} events replayed{self._left(done, total, now)}.")

    def _left(self, done: int, total: int, now: float) -> str:
        """How long the rest takes at the pace so far; '' before there is one."""
        assert self._first is not None
        at, before = self._first
        if done <= before:
            return ""
        seconds = round((total - done) * (now - at) / (done - before))
        return (
            ", about"
            f" {count(seconds, 'second') if seconds < 90 else count(round(seconds / 60), 'minute')}"
            " left"
        )
