"""A quiz as lines."""

from __future__ import annotations

import io
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from learnms.engine.quiz.build import QuizSpec
from learnms.engine.quiz.quiz import Quiz
from learnms.engine.quiz.start import open_quiz, start_quiz
from learnms.engine.review.start import start_review
from learnms.engine.workspace import Workspace
from learnms.kinds.incomplete import OR_NOW
from learnms.plain.kit.console import Console
from learnms.plain.quiz import PlainQuiz
from tests.conftest import Clock

OpenWorkspace = Callable[[], Workspace]

KINDS = """\
deck: Kinds
id: kinds-deck
sources: {book: {title: Book}}
cards:
  - {id: k-order, ask: Put in order., order: [first, second, third], source: book}
  - {id: k-match, ask: Match., match: {a: one, b: two}, extra: [three], source: book}
  - {id: k-one, ask: One each., columns: [Go, Stop], rows: {Cough: Go, Fever: Stop}, source: book}
  - {id: k-any, ask: Any each., columns: [Go, Stop, Call],
     rows: {Cough: [Go], Fever: [Stop, Call]}, source: book}
  - {id: k-groups, ask: Groups.,
     groups: {First: {right: [a, b], wrong: [c]}, Second: {right: d, wrong: [e]}}, source: book}
  - {id: k-blank, ask: Complete., blanks: "Give {{1}} at {{2}}.",
     choices: {1: {right: x, wrong: [y]}, 2: {right: v, wrong: [w]}}, source: book}
  - {id: k-dyad, ask: Why?, blanks: "Do {{1}} because {{2}}.", score: rationale,
     choices: {1: {right: x, wrong: [y]}, 2: {right: v, wrong: [w]}}, source: book}
  - {id: k-mark, ask: Mark.,
     highlight: "With [[fever]] and [no pain], \\\\[note] and [[rash]].", source: book}
  - id: k-bow
    ask: Bow.
    bowtie:
      actions: {right: [a, b], wrong: [c, d, e]}
      condition: {right: x, wrong: [y, z, w]}
      monitor: {right: [m, n], wrong: [o, p, q]}
    source: book
  - {id: k-teach, ask: Explain., teach-back: [point one, point two], source: book}
"""


@pytest.fixture
def kinds(deck_file: Path) -> Path:
    deck_file.write_text(KINDS, "utf-8")
    return deck_file


def transcript(workspace: Workspace, *typed: str, **choices: object) -> str:
    workspace.open_store()
    # a table of choices
    quiz = start_quiz(workspace, replace(QuizSpec(seed=7), **choices))  # type: ignore[arg-type]
    target = io.StringIO()
    PlainQuiz(
        quiz, Console(io.StringIO("".join(line + "\n" for line in typed)), target, echo=True)
    ).run()
    return target.getvalue()


def numbers(text: str, *options: str, after: str = "") -> str:
    """The numbers of options as they were shown, after a line that says which group."""
    lines = text[text.rindex(after) :].splitlines() if after else text.splitlines()
    return " ".join(
        next(line.partition(".")[0] for line in lines if line.endswith(f". {option}"))
        for option in options
    )


def test_the_same_seed_and_answers_give_the_same_transcript(
    open_workspace: OpenWorkspace, tmp_path: Path
) -> None:
    texts = []
    for _ in range(2):
        texts.append(transcript(open_workspace(), "1", "", "1 2", "", "q", questions=4))
        shutil.rmtree(tmp_path / "home")

    assert texts[0] == texts[1]


@pytest.mark.parametrize(
    ("kind", "groups", "points"),
    [
        ("match", [("1 of 2. a", ["one"]), ("2 of 2. b", ["two"])], "1 + 1 = 2 of 2 points."),
        (
            "matrix-one",
            [("1 of 2. Cough", ["Go"]), ("2 of 2. Fever", ["Go"])],
            "1 + 0 = 1 of 2 points.",
        ),
        (
            "matrix-any",
            [("1 of 2. Cough", ["Go"]), ("2 of 2. Fever", ["Stop", "Call"])],
            "1 + 2 = 3 of 3 points.",
        ),
        (
            "groups",
            [("1 of 2. First", ["a", "c"]), ("2 of 2. Second", ["d"])],
            "0 + 1 = 1 of 3 points.",
        ),
        (
            "dropdown",
            [("1 of 2. Blank 1", ["x"]), ("2 of 2. Blank 2", ["v"])],
            "1 + 1 = 2 of 2 points.",
        ),
        ("rationale", [("1 of 2. Blank 1", ["y"]), ("2 of 2. Blank 2", ["v"])], "0 of 1 point."),
        ("rationale", [("1 of 2. Blank 1", ["x"]), ("2 of 2. Blank 2", ["v"])], "1 of 1 point."),
        (
            "bowtie",
            [
                ("1 of 3. Actions to take", ["a", "c"]),
                ("2 of 3. Most likely condition", ["x"]),
                ("3 of 3. Parameters to monitor", ["m", "n"]),
            ],
            "1 + 1 + 2 = 4 of 5 points.",
        ),
    ],
)
def test_groups_are_asked_one_after_another(
    open_workspace: OpenWorkspace,
    kinds: Path,
    kind: str,
    groups: list[tuple[str, list[str]]],
    points: str,
) -> None:
    workspace = open_workspace()
    typed: list[str] = []
    for heading, options in groups:
        typed.append(numbers(transcript(workspace, *typed, kinds=(kind,)), *options, after=heading))
    text = transcript(workspace, *typed, "", kinds=(kind,))

    assert points in text


def test_steps_are_put_in_order(open_workspace: OpenWorkspace, kinds: Path) -> None:
    workspace = open_workspace()
    right = numbers(transcript(workspace, kinds=("order",)), "first", "second", "third")

    assert "Correct." in transcript(workspace, right, "", kinds=("order",))
    text = transcript(workspace, "1 2", right, "", kinds=("order",))
    assert f"1 step is not placed. {OR_NOW}" in text
    assert "Correct." in text
    assert "0 of 1 point" in transcript(workspace, "1 2 3", "", kinds=("order",))


def test_spans_of_a_passage_are_numbered_where_they_stand(
    open_workspace: OpenWorkspace, kinds: Path
) -> None:
    text = transcript(open_workspace(), "1 2", "", kinds=("highlight",))

    assert "With [1: fever] and [2: no pain], [note] and [3: rash]." in text
    assert "1 correct \u2212 1 incorrect = 0 of 2 points." in text


def test_a_teach_back_is_never_failed_by_itself(open_workspace: OpenWorkspace, kinds: Path) -> None:
    workspace = open_workspace()
    text = transcript(workspace, "It is like this.", "", "1", "", kinds=("teach-back",))

    assert "Key points:" in text
    assert [
        event.rating for event in workspace.queries.events.all() if event.kind == "practice"
    ] == [3]


def test_who_gives_nothing_is_not_asked_how_sure(open_workspace: OpenWorkspace) -> None:
    workspace = open_workspace()
    text = transcript(workspace, "", "", "", kinds=("true-false",), confidence=True)
    event = next(event for event in workspace.queries.events.all() if event.kind == "practice")

    assert "How sure are you?" not in text
    assert event.confidence is None


def test_confidence_is_asked_before_the_result(open_workspace: OpenWorkspace) -> None:
    workspace = open_workspace()
    text = transcript(
        workspace, "1", "3", "", "2", "", "", "", kinds=("true-false",), confidence=True
    )
    event = next(event for event in workspace.queries.events.all() if event.kind == "practice")

    assert text.index("How sure are you?") < text.index("Incorrect.")
    assert event.confidence == "certain"
    assert "Confident errors:" in text


def test_help_at_the_confidence_and_a_stop_at_a_repeated_question(
    open_workspace: OpenWorkspace,
) -> None:
    text = transcript(
        open_workspace(), "1", "?", "3", "", "q", kinds=("true-false",), confidence=True
    )

    assert "3: certain: if you are wrong, the question comes once more" in text
    assert text.count("How sure are you?") == 2
    assert "Asked again." in text
    assert "Confident errors:" in text, "every question has an answer, so the result comes"
    assert "You can resume the quiz later." not in text


def test_an_exam_gives_no_feedback_until_the_end(open_workspace: OpenWorkspace) -> None:
    text = transcript(
        open_workspace(), "1", "1", "", "", kinds=("true-false", "single"), mode="exam"
    )
    before, _, after = text.partition("Submit?")

    assert "Correct." not in before
    assert "Incorrect." not in before
    assert "2 of 2 answered." in after
    assert "Missed:" in after


def test_an_exam_goes_back_and_says_what_is_open(open_workspace: OpenWorkspace) -> None:
    text = transcript(
        open_workspace(), "1", "g 1", "2", "", "", "", kinds=("true-false", "single"), mode="exam"
    )

    assert text.count("1 of 2. A small deck.") == 2


def test_the_clock_warns_and_never_cuts_off(open_workspace: OpenWorkspace, clock: Clock) -> None:
    workspace = open_workspace()
    workspace.open_store()
    quiz = start_quiz(workspace, QuizSpec(seed=7, minutes=7, kinds=("true-false", "single")))
    text = slow_transcript(quiz, clock, ("1", 90), ("", 30), ("z", 0), ("1", 60))

    assert text.startswith("Quiz. 2 questions, 7 minutes.")
    assert text.count("5 minutes left.") == 2, "the warning, and the answer to z"
    assert "4 minutes left." not in text


def slow_transcript(quiz: Quiz, clock: Clock, *typed: tuple[str, int]) -> str:
    """What is said to lines, each typed so many seconds after its prompt."""
    seconds = iter(typed)

    class Slow(io.StringIO):
        def readline(self, _size: int | None = -1, /) -> str:  # type: ignore[override]
            line, waits = next(seconds, (None, 0))
            clock.forward(seconds=waits)
            return "" if line is None else f"{line}\n"

    target = io.StringIO()
    PlainQuiz(quiz, Console(Slow(), target, echo=False)).run()
    return target.getvalue().replace("> ", "")


def test_the_time_left_is_said_in_seconds_near_the_end(
    open_workspace: OpenWorkspace, clock: Clock
) -> None:
    workspace = open_workspace()
    workspace.open_store()
    spec = QuizSpec(seed=7, minutes=7, mode="exam", kinds=("true-false", "single"))
    text = slow_transcript(
        start_quiz(workspace, spec), clock, ("z", 180), ("1", 192), ("z", 18), ("z", 40), ("1", 0)
    )

    assert "4 minutes left." in text
    assert text.count("48 seconds left.") == 1, "one warning, though two minutes were passed"
    assert "30 seconds left." in text
    assert "Time is up. Finish this question.\n" in text
    assert "Time is up. No more questions." in text
    assert "Submit?" not in text
    assert "2 of 2 answered." in text


def test_a_resumed_exam_says_how_much_time_is_left(
    open_workspace: OpenWorkspace, clock: Clock
) -> None:
    workspace = open_workspace()
    workspace.open_store()
    spec = QuizSpec(seed=7, minutes=1, mode="exam", kinds=("true-false", "single"))
    slow_transcript(start_quiz(workspace, spec), clock, ("1", 20), ("q", 5))
    resumed = open_quiz(workspace)
    assert resumed is not None

    assert slow_transcript(resumed, clock).startswith("Exam. 1 of 2 questions left, 40 seconds.")


def test_a_number_is_read_before_the_confidence_is_asked(open_workspace: OpenWorkspace) -> None:
    text = transcript(open_workspace(), "x", "5", "2", "", kinds=("calculation",), confidence=True)

    assert "Type a number, such as 12 or 2.5." in text
    assert text.count("How sure are you?") == 1


def test_back_at_the_confidence_changes_the_answer(open_workspace: OpenWorkspace) -> None:
    text = transcript(
        open_workspace(),
        "1",
        "?",
        "back",
        "2",
        ",",
        "1",
        "1",
        kinds=("true-false",),
        confidence=True,
    )

    assert "back or , (comma): change your answer" in text
    assert text.count("Type the number of your choice.") == 3
    assert text.count("How sure are you?") == 4
    assert text.count("Your choice") + text.count("Incorrect.") >= 1


def test_a_stopped_quiz_says_that_it_goes_on(open_workspace: OpenWorkspace) -> None:
    workspace = open_workspace()
    kinds = "true-false", "single"

    assert transcript(workspace, "q", kinds=kinds).endswith("Stopped. 2 questions left.\n")
    assert transcript(workspace, "1", "q", kinds=kinds).endswith(
        "Stopped. 1 question left. You can resume the quiz later.\n"
    )


def test_misses_become_tomorrows_review(open_workspace: OpenWorkspace, clock: Clock) -> None:
    workspace = open_workspace()
    assert "1 card added to tomorrow's review." in transcript(
        workspace, "1", "", "m", kinds=("true-false",)
    )
    clock.forward(days=1)

    assert start_review(workspace, new=1).plan[0].card == "card-true"


def test_a_wrong_answer_can_be_asked_again_today(open_workspace: OpenWorkspace) -> None:
    workspace = open_workspace()

    text = transcript(workspace, "1", "a", "", "2", "", "", kinds=("true-false",))

    assert "Counted. You'll see it again at the end." in text
    assert "1 of 1. A small deck. Asked again." in text


def test_patients_see_no_points(open_workspace: OpenWorkspace, tmp_path: Path) -> None:
    (tmp_path / "home").mkdir(exist_ok=True)
    (tmp_path / "home" / "settings.toml").write_text('who = "patient"\n', "utf-8")
    text = transcript(open_workspace(), "1", "", "", kinds=("true-false",))

    assert "worth another look" in text
    assert "Incorrect" not in text
    assert "points" not in text
    assert "%" not in text
