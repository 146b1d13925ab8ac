"""The page on which keys are tried says of each press whether it counted."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from learnms.settings import read_settings
from learnms.tui.settings.keys import KeysScreen
from tests.factories.setting_lines import down_to
from tests.tui.kit.test_key_guard import key, moment  # noqa: F401  the fixture is used by itself
from tests.tui.pilot import driven, flat, screen_text

if TYPE_CHECKING:
    from collections.abc import Callable

    from learnms.engine.workspace import Workspace

pytestmark = pytest.mark.usefixtures("guarded_keys")
OPEN = ["s", *down_to("try_keys")]


async def test_each_press_is_shown_with_why_it_counted_or_not(
    make_workspace: Callable[..., Workspace],
) -> None:
    async with driven(make_workspace(), *OPEN) as pilot:
        await key(pilot, "enter")
        assert isinstance(pilot.app.screen, KeysScreen)
        assert "Key repeat: the same key again within this time is the same press." in flat(pilot)

        await key(pilot, "space", after=0.12)
        assert "Space: ignored, 120 ms after the page appeared" in screen_text(pilot)
        await key(pilot, "3", after=0.5)
        assert "3: accepted, 620 ms after the page appeared" in screen_text(pilot)
        assert "page 2" in screen_text(pilot)
        await key(pilot, "enter", "enter", "enter", after=1, every=0.033)
        text = screen_text(pilot)
        assert text.count("Enter: ignored, held or doubled key") == 2
        assert text.count("Enter: accepted") == 1


async def test_a_doubled_press_that_waited_is_shown_too(
    make_workspace: Callable[..., Workspace],
) -> None:
    async with driven(make_workspace(), *OPEN) as pilot:
        await key(pilot, "enter")
        await key(pilot, "enter", "enter", after=1, every=0.033)
        assert screen_text(pilot).count("Enter: ignored, held or doubled key") == 2


async def test_the_values_are_changed_there_saved_and_hold_at_once(
    make_workspace: Callable[..., Workspace],
) -> None:
    workspace = make_workspace()

    async with driven(workspace, *OPEN) as pilot:
        await key(pilot, "enter")
        await key(pilot, "down", *"800", "down", *"400", "up", "up", every=0.5)
        await key(pilot, "space", after=0.5)
        await key(pilot, "space", "space", after=1.5, every=0.3)
        text = screen_text(pilot)
        assert "Space: accepted, 1500 ms" in text or "Space: accepted, " in text
        assert "Space: ignored, held or doubled key" in text

    saved = read_settings(workspace.home_folder)
    assert (saved.guard_ms, saved.repeat_ms) == (800, 400)
