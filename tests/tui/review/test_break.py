"""A break is offered between two cards, once, and nothing is lost by it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from learnms.tui.home.screen import HomeScreen
from learnms.tui.review.break_screen import BreakScreen
from learnms.tui.review.screen import ReviewScreen
from learnms.tui.review.summary import SummaryScreen
from tests.factories import decks
from tests.tui.pilot import driven, flat, footer, logged, page, press

if TYPE_CHECKING:
    from collections.abc import Callable

    from learnms.engine.workspace import Workspace
    from tests.tui.pilot import Clock

THREE = decks.deck(decks.SELF, decks.CLOZE, decks.TRUE_FALSE)
LONG = timedelta(minutes=5)


async def test_enter_goes_on_with_the_next_card(
    make_workspace: Callable[..., Workspace], clock: Clock
) -> None:
    workspace = make_workspace(THREE, break_minutes=5)

    async with driven(workspace, "enter", "space") as pilot:
        clock.wait(LONG)
        await press(pilot, "3")
        assert isinstance(pilot.app.screen, BreakScreen)
        assert "You have studied 5 minutes. Take a break?" in flat(pilot)
        assert footer(pilot).startswith("enter Go on  q Stop")
        assert [event.kind for event in logged(workspace)] == ["session", "review"]

        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, ReviewScreen)
        assert page(pilot).item.number == 2

        clock.wait(timedelta(minutes=1))
        await press(pilot, "space", "3")
        assert isinstance(pilot.app.screen, ReviewScreen), "it is offered once"


async def test_q_stops_and_the_rest_waits(
    make_workspace: Callable[..., Workspace], clock: Clock
) -> None:
    workspace = make_workspace(THREE, break_minutes=5)

    async with driven(workspace, "enter", "space") as pilot:
        clock.wait(LONG)
        await press(pilot, "3", "q")
        assert isinstance(pilot.app.screen, HomeScreen)
        assert not any(isinstance(each, ReviewScreen) for each in pilot.app.screen_stack)
        await press(pilot, "enter")
        assert page(pilot).mode() == "ask self"


async def test_the_last_card_ends_the_review_without_it(
    make_workspace: Callable[..., Workspace], clock: Clock
) -> None:
    async with driven(
        make_workspace(decks.deck(decks.SELF), break_minutes=5), "enter", "space"
    ) as pilot:
        clock.wait(LONG)
        await press(pilot, "3")
        assert isinstance(pilot.app.screen, SummaryScreen)


async def test_after_a_scored_answer_it_comes_once_that_was_read(
    make_workspace: Callable[..., Workspace], clock: Clock
) -> None:
    two = decks.deck(decks.TRUE_FALSE, decks.SELF, audience="patient")
    async with driven(make_workspace(two, break_minutes=5, who="patient"), "enter") as pilot:
        clock.wait(LONG)
        await press(pilot, "1", "enter")
        assert page(pilot).mode() == "answered"
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, BreakScreen)
