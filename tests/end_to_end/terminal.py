"""A real program in a real pseudo-terminal: what it writes byte for byte, and what a terminal makes
of it.

Nothing here sleeps for a fixed time: everything waits for a mark, up to a limit that a slow machine
does not reach.
"""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import signal
import struct
import sys
import termios
import time
import warnings
from contextlib import suppress
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Self

import pyte

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

LIMIT = float(os.environ.get("LEARNMS_TEST_LIMIT", "60"))
"""Seconds after which a mark that has not come counts as missing."""

LEARNMS = [sys.executable, "-m", "learnms"]
NOW = "2026-11-22T09:00:00+00:00"

_ONE_AT_A_TIME = Lock()  # the filters of warnings belong to the whole process


def environment(folder: Path, decks: Path | str, **more: str) -> dict[str, str]:
    """What a learner's terminal would set, and nothing of the environment that the tests run in."""
    return {
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', os.defpath)}",
        "HOME": str(folder),
        "TERM": "xterm-256color",
        "LANG": "C.UTF-8",
        "TZ": "UTC",
        "LEARNMS_HOME": str(folder / "home"),
        "LEARNMS_DECKS": str(decks),
        "LEARNMS_NOW": NOW,
        **more,
    }


class Terminal:
    """A child behind a pseudo-terminal.

    Args:
        words: the command.
        environment: all of the child's environment.
        columns: the width of the window.
        rows: its height.
        before: called in the child before the command takes its place, for limits and users.
    """

    def __init__(
        self,
        words: Sequence[str],
        environment: Mapping[str, str],
        *,
        columns: int = 80,
        rows: int = 24,
        before: Callable[[], None] | None = None,
    ) -> None:
        self.raw = bytearray()
        self.screen = pyte.Screen(columns, rows)
        self._stream = pyte.ByteStream(self.screen)
        self._fed = self._read = 0
        self._code: int | None = None
        self.started = time.perf_counter()
        with _ONE_AT_A_TIME, warnings.catch_warnings():
            warnings.simplefilter(
                "ignore", DeprecationWarning
            )  # the child does nothing but take its new shape
            self.pid, self._master = pty.fork()
        if not self.pid:
            _become(words, environment, columns, rows, before)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    # -- writing -----------------------------------------------------------------------------------

    def send(self, text: str | bytes) -> None:
        """Type, reading meanwhile: a child that writes back must not wait for us, nor we for it."""
        data = memoryview(text.encode() if isinstance(text, str) else text)
        os.set_blocking(self._master, False)
        give_up = time.monotonic() + LIMIT
        while data:
            readable, writable, _ = select.select([self._master], [self._master], [], 1)
            if readable and not self._take():
                break
            if writable:
                with suppress(BlockingIOError):
                    data = data[os.write(self._master, data[:1024]) :]
            assert time.monotonic() < give_up, (
                f"the child does not read what is typed: {len(data)} bytes are left"
            )

    def signal(self, number: int) -> None:
        """Send a signal to the child."""
        with suppress(ProcessLookupError):
            os.kill(self.pid, number)

    def resize(self, columns: int, rows: int) -> None:
        """Give the window another size."""
        self.pump()
        self._show()
        self.screen.resize(rows, columns)
        fcntl.ioctl(self._master, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    # -- reading -----------------------------------------------------------------------------------

    def pump(self, wait: float = 0) -> bool:
        """Take what the child has written; whether it can still write."""
        if self._master < 0:
            return False
        while select.select([self._master], [], [], wait)[0]:
            if not self._take():
                return False
            wait = 0
        return True

    def _take(self) -> bool:
        try:
            data = os.read(self._master, 65536)
        except BlockingIOError:
            return True
        except OSError:  # Linux says EIO when the last one at the other side has gone
            data = b""
        self.raw += data
        return bool(data)

    def until(self, is_so: Callable[[], bool], what: str, limit: float = LIMIT) -> None:
        """Read until something holds."""
        give_up = time.monotonic() + limit
        while not is_so():
            if not self.pump(0.5):
                self.pump()
                assert is_so(), f"the child ended without {what}:\n{self.tail()}"
                return
            assert time.monotonic() < give_up, f"{what} did not come:\n{self.tail()}"

    def line(self, pattern: str, limit: float = LIMIT) -> re.Match[str]:
        """Wait for text in what is written from here on, and go on behind it."""
        wanted = re.compile(pattern)
        found: list[re.Match[str]] = []

        def has_come() -> bool:
            match = wanted.search(self.raw[self._read :].decode("utf-8", "replace"))
            found.extend([match] if match else [])
            return match is not None

        self.until(has_come, f"/{pattern}/", limit)
        text = self.raw[self._read :].decode("utf-8", "replace")
        self._read += len(text[: found[0].end()].encode())
        return found[0]

    def display(self) -> str:
        """What the window shows."""
        self._show()
        return "\n".join(line.rstrip() for line in self.screen.display)

    def _show(self) -> None:
        self._stream.feed(bytes(self.raw[self._fed :]))
        self._fed = len(self.raw)

    def shows(self, *texts: str, limit: float = LIMIT) -> str:
        """Wait until the window shows all of these."""
        self.until(
            lambda: all(text in self.display() for text in texts), f"a window with {texts}", limit
        )
        return self.display()

    def no_longer_shows(self, text: str) -> str:
        """Wait until the window does not show this."""
        self.until(lambda: text not in self.display(), f"a window without {text!r}")
        return self.display()

    def tail(self) -> str:
        """The window, for people who have to find out why a mark did not come."""
        written = self.raw[-1500:].decode("utf-8", "replace")
        return f"--- written last\n{written!r}\n--- window\n{self.display()}"

    # -- the end -----------------------------------------------------------------------------------

    def code(self, limit: float = LIMIT) -> int:
        """Wait for the end: the exit code, or minus the signal that ended it."""
        give_up = time.monotonic() + limit
        while self._code is None:
            self.pump(0.02)
            done, status = os.waitpid(self.pid, os.WNOHANG)
            if done:
                self._code = os.waitstatus_to_exitcode(status)
                self.pump()
            assert time.monotonic() < give_up, f"the child did not end:\n{self.tail()}"
        return self._code

    def hang_up(self) -> None:
        """Close the window on the child, as a terminal does whose window is closed."""
        os.close(self._master)
        self._master = -1

    def close(self) -> None:
        """End the child, if it has not ended, and close the window."""
        if self._code is None:
            self.signal(signal.SIGKILL)
            _, status = os.waitpid(self.pid, 0)
            self._code = os.waitstatus_to_exitcode(status)
        if self._master >= 0:
            self.hang_up()


def _become(
    words: Sequence[str],
    environment: Mapping[str, str],
    columns: int,
    rows: int,
    before: Callable[[], None] | None,
) -> None:
    """In the child: take the shape of the command."""
    try:
        fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        if before is not None:
            before()
        os.execvpe(words[0], list(words), dict(environment))
    except BaseException as error:  # noqa: BLE001
        os.write(2, f"could not start {words[0]}: {error!r}\r\n".encode())
    os._exit(127)
