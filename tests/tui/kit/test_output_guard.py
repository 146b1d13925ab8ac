"""The last door before the terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.segment import Segment
from rich.style import Style
from textual.app import App
from textual.color import Color
from textual.widgets import Static

from learnms.text import has_unsafe
from learnms.tui.kit.output_guard import GUARD

if TYPE_CHECKING:
    from textual.app import ComposeResult

BLACK = Color.parse("black")


@pytest.mark.parametrize(
    "evil",
    [
        "\x1b[31m",
        "\x1b]52;c;aGk=\x07",
        "\x1bc",
        "\x9b31m",
        "\u202e",
        "\u200b",
        "\x00",
        "\x7f",
        "\x0e",
        "\ud800",
    ],
)
def test_what_a_terminal_obeys_is_taken_out(evil: str) -> None:
    (segment,) = GUARD.apply([Segment(f"a{evil}b", Style(bold=True))], BLACK)

    assert segment.text[0] + segment.text[-1] == "ab"
    assert not has_unsafe(segment.text)
    assert segment.style == Style(bold=True)


def test_control_segments_of_textual_pass() -> None:
    control = Segment("\x1b[2J", None, [(1,)])  # type: ignore[list-item]

    assert GUARD.apply([control, Segment("\x1b")], BLACK)[0] is control


@given(st.text(alphabet=st.characters(blacklist_categories=["Cc", "Cf", "Cs", "Zl", "Zp"])))
def test_ordinary_text_is_left_as_it_is(text: str) -> None:
    segments = [Segment(text)]

    assert GUARD.apply(segments, BLACK) is segments


@given(st.text())
def test_nothing_unsafe_passes(text: str) -> None:
    (segment,) = GUARD.apply([Segment(text)], BLACK)

    assert not has_unsafe(segment.text)
    assert "\n" not in segment.text


async def test_a_careless_widget_writes_nothing_dangerous() -> None:
    class Careless(App[None]):
        def get_line_filters(self) -> Any:
            return [*super().get_line_filters(), GUARD]

        def compose(self) -> ComposeResult:
            yield Static("before\x1b]52;c;aGk=\u202eafter", markup=False)

    app = Careless()
    async with app.run_test(size=(40, 4)) as pilot:
        await pilot.pause()
        written = "".join(
            segment.text for strip in app.screen._compositor.render_strips() for segment in strip
        )

    assert "before]52;c;aGk=after" in written
