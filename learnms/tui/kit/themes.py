"""The three themes of learnms; no other module names a color.

Styles use Textual's variables, and `$rule`, `$edge`, `$button-edge` and `$on-primary` besides.
Colored text is `$text-success` and the like: the plain `$success` is for what is filled.
"""

from __future__ import annotations

from dataclasses import replace

from textual.color import Color
from textual.theme import BUILTIN_THEMES, Theme

from learnms.themes import THEMES as OWN

VARIABLES: dict[str, tuple[str, ...]] = {
    "desk": (
        "background",
        "footer-background",
        "input-cursor-foreground",
        "scrollbar-background",
        "scrollbar-background-hover",
        "scrollbar-background-active",
        "scrollbar-corner-color",
    ),
    "sheet": ("surface",),
    "button": ("panel", "surface-active", "block-hover-background"),
    "tint": (
        "primary-muted",
        "block-cursor-background",
        "block-cursor-blurred-background",
        "link-background-hover",
    ),
    "text": (
        "foreground",
        "text",
        "block-cursor-foreground",
        "block-cursor-blurred-foreground",
        "button-foreground",
        "input-cursor-background",
        "link-color",
        "link-color-hover",
        *(f"markdown-h{level}-color" for level in range(1, 7)),
    ),
    "quiet": (
        "text-muted",
        "text-disabled",
        "foreground-muted",
        "foreground-disabled",
        "footer-foreground",
        "footer-description-foreground",
    ),
    "accent": (
        "primary",
        "secondary",
        "accent",
        "text-primary",
        "text-secondary",
        "text-accent",
        "border",
        "footer-key-foreground",
        "input-selection-background",
        "screen-selection-background",
        "scrollbar-active",
    ),
    "on-accent": (
        "on-primary",
        "button-color-foreground",
        "input-selection-foreground",
        "screen-selection-foreground",
    ),
    "right": ("success", "text-success"),
    "missed": ("warning", "text-warning"),
    "wrong": ("error", "text-error"),
    "line": ("rule", "border-blurred", "scrollbar", "scrollbar-hover"),
    "edge": ("edge",),
    "button-edge": ("button-edge",),
}
"""The variables that have a role's color."""

PALETTES: dict[str, dict[str, str]] = {
    "dark": {
        "desk": "#0f1216",
        "sheet": "#20262f",
        "button": "#343d4a",
        "tint": "#25405f",
        "text": "#ecebe6",
        "quiet": "#bcc1c9",
        "accent": "#94c4ff",
        "on-accent": "#0b121b",
        "right": "#8adbb2",
        "missed": "#f2c96d",
        "wrong": "#ffa39b",
        "line": "#838c9a",
        "edge": "#20262f",
        "button-edge": "#343d4a",
    },
    "light": {
        "desk": "#e9e6de",
        "sheet": "#ffffff",
        "button": "#d6d0c2",
        "tint": "#c0d8f3",
        "text": "#1b2026",
        "quiet": "#4c525a",
        "accent": "#0a4a92",
        "on-accent": "#ffffff",
        "right": "#115b28",
        "missed": "#694600",
        "wrong": "#ad1634",
        "line": "#6e6d67",
        "edge": "#ffffff",
        "button-edge": "#d6d0c2",
    },
    "contrast": {
        "desk": "#000000",
        "sheet": "#000000",
        "button": "#1c1c1c",
        "tint": "#003453",
        "text": "#ffffff",
        "quiet": "#e2e2e2",
        "accent": "#82dfff",
        "on-accent": "#000000",
        "right": "#72ff92",
        "missed": "#ffe45c",
        "wrong": "#ffb0a8",
        "line": "#c4c4c4",
        "edge": "#c4c4c4",
        "button-edge": "#c4c4c4",
    },
}
"""The color of each role."""

_LINE = 0.62
"""How far the lines of Textual's themes go from the surface to the text."""


def theme_name(setting: str) -> str:
    """The name that Textual knows a theme of the settings by."""
    return f"learnms-{setting}" if setting in OWN else setting


def _theme(setting: str) -> Theme:
    colors = PALETTES[setting]
    variables = {name: colors[role] for role, names in VARIABLES.items() for name in names}
    return Theme(
        name=theme_name(setting),
        dark=setting != "light",
        variables=variables,
        primary=variables["primary"],
        warning=variables["warning"],
        error=variables["error"],
        success=variables["success"],
        foreground=variables["foreground"],
        background=variables["background"],
        surface=variables["surface"],
        panel=variables["panel"],
    )


LEARNMS_THEMES = tuple(map(_theme, OWN))
CONTRAST = theme_name("contrast")
PLAIN_CURSOR = tuple(
    replace(theme, variables={**theme.variables, "primary-muted": "ansi_default"})
    for theme in BUILTIN_THEMES.values()
    if theme.ansi
)
"""Textual's themes of the terminal's colors, whose tint hides text in the accent."""


def next_theme(setting: str) -> str:
    """The theme after one: dark, light, contrast, and dark again."""
    return OWN[(OWN.index(setting) + 1) % len(OWN)] if setting in OWN else OWN[0]


def extra_variables(theme: Theme) -> dict[str, str]:
    """The variables beyond Textual's, made from a theme's own colors where it lacks them."""
    if "rule" in theme.variables:
        return {}
    colors = theme.to_color_system().generate()
    surface, panel, text = colors["surface"], colors["panel"], colors["foreground"]
    if theme.ansi:
        on_primary, rule = "ansi_bright_white", text
    else:
        on_primary = Color.parse(colors["primary"]).get_contrast_text(1).hex
        rule = Color.parse(surface).blend(Color.parse(text), _LINE, alpha=1).hex
    return {"rule": rule, "edge": surface, "button-edge": panel, "on-primary": on_primary}
