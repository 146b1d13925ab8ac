"""The end of an exam: what was left open is an empty answer; what counts, what comes tomorrow."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from learnms.engine.quiz.form import stopped_words
from learnms.engine.quiz.quiz import Quiz
from learnms.engine.quiz.results import results
from learnms.engine.quiz.start import open_quiz, past_quizzes
from learnms.engine.review.start import start_review
from learnms.engine.workspace import Workspace
from learnms.errors import StoreError
from learnms.kinds.score import Answer
from learnms.study.event import Draft, Part, Rating
from tests.conftest import Clock
from tests.engine.quiz.helpers import answered, begun, learned, log, of_part
from tests.engine.quiz.test_quiz import CASE

OpenWorkspace = Callable[[], Workspace]
SINGLE = Part("card-single")
TEACH = """\
  - id: card-teach
    ask: Explain it.
    teach-back: [One point, Another point]
    source: book §1
    checked: 2026-11-22
"""


@pytest.fixture
def with_case(deck_file: Path) -> Path:
    deck_file.write_text(deck_file.read_text("utf-8") + CASE, "utf-8")
    return deck_file


def ended(workspace: Workspace, *, counts: bool = False, **choices: object) -> Quiz:
    """An exam of which nothing is answered."""
    quiz = begun(workspace, mode="exam", **choices)
    quiz.end(counts=counts)
    return quiz


def test_what_is_left_open_is_an_empty_answer(open_workspace: OpenWorkspace) -> None:
    workspace = open_workspace()
    quiz = begun(workspace, mode="exam")
    answered(quiz)
    first = quiz.questions[0].card
    quiz.end()

    events = log(workspace, "practice")
    assert [event.card for event in events] == [asked.card for asked in quiz.questions]
    assert all(
        event.points == 0 and event.rating == Rating.AGAIN and (event.max_points or 0) > 0
        for event in events[1:]
    )
    assert all(
        (event.data or {}).get("unanswered") is True and event.took_ms is None
        for event in events[1:]
    )
    assert {event.card for event in log(workspace, "due")} == {
        asked.card for asked in quiz.questions
    } - {first}
    assert all(
        workspace.queries.memory.memory(Part(asked.card, asked.part)).due
        == workspace.today + timedelta(days=1)
        for asked in quiz.questions[1:]
    )
    assert workspace.store is not None
    assert workspace.store.rebuild().changed == 0


def test_an_exam_counts_only_where_the_learner_said_so(
    open_workspace: OpenWorkspace, clock: Clock
) -> None:
    workspace = open_workspace()
    workspace.open_store()
    learned(workspace, SINGLE.card)
    clock.forward(days=9)
    workspace = open_workspace()
    before = workspace.queries.memory.memory(SINGLE)
    quiz = begun(workspace, mode="exam")
    while quiz.item is not None:
        answered(quiz)
        quiz.advance()

    quiz.end()

    assert log(workspace, "session")[-1].data == {"mode": "quiz-end", "counts": False}
    assert workspace.queries.memory.memory(SINGLE) == before, "it was due, and is due still"
    assert len(of_part(workspace, SINGLE, "review")) == 1


def test_the_empty_answer_of_each_kind_is_what_sending_nothing_gives(
    open_workspace: OpenWorkspace,
) -> None:
    workspace = open_workspace()
    ended(workspace)
    left = {
        event.card: (event.answer, event.points, event.max_points, event.rating)
        for event in log(workspace, "practice")
    }
    quiz = begun(workspace, mode="exam")
    while quiz.item is not None:
        quiz.submit(Answer.empty(quiz.item.question))
        quiz.advance()
    sent = {
        event.card: (event.answer, event.points, event.max_points, event.rating)
        for event in log(workspace, "practice")[len(left) :]
    }

    assert left == sent


def test_a_submitted_exam_shows_the_score_that_its_end_will_keep(
    open_workspace: OpenWorkspace,
) -> None:
    quiz = begun(open_workspace(), mode="exam")
    answered(quiz)
    quiz.submit_exam()

    pending = results(quiz)
    quiz.end()

    assert pending.percent == results(quiz).percent
    assert (pending.answered, pending.max_points) == (1, 9), "nobody has 100% of one question"


@pytest.mark.parametrize(
    ("tests", "parts"),
    [
        ("card-single", [SINGLE]),
        ("card-cloze#c2", [Part("card-cloze", "c2")]),
        ("card-cloze", []),
        ("card-single, card-true", []),
    ],
)
def test_a_question_of_a_case_speaks_for_a_part_only_where_it_tests_that_one_alone(
    open_workspace: OpenWorkspace, deck_file: Path, tests: str, parts: list[Part]
) -> None:
    case = CASE.replace("tests: [card-single]", f"tests: [{tests}]")
    deck_file.write_text(deck_file.read_text("utf-8") + case, "utf-8")

    quiz = begun(open_workspace(), case="case-one")

    assert quiz.parts_of(0) == parts


def test_results_have_all_of_it_and_still_do_later(open_workspace: OpenWorkspace) -> None:
    workspace = open_workspace()
    quiz = begun(workspace, mode="exam")
    answered(quiz)
    quiz.end()

    for result in (results(quiz), results(past_quizzes(open_workspace())[0])):
        assert (result.answered, result.asked) == (1, 6)
        assert result.max_points == 9
        assert result.percent == pytest.approx(100 * result.points / 9)
        assert [missed.left for missed in result.missed] == [True] * 5
        assert sum(tally.questions for tally in result.kinds) == 6


def test_case_parts_that_are_left_open_are_evidence(
    open_workspace: OpenWorkspace, with_case: Path, clock: Clock
) -> None:
    workspace = open_workspace()
    learned(workspace, "card-single")
    clock.forward(days=40)
    ended(workspace, kinds=("case",), counts=True)

    evidence = log(workspace, "evidence")
    assert [(event.card, event.part, event.points, event.rating) for event in evidence] == [
        ("case-one", "part-one", 0, 1),
        ("case-one", "part-two", 0, 1),
    ]
    review = of_part(workspace, SINGLE, "review")[-1]
    assert (review.ref, review.rating) == (evidence[0].id, Rating.AGAIN)
    assert workspace.queries.memory.memory(SINGLE).last_day == workspace.today


def test_leaving_is_not_ending(open_workspace: OpenWorkspace) -> None:
    quiz = begun(open_workspace(), mode="exam")
    answered(quiz)
    workspace = open_workspace()
    again = open_quiz(workspace)

    assert again is not None
    assert len(again.unanswered) == 5
    assert len(log(workspace, "practice")) == 1


def test_a_submitted_exam_opens_no_question_again(open_workspace: OpenWorkspace) -> None:
    quiz = begun(open_workspace(), mode="exam")
    answered(quiz)
    quiz.submit_exam()
    workspace = open_workspace()
    workspace.open_store()
    again = open_quiz(workspace)

    assert again is not None
    assert again.is_submitted
    assert again.item is None
    assert not any(again.may_go(index) for index in range(again.total))
    assert again.go(1) is None
    assert workspace.queries.study.half_done(workspace.today)[0].is_submitted
    assert stopped_words(again) == "submitted: count it toward your schedule?"

    again.end(counts=True)
    assert open_quiz(workspace) is None
    assert len(log(workspace, "practice")) == 6
    assert workspace.store is not None
    assert workspace.store.rebuild().changed == 0


def test_a_tutors_quiz_leaves_open_what_is_open(open_workspace: OpenWorkspace) -> None:
    workspace = open_workspace()
    quiz = begun(workspace, minutes=5)
    answered(quiz)
    quiz.end()

    assert len(log(workspace, "practice")) == 1


def test_what_only_the_learner_can_grade_is_never_failed(
    open_workspace: OpenWorkspace, deck_file: Path
) -> None:
    deck_file.write_text(deck_file.read_text("utf-8") + TEACH, "utf-8")
    workspace = open_workspace()
    quiz = ended(workspace, kinds=("teach-back", "single"))

    assert [event.card for event in log(workspace, "practice")] == ["card-single"]
    assert [quiz.questions[index].card for index in quiz.unanswered] == ["card-teach"]


def test_a_card_without_id_is_missed_too(open_workspace: OpenWorkspace, deck_file: Path) -> None:
    deck_file.write_text(
        deck_file.read_text("utf-8").replace("  - id: card-single\n    ask", "  - ask"), "utf-8"
    )
    workspace = open_workspace()
    result = results(ended(workspace, kinds=("single", "true-false")))

    assert (result.answered, result.max_points, len(result.missed)) == (0, 2, 2)
    assert len(log(workspace, "practice")) == 1


def test_a_yes_does_no_less_than_a_no(open_workspace: OpenWorkspace, clock: Clock) -> None:
    workspace = open_workspace()
    learned(workspace, "card-single", "card-true", "card-typed", "card-dose")
    assert workspace.store is not None
    workspace.store.append(
        [Draft(kind="due", card="card-true", due=workspace.today + timedelta(days=300))]
    )
    clock.forward(days=40)
    quiz = begun(workspace, mode="exam")
    while quiz.item is not None:
        answered(quiz, well=quiz.item.part.card == "card-dose")
        quiz.advance()
    quiz.end(counts=True)

    reviewed = {
        event.card for event in log(workspace, "review") if event.study_day == workspace.today
    }
    moved = {
        event.card: event.due
        for event in log(workspace, "due")
        if event.study_day == workspace.today
    }
    assert reviewed == {"card-single", "card-typed", "card-dose"}, (
        "what was due, right and wrong alike"
    )
    assert set(moved) == {"card-true", "card-select", "card-select-two"}, (
        "what was missed and is not due, or new"
    )
    assert set(moved.values()) == {workspace.today + timedelta(days=1)}
    assert workspace.store.rebuild().changed == 0


def test_two_questions_about_one_part_are_one_review(
    open_workspace: OpenWorkspace, with_case: Path, clock: Clock
) -> None:
    workspace = open_workspace()
    learned(workspace, "card-single")
    clock.forward(days=40)
    quiz = begun(workspace, mode="exam", kinds=("case", "single"))
    while quiz.item is not None:
        answered(quiz)
        quiz.advance()
    quiz.end(counts=True)

    assert [event.rating for event in of_part(workspace, SINGLE, "review")] == [3, 3]
    assert workspace.queries.memory.memory(SINGLE).reps == 2


def test_an_end_that_cannot_be_saved_leaves_the_exam_as_it_was(
    open_workspace: OpenWorkspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace = open_workspace()
    quiz = begun(workspace, mode="exam", kinds=("single", "true-false"))
    answered(quiz)

    def full(_: object) -> None:
        message = "The disk is full."
        raise StoreError(message)

    with monkeypatch.context() as patched:
        patched.setattr(quiz, "_append", full)
        with pytest.raises(StoreError):
            quiz.end()
    assert not quiz.ended
    assert quiz.unanswered == [1]
    assert quiz.may_go(1)
    quiz.end()
    assert quiz.unanswered == []


@pytest.mark.parametrize("mode", ["tutor", "exam"])
def test_undo_leaves_answers_of_quizzes_and_their_reviews(
    open_workspace: OpenWorkspace, clock: Clock, mode: str
) -> None:
    workspace = open_workspace()
    learned(workspace, "card-single")
    clock.forward(days=40)
    review = start_review(workspace)
    reviewed = of_part(workspace, SINGLE, "review")
    quiz = begun(workspace, mode=mode)
    while quiz.item is not None:
        answered(quiz, well=False)
        quiz.ask_again_today()
        if quiz.is_exam or quiz.unanswered:
            quiz.advance()
        else:
            quiz.go(quiz.total)
    quiz.end(counts=True)
    before = log(workspace, "review", "practice", "due")

    assert len(of_part(workspace, SINGLE, "review")) > len(reviewed)
    assert review.undo() is None
    assert not start_review(workspace).may_undo
    assert log(workspace, "review", "practice", "due") == before
