"""Every text can be read on what lies behind it, in every theme."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from textual.color import Color

from learnms.settings import THEMES as THEME_NAMES
from learnms.tui.kit.themes import PALETTES, ROLES, THEMES, other
from tests.tui.pilot import driven, press, screen_text

if TYPE_CHECKING:
    from collections.abc import Callable

    from learnms.engine.workspace import Workspace

TEXT_ON = [
    (text, ground)
    for ground in ("page", "focus")
    for text in ("text", "quiet", "accent", "right", "wrong", "warn")
] + [("on-accent", "accent")]


def ratio(one: str, other_color: str) -> float:
    """The WCAG 2 contrast ratio."""
    lighter, darker = sorted((luminance(one), luminance(other_color)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def luminance(color: str) -> float:
    def linear(value: float) -> float:
        return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4

    red, green, blue = (linear(value) for value in Color.parse(color).normalized)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_the_ratio_is_that_of_wcag() -> None:
    assert ratio("#000000", "#ffffff") == pytest.approx(21)
    assert ratio("#777777", "#ffffff") == pytest.approx(4.478, abs=0.01)


@pytest.mark.parametrize("name", PALETTES)
@pytest.mark.parametrize(("text", "ground"), TEXT_ON)
def test_text_is_readable(name: str, text: str, ground: str) -> None:
    assert ratio(PALETTES[name][text], PALETTES[name][ground]) >= 4.5


@pytest.mark.parametrize("name", PALETTES)
def test_rules_and_bars_are_visible(name: str) -> None:
    assert ratio(PALETTES[name]["rule"], PALETTES[name]["page"]) >= 3


@pytest.mark.parametrize("text", ["text", "quiet", "accent", "right", "wrong", "warn"])
def test_high_contrast_is_high(text: str) -> None:
    assert ratio(PALETTES["contrast"][text], PALETTES["contrast"]["page"]) >= 7


def test_every_theme_has_every_role_and_the_settings_know_them_all() -> None:
    assert {name: tuple(colors) for name, colors in PALETTES.items()} == dict.fromkeys(
        THEME_NAMES, ROLES
    )
    assert [theme.name for theme in THEMES] == list(PALETTES)


def test_the_key_goes_between_light_and_dark() -> None:
    assert [other("dark"), other("light"), other("contrast")] == ["light", "dark", "light"]


async def test_light_or_dark_is_one_key_anywhere_and_remembered(
    make_workspace: Callable[..., Workspace],
) -> None:
    workspace = make_workspace()

    async with driven(workspace, "enter", "ctrl+l") as pilot:
        assert pilot.app.theme == "light"
        assert pilot.app.screen.styles.background == Color.parse(PALETTES["light"]["page"])

        await press(pilot, "ctrl+l")
        assert pilot.app.theme == "dark"

        await press(pilot, "ctrl+l")

    assert make_workspace_settings(workspace) == "light"


def make_workspace_settings(workspace: Workspace) -> str:
    from learnms.settings import read_settings

    return read_settings(workspace.home_folder).theme


async def test_without_color_everything_is_still_there(
    make_workspace: Callable[..., Workspace], monkeypatch: object
) -> None:
    from pytest import MonkeyPatch  # noqa: PT013  the type alone

    assert isinstance(monkeypatch, MonkeyPatch)
    monkeypatch.setenv("NO_COLOR", "1")

    async with driven(make_workspace(), "enter", "space") as pilot:
        assert "Two infusions of 300 mg" in screen_text(pilot)
        assert pilot.app.no_color
