"""Entries made of entries: stacked, side by side, or in the one of two layouts that fits."""

from __future__ import annotations

from itertools import zip_longest
from typing import TYPE_CHECKING, NamedTuple

from learnms.tui.kit.content import concat, raw
from learnms.tui.kit.layout import INDENT, MEASURE, Line, Zone, barred, spread_lines

if TYPE_CHECKING:
    from textual.content import Content

    from learnms.tui.kit.layout import Entry


_NEARER = 2
"""Cells by which stacks side by side may reach into the margin between them."""


def span_within(entries: tuple[Entry, ...], anchor: str, width: int) -> tuple[int, int] | None:
    """The first line of the entry with that anchor, and the line after its last; or None."""
    top = 0
    for entry in entries:
        height = len(entry.lines(width))
        if getattr(entry, "anchor", "") == anchor:
            return top, top + height
        inner = getattr(entry, "span_of", None)
        span = inner(anchor, width) if inner is not None else None
        if span is not None:
            return top + span[0], top + span[1]
        top += height
    return None


class Stack(NamedTuple):
    """Entries below each other, as one that `anchor` names."""

    entries: tuple[Entry, ...]
    anchor: str = ""

    def lines(self, width: int) -> list[Line]:
        return [line for entry in self.entries for line in entry.lines(width)]

    def spread_lines(self, width: int) -> list[Line]:
        return spread_lines(self.entries, width)

    def span_of(self, anchor: str, width: int) -> tuple[int, int] | None:
        return span_within(self.entries, anchor, width)


class Beside(NamedTuple):
    """Stacks side by side, equally wide."""

    stacks: tuple[Stack, ...]

    def lines(self, width: int) -> list[Line]:
        each = width // len(self.stacks)
        lines = []
        for row in zip_longest(*(stack.lines(each + _NEARER) for stack in self.stacks)):
            cells, zones = [], list[Zone]()
            for column, line in enumerate(row):
                content = line.content if line is not None else raw("")
                cells.append(content.pad_right(max(0, each - content.cell_length)))
                zones += [
                    Zone(zone.start + column * each, zone.end + column * each, zone.press)
                    for zone in (line.zones if line is not None else ())
                ]
            lines.append(Line(concat(*cells).rstrip(), tuple(zones)))
        return lines

    def span_of(self, anchor: str, width: int) -> tuple[int, int] | None:
        each = width // len(self.stacks)
        spans = (stack.span_of(anchor, each + _NEARER) for stack in self.stacks)
        return next((span for span in spans if span is not None), None)


class Responsive(NamedTuple):
    """The wide layout from `least` cells on, otherwise the narrow one."""

    least: int
    wide: Entry
    narrow: Entry

    def _fit(self, width: int) -> Entry:
        return self.wide if width >= self.least else self.narrow

    def lines(self, width: int) -> list[Line]:
        return self._fit(width).lines(width)

    def span_of(self, anchor: str, width: int) -> tuple[int, int] | None:
        return span_within((self._fit(width),), anchor, width)


class Shortest(NamedTuple):
    """An entry, or a shorter one if it has more than `most` lines."""

    entry: Entry
    shorter: Entry
    most: int

    def lines(self, width: int) -> list[Line]:
        lines = self.entry.lines(width)
        if len(lines) <= self.most:
            return lines
        return min(lines, self.shorter.lines(width), key=len)

    def spread_lines(self, width: int) -> list[Line]:
        is_whole = self.lines(width) == self.entry.lines(width)
        return spread_lines((self.entry if is_whole else self.shorter,), width)


class Barred(NamedTuple):
    """An entry with a bar at its left, `anchor` being its name."""

    entry: Entry
    style: str
    anchor: str = ""

    def lines(self, width: int) -> list[Line]:
        return [
            line._replace(content=barred(line.content, self.style))
            for line in self.entry.lines(width)
        ]

    def spread_lines(self, width: int) -> list[Line]:
        return [
            line._replace(content=barred(line.content, self.style))
            for line in spread_lines((self.entry,), width)
        ]


class Sides(NamedTuple):
    """Rows of words at the left, each with words at the right end of the text."""

    rows: tuple[tuple[Content, Content], ...]
    measure: int = MEASURE

    def lines(self, width: int) -> list[Line]:
        room = max(8, min(self.measure, width - 2 * INDENT))
        lines = []
        for left, right in self.rows:
            free = room - right.cell_length - (2 if right else 0)
            wrapped = left.wrap(free if free >= room // 2 else room) or [raw("")]
            if free < room // 2:
                wrapped = [*wrapped, right]
            elif right:
                first = wrapped[0].rstrip()
                wrapped[0] = first.pad_right(room - first.cell_length - right.cell_length) + right
            lines += [Line(part.pad_left(INDENT)) for part in wrapped]
        return lines
