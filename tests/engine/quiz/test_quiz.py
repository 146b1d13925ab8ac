"""A quiz of the engine, on a real database file."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from learnms.engine.quiz.build import QuizSpec, Size, size
from learnms.engine.quiz.form import PATIENT_ROWS, ROWS, Offer, first_spec, quiz_form, summary
from learnms.engine.quiz.results import results
from learnms.engine.quiz.scheduling import Reviews
from learnms.engine.quiz.start import open_quiz, past_quizzes, start_quiz
from learnms.engine.review.start import start_review
from learnms.engine.workspace import Workspace
from learnms.errors import LearnmsError, UsageError
from learnms.kinds.score import Answer
from learnms.study.event import Draft, Part, Rating
from tests.conftest import Clock
from tests.engine.quiz.helpers import answered, begun, given, learned
from tests.factories.exam import guessed, opened

OpenWorkspace = Callable[[], Workspace]

CASE = """\
cases:
  - id: case-one
    title: The first infusion
    story: A person arrives.
    exhibit: {Vitals: "Pulse 76"}
    source: book §1
    checked: 2026-11-22
    parts:
      - id: part-one
        step: recognize-cues
        ask: Which one?
        right: Right one
        wrong: [Wrong one, Another one]
        tests: [card-single]
      - id: part-two
        step: take-action
        story: The pulse rises.
        exhibit: {Later: "Pulse 96"}
        ask: What now?
        order: [First, Second, Third]
        tests: [card-single, card-true]
"""


@pytest.fixture
def with_case(deck_file: Path) -> Path:
    deck_file.write_text(deck_file.read_text("utf-8") + CASE, "utf-8")
    return deck_file


def test_the_same_seed_gives_the_same_quiz(open_workspace: OpenWorkspace, with_case: Path) -> None:
    workspace = open_workspace()
    quiz, again, other = begun(workspace), begun(workspace), begun(workspace, seed=8)

    assert quiz.questions == again.questions
    assert quiz.questions != other.questions
    assert quiz.item == again.item


def test_each_card_is_asked_once_and_a_case_in_its_order(
    open_workspace: OpenWorkspace, with_case: Path
) -> None:
    quiz = begun(open_workspace())
    cards = [asked.card for asked in quiz.questions if asked.case is None]
    case = [i for i, asked in enumerate(quiz.questions) if asked.case is not None]

    assert sorted(cards) == [
        "card-dose",
        "card-select",
        "card-select-two",
        "card-single",
        "card-true",
        "card-typed",
    ]
    assert case == [case[0], case[0] + 1]


def test_choices_narrow_the_quiz(open_workspace: OpenWorkspace, with_case: Path) -> None:
    workspace = open_workspace()

    assert [asked.card for asked in begun(workspace, kinds=("single",)).questions] == [
        "card-single"
    ]
    assert {asked.card for asked in begun(workspace, kinds=("case",)).questions} == {"case-one"}
    assert len(begun(workspace, questions=3).questions) == 3
    with pytest.raises(LearnmsError, match="No questions match"):
        begun(workspace, statuses=("missed",))
    for wrong in (
        {"kinds": ("nonsense",)},
        {"statuses": ("nonsense",)},
        {"topics": ("nonsense",)},
        {"questions": 0},
        {"minutes": 0},
    ):
        with pytest.raises(UsageError):
            begun(workspace, **wrong)


def test_status_follows_the_answers(open_workspace: OpenWorkspace) -> None:
    workspace = open_workspace()
    quiz = begun(workspace, kinds=("single", "true-false"))
    answered(quiz, well=False)
    missed = quiz.questions[0].card
    quiz.advance()
    answered(quiz)

    assert [asked.card for asked in begun(workspace, statuses=("missed",)).questions] == [missed]
    assert len(begun(workspace, statuses=("unused",)).questions) == 4


def test_what_was_missed_is_missed_under_a_new_name(
    open_workspace: OpenWorkspace, deck_file: Path
) -> None:
    quiz = begun(open_workspace())
    answered(quiz, well=False)
    missed = quiz.questions[0].card

    for name, was in (("card-renamed", missed), ("card-renamed-again", "card-renamed")):
        deck_file.write_text(
            deck_file.read_text("utf-8")
            .replace(f"id: {was}\n", f"id: {name}\n    was: {was}\n")
            .replace(f"was: {was}\n    was: {missed}\n", f"was: {was}\n"),
            "utf-8",
        )
        workspace = open_workspace()  # nothing is written before the quiz is built

        spec = QuizSpec(seed=7, questions=20, statuses=("missed",))
        assert [asked.card for asked in start_quiz(workspace, spec).questions] == [name]
        assert name not in [
            asked.card
            for asked in start_quiz(workspace, replace(spec, statuses=("unused",))).questions
        ]


def test_practice_moves_nothing_and_a_due_part_is_reviewed(
    open_workspace: OpenWorkspace, clock: Clock
) -> None:
    workspace = open_workspace()
    quiz = begun(workspace, kinds=("single",))
    assert not answered(quiz).review
    assert workspace.queries.memory.memory(Part("card-single")).is_new

    review = start_review(workspace)
    assert any(part.card == "card-single" for part in review.plan)
    review.reveal()
    review.grade(Rating.GOOD)
    planned = begun(workspace, kinds=("single",))
    assert answered(planned).review, "it is in the plan of a review begun today"
    assert workspace.queries.memory.memory(Part("card-single")).reps == 1


def test_a_wrong_practice_answer_can_be_asked_again_today(open_workspace: OpenWorkspace) -> None:
    workspace = open_workspace()
    quiz = begun(workspace, kinds=("single",))
    answered(quiz, well=False)

    assert quiz.ask_again_today() is not None
    assert workspace.queries.memory.memory(Part("card-single")).reps == 1


def test_a_case_part_is_evidence_and_reviews_the_card_it_isolates(
    open_workspace: OpenWorkspace, with_case: Path, clock: Clock
) -> None:
    workspace = open_workspace()
    review = start_review(workspace, new=20)
    while review.item is not None:
        part = review.item.part
        if part.card == "card-single":
            review.submit(Answer(picks=((0,),)))
        elif review.item.scored:
            review.bury()
            continue
        else:
            review.reveal()
            review.grade(Rating.GOOD)
        review.advance()
    clock.forward(days=5)
    quiz = begun(workspace, kinds=("case",))

    first = answered(quiz)
    quiz.advance()
    second = answered(quiz)

    assert first.review
    assert not second.review
    kinds = [event.kind for event in workspace.queries.events.of_card("case-one")]
    assert kinds == ["evidence", "evidence"]
    assert workspace.queries.memory.memory(Part("card-single")).reps == 2


def test_it_resumes_exactly_where_it_stopped(
    open_workspace: OpenWorkspace, with_case: Path
) -> None:
    quiz = begun(open_workspace(), mode="exam")
    answered(quiz)
    quiz.advance()
    page, order = quiz.item, quiz.questions

    workspace = open_workspace()
    again = open_quiz(workspace)

    assert again is not None
    assert again.questions == order
    assert again.item == page
    assert list(again.given) == [0]


def test_an_exam_writes_practice_and_what_counts_at_the_end(
    open_workspace: OpenWorkspace, clock: Clock
) -> None:
    workspace = open_workspace()
    quiz = begun(workspace, mode="exam", kinds=("single", "true-false"))
    answered(quiz, well=False)
    wrong = Part(quiz.questions[0].card)
    quiz.advance()
    answered(quiz)
    quiz.end(counts=False)

    kinds = [event.kind for event in workspace.queries.events.all()]
    assert kinds.count("practice") == 2
    assert "review" not in kinds
    assert workspace.queries.memory.memory(wrong).due == workspace.today + timedelta(days=1)
    clock.forward(days=1)
    assert start_review(workspace, new=1).plan == [wrong], (
        "what was missed goes first among tomorrow's new ones"
    )


def test_an_exam_that_counts_reviews_what_was_due(
    open_workspace: OpenWorkspace, clock: Clock
) -> None:
    workspace = open_workspace()
    first = start_review(workspace, new=20)
    while first.item is not None and first.item.part.card != "card-single":
        if first.item.scored:
            first.bury()
        else:
            first.reveal()
            first.grade(Rating.GOOD)
            first.advance()
    first.submit(Answer(picks=((0,),)))
    clock.forward(days=2)
    quiz = begun(workspace, mode="exam", kinds=("single",))
    answered(quiz)
    quiz.end(counts=True)

    assert workspace.queries.memory.memory(Part("card-single")).reps == 2
    assert open_quiz(workspace) is None
    assert len(past_quizzes(workspace)) == 1


def test_an_exam_answer_can_be_changed_and_only_the_last_counts(
    open_workspace: OpenWorkspace,
) -> None:
    quiz = begun(open_workspace(), mode="exam", kinds=("single", "true-false"))
    answered(quiz, well=False)
    quiz.advance()
    assert quiz.may_go(0)
    quiz.go(0)
    answered(quiz)

    assert len(quiz.given) == 1
    assert quiz.given[0].right


def test_within_a_case_there_is_no_way_back(open_workspace: OpenWorkspace, with_case: Path) -> None:
    quiz = begun(open_workspace(), mode="exam", kinds=("case",))
    assert not quiz.may_go(1)
    answered(quiz)
    assert not quiz.may_go(0)
    assert quiz.may_go(1)


def test_story_and_exhibits_grow_and_stay(open_workspace: OpenWorkspace, with_case: Path) -> None:
    quiz = begun(open_workspace(), kinds=("case",))
    assert quiz.item is not None
    first = dict(quiz.item.exhibit)
    answered(quiz)
    quiz.advance()

    assert first == {"Story": "A person arrives.", "Vitals": "Pulse 76"}
    assert quiz.item.exhibit == (
        ("Story", "A person arrives.\n\nThe pulse rises."),
        ("Vitals", "Pulse 76"),
        ("Later", "Pulse 96"),
    )


def test_results_count_points_errors_and_guessing(
    open_workspace: OpenWorkspace, with_case: Path
) -> None:
    quiz = begun(open_workspace(), kinds=("single", "true-false", "select-all"))
    quiz.submit(given(quiz, well=False), 10, "certain")
    quiz.advance()
    answered(quiz)
    quiz.advance()
    answered(quiz)
    quiz.end()
    result = results(quiz)

    assert result.answered == 3
    assert result.max_points == 5
    assert result.error is not None
    assert result.guess is not None
    assert 0 < result.guess < 50
    assert len(result.sure_but_wrong) == 1
    assert {tally.name for tally in result.kinds} == {"single", "true-false", "select-all"}


def test_a_clock_counts_and_a_pause_stops_it(open_workspace: OpenWorkspace, clock: Clock) -> None:
    quiz = begun(open_workspace(), minutes=10)
    clock.forward(minutes=4)
    assert quiz.remaining() == timedelta(minutes=6)
    quiz.pause()
    clock.forward(minutes=30)
    quiz.resume()
    clock.forward(minutes=1)

    assert quiz.remaining() == timedelta(minutes=5)


def test_a_draft_is_quizzed_and_not_scheduled(
    open_workspace: OpenWorkspace, deck_file: Path
) -> None:
    deck_file.write_text(
        deck_file.read_text("utf-8").replace("  - id: card-single\n    ask", "  - ask"), "utf-8"
    )
    workspace = open_workspace()
    quiz = begun(workspace, kinds=("single",))
    assert answered(quiz).score is not None

    assert workspace.queries.memory.memories(workspace.today) == []
    assert open_quiz(open_workspace()) is not None


def test_flags_are_kept_and_found_again(open_workspace: OpenWorkspace) -> None:
    quiz = begun(open_workspace(), mode="exam", kinds=("single", "true-false"))
    assert quiz.flag()
    answered(quiz)
    flagged = quiz.questions[0].card

    workspace = open_workspace()
    again = open_quiz(workspace)

    assert again is not None
    assert again.flags == {0}
    assert [asked.card for asked in begun(workspace, statuses=("flagged",)).questions] == [flagged]


def test_an_answer_that_changed_since_today_s_review_counts(
    open_workspace: OpenWorkspace, deck_file: Path
) -> None:
    workspace = open_workspace()
    learned(workspace, "card-single")
    assert not Reviews(workspace.queries).counts(Part("card-single"), workspace.today)
    deck_file.write_text(
        deck_file.read_text("utf-8").replace("The right one", "Quite another one"), "utf-8"
    )
    workspace.refresh()

    quiz = begun(workspace)
    while quiz.item is not None and quiz.item.part.card != "card-single":
        quiz.go(quiz.index + 1)

    assert answered(quiz).review
    assert not Reviews(workspace.queries).counts(Part("card-single"), workspace.today), (
        "what was answered is the answer of now"
    )


# -- what was learned ------------------------------------------------------------------------------


def test_a_quiz_of_what_was_learned(open_workspace: OpenWorkspace) -> None:
    workspace = open_workspace()
    learned(workspace, "card-single", "card-true")

    assert {asked.card for asked in begun(workspace, statuses=("learned",)).questions} == {
        "card-single",
        "card-true",
    }
    assert {
        asked.card
        for asked in begun(
            workspace, statuses=("learned", "unused"), kinds=("single", "select-all")
        ).questions
    } == {"card-single", "card-select"}


def test_a_case_is_learned_where_all_that_it_tests_is(
    open_workspace: OpenWorkspace, deck_file: Path
) -> None:
    deck_file.write_text(deck_file.read_text("utf-8") + CASE, "utf-8")
    workspace = open_workspace()
    workspace.open_store().append([Draft(kind="review", card="card-single", rating=3, target=0.9)])
    with pytest.raises(LearnmsError, match="No questions match"):
        begun(workspace, statuses=("learned",), kinds=("case",))

    workspace.open_store().append([Draft(kind="review", card="card-true", rating=3, target=0.9)])

    assert len(begun(workspace, statuses=("learned",), kinds=("case",)).questions) == 2


@pytest.mark.parametrize(
    ("chosen", "found"),
    [
        ({"questions": 5}, Size(5)),
        ({"questions": 8}, Size(8)),
        ({"questions": 10}, Size(8, is_all=True)),
        ({"questions": 7}, Size(7, is_most=True)),
        ({"questions": 1, "kinds": ("case",)}, Size(1, is_most=True)),
        ({"questions": 10, "kinds": ("case",)}, Size(2, is_all=True)),
        ({"questions": 10, "kinds": ("cloze",)}, Size(0, is_all=True)),
    ],
)
def test_the_size_of_a_quiz_is_known_before_it_is_begun(
    open_workspace: OpenWorkspace, deck_file: Path, chosen: dict[str, Any], found: Size
) -> None:
    deck_file.write_text(deck_file.read_text("utf-8") + CASE, "utf-8")
    workspace = open_workspace()
    spec = replace(QuizSpec(seed=7), **chosen)

    assert size(workspace.queries, workspace.settings, spec, workspace.today) == found
    if found.questions and not found.is_most:
        assert len(begun(workspace, **chosen).questions) == found.questions


@pytest.mark.parametrize(
    ("found", "patient", "said"),
    [
        (Size(10), False, "10 questions, practice"),
        (Size(6, is_all=True), False, "all 6 questions, practice"),
        (Size(1, is_all=True), True, "1 question"),
        (Size(10, is_most=True), False, "up to 10 questions, practice"),
        (Size(0, is_all=True), False, "no questions match"),
    ],
)
def test_the_start_says_how_many_questions_there_are(found: Size, patient: bool, said: str) -> None:
    offer = Offer((), (), (), rows=PATIENT_ROWS if patient else ROWS)

    assert summary(QuizSpec(), offer, found) == said


def test_as_soon_as_something_is_learned_a_quiz_asks_that(tmp_path: Path) -> None:
    with opened(tmp_path, guessed(40), new_per_day=40) as workspace:
        assert first_spec(workspace.queries, workspace.settings, workspace.today).statuses == ()
        workspace.open_store().append(
            [Draft(kind="review", card="first-000", rating=3, target=0.9)]
        )

        choices = first_spec(workspace.queries, workspace.settings, workspace.today)
        assert choices.statuses == ("learned",)
        offer = Offer.of(workspace.queries, workspace.settings)
        assert "from what you have learned" in summary(choices, offer, Size(10))
        assert len(begun(workspace, statuses=choices.statuses).questions) == 1


def test_nothing_to_ask_says_why(tmp_path: Path) -> None:
    offer = Offer((), (), ())
    nothing = Size(0, is_all=True)

    specs = [QuizSpec(statuses=statuses) for statuses in (("learned",), (), ("missed",))]
    assert summary(QuizSpec(statuses=("missed",)), offer, nothing) == "nothing missed last time"
    assert summary(QuizSpec(statuses=("learned",)), offer, nothing) == "nothing learned yet"
    sources = [quiz_form(spec, offer, nothing).row("statuses").help for spec in specs]
    assert len(set(sources)) == 3, "each source has its own explanation"
    narrow = QuizSpec(statuses=("learned",), kinds=("order",))
    assert summary(narrow, offer, nothing) == "no questions match"


@pytest.mark.parametrize(
    ("kind", "hides"), [("single", True), ("select-all", True), ("true-false", True)]
)
def test_the_options_wait_where_the_question_can_be_read_without_them(
    open_workspace: OpenWorkspace, kind: str, hides: bool
) -> None:
    quiz = begun(open_workspace(), kinds=(kind,), recall_first=True)

    assert quiz.item is not None
    assert quiz.recalls_first(quiz.item) is hides
    for other in (
        "dropdown",
        "rationale",
        "highlight",
        "matrix-one",
        "matrix-any",
        "match",
        "groups",
    ):
        assert not quiz.recalls_first(
            replace(quiz.item, question=replace(quiz.item.question, kind=other))
        )


def test_an_exam_tells_its_score_before_it_ends(open_workspace: OpenWorkspace) -> None:
    quiz = begun(open_workspace(), mode="exam", kinds=("single", "true-false"))
    answered(quiz)
    before = results(quiz)
    quiz.end()
    after = results(quiz)

    assert (
        (before.points, before.max_points, before.answered, before.asked)
        == (after.points, after.max_points, after.answered, after.asked)
        == (1, 2, 1, 2)
    )


@pytest.mark.parametrize("weak", [0, 1])
def test_the_weakest_topic_stands_first(tmp_path: Path, weak: int) -> None:
    with opened(tmp_path, guessed(4, every=1)) as workspace:
        quiz = begun(workspace, mode="exam")
        while quiz.item is not None:
            answered(quiz, well=int(quiz.item.part.card[-3:]) % 2 != weak)
            quiz.advance()
        topics = [(tally.name, tally.points) for tally in results(quiz).topics]

    names = ["First things", "Second things"]
    assert topics == [(names[weak], 0), (names[1 - weak], 2)]
