"""Text is selected and copied with the mouse, and a click stays a click."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from textual import events

from tests.factories import decks
from tests.tui.pilot import driven, press, screen_lines, screen_text, settle

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.pilot import Pilot

    from learnms.engine.workspace import Workspace

ANSWER = "Two infusions of 300 mg"


async def drag(pilot: Pilot[int], start: tuple[int, int], end: tuple[int, int]) -> None:
    """Press the mouse button at a cell and let go at another."""
    steps = ((events.MouseDown, start), (events.MouseMove, end), (events.MouseUp, end))
    for kind, (x, y) in steps:
        pilot.app.post_message(kind(None, x, y, 0, 0, 1, shift=False, meta=False, ctrl=False))
        await pilot.pause()
    await settle(pilot)


def cell(pilot: Pilot[int], text: str) -> tuple[int, int]:
    """The first cell of a text on the screen."""
    return next(
        (line.index(text), row) for row, line in enumerate(screen_lines(pilot)) if text in line
    )


async def test_selected_text_is_copied_by_the_key_that_stops_otherwise(
    make_workspace: Callable[..., Workspace],
) -> None:
    async with driven(make_workspace(), "enter", "space") as pilot:
        column, row = cell(pilot, ANSWER)
        await drag(pilot, (column, row), (column + len(ANSWER) - 1, row))
        assert pilot.app.screen.get_selected_text() == ANSWER

        await press(pilot, "ctrl+c")
        assert pilot.app.clipboard == ANSWER
        assert not pilot.app.screen.selections
        assert pilot.app.is_running

        await pilot.press("ctrl+c")
    assert pilot.app.return_code == 0


async def test_a_page_drawn_anew_has_nothing_selected(
    make_workspace: Callable[..., Workspace],
) -> None:
    async with driven(make_workspace(), "enter", "space") as pilot:
        column, row = cell(pilot, ANSWER)
        await drag(pilot, (column, row), (column + 9, row))
        await press(pilot, "i")

        assert not pilot.app.screen.selections


@pytest.mark.parametrize(
    ("slip", "is_picked"), [((0, 0), True), ((2, 0), True), ((0, 1), False), ((9, 0), False)]
)
async def test_a_click_that_slips_presses_and_a_drag_selects(
    slip: tuple[int, int], is_picked: bool, make_workspace: Callable[..., Workspace]
) -> None:
    workspace = make_workspace(decks.deck(decks.SELECT_ALL))
    async with driven(workspace, "enter") as pilot:
        column, row = cell(pilot, "Vaccination")
        await drag(pilot, (column, row), (column + slip[0], row + slip[1]))

        assert ("[x]" in screen_text(pilot)) == is_picked
        assert not (is_picked and pilot.app.screen.selections)


async def test_two_clicks_select_nothing(make_workspace: Callable[..., Workspace]) -> None:
    workspace = make_workspace(decks.deck(decks.SELECT_ALL))
    async with driven(workspace, "enter") as pilot:
        await pilot.click(offset=cell(pilot, "Vaccination"), times=2)
        await settle(pilot)

        assert not pilot.app.screen.selections
