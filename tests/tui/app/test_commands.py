"""The command palette finds every action of the page, under the names that people know."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from learnms.tui.app.commands import Commands, of_page
from learnms.tui.help.screen import HelpScreen
from learnms.tui.progress.screen import ProgressScreen
from tests.factories import decks
from tests.tui.pilot import driven, flat, logged, press

if TYPE_CHECKING:
    from collections.abc import Callable

    from learnms.engine.workspace import Workspace


@pytest.mark.parametrize(
    ("keys", "words"),
    [
        (
            (),
            (
                "custom study",
                "search and edit cards",
                "change your role",
                "as an exam",
                "quit learnms",
            ),
        ),
        (("enter",), ("show the answer", "bury", "suspend", "flag", "hint", "edit")),
        (("enter", "space"), ("grade good", "undo", "card info")),
        (("b", "escape"), ("sort", "leeches")),
        (("t",), ("past quizzes",)),
    ],
)
async def test_it_has_the_actions_of_the_page(
    make_workspace: Callable[..., Workspace], keys: tuple[str, ...], words: tuple[str, ...]
) -> None:
    async with driven(make_workspace(decks.deck(decks.SELF, decks.CLOZE)), *keys) as pilot:
        names = "\n".join(name for name, _ in of_page(pilot.app.pages()[0])).casefold()  # type: ignore[attr-defined]

    assert [word for word in words if word not in names] == []


async def test_a_command_does_what_its_key_does(make_workspace: Callable[..., Workspace]) -> None:
    workspace = make_workspace(decks.deck(decks.SELF, decks.CLOZE))
    async with driven(workspace, "enter", "ctrl+p") as pilot:
        assert isinstance(pilot.app.screen, Commands)

        await pilot.press(*"bury")
        await pilot.pause(0.5)
        await pilot.press("enter")
        await pilot.pause(0.2)
        await press(pilot)
        assert "Buried until tomorrow." in flat(pilot)
        assert "bury" in [event.kind for event in logged(workspace)]


async def test_other_pages_and_the_help_open_from_anywhere(
    make_workspace: Callable[..., Workspace],
) -> None:
    async with driven(make_workspace(decks.deck(decks.SELF)), "enter", "ctrl+p") as pilot:
        await pilot.press(*"progress")
        await pilot.pause(0.3)
        await pilot.press("enter")
        await press(pilot)
        assert isinstance(pilot.app.screen, ProgressScreen)

        await press(pilot, "escape", "ctrl+p")
        await pilot.press(*"scheduling")
        await pilot.pause(0.3)
        await pilot.press("enter")
        await press(pilot)
        assert isinstance(pilot.app.screen, HelpScreen)
        assert "desired retention" in flat(pilot)
