"""Driving the search and the page of a card."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from learnms.tui.browse.card import CardScreen
from learnms.tui.browse.screen import BrowseScreen
from tests.factories import decks
from tests.tui.pilot import driven, press

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from textual.pilot import Pilot

    from learnms.engine.workspace import Workspace
    from learnms.study.event import Part

LIBRARY = decks.deck(*decks.ALL_KINDS, *decks.SHAPES, decks.CASE)


def browse_page(pilot: Pilot[int]) -> BrowseScreen:
    """The search that shows."""
    screen = pilot.app.screen
    assert isinstance(screen, BrowseScreen)
    return screen


def card_page(pilot: Pilot[int]) -> CardScreen:
    """The page of a card that shows."""
    screen = pilot.app.screen
    assert isinstance(screen, CardScreen)
    return screen


@asynccontextmanager
async def searching(
    workspace: Workspace, *keys: str, size: tuple[int, int] = (80, 24)
) -> AsyncIterator[Pilot[int]]:
    """The search after some keys and texts, as `typed` takes them."""
    async with driven(workspace, "b", size=size) as pilot:
        await typed(pilot, *keys)
        yield pilot


async def typed(pilot: Pilot[int], *keys: str) -> None:
    """Press keys; `=text` types the letters of a text."""
    for key in keys:
        if key.startswith("=") and len(key) > 1:
            await press(pilot, *("space" if letter == " " else letter for letter in key[1:]))
        else:
            await press(pilot, key)


def shown(pilot: Pilot[int]) -> list[Part | None]:
    """The parts of the rows that are drawn, from the top."""
    page = browse_page(pilot)
    assert page.browser is not None
    return [line.row.part for line in page.rows.in_view()]


def ids(pilot: Pilot[int]) -> list[str]:
    """The ids of everything that is found."""
    page = browse_page(pilot)
    assert page.browser is not None
    return [str(page.browser.entry(row).part) for row in page.result.rows]
