"""Pictures of numbers: what they draw, that they fit, and that nothing is told by color alone."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learnms.tui.kit.charts import Bar, Bars, Calendar, Height, Heights, Ranged, Ranges, spark
from learnms.tui.kit.layout import Press
from learnms.tui.kit.tabs import Tabs

if TYPE_CHECKING:
    from learnms.tui.kit.layout import Entry

TODAY = date(2026, 11, 22)
NARROW = 59
"""What a window of 60 columns leaves beside the scroll bar."""
SHARES = st.floats(0, 1)


def drawn(entry: Entry, width: int = 79) -> list[str]:
    return [line.content.plain for line in entry.lines(width)]


def ranged(
    low: float,
    point: float,
    high: float,
    mark: float | None = None,
    *,
    name: str = "row",
    is_off: bool = False,
) -> Ranged:
    return Ranged(
        name,
        low,
        point,
        high,
        f"{100 * point:.0f} % of 100 (x to y)",
        f"{100 * point:.0f} % of 100",
        mark,
        is_off,
    )


# -- rows on a track -------------------------------------------------------------------------------


def test_a_row_has_its_range_its_figure_and_what_was_predicted() -> None:
    row, scale = drawn(Ranges((ranged(0.6, 0.7, 0.8, 0.9, is_off=True),)))
    track = row[4 + len("row") + 2 : row.index("70 % of")]

    assert track.strip() == track.strip("─●│ ") + track.strip()
    assert track.count("●") == track.count("│") == 1
    assert track.index("─") < track.index("●") < track.rindex("─") < track.index("│")
    assert row.endswith("70 % of 100 (x to y) !")
    assert scale.split() == ["60", "%", "100", "%"]


def test_marks_of_rising_predictions_make_a_diagonal() -> None:
    rows = tuple(ranged(at / 10 - 0.05, at / 10, at / 10, (at + 1) / 10) for at in range(2, 9))
    places = [line.index("│") for line in drawn(Ranges(rows))[:-1]]

    assert places == sorted(places)
    assert len(set(places)) == len(places)


def test_where_it_is_narrow_words_become_brief_then_names_are_cut_then_the_track_goes() -> None:
    chart = Ranges((ranged(0.6, 0.7, 0.8, name="A long name of a topic that is here"),))

    assert "(x to y)" in drawn(chart, 100)[0]
    assert "(x to y)" not in drawn(chart, NARROW)[0]
    assert "●" in drawn(chart, NARROW)[0]
    assert "…" in drawn(chart, NARROW)[0]
    assert "●" not in "".join(drawn(chart, 40))
    assert "70 % of 100" in "".join(drawn(chart, 40))


def _ordered(one: float, two: float, three: float) -> tuple[float, float, float]:
    low, middle, high = sorted((one, two, three))
    return low, middle, high


@given(
    st.lists(
        st.tuples(SHARES, SHARES, SHARES, st.none() | SHARES, st.booleans()),
        min_size=1,
        max_size=12,
    ),
    st.integers(30, 130),
)
def test_rows_fit_any_width(
    rows: list[tuple[float, float, float, float | None, bool]], width: int
) -> None:
    chart = Ranges(
        tuple(ranged(*_ordered(*values[:3]), mark=values[3], is_off=values[4]) for values in rows)
    )
    lines = drawn(chart, width)

    assert all(len(line) <= width - 4 for line in lines)
    assert all(line.count("●") <= 1 for line in lines)


# -- bars ------------------------------------------------------------------------------------------


def test_a_bar_is_as_long_as_its_value_and_a_little_shows() -> None:
    full, half, little, nothing = drawn(
        Bars((Bar("a", 800, "800"), Bar("b", 400, "400"), Bar("c", 1, "1"), Bar("d", 0, "0")))
    )

    assert full.count("█") == pytest.approx(2 * half.count("█"), abs=1)
    assert little.endswith("▏")
    assert nothing.split() == ["d", "0"]
    assert drawn(Bars(())) == []


@given(st.lists(st.integers(0, 10**6), min_size=1, max_size=9), st.integers(30, 130))
def test_bars_fit_and_are_in_proportion(values: list[int], width: int) -> None:
    lines = drawn(Bars(tuple(Bar("name", value, str(value)) for value in values)), width)

    assert all(len(line) <= max(width - 4, 4 + 16) for line in lines)
    lengths = [(value, line.count("█")) for value, line in zip(values, lines, strict=True)]
    assert [length for _, length in sorted(lengths)] == sorted(length for _, length in lengths)


# -- columns ---------------------------------------------------------------------------------------


def test_columns_rise_with_their_values() -> None:
    lines = drawn(
        Heights(
            tuple(Height(float(value)) for value in (0, 1, 5, 10)),
            ((0, "first"), (1, "no room"), (3, "x")),
            height=5,
        )
    )
    columns = [[line[7 + 3 * at : 9 + 3 * at].strip() for line in lines[:5]] for at in range(4)]

    assert [sum(bool(cell) for cell in column) for column in columns] == [0, 1, 3, 5]
    assert lines[0].strip().startswith("10")
    assert lines[4].strip().startswith("0")
    assert lines[5].split() == ["first", "x"]


def test_a_band_has_three_shades() -> None:
    lines = drawn(Heights((Height(4, 2, 6),), height=6))
    column = "".join(line[6:7] for line in lines)

    assert column == "░░▒▒██"


def test_a_column_far_above_the_rest_is_cut_and_says_its_number() -> None:
    lines = drawn(Heights((Height(4), Height(151), Height(8), Height(6)), height=4))

    assert lines[0].strip() == "↑151"
    assert lines[0].index("↑") == lines[1].index("█")
    assert lines[1].split() == ["8", "██", "██"]
    assert len(lines) == 5
    assert not any("↑" in line for line in drawn(Heights((Height(10), Height(151), Height(148)))))


def test_a_cut_column_at_the_edge_keeps_its_number_inside() -> None:
    lines = drawn(
        Heights(tuple(Height(float(value)) for value in [1] * 29 + [1234]), ((0, "22 Nov"),)),
        NARROW,
    )

    assert lines[0].strip() == "↑1234"
    assert max(map(len, lines)) <= NARROW - 4


def test_the_scale_of_very_little_ends_at_one() -> None:
    lines = drawn(Heights((Height(0.02), Height(0.01))))

    assert lines[0].split() == ["1"]


@given(
    st.lists(
        st.tuples(st.floats(0, 500), st.floats(0, 500), st.floats(0, 500)), min_size=1, max_size=30
    ),
    st.integers(NARROW, 130),
)
def test_columns_fit(values: list[tuple[float, float, float]], width: int) -> None:
    columns = tuple(
        Height(middle, low, high) for low, middle, high in (sorted(value) for value in values)
    )

    assert all(len(line) <= width - 4 for line in drawn(Heights(columns, ((0, "22 Nov"),)), width))


def test_a_spark_has_a_block_for_each_value() -> None:
    assert spark([0, 1, 4, 8]) == " ▁▄█"
    assert spark([0, 0.01, 100]) == " ▁█"
    assert spark([0, 0]) == "  "
    assert spark([]) == ""


# -- the calendar ----------------------------------------------------------------------------------


def test_a_day_is_darker_the_more_was_answered() -> None:
    answers = {
        TODAY - timedelta(days=back): count for back, count in ((0, 60), (1, 30), (2, 12), (3, 1))
    }
    lines = drawn(Calendar(answers, TODAY))
    last_week = [line.rstrip()[-1] for line in lines[1:8]]

    assert last_week == ["·", "·", "·", "░", "▒", "▓", "█"]
    assert lines[0].split()[-1] == "Nov"
    assert lines[-1].split() == [
        "·",
        "none",
        "░",
        "1+",
        "▒",
        "10+",
        "▓",
        "25+",
        "█",
        "50+",
        "answers",
    ]


def test_the_calendar_begins_with_the_first_answer_but_has_some_weeks() -> None:
    few, many = Calendar({TODAY: 1}, TODAY), Calendar({TODAY - timedelta(days=300): 1}, TODAY)

    assert len(drawn(few)[1].split()) == 1 + 8
    assert len(drawn(many, 120)[1].split()) == 1 + 30
    assert all(len(line) <= NARROW - 4 for line in drawn(many, NARROW))


def test_days_to_come_are_empty() -> None:
    wednesday = date(2026, 11, 18)
    lines = drawn(Calendar({wednesday: 1}, wednesday))

    assert lines[3].rstrip().endswith("░")
    assert len(lines[4].rstrip()) == len(lines[3].rstrip()) - 2


# -- tabs ------------------------------------------------------------------------------------------


NAMES = ("Overview", "Recall", "Predictions", "Cards", "Days", "Ahead", "Sure but wrong")


def test_all_tabs_show_where_there_is_room_and_each_can_be_pressed() -> None:
    [line] = Tabs(NAMES, 1).lines(80)

    assert (
        line.content.plain
        == "   Overview [Recall] Predictions  Cards  Days  Ahead  Sure but wrong "
    )
    assert [zone.press for zone in line.zones] == [Press("section", str(at)) for at in range(1, 8)]
    assert line.content.plain[line.zones[2].start : line.zones[2].end].strip() == "Predictions"


@pytest.mark.parametrize("at", range(7))
@pytest.mark.parametrize("width", [20, 40, 60])
def test_where_there_is_none_those_around_it_show_and_what_is_cut_is_said(
    at: int, width: int
) -> None:
    [line] = Tabs(NAMES, at).lines(width)
    text = line.content.plain

    assert f"[{NAMES[at]}]" in text
    assert len(text) <= max(width, len(NAMES[at]) + 2 + 2 + 6)
    assert ("…" in text) == (len(line.zones) < 7 or text.count("…") > 0)
    assert all(zone.press.action == "section" for zone in line.zones)
