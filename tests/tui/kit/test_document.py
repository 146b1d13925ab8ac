"""Documents on screen: blocks as entries, sheets, folds, and another document in place."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from textual.app import App

from learnms.engine.document import (
    Bar,
    BarChart,
    Fold,
    Lines,
    Paragraph,
    Picture,
    Prose,
    Rows,
    Subheading,
)
from learnms.settings import Settings
from learnms.tui.kit.document import DocumentView, FoldView, PictureSheet, TextView, entries
from learnms.tui.kit.layout import Flow
from learnms.tui.kit.themes import LEARNMS_THEMES

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from learnms.engine.document import Document

CHART = BarChart((Bar("doses", 0.5, "50%"),), 1.0, 0.9)


def drawn(document: Document, width: int = 60) -> list[str]:
    return [line.content.plain.rstrip() for line in Flow(entries(document, 2)).lines(width)]


def test_blocks_stand_apart_and_notes_do_not() -> None:
    lines = drawn((Paragraph("One."), Paragraph("Two.", "quiet"), Subheading("Head"), Prose("*x*")))

    assert lines == ["  One.", "  Two.", "", "  Head", "  x"]


def test_a_table_stands_in_columns_with_its_numbers_at_the_right() -> None:
    table = Rows((("log loss", "0.5", "0.41"), ("error", "12", "9")), ("", "now", "yours"), "<>>")

    assert drawn((table,)) == [
        "            now  yours",
        "  log loss  0.5   0.41",
        "  error      12      9",
    ]


def test_where_a_table_has_no_room_nothing_of_it_is_lost() -> None:
    long = "a long text that goes on and on until it needs a second line of the page"

    narrow = " ".join(" ".join(drawn((Rows((("file", long, "31"),)),), 40)).split())
    below = " ".join(" ".join(drawn((Rows(((long, "cited 3"),)),), 40)).split())

    assert narrow == f"file {long}, 31"
    assert below == f"{long} cited 3"


def test_lines_keep_their_spaces() -> None:
    assert drawn((Lines("- a\n    - b"),)) == ["  - a", "      - b"]


def test_a_picture_and_a_fold_can_stand_in_a_flow() -> None:
    text = drawn((Picture("Topics", "2", " of 3", CHART, "So it is."), Fold("More", (Prose("x"),))))

    assert text[0].split() == ["Topics", "2", "of", "3"]
    assert "┃" in text[1]
    assert [line.strip() for line in text[2:]] == ["So it is.", "", "More", "x"]


class _Shown(App[None]):
    class _Workspace:
        settings = Settings()

    workspace = _Workspace()

    def __init__(self) -> None:
        super().__init__()
        self.view = DocumentView()

    def compose(self) -> ComposeResult:
        yield self.view

    def on_mount(self) -> None:
        for theme in LEARNMS_THEMES:
            self.register_theme(theme)
        self.theme = LEARNMS_THEMES[0].name


@pytest.mark.parametrize("size", [(60, 18), (120, 40)])
async def test_another_document_of_the_same_shape_is_shown_in_place(size: tuple[int, int]) -> None:
    app = _Shown()
    async with app.run_test(size=size) as pilot:
        app.view.show((Picture("Forecast", sentence="Calculating…"), Fold("Numbers", ())))
        await pilot.pause()
        before = list(app.view.children)
        sheet, fold = before
        assert isinstance(sheet, PictureSheet)
        assert isinstance(fold, FoldView)
        assert not sheet.view.display
        fold.collapsed = False

        app.view.show((Picture("Forecast", "3", chart=CHART), Fold("Numbers", (Prose("x"),))))
        await pilot.pause()
        assert list(app.view.children) == before
        assert (sheet.view.display, sheet.sentence.display) == (True, False)
        assert sheet.view.size.height == 1
        assert not fold.collapsed, "what the learner unfolded stays so"

        app.view.show((Paragraph("One."), Paragraph("Two.")))
        await pilot.pause()
        assert [type(child) for child in app.view.children] == [TextView]
