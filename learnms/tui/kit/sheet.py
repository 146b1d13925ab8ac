"""Sheets: content on a lighter surface than the desk around it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.containers import Vertical, VerticalScroll
from textual.widgets import Static

from learnms.tui.kit.content import BOLD, QUIET, concat, plain
from learnms.tui.kit.layout import joined_line

if TYPE_CHECKING:
    from textual.app import RenderResult
    from textual.content import Content
    from textual.widget import Widget

_SHEET = """
        background: $surface;
        border: blank $surface;
        height: auto;
"""


class TitleLine(Static):
    """A line with words at the left and a figure at the right; the left ones are cut."""

    DEFAULT_CSS = """
    TitleLine { width: 1fr; height: 1; color: $text; text-wrap: nowrap; }
    """

    def __init__(self, left: str = "", right: str = "", *, id: str | None = None) -> None:
        super().__init__("", id=id, markup=False)
        self.left: Content = plain(left, BOLD)
        self.right: Content = plain(right, QUIET)

    def show(self, left: Content | str, right: Content | str = "") -> None:
        """Show other words."""
        self.left = plain(left, BOLD) if isinstance(left, str) else left
        self.right = plain(right, QUIET) if isinstance(right, str) else right
        self.refresh()

    def render(self) -> RenderResult:
        room = max(4, self.size.width)
        right = self.right if self.right.cell_length <= room - 8 else concat()
        left = self.left.truncate(room - right.cell_length - (2 if right else 0), ellipsis=True)
        return joined_line(0, left, room - left.cell_length - right.cell_length, right)


class Sheet(Vertical):
    """Widgets on a sheet, under a title with one figure where they have one.

    Args:
        title: what the sheet shows.
        figure: the one figure at the right of the title.
    """

    SCOPED_CSS = False  # the breakpoints are classes of the screen
    DEFAULT_CSS = f"""
    Sheet {{
        {_SHEET}
        padding: 0 2;
        & > TitleLine {{ margin: 0; }}
    }}
    Screen.-tall Sheet > TitleLine {{ margin: 0 0 1 0; }}
    """
    SCOPED_CSS = False  # the breakpoints are classes of the screen

    def __init__(
        self,
        *children: Widget,
        title: str = "",
        figure: str = "",
        id: str | None = None,
        classes: str = "",
    ) -> None:
        self.title_line = TitleLine(title, figure)
        above = (self.title_line,) if title else ()
        super().__init__(*above, *children, id=id, classes=classes)


class ScrollSheet(VerticalScroll, can_focus=False):
    """A sheet that scrolls: a card, a page to read."""

    DEFAULT_CSS = f"""
    ScrollSheet {{
        {_SHEET}
        scrollbar-gutter: stable;
        scrollbar-size-vertical: 1;
    }}
    """
