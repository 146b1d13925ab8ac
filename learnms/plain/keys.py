"""Trying the keys as lines: each press of enter is timed, and two values can be changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from learnms.engine.form import Action
from learnms.engine.settings import keys as words
from learnms.engine.settings.form import keys_form
from learnms.errors import LearnmsError
from learnms.plain.kit.form import ask_row, place, say_rows

if TYPE_CHECKING:
    from collections.abc import Callable

    from learnms.engine.workspace import Workspace
    from learnms.plain.kit.console import Console
    from learnms.settings import Settings


def run(workspace: Workspace, lines: Console, put: Callable[[str, Settings], None]) -> None:
    """Say of each enter whether it counted, until q is typed.

    Args:
        workspace: has the settings. lines: the console. put: takes the name of a changed value, and
        the settings with it.
    """
    lines.say()
    lines.say(f"{words.TITLE}.")
    for text in words.ABOUT if lines.guard is not None else (*words.ABOUT, words.NO_DELAY):
        lines.say(text)
    if lines.guard is None:
        _ask(workspace, lines, put)
        return
    before = lines.guard.ignored
    lines.guard.ignored = lambda seconds: lines.say(words.ignored("Enter", seconds))
    try:
        _ask(workspace, lines, put)
    finally:
        lines.guard.ignored = before


def _ask(workspace: Workspace, lines: Console, put: Callable[[str, Settings], None]) -> None:
    page, listed = 1, None
    while True:
        rows = [
            row
            for row, _, _ in keys_form(workspace.settings).lines()
            if not isinstance(row, Action)
        ]
        if listed != workspace.settings:
            say_rows(lines, rows)
            listed = workspace.settings
        line = lines.choose(f"Page {page}. Press enter. 1 or 2: change that value. q: back.")
        index = place(line, len(rows))
        if line == "q":
            return
        if not line:
            waited = lines.guard.waited if lines.guard is not None else 0
            lines.say(words.accepted("Enter", waited))
            page += 1
        elif index is None:
            lines.say(f"Lines are numbered 1 to {len(rows)}.")
        else:
            try:
                if (state := ask_row(lines, rows[index])) is not None:
                    put(rows[index].name, state)
            except LearnmsError as error:
                lines.say(str(error))
