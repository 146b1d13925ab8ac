"""A page as data, defined once for the screen, plain mode and the commands."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

Role = Literal["", "strong", "quiet", "warn", "finding", "error"]
"""How a paragraph is meant. A finding and an error name their severity; a warning does not."""


# -- text ------------------------------------------------------------------------------------------


class Subheading(NamedTuple):
    """The name of what follows."""

    text: str


class Paragraph(NamedTuple):
    """Words of the program."""

    text: str
    role: Role = ""


class Prose(NamedTuple):
    """Text of a deck, with its marks."""

    text: str


class Lines(NamedTuple):
    """Lines whose spaces count, such as those of a deck file."""

    text: str


class Rows(NamedTuple):
    """A table. `align` has a `<` or `>` for each column; without `heads`, the cells are
    self-explanatory.
    """

    rows: tuple[tuple[str, ...], ...]
    heads: tuple[str, ...] = ()
    align: str = ""


# -- charts ----------------------------------------------------------------------------------------


class Bar(NamedTuple):
    """A row with a bar; `words` is its value as text."""

    name: str
    value: float
    words: str


class BarChart(NamedTuple):
    """Bars on a common scale from zero to `most`, or without it to the largest value."""

    bars: tuple[Bar, ...]
    most: float | None = None
    goal: float | None = None


class Range(NamedTuple):
    """A row with a figure and its interval, each 0 to 1; `mark` is a prediction, `is_off` whether
    it is outside the interval.

    `point` is None with too few answers for a figure. `brief` replaces `words` in narrow layouts.
    """

    name: str
    low: float
    point: float | None
    high: float
    words: str
    brief: str
    mark: float | None = None
    is_off: bool = False


class RangeChart(NamedTuple):
    """Rows on a common scale that ends at 100%."""

    ranges: tuple[Range, ...]


class Column(NamedTuple):
    """A column from zero to `value`; in a forecast, `high` is the upper end of its range."""

    value: float
    high: float | None = None


class ColumnChart(NamedTuple):
    """Columns on a scale from zero, with words below some of them."""

    columns: tuple[Column, ...]
    below: tuple[tuple[int, str], ...] = ()


class StepChart(NamedTuple):
    """Shares over time as a stepped line, up to 100%; None with too little data. `first` and
    `last` are the labels below its ends.
    """

    steps: tuple[float | None, ...]
    goal: float | None = None
    least: float = 0.6
    first: str = ""
    last: str = ""


class CurveChart(NamedTuple):
    """A curve of shares, with words under some of its steps."""

    values: tuple[float, ...]
    below: tuple[tuple[int, str], ...] = ()


class CalendarChart(NamedTuple):
    """The answers of each day, in weeks up to `today`."""

    answers: Mapping[date, int]
    today: date


Chart: TypeAlias = "BarChart | RangeChart | ColumnChart | StepChart | CurveChart | CalendarChart"


# -- what they stand in ----------------------------------------------------------------------------


class Picture(NamedTuple):
    """A title with one figure, a chart, and a sentence about it. `beside` follows the figure and
    includes the space or comma before it.
    """

    title: str
    figure: str = ""
    beside: str = ""
    chart: Chart | None = None
    sentence: str = ""


class Fold(NamedTuple):
    """Content that opens under its title."""

    title: str
    blocks: tuple[Subheading | Paragraph | Prose | Lines | Rows, ...]


Block: TypeAlias = "Subheading | Paragraph | Prose | Lines | Rows | Picture | Fold"
Document: TypeAlias = "tuple[Block, ...]"
