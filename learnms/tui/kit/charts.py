"""Charts of blocks and lines that can be read without color, drawn for a width and a height.

A chart is data of `engine.document`; this module only draws it.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

from textual.widget import Widget

from learnms.engine.document import (
    BarChart,
    CalendarChart,
    ColumnChart,
    CurveChart,
    RangeChart,
    StepChart,
)
from learnms.engine.wording import MONTHS
from learnms.tui.kit.bar import goal_bar, thin_bar
from learnms.tui.kit.content import ACCENT, BOLD, QUIET, RULE, WARN, concat, plain, raw, stacked
from learnms.tui.kit.layout import INDENT, MEASURE, Line

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from textual.app import RenderResult
    from textual.content import Content

    from learnms.engine.document import Bar, Chart, Column, Range

_LEAST_TRACK = 8
"""Cells: on a shorter track nothing can be read off."""
_SHORT_TRACK, _LONGEST_TRACK = 12, 64
_NARROWEST_NAME, _WIDEST_NAME = 12, 32
_RISING = " ▁▂▃▄▅▆▇█"
_GAP = 2
_USUAL = 7
"""Lines of a chart without a fixed height."""


def natural_height(chart: Chart) -> int:
    """How many lines show the whole chart."""
    match chart:
        case BarChart(bars):
            return len(bars)
        case RangeChart(ranges):
            return len(ranges) + 1 + any(row.mark is not None for row in ranges)
        case CalendarChart():
            return 8
        case _:
            return _USUAL


def drawing(chart: Chart, width: int, height: int) -> list[Content]:
    """The lines of a chart, at most `height`."""
    match chart:
        case BarChart():
            return _bars(chart, width)[:height]
        case RangeChart():
            return _ranges(chart, width)
        case ColumnChart():
            return _columns(chart, width, height)
        case StepChart():
            return _steps(chart, width, height)
        case CurveChart():
            return _curve(chart, width)
        case _:
            return _calendar(chart, width, height)


class ChartView(Widget):
    """A chart as large as its widget."""

    DEFAULT_CSS = "ChartView { width: 1fr; height: auto; }"

    def __init__(self, chart: Chart | None = None) -> None:
        super().__init__()
        self.chart = chart

    def show(self, chart: Chart | None) -> None:
        """Show another chart; the widget is hidden without one."""
        heights = [natural_height(one) if one is not None else 0 for one in (self.chart, chart)]
        is_other = heights[0] != heights[1]
        self.chart, self.display = chart, chart is not None
        self.refresh(layout=is_other)

    def get_content_height(self, container: object, viewport: object, width: int) -> int:
        if self.chart is None:
            return 0
        return len(drawing(self.chart, width, natural_height(self.chart)))

    def render(self) -> RenderResult:
        if self.chart is None:
            return ""
        return stacked(*drawing(self.chart, self.size.width, self.size.height))


@dataclass(frozen=True, slots=True)
class ChartEntry:
    """A chart among the entries of a flow."""

    chart: Chart
    indent: int = INDENT

    def lines(self, width: int) -> list[Line]:
        room = max(16, min(MEASURE, width - self.indent - INDENT))
        margin = raw(" " * self.indent)
        height = natural_height(self.chart)
        return [Line(concat(margin, line)) for line in drawing(self.chart, room, height)]


# -- bars ------------------------------------------------------------------------------------------


def _bars(chart: BarChart, width: int) -> list[Content]:
    """A name, a bar, and the value in words."""
    if not chart.bars:
        return []
    words = max(len(bar.words) for bar in chart.bars)
    room = width - words - 2 * _GAP
    longest = max(len(bar.name) for bar in chart.bars)
    names = min(longest, max(_NARROWEST_NAME, room * 3 // 5, room - _SHORT_TRACK))
    if room - names < _LEAST_TRACK:
        names = min(longest, room)
    track = min(_LONGEST_TRACK, room - names)
    most = chart.most or max(bar.value for bar in chart.bars) or 1.0
    return [_bar(bar, chart, most, names, track, words) for bar in chart.bars]


def _bar(bar: Bar, chart: BarChart, most: float, names: int, track: int, words: int) -> Content:
    name = plain(bar.name).truncate(names, ellipsis=True)
    share = bar.value / most
    drawn = raw("")
    if track >= _LEAST_TRACK:
        drawn = (
            thin_bar(share, track, rest=chart.most is not None)
            if chart.goal is None
            else goal_bar(share, track, chart.goal / most)
        )
    gap = raw(" " * _GAP)
    value = raw(f"{bar.words:>{words}}", BOLD)
    return concat(name.pad_right(names - name.cell_length), gap, drawn, gap, value)


# -- ranges ----------------------------------------------------------------------------------------


def _ranges(chart: RangeChart, width: int) -> list[Content]:
    """Rows on a track: `─` interval, `●` figure, `│` prediction; a scale and what the signs mean.

    In little room words become brief, then names are cut, then each row takes two lines.
    """
    rows = chart.ranges
    if not rows:
        return []
    longest = min(_WIDEST_NAME, max(len(row.name) for row in rows))
    for names, brief in ((longest, False), (longest, True), (min(longest, 16), True)):
        words = max(len(row.brief if brief else row.words) for row in rows)
        track = width - names - words - 2 * _GAP - _GAP * any(row.is_off for row in rows)
        if track >= _LEAST_TRACK + 2:
            start = _start(rows)
            track = min(track, _LONGEST_TRACK)
            lines = [_range(row, names, track, start, brief=brief) for row in rows]
            return [*lines, _scale(names, track, start), *_meaning(rows)]
    return [line for row in rows for line in _two_lines(row, width)]


def _start(rows: Sequence[Range]) -> float:
    """The start of the track: a round figure below everything on it, at most 80%."""
    least = min(min(row.low, row.mark if row.mark is not None else 1.0) for row in rows)
    return min(0.8, int(least * 10) / 10)


def _range(row: Range, names: int, track: int, start: float, *, brief: bool) -> Content:
    def place(value: float) -> int:
        return max(0, min(track - 1, round((value - start) / (1.0 - start) * (track - 1))))

    cells = [(" ", "")] * track
    if row.point is not None:
        for cell in range(place(row.low), place(row.high) + 1):
            cells[cell] = ("─", RULE)
        if row.mark is not None:
            cells[place(row.mark)] = ("│", QUIET)
        cells[place(row.point)] = ("●", f"{BOLD} {ACCENT}")
    name = plain(row.name).truncate(names, ellipsis=True)
    drawn = concat(*(raw(character, style) for character, style in cells))
    gap = raw(" " * _GAP)
    words = _range_words(row, brief=brief)
    return concat(name.pad_right(names - name.cell_length), gap, drawn, gap, words)


def _range_words(row: Range, *, brief: bool) -> Content:
    off = raw(" !", f"{BOLD} {WARN}") if row.is_off else raw("")
    return concat(raw(row.brief if brief else row.words), off)


def _scale(names: int, track: int, start: float) -> Content:
    left = f"{100 * start:.0f}%"
    return raw(" " * (names + _GAP) + left + f"{'100%':>{track - len(left)}}", QUIET)


def _meaning(rows: Sequence[Range]) -> list[Content]:
    are_marked = any(row.mark is not None for row in rows)
    return [raw("│ predicted  ● actual  ─ 95% CI  ! outside", QUIET)] if are_marked else []


def _two_lines(row: Range, width: int) -> list[Content]:
    """The name above its figures."""
    words = _range_words(row, brief=False).truncate(width - _GAP, ellipsis=True)
    return [plain(row.name).truncate(width, ellipsis=True), words.pad_left(_GAP)]


# -- columns ---------------------------------------------------------------------------------------


def _columns(chart: ColumnChart, width: int, height: int) -> list[Content]:
    """Columns side by side from zero, stretched to the width; a thin line goes on to what a
    forecast may reach. A column far above all others is cut, with its value above it, so that the
    others can be told apart.
    """
    columns, rows = chart.columns, height - bool(chart.below)
    if not columns:
        return []
    most, cut = _top(columns)
    label = f"{most:.0f}"
    axis = len(label) + 1
    columns = columns[: max(1, width - axis)]
    edges = _edges(len(columns), width - axis)
    lines = []
    if cut is not None and cut < len(columns):
        words = f"↑{columns[cut].value:.0f}"
        start = min(edges[cut], max(0, width - axis - len(words)))
        lines, rows = [raw(" " * (axis + start) + words, QUIET)], rows - 1
    for row in range(rows, 0, -1):
        head = label if row == rows else "0" if row == 1 else ""
        if row == rows // 2 and rows > 3:
            head = f"{most * row / rows:.0f}" if most * row % rows == 0 else ""
        cells = [
            _column(column, row * most / rows, most / rows, end - start)
            for column, (start, end) in zip(columns, pairwise(edges), strict=True)
        ]
        lines.append(concat(raw(f"{head:>{axis - 1}} ", QUIET), *cells))
    if chart.below:
        lines.append(raw(" " * axis + _below(chart.below, edges), QUIET))
    return lines


def _top(columns: Sequence[Column]) -> tuple[float, int | None]:
    """The top of the scale, a round number, and the index of the column that is cut, or None."""
    tops = [max(column.value, column.high or 0.0) for column in columns]
    most, second = [*sorted(tops, reverse=True), 0.0][:2]
    is_far = second > 0 and most > 2 * max(1.0, second)
    top = second if is_far else most
    step = next((step for step in (2, 10, 20, 50, 100) if top <= 6 * step), 500)
    return float(max(step, step * math.ceil(top / step))), tops.index(most) if is_far else None


def _edges(number: int, width: int) -> list[int]:
    """The left edges of that many columns, and the right one of the last: even where each has at
    least three cells, else as the cells allow.
    """
    each = width // number
    if each >= 3:
        return [at * min(each, 6) for at in range(number + 1)]
    return [at * width // number for at in range(number + 1)]


def _column(column: Column, top: float, step: float, width: int) -> Content:
    """The cells of a column in the row of the scale that ends at `top`."""
    inner = max(1, width - (width >= 3))
    eighths = round((column.value - (top - step)) / step * 8)
    if eighths <= 0 and column.value > 0 and top <= step:
        eighths = 1
    if eighths > 0:
        drawn = raw(_RISING[min(8, eighths)] * inner, ACCENT)
    elif column.high is not None and column.high > top - step / 2:
        drawn = raw(f"{'│':^{inner}}", RULE)
    else:
        drawn = raw(" " * inner)
    return drawn.pad_right(width - inner)


def _below(words: Sequence[tuple[int, str]], edges: Sequence[int]) -> str:
    """Words under their columns; one without room is left out, the last ends with the chart."""
    text = ""
    for index, word in words:
        if index >= len(edges) - 1:
            continue
        start = max(0, min(edges[index], edges[-1] - len(word)))
        if not text or len(text) < start:
            text = f"{text:<{start}}{word}"
    return text


# -- steps -----------------------------------------------------------------------------------------


def _steps(chart: StepChart, width: int, height: int) -> list[Content]:
    """A stepped line in half rows between `least` and 100%, with the goal as a thin line."""
    rows, axis = max(2, height - 1), 5
    number = max(1, len(chart.steps))
    each = max(1, min(12, (width - axis) // number))
    steps = chart.steps[-((width - axis) // each) :]

    def half_row(share: float) -> int:
        part = (1.0 - max(chart.least, share)) / (1.0 - chart.least)
        return round(part * (2 * rows - 1))

    goal = half_row(chart.goal) // 2 if chart.goal is not None else -1
    heads = {0: "100%", rows - 1: f"{100 * chart.least:.0f}%"}
    if chart.goal is not None:
        heads.setdefault(goal, f"{100 * chart.goal:.0f}%")
    lines = []
    for row in range(rows):
        cells = [raw(f"{heads.get(row, ''):>{axis - 1}} ", QUIET)]
        for share in steps:
            half = half_row(share) if share is not None else -1
            if half // 2 == row:
                cells.append(raw("▀▄"[half % 2] * each, ACCENT))
            else:
                cells.append(raw(("─" if row == goal else " ") * each, RULE))
        free = width - axis - each * len(steps)
        lines.append(concat(*cells, raw("─" * free if row == goal else "", RULE)))
    wide = each * len(steps)
    gap = wide - len(chart.first) - len(chart.last)
    text = f"{chart.first}{'':{gap}}{chart.last}" if gap > 0 else f"{chart.last:>{wide}}"
    return [*lines, raw(" " * axis + text, QUIET)]


# -- curves ----------------------------------------------------------------------------------------

_RISE = 4
"""Lines of a curve."""
_WIDEST_CURVE = 54


def _curve(chart: CurveChart, width: int) -> list[Content]:
    """The curve above its axis, with arrows at the steps that have words."""
    axis, number = 6, len(chart.values)
    steps = max(8, min(_WIDEST_CURVE, width - axis))
    values = [chart.values[at * number // steps] for at in range(steps)]
    lowest = min(0.5, math.floor(10 * values[-1]) / 10)
    lines = []
    for line in range(_RISE):
        label = {0: "100%", _RISE - 1: f"{100 * lowest:.0f}%"}.get(line, "")
        rows = _RISE - 1 - line
        eighths = [
            round((value - lowest) / (1 - lowest) * 8 * _RISE) - 8 * rows for value in values
        ]
        bars = "".join(_RISING[max(0, min(8, eighth))] for eighth in eighths)
        lines.append(concat(raw(f"{label:>4} ", QUIET), raw("│", RULE), raw(bars.rstrip(), ACCENT)))
    lines.append(concat(raw(" " * (axis - 1)), raw(f"└{'─' * steps}", RULE)))
    places = [(at * steps // number, word) for at, word in chart.below]
    return [*lines, *(raw(" " * axis + text, QUIET) for text in _arrows(places, steps))]


def _arrows(places: Sequence[tuple[int, str]], steps: int) -> list[str]:
    """Arrows under some steps with words beside them, on two lines where they would meet."""
    lines: list[str] = []
    for column, word in sorted(places):
        text = f"↑ {word}" if column + len(word) + 2 <= steps else f"{word} ↑"
        start = max(0, column if text[0] == "↑" else column - len(text) + 1)
        if lines and len(lines[-1]) + 1 < start:
            lines[-1] = f"{lines[-1]:<{start}}{text}"
        else:
            lines.append(f"{'':{start}}{text}")
    return lines


# -- the calendar ----------------------------------------------------------------------------------

_LEVELS = "·▂▄▅▇"
_FROM = (1, 10, 20, 30)
"""Answers from which on a day is drawn taller."""
_LEGEND = ("none", "1 to 9", "10 to 19", "20 to 29", "30 or more")
_LEAST_WEEKS, _MOST_WEEKS = 12, 30
_DAY, _LEGEND_ROOM = 4, 18


def _calendar(chart: CalendarChart, width: int, height: int) -> list[Content]:
    """Weeks side by side up to today, Monday on top: the taller, the more answers."""
    has_legend = width >= _LEGEND_ROOM + _DAY + 2 * _LEAST_WEEKS
    room = width - _DAY - (_LEGEND_ROOM if has_legend else 0)
    monday = chart.today - timedelta(days=chart.today.weekday())
    since = (monday - min(chart.answers, default=monday)).days // 7 + 2
    weeks = min(_MOST_WEEKS, room // 2, max(_LEAST_WEEKS, since))
    each = max(2, min(3, room // weeks))
    mondays = [monday - timedelta(weeks=back) for back in range(weeks - 1, -1, -1)]
    lines = [raw(" " * _DAY + _months(mondays, each), QUIET)] if height > 7 else []
    for number, name in enumerate(("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")):
        cells = [_day(chart, first + timedelta(days=number), each) for first in mondays]
        line = concat(raw(f"{name:<{_DAY}}", QUIET), *cells)
        if has_legend and 1 <= number <= len(_LEGEND):
            level = len(_LEGEND) - number
            sign = raw(f"   {_LEVELS[level]} ", ACCENT if level else QUIET)
            line = concat(line, sign, raw(_LEGEND[level], QUIET))
        lines.append(line)
    return lines


def _day(chart: CalendarChart, day: date, width: int) -> Content:
    if day > chart.today:
        return raw(" " * width)
    level = sum(chart.answers.get(day, 0) >= least for least in _FROM)
    sign = _LEVELS[level] * (width - 1 if level else 1)
    return raw(f"{sign:<{width}}", ACCENT if level else RULE)


def _months(mondays: Sequence[date], width: int) -> str:
    """The names of the months above the weeks in which they begin."""
    text, before = "", 0
    for week, monday in enumerate(mondays):
        if monday.month != before and (not text or len(text) < width * week):
            text = text.ljust(width * week) + MONTHS[monday.month - 1][:3]
            before = monday.month
    return text
