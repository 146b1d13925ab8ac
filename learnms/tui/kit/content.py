"""Content from text of decks, learners and files: never markup, never control characters.

Everything that a page shows is built by these functions; `learnms.text.visible` spells control
characters out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content

from learnms.markdown import Table, blocks, spans
from learnms.text import visible, visible_line
from learnms.tui.kit.layout import INDENT, MARGIN, MEASURE, Flow, Line, Text

if TYPE_CHECKING:
    import re
    from collections.abc import Callable, Iterable

    from learnms import markdown
    from learnms.tui.kit.layout import Entry

ACCENT, QUIET, RULE = "$text-primary", "$text-muted", "$rule"
RIGHT, WRONG, WARN = "$text-success", "$text-error", "$text-warning"
TINT = "$primary-muted"
"""Behind the row at the cursor."""
BOLD = "bold"
SELECTED = "bold $on-primary on $primary"
"""A value that the next key changes."""
KEY = f"{BOLD} {ACCENT}"

__all__ = [
    "ACCENT",
    "BOLD",
    "KEY",
    "QUIET",
    "RIGHT",
    "RULE",
    "SELECTED",
    "TINT",
    "WARN",
    "WRONG",
    "Flow",
    "concat",
    "inline",
    "labelled",
    "paragraph",
    "plain",
    "pointer",
    "prose",
    "prose_with",
    "raw",
    "stacked",
]


def plain(text: str, style: str = "") -> Content:
    """Text on one line, exactly as written."""
    return Content.styled(visible_line(text), style)


def raw(text: str, style: str = "") -> Content:
    """Text exactly as written with its spaces, on one line."""
    return Content.styled(visible(text).replace("\n", " "), style)


def pointer(*, here: bool) -> Content:
    """The margin before a row, with the ▸ where the cursor is here."""
    return raw(f"{'':{MARGIN}}{'▸' if here else ' '} ", KEY)


def concat(*parts: Content) -> Content:
    """Contents joined."""
    return Content.assemble(*parts)


def stacked(*lines: Content) -> Content:
    """Contents one below the other, such as the two lines of a button."""
    return Content("\n").join(lines)


def inline(text: str, style: str = "") -> Content:
    """Deck text on one line, with its emphasis."""
    return _spans(spans(visible_line(text)), style)


def paragraph(
    text: str, style: str = "", *, indent: int = INDENT, measure: int = MEASURE
) -> list[Entry]:
    """A paragraph of the program's text, which may contain deck text."""
    return [Text(plain(text, style), indent=indent, measure=measure)]


def labelled(label: str, content: Content, room: int, style: str = QUIET) -> Text:
    """A paragraph behind a label, which has so much room."""
    lead = raw(f"{'':{INDENT}}{label}", style)
    return Text(content, indent=INDENT + room, lead=lead)


def prose(
    text: str, style: str = "", *, indent: int = INDENT, measure: int = MEASURE
) -> list[Entry]:
    """Deck text as paragraphs, list entries and tables."""
    entries: list[Entry] = []
    for part in blocks(text):
        if isinstance(part, Table):
            entries.append(TableEntry(part, style, indent, measure))
            continue
        left = indent + 2 * part.indent
        if part.mark:
            mark = Content.styled(part.mark, style)
            hang = left + mark.cell_length + 1
            entries.append(
                Text(
                    _spans(part.spans, style),
                    indent=hang,
                    lead=Content(" " * left) + mark,
                    measure=measure,
                )
            )
        else:
            entries.append(Text(_spans(part.spans, style), indent=left, measure=measure))
    return entries


def prose_with(
    text: str, pattern: re.Pattern[str], replacement: Callable[[int], Content | None]
) -> list[Entry]:
    """Deck text as paragraphs; each numbered mark is replaced by `replacement` of its number."""
    entries: list[Entry] = []
    for part in blocks(text):
        if isinstance(part, Table):
            rows = tuple(
                tuple(
                    pattern.sub(lambda match: _plain_mark(match, replacement), cell) for cell in row
                )
                for row in part.rows
            )
            entries.append(TableEntry(Table(rows), "", INDENT, MEASURE))
            continue
        pieces = [
            piece
            for run in part.spans
            for piece in _pieces(
                run.text,
                {"strong": BOLD, "emphasis": "underline"}.get(run.style, ""),
                pattern,
                replacement,
            )
        ]
        lead = Content(f"{'':{INDENT}}{part.mark} ") if part.mark else Content("")
        indent = (lead.cell_length or INDENT) + 2 * part.indent
        entries.append(
            Text(
                Content.assemble(*pieces),
                indent=indent,
                lead=lead.pad_left(2 * part.indent) if part.mark else lead,
            )
        )
    return entries


def _pieces(
    text: str, style: str, pattern: re.Pattern[str], replacement: Callable[[int], Content | None]
) -> list[Content]:
    pieces, end = list[Content](), 0
    for match in pattern.finditer(text):
        piece = replacement(int(match[1])) if len(match[1]) < 4 else None
        if piece is not None:
            pieces += [Content.styled(text[end : match.start()], style), piece]
            end = match.end()
    return [*pieces, Content.styled(text[end:], style)]


def _plain_mark(match: re.Match[str], replacement: Callable[[int], Content | None]) -> str:
    piece = replacement(int(match[1])) if len(match[1]) < 4 else None
    return match[0] if piece is None else piece.plain


def _spans(runs: Iterable[markdown.Span], style: str) -> Content:
    """Styled runs; strong text within bold is underlined, because bold alone would not show."""
    bold = BOLD in style.split()
    marks = {"": "", "strong": "underline" if bold else BOLD, "emphasis": "underline"}
    parts: list[tuple[str, str]] = [
        (run.text, f"{style} {marks[run.style]}".strip()) for run in runs
    ]
    return Content.assemble(*parts)


class TableEntry:
    """A table in columns if they fit, otherwise row by row with the column names."""

    def __init__(self, table: Table, style: str, indent: int, measure: int) -> None:
        self.table = table
        self.style = style
        self.indent = indent
        self.measure = measure

    def lines(self, width: int) -> list[Line]:
        room = min(self.measure + INDENT, width - INDENT) - self.indent
        count = max((len(row) for row in self.table.rows), default=0)
        rows = [
            [_spans(spans(cell), self.style) for cell in (*row, *[""] * (count - len(row)))]
            for row in self.table.rows
        ]
        widths = [max(row[column].cell_length for row in rows) for column in range(count)]
        if sum(widths) + 3 * (count - 1) <= room:
            return self._columns(rows, widths)
        return self._stacked(rows, width)

    def _columns(self, rows: list[list[Content]], widths: list[int]) -> list[Line]:
        gap, margin = Content("   "), Content(" " * self.indent)
        lines = [
            Line(
                margin
                + gap.join(
                    cell.pad_right(wide - cell.cell_length)
                    for cell, wide in zip(row, widths, strict=True)
                )
            )
            for row in rows
        ]
        rule = Line(margin + gap.join(Content.styled("─" * wide, RULE) for wide in widths))
        return [lines[0], rule, *lines[1:]]

    def _stacked(self, rows: list[list[Content]], width: int) -> list[Line]:
        head, lines = rows[0], list[Line]()
        for row in rows[1:]:
            lines += Text(row[0].stylize(BOLD), indent=self.indent, measure=self.measure).lines(
                width
            )
            for name, cell in zip(head[1:], row[1:], strict=True):
                text = concat(name, Content(": "), cell)
                lines += Text(text, indent=self.indent + 2, measure=self.measure).lines(width)
        return lines
