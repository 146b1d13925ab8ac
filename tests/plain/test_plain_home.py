"""The home screen as lines."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from learnms.days_off import DaysOff
from learnms.engine.postpone import postpone as ways
from learnms.engine.postpone.postpone import carry_out, pausing
from learnms.engine.postpone.wording import paused
from learnms.engine.workspace import Workspace
from learnms.paths import command
from learnms.plain.home import run
from learnms.plain.kit.console import Console, LineGuard
from learnms.settings import ExamPlan
from learnms.study.event import Draft
from tests.conftest import Clock
from tests.engine.quiz.helpers import learned
from tests.factories.exam import TODAY
from tests.plain.kit.test_line_guard import Keyboard

OpenWorkspace = Callable[[], Workspace]


def transcript(workspace: Workspace, *typed: str) -> str:
    """What home says to these lines; at a first start the question about the region, which comes
    after the first of them, is answered by enter.
    """
    if not workspace.settings.who and typed:
        typed = (typed[0], "", *typed[1:])
    target = io.StringIO()
    run(workspace, Console(io.StringIO("".join(line + "\n" for line in typed)), target, echo=True))
    return target.getvalue()


def test_the_first_start_asks_who_you_are_and_never_again(open_workspace: OpenWorkspace) -> None:
    first = transcript(open_workspace(), "2", "q")
    second = transcript(open_workspace(), "q")

    assert first.startswith("learnms: flashcards and quizzes about ocrelizumab")
    assert "2. Patient: Plain words" in first
    assert "Where are you treated?" in first
    assert "Which describes you best?" not in second
    assert "Where are you treated?" not in second
    assert open_workspace().settings.who == "patient"


def test_the_first_start_asks_whose_rules_hold_and_says_how_it_works(
    open_workspace: OpenWorkspace,
) -> None:
    target = io.StringIO()
    workspace = open_workspace()
    run(workspace, Console(io.StringIO("1\n2\nq\n"), target, echo=True))
    text = target.getvalue()

    assert text.index("Which prescribing information do you follow?") < text.index(
        "just before you forget them"
    )
    assert text.index("just before you forget them") < text.index("Enter: review all.")
    assert workspace.settings.region == "eu"


def test_what_is_no_number_of_the_first_start_is_asked_again(open_workspace: OpenWorkspace) -> None:
    workspace = open_workspace()
    target = io.StringIO()
    run(workspace, Console(io.StringIO("7\n\nPatient\nmaybe\n2.\nq\n"), target, echo=True))

    assert (workspace.settings.who, workspace.settings.region) == ("patient", "eu")
    assert "`7` is not a choice." in target.getvalue()
    assert "`maybe` is not a choice." in target.getvalue()
    assert target.getvalue().endswith("Until next time.\n")


def test_help_at_the_first_start_says_the_question_again(open_workspace: OpenWorkspace) -> None:
    text = transcript(open_workspace(), "?", "1", "?", "2", "q")

    assert text.count("Which describes you best?") == 2
    assert text.count("Which prescribing information do you follow?") == 2
    assert "Change this later in Settings (s). Type a number or a name. Enter: 1." in text
    assert "not a choice" not in text


@pytest.mark.parametrize(("region", "is_left_out"), [("1", True), ("4", False)])
def test_only_who_chose_one_region_is_told_that_others_are_left_out(
    open_workspace: OpenWorkspace, region: str, is_left_out: bool
) -> None:
    target = io.StringIO()
    run(open_workspace(), Console(io.StringIO(f"2\n{region}\nq\n"), target, echo=True))
    text = target.getvalue()

    assert ("Rules you do not choose are left out." in text) == is_left_out
    assert "Change this later in Settings (s)." in text


def test_what_was_typed_before_the_first_question_does_not_answer_it(
    open_workspace: OpenWorkspace,
) -> None:
    workspace = open_workspace()
    keyboard = Keyboard([(0, "2"), (0, "instructor"), (5, "patient"), (9, ""), (15, "q")])
    guard = LineGuard(
        keyboard.read, keyboard.is_ready, lambda: 0.3, lambda: 0.08, lambda: keyboard.now
    )
    run(workspace, Console(io.StringIO(), io.StringIO(), echo=False, guard=guard))

    assert workspace.settings.who == "patient"


@pytest.mark.parametrize("typed", ["", "q\n"])
def test_who_leaves_the_first_question_is_asked_again(
    open_workspace: OpenWorkspace, typed: str
) -> None:
    workspace = open_workspace()
    target = io.StringIO()
    run(workspace, Console(io.StringIO(typed), target, echo=True))

    assert target.getvalue().endswith("Until next time.\n")
    assert workspace.settings.who == ""


def test_an_empty_line_takes_a_region_but_no_role(open_workspace: OpenWorkspace) -> None:
    workspace = open_workspace()
    run(workspace, Console(io.StringIO("\n\n1\n\nq\n"), io.StringIO(), echo=True))

    assert (workspace.settings.who, workspace.settings.region) == ("student", "us")


def test_it_says_what_waits_and_starts_a_review(open_workspace: OpenWorkspace) -> None:
    text = transcript(open_workspace(), "1", "", "", "3")

    assert ". 8 cards today, about 3 minutes: 8 new." in text
    assert "1. A small deck: 8 new, 0 of 9 learned" in text
    assert "Good. Next on November 24." in text


def test_a_number_reviews_one_deck_and_anything_else_is_refused(
    open_workspace: OpenWorkspace,
) -> None:
    text = transcript(open_workspace(), "1", "7", "1", "q", "q")

    assert "`7` is not a choice." in text
    assert "Review. 8 cards" in text
    assert text.endswith("Until next time.\n")


def test_the_decks_are_listed_once_and_again_on_l(open_workspace: OpenWorkspace) -> None:
    text = transcript(open_workspace(), "1", "?", "7", "q")
    again = transcript(open_workspace(), "l", "q")

    assert text.count("1. A small deck") == 1
    assert "l: list the decks again" in text
    assert again.count("1. A small deck") == 2


def test_patients_read_of_topics_and_cards(open_workspace: OpenWorkspace) -> None:
    workspace = open_workspace()
    workspace.choose(replace(workspace.settings, who="patient"))
    text = transcript(workspace, "?", "d", "q")

    assert "Type d and the number of a topic, such as d 1." in text
    assert "b: look through all cards" in text
    assert "l: list the topics again" in text
    assert "that deck" not in text
    assert "custom study" not in text


def test_a_deck_without_a_card_for_today_says_so(open_workspace: OpenWorkspace) -> None:
    workspace = open_workspace()
    workspace.choose(replace(workspace.settings, who="student"))
    parts = [row.part for row in workspace.queries.library.parts()]
    workspace.open_store().append(
        [Draft(kind="suspend", card=part.card, part=part.part) for part in parts]
    )

    assert "No cards are due in “A small deck” today." in transcript(workspace, "1", "q")


def test_a_patient_is_not_offered_an_exam(open_workspace: OpenWorkspace) -> None:
    text = transcript(open_workspace(), "2", "?", "p", "", "q")

    assert "plan reviews for an exam date" not in text
    assert "Exam" not in text
    assert "`p` is not a choice." in text


def test_a_patient_chooses_the_number_and_the_decks_of_a_quiz(
    open_workspace: OpenWorkspace,
) -> None:
    text = transcript(open_workspace(), "2", "t", "c", "?", "", "?", "q", "q")

    assert "Quiz: all 6 questions.\n" in text
    assert "1. Questions from: Everything" in text
    assert "2. Number: 10" in text
    assert "3. Decks: all" in text
    assert "Enter: start. c: change" in text
    for word in ("Mode", "mode", "Kinds", "Seed", "Confidence", "Status"):
        assert word not in text


def test_a_question_mark_is_answered_everywhere(open_workspace: OpenWorkspace) -> None:
    text = transcript(
        open_workspace(),
        "1",
        "s",
        "?",
        "",
        "g",
        "?",
        "",
        "a",
        "?",
        "",
        "p",
        "?",
        "",
        "b",
        "?",
        "1",
        "?",
        "",
        "",
        "q",
    )

    assert "is not a choice" not in text
    assert "is not a choice" not in text


def test_what_failed_is_counted_and_asked_again(open_workspace: OpenWorkspace) -> None:
    left = transcript(open_workspace(), "1", "", "", "1", "q", "q")
    back = transcript(open_workspace(), "1", "q", "q")

    assert "Stopped. 8 cards left." in left
    assert "8 cards today, about 3 minutes: 1 due, 7 new." in left
    assert "1. A small deck: 1 due, 7 new, 1 of 9 learned" in back
    assert "Review. 8 cards" in back


def test_a_deck_is_studied_beyond_the_new_cards_of_the_day_after_a_question(
    open_workspace: OpenWorkspace,
) -> None:
    workspace = open_workspace()
    workspace.choose(replace(workspace.settings, who="student", new_per_day=1))
    transcript(workspace, "1", "", "3", "q")

    refused = transcript(workspace, "1", "n", "1", "maybe", "n", "q")
    taken = transcript(workspace, "1", "", "q", "q")

    assert "Today's new card is done. Learn 7 more from this deck?" in refused
    assert "Press enter to learn, or type n." in refused
    assert "Review." not in refused
    assert "Review. 7 cards" in taken


def test_n_and_a_number_learn_from_that_deck(open_workspace: OpenWorkspace) -> None:
    workspace = open_workspace()
    workspace.choose(replace(workspace.settings, who="student", new_per_day=1))
    transcript(workspace, "1", "", "3", "q")

    assert "Review. 7 cards" in transcript(workspace, "n1", "q", "q")
    assert "Type d and the number of a deck, such as d 1." in transcript(workspace, "d", "q")


def test_u_takes_the_last_answer_back_and_asks_it_again(open_workspace: OpenWorkspace) -> None:
    workspace = open_workspace()
    workspace.choose(replace(workspace.settings, who="student", new_per_day=1))
    text = transcript(workspace, "1", "", "3", "u", "", "4", "q")

    assert "Undone: your answer to this card." in text
    assert "Easy. Next on" in text
    assert "Nothing to undo today." in transcript(workspace, "u", "q", "u", "q")


def test_u_leaves_the_answers_of_a_quiz_alone(open_workspace: OpenWorkspace) -> None:
    text = transcript(open_workspace(), "1", "t", "", "", "", "q", "u", "q")

    assert "Nothing to undo today." in text
    assert "Review." not in text


def test_u_names_the_card_of_an_undone_practice_answer(open_workspace: OpenWorkspace) -> None:
    workspace = open_workspace()
    practice = Draft(kind="practice", card="card-flash", rating=3)
    workspace.open_store().append([practice])

    assert "Undone: your answer to “" in transcript(workspace, "1", "u", "q")


def test_u_takes_a_pause_back(open_workspace: OpenWorkspace) -> None:
    workspace = open_workspace()
    workspace.choose(replace(workspace.settings, who="student", new_per_day=1))
    transcript(workspace, "1", "", "3", "q")
    workspace.open_store()
    ways.carry_out(
        workspace.open_store(),
        ways.pausing(workspace.queries, workspace.settings, workspace.today, 7),
    )

    assert "Pause undone: due date of 1 card restored." in transcript(workspace, "u", "q")


def test_a_pause_that_is_on_is_named(open_workspace: OpenWorkspace) -> None:
    workspace = open_workspace()
    learned(workspace, "card-single", "card-true")
    carry_out(
        workspace.open_store(), pausing(workspace.queries, workspace.settings, workspace.today, 5)
    )
    workspace.choose(replace(workspace.settings, who="student", new_per_day=0))

    assert paused(workspace.today + timedelta(days=5), workspace.today) in transcript(
        workspace, "q"
    )


def test_on_the_day_of_the_exam_enter_warms_up(open_workspace: OpenWorkspace, clock: Clock) -> None:
    workspace = open_workspace()
    learned(workspace, "card-flash", "card-single", "card-true")
    clock.forward(days=3)
    workspace.choose(replace(workspace.settings, exam=ExamPlan(workspace.today, begun=TODAY)))

    text = transcript(workspace, "1", "", "q", "q")

    assert "Your exam is today. Good luck.\nWarm-up: your 3 weakest cards, about 1 minute." in text
    assert "Enter: warm up." in text
    assert "No rush" not in text
    assert "1 of 3" in text


@pytest.mark.parametrize(
    ("called", "shown"),
    [
        (".venv/bin/learnms", ".venv/bin/learnms"),
        ("learnms/__main__.py", "python -m learnms"),
        ("pytest", "learnms"),
    ],
)
def test_messages_name_the_command_that_was_used(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, called: str, shown: str
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("sys.argv", [called])

    assert command() == shown


def test_who_was_away_is_welcomed(open_workspace: OpenWorkspace, clock: Clock) -> None:
    workspace = open_workspace()
    workspace.settings = replace(workspace.settings, who="student")
    learned(workspace, "card-flash")
    assert "Welcome back." not in transcript(workspace, "q")
    clock.forward(days=8)
    assert "Welcome back. Nothing is lost" in transcript(workspace, "q")


def test_a_day_off_is_said_and_enter_studies_anyway(open_workspace: OpenWorkspace) -> None:
    workspace = open_workspace()
    workspace.choose(replace(workspace.settings, who="student"))
    today = workspace.today
    workspace.choose(replace(workspace.settings, days_off=DaysOff.of([(today, today)])))

    text = transcript(workspace, "", "q", "q")

    assert "Today is a day off: no reviews are planned.\n8 cards can wait.\n" in text
    assert "Enter: study anyway. Number: study that deck." in text
    assert "Grade" in text or "Enter: show" in text or "1 of 8" in text
