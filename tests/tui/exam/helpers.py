"""What the tests of the exam plan's page share: waiting until it says what the plan leads to."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING

from learnms.tui.exam.screen import PlanScreen
from learnms.tui.home.screen import HomeScreen
from tests.factories.exam import deck
from tests.tui.pilot import press, settle

if TYPE_CHECKING:
    from textual.pilot import Pilot

DECKS = (deck(60), deck(24, "second"), deck(12, "third"))
DATE = tuple("20270115")


async def reckoned(pilot: Pilot[int]) -> PlanScreen:
    """The page, once what it shows is worked out."""
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        await settle(pilot)
        screen = pilot.app.screen
        assert isinstance(screen, PlanScreen)
        if screen.is_settled:
            await settle(pilot)
            return screen
        await asyncio.sleep(0.005)
    message = "the plan was never worked out"
    raise AssertionError(message)


async def expected(pilot: Pilot[int]) -> HomeScreen:
    """The first page, once it says how ready the learner will be."""
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        await settle(pilot)
        screen = pilot.app.screen
        assert isinstance(screen, HomeScreen)
        if screen.computing.is_settled:
            await settle(pilot)
            return screen
        await asyncio.sleep(0.005)
    message = "the readiness was never worked out"
    raise AssertionError(message)


async def chosen(pilot: Pilot[int], *keys: str) -> PlanScreen:
    """The page opened, the day typed, some more keys pressed."""
    await press(pilot, "p", *DATE, *keys)
    return await reckoned(pilot)
