"""From the search into a review, a practice or a quiz of the cards found, and back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from learnms.engine.home.home import home_view
from learnms.engine.review.practice import Practice
from learnms.tui.browse.screen import BrowseScreen
from learnms.tui.browse.study import StudyScreen
from learnms.tui.home.screen import HomeScreen
from learnms.tui.review.screen import ReviewScreen
from tests.factories.progress import gathered_workspace
from tests.tui.browse.helpers import searching
from tests.tui.pilot import driven, press, screen_text

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from learnms.engine.workspace import Workspace
    from tests.tui.pilot import Clock


@pytest.fixture
def workspace(tmp_path: Path, clock: Clock) -> Iterator[Workspace]:
    """Thirty cards, twenty of them due."""
    with gathered_workspace(tmp_path, clock, 30, days=0) as workspace:
        assert home_view(workspace).due == 20
        yield workspace


async def test_a_key_studies_what_the_search_shows(workspace: Workspace) -> None:
    async with searching(workspace, *"is:due", "escape", "c") as pilot:
        assert isinstance(pilot.app.screen, StudyScreen)
        text = screen_text(pilot)
        assert "20 cards found" in text
        assert "20 due, 0 new" in text
        await press(pilot, "enter")
        screen = pilot.app.screen
        assert isinstance(screen, ReviewScreen)
        assert screen.review.session.total == 20
        await press(pilot, "q")
        assert isinstance(pilot.app.screen, HomeScreen)
        assert not any(isinstance(page, BrowseScreen) for page in pilot.app.screen_stack)


async def test_cram_and_quiz_ask_the_cards_found(workspace: Workspace) -> None:
    async with searching(workspace, *"is:due", "escape", "c", "down", "enter") as pilot:
        screen = pilot.app.screen
        assert isinstance(screen, ReviewScreen)
        assert isinstance(screen.review, Practice)


async def test_escape_leads_back_to_the_search(workspace: Workspace) -> None:
    async with searching(workspace, *"is:due", "escape", "c", "escape") as pilot:
        assert isinstance(pilot.app.screen, BrowseScreen)


async def test_a_mistake_in_the_search_is_said(workspace: Workspace) -> None:
    async with searching(workspace, *"is:du", "escape", "c") as pilot:
        assert isinstance(pilot.app.screen, BrowseScreen)
        assert "is not valid" in screen_text(pilot)


async def test_custom_study_leads_to_the_search(workspace: Workspace) -> None:
    async with driven(workspace, "a", "down", "down", "down", "down", "enter") as pilot:
        assert isinstance(pilot.app.screen, BrowseScreen)
        assert "press esc, then c" in screen_text(pilot)
