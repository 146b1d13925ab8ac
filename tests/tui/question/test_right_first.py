"""After an answer the question, the verdict with its sum, and why are in view, for every kind."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from learnms.kinds.response import Arrange, Pick, TypeIn
from learnms.tui.question import feedback, prompt
from tests.factories import decks
from tests.tui.pilot import driven, page, press, screen_text

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.pilot import Pilot

    from learnms.engine.workspace import Workspace

WHY = "The very reason is told here, in a line or two, as every card does it."
PLAIN = {
    "flashcard": decks.SELF,
    "cloze": decks.CLOZE,
    "typed": decks.TYPED,
    "single": decks.SINGLE,
    "select-all": decks.SELECT_ALL,
    "select-n": decks.SELECT_N,
    "true-false": decks.TRUE_FALSE,
    "calculation": decks.CALCULATION,
}
SHAPED = dict(
    zip(
        (
            "order",
            "match",
            "matrix-one",
            "matrix-any",
            "groups",
            "dropdown",
            "rationale",
            "highlight",
            "bowtie",
            "teach-back",
        ),
        decks.SHAPES,
        strict=True,
    )
)
KINDS = PLAIN | SHAPED


def explained(card: str) -> str:
    """The card with an explanation of a usual length."""
    lines = [line for line in card.splitlines() if not line.strip().startswith("explain:")]
    return "\n".join([*lines, f"    explain: {WHY} {WHY}", ""])


async def answered(pilot: Pilot[int]) -> None:
    """Answer badly, with what every kind takes."""
    response = page(pilot).item.question.response
    if isinstance(response, TypeIn):
        await press(pilot, "7", "enter")
    elif isinstance(response, Pick | Arrange):
        await press(pilot, "1", "enter")
        if page(pilot).review.feedback is None:
            await press(pilot, "enter")
    else:
        await press(pilot, "enter")
        if page(pilot).mode() != "shown":
            await press(pilot, "enter")


@pytest.mark.parametrize("kind", KINDS)
async def test_question_verdict_and_reason_are_in_the_first_view(
    make_workspace: Callable[..., Workspace], kind: str
) -> None:
    workspace = make_workspace(decks.deck(explained(KINDS[kind])))

    async with driven(workspace, "enter", size=(80, 24)) as pilot:
        screen = page(pilot)
        if screen.question_state.panel:
            await press(pilot, "escape")
        asked = screen.item.question
        await answered(pilot)
        top, room = screen.body.scroll_offset.y, screen.body.size.height
        width = screen.question.size.width
        above = screen.question.flow.height(width)
        reason = screen.answer.flow.span_of(feedback.WHY, width)

        assert reason is not None
        assert above + reason[1] <= top + room
        if screen.review.feedback is not None:
            assert top == 0
            assert screen.answer.flow.span_of(feedback.VERDICT, width) is not None
            assert asked.prompt.split()[0] in screen_text(pilot)


async def test_a_long_question_shows_its_end_once_it_is_answered(
    make_workspace: Callable[..., Workspace],
) -> None:
    story = "She has had a fever since the morning and coughs a little. " * 6
    card = decks.SINGLE.replace("ask: What must", f"ask: {story}What must")
    workspace = make_workspace(decks.deck(explained(card)))

    async with driven(workspace, "enter", size=(80, 24)) as pilot:
        assert "She has had a fever" in screen_text(pilot)
        await press(pilot, "1", "enter")
        screen = page(pilot)
        assert screen.question.flow.height(screen.question.size.width) <= prompt.LONG
        assert "… What must be known" in screen_text(pilot)
        assert "She has had a fever" not in screen_text(pilot)


async def test_rationales_of_options_that_were_rightly_left_are_folded(
    make_workspace: Callable[..., Workspace],
) -> None:
    wrong = ", ".join(f"{{text: Wrong {n}, why: Reason {n}}}" for n in range(7))
    card = (
        "  - id: many-3a\n    ask: Which?\n    right: {text: The one, why: It is}\n"
        f"    wrong: [{wrong}]\n    source: uspi\n    checked: 2026-11-22\n"
    )
    workspace = make_workspace(decks.deck(card))

    async with driven(workspace, "enter", size=(80, 60)) as pilot:
        await press(pilot, "1", "enter")
        assert "more rationales  r" in screen_text(pilot)
        folded = screen_text(pilot).count("Reason ")
        assert folded <= 1, "but for the one that was picked"

        await press(pilot, "r")
        assert screen_text(pilot).count("Reason ") == 7
        await press(pilot, "r")
        assert screen_text(pilot).count("Reason ") == folded
