"""Charts of blocks and lines that fit 60 columns and read without color.

A chart is an entry of a page. It takes the width that it is given, and leaves its drawing out
where there is no room.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple

from learnms.engine.wording import MONTHS
from learnms.tui.kit.content import ACCENT, BOLD, QUIET, RULE, WARN, concat, plain, raw
from learnms.tui.kit.layout import INDENT, MEASURE, Line

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from textual.content import Content

_LEAST_TRACK = 10
"""Cells: on a shorter track nothing can be read off."""
_WIDEST_NAME, _NARROWEST_NAME = 26, 16
_EIGHTHS = " ▏▎▍▌▋▊▉█"
_RISING = " ▁▂▃▄▅▆▇█"
_GAP = 2
_FAR = 2
"""How many times as high as the next one a column is that is cut."""


def _room(width: int) -> int:
    return max(16, min(MEASURE, width - 2 * INDENT))


def _indented(*parts: Content) -> Line:
    return Line(concat(raw(" " * INDENT), *parts).rstrip())


# -- rows on a track -------------------------------------------------------------------------------


class Ranged(NamedTuple):
    """A row: a figure and its interval, each 0 to 1; `mark` is the prediction, `is_off` that it
    lies
    outside the interval.

    `point` is None where too little is known for a figure. `brief` replaces `words` in little room.
    """

    name: str
    low: float
    point: float | None
    high: float
    words: str
    brief: str
    mark: float | None = None
    is_off: bool = False


@dataclass(frozen=True, slots=True)
class Ranges:
    """Rows on a common track from `start` to 100 %: `─` interval, `●` figure, `│` prediction."""

    rows: tuple[Ranged, ...]

    @property
    def start(self) -> float:
        """The start of the track: a round figure below everything on it, at most 80 %."""
        least = min(min(row.low, row.mark if row.mark is not None else 1.0) for row in self.rows)
        return min(0.8, int(least * 10) / 10)

    def lines(self, width: int) -> list[Line]:
        """A line for each row and the scale below. In little room words become brief, then names
        are cut.
        """
        if not self.rows:
            return []
        longest = min(_WIDEST_NAME, max(len(row.name) for row in self.rows))
        for names, brief in (
            (longest, False),
            (longest, True),
            (min(longest, _NARROWEST_NAME), True),
        ):
            words = max(len(row.brief if brief else row.words) for row in self.rows) + _GAP * any(
                row.is_off for row in self.rows
            )
            track = _room(width) - names - words - 2 * _GAP
            if track >= _LEAST_TRACK:
                return [
                    *(self._row(row, names, track, brief=brief) for row in self.rows),
                    self._scale(names, track),
                ]
        return [line for row in self.rows for line in self._stacked(row, width)]

    def _row(self, row: Ranged, names: int, track: int, *, brief: bool) -> Line:
        name = plain(row.name).truncate(names, ellipsis=True)
        return _indented(
            name,
            raw(" " * (names - name.cell_length + _GAP)),
            self._track(row, track),
            raw(" " * _GAP),
            _words(row, brief=brief),
        )

    def _track(self, row: Ranged, track: int) -> Content:
        if row.point is None:
            return raw(" " * track)
        low, point, high = (self._place(value, track) for value in (row.low, row.point, row.high))
        cells = [("─", RULE) if low <= cell <= high else (" ", "") for cell in range(track)]
        if row.mark is not None:
            cells[self._place(row.mark, track)] = ("│", QUIET)
        cells[point] = ("●", f"{BOLD} {ACCENT}")
        return concat(*(raw(character, style) for character, style in cells))

    def _place(self, value: float, track: int) -> int:
        return max(
            0, min(track - 1, round((value - self.start) / (1.0 - self.start) * (track - 1)))
        )

    def _scale(self, names: int, track: int) -> Line:
        left, right = f"{100 * self.start:.0f} %", "100 %"
        return _indented(
            raw(" " * (names + _GAP)),
            raw(left + " " * (track - len(left) - len(right)) + right, QUIET),
        )

    def _stacked(self, row: Ranged, width: int) -> list[Line]:
        """The name above its figures."""
        room = _room(width)
        return [
            _indented(plain(row.name).truncate(room, ellipsis=True)),
            _indented(
                raw(" " * _GAP), _words(row, brief=False).truncate(room - _GAP, ellipsis=True)
            ),
        ]


def _words(row: Ranged, *, brief: bool) -> Content:
    text = raw(row.brief if brief else row.words)
    return concat(text, raw(" !", f"{BOLD} {WARN}")) if row.is_off else text


# -- bars ------------------------------------------------------------------------------------------


class Bar(NamedTuple):
    """A row whose bar is as long as its value."""

    name: str
    value: float
    words: str


@dataclass(frozen=True, slots=True)
class Bars:
    """Rows with bars on a common scale from 0."""

    rows: tuple[Bar, ...]

    def lines(self, width: int) -> list[Line]:
        if not self.rows:
            return []
        words, names = (
            max(len(text) for text in column)
            for column in ([row.words for row in self.rows], [row.name for row in self.rows])
        )
        track = _room(width) - names - words - 2 * _GAP
        most = max(row.value for row in self.rows)
        lines = []
        for row in self.rows:
            drawn = (
                [raw(_bar(row.value / most if most else 0, track), ACCENT), raw(" " * _GAP)]
                if track >= _LEAST_TRACK
                else []
            )
            lines.append(
                _indented(
                    plain(row.name),
                    raw(" " * (names - len(row.name) + _GAP)),
                    raw(f"{row.words:>{words}}"),
                    raw(" " * _GAP),
                    *drawn,
                )
            )
        return lines


def _bar(share: float, room: int) -> str:
    """A bar of eighths of a block; above 0 at least one eighth shows."""
    eighths = max(1 if share > 0 else 0, round(share * room * 8))
    return "█" * (eighths // 8) + (_EIGHTHS[eighths % 8] if eighths % 8 else "")


# -- columns ---------------------------------------------------------------------------------------


class Height(NamedTuple):
    """A column from 0 to `value`; of a forecast `low` and `high` are the ends of its band."""

    value: float
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class Heights:
    """Columns on a scale from 0, with words below some of them.

    With a band, `█` reaches to its lower end, `▒` to the value, `░` to its upper end. The top of
    the
    scale is at least 1. A column far above all others is cut, with its value above it, so that the
    others can be told apart.
    """

    columns: tuple[Height, ...]
    below: tuple[tuple[int, str], ...] = ()
    height: int = 5

    def lines(self, width: int) -> list[Line]:
        """Columns from the top down, and the words below."""
        if not self.columns:
            return []
        most, cut = self._scale()
        label = f"{most:.0f}" if most >= 10 or most == round(most) else f"{most:.1f}"
        axis = len(label) + 1
        each = max(1, min(3, (_room(width) - axis) // len(self.columns)))
        lines = [self._above(cut, axis, each)] if cut is not None else []
        for row in range(self.height, 0, -1):
            head = label if row == self.height else "0" if row == 1 else ""
            cells = [self._cell(column, row, most, each) for column in self.columns]
            lines.append(_indented(raw(f"{head:>{axis - 1}} ", QUIET), *cells))
        return [*lines, *self._words(axis, each)]

    def _scale(self) -> tuple[float, int | None]:
        """The top of the scale, and the index of the column that is cut, or None."""
        tops = [max(column.value, column.high or 0.0) for column in self.columns]
        most, second = [*sorted(tops, reverse=True), 0.0][:2]
        is_far = second > 0 and most > _FAR * max(1.0, second)
        return max(1.0, second if is_far else most), tops.index(most) if is_far else None

    def _above(self, index: int, axis: int, each: int) -> Line:
        """The value of the cut column, above it."""
        words = f"↑{self.columns[index].value:.0f}"
        start = max(0, min(index * each, len(self.columns) * each - len(words)))
        return _indented(raw(" " * (axis + start)), raw(words, QUIET))

    def _cell(self, column: Height, row: int, most: float, each: int) -> Content:
        """The cell of a column in a row, which stands for the scale from `row - 1` to `row`."""
        if column.low is None or column.high is None:
            eighths = max(0, min(8, round((column.value / most * self.height - (row - 1)) * 8)))
            character = _RISING[max(1, eighths) if row == 1 and column.value > 0 else eighths]
        else:
            middle = (row - 0.5) / self.height * most
            character = (
                "█"
                if middle <= column.low
                else "▒"
                if middle <= column.value
                else "░"
                if middle <= column.high
                else " "
            )
        drawn = character * (each - 1 if each > 1 else 1)
        return raw(f"{drawn:<{each}}", ACCENT)

    def _words(self, axis: int, each: int) -> list[Line]:
        """The words below, each under the start of its column; one without room is left out."""
        text = ""
        for index, words in self.below:
            start = index * each
            if start >= len(text) + (1 if text else 0):
                text = text.ljust(start) + words
        return [_indented(raw(" " * axis), raw(text, QUIET))] if text else []


def spark(values: Sequence[float]) -> str:
    """Values as a line of rising blocks; above 0 at least one eighth shows."""
    most = max(values, default=0.0)
    return "".join(
        _RISING[max(1 if value > 0 else 0, round(8 * value / most))] if most else " "
        for value in values
    )


# -- the calendar ----------------------------------------------------------------------------------

_SHADES = "·░▒▓█"
_STEPS = (1, 10, 25, 50)
"""Answers from which on a day is drawn darker."""
_LEAST_WEEKS, _MOST_WEEKS = 8, 30


@dataclass(frozen=True, slots=True)
class Calendar:
    """Weeks side by side from the first answer on, Monday on top; darker means more answers."""

    answers: Mapping[date, int]
    today: date

    def lines(self, width: int) -> list[Line]:
        """The months, the seven weekdays, the legend."""
        monday = self.today - timedelta(days=self.today.weekday())
        since = (monday - min(self.answers, default=monday)).days // 7 + 2
        weeks = min(_MOST_WEEKS, (_room(width) - 4) // 2, max(_LEAST_WEEKS, since))
        mondays = [monday - timedelta(weeks=back) for back in range(weeks - 1, -1, -1)]
        lines = [_indented(raw("    "), raw(self._months(mondays), QUIET))]
        for weekday, name in enumerate(("Mon", "", "Wed", "", "Fri", "", "Sun")):
            days = [first + timedelta(days=weekday) for first in mondays]
            lines.append(_indented(raw(f"{name:<4}", QUIET), *(self._day(day) for day in days)))
        legend = "  ".join(
            f"{shade} {words}"
            for shade, words in zip(
                _SHADES, ("none", "1+", "10+", "25+", "50+ answers"), strict=True
            )
        )
        return [*lines, Line(raw("")), _indented(raw(legend, QUIET))]

    def _day(self, day: date) -> Content:
        if day > self.today:
            return raw("  ")
        shade = _SHADES[sum(self.answers.get(day, 0) >= step for step in _STEPS)]
        return raw(f"{shade} ", ACCENT if shade != _SHADES[0] else RULE)

    def _months(self, mondays: list[date]) -> str:
        text, before = "", 0
        for week, monday in enumerate(mondays):
            if monday.month != before and len(text) <= 2 * week:
                text = text.ljust(2 * week) + MONTHS[monday.month - 1][:3] + " "
                before = monday.month
        return text
