"""The names of the themes that can be chosen."""

from __future__ import annotations

THEMES = ("dark", "light", "contrast")
"""The themes of learnms."""
_READABLE = ("flexoki", "rose-pine", "textual-dark")
_LOWER_CONTRAST = (  # noqa: SIM905  a list would be a page long
    "atom-one-dark atom-one-light catppuccin-frappe catppuccin-latte catppuccin-macchiato"
    " catppuccin-mocha dracula gruvbox monokai nord rose-pine-dawn rose-pine-moon solarized-dark"
    " solarized-light textual-light tokyo-night"
).split()
MORE_THEMES = (
    *((name, name) for name in _READABLE),
    *((name, f"{name} (the terminal's own colors)") for name in ("ansi-dark", "ansi-light")),
    *((name, f"{name} (lower contrast)") for name in _LOWER_CONTRAST),
)
"""Textual's themes, each with its words."""
