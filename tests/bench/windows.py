"""Starting programs in windows, and pressing keys there, with a clock."""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from tests.end_to_end.terminal import Terminal

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

BARE = [sys.executable, str(Path(__file__).with_name("bare_page.py"))]
ROOT = str(Path(__file__).parents[2])

_QUIET_SECONDS = 0.03


def painted(words: Sequence[str], environment: Mapping[str, str], mark: str) -> float:
    """Seconds from the start of a program to the moment at which its window has got the mark."""
    with Terminal(words, environment) as window:
        window.until(lambda: mark.encode() in window.raw, mark)
        return time.perf_counter() - window.started


def settle(window: Terminal) -> None:
    """Wait until the program has nothing more to write."""
    seen = -1
    while seen != len(window.raw):
        seen = len(window.raw)
        window.pump(_QUIET_SECONDS)


def pressed(window: Terminal, key: str, *marks: str) -> float:
    """Seconds from a key to the moment at which the window has got all the marks."""
    settle(window)
    seen = len(window.raw)
    started = time.perf_counter()
    window.send(key)
    window.until(
        lambda: all(window.raw.find(mark.encode(), seen) >= 0 for mark in marks), ", ".join(marks)
    )
    return time.perf_counter() - started
