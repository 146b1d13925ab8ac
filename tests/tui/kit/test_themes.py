"""Every text can be read on what lies behind it, in every theme."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, cast

import pytest
from textual.color import Color
from textual.theme import BUILTIN_THEMES

from learnms.engine.settings.form import settings_form
from learnms.settings import Settings, read_settings
from learnms.themes import MORE_THEMES, THEMES
from learnms.tui.app.commands import Commands
from learnms.tui.home.screen import HomeScreen
from learnms.tui.kit.themes import (
    LEARNMS_THEMES,
    PALETTES,
    PLAIN_CURSOR,
    VARIABLES,
    extra_variables,
    next_theme,
    theme_name,
)
from learnms.tui.review.screen import ReviewScreen
from tests.factories import decks
from tests.tui.pilot import driven, press, screen_text, settle

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from textual.pilot import Pilot
    from textual.theme import Theme

    from learnms.engine.workspace import Workspace
    from learnms.tui.app.app import LearnmsApp

GROUNDS = ("background", "surface", "panel", "primary-muted")
TEXTS = (
    *("foreground", "text", "text-muted", "text-disabled", "text-primary", "text-accent"),
    *("primary", "accent", "text-success", "text-warning", "text-error"),
)
ON = (
    *(("on-primary", "primary"), ("button-color-foreground", "primary")),
    *(("screen-selection-foreground", "screen-selection-background"),),
    *(("input-selection-foreground", "input-selection-background"),),
    *(("input-cursor-foreground", "input-cursor-background"),),
    *(("block-cursor-foreground", "block-cursor-background"),),
    *(("footer-description-foreground", "footer-background"),),
    *(("footer-key-foreground", "footer-background"),),
)
LINES = ("rule", "border-blurred", "scrollbar", "primary")
PAIRS = [(text, ground) for text in TEXTS for ground in GROUNDS] + list(ON)
SHOWN = ("foreground", "text", "text-muted", "text-primary", *TEXTS[-3:])
USED = [(text, ground) for text in SHOWN for ground in GROUNDS] + [("on-primary", "primary")]
"""What the pages show in Textual's themes, which cannot be changed here."""


def ratio(one: Color, other: Color) -> float:
    """The WCAG 2 contrast ratio."""
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def luminance(color: Color) -> float:
    def linear(value: float) -> float:
        return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4

    red, green, blue = (linear(value) for value in color.normalized)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def variables(theme: Theme) -> dict[str, str]:
    """All variables of a theme, as the application has them."""
    return {**extra_variables(theme), **theme.to_color_system().generate(), **theme.variables}


def contrast(theme: Theme, text: str, ground: str) -> float:
    """The contrast of a variable on another one."""
    colors = variables(theme)
    behind = Color.parse(colors[ground])
    if colors[text].startswith("auto"):
        alpha = int(colors[text].removeprefix("auto").strip(" %")) / 100
        return ratio(behind + behind.get_contrast_text(alpha), behind)
    return ratio(behind + Color.parse(colors[text]), behind)


def by_theme(pairs: list[tuple[str, str]]) -> Iterator[tuple[str, str, str]]:
    return ((name, *pair) for name in THEMES for pair in pairs)


OWN = dict(zip(THEMES, LEARNMS_THEMES, strict=True))


def test_the_ratio_is_that_of_wcag() -> None:
    assert ratio(Color.parse("#000000"), Color.parse("#ffffff")) == pytest.approx(21)
    assert ratio(Color.parse("#777777"), Color.parse("#ffffff")) == pytest.approx(4.478, abs=0.01)


@pytest.mark.parametrize(("name", "text", "ground"), by_theme(PAIRS))
def test_text_is_readable(name: str, text: str, ground: str) -> None:
    assert contrast(OWN[name], text, ground) >= (7 if name == "contrast" else 4.5)


@pytest.mark.parametrize(
    ("name", "line", "ground"),
    by_theme([(line, ground) for line in LINES for ground in GROUNDS if ground != "primary-muted"]),
)
def test_lines_and_empty_bars_are_visible(name: str, line: str, ground: str) -> None:
    assert contrast(OWN[name], line, ground) >= 3


@pytest.mark.parametrize("line", ["edge", "button-edge"])
@pytest.mark.parametrize("ground", ["background", "surface", "panel"])
def test_high_contrast_draws_the_borders(line: str, ground: str) -> None:
    assert contrast(OWN["contrast"], line, ground) >= 3


@pytest.mark.parametrize("name", ["dark", "light"])
def test_the_other_two_tell_sheet_and_button_by_their_tone(name: str) -> None:
    colors = variables(OWN[name])

    assert (colors["edge"], colors["button-edge"]) == (colors["surface"], colors["panel"])
    assert contrast(OWN[name], "surface", "background") >= 1.2
    assert contrast(OWN[name], "panel", "surface") >= 1.2


def test_every_theme_has_every_role_and_the_settings_know_them_all() -> None:
    assert {name: tuple(colors) for name, colors in PALETTES.items()} == dict.fromkeys(
        THEMES, tuple(VARIABLES)
    )
    assert [theme.name for theme in LEARNMS_THEMES] == [f"learnms-{name}" for name in THEMES]
    assert dict(MORE_THEMES).keys() == BUILTIN_THEMES.keys()


@pytest.mark.parametrize("theme", LEARNMS_THEMES, ids=lambda theme: theme.name)
def test_no_color_depends_on_what_lies_behind_it(theme: Theme) -> None:
    wanted = {name: variables(theme)[name] for names in VARIABLES.values() for name in names}

    assert all(Color.parse(color).hex == color.upper() for color in wanted.values())


@pytest.mark.parametrize("name", [name for name in BUILTIN_THEMES if "ansi" not in name])
def test_themes_of_textual_say_where_their_contrast_is_lower(name: str) -> None:
    lowest = min(contrast(BUILTIN_THEMES[name], *pair) for pair in USED)

    assert ("lower contrast" in dict(MORE_THEMES)[name]) == (lowest < 4.5)


def test_the_key_goes_from_dark_to_light_to_contrast() -> None:
    assert [next_theme(name) for name in (*THEMES, "nord")] == ["light", "contrast", "dark", "dark"]


async def test_the_theme_is_one_key_anywhere_and_remembered(
    make_workspace: Callable[..., Workspace],
) -> None:
    workspace = make_workspace()

    async with driven(workspace, "enter", "ctrl+l") as pilot:
        assert pilot.app.theme == "learnms-light"
        assert pilot.app.screen.styles.background == Color.parse(PALETTES["light"]["desk"])

        await press(pilot, "ctrl+l")
        assert pilot.app.theme == "learnms-contrast"

        await press(pilot, "ctrl+l", "ctrl+l")

    assert read_settings(workspace.home_folder).theme == "light"


async def test_the_first_page_of_all_names_the_key(
    make_workspace: Callable[..., Workspace],
) -> None:
    workspace = make_workspace(who="")

    async with driven(workspace) as pilot:
        assert "ctrl+l" in screen_text(pilot)

        await press(pilot, "ctrl+l", "ctrl+l")
        assert pilot.app.theme == "learnms-contrast"
        assert "Which describes you best?" in screen_text(pilot)

    assert read_settings(workspace.home_folder) == replace(Settings(), theme="contrast")


@pytest.mark.parametrize("name", BUILTIN_THEMES)
async def test_pages_show_in_every_theme_of_textual(
    name: str, make_workspace: Callable[..., Workspace]
) -> None:
    async with driven(make_workspace(theme=name), "enter", "space") as pilot:
        assert pilot.app.theme == name
        assert "Two infusions of 300 mg" in screen_text(pilot)


async def test_the_tint_hides_no_text_in_the_colors_of_the_terminal(
    make_workspace: Callable[..., Workspace],
) -> None:
    assert {theme.name for theme in PLAIN_CURSOR} == {
        name for name, theme in BUILTIN_THEMES.items() if theme.ansi
    }

    async with driven(make_workspace(theme="ansi-light")) as pilot:
        colors = pilot.app.theme_variables
        assert colors["primary-muted"] == "ansi_default" != colors["text-primary"]


async def test_the_palette_finds_a_theme_by_its_name(
    make_workspace: Callable[..., Workspace],
) -> None:
    workspace = make_workspace()

    async with driven(workspace, "enter", "ctrl+p") as pilot:
        await pilot.press(*"nord")
        await pilot.app.workers.wait_for_complete()
        await pilot.pause()
        assert "nord (lower contrast)" in screen_text(pilot)

        await pilot.press("enter", "enter")
        await settle(pilot)
        assert pilot.app.theme == "nord"

    assert read_settings(workspace.home_folder).theme == "nord"


async def test_a_page_that_comes_closes_the_palette(
    make_workspace: Callable[..., Workspace],
) -> None:
    async with driven(make_workspace(), "enter", "ctrl+p") as pilot:
        assert isinstance(pilot.app.screen, Commands)
        cast("LearnmsApp", pilot.app).go_home()
        await settle(pilot)

        assert isinstance(pilot.app.screen, HomeScreen)
        assert not any(isinstance(screen, ReviewScreen) for screen in pilot.app.screen_stack)


def test_the_settings_list_every_theme() -> None:
    rows = [row for row, _, _ in settings_form(Settings(), []).lines("themes")]

    assert {row.name for row in rows} >= {"theme", *BUILTIN_THEMES}


def test_the_row_of_the_theme_holds_one_of_textual() -> None:
    row = settings_form(Settings(theme="nord"), []).row("theme")

    assert row.words == "nord"
    assert row.stepped(1) == "dark"  # type: ignore[attr-defined]  # a choice


def test_theme_names_are_those_of_textual() -> None:
    assert [theme_name(name) for name in ("light", "nord")] == ["learnms-light", "nord"]


async def test_without_color_everything_is_still_there(
    make_workspace: Callable[..., Workspace], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")

    async with driven(make_workspace(), "enter", "space") as pilot:
        assert "Two infusions of 300 mg" in screen_text(pilot)
        assert pilot.app.no_color


def unreadable(pilot: Pilot[int]) -> set[tuple[str, str, str]]:
    """What stands on the screen below the contrast it needs, 7 for words and 3 for lines, with its
    color and the color behind it.
    """
    found = set()
    for strip in pilot.app.screen._compositor.render_strips():
        for text, style, _ in strip:
            if not text.strip() or style is None or style.color is None or style.bgcolor is None:
                continue
            color, behind = (Color.from_rich_color(each) for each in (style.color, style.bgcolor))
            least = 7 if any(each.isalnum() for each in text) else 3
            if ratio(color, behind) < least or style.dim:
                found.add((text.strip(), color.hex, behind.hex))
    return found


@pytest.mark.parametrize(
    "keys",
    [
        (),
        ("enter",),
        ("enter", "1"),
        ("enter", "1", "enter"),
        ("enter", "1", "enter", "enter", "space"),
        ("t",),
        ("t", "down", "enter"),
        ("s",),
        ("b",),
        ("p",),
        ("?",),
    ],
)
async def test_with_high_contrast_all_that_is_painted_has_seven_to_one(
    keys: tuple[str, ...], make_workspace: Callable[..., Workspace]
) -> None:
    workspace = make_workspace(decks.deck(decks.SELECT_ALL, decks.SELF), theme="contrast")

    async with driven(workspace, *keys) as pilot:
        assert screen_text(pilot).strip()
        assert unreadable(pilot) == set()
