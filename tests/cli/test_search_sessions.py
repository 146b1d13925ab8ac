"""`learnms review --search` and `learnms quiz --search`."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tests.factories.search import DECK


@pytest.fixture(autouse=True)
def library(deck_file: Path) -> None:
    deck_file.write_text(DECK, "utf-8")


def test_a_review_asks_the_cards_found(run: Run) -> None:
    ran = run("review", "--search", "topic:rates", typed="\n3\nq\n")
    assert ran.code == 0
    assert "Review. 2 cards" in ran.out

    ran = run("review", "--search", "topic:rates", "--cram", typed="q\n")
    assert "Practice. 1 card" in ran.out


def test_nothing_left_to_review_is_said(run: Run) -> None:
    ran = run("review", "--search", "topic:rates", "--cram")
    assert (ran.code, ran.out) == (0, "")
    assert "None of these cards is learned yet." in ran.err


@pytest.mark.parametrize("command", ["review", "quiz"])
@pytest.mark.parametrize(
    ("query", "code", "sentence"),
    [
        ("zebra", 1, "No cards match this search."),
        ("topic:nowhere", 1, "No topic matches `nowhere`."),
        ("topic:rates is:mised", 2, "The search is not valid: `is:mised` is not a state."),
    ],
)
def test_a_search_that_selects_nothing(
    run: Run, command: str, query: str, code: int, sentence: str
) -> None:
    ran = run(command, "--search", query)
    assert ran.code == code
    assert sentence in ran.err
    assert ran.out == ""


def test_a_quiz_asks_the_cards_found(run: Run) -> None:
    ran = run("quiz", "--search", "topic:safety", "--questions", "50", "--seed", "1", typed="q\n")
    assert "Quiz. 3 questions." in ran.out


def test_a_case_alone_takes_no_search(run: Run) -> None:
    ran = run("quiz", "--case", "first-day", "--search", "topic:safety")
    assert ran.code == 2
    assert "--search" in ran.err
