"""The settings as lines: a number chooses a setting, then its value is typed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from learnms.engine.settings.form import TRY_KEYS, settings_form
from learnms.engine.settings.topics import decks, topics
from learnms.errors import LearnmsError
from learnms.plain.kit.console import one_line
from learnms.plain.kit.form import ask_form

if TYPE_CHECKING:
    from learnms.engine.form import Form
    from learnms.engine.workspace import Workspace
    from learnms.plain.kit.console import Console
    from learnms.settings import Settings


def run(workspace: Workspace, lines: Console) -> None:
    """Show the settings and change those that are chosen, until enter is pressed."""

    def form() -> Form[Settings]:
        return settings_form(
            workspace.settings, topics(workspace), decks(workspace), today=workspace.today
        )

    def put(name: str, settings: Settings) -> None:
        before = workspace.notice
        try:
            workspace.choose(settings)
        except LearnmsError as error:
            lines.say(f"Not saved. It applies to this session only: {error}")
            return
        row = form().row(name)
        row = row if row.words else form().row(name.partition("/")[0])
        lines.say(f"Saved. {one_line(row.label)}: {row.words}.")
        if workspace.notice not in (None, before):
            lines.say(str(workspace.notice))

    def act(name: str) -> None:
        if name == TRY_KEYS:
            from learnms.plain.keys import run as try_keys

            try_keys(workspace, lines, put)
        else:
            from learnms.plain.erase import run as erase  # hardly ever used

            erase(workspace, lines)

    ask_form(lines, form, put, "back", act)
