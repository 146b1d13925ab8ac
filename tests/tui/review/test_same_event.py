"""The plain kinds too: keyboard, mouse and lines give the same event."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest

from learnms.plain.kit.console import Console
from learnms.plain.quiz import PlainQuiz
from tests.factories import decks
from tests.tui.pilot import click_on, driven, press
from tests.tui.question.test_kinds import TALL, by_keys, by_lines, by_mouse, told
from tests.tui.quiz.helpers import answers, places, quiz_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from learnms.engine.workspace import Workspace

PICKED = {
    "single": decks.SINGLE,
    "select-all": decks.SELECT_ALL,
    "select-n": decks.SELECT_N,
    "true-false": decks.TRUE_FALSE,
}
TYPED = {
    "typed": (decks.TYPED, "CD 20", "CD19"),
    "calculation": (decks.CALCULATION, "125 ML/H", "125,5"),
}


@pytest.mark.parametrize("right", [True, False])
@pytest.mark.parametrize("kind", PICKED)
async def test_picked_options_give_the_same_event(
    make_workspace: Callable[..., Workspace], kind: str, right: bool
) -> None:
    workspace = make_workspace(decks.deck(PICKED[kind]))

    async with driven(workspace, quiz=quiz_of(workspace, kind), size=TALL) as pilot:
        wanted = places(pilot, right=right)
        await by_keys(pilot, wanted)
    async with driven(workspace, quiz=quiz_of(workspace, kind), size=TALL) as pilot:
        await by_mouse(pilot, wanted)
    by_lines(workspace, kind, wanted)

    keyed, clicked, lined = answers(workspace)
    assert told(keyed) == told(clicked) == told(lined)


@pytest.mark.parametrize("right", [True, False])
@pytest.mark.parametrize("kind", TYPED)
async def test_what_is_typed_gives_the_same_event(
    make_workspace: Callable[..., Workspace], kind: str, right: bool
) -> None:
    card, good, bad = TYPED[kind]
    workspace = make_workspace(decks.deck(card))
    text = good if right else bad

    async with driven(workspace, *text, quiz=quiz_of(workspace, kind), size=TALL) as pilot:
        await press(pilot, "enter")
    async with driven(workspace, *text, quiz=quiz_of(workspace, kind), size=TALL) as pilot:
        await click_on(pilot, "Submit  enter")
    quiz = quiz_of(workspace, kind)
    PlainQuiz(quiz, Console(io.StringIO(f"{text}\n\n"), io.StringIO(), echo=True)).run()

    keyed, clicked, lined = answers(workspace)
    assert told(keyed) == told(clicked) == told(lined)
