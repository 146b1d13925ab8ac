"""The rows of the search: the ▸, the mark, the question on one line, its state."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from textual.geometry import Region, Size
from textual.message import Message
from textual.reactive import Reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.visual import Visual

from learnms.engine import wording
from learnms.tui.kit.content import ACCENT, BOLD, KEY, QUIET, TINT, concat, inline, plain, raw
from learnms.tui.kit.layout import MARGIN, Press

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual import events
    from textual.content import Content

    from learnms.engine.browse.index import Entry as Row
    from learnms.engine.browse.search import Browser
    from learnms.engine.voice import Voice

_WIDE = 96
"""Cells from which on a row has room for its deck."""
_DECK = 26
_NOTE = 28
_LEAST = 24
"""Cells reserved for a question beside its note."""
_MARK = 2


class RowLine(NamedTuple):
    """What one row shows."""

    row: Row
    note: str
    deck: str
    is_marked: bool

    def content(self, width: int, *, here: bool) -> Content:
        """The row as one line."""
        room = max(_LEAST, width - MARGIN)
        note_room = min(_NOTE, max(8, room - _LEAST))
        note = plain(self.note, ACCENT if self.is_marked else QUIET)
        note = note.truncate(note_room, ellipsis=True)
        deck = plain(self.deck, QUIET).truncate(_DECK, ellipsis=True) if room >= _WIDE else raw("")
        right = concat(deck.pad_right(_DECK - deck.cell_length + 2), note) if deck else note
        taken = (_DECK + 2 if deck else 0) + max(note.cell_length, _NOTE if deck else 0)
        lead = concat(
            raw("▸ " if here else "  ", KEY),
            raw("✓ " if self.is_marked else "· ", f"{BOLD} {ACCENT}" if self.is_marked else QUIET),
        )
        left = inline(self.row.prompt, f"{BOLD} {ACCENT}" if here else "").truncate(
            max(8, room - lead.cell_length - taken - 2), ellipsis=True
        )
        gap = max(1, room - lead.cell_length - left.cell_length - taken)
        line = concat(lead, left, raw(" " * gap), right)
        line = line.pad_right(max(0, width - line.cell_length))
        return line.stylize(f"on {TINT}") if here else line


class CardRows(ScrollView, can_focus=False):
    """Shows the rows found. Each is drawn when it scrolls into view: refilling a `DataTable` with
    every letter takes more than a second for ten thousand cards.
    """

    DEFAULT_CSS = """
    CardRows {
        width: 1fr;
        height: 1fr;
        background: transparent;
        overflow-x: hidden;
        overflow-y: scroll;
        scrollbar-size-vertical: 1;
    }
    """
    virtual_size: Reactive[Size] = Reactive(Size(0, 0))
    """The size of all rows. The scroll bar is always there, so a change in their number needs no
    new layout.
    """

    class Pressed(Message):
        """A row or its mark was clicked."""

        def __init__(self, press: Press) -> None:
            super().__init__()
            self.press = press

    def __init__(self) -> None:
        super().__init__(id="rows")
        self.count = self.cursor = 0
        self._line_of: Callable[[int], RowLine] | None = None

    def show(self, count: int, cursor: int, line_of: Callable[[int], RowLine]) -> None:
        """Show this many rows, with the one at the cursor in view."""
        self.count, self.cursor, self._line_of = count, cursor, line_of
        self.virtual_size = Size(self.scrollable_content_region.width, count)
        self.bring_into_view()
        self.refresh()

    def watch_virtual_size(self, size: Size) -> None:
        self._scroll_update(size)

    def bring_into_view(self) -> None:
        """Scroll to the row at the cursor."""
        if self.count:
            row = Region(0, self.cursor, 1, 1)
            self.scroll_to_region(row, animate=False, force=True, immediate=True)

    def on_resize(self) -> None:
        self.virtual_size = Size(self.scrollable_content_region.width, self.count)
        self.bring_into_view()

    @property
    def page_rows(self) -> int:
        """How many rows are in view."""
        return max(1, self.scrollable_content_region.height)

    def in_view(self) -> list[RowLine]:
        """The rows in view, from the top."""
        top = round(self.scroll_offset.y)
        shown = range(top, min(self.count, top + self.page_rows))
        return [self._line_of(row) for row in shown] if self._line_of is not None else []

    def render_line(self, y: int) -> Strip:
        row, width = y + round(self.scroll_offset.y), self.scrollable_content_region.width
        if self._line_of is None or row >= self.count or width < 1:
            return Strip.blank(width, self.visual_style.rich_style)
        content = self._line_of(row).content(width, here=row == self.cursor)
        (strip, *_) = Visual.to_strips(self, content, width, 1, self.visual_style)
        return strip

    def on_click(self, event: events.Click) -> None:
        """Go to a row or mark it."""
        row = event.y + round(self.scroll_offset.y)
        if 0 <= row < self.count:
            event.stop()
            action = "mark_row" if _MARK <= event.x < 2 * _MARK else "row"
            self.post_message(self.Pressed(Press(action, str(row))))


def note_of(row: Row, browser: Browser, voice: Voice) -> str:
    """The note at the right of a row: region, part, flag, note sign, and state or the figure that
    is sorted by.
    """
    signs = [*(["*"] if "flagged" in row.states else []), *(["note"] if row.note else [])]
    part = (
        [wording.part_name(row.part.part)]
        if row.kind == "card" and row.part is not None and row.part.part
        else []
    )
    standing = browser.standing(row)
    if voice.has_figures and browser.order == "stability" and row.stability is not None:
        standing = f"stability {wording.count(max(1, round(row.stability)), 'day')}"
    elif voice.has_figures and browser.order == "lapses" and row.lapses:
        standing = wording.count(row.lapses, "lapse")
    where = [browser.badge(row)] if row.group.region else []
    return " · ".join([*where, *part, *([" ".join(signs)] if signs else []), standing])


def counted(matches: int, total: int, marked: int, hidden: int, order: str, room: int) -> str:
    """How many rows are found and marked, and their order, as far as `room` cells allow."""
    parts = [f"{matches:,} of {wording.count(total, 'row').replace(str(total), f'{total:,}')}"]
    if marked:
        parts.append(f"{marked:,} selected{f', {hidden:,} not shown' if hidden else ''}")
    if order:
        by = f"sorted by {order}"
        is_short = len(" · ".join([*parts, by])) > room
        parts.append(f"by {order.partition(',')[0]}" if is_short else by)
    while len(parts) > 1 and len(" · ".join(parts)) > room:
        parts.pop()
    return " · ".join(parts)
