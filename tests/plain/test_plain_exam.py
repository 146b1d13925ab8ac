"""The exam plan as lines."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from learnms.engine.workspace import Workspace
from learnms.plain.exam import run
from learnms.plain.home import run as run_home
from learnms.plain.kit.console import Console
from learnms.settings import ExamPlan
from tests.factories.exam import TODAY, deck, opened


def transcript(workspace: Workspace, *typed: str) -> str:
    target = io.StringIO()
    run(workspace, Console(io.StringIO("".join(line + "\n" for line in typed)), target, echo=True))
    return target.getvalue()


def test_a_plan_is_made_and_kept(tmp_path: Path) -> None:
    with opened(tmp_path, deck(60), deck(20, "second")) as workspace:
        text = transcript(workspace, "2027-01-15", "15", "85", "2", "y", "")

        assert workspace.settings.exam == ExamPlan(date(2027, 1, 15), 15, 0.85, ("second",), TODAY)
    assert "No exam plan. A plan introduces all new cards" in text
    assert "2. The second deck" in text
    assert "January 15, in 54 days. 15 minutes a day, target 85%, The second deck." in text
    assert "First things (10 cards): " in text
    assert "Plan saved. Reviews follow it from now on." in text
    assert text.count("Expected recall on exam morning: ") == 2


def test_nothing_is_kept_without_a_yes(tmp_path: Path) -> None:
    with opened(tmp_path, deck(60)) as workspace:
        text = transcript(workspace, "2027-01-15", "", "", "", "", "")

        assert workspace.settings.exam is None
    assert "20 minutes a day, target 90%, all decks." in text


def test_a_plan_is_changed_and_ended(tmp_path: Path) -> None:
    with opened(tmp_path, deck(60), exam=ExamPlan(date(2027, 1, 15), 15, 0.85)) as workspace:
        transcript(workspace, "c", "30", "", "", "y", "")
        assert workspace.settings.exam is not None
        assert (workspace.settings.exam.minutes, workspace.settings.exam.target) == (30, 0.85)

        text = transcript(workspace, "e", "")
        assert workspace.settings.exam is None
    assert "Plan ended. Back to the normal schedule." in text


@pytest.mark.parametrize(
    ("before", "typed", "decks"),
    [
        (("second",), "", ("second",)),
        (("second",), "1 2", ("first",)),
        ((), "2, 1", ("second", "first")),
        (("second", "gone"), "", ("second",)),
    ],
)
def test_the_decks_of_a_plan_stay_until_they_are_chosen_otherwise(
    tmp_path: Path, before: tuple[str, ...], typed: str, decks: tuple[str, ...]
) -> None:
    exam = ExamPlan(date(2027, 1, 15), decks=before)
    with opened(tmp_path, deck(4), deck(4, "second"), exam=exam) as workspace:
        transcript(workspace, "c", "", "", typed, "y", "")

        assert workspace.settings.exam is not None
        assert workspace.settings.exam.decks == decks


@pytest.mark.parametrize(("exam", "offers"), [(None, False), (ExamPlan(date(2027, 1, 15)), True)])
def test_help_offers_to_change_and_end_only_a_plan_that_there_is(
    tmp_path: Path, exam: ExamPlan | None, offers: bool
) -> None:
    with opened(tmp_path, deck(4), exam=exam) as workspace:
        text = transcript(workspace, "?", "")

    assert ("e: end it" in text) is offers
    assert "until you type y" in text


def test_a_day_that_could_be_two_is_repeated_in_words(tmp_path: Path) -> None:
    with opened(tmp_path, deck(4)) as workspace:
        text = transcript(workspace, "1/2/2027", "", "", "", "", "")

        assert workspace.settings.exam is None
    assert "Sat, Jan 2, 2027, in 41 days" in text
    assert "Not saved." in text


def test_after_the_exam_it_is_said_to_be_over(tmp_path: Path) -> None:
    with opened(tmp_path, deck(60), exam=ExamPlan(date(2026, 11, 20))) as workspace:
        text = transcript(workspace, "e", "")

        assert workspace.settings.exam is None
    assert "The exam on November 20 is over. Back to the normal schedule." in text


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        (("soon",), "`soon` is not a date. Use a date such as 2026-12-22, Jan 15 or in 4 weeks."),
        (("2026-11-20",), "Nov 20, 2026 is in the past"),
        (("2027-01-15", "many", "q"), "type a whole number from 1 to 600."),
        (("2027-01-15", "0", "20", "", "q"), "type a whole number from 1 to 600."),
        (("2027-01-15", "", "20", "q"), "type a whole number from 70 to 97."),
        (("2027-01-15", "", "", "7", "q"), "Choices are numbered 1 to 1."),
        (("?",), "until you type y.\nType the date"),
    ],
)
def test_what_cannot_be_is_said_and_asked_again(
    tmp_path: Path, typed: tuple[str, ...], says: str
) -> None:
    with opened(tmp_path, deck(10)) as workspace:
        text = transcript(workspace, *typed, "")

        assert workspace.settings.exam is None
    assert says in text
    assert text.count("Type the date of the exam") == 2


def test_without_cards_one_sentence(tmp_path: Path) -> None:
    with opened(tmp_path) as workspace:
        assert "These decks have no cards to plan." in transcript(
            workspace, "2027-01-15", "", "", "", ""
        )


def test_a_patient_is_asked_and_told_without_per_cents(tmp_path: Path) -> None:
    with opened(tmp_path, deck(60)) as workspace:
        workspace.choose(replace(workspace.settings, who="patient"))
        text = transcript(workspace, "2027-01-15", "20", "", "y", "")

        assert workspace.settings.exam is not None
    assert "you will probably know nearly all of it" in text
    assert "%" not in text
    assert "arget" not in text


def test_home_leads_there_and_names_the_day(tmp_path: Path) -> None:
    with opened(tmp_path, deck(60), exam=ExamPlan(date(2027, 1, 15))) as workspace:
        target = io.StringIO()
        run_home(workspace, Console(io.StringIO("p\n\nq\n"), target, echo=True))

    assert "Exam plan, January 15, in 54 days." in target.getvalue()
    assert "c: change the plan. e: end it." in target.getvalue()
