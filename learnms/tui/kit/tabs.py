"""Tabs: the names of pages in one line."""

from __future__ import annotations

from dataclasses import dataclass

from learnms.tui.kit.content import KEY, QUIET, concat, raw
from learnms.tui.kit.layout import MARGIN, Line, Press, Zone

_CUT = " … "


@dataclass(frozen=True, slots=True)
class Tabs:
    """The names of pages in a line, the current one in brackets. In little room only those around
    it.
    """

    names: tuple[str, ...]
    current: int

    def lines(self, width: int) -> list[Line]:
        room = width - 2 * MARGIN
        first, last = self.current, self.current
        while fitting := [pair for pair in self._wider(first, last) if self._length(*pair) <= room]:
            first, last = max(fitting, key=lambda pair: pair[1])
        labels = [
            (f"[{name}]" if index == self.current else f" {name} ", index)
            for index, name in enumerate(self.names)
        ][first : last + 1]
        labels = (
            [(_CUT, first - 1)] * (first > 0)
            + labels
            + [(_CUT, last + 1)] * (last + 1 < len(self.names))
        )
        parts, zones, column = [raw(" " * MARGIN)], list[Zone](), MARGIN
        for label, index in labels:
            parts.append(raw(label, KEY if index == self.current else QUIET))
            zones.append(Zone(column, column + len(label), Press("section", str(index + 1))))
            column += len(label)
        return [Line(concat(*parts), tuple(zones))]

    def _wider(self, first: int, last: int) -> list[tuple[int, int]]:
        return [(first - 1, last)] * (first > 0) + [(first, last + 1)] * (
            last + 1 < len(self.names)
        )

    def _length(self, first: int, last: int) -> int:
        cut = len(_CUT) * ((first > 0) + (last + 1 < len(self.names)))
        return sum(len(name) + 2 for name in self.names[first : last + 1]) + cut
