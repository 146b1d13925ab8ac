"""The pages of the benchmark's floor have as many widgets on the screen as ours."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from textual.widget import Widget

from tests.bench.bare_page import BarePage
from tests.factories import decks
from tests.tui.pilot import driven

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.screen import Screen

    from learnms.engine.workspace import Workspace


def shown(screen: Screen[object]) -> int:
    """How many widgets of a page have room on the screen."""
    return sum(bool(widget.size.area) for widget in screen.walk_children(Widget))


@pytest.mark.parametrize(("page", "keys"), [("home", ()), ("review", ("enter",))])
async def test_the_floor_has_as_many_widgets_as_the_page(
    page: str, keys: tuple[str, ...], make_workspace: Callable[..., Workspace]
) -> None:
    async with driven(make_workspace(decks.deck(decks.SELF)), *keys) as pilot:
        ours = shown(pilot.app.screen)
    floor, bare, tries = BarePage(page, None), 0, 0
    async with floor.run_test(size=(80, 24)) as pilot:
        while bare != pytest.approx(ours, rel=0.15) and tries < 50:  # its key line comes last
            await pilot.pause(0.1)
            bare, tries = shown(pilot.app.screen), tries + 1

    assert bare == pytest.approx(ours, rel=0.15)
