"""Ends the program on ctrl+c, SIGTERM and SIGHUP as on `q`: after what is being saved, with all
files closed.
"""

from __future__ import annotations

import os
import select
import signal
import threading
from contextlib import contextmanager, nullcontext, suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import TextIO

PATIENCE_SECONDS = 5.0
"""How long work may go on after a signal. An answer is on the disk before that is said."""


class _Ending:
    """The signal that has come, and whether it may end the program at once: only while waiting for
    the learner.
    """

    def __init__(self) -> None:
        self.number = 0
        self.waits = False
        self.woken: int | None = None
        """The end of a pipe from which a byte can be read after each signal."""
        self._forced: threading.Timer | None = None

    def handle(self, number: int, _frame: object) -> None:
        """Leave now, or after the current work, or after `PATIENCE_SECONDS` in any case."""
        self.number = self.number or number
        if self.waits:
            self.leave()
        if self._forced is None:
            self._forced = threading.Timer(PATIENCE_SECONDS, os._exit, (128 + self.number,))
            self._forced.daemon = True
            self._forced.start()

    def leave(self) -> None:
        """End if a signal has come. Ctrl+c raises KeyboardInterrupt, so that a task that can be
        stopped ends alone.
        """
        number = self.number
        if number:
            self.waits = False
            self.forget()
            raise KeyboardInterrupt if number == signal.SIGINT else SystemExit(128 + number)

    def forget(self) -> None:
        """Forget the signal and the timer."""
        if self._forced is not None:
            self._forced.cancel()
        self.number, self._forced = 0, None


_ENDING = _Ending()


@contextmanager
def end_on_signals() -> Iterator[None]:
    """Turn the signals that end a program into an orderly exit with code 128 + their number."""
    names = ("SIGTERM", "SIGHUP", "SIGINT")
    before = {}
    if threading.current_thread() is threading.main_thread():
        numbers = [getattr(signal, name) for name in names if hasattr(signal, name)]
        before = {
            number: signal.signal(number, _ENDING.handle)
            for number in numbers
            if signal.getsignal(number) is not signal.SIG_IGN
        }
    try:
        with _wakeups() if before else nullcontext():
            yield
            _ENDING.leave()
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
        _ENDING.forget()


@contextmanager
def _wakeups() -> Iterator[None]:
    """Have each signal write a byte into a pipe, where a wait for lines can look at it."""
    if os.name != "posix":
        yield
        return
    _ENDING.woken, wake = os.pipe()
    os.set_blocking(_ENDING.woken, False)
    os.set_blocking(wake, False)
    earlier = signal.set_wakeup_fd(wake, warn_on_full_buffer=False)
    try:
        yield
    finally:
        signal.set_wakeup_fd(earlier)
        os.close(wake)
        os.close(_ENDING.woken)
        _ENDING.woken = None


def wait_for_line(terminal: TextIO) -> None:
    """Wait until a line can be read from a terminal. A signal in the instant before a read would
    not interrupt it; this wait ends by the byte that the signal has written.
    """
    if os.name != "posix" or (woken := _ENDING.woken) is None:
        return
    line = terminal.fileno()
    readable: list[int] = []
    while line not in readable:
        readable = select.select([line, woken], [], [])[0]
        if woken in readable:
            with suppress(BlockingIOError):
                os.read(woken, 4096)


@contextmanager
def waiting() -> Iterator[None]:
    """A block in which a signal ends the program at once; elsewhere it waits for the next one."""
    _ENDING.waits = True
    try:
        _ENDING.leave()
        yield
    finally:
        _ENDING.waits = False
