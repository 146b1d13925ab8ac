"""Lists and tables of Textual, with a mark besides the tint at the row where the cursor is."""

from __future__ import annotations

from itertools import zip_longest
from typing import TYPE_CHECKING, Any, ClassVar

from rich.segment import Segment
from rich.style import Style as RichStyle
from rich.text import Text
from textual.color import Color
from textual.coordinate import Coordinate
from textual.message import Message
from textual.strip import Strip
from textual.style import Style
from textual.widgets import DataTable, OptionList

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual import events
    from textual.content import Content
    from textual.theme import Theme

_TWIN = "\0"
"""Behind the key of a row whose key another one has."""


class Table(DataTable[Any]):
    """A table whose cursor is a row with a `▸` before it. Its first column is the mark's."""

    DEFAULT_CSS = """
    Table {
        height: auto;
        background: transparent;
        color: $text;
        scrollbar-size-vertical: 1;
        & > .datatable--header { background: $background; color: $text-muted; text-style: none; }
        & > .datatable--header-hover { background: $background; color: $text-muted; }
        & > .datatable--cursor { background: $primary-muted; color: $text; text-style: bold; }
        & > .datatable--hover { background: $panel; }
        & > .datatable--odd-row, & > .datatable--even-row { background: $background; }
        &:focus {
            background-tint: transparent;
            & > .datatable--cursor { background: $primary-muted; color: $text; }
        }
    }
    """

    class Resized(Message):
        """The size of the table has changed."""

    def __init__(self, *, id: str | None = None, classes: str = "", header: bool = True) -> None:
        super().__init__(
            id=id,
            classes=classes,
            cursor_type="row",
            zebra_stripes=False,
            show_header=header,
            cell_padding=1,
        )
        self.row_height = 1
        self._marked = -1
        self._labels: tuple[Content, ...] = ()
        self._contents: dict[str, tuple[Content, ...]] = {}

    def on_resize(self) -> None:
        """Tell the page: its own size does not change when a table is shown."""
        self.post_message(self.Resized())

    def columns_are(self, *labels: Content, widths: Sequence[int | None] = ()) -> None:
        """Set the columns after the mark's; a width is in cells, or None for that of the longest
        cell.
        """
        self.clear(columns=True)
        self._labels = labels
        self.add_column("", width=1)
        for label, width in zip_longest(labels, widths):
            self.add_column(self._text(label), width=width)

    def add(self, *cells: Content, key: str) -> None:
        """Add a row under the columns that were set. Two rows may have one key, such as two decks
        of one id.
        """
        while key in self._contents:
            key += _TWIN
        self._contents[key] = cells
        self.add_row(" ", *map(self._text, cells), key=key, height=self.row_height)
        if self._marked < 0:
            self.mark(0)

    def on_mount(self) -> None:
        self.app.theme_changed_signal.subscribe(self, self._recolor)

    def _text(self, content: Content) -> Text:
        """Content for a cell: with the theme's colors instead of their names."""
        variables = self.app.theme_variables
        ground = Style(background=Color.parse(variables["background"]))
        text = Text(content.plain, no_wrap=True, overflow="ellipsis")
        for start, end, style in content.spans:
            parsed = Style.parse(style, variables) if isinstance(style, str) else style
            rich = (ground + parsed).rich_style
            text.stylize(RichStyle(color=rich.color, bold=rich.bold), start, end)
        return text

    def _recolor(self, theme: Theme) -> None:
        for heading, label in zip(self.ordered_columns[1:], self._labels, strict=False):
            heading.label = self._text(label)
        for key, cells in self._contents.items():
            row = self.get_row_index(key)
            for column, cell in enumerate(cells, 1):
                self.update_cell_at(Coordinate(row, column), self._text(cell))

    async def _on_click(self, event: events.Click) -> None:
        """Select the row of a click at once; Textual's own table, which is called next, wants a
        second one.
        """
        row, column = (event.style.meta.get(name, -1) for name in ("row", "column"))
        if row >= 0 and column >= 0:
            self.cursor_coordinate = Coordinate(row, column)

    def watch_cursor_coordinate(self, old: Coordinate, new: Coordinate) -> None:
        super().watch_cursor_coordinate(old, new)
        self.mark(new.row)

    def mark(self, row: int) -> None:
        """Move the mark to a row."""
        if 0 <= self._marked < self.row_count:
            self.update_cell_at(Coordinate(self._marked, 0), " ")
        if 0 <= row < self.row_count:
            self.update_cell_at(Coordinate(row, 0), "▸")
        self._marked = row if row < self.row_count else -1

    def clear(self, columns: bool = False) -> Table:
        self._marked = -1
        self._contents = {}
        super().clear(columns=columns)
        return self

    @property
    def row_key(self) -> str:
        """The key of the row at the cursor, or ''."""
        if not 0 <= self.cursor_row < self.row_count:
            return ""
        return (
            self.coordinate_to_cell_key(Coordinate(self.cursor_row, 0)).row_key.value or ""
        ).rstrip(_TWIN)


class Options(OptionList):
    """A list of options with a `▌` in the gutter at the highlighted one, since a tint alone is too
    faint.
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {"options--bar"}
    DEFAULT_CSS = """
    Options {
        height: auto;
        max-height: 100%;
        background: transparent;
        border: none;
        padding: 0;
        scrollbar-size-vertical: 1;
        &:focus { border: none; background-tint: transparent; }
        & > .option-list--option { padding: 0 1 0 2; }
        & > .option-list--option-highlighted {
            background: $primary-muted;
            color: $text;
            text-style: none;
        }
        &:focus > .option-list--option-highlighted {
            background: $primary-muted;
            color: $text;
            text-style: bold;
        }
        & > .option-list--option-hover { background: $panel; }
        & > .options--bar { color: $text-primary; background: $primary-muted; }
    }
    """

    def __init__(self, *options: Any, id: str | None = None, classes: str = "") -> None:
        super().__init__(*options, id=id, classes=classes, markup=False)

    def span(self, index: int) -> tuple[int, int]:
        """The first row of an option on the screen, and the row after its last."""
        top = self.content_region.y - self.scroll_offset.y + self._index_to_line.get(index, 0)
        return top, top + self._heights.get(index, 1)

    def render_line(self, y: int) -> Strip:
        strip = super().render_line(y)
        try:
            index, _ = self._lines[self.scroll_offset.y + y]
        except IndexError:
            return strip
        if index != self.highlighted or not strip.cell_length:
            return strip
        bar = Segment("▌", self.get_visual_style("options--bar").rich_style)
        return Strip.join([Strip([bar], 1), strip.crop(1, strip.cell_length)])
