"""The first start as lines: who the learner is, whose rules hold, how learnms works."""

from __future__ import annotations

from typing import TYPE_CHECKING

from learnms.engine.home.first_start import (
    ABOUT,
    ADVICE,
    CHANGE,
    LATER,
    primer,
    region_step,
    who_step,
)
from learnms.errors import LearnmsError
from learnms.plain.kit.console import Stopped, quoted

if TYPE_CHECKING:
    from learnms.engine.home.first_start import Step
    from learnms.engine.workspace import Workspace
    from learnms.plain.kit.console import Console


def run(workspace: Workspace, lines: Console) -> None:
    """Ask two questions, the second answered by enter too, and say how learnms works."""
    lines.say(ABOUT)
    _ask(workspace, lines, who_step(workspace))
    _ask(workspace, lines, region_step(workspace.settings))
    lines.say(CHANGE if workspace.settings.region == "all" else LATER)
    lines.say()
    for sentence in (*primer(workspace.settings), ADVICE):
        lines.say(sentence)


def _ask(workspace: Workspace, lines: Console, step: Step) -> None:
    lines.drop_typed()
    lines.say()
    _say(lines, step)
    values = [option.value for option in step.options]
    usual = f" Enter: {values.index(step.usual) + 1}." if step.usual else ""
    asked = f"Type a number or a name.{usual} q: stop."
    lines.prompt(asked)
    while (value := step.named(answer := lines.choose() or step.usual)) is None:
        if answer == "q":
            raise Stopped
        if answer == "?":
            _say(lines, step)
            lines.prompt(f"{CHANGE} {asked}")
            continue
        lines.prompt(f"{quoted(answer)} is not a choice. {asked}" if answer else asked)
    try:
        workspace.choose(step.answered(workspace.settings, value))
    except LearnmsError as error:
        lines.say(str(error))


def _say(lines: Console, step: Step) -> None:
    lines.say(step.question)
    for number, option in enumerate(step.options, 1):
        note = f" {option.note}." if option.note else ""
        lines.say(f"{number}. {option.name}: {option.about}{note}")
