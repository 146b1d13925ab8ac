"""How it goes, as lines."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from learnms.engine.start import Desk
from learnms.plain import home
from learnms.plain.lines import Lines
from learnms.plain.progress import run
from learnms.study.event import Draft, Part
from tests.learner import Learner

OpenDesk = Callable[[], Desk]
CARDS = ("card-flash", "card-typed", "card-single", "card-select", "card-select-two", "card-true", "card-dose")


def transcript(desk: Desk, *typed: str) -> str:
    target = io.StringIO()
    run(desk, Lines(io.StringIO("".join(line + "\n" for line in typed)), target, echo=True))
    return target.getvalue()


@pytest.fixture
def desk(open_desk: OpenDesk) -> Desk:
    """A desk whose learner has studied for eight months, and was sure of something wrong."""
    desk = open_desk()
    store = desk.open_store()
    parts = [Part(card) for card in (*CARDS, *(f"elsewhere-{at}" for at in range(30)))]
    store.import_events(Learner(parts, date(2026, 11, 22), 240, 1).events(store.learner_id), checked=True)
    store.append([Draft(kind="practice", card="card-single", rating=1, points=0.0, max_points=1.0, confidence="certain", took_ms=8000)])
    return desk


@pytest.mark.parametrize(
    ("letter", "words"),
    [
        ("r", ["Only the first answer of a day", "Young and mature cards."]),
        ("p", ["Actual less predicted:", "By what was predicted:", " answers"]),
        ("c", ["  mature: ", "You would recall about", "Stability."]),
        ("d", ["You studied on", "  22 November: 1 answer, less than a minute"]),
        ("s", ["1 card that you were certain of, and wrong about.", "  Which one is right? (22 November, not right yet)"]),
        ("f", ["The next 30 days:", "  22 November: ", " a day for 7 days ", "The next 12 months:", " a day for 30 days "]),
    ],
)
def test_each_letter_tells_its_part(desk: Desk, letter: str, words: list[str]) -> None:
    text = transcript(desk, letter)

    assert all(word in text.partition(f"> {letter}\n")[2] for word in words), text


def test_it_begins_with_the_most_important_and_goes_back_on_enter(desk: Desk) -> None:
    text = transcript(desk, "", "r")

    assert text.startswith("\nProgress, Sunday 22 November.\nYou remember ")
    assert "o fit to you. Enter: back.\n> \n" in text
    assert text.endswith("> \n")


def test_anything_else_is_refused_and_the_end_of_input_is_an_end(desk: Desk) -> None:
    assert "`x` is not one of the choices." in transcript(desk, "x")


def test_o_leads_to_fitting(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    called: list[Desk] = []
    monkeypatch.setattr("learnms.plain.optimise.run", lambda desk, lines: called.append(desk))
    transcript(desk, "o")

    assert called == [desk]


def test_home_leads_here(desk: Desk) -> None:
    target = io.StringIO()
    desk.choose(replace(desk.settings, who="student"))
    home.run(desk, Lines(io.StringIO("g\n\nq\n"), target, echo=True))

    assert "Progress, Sunday 22 November." in target.getvalue()


def test_a_patient_hears_no_scores(desk: Desk) -> None:
    desk.choose(replace(desk.settings, who="patient"))
    text = transcript(desk, "c", "d", "s", "f", "r", "o")

    assert "%" not in text
    assert "wrong" not in text
    assert "stays with you" in text
    assert "They are worth another look." in text
    assert "`r` is not one of the choices." in text
    assert "`o` is not one of the choices." in text


def test_where_no_group_has_enough_it_says_so(open_desk: OpenDesk) -> None:
    desk = open_desk()
    store = desk.open_store()
    store.import_events(Learner([Part(card) for card in CARDS], date(2026, 11, 22), 50, 2).events(store.learner_id), checked=True)

    assert "No week, topic or deck has so many yet." in transcript(desk, "r")


def test_before_the_first_answer_every_letter_has_something_to_say(open_desk: OpenDesk) -> None:
    text = transcript(open_desk(), "r", "p", "c", "d", "s", "f")

    assert "Nothing has come back yet." in text
    assert "Predictions can be checked once 20 cards have come back." in text
    assert "There is no day with an answer yet." in text
    assert "Quizzes can ask how sure you are" in text
