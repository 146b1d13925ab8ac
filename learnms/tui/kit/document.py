"""Documents on screen: as entries of a flow, or as sheets with charts as large as their room."""

from __future__ import annotations

from itertools import pairwise, zip_longest
from typing import TYPE_CHECKING

from textual.containers import VerticalScroll
from textual.widgets import Collapsible, Static

from learnms.engine.document import Fold, Lines, Paragraph, Picture, Prose, Rows, Subheading
from learnms.tui.kit.charts import ChartEntry, ChartView
from learnms.tui.kit.content import (
    BOLD,
    QUIET,
    WARN,
    WRONG,
    concat,
    inline,
    paragraph,
    plain,
    prose,
    raw,
)
from learnms.tui.kit.flow_view import FlowView
from learnms.tui.kit.layout import BLANK, INDENT, MEASURE, Line, Text
from learnms.tui.kit.sheet import Sheet

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult
    from textual.content import Content
    from textual.widget import Widget

    from learnms.engine.document import Block, Document
    from learnms.tui.kit.layout import Entry

_STYLES = {"": "", "strong": BOLD, "quiet": QUIET, "warn": WARN, "finding": WARN, "error": WRONG}
_GAP = _INNER = 2


class RowsEntry:
    """A table in columns; if it does not fit, each row as a line that wraps."""

    def __init__(self, table: Rows, indent: int = INDENT) -> None:
        self.table = table
        self.indent = indent

    def lines(self, width: int) -> list[Line]:
        room = min(MEASURE, width - 2 * self.indent)
        heads = [plain(head, QUIET) for head in self.table.heads]
        rows = [[inline(cell) for cell in row] for row in self.table.rows]
        lines = [heads, *rows] if any(self.table.heads) else rows
        widths = [
            max(cell.cell_length for cell in column if cell is not None)
            for column in zip_longest(*lines)
        ]
        if sum(widths) + _GAP * (len(widths) - 1) > room:
            return [line for row in rows for line in self._wrapped(row, widths, room, width)]
        return [Line(self._row(row, widths)) for row in lines]

    def _row(self, row: Sequence[Content], widths: Sequence[int]) -> Content:
        cells = []
        for cell, width, align in zip_longest(row, widths, self.table.align[: len(row)]):
            free = width - cell.cell_length
            cells.append(cell.pad_left(free) if align == ">" else cell.pad_right(free))
        return concat(*(cell.pad_right(_GAP) for cell in cells)).rstrip().pad_left(self.indent)

    def _wrapped(
        self, row: Sequence[Content], widths: Sequence[int], room: int, width: int
    ) -> list[Line]:
        """The first cell in its own column if that is narrow, the others after it."""
        first, *others = row
        if widths[0] <= room // 3:
            indent = self.indent + widths[0] + _GAP
            words = Text(_joined(others), indent=indent, lead=first.pad_left(self.indent))
            return words.lines(width)
        below = Text(_joined(others).stylize(QUIET), indent=self.indent + _GAP)
        return [
            *Text(first, indent=self.indent).lines(width),
            *(below.lines(width) if others else []),
        ]


def _joined(cells: Sequence[Content]) -> Content:
    return raw(", ").join(cell for cell in cells if cell.cell_length)


def entries(document: Document, indent: int = INDENT) -> list[Entry]:
    """A document as entries of one flow."""
    made: list[Entry] = []
    for before, block in pairwise((None, *document)):
        is_note = isinstance(block, Lines) or (
            isinstance(block, Paragraph) and block.role == "quiet"
        )
        follows = isinstance(before, Subheading) or is_note
        made += [BLANK] if before is not None and not follows else []
        match block:
            case Subheading(text):
                made += paragraph(text, BOLD, indent=indent)
            case Paragraph(text, role):
                made += paragraph(text, _STYLES[role], indent=indent)
            case Prose(text):
                made += prose(text, indent=indent)
            case Lines(text):
                made += [Text(raw(line, QUIET), indent=indent) for line in text.split("\n")]
            case Rows():
                made.append(RowsEntry(block, indent))
            case Picture():
                made += _picture(block, indent)
            case Fold(title, blocks):
                made += [*paragraph(title, BOLD, indent=indent), *entries(blocks, indent)]
    return made


def _picture(picture: Picture, indent: int) -> list[Entry]:
    known = concat(plain(picture.figure, BOLD), raw(picture.beside, QUIET))
    title = Text(plain(picture.title, BOLD), indent, note=known, note_width=known.cell_length)
    chart = [ChartEntry(picture.chart, indent)] if picture.chart is not None else []
    sentence = paragraph(picture.sentence, indent=indent) if picture.sentence else []
    return [title, *chart, *sentence]


class PictureSheet(Sheet):
    """A picture on a sheet: title and figure, chart, sentence."""

    SCOPED_CSS = False  # the breakpoints are classes of the screen
    DEFAULT_CSS = """
    PictureSheet {
        & > Static { width: 1fr; height: auto; color: $text-muted; }
        & > TitleLine { color: $text; }
    }
    .-tall PictureSheet > ChartView { margin: 1 0; }
    """

    def __init__(self, picture: Picture) -> None:
        self.view, self.sentence = ChartView(), Static(markup=False)
        super().__init__(self.view, self.sentence, title=" ")
        self.show(picture)

    def show(self, picture: Picture) -> None:
        """Show another picture."""
        figure = concat(plain(picture.figure, BOLD), raw(picture.beside, QUIET))
        self.title_line.show(picture.title, figure)
        self.view.show(picture.chart)
        self.sentence.update(plain(picture.sentence))
        self.sentence.display = bool(picture.sentence)


class FoldView(Collapsible):
    """Blocks that open on request."""

    DEFAULT_CSS = """
    FoldView {
        background: transparent;
        border: none;
        padding: 0 0 0 2;
        &:focus-within { background-tint: transparent; }
        & > CollapsibleTitle {
            color: $text;
            background: transparent;
            padding: 0 1;
            &:hover { background: $panel; color: $text; }
            &:focus { background: $primary-muted; color: $text; text-style: bold; }
        }
        & > Contents { padding: 0; }
    }
    """

    def __init__(self, fold: Fold) -> None:
        self.flow = FlowView()
        super().__init__(
            self.flow, title=fold.title, collapsed_symbol="▸", expanded_symbol="▾", collapsed=True
        )
        self.show(fold)

    def show(self, fold: Fold) -> None:
        """Show other blocks."""
        self.flow.show(entries(fold.blocks, _INNER))


class TextView(FlowView):
    """Text between the pictures, on a separate sheet."""

    DEFAULT_CSS = "TextView { background: $surface; border: blank $surface; }"

    def __init__(self, document: Document) -> None:
        super().__init__(classes="text")
        self.show_document(document)

    def show_document(self, document: Document) -> None:
        """Show other text."""
        self.show(entries(document, _INNER))


class DocumentView(VerticalScroll, can_focus=False):
    """A document as sheets, one below the other; another of the same shape is shown in place."""

    DEFAULT_CSS = """
    DocumentView {
        padding: 0 2;
        scrollbar-size-vertical: 1;
        scrollbar-gutter: stable;
        & > * { margin: 0 0 1 0; }
    }
    """

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.document: Document = ()

    def compose(self) -> ComposeResult:
        yield from map(_widget, _gathered(self.document))

    def show(self, document: Document) -> None:
        """Show a document."""
        if document == self.document:
            return
        self.document = document
        if not self.is_mounted:
            return
        parts = _gathered(document)
        if list(map(type, self.children)) != list(map(_widget_type, parts)):
            self.refresh(recompose=True)
            return
        for widget, part in zip(self.children, parts, strict=True):
            _fill(widget, part)


Part = tuple["Block", ...]
"""One picture, one fold, or text."""


def _gathered(document: Document) -> list[Part]:
    """The blocks as parts, one widget each."""
    parts: list[Part] = []
    for block in document:
        is_text = not isinstance(block, (Picture, Fold))
        if is_text and parts and not isinstance(parts[-1][0], (Picture, Fold)):
            parts[-1] = (*parts[-1], block)
        else:
            parts.append((block,))
    return parts


def _widget_type(part: Part) -> type[Widget]:
    kinds: dict[type, type[Widget]] = {Picture: PictureSheet, Fold: FoldView}
    return kinds.get(type(part[0]), TextView)


def _widget(part: Part) -> Widget:
    match part[0]:
        case Picture():
            return PictureSheet(part[0])
        case Fold():
            return FoldView(part[0])
        case _:
            return TextView(part)


def _fill(widget: Widget, part: Part) -> None:
    match widget, part[0]:
        case PictureSheet(), Picture():
            widget.show(part[0])
        case FoldView(), Fold():
            widget.show(part[0])
        case TextView(), _:
            widget.show_document(part)
