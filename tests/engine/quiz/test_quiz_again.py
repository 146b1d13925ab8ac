"""What a tutor's quiz asks again: a failed review until it is right, the surely wrong once more;
and what of it is written.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given as drawn
from hypothesis import strategies as st

from learnms.engine.home.home import home_view
from learnms.engine.quiz.build import QuizQuestion
from learnms.engine.quiz.queue import Queue
from learnms.engine.quiz.results import results
from learnms.engine.quiz.start import open_quiz, past_quizzes
from learnms.engine.review.start import start_review
from learnms.engine.workspace import Workspace
from learnms.kinds.score import Answer
from learnms.study.event import Part, Rating
from tests.conftest import NOW, Clock
from tests.engine.quiz.helpers import answered, begun, learned, log, of_part
from tests.engine.quiz.test_quiz import CASE

OpenWorkspace = Callable[[], Workspace]
SINGLE, TRUE = Part("card-single"), Part("card-true")
TWO = ("single", "true-false")


@pytest.fixture
def with_case(deck_file: Path) -> Path:
    deck_file.write_text(deck_file.read_text("utf-8") + CASE, "utf-8")
    return deck_file


def due(open_workspace: OpenWorkspace, clock: Clock, *cards: str) -> Workspace:
    """A workspace on which cards are due."""
    workspace = open_workspace()
    learned(workspace, *cards)
    clock.forward(days=40)
    return workspace


def test_a_due_card_that_failed_is_asked_until_it_is_right(
    open_workspace: OpenWorkspace, clock: Clock
) -> None:
    workspace = due(open_workspace, clock, "card-single")
    quiz = begun(workspace, kinds=TWO)
    while quiz.item is not None and quiz.item.part != SINGLE:  # the other one is new: practice
        answered(quiz)
        quiz.advance()
    failed = answered(quiz, well=False)
    quiz.advance()
    while quiz.item is not None and quiz.item.part != SINGLE:
        answered(quiz)
        quiz.advance()

    assert failed.review
    assert failed.again
    assert failed.at_end
    assert quiz.item is not None
    assert quiz.item.again
    assert quiz.left == 1
    assert answered(quiz, well=False).again, "wrong once more"
    quiz.advance()
    assert quiz.item.part == SINGLE
    assert not answered(quiz).again
    assert quiz.advance() is None

    reviews = of_part(workspace, SINGLE, "review")[1:]
    assert [event.rating for event in reviews] == [Rating.AGAIN, Rating.AGAIN, Rating.GOOD]
    assert {event.study_day for event in reviews} == {workspace.today}
    assert [(event.data or {}).get("again") for event in reviews] == [None, 1, 2]
    assert of_part(workspace, SINGLE, "practice") == []
    assert workspace.store is not None
    assert workspace.store.rebuild().changed == 0


def test_only_the_first_answer_is_the_result(open_workspace: OpenWorkspace, clock: Clock) -> None:
    workspace = due(open_workspace, clock, "card-single")
    quiz = begun(workspace, kinds=("single",))
    answered(quiz, well=False)
    quiz.advance()
    answered(quiz)
    quiz.advance()
    quiz.end()

    for one in (quiz, past_quizzes(workspace)[0]):
        result = results(one)
        assert (result.points, result.max_points, result.answered) == (0, 1, 1)
        assert [missed.index for missed in result.missed] == [0]
        assert result.kinds[0].points == 0
    assert [asked.card for asked in begun(workspace, statuses=("missed",)).questions] == [
        "card-single"
    ], "it was missed, whatever came later"


def test_a_later_review_of_the_day_asks_it_until_it_is_right(
    open_workspace: OpenWorkspace, clock: Clock
) -> None:
    workspace = due(open_workspace, clock, "card-single")
    assert home_view(workspace).due == 1
    quiz = begun(workspace, kinds=("single",))
    answered(quiz, well=False)

    memory = workspace.queries.memory.memory(SINGLE)
    assert memory.due is not None
    assert memory.due > workspace.today
    assert (home_view(workspace).due, home_view(workspace).again) == (1, 1)
    assert start_review(workspace, new=20).plan[0] == SINGLE

    quiz.advance()
    answered(quiz)
    assert home_view(workspace).due == 0
    assert SINGLE not in start_review(workspace, new=20).plan


def test_a_failed_card_comes_back_after_ten_minutes(
    open_workspace: OpenWorkspace, clock: Clock
) -> None:
    workspace = due(open_workspace, clock, "card-single", "card-true", "card-typed", "card-dose")
    quiz = begun(workspace)
    failed = quiz.index
    answered(quiz, well=False)
    quiz.advance()
    assert quiz.index != failed
    answered(quiz)
    clock.forward(minutes=11)
    quiz.advance()

    assert quiz.index == failed
    answered(quiz)
    quiz.advance()
    assert quiz.index not in quiz.given


def test_it_does_not_break_into_a_case(
    open_workspace: OpenWorkspace, with_case: Path, clock: Clock
) -> None:
    quiz = begun(due(open_workspace, clock, "card-single", "card-true", "card-typed"))
    first_of_case = next(index for index, asked in enumerate(quiz.questions) if asked.case == 0)
    while quiz.index != first_of_case:
        answered(quiz, well=False, sure="certain")
        quiz.advance()
    answered(quiz)
    clock.forward(hours=1)
    quiz.advance()

    assert quiz.index == first_of_case + 1
    answered(quiz)
    quiz.advance()
    assert quiz.queue.repeats
    assert quiz.index in quiz.queue.repeats


def test_practice_that_is_let_count_is_asked_until_right(open_workspace: OpenWorkspace) -> None:
    workspace = open_workspace()
    quiz = begun(workspace, kinds=("single",))
    assert not answered(quiz, well=False).again
    assert quiz.may_ask_again
    counted = quiz.ask_again_today()
    assert counted is not None
    assert counted.review
    assert counted.at_end
    quiz.advance()
    assert answered(quiz, well=False).again
    quiz.advance()
    assert not answered(quiz).again

    assert [
        (event.kind, event.rating) for event in of_part(workspace, SINGLE, "practice", "review")
    ] == [("practice", 1), ("review", 1), ("review", 1), ("review", 3)]
    assert quiz.advance() is None


def test_a_second_a_writes_nothing(open_workspace: OpenWorkspace) -> None:
    workspace = open_workspace()
    quiz = begun(workspace, kinds=("single",))
    answered(quiz, well=False)
    quiz.ask_again_today()

    assert quiz.ask_again_today() is None
    assert not quiz.may_ask_again
    assert len(log(workspace, "review")) == 1
    assert workspace.queries.memory.memory(SINGLE).reps == 1


def test_what_is_let_count_is_again_even_where_it_was_nearly_right(
    open_workspace: OpenWorkspace,
) -> None:
    workspace = open_workspace()
    quiz = begun(workspace, kinds=("select-all",))
    quiz.submit(Answer(picks=((0, 1),)))  # two of three
    assert log(workspace, "practice")[0].rating == Rating.HARD
    quiz.ask_again_today()

    assert log(workspace, "review")[0].rating == Rating.AGAIN
    quiz.advance()
    assert quiz.item is not None


def test_nothing_can_be_let_count_that_was_right_or_in_an_exam(
    open_workspace: OpenWorkspace,
) -> None:
    workspace = open_workspace()
    right, exam = (
        begun(workspace, kinds=("single",)),
        begun(workspace, kinds=("single",), mode="exam"),
    )
    answered(right)
    answered(exam, well=False)

    assert right.ask_again_today() is None
    assert exam.ask_again_today() is None
    assert log(workspace, "review") == []


def test_sure_but_wrong_practice_comes_once_more_as_practice(open_workspace: OpenWorkspace) -> None:
    workspace = open_workspace()
    quiz = begun(workspace, kinds=("single",))
    sure = answered(quiz, well=False, sure="certain")
    assert sure.again
    assert not sure.review
    quiz.advance()
    assert quiz.item is not None
    assert quiz.item.again
    again = answered(quiz, well=False, sure="certain")

    assert not again.again, "once more, and no more"
    assert quiz.may_ask_again
    assert quiz.advance() is None
    assert [event.kind for event in of_part(workspace, SINGLE, "practice", "review")] == [
        "practice",
        "practice",
    ]
    assert workspace.queries.memory.memory(SINGLE).is_new
    result = results(quiz)
    assert [missed.sure for missed in result.missed] == [True]
    assert [asked.card for asked in begun(workspace, statuses=("sure",)).questions] == [
        "card-single"
    ]


def test_sure_but_wrong_caps_the_due_days_of_the_day(
    open_workspace: OpenWorkspace, clock: Clock
) -> None:
    workspace = due(open_workspace, clock, "card-single")
    quiz = begun(workspace, kinds=("single",))
    answered(quiz, well=False, sure="certain")
    quiz.advance()
    answered(quiz)
    memory = workspace.queries.memory.memory(SINGLE)

    assert memory.due is not None
    assert memory.due <= workspace.today + timedelta(days=2)


def test_a_guess_that_was_right_is_asked_again_where_it_was_a_review(
    open_workspace: OpenWorkspace, clock: Clock
) -> None:
    quiz = begun(due(open_workspace, clock, "card-single"), kinds=("single",))

    assert answered(quiz, sure="guess").again
    quiz.advance()
    assert not answered(quiz, sure="fairly").again


def test_a_case_part_whose_card_failed_is_asked_again_and_reviews_it(
    open_workspace: OpenWorkspace, with_case: Path, clock: Clock
) -> None:
    workspace = due(open_workspace, clock, "card-single")
    quiz = begun(workspace, kinds=("case",))
    assert answered(quiz, well=False).at_end
    quiz.advance()
    assert quiz.index == 1
    answered(quiz)
    quiz.advance()
    assert quiz.index == 0
    assert quiz.item is not None
    assert quiz.item.again
    answered(quiz)

    assert quiz.advance() is None
    assert [event.rating for event in of_part(workspace, SINGLE, "review")[1:]] == [1, 3]
    assert len(of_part(workspace, Part("case-one", "part-one"), "evidence")) == 2
    assert results(quiz).points == 1, "the first answer to the first part had no points"


def test_an_exam_asks_nothing_again(open_workspace: OpenWorkspace, clock: Clock) -> None:
    quiz = begun(due(open_workspace, clock, "card-single"), kinds=("single",), mode="exam")

    assert not answered(quiz, well=False, sure="certain").again
    assert quiz.advance() is None
    assert quiz.left == 0


def test_options_stand_in_another_order_each_time_always_the_same_one(
    open_workspace: OpenWorkspace, clock: Clock
) -> None:
    workspace = due(open_workspace, clock, "card-select")
    quiz = begun(workspace, kinds=("select-all",))
    orders = []
    for _ in range(4):
        assert quiz.item is not None
        orders.append(quiz.item.question.order)
        answered(quiz, well=False)
        quiz.advance()
    stopped = open_quiz(open_workspace())

    assert len(set(orders)) > 1
    assert stopped is not None
    assert stopped.item is not None
    assert quiz.item is not None
    assert stopped.item.question == quiz.item.question


@pytest.mark.parametrize("way", ["review", "counted", "sure"])
def test_a_stopped_quiz_goes_on_with_what_it_would_ask_again(
    open_workspace: OpenWorkspace, clock: Clock, way: str
) -> None:
    workspace = due(open_workspace, clock, "card-single") if way == "review" else open_workspace()
    quiz = begun(workspace, kinds=("single",))
    answered(quiz, well=False, sure="certain" if way == "sure" else None)
    if way == "counted":
        quiz.ask_again_today()
    before = len(log(workspace, "review"))

    again = open_quiz(open_workspace())
    assert again is not None
    assert again.unanswered == []
    assert again.left == 1
    assert again.item is not None
    assert again.item.again
    workspace = open_workspace()
    again = open_quiz(workspace)
    assert again is not None
    assert not answered(again).again
    assert len(log(workspace, "review")) == before + (way != "sure")
    assert [missed.index for missed in results(again).missed] == [0]
    rest = open_quiz(open_workspace())
    assert rest is not None
    assert rest.item is None


def test_on_another_day_it_is_a_review_only_if_it_is_due(
    open_workspace: OpenWorkspace, clock: Clock
) -> None:
    workspace = open_workspace()
    quiz = begun(workspace, kinds=("single",))
    answered(quiz, well=False)
    quiz.ask_again_today()
    clock.forward(days=30)
    again = open_quiz(workspace)
    assert again is not None
    assert answered(again, well=False).review
    clock.forward(days=1)
    last = open_quiz(workspace)
    assert last is not None
    memory = workspace.queries.memory.memory(SINGLE)
    is_due = memory.due is not None and memory.due <= workspace.today

    assert answered(last).review is is_due


def test_what_was_right_in_a_review_since_is_not_asked_again(
    open_workspace: OpenWorkspace, clock: Clock
) -> None:
    workspace = due(open_workspace, clock, "card-single")
    quiz = begun(workspace, kinds=("single",))
    answered(quiz, well=False)
    clock.forward(days=20)
    learned(workspace, "card-single")
    again = open_quiz(workspace)

    assert again is not None
    assert again.item is None
    assert again.left == 0


def test_a_card_without_id_is_asked_again_too(
    open_workspace: OpenWorkspace, deck_file: Path
) -> None:
    deck_file.write_text(
        deck_file.read_text("utf-8").replace("  - id: card-single\n    ask", "  - ask"), "utf-8"
    )
    quiz = begun(open_workspace(), kinds=("single",))
    assert answered(quiz, well=False, sure="certain").again
    quiz.advance()
    assert answered(quiz, well=True).item.again

    assert quiz.advance() is None
    assert len(results(quiz).missed) == 1


def test_a_quiz_goes_on_past_four_in_the_morning(
    open_workspace: OpenWorkspace, clock: Clock
) -> None:
    workspace = due(open_workspace, clock, "card-single", "card-true")
    clock.at = clock.at.replace(hour=3)
    quiz = begun(workspace, kinds=TWO)
    answered(quiz)
    clock.forward(hours=2)
    quiz.advance()
    answered(quiz)
    days = [event.study_day for event in log(workspace, "review")][-2:]

    assert days[1] - days[0] == timedelta(days=1)
    assert quiz.today == workspace.today


@drawn(
    st.lists(
        st.tuples(st.integers(1, 4), st.booleans(), st.booleans(), st.integers(0, 20)), max_size=60
    ),
    st.integers(1, 6),
)
def test_the_queue_ends_when_everything_was_right_once(
    answers: list[tuple[int, bool, bool, int]], size: int
) -> None:
    queue = Queue.of(
        [QuizQuestion(f"card-{index}", None, "", 0, "single") for index in range(size)]
    )
    now, seen = NOW, list[int]()
    for rating, is_review, sure_wrong, minutes in answers:
        index = queue.next(now)
        if index is None:
            break
        seen.append(index)
        again = queue.answered(index, now, rating, is_review=is_review, sure_wrong=sure_wrong)
        assert again is (index in queue.repeats)
        assert queue.times[index] == seen.count(index)
        assert again is (
            (rating == Rating.AGAIN and index in queue.reviewed)
            or (sure_wrong and queue.times[index] == 1)
        )
        now += timedelta(minutes=minutes)
    while (index := queue.next(now)) is not None:
        queue.answered(index, now, Rating.GOOD, is_review=True, sure_wrong=False)

    assert queue.left == 0
    assert all(queue.times[index] for index in range(size))
