"""A page with a cursor that moves along its rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from learnms.tui.kit.content import ACCENT, BOLD, QUIET, TINT, concat, plain, pointer, raw
from learnms.tui.kit.layout import Press, Text
from learnms.tui.kit.page import PageScreen

if TYPE_CHECKING:
    from textual.content import Content


CURSOR = "cursor"


class ListPage(PageScreen):
    """A page whose ▸ moves along rows."""

    def __init__(self, message: str = "") -> None:
        super().__init__(message)
        self.cursor = 0

    def rows(self) -> int:
        """How many rows the ▸ moves along."""
        raise NotImplementedError

    def move(self, action: str) -> bool:
        """Move the ▸; scroll if there are no rows."""
        if action not in ("up", "down") or not self.rows():
            return super().move(action)
        self.cursor = max(0, min(self.rows() - 1, self.cursor + (1 if action == "down" else -1)))
        self.draw()
        self.bring_into_view()
        return True

    @property
    def is_in_view(self) -> bool:
        """Whether the row at the ▸ is on the screen."""
        span, top = self._span(), self.body.scroll_offset.y
        return span is None or top <= span[0] < top + self.body.size.height

    def _span(self) -> tuple[int, int] | None:
        """The first line of the row at the ▸ in the body, and the line after it."""
        span = self.list.flow.span_of(CURSOR, self.list.size.width)
        above = self.list.gutter.top
        return None if span is None else (above + span[0], above + span[1])

    def bring_into_view(self, *, below: bool = False) -> None:
        """Scroll to the row at the ▸; at the first, to the top. `below`: so that as much as
        possible of what opened below it shows.
        """
        span = self._span()
        if not self.cursor:
            self.body.scroll_home(animate=False)
        if not self.cursor or span is None:
            return
        first, last = span
        top, view = self.body.scroll_offset.y, self.body.size.height
        if below or first < top:
            self.body.scroll_to(y=first, animate=False)
        elif last > top + view:
            self.body.scroll_to(y=min(first, last - view), animate=False)

    def row(self, index: int, lead: str, content: Content, note: str = "") -> Text:
        """A row with its number or mark before it, and the ▸ where the cursor is."""
        here = index == self.cursor
        mark = concat(pointer(here=here), raw(lead, f"{BOLD} {ACCENT}" if here else QUIET))
        tint, anchor = (TINT, CURSOR) if here else ("", "")
        words = plain(note, QUIET)
        return Text(
            content,
            indent=mark.cell_length,
            lead=mark,
            note=words,
            note_width=len(note) + 1,
            press=Press("row", str(index)),
            tint=tint,
            anchor=anchor,
        )
