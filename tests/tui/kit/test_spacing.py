"""More room between lines, and clocks that do not tick, for those who want it."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import pytest

from learnms.engine.quiz.build import QuizSpec
from learnms.engine.quiz.start import start_quiz
from learnms.tui.kit.button import ActionButton
from learnms.tui.kit.composite import Barred, Stack
from learnms.tui.kit.content import paragraph, plain
from learnms.tui.kit.flow_view import FlowView
from learnms.tui.kit.layout import BLANK, Flow, Heading, Press, Text
from tests.factories import decks
from tests.factories.setting_lines import down_to
from tests.tui.pilot import driven, press, screen_lines, screen_text
from tests.tui.quiz.helpers import ALL

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.pilot import Pilot

    from learnms.engine.workspace import Workspace

LONG = (
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen"
    " sixteen"
)


def shown(*entries: object, spaced: bool) -> list[str]:
    # entries of any shape
    return [line.content.plain.strip() for line in Flow(entries, spaced=spaced).lines(40)]  # type: ignore[arg-type]


def test_a_line_stays_free_between_lines_of_text_and_nowhere_twice() -> None:
    close = shown(
        *paragraph(LONG),
        *paragraph("next"),
        BLANK,
        *paragraph("last"),
        Heading(plain("A"), plain("b")),
        spaced=False,
    )
    wide = shown(
        *paragraph(LONG),
        *paragraph("next"),
        BLANK,
        *paragraph("last"),
        Heading(plain("A"), plain("b")),
        spaced=True,
    )

    assert [line for line in wide if line] == [line for line in close if line]
    assert all(not (one == two == "") for one, two in pairwise(wide))
    assert wide[wide.index("next") - 1] == ""
    assert wide[wide.index("last") + 1] != "", "only text is spaced"


def test_text_inside_a_stack_is_spaced_like_other_text() -> None:
    stack = Stack((*paragraph(LONG), *paragraph("next")))
    wide = shown(Barred(stack, "bold"), spaced=True)

    assert [line.strip("▌ ") for line in wide] == [
        line.strip("▌ ") for line in shown(*stack.entries, spaced=True)
    ]


def test_the_row_at_the_cursor_is_still_found() -> None:
    flow = Flow(
        (*paragraph(LONG), Text(plain(LONG), anchor="cursor"), *paragraph("end")), spaced=True
    )

    first, end = flow.span_of("cursor", 40) or (0, 0)

    lines = flow.lines(40)
    assert lines[first].content.plain.strip().startswith("one two")
    assert lines[first - 1].content.plain == ""
    assert lines[end].content.plain.strip() in ("", "end")


async def test_it_shows_on_the_page_and_its_frame_stays(
    make_workspace: Callable[..., Workspace],
) -> None:
    async with driven(
        make_workspace(decks.deck(decks.SELECT_ALL), spacing="wide"), "enter"
    ) as pilot:
        lines = screen_lines(pilot)

    options = [at for at, line in enumerate(lines) if line.strip()[:2] in ("1 ", "2 ", "3 ")]
    assert all(two - one >= 2 for one, two in pairwise(options))
    assert lines[-1].strip()


async def test_a_clock_without_motion_counts_minutes(
    make_workspace: Callable[..., Workspace],
) -> None:
    workspace = make_workspace(ALL, reduced_motion=True)

    async with driven(
        workspace, quiz=start_quiz(workspace, QuizSpec(seed=7, kinds=("single",), minutes=10))
    ) as pilot:
        assert "10 min" in screen_text(pilot)
        assert "9:59" not in screen_text(pilot)


def test_large_makes_what_can_be_clicked_two_lines_high() -> None:
    options = [Text(plain(word), press=Press("place", word), bar="bold") for word in ("a", "b")]
    flow = Flow((*paragraph(LONG), *options, *paragraph("end")), spaced=True, large=True)

    presses = [flow.press_at(5, row, 40) for row in range(flow.height(40))]
    assert [presses.count(Press("place", word)) for word in ("a", "b")] == [2, 2]
    assert presses[presses.index(Press("place", "a")) + 2] == Press("place", "b"), "with no gap"


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
@pytest.mark.parametrize("who", ["student", "patient"])
async def test_large_keeps_lines_short_and_the_buttons_in_view(
    make_workspace: Callable[..., Workspace], who: str, size: tuple[int, int]
) -> None:
    audience = "patient" if who == "patient" else "nurse"
    card = decks.SELF.replace("Two infusions", f"{LONG} {LONG} {LONG} Two infusions")
    workspace = make_workspace(decks.deck(card, audience=audience), who=who, spacing="large")

    async with driven(workspace, "enter", "space", size=size) as pilot:
        lines = [line for view in ("question", "answer") for line in _lines(pilot, view)]
        assert max(len(line.strip(" ▌")) for line in lines) <= 60
        assert any(len(line.strip(" ▌")) > 45 for line in lines)
        buttons = [each for each in pilot.app.screen.query(ActionButton) if each.display]
        assert all(each.region.height >= 3 for each in buttons)
        assert max(each.region.bottom for each in buttons) < size[1]
        gaps = [two.region.x - one.region.right for one, two in pairwise(buttons)]
        assert min(gaps) >= 3


def _lines(pilot: Pilot[int], view: str) -> list[str]:
    shown = pilot.app.screen.query_one(f"#{view}", FlowView)
    return [line.content.plain for line in shown.flow.lines(shown.size.width)]


async def test_large_changes_nothing_until_it_is_chosen_and_then_at_once(
    make_workspace: Callable[..., Workspace],
) -> None:
    async with driven(make_workspace(), "s", *down_to("spacing")) as pilot:
        await press(pilot, "right")
        assert not pilot.app.has_class("-large")
        await press(pilot, "right")
        assert pilot.app.has_class("-large")
        await press(pilot, "right")
        assert not pilot.app.has_class("-large")
