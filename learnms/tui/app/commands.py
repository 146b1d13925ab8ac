"""The command palette, opened with ctrl+p: every theme by its name."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from textual.command import CommandPalette, SearchIcon, SimpleProvider

from learnms.settings import MORE_THEMES, THEMES

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.command import CommandListItem
    from textual.screen import Screen


class Commands(CommandPalette):
    """Lists the themes over a page and calls `choose` with the setting of the one chosen."""

    def __init__(self, page: Screen[Any], choose: Callable[[str], None]) -> None:
        themes = (*zip(THEMES, THEMES, strict=True), *MORE_THEMES)
        commands: list[CommandListItem] = [
            (words, partial(choose, name), None) for name, words in themes
        ]
        provider = SimpleProvider(page, commands)
        super().__init__([provider], placeholder="Theme")  # type: ignore[list-item]  # as App does

    def on_mount(self) -> None:
        """Put a character of one cell in place of Textual's emoji."""
        self.query_one(SearchIcon).icon = "/"
