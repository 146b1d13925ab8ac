"""`learnms quiz`: what is a choice, and what goes on with the quiz that was stopped."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Run


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("--questions", "0"), "`0` must be a whole number from 1 to 200"),
        (("--minutes", "0"), "`0` must be a whole number from 1 to 600"),
        (("--questions", "-3"), "`-3` must be a whole number from 1 to 200"),
        (("--minutes", "-4"), "`-4` must be a whole number from 1 to 600"),
    ],
)
def test_a_number_out_of_range_is_refused_even_where_a_quiz_was_stopped(
    run: Run, words: tuple[str, ...], says: str
) -> None:
    run("quiz", "--plain", "--questions", "3", typed="q\n")

    ran = run("quiz", "--plain", *words, typed="q\n")

    assert ran.code == 2
    assert says in ran.err
    assert ran.out == ""


def test_a_quiz_that_was_stopped_says_how_much_is_left(run: Run) -> None:
    begun = run(
        "quiz",
        "--plain",
        "--questions",
        "3",
        "--kind",
        "single",
        "--kind",
        "true-false",
        "--kind",
        "typed",
        "--seed",
        "1",
        typed="1\n\nq\n",
    )
    again = run("quiz", "--plain", typed="q\n")

    assert "Quiz. 3 questions." in begun.out
    assert "Quiz. 2 of 3 questions left." in again.out


CASE = """\
cases:
  - id: case-one
    title: A first infusion
    story: She arrives.
    source: book §1
    checked: 2026-11-22
    parts:
      - {id: cues, step: recognize-cues, ask: What matters?, right: This, wrong: [That, Neither]}
      - {id: next, step: take-action, ask: What is done?, right: Stop, wrong: [Wait, Run]}
"""


def test_a_case_is_asked_alone_and_whole_and_goes_on(run: Run, deck_file: Path) -> None:
    deck_file.write_text(deck_file.read_text("utf-8") + CASE, "utf-8")
    begun = run("quiz", "--plain", "--case", "case-one", typed="1\n\nq\n").out
    again = run("quiz", "--plain", "--case", "case-one", typed="q\n").out
    exam = run("quiz", "--plain", "--case", "case-one", "--mode", "exam", typed="q\n").out

    assert begun.startswith("Quiz. 2 questions.")
    assert "Case: A first infusion, part 1 of 2. Recognize cues." in begun
    assert again.startswith("Quiz. 1 of 2 questions left.")
    assert exam.startswith("Exam. 2 questions.")


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (
            ("--case", "case-two"),
            "No case is called `case-two`. Did you mean `case-one`? Choose from: case-one.",
        ),
        (("--case", "card-flash"), "No case is called `card-flash`."),
        (("--case", "case-one", "--questions", "3"), "--case asks one whole case."),
        (("--case", "case-one", "--questions", "3"), "Remove --questions.\n"),
        (
            ("small-deck", "--case", "case-one", "--topic", "x", "--kind", "case"),
            "Remove the decks, --topic, and --kind.\n",
        ),
    ],
)
def test_a_case_that_cannot_be_asked_is_refused(
    run: Run, deck_file: Path, words: tuple[str, ...], says: str
) -> None:
    deck_file.write_text(deck_file.read_text("utf-8") + CASE, "utf-8")
    ran = run("quiz", "--plain", *words, typed="q\n")

    assert ran.code == 2
    assert says in ran.err
    assert ran.out == ""


def test_a_quiz_of_one_priority(run: Run, deck_file: Path) -> None:
    text = deck_file.read_text("utf-8").replace(
        "- id: card-true", "- id: card-true\n    priority: core"
    )
    deck_file.write_text(text, "utf-8")

    begun = run("quiz", "--plain", "--priority", "core", typed="q\n")
    unknown = run("quiz", "--plain", "--priority", "high", typed="q\n")

    assert begun.code == 0
    assert "It is a cure." in begun.out
    assert unknown.code == 2
    assert "No priority is called `high`" in unknown.err
    assert "core, standard, extra" in unknown.err
