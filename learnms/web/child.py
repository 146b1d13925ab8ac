"""The application of one browser tab, a process behind pipes that speaks the protocol of Textual's
web driver: a byte for the kind, four for the length, then the data.
"""

from __future__ import annotations

import asyncio
import json
import sys
from contextlib import suppress
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from asyncio.subprocess import Process
    from collections.abc import Awaitable, Callable, Mapping, Sequence

DRIVER = "learnms.tui.app.browser:BrowserDriver"
NEEDED = (
    *("HOME", "LANG", "LANGUAGE", "TZ", "NO_COLOR", "TMPDIR", "XDG_DATA_HOME", "XDG_CONFIG_HOME"),
    *("PYTHONPATH", "PYTHONHOME", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH"),
    *("SYSTEMROOT", "USERPROFILE", "APPDATA", "LOCALAPPDATA", "TEMP", "TMP"),
)
"""The variables of the environment that the application gets, besides `LEARNMS_…` and `LC_…`.
No other has a use in a browser, and whatever a shell holds in the rest stays there.
"""
_READY = b"__GANGLION__\n"
_MOST_WORDS = 20_000
"""Bytes of standard error that are kept."""


def child_environment(environment: Mapping[str, str], columns: int, rows: int) -> dict[str, str]:
    """The environment of the application, for a window of this size in cells."""
    kept = {
        name: value
        for name, value in environment.items()
        if name in NEEDED or (name.startswith(("LEARNMS_", "LC_")) and name != "LEARNMS_PLAIN")
    }
    return {
        **kept,
        "TEXTUAL_DRIVER": DRIVER,
        "TEXTUAL_COLOR_SYSTEM": "truecolor",
        "TERM": "xterm-256color",
        "COLUMNS": str(columns),
        "ROWS": str(rows),
    }


class Child:
    """A running application."""

    def __init__(self, process: Process) -> None:
        assert process.stdin is not None
        assert process.stdout is not None
        assert process.stderr is not None
        self._process = process
        self._input, self._output = process.stdin, process.stdout
        self._words = b""
        self._size: dict[str, int] = {}
        self._listening = asyncio.create_task(self._listen(process.stderr))

    @classmethod
    async def start(cls, command: Sequence[str], environment: Mapping[str, str]) -> Self:
        """Start the command, without a shell.

        Raises:
            OSError: it cannot be started.
        """
        return cls(
            await asyncio.create_subprocess_exec(
                *command,
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
                stderr=asyncio.subprocess.PIPE,
                env=environment,
                # its own session: ctrl+c goes to the server alone, which ends the child itself
                start_new_session=sys.platform != "win32",
            )
        )

    @property
    def pid(self) -> int:
        """The process id."""
        return self._process.pid

    @property
    def code(self) -> int | None:
        """The exit code; None while it runs."""
        return self._process.returncode

    @property
    def words(self) -> str:
        """What it has written to standard error."""
        return self._words.decode("utf-8", "replace").strip()

    async def show(self, draw: Callable[[bytes], Awaitable[None]]) -> None:
        """Hand everything that it draws to `draw`, until it ends.

        Raises:
            ConnectionError: from `draw`.
        """
        with suppress(asyncio.IncompleteReadError, ValueError):  # ValueError: a line without end
            while await self._output.readline() not in (_READY, b""):
                pass
            while True:
                head = await self._output.readexactly(5)
                if _READY.startswith(head):  # a second page with an application of its own
                    await self._output.readline()
                    if self._size:
                        await self.tell("resize", **self._size)
                    continue
                data = await self._output.readexactly(int.from_bytes(head[1:], "big"))
                if head[:1] == b"D":  # the others ask for downloads and addresses: learnms has none
                    await draw(data)
        await self._ended()

    async def type(self, text: str) -> None:
        """Send what was typed, pasted or clicked."""
        await self._send(b"D", text.encode("utf-8", "replace"))

    async def tell(self, kind: str, **values: int) -> None:
        """Send a message about the window: `resize` with `width` and `height`, `focus`, `blur`."""
        self._size = values or self._size
        await self._send(b"M", json.dumps({"type": kind, **values}).encode())

    async def _send(self, kind: bytes, data: bytes) -> None:
        with suppress(OSError, RuntimeError):  # it has ended, and `show` notices
            self._input.write(kind + len(data).to_bytes(4, "big") + data)
            await self._input.drain()

    async def stop(self, patience: float) -> None:
        """Close its input, upon which it ends in good order; after `patience` seconds, kill it.
        Every answer is saved before it is shown, so that nothing is lost either way.
        """
        with suppress(OSError, RuntimeError):
            self._input.close()
        try:
            # what it draws meanwhile is read, because it must not wait for a full pipe
            with suppress(TimeoutError):
                await asyncio.wait_for(self._drained(), patience)
        finally:
            if self._process.returncode is None:
                with suppress(ProcessLookupError):
                    self._process.kill()
        await self._drained()

    async def _drained(self) -> None:
        while await self._output.read(65536):
            pass
        await self._ended()

    async def _ended(self) -> None:
        await self._process.wait()
        await asyncio.wait([self._listening])

    async def _listen(self, errors: asyncio.StreamReader) -> None:
        while data := await errors.read(4096):
            self._words = (self._words + data)[-_MOST_WORDS:]
