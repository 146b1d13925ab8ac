"""Ten named colours in three themes. Nothing else in the program knows a colour."""

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


def _theme(name: str, colours: dict[str, str]) -> Theme:
    return Theme(
        name=name,
        primary=colours["accent"],
        accent=colours["accent"],
        foreground=colours["text"],
        background=colours["page"],
        surface=colours["page"],
        panel=colours["page"],
        warning=colours["warn"],
        error=colours["wrong"],
        success=colours["right"],
        dark=name != "light",
        variables={
            **colours,
            "input-cursor-background": colours["text"],
            "input-cursor-foreground": colours["page"],
            "input-selection-background": colours["rule"],
            "scrollbar": colours["rule"],
            "scrollbar-hover": colours["rule"],
            "scrollbar-active": colours["accent"],
            "scrollbar-background": colours["page"],
            "scrollbar-background-hover": colours["page"],
            "scrollbar-background-active": colours["page"],
            "scrollbar-corner-color": colours["page"],
        },
    )


THEMES = tuple(_theme(name, colours) for name, colours in PALETTES.items())


def other(name: str) -> str:
    """The theme that the light/dark key goes to."""
    return "dark" if name == "light" else "light"
