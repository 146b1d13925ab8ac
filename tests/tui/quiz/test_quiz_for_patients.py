"""What a patient reads after a quiz: what was chosen and why it is another, no counts of right;
and why an answer stays.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from learnms.engine.quiz.wording import FINAL
from learnms.tui.quiz.result import ResultScreen
from learnms.tui.quiz.screen import QuizScreen
from tests.factories import decks
from tests.tui.pilot import driven, press, screen_text
from tests.tui.quiz.helpers import ALL, answers, quiz_of
from tests.tui.quiz.test_quiz import give, words

if TYPE_CHECKING:
    from collections.abc import Callable

    from learnms.engine.workspace import Workspace

PLAIN = decks.deck(decks.SINGLE, audience="patient", title="Plain words", ident="plain")


@pytest.mark.parametrize("right", [True, False])
async def test_u_says_why_a_quiz_answer_stays(
    make_workspace: Callable[..., Workspace], *, right: bool
) -> None:
    workspace = make_workspace(ALL)

    async with driven(workspace, quiz=quiz_of(workspace, "single")) as pilot:
        await give(pilot, right=right)
        before = len(answers(workspace))
        await press(pilot, "u")
        assert FINAL in screen_text(pilot)

    assert len(answers(workspace)) == before


async def test_the_choice_stands_above_its_reason(make_workspace: Callable[..., Workspace]) -> None:
    workspace = make_workspace(PLAIN, who="patient")

    async with driven(workspace, quiz=quiz_of(workspace, "single")) as pilot:
        await give(pilot, right=False)
        while not isinstance(pilot.app.screen, ResultScreen):
            await press(pilot, "enter")
            screen = pilot.app.screen
            if isinstance(screen, QuizScreen) and screen.mode() == "quiz pick":
                await give(pilot, right=True)
        assert "you: " in words(pilot)
        assert "incorrect" not in words(pilot).casefold()


async def test_past_quizzes_count_nothing_right(make_workspace: Callable[..., Workspace]) -> None:
    workspace = make_workspace(PLAIN, who="patient")
    quiz = quiz_of(workspace, "single")
    quiz.end()

    async with driven(workspace, "t", "r") as pilot:
        assert "0 of 1 answered" in words(pilot)
        assert "%" not in screen_text(pilot)
