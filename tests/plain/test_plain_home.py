"""The home screen as lines."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

from learnms.engine.start import Desk
from learnms.engine.ways import carry_out, pausing
from learnms.engine.ways_words import paused
from learnms.plain.home import run
from learnms.plain.lines import Lines
from learnms.settings import ExamPlan
from tests.conftest import Clock
from tests.engine.preparing import TODAY
from tests.engine.quizzing import learned

OpenDesk = Callable[[], Desk]


def transcript(desk: Desk, *typed: str) -> str:
    target = io.StringIO()
    run(desk, Lines(io.StringIO("".join(line + "\n" for line in typed)), target, echo=True))
    return target.getvalue()


def test_the_first_start_asks_who_you_are_and_never_again(open_desk: OpenDesk) -> None:
    first = transcript(open_desk(), "2", "q")
    second = transcript(open_desk(), "q")

    assert first.startswith("learnms\n\nWho are you?")
    assert "Who are you?" not in second
    assert open_desk().settings.who == "patient"


def test_without_an_answer_it_is_a_student(open_desk: OpenDesk) -> None:
    desk = open_desk()
    transcript(desk, "", "q")

    assert desk.settings.who == "student"


def test_it_says_what_waits_and_starts_a_review(open_desk: OpenDesk) -> None:
    text = transcript(open_desk(), "1", "", "", "3")

    assert "Sunday 22 November. 8 cards today, about 3 minutes: 8 new." in text
    assert "1. A small deck: 8 new, 0 of 9 learned" in text
    assert "Good. Next on 24 November." in text


def test_a_number_reviews_one_deck_and_anything_else_is_refused(open_desk: OpenDesk) -> None:
    text = transcript(open_desk(), "1", "7", "1", "q", "q")

    assert "`7` is not one of the choices." in text
    assert "Review. 8 cards" in text
    assert text.endswith("Until next time.\n")


def test_the_decks_are_listed_once_and_again_on_l(open_desk: OpenDesk) -> None:
    text = transcript(open_desk(), "1", "?", "7", "q")
    again = transcript(open_desk(), "l", "q")

    assert text.count("1. A small deck") == 1
    assert "l: list the decks again" in text
    assert again.count("1. A small deck") == 2


def test_a_patient_is_not_offered_an_exam_but_the_key_works(open_desk: OpenDesk) -> None:
    text = transcript(open_desk(), "2", "?", "p", "", "q")

    assert "be ready by the day of an exam" not in text
    assert "Exam plan." in text


def test_a_patient_chooses_the_number_and_the_decks_of_a_quiz(open_desk: OpenDesk) -> None:
    text = transcript(open_desk(), "2", "t", "c", "?", "", "?", "q", "q")

    assert "Quiz: 10 questions.\n" in text
    assert "1. Questions: 10\n2. Decks: all\nA number" in text
    assert "Enter starts the quiz as it is said above" in text
    for word in ("mode", "Kinds", "Seed", "How sure", "Status"):
        assert word not in text


def test_a_question_mark_is_answered_everywhere(open_desk: OpenDesk) -> None:
    text = transcript(open_desk(), "1", "s", "?", "", "g", "?", "", "a", "?", "", "p", "?", "", "b", "?", "1", "?", "", ":q", "q")

    assert "is not one of the choices" not in text
    assert "is not a key here" not in text


def test_a_pause_that_is_on_is_named(open_desk: OpenDesk) -> None:
    desk = open_desk()
    learned(desk, "card-single", "card-true")
    carry_out(desk.open_store(), pausing(desk.data, desk.settings, desk.today, 5))
    desk.choose(replace(desk.settings, new_per_day=0))

    assert paused(desk.today + timedelta(days=5), desk.today) in transcript(desk, "q")


def test_on_the_day_of_the_exam_enter_warms_up(open_desk: OpenDesk, clock: Clock) -> None:
    desk = open_desk()
    learned(desk, "card-flash", "card-single", "card-true")
    clock.forward(days=3)
    desk.choose(replace(desk.settings, exam=ExamPlan(desk.today, begun=TODAY)))

    text = transcript(desk, "", "", "q", "q")

    assert "Your exam is today. Good luck.\nWarm-up: 3 cards that you know least, about 1 minute." in text
    assert "Enter: warm up." in text
    assert "There is no hurry" not in text
    assert "1 of 3" in text
