"""The settings as lines: a number chooses one, then its value is typed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from learnms.engine import choices
from learnms.errors import LearnmsError
from learnms.plain.lines import one_line

if TYPE_CHECKING:
    from learnms.engine.choices import Choice
    from learnms.engine.start import Desk
    from learnms.plain.lines import Lines


def run(desk: Desk, lines: Lines) -> None:
    """Show the settings and change them until enter is pressed."""
    opened = ""
    while True:
        shown = choices.lines(desk.settings, desk.topics() if opened == "targets" else [], opened)
        lines.say()
        lines.say("Settings.")
        for number, choice in enumerate(shown, 1):
            indent = "  " if choice.key else ""
            lines.say(f"{number}. {indent}{one_line(choice.label)}: {choices.words(desk.settings, choice)}")
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
            _change(desk, lines, choice)


def _change(desk: Desk, lines: Lines, choice: Choice) -> None:
    try:
        settings = (
            choices.typed(desk.settings, choice, _number(lines, choice)) if choice.is_number else choices.chosen(desk.settings, choice, _value(lines, choice))
        )
    except LearnmsError as error:
        lines.say(str(error))
        return
    before = desk.notice
    try:
        desk.choose(settings)
    except LearnmsError as error:
        lines.say(f"This holds for this time only: {error}")
    else:
        lines.say(f"Saved. {one_line(choice.label)}: {choices.words(desk.settings, choice)}.")
        if desk.notice not in (None, before):
            lines.say(f"{desk.notice}")


def _number(lines: Lines, choice: Choice) -> str:
    low, high = choice.range
    lines.say(f"{choice.help or choice.label}. From {low} to {high}.")
    return lines.ask().strip()


def _value(lines: Lines, choice: Choice) -> int:
    lines.say(f"{choice.help or choice.label}: " + ", ".join(f"{number} {word}" for number, (_, word) in enumerate(choice.values, 1)) + ".")
    line = lines.ask().strip()
    if not line.isdecimal() or not 1 <= int(line) <= len(choice.values):
        raise LearnmsError(f"Type a number from 1 to {len(choice.values)}; nothing was changed.")
    return int(line) - 1
