"""`learnms check --watch`: check again after every save."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from learnms.cli.check import check_files, checked_files
from learnms.decks.check import Kept, stamps
from learnms.decks.report import report, summary
from learnms.errors import LearnmsError, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from learnms.cli.context import Context
    from learnms.paths import DeckFile

INTERVAL = 0.2
"""Seconds between two looks at the files."""
_CLEAR = "\x1b[2J\x1b[3J\x1b[H"


def watch(context: Context, options: Any) -> int:
    """Print the findings whenever a file changes, until ctrl+c. A terminal shows the newest check
    alone; elsewhere each check follows the one before it.

    Raises:
        UsageError: a path does not exist when the watch begins.
    """
    kept = Kept()
    files: list[DeckFile] | None = checked_files(context, options)
    before: object = None
    while True:
        now = _state(files)
        if now != before:
            before = now
            _print(_lines(files, context, options, kept))
        time.sleep(INTERVAL)
        try:
            files = checked_files(context, options)
        except UsageError:  # an editor may remove a file before it writes it again
            files = None


def _state(files: list[DeckFile] | None) -> object:
    """What a change of the files would change."""
    return None if files is None else [(file.path, stamps(Path(file.path))) for file in files]


def _lines(
    files: list[DeckFile] | None, context: Context, options: Any, kept: Kept
) -> Iterator[str]:
    if files is None:
        yield "Waiting for the files to come back."
        return
    try:
        checked = check_files(files, context, options, kept)
    except LearnmsError as error:
        yield str(error)
        return
    yield from report(checked, options.format)
    yield f"{context.clock():%H:%M:%S}  {summary(checked)}"


def _print(lines: Iterator[str]) -> None:
    shown = list(lines)
    if sys.stdout.isatty() and os.environ.get("TERM") != "dumb":
        print(_CLEAR, end="")
        shown.append("Watching for changes; ctrl+c ends.")
    print("\n".join(shown), flush=True)
