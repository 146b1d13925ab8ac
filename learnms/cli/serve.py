"""`learnms serve`: the same application in a browser, on this computer only."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
import threading
import time
import webbrowser
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from learnms.cli.context import LOCK_PATIENCE
from learnms.cli.output import remark
from learnms.errors import StoreBusyError, StoreError, UsageError
from learnms.store.sqlite.lock import LOCK_NAME, WriterLock
from learnms.tui.app.signals import Signals
from learnms.web.child import Child, child_environment

if TYPE_CHECKING:
    from pathlib import Path

    from learnms.cli.context import Context

MISSING = "To open learnms in a browser, run: pip install 'learnms[web]'"
_PAUSE = 0.1


def serve(context: Context, options: Any) -> int:
    """Serve the application to one browser, until ctrl+c or a signal."""
    if options.plain:
        message = "A browser shows full screens only."
        raise UsageError(message, "For plain text, run `learnms --plain`.")
    if not all(map(find_spec, ("aiohttp", "textual_serve"))):
        raise UsageError(MISSING)
    command = _command(context)
    from learnms.web.server import Server, listen

    async def start(columns: int, rows: int) -> Child:
        return await Child.start(command, child_environment(context.environment, columns, rows))

    async def run() -> int:
        server = Server(listener, start, lambda: _is_taken(context.home_folder))
        ending, numbers = asyncio.Event(), list[int]()

        def end(number: int) -> None:
            numbers.append(number)
            ending.set()

        signals = Signals(asyncio.get_running_loop(), end)
        print(server.access.address, flush=True)
        remark(
            "Open this address in a browser on this computer. Keep it to yourself. To stop, press"
            " ctrl+c."
        )
        if options.open:
            _open(server.access.address_for_once())
        try:
            await server.run(ending)
        finally:
            signals.give_back()
        # ctrl+c is how the server is stopped, so that it is no failure
        return 0 if numbers[0] == signal.SIGINT else 128 + numbers[0]

    with listen(options.port) as listener:
        return asyncio.run(run())


def _command(context: Context) -> list[str]:
    """The application as a process of its own. `-P`: a file of the current folder must not be
    imported as a module.

    Raises:
        UsageError: the data folder or the decks cannot be used.
    """
    words = ["--home", os.path.abspath(context.home_folder)]
    for path in context.library:
        words += ["--decks", path]
    assert context.library_paths is not None
    return [sys.executable, "-P", "-m", "learnms", *words]


def _is_taken(home: Path) -> bool:
    """Whether another learnms writes to the data folder for longer than a short command does."""
    if not (home / LOCK_NAME).exists():
        return False
    give_up = time.monotonic() + LOCK_PATIENCE
    while True:
        try:
            WriterLock.acquire(home).release()
            return False
        except StoreBusyError:
            if time.monotonic() >= give_up:
                return True
            time.sleep(_PAUSE)
        except StoreError:  # the application says what is wrong with the folder
            return False


def _open(address: str) -> None:
    """Open the address in the learner's browser. Some browsers return only when they are closed."""

    def open_address() -> None:
        try:
            is_open = webbrowser.open(address)
        except webbrowser.Error:
            is_open = False
        if not is_open:
            remark("No browser was found. Open the address yourself.")

    threading.Thread(target=open_address, daemon=True).start()
