"""A quiz on the screen: what it asks again, what an exam leaves open, and what is typed at any
length.
"""

from __future__ import annotations

import io
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from textual import events

from learnms.engine.review.start import start_review
from learnms.kinds.score import LONGEST
from learnms.plain.kit.console import Console
from learnms.plain.quiz import PlainQuiz
from learnms.plain.review import PlainReview
from learnms.study.event import Draft, Part
from learnms.tui.quiz.missed import MissedScreen
from learnms.tui.quiz.pages import EndScreen
from learnms.tui.quiz.result import ResultScreen
from tests.factories import decks
from tests.tui.pilot import driven, logged, press, quiz_page, screen_lines, screen_text, settle
from tests.tui.question.test_kinds import told
from tests.tui.quiz.helpers import ALL, answers, places, quiz_of
from tests.tui.quiz.test_quiz import TWO, give, title, words

if TYPE_CHECKING:
    from collections.abc import Callable

    from learnms.engine.workspace import Workspace
    from tests.tui.pilot import Clock


def due(workspace: Workspace, clock: Clock, card: str) -> None:
    """A card was learned, and is due."""
    workspace.open_store().append([Draft(kind="review", card=card, rating=3, target=0.9)])
    clock.wait(timedelta(days=40))


async def test_a_due_card_that_failed_is_asked_until_right(
    make_workspace: Callable[..., Workspace], clock: Clock
) -> None:
    workspace = make_workspace(ALL)
    due(workspace, clock, "screen-1d")

    async with driven(workspace, quiz=quiz_of(workspace, "single")) as pilot:
        await give(pilot, right=False)
        assert "again at the end" in screen_text(pilot)
        assert "Count it" not in screen_lines(pilot)[-1]
        for right in (False, True):
            await press(pilot, "enter")
            assert "· asked again" in title(pilot)
            assert quiz_page(pilot).question_state.picks == ()
            await give(pilot, right=right)
        assert "due in" in screen_text(pilot) or "due tomorrow" in screen_text(pilot)
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, ResultScreen)
        assert "of 1 point" in words(pilot)
    assert [event.rating for event in answers(workspace)] == [3, 1, 1, 3]


async def test_it_goes_on_with_what_it_would_ask_again(
    make_workspace: Callable[..., Workspace],
) -> None:
    workspace = make_workspace(ALL)

    async with driven(workspace, quiz=quiz_of(workspace, "single")) as pilot:
        await give(pilot, right=False)
        await press(pilot, "a", "q")
    async with driven(workspace, "t") as pilot:
        assert "1 of 1 answered, 1 to repeat" in words(pilot)
        await press(pilot, "enter")
        assert "· asked again" in title(pilot)
        await give(pilot, right=True)
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, ResultScreen)


async def test_the_same_screen_and_lines_write_the_same(
    make_workspace: Callable[..., Workspace],
) -> None:
    workspace = make_workspace(ALL)

    async with driven(workspace, quiz=quiz_of(workspace, "true-false")) as pilot:
        await give(pilot, right=False)
        await press(pilot, "a", "enter")
        await give(pilot, right=True)
        await press(pilot, "enter")
    keyed = logged(workspace)
    shown = (keyed[1].answer or {})["options"][0]
    wrong, right = shown.index("True") + 1, shown.index("False") + 1
    quiz = quiz_of(workspace, "true-false")
    PlainQuiz(
        quiz, Console(io.StringIO(f"{wrong}\na\n\n{right}\n\n\n"), io.StringIO(), echo=True)
    ).run()
    lined = logged(workspace)[len(keyed) :]

    assert [told(event) for event in keyed] == [told(event) for event in lined]


# -- the end of an exam ----------------------------------------------------------------------------


async def test_an_exam_says_that_what_is_left_open_is_missed(
    make_workspace: Callable[..., Workspace],
) -> None:
    workspace = make_workspace(ALL)

    async with driven(workspace, ".", quiz=quiz_of(workspace, *TWO, mode="exam")) as pilot:
        await give(pilot, right=True)
        assert isinstance(pilot.app.screen, EndScreen)
        text = words(pilot)
        assert "1 question is unanswered: 1." in text
        assert "Unanswered questions count as missed." in text
        await press(pilot, "y")
        assert isinstance(pilot.app.screen, EndScreen), "not before it is submitted"
        await press(pilot, "enter")
        assert quiz_page(pilot).quiz.index == 0, "enter opens what is unanswered"
        await press(pilot, ".", ".", "s")
        assert isinstance(pilot.app.screen, ResultScreen)
        await press(pilot, "y")
        assert "Unanswered" in words(pilot)
        await press(pilot, *["up"] * 2, "enter")
        assert isinstance(pilot.app.screen, MissedScreen)
        assert "No answer" in words(pilot)
    assert [event.kind for event in logged(workspace)] == [
        "session",
        "practice",
        "session",
        "practice",
        "due",
        "session",
    ]
    missed = next(event for event in logged(workspace) if event.kind == "due")
    assert workspace.queries.memory.memory(
        Part(missed.card or "")
    ).due == workspace.today + timedelta(days=1)


async def test_an_exam_of_which_nothing_is_answered_may_count_too(
    make_workspace: Callable[..., Workspace],
) -> None:
    workspace = make_workspace(ALL)

    async with driven(workspace, ".", ".", quiz=quiz_of(workspace, *TWO, mode="exam")) as pilot:
        assert "2 questions are unanswered: 1, 2." in words(pilot)
        await press(pilot, "s")
        assert "Count this exam toward your schedule?" in words(pilot)
        await press(pilot, "n")
        assert "of 2 points" in words(pilot)
        assert "±" not in words(pilot)


async def test_the_result_names_only_the_wrong_rows_of_a_grid(
    make_workspace: Callable[..., Workspace],
) -> None:
    workspace = make_workspace(ALL)
    quiz = quiz_of(workspace, "matrix-one")
    right = quiz.item.question if quiz.item is not None else None
    assert right is not None

    async with driven(workspace, quiz=quiz, size=(120, 40)) as pilot:
        first, *others = places(pilot)
        columns = len(right.order[0])
        wrong = next(at for at in range(columns) if at != first)
        await press(pilot, str(wrong + 1))
        for row, place in enumerate(others, 1):
            await press(
                pilot, *["down"] * (quiz_page(pilot).question_state.cursor // columns < row)
            )
            await press(pilot, str(place % columns + 1))
        await press(pilot, "enter", "enter")
        rows = quiz_rows(workspace)
        missed = words(pilot)
        assert f"✗ {rows[0]}:" in missed
        assert f"✓ {rows[0]}:" in missed
        assert not any(f"{row}:" in missed for row in rows[1:])


def quiz_rows(workspace: Workspace) -> list[str]:
    item = quiz_of(workspace, "matrix-one").page(0)
    assert item is not None
    # a matrix is picked
    return [group.label for group in item.question.response.groups]  # type: ignore[union-attr]


# -- what is typed ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text", ["x" * 10_000_000, "C D\t20\x1b[31m" * 100, "   CD 19   " * 200, "  CD20"]
)
async def test_what_is_pasted_and_what_is_typed_as_a_line_is_one_answer(
    make_workspace: Callable[..., Workspace], text: str
) -> None:
    workspace = make_workspace(decks.deck(decks.TYPED))

    async with driven(workspace, quiz=quiz_of(workspace, "typed")) as pilot:
        quiz_page(pilot).field.post_message(events.Paste(text))
        await settle(pilot)
        await press(pilot, "enter")
    quiz, review = quiz_of(workspace, "typed"), start_review(workspace)
    PlainQuiz(quiz, Console(io.StringIO(f"{text}\nq\n"), io.StringIO(), echo=True)).run()
    PlainReview(review, Console(io.StringIO(f"{text}\nq\n"), io.StringIO(), echo=True)).run()

    pasted, lined, reviewed = ((event.answer or {})["text"] for event in answers(workspace))
    assert pasted == lined == reviewed
    assert 0 < len(pasted) <= LONGEST
