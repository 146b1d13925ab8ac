"""Reports the progress of a replay that takes longer than a moment: in sentences, or as a bar."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from learnms.engine.wording import count

if TYPE_CHECKING:
    from collections.abc import Callable

_CELLS = 30
_LONG = 50_000


class ReplayProgress:
    """A callback for `Store.on_progress`: reports now and then how many events are replayed.

    Args:
        say: shows a sentence.
        clock: a monotonic clock, in seconds.
    """

    first_after, every = 2.0, 5.0
    """Seconds until the first report, and between reports."""

    def __init__(
        self, say: Callable[[str], None], clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._say = say
        self._clock = clock
        self._next = clock() + self.first_after
        self._first: tuple[float, int] | None = None

    def begin(self, events: int) -> None:
        """Report at the start that a long log takes a while: it is read before it is replayed."""
        if events >= _LONG:
            self._say(f"{events:,} events to replay. This takes a while.")

    def __call__(self, done: int, total: int) -> None:
        """Take the number of replayed events, and report it if it is time."""
        now = self._clock()
        if self._first is None or done <= self._first[1]:  # or another replay has begun
            self._first = now, done
        if now >= self._next:
            self._next = now + self.every
            started, before = self._first
            pace = (now - started) / (done - before) if done > before else None
            self._report(done, total, _left(total - done, pace))

    def _report(self, done: int, total: int, left: str) -> None:
        if done < total:
            self._say(f"{done:,} of {total:,} events replayed{left}.")


class ReplayBar(ReplayProgress):
    """A bar on one line of a terminal, which is removed at the end. `say` writes as it is told."""

    first_after, every = 0.5, 0.1
    things = "events"
    """What is counted."""

    def begin(self, events: int) -> None:
        """The bar itself says so."""

    def __call__(self, done: int, total: int) -> None:
        """Take the number of replayed events, and draw the bar if it is time."""
        super().__call__(done, total)
        if done >= total:
            self._say("\r\x1b[K")

    def _report(self, done: int, total: int, left: str) -> None:
        full = _CELLS * done // max(total, 1)
        self._say(
            f"\r[{'#' * full}{'-' * (_CELLS - full)}] {100 * done // max(total, 1)}% of"
            f" {total:,} {self.things}{left}\x1b[K"
        )


def _left(events: int, pace: float | None) -> str:
    """The remaining time at this many seconds an event; '' before the pace is known."""
    if pace is None:
        return ""
    seconds = round(events * pace)
    words = count(seconds, "second") if seconds < 90 else count(round(seconds / 60), "minute")
    return f", about {words} left"
