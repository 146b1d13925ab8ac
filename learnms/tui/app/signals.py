"""Signals that end the program: in good order even without a terminal, and soon in any case."""

from __future__ import annotations

import os
import signal
import sys
import threading
from _thread import start_new_thread
from contextlib import suppress
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import asyncio
    from collections.abc import Callable
    from threading import Thread
    from types import FrameType

PATIENCE_SECONDS = 5.0
"""How long an orderly end may take after a signal. What was answered is saved before it begins."""

_NAMES = ("SIGTERM", "SIGHUP", "SIGINT")
_STOPPING = ("SIGTSTP", "SIGCONT")


class Signals:
    """Takes the signals that end a program, and gives them back.

    Plain handlers, not those of the event loop: a window that is closed sends SIGHUP and then
    SIGCONT, and Textual's handler of the second would start to draw on the terminal that is gone.

    Args:
        loop: the running loop, in whose turn `callback` is called with the signal's number.
        callback: ends the program.
        writer: the thread that writes to the terminal, None without one.
    """

    def __init__(
        self,
        loop: asyncio.AbstractEventLoop,
        callback: Callable[[int], None],
        writer: Callable[[], Thread | None] = lambda: None,
    ) -> None:
        self._loop = loop
        self._callback = callback
        self._writer = writer
        self._before: dict[int, Any] = {}
        if threading.current_thread() is threading.main_thread():
            numbers = [int(getattr(signal, name)) for name in _NAMES if hasattr(signal, name)]
            self._before = {number: signal.signal(number, self._handle) for number in numbers}
            for name in _STOPPING:
                self._defer(name)
            let_through()

    def _defer(self, name: str) -> None:
        """Let Textual's handler of a signal run in the loop's turn. It draws, and would wait for
        ever for the queue of what is drawn where the signal comes while that is being filled.
        """
        number = getattr(signal, name, None)
        handler = signal.getsignal(number) if number is not None else None
        if number is None or not callable(handler):
            return

        def handle(number: int, frame: FrameType | None) -> None:
            if not self._loop.is_closed():
                self._loop.call_soon_threadsafe(handler, number, frame)

        self._before[int(number)] = signal.signal(number, handle)

    def _handle(self, number: int, _frame: object) -> None:
        if number == getattr(signal, "SIGHUP", None):
            write_nowhere_if_terminal_is_gone()
            if (writer := self._writer()) is not None:
                start_new_thread(take_over, (writer,))  # unlike `Thread.start` it takes no locks
        if not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._callback, number)

    def give_back(self) -> None:
        """Restore the handlers that were there before."""
        for number, handler in self._before.items():
            signal.signal(number, handler)
        self._before = {}


def hold_back() -> None:
    """Block the signals: before our handlers are set, Textual would die, or stop while it starts,
    and leave the terminal changed.
    """
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_BLOCK, _held_back())


def let_through() -> None:
    """Unblock the signals."""
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, _held_back())


def _held_back() -> set[signal.Signals]:
    names = (*_NAMES, "SIGTSTP")
    return {getattr(signal, name) for name in names if hasattr(signal, name)}


def write_nowhere_if_terminal_is_gone() -> None:
    """Send last writes to nowhere: Textual waits for a thread that an error of the terminal would
    end.
    """
    stream = sys.__stderr__
    if stream is None or stream.closed or os.isatty(stream.fileno()):
        return
    if hasattr(signal, "SIGCONT"):
        signal.signal(signal.SIGCONT, signal.SIG_IGN)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for descriptor in {1, 2, stream.fileno()}:
        os.dup2(nowhere, descriptor)
    os.close(nowhere)


def take_over(writer: Thread) -> None:
    """Write on where Textual's writer has ended with an error of a terminal that is gone. Its queue
    would fill, and whatever draws next would wait for room in it forever.
    """
    writer.join()
    with suppress(OSError):
        writer.run()


def force_after(code: int, seconds: float = PATIENCE_SECONDS) -> threading.Timer:
    """Kill the process after some seconds, unless the timer is cancelled."""
    timer = threading.Timer(seconds, os._exit, (code,))
    timer.daemon = True
    timer.start()
    return timer
