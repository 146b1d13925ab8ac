"""Keys that are typed faster than pages close."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from textual import events

from learnms.tui.help.screen import HelpScreen
from learnms.tui.review.screen import ReviewScreen
from tests.factories import decks
from tests.tui.pilot import driven, settle

if TYPE_CHECKING:
    from collections.abc import Callable

    from learnms.engine.workspace import Workspace


@pytest.mark.parametrize(("times", "page"), [(1, ReviewScreen), (2, HelpScreen), (5, ReviewScreen)])
async def test_a_key_behind_the_one_that_closes_a_page_is_for_the_page_below(
    make_workspace: Callable[..., Workspace], times: int, page: type
) -> None:
    """`?` opens and closes the help, however fast it comes, and never closes what is below it."""
    async with driven(make_workspace(decks.deck(decks.SELF)), "enter", "?") as pilot:
        help_screen = pilot.app.screen
        assert isinstance(help_screen, HelpScreen)
        for _ in range(times):
            help_screen.post_message(events.Key("question_mark", "?"))
        for _ in range(4 * times):
            await settle(pilot)

        assert isinstance(pilot.app.screen, page)
        assert sum(isinstance(each, HelpScreen) for each in pilot.app.screen_stack) <= 1
