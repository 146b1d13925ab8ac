"""Catching up and the other ways to study as pictures. After a wanted change: pytest
--snapshot-update, and look.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from learnms.tui.app.app import LearnmsApp
from tests.factories.progress import gathered_workspace
from tests.tui.pictures import pictured
from tests.tui.pilot import press

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from textual.pilot import Pilot

    from tests.tui.pilot import Clock

PAGES: dict[str, tuple[int, int, tuple[str, ...]]] = {
    "home-gathered": (214, 30, ()),
    "backlog": (214, 30, ("enter",)),
    "home-chosen": (214, 30, ("enter", "3", "q")),
    "ways": (30, 0, ("a",)),
    "ways-preview": (30, 0, ("a", "down", "down", "enter")),
    "practice-shown": (30, 0, ("a", "enter", "space", "1", "space")),
    "practice-end": (30, 0, ("a", "2", "enter", "space", "3", "space", "3")),
}
"""How many cards were learned, how many days ago, and keys."""


@pictured(PAGES, wide=("backlog", "ways-preview"))
def test_page(
    name: str,
    size: tuple[int, int],
    theme: str,
    tmp_path: Path,
    clock: Clock,
    snap_compare: Callable[..., bool],
) -> None:
    cards, days, keys = PAGES[name]
    with gathered_workspace(tmp_path, clock, cards, days=days, theme=theme) as workspace:

        async def go(pilot: Pilot[int]) -> None:
            await press(pilot, *keys)

        assert snap_compare(LearnmsApp(workspace), terminal_size=size, run_before=go)
