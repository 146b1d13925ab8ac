"""Three themes of ten named colors; no other module names a color."""

from __future__ import annotations

from textual.theme import Theme

ROLES = ("page", "text", "quiet", "accent", "on-accent", "right", "wrong", "warn", "rule", "focus")
"""page and focus lie behind text, and so does accent behind on-accent; rule is for lines and
empty bars; the rest is text.
"""

PALETTES: dict[str, dict[str, str]] = {
    "dark": {
        "page": "#15181d",
        "text": "#e4e4e0",
        "quiet": "#a3a8b0",
        "accent": "#82b7ff",
        "on-accent": "#10141a",
        "right": "#7fd491",
        "wrong": "#ff9088",
        "warn": "#ecc25f",
        "rule": "#6d737d",
        "focus": "#29323f",
    },
    "light": {
        "page": "#fbfaf7",
        "text": "#202429",
        "quiet": "#5a6068",
        "accent": "#0a559f",
        "on-accent": "#ffffff",
        "right": "#17662b",
        "wrong": "#ad221b",
        "warn": "#765000",
        "rule": "#8b8c88",
        "focus": "#e2ebf5",
    },
    "contrast": {
        "page": "#000000",
        "text": "#ffffff",
        "quiet": "#e6e6e6",
        "accent": "#7ddcff",
        "on-accent": "#000000",
        "right": "#6dff8b",
        "wrong": "#ffa79f",
        "warn": "#ffe45c",
        "rule": "#c4c4c4",
        "focus": "#003a6b",
    },
}


def _theme(name: str, colors: dict[str, str]) -> Theme:
    return Theme(
        name=name,
        primary=colors["accent"],
        accent=colors["accent"],
        foreground=colors["text"],
        background=colors["page"],
        surface=colors["page"],
        panel=colors["page"],
        warning=colors["warn"],
        error=colors["wrong"],
        success=colors["right"],
        dark=name != "light",
        variables={
            **colors,
            "input-cursor-background": colors["text"],
            "input-cursor-foreground": colors["page"],
            "input-selection-background": colors["rule"],
            "scrollbar": colors["rule"],
            "scrollbar-hover": colors["rule"],
            "scrollbar-active": colors["accent"],
            "scrollbar-background": colors["page"],
            "scrollbar-background-hover": colors["page"],
            "scrollbar-background-active": colors["page"],
            "scrollbar-corner-color": colors["page"],
        },
    )


THEMES = tuple(_theme(name, colors) for name, colors in PALETTES.items())


def other(name: str) -> str:
    """The theme that the light/dark key switches to."""
    return "dark" if name == "light" else "light"
