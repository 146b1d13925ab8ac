"""The widget that shows entries: text of decks with hanging indents, options, matrices, charts."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from textual.message import Message
from textual.widget import Widget
from textual.widgets import Static

from learnms.tui.kit.layout import Flow

if TYPE_CHECKING:
    from collections.abc import Iterable

    from textual import events
    from textual.geometry import Offset
    from textual.selection import Selection

    from learnms.tui.kit.layout import Entry, Press
    from learnms.tui.kit.shell import Shell

FRAME = ("head", "message")
"""The widgets around the body of a page, by their ids; their lines are never spaced."""
_SLIP = 2
"""Cells that the mouse may move during a click."""


class FlowView(Static):
    """Shows entries; a click on one of their buttons is posted as `Pressed`.

    A `Static` takes one content, which is wrapped and painted as a whole. Entries wrap with hanging
    indents, know what a click on them means, and are replaced in place: without a change in height
    there is no new layout.
    """

    DEFAULT_CSS = """
    FlowView {
        width: 1fr;
        height: auto;
        text-wrap: nowrap;
        color: $text;
    }
    """

    class Pressed(Message):
        """A button among the entries was clicked."""

        def __init__(self, press: Press) -> None:
            super().__init__()
            self.press = press

    def __init__(self, name: str = "", *, classes: str = "") -> None:
        self.flow = Flow()
        self._down: Offset | None = None
        """Where the mouse button went down."""
        super().__init__(self.flow, id=name or None, markup=False, classes=classes)

    def show(self, entries: Iterable[Entry]) -> None:
        """Show these entries."""
        entries = tuple(entries)
        if not entries and not self.flow.entries:
            return
        if self.is_attached and self in self.screen.selections:
            self.screen.clear_selection()
        settings = cast("Shell", self.app).workspace.settings
        is_body = self.id not in FRAME
        spaced, large = is_body and settings.is_spaced, is_body and settings.is_large
        before, self.flow = self.flow, Flow(entries, spaced=spaced, large=large)
        width = self.size.width
        self.update(self.flow, layout=not width or before.height(width) != self.flow.height(width))

    def scroll_to_entry(self, anchor: str) -> None:
        """Scroll what it lies in until the entry with that anchor stands at the top."""
        span = self.flow.span_of(anchor, self.size.width)
        if span is not None and isinstance(self.parent, Widget):
            self.parent.scroll_to(y=self.virtual_region.y + span[0], animate=False)

    def get_selection(self, selection: Selection) -> tuple[str, str] | None:
        """The text selected with the mouse, and what follows it."""
        lines = self.flow.lines(self.size.width)
        return selection.extract("\n".join(line.content.plain for line in lines)), "\n"

    def on_mouse_down(self, event: events.MouseDown) -> None:
        self._down = event.get_content_offset(self)

    def on_click(self, event: events.Click) -> None:
        """Press a button, unless the mouse moved on to another or to select text. A hand that
        trembles slips by a cell or two, and a second click selects nothing.
        """
        width, at = self.size.width, event.get_content_offset(self)
        if at is None:
            return
        down = self._down or at
        press = self.flow.press_at(*at, width)
        if press is None or press != self.flow.press_at(*down, width):
            return
        if abs(at.x - down.x) > _SLIP:
            return
        event.stop()
        event.prevent_default()
        self.screen.clear_selection()
        self.post_message(self.Pressed(press))
