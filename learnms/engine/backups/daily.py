"""The daily backup: made in the background after the first change of a study day."""

from __future__ import annotations

import threading
from contextlib import suppress
from typing import TYPE_CHECKING

from learnms.errors import LearnmsError
from learnms.store.sqlite.backup import back_up_file, backups
from learnms.store.sqlite.replace import DATABASE_NAME
from learnms.study.day import study_day

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date, datetime
    from pathlib import Path

LABEL = "daily"
_PATIENCE = 1.0
"""Seconds that the end of the program waits for a copy; then it is given up."""


class DailyBackup:
    """Makes the day's backup once the first change of the day is saved.

    The copy is made by a thread with its own connection, so no answer waits. If it fails, because
    the disk is full for instance, the next run of the program tries again.

    Args:
        home: the data folder.
        clock: aware local time.
        rollover_hour: the local hour at which a study day begins.
    """

    def __init__(
        self, home: Path, clock: Callable[[], datetime], rollover_hour: Callable[[], int]
    ) -> None:
        self._home = home
        self._clock = clock
        self._rollover_hour = rollover_hour
        self._day: date | None = None
        self._thread: threading.Thread | None = None
        self._is_stopped = threading.Event()

    def after_change(self) -> None:
        """Start the day's backup, where that has not been tried."""
        now = self._clock()
        day = self._study_day(now)
        if day != self._day:
            self._day = day
            self._thread = threading.Thread(target=self._make, args=(now, day), daemon=True)
            self._thread.start()

    def close(self) -> None:
        """Wait a moment for the backup in progress, and give it up if it takes longer."""
        if self._thread is not None:
            self._thread.join(_PATIENCE)
            self._is_stopped.set()
            self._thread.join()
            self._thread = None

    def _study_day(self, at: datetime) -> date:
        return study_day(at, self._rollover_hour())

    def _make(self, now: datetime, day: date) -> None:
        with suppress(LearnmsError, OSError):
            if any(
                self._study_day(b.at.astimezone(now.tzinfo)) == day for b in backups(self._home)
            ):
                return
            back_up_file(
                self._home / DATABASE_NAME, self._home, LABEL, now, self._is_stopped.is_set
            )
