"""A page with one list of options, along which the arrows move wherever the focus is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from learnms.tui.kit.layout import Press
from learnms.tui.kit.lists import Options
from learnms.tui.kit.page import PageScreen

if TYPE_CHECKING:
    from collections.abc import Iterable

    from textual.content import Content
    from textual.widgets import OptionList

    from learnms.tui.kit.layout import Flow


class OptionsPage(PageScreen):
    """Shows options, and opens the one that is chosen."""

    def __init__(self, message: str = "") -> None:
        super().__init__(message)
        self.options = Options(id="options")

    @property
    def cursor(self) -> int:
        """The number of the highlighted option."""
        return self.options.highlighted or 0

    def open(self, index: int) -> None:
        """Open an option."""
        raise NotImplementedError

    def fill(self, options: Iterable[Content | Flow], cursor: int = 0) -> None:
        """Replace the options."""
        self.options.clear_options()
        self.options.add_options(options)
        if self.options.option_count:
            self.options.highlighted = min(cursor, self.options.option_count - 1)

    def move(self, action: str) -> bool:
        """Move the highlight; scroll if there are no options."""
        last = self.options.option_count - 1
        if last < 0 or action == "scroll":
            return super().move(action)
        self.options.focus(scroll_visible=False)
        match action:
            case "up" | "down":
                step = 1 if action == "down" else -1
                self.options.highlighted = max(0, min(last, self.cursor + step))
            # Textual's own have no types
            case "page_up":
                self.options.action_page_up()  # type: ignore[no-untyped-call]
            case _:
                self.options.action_page_down()  # type: ignore[no-untyped-call]
        self._reveal()
        return True

    def _reveal(self) -> None:
        """Scroll the page to the highlighted option, where the list is taller than its place."""
        body, (top, bottom) = self.body.content_region, self.options.span(self.cursor)
        if top < body.y:
            self.body.scroll_relative(y=top - body.y, animate=False)
        elif bottom > body.bottom:
            self.body.scroll_relative(y=min(bottom - body.bottom, top - body.y), animate=False)

    def action_row(self, key: str = "") -> None:
        """Open a clicked option."""
        self.options.highlighted = int(key)
        self.open(int(key))

    def action_open_item(self, key: str = "") -> None:
        """Open the highlighted option."""
        self.open(self.cursor)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Open a clicked option, through the same guard as a key."""
        event.stop()
        self.clicked(Press("row", str(event.option_index)))
