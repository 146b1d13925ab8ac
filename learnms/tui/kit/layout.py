"""Entries that lay themselves out in lines at a width, and what clicks on them mean.

`Flow` is what a page widget shows. Nothing here knows decks or keys; text comes in as content.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple, Protocol, runtime_checkable

from textual.content import Content
from textual.visual import Visual

from learnms.tui.kit.clock import now

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from textual.css.styles import RulesMap
    from textual.strip import Strip
    from textual.style import Style
    from textual.visual import RenderOptions

INDENT = 4
"""Cells between the edge and the text."""
MEASURE = 68
"""Cells of a line of text at most, from the indent of the page: text with a larger one ends there
too.
"""
MARGIN = 2
"""Cells between the edge and rules and cursors."""
TITLE = 3
"""Cells between the edge of the page and its title and progress line: those of a sheet's border."""
NOTE = 20
"""Cells reserved at the right of an option for its verdict."""
BAR = "▌"
"""Before the lines at the cursor, of a verdict, and of what is new."""
_BAR_AT = 1
_APART = 2
"""Extra cells between words and the note at their right, so that they do not read as one sentence.
"""
EMPTY = Content("")


class Press(NamedTuple):
    """What a click means: an action's name, and the key that a keyboard would send with it."""

    action: str
    key: str = ""


class Zone(NamedTuple):
    """Cells of a line that can be clicked, from `start` to before `end`."""

    start: int
    end: int
    press: Press


class Line(NamedTuple):
    """One line on the page."""

    content: Content
    zones: tuple[Zone, ...] = ()


FREE = Line(EMPTY)
"""A line with nothing on it."""


class Entry(Protocol):
    """Something that lays itself out in lines."""

    def lines(self, width: int) -> list[Line]:
        """Its lines at a width."""


def barred(line: Content, style: str) -> Content:
    """A line with a bar in its margin."""
    return Content(" " * _BAR_AT) + Content.styled(BAR, style) + line[_BAR_AT + 1 :]


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph.

    `lead` stands in the indent of its first line (a sign, a number, a mark); `note` beside it at
    the right, or below where there is no room; `press` makes its lines a button; `tint` is their
    background, and `bar` the style of a bar before them; `anchor` is the name by which the page
    finds the paragraph.
    """

    content: Content = EMPTY
    indent: int = INDENT
    lead: Content = EMPTY
    note: Content = EMPTY
    note_width: int = NOTE
    measure: int = MEASURE
    press: Press | None = None
    tint: str = ""
    anchor: str = ""
    bar: str = ""

    def lines(self, width: int) -> list[Line]:
        room = max(8, min(self.measure + INDENT, width - INDENT) - self.indent)
        beside = (
            bool(self.note)
            and self.note.cell_length <= self.note_width
            and room - self.note_width >= 24
        )
        wrapped = self.content.wrap(room - self.note_width - _APART if beside else room) or [EMPTY]
        lines = [self.lead.pad_right(self.indent - self.lead.cell_length) + wrapped[0]]
        if beside:
            gap = self.indent + room - self.note.cell_length - lines[0].cell_length
            lines[0] = lines[0].pad_right(gap) + self.note
        lines += [line.pad_left(self.indent) for line in wrapped[1:]]
        if self.note and not beside:
            lines += [line.pad_left(self.indent) for line in self.note.wrap(room)]
        edge = min(width - MARGIN, self.indent + room + MARGIN)
        if self.tint:
            lines = [
                line.pad_right(max(0, edge - line.cell_length)).stylize(f"on {self.tint}", MARGIN)
                for line in lines
            ]
        if self.bar:
            lines = [barred(line, self.bar) for line in lines]
        zones = (Zone(MARGIN, edge, self.press),) if self.press else ()
        return [Line(line, zones) for line in lines]


BLANK = Text()


@dataclass(frozen=True, slots=True)
class Values(Text):
    """Values side by side after the lead, each a button; those without room go below."""

    cells: tuple[tuple[Content, Press], ...] = ()

    def lines(self, width: int) -> list[Line]:
        lines: list[Line] = []
        content, zones = self.lead.pad_right(self.indent - self.lead.cell_length), list[Zone]()
        for cell, press in self.cells:
            column = content.cell_length
            if zones and column + cell.cell_length > width - INDENT:
                lines.append(Line(content, tuple(zones)))
                content, zones, column = EMPTY.pad_left(self.indent), [], self.indent
            zones.append(Zone(column, column + cell.cell_length, press))
            content = (content + cell).pad_right(1)
        lines.append(Line(content.rstrip(), tuple(zones)))
        row = (Zone(MARGIN, width - MARGIN, self.press),) if self.press else ()
        return [line._replace(zones=(*line.zones, *row)) for line in lines]


class Heading(NamedTuple):
    """Words at the left and right of a line as wide as the page or `measure`; the left ones are
    cut.
    """

    left: Content
    right: Content = EMPTY
    indent: int = TITLE
    measure: int = 0

    def lines(self, width: int) -> list[Line]:
        room = max(4, width - 2 * self.indent)
        room = min(room, self.measure) if self.measure else room
        right = self.right if self.right.cell_length <= room - 8 else EMPTY
        left = self.left.truncate(room - right.cell_length - (2 if right else 0), ellipsis=True)
        gap = room - left.cell_length - right.cell_length
        return [Line(joined_line(self.indent, left, gap, right))]


def joined_line(indent: int, left: Content, gap: int, right: Content) -> Content:
    """A line of left words, a gap and right words."""
    return Content.assemble(" " * indent, left, " " * max(0, gap), right)


class Progress(NamedTuple):
    """A rule across the page whose heavy part is the progress."""

    done: int
    total: int

    def lines(self, width: int) -> list[Line]:
        room = max(1, width - 2 * TITLE)
        heavy = (
            0
            if not self.total
            else min(room, max(1 if self.done else 0, round(room * self.done / self.total)))
        )
        return [
            Line(
                Content.assemble(
                    " " * TITLE, ("━" * heavy, "$text-primary"), ("─" * (room - heavy), "$rule")
                )
            )
        ]


class Segments(NamedTuple):
    """A rule in as many pieces as a case has questions; those up to the present one are heavy."""

    done: int
    total: int

    def lines(self, width: int) -> list[Line]:
        room = max(1, width - 2 * TITLE)
        each = max(1, (room + 1) // max(1, self.total) - 1)
        parts: list[tuple[str, str]] = []
        for number in range(self.total):
            is_done = number < self.done
            parts += [
                (" " if number else "", ""),
                (("━" if is_done else "─") * each, "$text-primary" if is_done else "$rule"),
            ]
        return [Line(Content.assemble(" " * TITLE, *parts))]


class Ruled(NamedTuple):
    """A thin rule across the text."""

    indent: int = MARGIN

    def lines(self, width: int) -> list[Line]:
        room = max(1, min(width - self.indent - MARGIN, MEASURE + INDENT))
        return [Line(Content.assemble(" " * self.indent, ("─" * room, "$rule")))]


class Columns(NamedTuple):
    """Buttons side by side, each of some lines."""

    cells: tuple[tuple[tuple[Content, ...], Press], ...]
    widest: int = 17

    def lines(self, width: int) -> list[Line]:
        column = max(4, min(self.widest, (width - INDENT) // max(1, len(self.cells))))
        height = max((len(texts) for texts, _ in self.cells), default=0)
        zones = tuple(
            Zone(INDENT + index * column, INDENT + (index + 1) * column - 1, press)
            for index, (_, press) in enumerate(self.cells)
        )
        lines = []
        for row in range(height):
            cells = [
                texts[row].truncate(column - 1) if row < len(texts) else EMPTY
                for texts, _ in self.cells
            ]
            lines.append(
                Line(
                    Content.assemble(
                        " " * INDENT, *(cell.pad_right(column - cell.cell_length) for cell in cells)
                    ),
                    zones,
                )
            )
        return lines


def spread(
    entries: Iterable[Entry], width: int, *, large: bool = False
) -> Iterator[tuple[list[Line], list[Line]]]:
    """The free line before each entry, where it has one, and its lines, those of text spaced. With
    `large`, what can be clicked goes on through the free line below it.
    """
    last = ""
    for entry in entries:
        is_text = isinstance(entry, Text | Spreads)
        is_target = large and type(entry) is Text and entry.press is not None
        if isinstance(entry, Spreads):
            lines = entry.spread_lines(width)
        elif isinstance(entry, Text) and is_target:
            below = replace(entry, content=EMPTY, lead=EMPTY, note=EMPTY).lines(width)
            lines = [line for each in entry.lines(width) for line in (each, *below)]
        elif isinstance(entry, Text):
            lines = [line for each in entry.lines(width) for line in (each, FREE)][:-1]
        else:
            lines = entry.lines(width)
        is_close = is_text and last and lines and lines[0].content.plain.strip()
        if lines:
            last = "" if is_target else lines[-1].content.plain.strip()
        yield [FREE] if is_close else [], lines


def spread_lines(entries: Iterable[Entry], width: int) -> list[Line]:
    """All lines of entries, those of text spaced."""
    return [line for gap, lines in spread(entries, width) for line in (*gap, *lines)]


@runtime_checkable
class Spreads(Protocol):
    """An entry made of text, whose lines can be spaced."""

    def lines(self, width: int) -> list[Line]: ...
    def spread_lines(self, width: int) -> list[Line]: ...


class Flow(Visual):
    """Entries stacked, laid out once per width. `spaced` leaves a line free between lines of text,
    not in charts and grids; `large` also makes what can be clicked at least two lines high.
    """

    def __init__(
        self, entries: Sequence[Entry] = (), *, spaced: bool = False, large: bool = False
    ) -> None:
        self.entries = entries
        self.spaced = spaced
        self.large = large
        self._lines: dict[int, list[Line]] = {}
        self._tops: dict[int, list[int]] = {}
        self.rendered_at: float | None = None
        """When this was first turned into what is written to the terminal, on the clock of
        Textual's messages.
        """

    def lines(self, width: int) -> list[Line]:
        """All lines at a width."""
        if width not in self._lines:
            all_lines, tops = list[Line](), list[int]()
            close = ((list[Line](), entry.lines(width)) for entry in self.entries)
            wide = spread(self.entries, width, large=self.large)
            for gap, lines in wide if self.spaced else close:
                all_lines += gap
                tops.append(len(all_lines))
                all_lines += lines
            self._lines[width], self._tops[width] = all_lines, tops
        return self._lines[width]

    def height(self, width: int) -> int:
        """How many lines there are at a width."""
        return len(self.lines(width))

    def press_at(self, x: int, y: int, width: int) -> Press | None:
        """The press at a cell, or None."""
        lines = self.lines(width)
        if not 0 <= y < len(lines):
            return None
        return next((zone.press for zone in lines[y].zones if zone.start <= x < zone.end), None)

    def span_of(self, anchor: str, width: int) -> tuple[int, int] | None:
        """The first line of the entry with that anchor, and the line after its last; None without
        one.
        """
        self.lines(width)
        tops = [*self._tops[width], len(self._lines[width])]
        for index, entry in enumerate(self.entries):
            if getattr(entry, "anchor", "") == anchor:
                return tops[index], tops[index + 1]
            inner = getattr(entry, "span_of", None)
            span = inner(anchor, width) if inner is not None else None
            if span is not None:
                return tops[index] + span[0], tops[index] + span[1]
        return None

    def get_optimal_width(self, rules: RulesMap, container_width: int) -> int:
        return container_width

    def get_height(self, rules: RulesMap, width: int) -> int:
        return self.height(width)

    def render_strips(
        self, width: int, height: int | None, style: Style, options: RenderOptions
    ) -> list[Strip]:
        if self.rendered_at is None:
            self.rendered_at = now()
        lines = self.lines(width)
        if not lines or not width:
            return []
        text = Content("\n").join(line.content for line in lines[:height])
        return text.render_strips(width, height, style, options)
