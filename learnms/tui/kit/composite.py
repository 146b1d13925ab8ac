"""Entries made of entries: stacked, side by side, or in the one of two layouts that fits."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import zip_longest
from typing import TYPE_CHECKING

from learnms.tui.kit.content import concat, raw
from learnms.tui.kit.layout import Line, Zone

if TYPE_CHECKING:
    from learnms.tui.kit.layout import Entry


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


@dataclass(frozen=True, slots=True)
class Stack:
    """Entries below each other, as one."""

    entries: tuple[Entry, ...]

    def lines(self, width: int) -> list[Line]:
        return [line for entry in self.entries for line in entry.lines(width)]

    def span_of(self, anchor: str, width: int) -> tuple[int, int] | None:
        return span_within(self.entries, anchor, width)


@dataclass(frozen=True, slots=True)
class Beside:
    """Stacks side by side, equally wide."""

    stacks: tuple[Stack, ...]

    def lines(self, width: int) -> list[Line]:
        each = width // len(self.stacks)
        lines = []
        for row in zip_longest(*(stack.lines(each) for stack in self.stacks)):
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
        return next(
            (span for stack in self.stacks if (span := stack.span_of(anchor, each)) is not None),
            None,
        )


@dataclass(frozen=True, slots=True)
class Responsive:
    """The wide layout from `least` cells on, else the narrow one."""

    least: int
    wide: Entry
    narrow: Entry

    def _fit(self, width: int) -> Entry:
        return self.wide if width >= self.least else self.narrow

    def lines(self, width: int) -> list[Line]:
        return self._fit(width).lines(width)

    def span_of(self, anchor: str, width: int) -> tuple[int, int] | None:
        return span_within((self._fit(width),), anchor, width)
