"""Charts: what they draw, that they fit, and that nothing is told by color alone."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learnms.engine.document import (
    Bar,
    BarChart,
    CalendarChart,
    Column,
    ColumnChart,
    Range,
    RangeChart,
    StepChart,
)
from learnms.tui.kit.bar import goal_bar, thin_bar
from learnms.tui.kit.charts import ChartEntry, drawing, natural_height

if TYPE_CHECKING:
    from learnms.engine.document import Chart

TODAY = date(2026, 11, 22)
NARROW = 51
"""Cells of a chart on a sheet in a window of 60 columns."""
SHARES = st.floats(0, 1)


def drawn(chart: Chart, width: int = 71, height: int | None = None) -> list[str]:
    lines = drawing(chart, width, natural_height(chart) if height is None else height)
    return [line.plain for line in lines]


def ranged(
    low: float,
    point: float,
    high: float,
    mark: float | None = None,
    *,
    name: str = "row",
    is_off: bool = False,
) -> Range:
    brief = f"{100 * point:.0f}% of 100"
    return Range(name, low, point, high, f"{brief} (x to y)", brief, mark, is_off)


# -- bars ------------------------------------------------------------------------------------------


def test_a_bar_is_as_long_as_its_value_and_a_little_shows() -> None:
    chart = BarChart(
        (Bar("a", 800, "800"), Bar("b", 400, "400"), Bar("c", 1, "1"), Bar("d", 0, "0"))
    )
    full, half, little, nothing = drawn(chart)

    assert full.count("━") == pytest.approx(2 * half.count("━"), abs=1)
    assert little.split() == ["c", "╸", "1"]
    assert nothing.split() == ["d", "0"]
    assert drawn(BarChart(())) == []


def test_a_bar_has_half_cells_and_its_goal() -> None:
    assert thin_bar(0.75, 6).plain == "━━━━╸─"
    assert thin_bar(0.001, 6).plain == "╸─────"
    assert thin_bar(1.2, 6).plain == "━━━━━━"
    assert goal_bar(0.5, 10, 0.9).plain == "━━━━━────┃"
    assert goal_bar(0.5, 10, 1.0).plain[-1] == "┃"


def test_bars_leave_out_the_rows_that_have_no_room() -> None:
    chart = BarChart(tuple(Bar("name", 0.5, "50%") for _ in range(9)), 1.0, 0.9)

    assert len(drawn(chart, 33, 6)) == 6
    assert all(line.count("┃") == 1 for line in drawn(chart, 33, 6))


@given(st.lists(st.integers(0, 10**6), min_size=1, max_size=9), st.integers(30, 130))
def test_bars_fit_and_are_in_proportion(values: list[int], width: int) -> None:
    lines = drawn(BarChart(tuple(Bar("name", value, str(value)) for value in values)), width)

    assert all(len(line) <= width for line in lines)
    lengths = [
        (value, 2 * line.count("━") + line.count("╸"))
        for value, line in zip(values, lines, strict=True)
    ]
    assert [length for _, length in sorted(lengths)] == sorted(length for _, length in lengths)


# -- ranges ----------------------------------------------------------------------------------------


def test_a_row_has_its_range_its_figure_and_what_was_predicted() -> None:
    row, scale, meaning = drawn(RangeChart((ranged(0.6, 0.7, 0.8, 0.9, is_off=True),)))
    track = row[len("row") + 2 : row.index("70% of")]

    assert set(track) == set("─●│ ")
    assert track.count("●") == track.count("│") == 1
    assert track.index("─") < track.index("●") < track.rindex("─") < track.index("│")
    assert row.endswith("70% of 100 (x to y) !")
    assert scale.split() == ["60%", "100%"]
    assert "predicted" in meaning


def test_marks_of_rising_predictions_make_a_diagonal() -> None:
    rows = tuple(ranged(at / 10 - 0.05, at / 10, at / 10, (at + 1) / 10) for at in range(2, 9))
    places = [line.index("│") for line in drawn(RangeChart(rows))[:-2]]

    assert places == sorted(places)
    assert len(set(places)) == len(places)


def test_where_it_is_narrow_words_become_brief_then_names_are_cut_then_the_track_goes() -> None:
    chart = RangeChart((ranged(0.6, 0.7, 0.8, name="A long name of a topic that is here"),))

    assert "(x to y)" in drawn(chart, 92)[0]
    assert "(x to y)" not in drawn(chart, NARROW)[0]
    assert "●" in drawn(chart, NARROW)[0]
    assert "…" in drawn(chart, NARROW)[0]
    assert "●" not in "".join(drawn(chart, 32))
    assert "70% of 100" in "".join(drawn(chart, 32))


def _ordered(one: float, two: float, three: float) -> tuple[float, float, float]:
    low, middle, high = sorted((one, two, three))
    return low, middle, high


@given(
    st.lists(
        st.tuples(SHARES, SHARES, SHARES, st.none() | SHARES, st.booleans()),
        min_size=1,
        max_size=12,
    ),
    st.integers(43, 130),
)
def test_rows_fit_any_width(
    rows: list[tuple[float, float, float, float | None, bool]], width: int
) -> None:
    ranges = (ranged(*_ordered(*values[:3]), mark=values[3], is_off=values[4]) for values in rows)
    lines = drawn(RangeChart(tuple(ranges)), width)

    assert all(len(line) <= width for line in lines)
    assert all(line.count("●") <= 1 for line in lines)


# -- columns ---------------------------------------------------------------------------------------


def test_columns_rise_with_their_values_from_zero() -> None:
    columns = tuple(Column(float(value)) for value in (0, 1, 5, 10))
    lines = drawn(ColumnChart(columns, ((0, "first"), (1, "no room"), (3, "x"))), 23, 6)
    rows = [[line[3 + 5 * at : 8 + 5 * at].strip() for line in lines[:5]] for at in range(4)]

    assert [sum(map(bool, column)) for column in rows] == [0, 1, 3, 5]
    assert lines[0].split()[0] == "10"
    assert lines[4].split()[0] == "0"
    assert lines[5].split() == ["first", "x"]


def test_what_a_forecast_may_reach_is_a_thin_line_above_its_column() -> None:
    lines = drawn(ColumnChart((Column(4, 8),)), 8, 4)

    assert [line[3:].strip()[:1] for line in lines] == ["│", "│", "█", "█"]


def test_a_column_far_above_the_rest_is_cut_and_says_its_number() -> None:
    lines = drawn(ColumnChart((Column(4), Column(151), Column(8), Column(6))), 30, 5)

    assert lines[0].strip() == "↑151"
    assert lines[0].index("↑") == lines[1].index("█")
    assert len(lines) == 5
    high = ColumnChart((Column(10), Column(151), Column(148)))
    assert not any("↑" in line for line in drawn(high))


def test_a_cut_column_at_the_edge_keeps_its_number_inside() -> None:
    columns = tuple(Column(float(value)) for value in [1] * 29 + [1234])
    lines = drawn(ColumnChart(columns, ((0, "Nov 22"),)), NARROW)

    assert lines[0].strip() == "↑1234"
    assert max(map(len, lines)) <= NARROW


def test_the_scale_of_very_little_ends_at_a_whole_number_and_a_little_shows() -> None:
    lines = drawn(ColumnChart((Column(0.02), Column(0))))

    assert lines[0].split() == ["2"]
    assert lines[-1].split() == ["0", "▁" * 5]


@given(
    st.lists(st.tuples(st.floats(0, 500), st.floats(0, 500)), min_size=1, max_size=30),
    st.integers(33, 130),
    st.integers(4, 12),
)
def test_columns_fit(values: list[tuple[float, float]], width: int, height: int) -> None:
    columns = tuple(Column(low, high) for low, high in map(sorted, values))
    lines = drawn(ColumnChart(columns, ((0, "Nov 22"),)), width, height)

    assert all(len(line) <= width for line in lines)
    assert len(lines) == height


# -- steps -----------------------------------------------------------------------------------------


def test_a_step_is_as_high_as_its_share_and_the_goal_is_a_line() -> None:
    steps = (0.6, None, 0.8, 1.0)
    lines = drawn(StepChart(steps, 0.9, 0.6, "Nov 2", "this week"), 46, 8)

    assert lines[0].startswith("100%")
    assert lines[6].startswith(" 60%")
    assert lines[0].endswith("▀" * 10)
    assert "▄" * 10 in lines[6]
    assert next(line for line in lines if "90%" in line).count("─") == 41
    assert not any(line[15:25].strip("─ ") for line in lines[:7]), "too little is known"
    assert lines[-1].split() == ["Nov", "2", "this", "week"]


@given(
    st.lists(st.none() | SHARES, min_size=1, max_size=20), st.integers(20, 130), st.integers(4, 12)
)
def test_steps_fit(steps: list[float | None], width: int, height: int) -> None:
    lines = drawn(StepChart(tuple(steps), 0.9, 0.5, "Nov 2", "this week"), width, height)

    assert all(len(line) <= width for line in lines)
    assert len(lines) == height


# -- the calendar ----------------------------------------------------------------------------------


def test_a_day_is_taller_the_more_was_answered() -> None:
    answers = {
        TODAY - timedelta(days=back): count for back, count in ((0, 60), (1, 25), (2, 12), (3, 1))
    }
    months, *days = drawn(CalendarChart(answers, TODAY), 33)

    assert [line.rstrip()[-1] for line in days] == ["·", "·", "·", "▂", "▄", "▅", "▇"]
    assert months.split()[-1] == "Nov"
    assert len(drawn(CalendarChart(answers, TODAY), 33, 7)) == 7, "the months go first"


def test_where_it_is_wide_the_calendar_says_what_its_signs_mean() -> None:
    wide, narrow = (drawn(CalendarChart({TODAY: 1}, TODAY), width) for width in (71, 33))

    assert [words in "\n".join(wide) for words in ("▇ 30 or more", "· none")] == [True, True]
    assert "30 or more" not in "\n".join(narrow)


def test_the_calendar_begins_with_the_first_answer_but_has_some_weeks() -> None:
    few = CalendarChart({TODAY: 1}, TODAY)
    many = CalendarChart({TODAY - timedelta(days=300): 1}, TODAY)

    assert len(drawn(few, 33)[1].split()) == 1 + 12
    assert len(drawn(many, 120)[1].split()) == 1 + 30
    assert all(len(line) <= NARROW for line in drawn(many, NARROW))


def test_days_to_come_are_empty() -> None:
    wednesday = date(2026, 11, 18)
    lines = drawn(CalendarChart({wednesday: 1}, wednesday), 33)

    assert lines[3].rstrip().endswith("▂")
    assert len(lines[4].rstrip()) == len(lines[3].rstrip()) - 2


def test_a_chart_among_text_is_indented_and_fits() -> None:
    lines = ChartEntry(BarChart((Bar("name", 1, "1"),)), 2).lines(40)

    assert lines[0].content.plain.startswith("  name")
    assert len(lines[0].content.plain) <= 36
