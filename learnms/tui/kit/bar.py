"""Thin bars: the progress and the goal."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from learnms.tui.kit.content import ACCENT, BOLD, QUIET, RULE, concat, raw
from learnms.tui.kit.layout import INDENT, MEASURE, Line

if TYPE_CHECKING:
    from textual.content import Content

_ROW_BAR = 12
_ROW_NOTE = 7
_ROW_LEAST = 20
"""Cells that a title keeps before its bar goes."""


def thin_bar(share: float, width: int, *, rest: bool = True) -> Content:
    """A bar of half cells, `━━╸──`; a share above zero shows at least one."""
    halves = min(2 * width, max(1 if share > 0 else 0, round(2 * width * share)))
    done = "━" * (halves // 2) + "╸" * (halves % 2)
    return concat(raw(done, ACCENT), raw(("─" if rest else " ") * (width - len(done)), RULE))


def goal_bar(share: float, width: int, goal: float) -> Content:
    """A thin bar with the goal as a `┃` on it; both from 0 to 1."""
    bar, at = thin_bar(share, width), min(width - 1, round(width * goal))
    return concat(bar[:at], raw("┃", BOLD), bar[at + 1 :])


class GoalBar(NamedTuple):
    """A bar as wide as the text."""

    share: float
    goal: float

    def lines(self, width: int) -> list[Line]:
        room = max(8, min(MEASURE, width - 2 * INDENT))
        return [Line(concat(raw(" " * INDENT), goal_bar(self.share, room, self.goal)))]


class BarRow(NamedTuple):
    """A title with its bar and a figure; without the bar in narrow layouts."""

    title: Content
    share: float
    goal: float
    figure: str

    def lines(self, width: int) -> list[Line]:
        room = max(8, min(MEASURE, width - 2 * INDENT)) - _ROW_NOTE
        bar, figure = raw(""), raw(f"{self.figure:>{_ROW_NOTE}}", QUIET)
        if room - _ROW_BAR - 2 >= _ROW_LEAST:
            room -= _ROW_BAR + 2
            bar = concat(raw("  "), goal_bar(self.share, _ROW_BAR, self.goal))
        title = self.title.truncate(room, ellipsis=True)
        left = title.pad_right(room - title.cell_length)
        return [Line(concat(raw(" " * INDENT), left, bar, figure))]
