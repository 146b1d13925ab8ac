"""The command palette, opened with ctrl+p: actions of the page, other pages, themes."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from textual.command import CommandPalette, SearchIcon, SimpleProvider

from learnms.themes import MORE_THEMES, THEMES
from learnms.tui.kit.key_help import sentence_of
from learnms.tui.kit.keys import KEYS
from learnms.tui.kit.layout import Press
from learnms.tui.kit.modes import MODES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from textual.command import CommandListItem
    from textual.screen import Screen

    from learnms.tui.kit.page import PageScreen

_SPOKEN = frozenset({"digit", "letter", "up", "down", "page_up", "page_down", "scroll", "erase"})
"""Actions of keys that only move or type."""


class Commands(CommandPalette):
    """Lists commands over a page.

    Args:
        page: the page below.
        commands: their names with what they do, beside those of the page.
        choose_theme: called with the setting of the theme chosen.
    """

    def __init__(
        self,
        page: Screen[Any],
        commands: list[tuple[str, Callable[[], None]]],
        choose_theme: Callable[[str], None],
    ) -> None:
        themes = (*zip(THEMES, THEMES, strict=True), *MORE_THEMES)
        items: list[CommandListItem] = [
            *((name, callback, None) for name, callback in commands),
            *((f"Theme: {words}", partial(choose_theme, name), None) for name, words in themes),
        ]
        provider = SimpleProvider(page, items)
        super().__init__([provider], placeholder="Search commands")  # type: ignore[list-item]  # as App does

    def on_mount(self) -> None:
        """Replace Textual's emoji with a character of one cell."""
        self.query_one(SearchIcon).icon = "/"


def of_page(page: PageScreen) -> Iterator[tuple[str, Callable[[], None]]]:
    """The actions that the page has at the moment, each with its sentence and its key."""
    absent, settings = page.absent(), page.shell.workspace.settings
    for action in dict.fromkeys(name for part in MODES[page.mode()] for name in part):
        key = KEYS[action]
        if action in absent or action in _SPOKEN or not key.keys or key.keys[0].isdigit():
            continue
        sentence = sentence_of(key, settings)
        name = f"{sentence[:1].upper()}{sentence[1:]}  ({key.label})"
        yield name, partial(page.press_now, Press(action, key.keys[0]))
