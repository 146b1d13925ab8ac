"""The settings as lines: a number chooses a setting, then its value is typed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from learnms.engine.settings import form
from learnms.engine.settings.topics import topics
from learnms.errors import LearnmsError
from learnms.plain.kit.console import one_line

if TYPE_CHECKING:
    from learnms.engine.settings.form import Choice
    from learnms.engine.workspace import Workspace
    from learnms.plain.kit.console import Console


def run(workspace: Workspace, lines: Console) -> None:
    """Show the settings and change those that are chosen, until enter is pressed."""
    opened = ""
    while True:
        shown = form.lines(
            workspace.settings, topics(workspace) if opened == "targets" else [], opened
        )
        lines.say()
        lines.say("Settings.")
        for number, choice in enumerate(shown, 1):
            indent = "  " if choice.key else ""
            lines.say(
                f"{number}. {indent}{one_line(choice.label)}:"
                f" {form.words(workspace.settings, choice)}"
            )
        lines.say("A number changes that setting. Enter: back.")
        line = lines.ask().strip()
        if line in ("", "q"):
            return
        if line == "?":
            for choice in shown:
                lines.say(f"{one_line(choice.label)}: {choice.help or 'a part of the line above'}.")
            continue
        if not line.isdecimal() or not 1 <= int(line) <= len(shown):
            lines.say(f"The settings are numbered 1 to {len(shown)}.")
            continue
        choice = shown[int(line) - 1]
        if choice.is_list:
            opened = "" if opened == choice.name else choice.name
        else:
            _change(workspace, lines, choice)


def _change(workspace: Workspace, lines: Console, choice: Choice) -> None:
    try:
        settings = (
            form.typed(workspace.settings, choice, _number(lines, choice))
            if choice.is_number
            else form.chosen(workspace.settings, choice, _value(lines, choice))
        )
    except LearnmsError as error:
        lines.say(str(error))
        return
    before = workspace.notice
    try:
        workspace.choose(settings)
    except LearnmsError as error:
        lines.say(f"This holds for this time only: {error}")
    else:
        lines.say(f"Saved. {one_line(choice.label)}: {form.words(workspace.settings, choice)}.")
        if workspace.notice not in (None, before):
            lines.say(f"{workspace.notice}")


def _number(lines: Console, choice: Choice) -> str:
    low, high = choice.range
    lines.say(f"{choice.help or choice.label}. From {low} to {high}.")
    return lines.ask().strip()


def _value(lines: Console, choice: Choice) -> int:
    lines.say(
        f"{choice.help or choice.label}: "
        + ", ".join(f"{number} {word}" for number, (_, word) in enumerate(choice.values, 1))
        + "."
    )
    line = lines.ask().strip()
    if not line.isdecimal() or not 1 <= int(line) <= len(choice.values):
        raise LearnmsError(f"Type a number from 1 to {len(choice.values)}; nothing was changed.")
    return int(line) - 1
