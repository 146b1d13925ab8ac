"""`learnms check --watch`: check again after every save."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from learnms.decks.check import Kept, stamps
from learnms.decks.report import report, summary
from learnms.errors import LearnmsError, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime

    from learnms.decks.check import Checked
    from learnms.paths import DeckFile

    Files = list[DeckFile]

INTERVAL = 0.2
"""Seconds between two looks at the files."""
_CLEAR = "\x1b[2J\x1b[3J\x1b[H"


def watch(
    find: Callable[[], Files],
    check: Callable[[Files, Kept], Checked],
    style: str,
    clock: Callable[[], datetime],
    *,
    colors: bool,
) -> int:
    """Print the findings whenever a file changes, until ctrl+c. A terminal shows the newest check
    alone; elsewhere each check follows the one before it.

    Args:
        find: the files to check.
        check: the findings about them; what did not change since an earlier check is kept.
        style: the format of the findings.
        clock: the time shown beside each check.
        colors: whether findings are colored.

    Raises:
        UsageError: a path does not exist when the watch begins.
    """
    kept = Kept()
    files: Files | None = find()
    before: object = ()
    while True:
        now = _state(files)
        if now != before:
            before = now
            _print(_lines(files, lambda found: check(found, kept), style, clock, colors))
        time.sleep(INTERVAL)
        try:
            files = find()
        except UsageError:  # an editor may remove a file before it writes it again
            files = None


def _state(files: Files | None) -> object:
    """What a change of the files would change."""
    return None if files is None else [(file.path, stamps(Path(file.path))) for file in files]


def _lines(
    files: Files | None,
    check: Callable[[Files], Checked],
    style: str,
    clock: Callable[[], datetime],
    colors: bool,
) -> Iterator[str]:
    if files is None:
        yield "Waiting for the files to come back."
        return
    try:
        checked = check(files)
    except LearnmsError as error:
        yield str(error)
        return
    yield from report(checked, style, colors=colors)
    yield f"{clock():%H:%M:%S}  {summary(checked)}"


def _print(lines: Iterator[str]) -> None:
    shown = list(lines)
    if sys.stdout.isatty() and os.environ.get("TERM") != "dumb":
        print(_CLEAR, end="")
        shown.append("Watching for changes. Press ctrl+c to stop.")
    print("\n".join(shown), flush=True)
