"""The home screen as lines."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

from learnms.engine import ways
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


def test_a_patient_is_not_offered_an_exam(open_desk: OpenDesk) -> None:
    text = transcript(open_desk(), "2", "?", "p", "", "q")

    assert "be ready by the day of an exam" not in text
    assert "Exam" not in text
    assert "`p` is not one of the choices." in text


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


def test_what_failed_is_counted_and_asked_again(open_desk: OpenDesk) -> None:
    left = transcript(open_desk(), "", "", "", "1", "q", "q")
    back = transcript(open_desk(), "1", "q", "q")

    assert "Stopped. 8 cards left." in left
    assert "8 cards today, about 3 minutes: 1 to repeat now, 7 new." in left
    assert "1. A small deck: 1 due, 7 new, 1 of 9 learned" in back
    assert "Review. 8 cards" in back


def test_a_deck_is_studied_beyond_the_new_cards_of_the_day_after_a_question(open_desk: OpenDesk) -> None:
    desk = open_desk()
    desk.choose(replace(desk.settings, who="student", new_per_day=1))
    transcript(desk, "1", "", "3", "q")

    refused = transcript(desk, "1", "n", "1", "maybe", "q")
    taken = transcript(desk, "1", "", "q", "q")

    assert "Today's new card is done. Learn 7 more from this deck?" in refused
    assert "`maybe` is not one of the choices." in refused
    assert "Review." not in refused
    assert "Review. 7 cards" in taken


def test_n_and_a_number_learn_from_that_deck(open_desk: OpenDesk) -> None:
    desk = open_desk()
    desk.choose(replace(desk.settings, who="student", new_per_day=1))
    transcript(desk, "1", "", "3", "q")

    assert "Review. 7 cards" in transcript(desk, "n1", "q", "q")
    assert "Type d and the number of a deck, such as d1." in transcript(desk, "d", "q")


def test_u_takes_the_last_answer_back_and_asks_it_again(open_desk: OpenDesk) -> None:
    desk = open_desk()
    desk.choose(replace(desk.settings, who="student", new_per_day=1))
    text = transcript(desk, "1", "", "3", "u", "", "4", "q")

    assert "Taken back: your answer to this card. Here it is again." in text
    assert "Easy. Next on" in text
    assert "There is nothing of today to take back." in transcript(desk, "u", "q", "u", "q")


def test_u_takes_back_an_answer_of_a_quiz_without_asking_it(open_desk: OpenDesk) -> None:
    text = transcript(open_desk(), "", "t", "", "", "", "q", "u", "q")

    assert "Taken back: your latest answer." in text
    assert "Review." not in text


def test_u_takes_a_pause_back(open_desk: OpenDesk) -> None:
    desk = open_desk()
    desk.choose(replace(desk.settings, who="student", new_per_day=1))
    transcript(desk, "1", "", "3", "q")
    desk.open_store()
    ways.carry_out(desk.open_store(), ways.pausing(desk.data, desk.settings, desk.today, 7))

    assert "Taken back: 1 card is due when it was before." in transcript(desk, "u", "q")


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
