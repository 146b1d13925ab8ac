"""Entries lay themselves out at any width, and know what a place presses."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learnms.tui.kit.content import plain, prose
from learnms.tui.kit.layout import BLANK, Columns, Flow, Heading, Press, Progress, Ruled, Text

if TYPE_CHECKING:
    from learnms.tui.kit.layout import Entry


def text_of(entry: Entry, width: int) -> list[str]:
    return [line.content.plain for line in entry.lines(width)]


def test_text_stays_in_its_column_four_cells_from_the_edge() -> None:
    lines = text_of(Text(plain("word " * 60)), 120)

    assert all(line.startswith("    word") for line in lines)
    assert max(len(line.rstrip()) for line in lines) <= 4 + 68


def test_a_note_stands_beside_where_there_is_room_and_else_below() -> None:
    entry = Text(plain("Hepatitis B serology"), note=plain("you chose it, right"))

    assert text_of(entry, 80) == ["    Hepatitis B serology" + " " * 29 + "you chose it, right"]
    assert text_of(entry, 44) == ["    Hepatitis B serology", "    you chose it, right"]


def test_a_heading_gives_way_on_the_left() -> None:
    heading = Heading(plain("A very long title of a deck"), plain("7 of 18"))

    assert text_of(heading, 30) == ["   A very long ti…" + " " * 2 + "7 of 18"] or text_of(
        heading, 30
    )[0].endswith("7 of 18")
    assert len(text_of(heading, 30)[0]) == 27


@pytest.mark.parametrize(
    ("done", "total", "heavy"), [(0, 10, 0), (1, 1000, 1), (5, 10, 37), (10, 10, 74), (0, 0, 0)]
)
def test_progress_is_a_rule_across_the_page(done: int, total: int, heavy: int) -> None:
    (line,) = text_of(Progress(done, total), 80)

    assert line == "   " + "━" * heavy + "─" * (74 - heavy)


def test_columns_press_in_all_their_lines() -> None:
    cells = tuple(
        ((plain(f"{n} Name"), plain("today")), Press("grade", str(n))) for n in range(1, 5)
    )
    flow = Flow((BLANK, Columns(cells)))

    assert flow.press_at(4, 1, 80) == flow.press_at(12, 2, 80) == Press("grade", "1")
    assert flow.press_at(4 + 17, 2, 80) == Press("grade", "2")
    assert flow.press_at(4, 0, 80) is None
    assert flow.press_at(2, 1, 80) is None
    assert [len(line.content.plain.rstrip()) for line in Columns(cells).lines(40)] == [37, 36]


def test_a_flow_finds_an_entry_again() -> None:
    flow = Flow((Text(plain("word " * 30)), Text(plain("here"), anchor="x")))

    assert flow.span_of("x", 80) == (3, 4)
    assert flow.span_of("y", 80) is None


@given(st.text(max_size=300), st.integers(min_value=12, max_value=130))
def test_any_text_at_any_width_stays_within_the_screen(text: str, width: int) -> None:
    entries = [
        *prose(text),
        Text(plain(text), note=plain("a note")),
        Text(plain("text"), note=plain(text)),
        Heading(plain(text), plain("right")),
        Ruled(),
    ]

    for line in Flow(entries).lines(width):
        assert line.content.cell_length <= width
        assert "\n" not in line.content.plain


def test_a_table_is_columns_where_it_fits_and_else_rows() -> None:
    table = "| Time | BP |\n|---|---|\n| 09:00 | 118/74 |"

    wide = [line for entry in prose(table) for line in text_of(entry, 80)]
    narrow = [line for entry in prose(table) for line in text_of(entry, 20)]

    assert [line.rstrip() for line in wide] == [
        "    Time    BP",
        "    ─────   ──────",
        "    09:00   118/74",
    ]
    assert narrow[0].strip() == "09:00"
    assert "BP:" in narrow[1]


def test_a_list_hangs() -> None:
    (entry,) = prose("- " + "word " * 20)

    first, second = text_of(entry, 60)[:2]
    assert first.startswith("    • word")
    assert second.startswith("      word")


def test_emphasis_shows_in_bold_text_too() -> None:
    (entry,) = prose("Which is **not** true?", "bold")

    assert isinstance(entry, Text)
    assert entry.content.plain == "Which is not true?"
    assert "bold underline" in [str(span.style) for span in entry.content.spans]


@given(st.integers(20, 60))
def test_words_never_run_into_the_note_beside_them(length: int) -> None:
    entry = Text(plain("word " * length), note=plain("the right one"))

    first = text_of(entry, 80)[0]

    assert first.endswith("word   the right one") or first.endswith("    the right one")
