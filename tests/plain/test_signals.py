"""Signals in plain text: one in the instant before a read ends the wait all the same."""

from __future__ import annotations

import os
import select
import signal
import threading
from collections.abc import Iterator, Sequence
from contextlib import closing
from types import SimpleNamespace
from typing import TextIO

import pytest

from learnms.plain.kit import signals
from learnms.plain.kit.signals import end_on_signals, wait_for_line, waiting

pytestmark = pytest.mark.skipif(os.name != "posix", reason="no pipes to wait for")


@pytest.fixture
def line() -> Iterator[tuple[TextIO, int]]:
    """A stream of lines, and the descriptor through which they are typed."""
    reader, writer = os.pipe()
    with closing(os.fdopen(reader)) as stream:
        yield stream, writer
    os.close(writer)


def test_a_signal_wakes_a_wait_that_it_did_not_interrupt(
    line: tuple[TextIO, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its byte in the pipe brings Python back to where it runs the handler; without a handler's
    exception the wait goes on until there is a line.
    """
    terminal, writer = line
    turns = []

    def turn(read: Sequence[int], write: Sequence[int], error: Sequence[int]) -> object:
        turns.append(read)
        if len(turns) == 2:
            os.write(writer, b"3\n")
        return select.select(read, write, error, 10)

    with end_on_signals():
        wake = signal.set_wakeup_fd(-1)
        signal.set_wakeup_fd(wake)
        os.write(wake, bytes([signal.SIGINT]))
        monkeypatch.setattr(signals, "select", SimpleNamespace(select=turn))
        wait_for_line(terminal)

    assert len(turns) >= 2
    assert terminal.readline() == "3\n"


def test_ctrl_c_ends_a_wait(line: tuple[TextIO, int]) -> None:
    terminal, _ = line
    threading.Timer(0.3, os.kill, (os.getpid(), signal.SIGINT)).start()

    with pytest.raises(KeyboardInterrupt), end_on_signals(), waiting():
        wait_for_line(terminal)
