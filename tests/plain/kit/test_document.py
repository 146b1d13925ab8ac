"""Documents in lines."""

from __future__ import annotations

import io

from learnms.engine.document import (
    Bar,
    BarChart,
    Column,
    ColumnChart,
    Fold,
    Lines,
    Paragraph,
    Picture,
    Prose,
    Range,
    RangeChart,
    Rows,
    Subheading,
)
from learnms.plain.kit.console import Console
from learnms.plain.kit.document import tell


def told(*blocks: object) -> list[str]:
    target = io.StringIO()
    tell(tuple(blocks), Console(io.StringIO(), target, echo=False))  # type: ignore[arg-type]
    return target.getvalue().splitlines()


def test_text_is_said_as_it_is_and_warnings_by_a_sign() -> None:
    assert told(Subheading("Head"), Paragraph("One."), Paragraph("Two.", "warn")) == [
        "Head:",
        "One.",
        "Note: Two.",
    ]
    assert told(Prose("- *one*\n- two"), Lines("a\n  b")) == ["- one", "- two", "a", "  b"]


def test_each_row_is_a_line_with_the_names_of_its_columns() -> None:
    rows = Rows((("log loss", "0.5", "0.4"), ("Sure?", "yes", "")), ("", "now", "yours"))

    assert told(rows) == ["  log loss: now 0.5, yours 0.4", "  Sure? now yes"]
    assert told(Rows((("Wait […hours] and […].", "July 1"),))) == [
        "  Wait (blank: hours) and (blank). July 1"
    ]


def test_a_picture_is_its_figure_its_sentence_and_the_words_of_its_rows() -> None:
    bars = BarChart((Bar("doses", 0.5, "50%"), Bar("empty", 0, "")), 1.0)
    ranges = RangeChart((Range("week", 0.4, 0.5, 0.6, "50% of 30", "50%", 0.9, is_off=True),))

    assert told(Picture("Topics", "2", " of 3", bars, "So it is.")) == [
        "Topics: 2 of 3. So it is.",
        "  doses: 50%",
        "  empty",
    ]
    assert told(Picture("Weeks", beside="goal 90%", chart=ranges)) == [
        "Weeks, goal 90%.",
        "  week: 50% of 30, off",
    ]


def test_a_chart_without_words_has_a_table_besides() -> None:
    picture = Picture("Minutes", chart=ColumnChart((Column(3.0),)))

    assert told(picture, Fold("Numbers", (Rows((("June 3", "3 minutes"),)),))) == [
        "Minutes.",
        "Numbers:",
        "  June 3: 3 minutes",
    ]


def test_ranges_and_dots_are_said_in_words() -> None:
    assert told(
        Paragraph("95% CI 85–89%, lab–home · 3 forms"), Prose("5–6 mg · as the deck has it")
    ) == ["95% CI 85 to 89%, lab–home, 3 forms", "5–6 mg · as the deck has it"]
