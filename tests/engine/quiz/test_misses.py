"""What is said of a missed question, and what to do about it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from learnms.engine.quiz import wording
from learnms.engine.quiz.misses import wrong_parts
from learnms.engine.quiz.quiz import Quiz
from learnms.engine.quiz.results import results
from learnms.engine.quiz.start import past_quizzes
from learnms.engine.review.start import start_review
from learnms.engine.workspace import Workspace
from learnms.kinds.response import Pick
from learnms.kinds.score import Answer
from tests.conftest import Clock
from tests.engine.quiz.helpers import answered, begun, given
from tests.plain.test_plain_quiz import KINDS

OpenWorkspace = Callable[[], Workspace]


@pytest.fixture
def kinds(deck_file: Path) -> Path:
    deck_file.write_text(KINDS, "utf-8")
    return deck_file


def taken(workspace: Workspace, *, well: bool, **choices: object) -> Quiz:
    """A quiz to its end."""
    quiz = begun(workspace, **choices)
    while quiz.item is not None:
        answered(quiz, well=well)
        quiz.advance()
    quiz.end()
    return quiz


@pytest.mark.parametrize("kind", ["match", "matrix-one", "matrix-any", "dropdown"])
def test_only_rows_that_are_not_right_are_named(
    open_workspace: OpenWorkspace, kinds: Path, kind: str
) -> None:
    quiz = begun(open_workspace(), kinds=(kind,))
    assert quiz.item is not None
    question, right = quiz.item.question, given(quiz).picks
    response = question.response
    assert isinstance(response, Pick)

    (wrong,) = wrong_parts(question, Answer(picks=(*right[:-1], ())))
    assert (wrong.picked, wrong.given) == ((), "")
    assert wrong.label
    assert {option.text for option in response.groups[-1].options if option.right} == set(
        wrong.right.split("; ")
    )
    assert wrong_parts(question, Answer(picks=right)) == []
    assert len(wrong_parts(question, Answer.empty(question))) == len(response.groups)


def test_an_answer_without_rows_is_named_whole(open_workspace: OpenWorkspace, kinds: Path) -> None:
    quiz = begun(open_workspace(), kinds=("order",))
    assert quiz.item is not None
    question = quiz.item.question

    (wrong,) = wrong_parts(question, given(quiz, well=False))
    assert (wrong.label, wrong.given, wrong.right) == (
        "",
        "third; second; first",
        "first; second; third",
    )


def test_misses_come_first_then_the_quiz_again(open_workspace: OpenWorkspace) -> None:
    workspace = open_workspace()
    quiz = taken(workspace, well=False)
    result = results(quiz)

    said = wording.next_step(result, quiz.today, reviewable=bool(quiz.to_review))
    assert f"Review the {len(result.missed)} missed questions" in said
    assert len(quiz.review_missed().parts) == len(result.missed)
    assert quiz.to_review == 0
    assert "in 3 days" in wording.next_step(result, quiz.today, reviewable=False)
    later = quiz.today + timedelta(days=3)
    assert "Time to retake" in wording.next_step(result, later, reviewable=False)


def test_without_misses_the_quiz_comes_again_in_a_week(open_workspace: OpenWorkspace) -> None:
    quiz = taken(open_workspace(), well=True)

    assert "in 7 days" in wording.next_step(results(quiz), quiz.today, reviewable=False)


def test_a_miss_that_was_right_since_is_not_reviewed_again(
    open_workspace: OpenWorkspace, clock: Clock
) -> None:
    workspace = open_workspace()
    taken(workspace, well=False, kinds=("single", "true-false"))
    assert past_quizzes(workspace)[0].to_review == 2
    clock.forward(days=1)
    review = start_review(workspace, new=20)
    while review.item is not None and review.item.part.card != "card-single":
        review.bury()
    review.submit(given(review))

    past = past_quizzes(workspace)[0]
    assert past.to_review == 1
    assert len(past.review_missed().parts) == 1
    assert wording.added(5, 3) == "5 cards added to tomorrow's review; 3 are due by then anyway."


def test_an_exam_has_nothing_to_bring_before_it_is_said_whether_it_counts(
    open_workspace: OpenWorkspace,
) -> None:
    quiz = begun(open_workspace(), mode="exam", kinds=("single",))
    answered(quiz, well=False)
    quiz.submit_exam()

    assert quiz.is_pending
    assert quiz.to_review == 0
    quiz.end()
    assert not quiz.is_pending
    assert quiz.to_review == 0, "they come tomorrow by themselves"


def test_skipped_and_unanswered_are_told_apart(open_workspace: OpenWorkspace) -> None:
    quiz = begun(open_workspace(), mode="exam", kinds=("single", "true-false"))
    assert quiz.item is not None
    quiz.submit(Answer.empty(quiz.item.question))
    quiz.end()

    first, second = results(quiz).missed
    assert (wording.no_answer(first), wording.no_answer(second)) == ("Skipped", "Unanswered")


def test_a_margin_of_nothing_is_not_said(open_workspace: OpenWorkspace) -> None:
    result = results(taken(open_workspace(), well=True))

    assert result.error == 0
    assert (wording.margin(result), wording.percent(result)) == ("", "100%")
    assert "± 12" in wording.margin(replace(result, error=12.2))


def test_steps_stand_in_the_order_of_the_model_and_kinds_have_their_standard_names(
    open_workspace: OpenWorkspace, kinds: Path
) -> None:
    quiz = begun(open_workspace())
    names = "take-action", "recognize-cues"
    quiz.questions = [
        replace(asked, step=names[index % 2]) for index, asked in enumerate(quiz.questions)
    ]
    while quiz.item is not None:
        answered(quiz, well=False)
        quiz.advance()

    tallied = dict(wording.tallies(results(quiz)))
    assert [name for name, _ in tallied["By step"]] == ["Recognize cues", "Take action"]
    named = {name for name, _ in tallied["By question type"]}
    assert {"Highlight", "Matrix multiple choice", "Bow-tie"} <= named
