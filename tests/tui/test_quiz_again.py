"""A quiz on the screen: what it asks again, what an exam leaves open, and what is typed at any length."""

from __future__ import annotations

import io
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from textual import events

from learnms.kinds.score import LONGEST
from learnms.plain.lines import Lines
from learnms.plain.quiz import PlainQuiz
from learnms.plain.review import PlainReview
from learnms.study.event import Draft, Part
from learnms.tui.quiz_pages import EndScreen
from learnms.tui.result_screen import MissedScreen, ResultScreen
from tests.tui import sample
from tests.tui.driving import driven, logged, press, quiz_page, screen_lines, screen_text, settle
from tests.tui.quizzing import ALL, answers, quiz_of
from tests.tui.test_kinds import told
from tests.tui.test_quiz import TWO, give, words

if TYPE_CHECKING:
    from collections.abc import Callable

    from learnms.engine.start import Desk
    from tests.tui.driving import Clock


def due(desk: Desk, clock: Clock, card: str) -> None:
    """A card was learned, and is due."""
    desk.open_store().append([Draft(kind="review", card=card, rating=3, target=0.9)])
    clock.wait(timedelta(days=40))


async def test_a_due_card_that_failed_is_asked_until_right(make_desk: Callable[..., Desk], clock: Clock) -> None:
    desk = make_desk(ALL)
    due(desk, clock, "screen-1d")

    async with driven(desk, quiz=quiz_of(desk, "single")) as pilot:
        await give(pilot, right=False)
        assert "asked again at the end" in screen_text(pilot)
        assert "ask it again" not in screen_lines(pilot)[-1]
        for right in (False, True):
            await press(pilot, "enter")
            assert "· asked again" in screen_lines(pilot)[0]
            assert quiz_page(pilot).sheet.picks == ()
            await give(pilot, right=right)
        assert "next in" in screen_text(pilot) or "next tomorrow" in screen_text(pilot)
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, ResultScreen)
        assert "0 of 1 points" in words(pilot)
    assert [event.rating for event in answers(desk)] == [3, 1, 1, 3]


async def test_it_goes_on_with_what_it_would_ask_again(make_desk: Callable[..., Desk]) -> None:
    desk = make_desk(ALL)

    async with driven(desk, quiz=quiz_of(desk, "single")) as pilot:
        await give(pilot, right=False)
        await press(pilot, "a", "q")
    async with driven(desk, "t") as pilot:
        assert "1 of 1 question answered, 1 to be asked again" in words(pilot)
        await press(pilot, "enter")
        assert "· asked again" in screen_lines(pilot)[0]
        await give(pilot, right=True)
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, ResultScreen)


async def test_the_same_screen_and_lines_write_the_same(make_desk: Callable[..., Desk]) -> None:
    desk = make_desk(ALL)

    async with driven(desk, quiz=quiz_of(desk, "true-false")) as pilot:
        await give(pilot, right=False)
        await press(pilot, "a", "enter")
        await give(pilot, right=True)
        await press(pilot, "enter")
    keyed = logged(desk)
    shown = (keyed[1].answer or {})["options"][0]
    wrong, right = shown.index("True") + 1, shown.index("False") + 1
    quiz = quiz_of(desk, "true-false")
    quiz.store = desk.open_store()
    PlainQuiz(quiz, Lines(io.StringIO(f"{wrong}\na\n\n{right}\n\n\n"), io.StringIO(), echo=True)).run()
    lined = logged(desk)[len(keyed) :]

    assert [told(event) for event in keyed] == [told(event) for event in lined]


# -- the end of an exam ------------------------------------------------------------------------------------------------


async def test_an_exam_says_that_what_is_left_open_is_missed(make_desk: Callable[..., Desk]) -> None:
    desk = make_desk(ALL)

    async with driven(desk, ".", quiz=quiz_of(desk, *TWO, mode="exam")) as pilot:
        await give(pilot, right=True)
        assert isinstance(pilot.app.screen, EndScreen)
        text = words(pilot)
        assert "1 question is unanswered: 1. Submit?" in text
        assert "What is not answered counts as missed." in text
        await press(pilot, "1")
        assert isinstance(pilot.app.screen, EndScreen), "not before it is submitted"
        await press(pilot, "enter")
        assert "Review other missed questions tomorrow." in words(pilot)
        await press(pilot, "1")
        assert isinstance(pilot.app.screen, ResultScreen)
        assert "1 of 2 points" in words(pilot)
        assert "1 of 2 answered" in words(pilot)
        assert "✗ you: not answered" in words(pilot)
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, MissedScreen)
        assert "Nothing was given." in words(pilot)
    assert [event.kind for event in logged(desk)] == ["session", "practice", "practice", "due", "session"]
    missed = next(event for event in logged(desk) if event.kind == "due")
    assert desk.data.reader.memory(Part(missed.card or "")).due == desk.today + timedelta(days=1)


async def test_an_exam_of_which_nothing_is_answered_may_count_too(make_desk: Callable[..., Desk]) -> None:
    desk = make_desk(ALL)

    async with driven(desk, ".", ".", quiz=quiz_of(desk, *TWO, mode="exam")) as pilot:
        assert "2 questions are unanswered: 1, 2. Submit?" in words(pilot)
        await press(pilot, "enter")
        assert "Count this exam toward your schedule?" in words(pilot)
        await press(pilot, "enter")
        assert "0 of 2 points: 0 ± 0 per cent." in words(pilot)


async def test_the_result_names_the_rows_of_a_grid(make_desk: Callable[..., Desk]) -> None:
    desk = make_desk(ALL)

    async with driven(desk, "1", "enter", "enter", "enter", quiz=quiz_of(desk, "matrix-one"), size=(80, 40)) as pilot:
        text = words(pilot)
        rows = quiz_rows(desk)
        assert all(f"{row}:" in text.partition("✓ right:")[2] for row in rows)
        assert f"✗ you: {rows[0]}:" in text


def quiz_rows(desk: Desk) -> list[str]:
    item = quiz_of(desk, "matrix-one").page(0)
    assert item is not None
    return [group.label for group in item.question.response.groups]  # type: ignore[union-attr]  # a matrix is picked


# -- what is typed -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["x" * 10_000_000, "C D\t20\x1b[31m" * 100, "   CD 19   " * 200, "  CD20"])
async def test_what_is_pasted_and_what_is_typed_as_a_line_is_one_answer(make_desk: Callable[..., Desk], text: str) -> None:
    desk = make_desk(sample.deck(sample.TYPED))

    async with driven(desk, quiz=quiz_of(desk, "typed")) as pilot:
        quiz_page(pilot).field.post_message(events.Paste(text))
        await settle(pilot)
        await press(pilot, "enter")
    quiz, review = quiz_of(desk, "typed"), desk.review()
    quiz.store = review.store = desk.open_store()
    PlainQuiz(quiz, Lines(io.StringIO(f"{text}\nq\n"), io.StringIO(), echo=True)).run()
    PlainReview(review, Lines(io.StringIO(f"{text}\nq\n"), io.StringIO(), echo=True)).run()

    pasted, lined, reviewed = ((event.answer or {})["text"] for event in answers(desk))
    assert pasted == lined == reviewed
    assert 0 < len(pasted) <= LONGEST
