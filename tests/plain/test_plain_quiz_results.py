"""What a quiz came to, as lines: the picks with their reasons, the rows they belong to, and each
question whole.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from learnms.engine.quiz.build import QuizSpec
from learnms.engine.quiz.start import open_quiz, start_quiz
from learnms.engine.review.start import start_review
from learnms.engine.workspace import Workspace
from learnms.kinds.score import LONGEST, Answer
from learnms.plain import quiz_setup as build
from learnms.plain.kit.console import Console
from learnms.plain.quiz import PlainQuiz
from tests.conftest import Clock
from tests.engine.quiz.test_quiz import CASE
from tests.plain.test_plain_quiz import KINDS

OpenWorkspace = Callable[[], Workspace]
CASES = KINDS + CASE.replace("book §1", "book")


@pytest.fixture
def kinds(deck_file: Path) -> Path:
    deck_file.write_text(CASES, "utf-8")
    return deck_file


def patient(tmp_path: Path) -> None:
    (tmp_path / "home").mkdir(exist_ok=True)
    (tmp_path / "home" / "settings.toml").write_text('who = "patient"\n', "utf-8")


def transcript(workspace: Workspace, *typed: str, **choices: object) -> str:
    workspace.open_store()
    # a table of choices
    quiz = start_quiz(workspace, replace(QuizSpec(seed=7), **choices))  # type: ignore[arg-type]
    target = io.StringIO()
    PlainQuiz(
        quiz, Console(io.StringIO("".join(line + "\n" for line in typed)), target, echo=True)
    ).run()
    return target.getvalue()


def result(text: str) -> str:
    """From the result on."""
    return text[text.rindex(" points: ") :]


def number(text: str, option: str) -> str:
    """The number at which an option was shown first."""
    return next(
        line.partition(".")[0] for line in text.splitlines() if line.endswith(f". {option}")
    )


def test_an_exam_tells_each_pick_and_why(open_workspace: OpenWorkspace) -> None:
    workspace = open_workspace()
    wrong = number(transcript(workspace, kinds=("single",), mode="exam"), "Another wrong one")
    told = result(transcript(workspace, wrong, "", "", "", kinds=("single",), mode="exam"))

    assert (
        "1. Which one is right?\n   Your answer: Another wrong one, incorrect. It is wrong too.\n"
        "   Answer: The right one\n" in told
    )


def test_a_harmful_pick_is_called_so(open_workspace: OpenWorkspace) -> None:
    workspace = open_workspace()
    wrong = number(transcript(workspace, kinds=("single",), mode="exam"), "The wrong one")
    told = result(transcript(workspace, wrong, "", "", "1", "", kinds=("single",), mode="exam"))

    assert "Your answer: The wrong one, incorrect, unsafe. It is wrong." in told
    assert f"{wrong}. The wrong one: Incorrect, unsafe. It is wrong." in told


@pytest.mark.parametrize(
    ("kind", "lines"),
    [
        ("matrix-one", ["   Your answer: Cough: Stop, incorrect.", "   Answer: Cough: Go"]),
        (
            "matrix-any",
            [
                "   Your answer: Cough: Stop, incorrect.",
                "   Answer: Cough: Go",
                "   Your answer: Fever: Stop, correct.",
                "   Answer: Fever: Stop; Call",
            ],
        ),
    ],
)
def test_a_grid_names_the_rows_that_are_wrong(
    open_workspace: OpenWorkspace, kinds: Path, kind: str, lines: list[str]
) -> None:
    told = result(transcript(open_workspace(), "2", "2", "", "", "", kinds=(kind,), mode="exam"))

    said = [line for line in told.splitlines() if "nswer: " in line]
    assert said == lines


@pytest.mark.parametrize(
    ("kind", "answer"),
    [
        ("match", "a: one; b: two"),
        ("groups", "First: a, b; Second: d"),
        ("dropdown", "Blank 1: x; Blank 2: v"),
        ("bowtie", "Actions to take: a, b; Most likely condition: x; Parameters to monitor: m, n"),
        ("order", "first; second; third"),
        ("highlight", "fever; rash"),
    ],
)
def test_every_kind_says_what_is_left_and_what_is_right(
    open_workspace: OpenWorkspace, kinds: Path, kind: str, answer: str
) -> None:
    told = transcript(
        open_workspace(), ".", kinds=(kind,), mode="exam"
    )  # not a key here, and then the input ends
    assert "Stopped." in told
    workspace = open_workspace()
    quiz = start_quiz(workspace, QuizSpec(seed=7, kinds=(kind,), mode="exam"))
    quiz.go(quiz.total)
    target = io.StringIO()
    PlainQuiz(quiz, Console(io.StringIO("\n\n\n"), target, echo=True)).run()
    text = target.getvalue()

    assert "   Unanswered.\n" in text
    assert f"   Answer: {answer}\n" in text


def test_a_number_opens_the_question_whole(open_workspace: OpenWorkspace, clock: Clock) -> None:
    workspace = open_workspace()
    wrong = number(transcript(workspace, kinds=("single",), mode="exam"), "Another wrong one")
    text = transcript(workspace, wrong, "", "", "7", "1", "", kinds=("single",), mode="exam")
    told = result(text)

    assert "Type a number to see that question. Enter: done." in told
    assert "`7` is not one of these: 1." in told
    whole = told[told.index("Question 1.") :]
    assert f"{wrong}. Another wrong one: Incorrect. It is wrong too." in whole
    assert "The right one: Correct answer. It is right." in whole
    assert "Source: The book section 3, checked November 22, 2026." in whole


def test_a_case_is_shown_with_its_papers(open_workspace: OpenWorkspace, kinds: Path) -> None:
    workspace = open_workspace()
    wrong = number(transcript(workspace, kinds=("case",), mode="exam"), "Wrong one")
    whole = result(
        transcript(workspace, wrong, "1 2 3", "", "", "1", "", kinds=("case",), mode="exam")
    )

    assert (
        "Case: The first infusion, part 1 of 2.\nStory:\nA person arrives.\nVitals:\nPulse"
        " 76\nWhich one?" in whole
    )
    assert "   Your answer: Wrong one, incorrect." in whole
    assert "Source: Book, checked November 22, 2026." in whole


def test_the_sum_is_in_it(open_workspace: OpenWorkspace) -> None:
    told = result(
        transcript(open_workspace(), "1 2", "", "", "1", "", kinds=("select-all",), mode="exam")
    )

    assert " correct \u2212 " in told
    assert " points." in told


def test_what_was_typed_is_told(open_workspace: OpenWorkspace) -> None:
    told = result(
        transcript(open_workspace(), "CD19", "", "", "1", "", kinds=("typed",), mode="exam")
    )

    assert "   Your answer: CD19\n   Answer: CD20\n" in told
    assert "Your answer: CD19\n" in told


def test_tomorrow_and_whole_questions_are_offered_together_after_a_quiz(
    open_workspace: OpenWorkspace,
) -> None:
    text = transcript(open_workspace(), "1", "", "1", "m", "m", "", kinds=("true-false",))

    assert (
        "Type a number to see that question. m: review missed questions tomorrow. Enter: done."
        in text
    )
    assert "1 card added to tomorrow's review." in text
    assert "`m` is not one of these: 1." in text


def test_without_misses_nothing_is_asked(open_workspace: OpenWorkspace) -> None:
    text = transcript(open_workspace(), "2", "", kinds=("true-false",))

    assert "1 of 1 points: 100%" in text
    assert not text.rstrip().endswith(">")


def test_past_quizzes_can_be_looked_at_whole(open_workspace: OpenWorkspace) -> None:
    workspace = open_workspace()
    transcript(workspace, "1", "", "", "", kinds=("true-false",), mode="exam")
    target = io.StringIO()
    build.run(workspace, Console(io.StringIO("r\n1\n1\n\nq\n"), target, echo=True))

    assert "Question 1.\nIt is a cure." in target.getvalue()


def test_the_misses_of_a_past_quiz_can_come_tomorrow(open_workspace: OpenWorkspace) -> None:
    workspace = open_workspace()
    transcript(workspace, "1", "", "", "", kinds=("true-false",))
    target = io.StringIO()
    build.run(workspace, Console(io.StringIO("r\n1\nm\n\nq\n"), target, echo=True))

    assert "1 card added to tomorrow's review." in target.getvalue()


def test_patients_are_told_in_their_words(open_workspace: OpenWorkspace, tmp_path: Path) -> None:
    patient(tmp_path)
    workspace = open_workspace()
    wrong = number(transcript(workspace, kinds=("single",), mode="exam"), "Another wrong one")
    text = transcript(workspace, wrong, "", "1", "", kinds=("single",), mode="exam")
    told = text[text.index("worth another look") :]

    assert "   Your answer: Another wrong one. It is wrong too." in told
    assert "Worth another look." in told
    assert f"{wrong}. Another wrong one: your choice, look again. It is wrong too." in told
    assert "The right one: the right one. It is right." in told
    for word in (", wrong", "Incorrect", "points", "%", "Missed", "missed"):
        assert word not in told


# -- what is asked again ---------------------------------------------------------------------------


def test_a_failed_review_says_that_it_comes_again_and_does(
    open_workspace: OpenWorkspace, clock: Clock
) -> None:
    workspace = open_workspace()
    transcript(workspace, "2", "", kinds=("true-false",))
    review = start_review(workspace, new=20)
    while review.item is not None and review.item.part.card != "card-true":
        review.bury()
    review.submit(Answer(picks=((1,),)))
    clock.forward(days=40)
    text = transcript(workspace, "1", "", "1", "", "2", "", "", kinds=("true-false",))

    assert text.count("see it again at the end.") == 2
    assert text.count("1 of 1. A small deck. Asked again.") == 2
    assert "0 of 1 points" in text


def test_a_twice_is_one_lapse(open_workspace: OpenWorkspace) -> None:
    workspace = open_workspace()
    text = transcript(workspace, "1", "a", "a", "", "2", "", "", kinds=("true-false",))

    assert text.count("Counted. You'll see it again at the end.") == 1
    assert "`a` is not a choice. Type ? for help." in text
    assert [event.rating for event in workspace.queries.events.all() if event.kind == "review"] == [
        1,
        3,
    ]


def test_a_stopped_quiz_counts_what_it_asks_again(open_workspace: OpenWorkspace) -> None:
    workspace = open_workspace()
    text = transcript(workspace, "1", "a", "q", kinds=("true-false",))
    assert "Stopped. 1 question left" in text
    workspace = open_workspace()
    stopped = open_quiz(workspace)
    assert stopped is not None
    target = io.StringIO()
    PlainQuiz(stopped, Console(io.StringIO("2\n\n\n"), target, echo=True)).run()

    assert target.getvalue().startswith(
        "Quiz. 1 question. ? for help, q to stop.\n\n1 of 1. A small deck. Asked again."
    )


# -- the end of an exam ----------------------------------------------------------------------------


def test_the_end_says_what_is_open_and_what_that_means(open_workspace: OpenWorkspace) -> None:
    text = transcript(
        open_workspace(), "1", "g 1", "q", kinds=("true-false", "single"), mode="exam"
    )
    assert "Stopped. 1 question left" in text
    text = transcript(
        open_workspace(), "g 2", "1", "", "", "", kinds=("true-false", "single"), mode="exam"
    )

    assert "Submit? 1 question is unanswered: 1. " in text
    assert "back 1: question 1." in text
    assert "1 of 2 answered." in text
    told = [
        text.index(said)
        for said in (
            "Submit?",
            "Review the ",
            " of 2 points: ",
            "   Unanswered.",
            "Count this exam toward your schedule?",
            "Type a number to see that question.",
        )
    ]
    assert told == sorted(told)


def test_a_command_at_the_end_does_not_end_it(open_workspace: OpenWorkspace) -> None:
    text = transcript(
        open_workspace(),
        "g 2",
        "1",
        "?",
        "g 9",
        "g 1",
        "1",
        "",
        "",
        "",
        kinds=("true-false", "single"),
        mode="exam",
    )

    assert text.count("1 question is unanswered: 1.") == 3
    assert "Questions are numbered 1 to 2." in text
    assert "2 of 2 answered." in text


def test_from_the_last_question_one_can_leave_or_go_back(open_workspace: OpenWorkspace) -> None:
    workspace = open_workspace()
    text = transcript(
        workspace, "1", "1", "back 1", "2", "q", kinds=("true-false", "single"), mode="exam"
    )

    assert text.count("Submit? All questions are answered.") == 2
    assert "Stopped." in text
    assert open_quiz(workspace) is not None


def test_leaving_a_submitted_exam_says_no(open_workspace: OpenWorkspace) -> None:
    workspace = open_workspace()
    text = transcript(workspace, "1", "1", "", "q", kinds=("true-false", "single"), mode="exam")

    assert text.endswith("Exam finished. Missed questions come back tomorrow.\n")
    assert open_quiz(workspace) is None
    (end,) = [
        event
        for event in workspace.queries.events.all()
        if (event.data or {}).get("mode") == "quiz-end"
    ]
    assert end.data == {"mode": "quiz-end", "counts": False}


def test_a_submitted_exam_asks_again_whether_it_counts_and_nothing_else(
    open_workspace: OpenWorkspace,
) -> None:
    workspace = open_workspace()
    workspace.open_store()
    start = start_quiz(workspace, QuizSpec(seed=7, mode="exam", kinds=("true-false", "single")))
    start.submit_exam()
    quiz = open_quiz(workspace)
    assert quiz is not None
    target = io.StringIO()
    PlainQuiz(quiz, Console(io.StringIO("y\n\n"), target, echo=True)).run()
    text = target.getvalue()

    assert text.startswith("Exam. Submitted.")
    assert "Submit?" not in text
    assert text.count("Count this exam toward your schedule?") == 1
    assert open_quiz(workspace) is None


def test_when_the_time_is_over_the_rest_is_not_asked(
    open_workspace: OpenWorkspace, clock: Clock
) -> None:
    workspace = open_workspace()
    workspace.open_store()
    quiz = start_quiz(
        workspace, QuizSpec(seed=7, minutes=5, mode="exam", kinds=("true-false", "single"))
    )
    clock.forward(minutes=6)
    target = io.StringIO()
    PlainQuiz(quiz, Console(io.StringIO("\n\n"), target, echo=True)).run()
    text = target.getvalue()

    assert "Time is up. No more questions." in text
    assert "1 of 2. A small deck." not in text
    assert "unanswered" not in text
    assert "0 of 2 points" in text
    assert [
        event.points for event in workspace.queries.events.all() if event.kind == "practice"
    ] == [0, 0]


# -- long lines ------------------------------------------------------------------------------------


def test_ten_megabytes_are_cut_before_they_are_kept(open_workspace: OpenWorkspace) -> None:
    workspace = open_workspace()
    text = transcript(workspace, "z" * 10_000_000, "", kinds=("typed",))
    event = next(event for event in workspace.queries.events.all() if event.kind == "practice")

    assert (event.answer or {})["text"] == "z" * LONGEST
    assert len(text) < 3000
    assert "z" * LONGEST + "…" in text


def test_ten_megabytes_that_are_no_answer_are_not_said_back(open_workspace: OpenWorkspace) -> None:
    text = transcript(open_workspace(), "z" * 10_000_000, kinds=("single",))

    assert f"`{'z' * 60}…` is not a choice. Type ? for help." in text
    assert len(text) < 3000


def test_a_past_calculation_is_explained_with_the_numbers_of_then(
    open_workspace: OpenWorkspace,
) -> None:
    workspace = open_workspace()
    then = transcript(workspace, "1", "", "", "", kinds=("calculation",), mode="exam")
    target = io.StringIO()
    build.run(workspace, Console(io.StringIO("r\n1\n1\n\nq\n"), target, echo=True))
    dose, answer, vials = ("300", "10", "1") if "Order: 300 mg" in then else ("600", "20", "2")

    whole = target.getvalue().partition("Question 1.\n")[2]
    assert f"Order: {dose} mg." in whole
    assert (
        f"Why: dose ÷ 30 = {dose} ÷ 30 = {answer} mL\nThe order of {dose} mg takes {vials} of the"
        " vials.\n" in whole
    )
