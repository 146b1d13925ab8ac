"""Settings, quizzes and a deck's page from the home lines."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from learnms.days_off import NEVER, DaysOff
from learnms.engine import workspace as opening
from learnms.engine.workspace import Workspace
from learnms.errors import LearnmsError
from learnms.settings import read_settings
from tests.factories.setting_lines import number_of
from tests.plain.test_plain_home import transcript

OpenWorkspace = Callable[[], Workspace]


def inside(name: str, place: int = 1) -> str:
    """The number of a line inside that of an opened setting."""
    return str(int(number_of(name)) + place)


@pytest.mark.parametrize(
    ("typed", "name", "value"),
    [
        ((number_of("who"), "2"), "who", "patient"),
        ((number_of("themes"), inside("themes")), "theme", "flexoki"),
        ((number_of("new_per_day"), "25"), "new_per_day", 25),
        ((number_of("target"), "95"), "target", 0.95),
        ((number_of("targets"), inside("targets"), "80"), "targets", (("small-deck/basics", 0.8),)),
        ((number_of("session_minutes"), "30"), "session_minutes", 30),
        ((number_of("session_cards"), "12"), "session_cards", 12),
        ((number_of("break_minutes"), "20"), "break_minutes", 20),
        ((number_of("confidence"), "2"), "confidence", True),
        ((number_of("easy_days"), "7"), "easy_days", ("sunday",)),
        (
            (number_of("days_off"), inside("days_off"), "2027-12-24..2027-12-26"),
            "days_off",
            DaysOff.of_texts(["2027-12-24..2027-12-26"]),
        ),
        (
            (number_of("days_off"), inside("days_off"), "tomorrow", inside("days_off", 2)),
            "days_off",
            NEVER,
        ),
        ((number_of("rollover_hour"), "5"), "rollover_hour", 5),
        ((number_of("spacing"), "3"), "spacing", "large"),
        ((number_of("guard_ms"), "450"), "guard_ms", 450),
        ((number_of("repeat_ms"), "200"), "repeat_ms", 200),
        ((number_of("try_keys"), "2", "150", "", "q"), "repeat_ms", 150),
        ((number_of("region"), "2"), "region", "eu"),
        ((number_of("extra"), "1"), "extra", False),
        (
            (number_of("new_per_deck"), inside("new_per_deck"), "3"),
            "new_per_deck",
            (("small-deck", 3),),
        ),
    ],
)
def test_a_setting_is_changed_in_lines_and_saved(
    open_workspace: OpenWorkspace, typed: tuple[str, ...], name: str, value: object
) -> None:
    text = transcript(open_workspace(), "1", "s", *typed, "", "q")

    assert "Saved." in text
    assert getattr(read_settings(open_workspace().home_folder), name) == value


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        (("99",), "Lines are numbered 1 to 25."),
        (
            (number_of("new_per_day"), "many"),
            "New cards a day: type a whole number from 0 to 9999.",
        ),
        ((number_of("who"), "9"), "Choices are numbered 1 to 3."),
        (
            (number_of("days_off"), inside("days_off"), "someday", "q"),
            "`someday` is not a date. Use a date such as",
        ),
    ],
)
def test_a_wrong_value_is_refused_in_words(
    open_workspace: OpenWorkspace, typed: tuple[str, ...], says: str
) -> None:
    workspace = open_workspace()
    before = workspace.settings

    text = transcript(workspace, "1", "s", *typed, "", "q")

    assert says in text
    assert workspace.settings.new_per_day == before.new_per_day


def test_the_page_of_a_deck(open_workspace: OpenWorkspace) -> None:
    text = transcript(open_workspace(), "1", "d1", "q")

    assert "A small deck.\n" in text
    assert "All cards were checked against their sources on Nov 22, 2026." in text
    assert "  The book: " in text
    assert "8 cards" in text


def test_a_quiz_is_chosen_and_asked(open_workspace: OpenWorkspace) -> None:
    text = transcript(open_workspace(), "1", "t", "c", "2", "1", "5", "7", "1", "", "", "q", "q")

    assert "Quiz: all 6 questions, practice." in text
    assert "Quiz: 1 question, practice." in text
    assert "Quiz. 1 question. ? for help, q to stop." in text
    assert "Stopped. 1 question left" in text


def test_a_stopped_quiz_goes_on(open_workspace: OpenWorkspace) -> None:
    transcript(open_workspace(), "1", "t", "", "", "", "q", "q")

    text = transcript(open_workspace(), "t", "", "q", "q")

    assert "Quiz in progress: 1 of 6 answered. t: resume." in text
    assert "Enter: Resume quiz (1 of 6 answered, " in text
    assert "Enter: resume. t: start a new quiz." in text
    assert text.count("Quiz. ") == 1


def test_a_quiz_that_was_stopped_stays_when_another_is_begun(open_workspace: OpenWorkspace) -> None:
    transcript(open_workspace(), "1", "t", "", "", "", "q", "q")
    second = transcript(open_workspace(), "t", "c", "2", "3", "", "T", "", "", "q", "q")
    third = transcript(open_workspace(), "t", "g2", "q", "q")

    assert "A stopped quiz is kept. You can resume it later." in second
    assert "Quiz. 3 questions." in second
    assert "2 quizzes in progress. t: resume." in third
    assert "Enter: Resume quiz (1 of 3 answered, " in third
    assert "g2: Resume quiz (1 of 6 answered, " in third
    assert "Quiz. 5 of 6 questions left." in third


def test_help_before_a_quiz_lists_only_what_works(open_workspace: OpenWorkspace) -> None:
    first = transcript(open_workspace(), "1", "t", "?", "q", "q")
    transcript(open_workspace(), "t", "", "", "", "q", "q")
    transcript(open_workspace(), "t", "c", "2", "3", "", "t", "", "", "q", "q")
    third = transcript(open_workspace(), "t", "?", "q", "q")

    assert "enter: start the quiz" in first
    assert "g2: " not in first
    assert "k: choose a case" not in first
    assert "enter: resume the quiz that was stopped last" in third
    assert "g2: resume the quiz that was stopped before the last" in third


def test_what_fits_no_question_is_said_and_home_is_there_again(
    open_workspace: OpenWorkspace,
) -> None:
    text = transcript(open_workspace(), "1", "t", "c", "2", "0", "", "", "q")

    assert "Number: type a whole number from 1 to 200." in text
    assert text.endswith("Until next time.\n")


def test_past_quizzes_are_listed(open_workspace: OpenWorkspace) -> None:
    text = transcript(open_workspace(), "1", "t", "r", "q", "q")

    assert "No past quizzes." in text


def test_a_setting_that_was_not_saved_is_never_called_saved(
    open_workspace: OpenWorkspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace = open_workspace()
    transcript(workspace, "1", "q")

    def fail(*_: object) -> None:
        raise LearnmsError("The disk is full.")

    monkeypatch.setattr(opening, "write_settings", fail)

    text = transcript(workspace, "s", "2", "3", "", "q")

    assert "Not saved. It applies to this session only: The disk is full." in text
    assert "Saved." not in text
    assert workspace.settings.theme == "flexoki"


def test_days_off_are_named_as_they_are_added_and_removed(open_workspace: OpenWorkspace) -> None:
    days, off = number_of("days_off"), inside("days_off")
    typed = ("1", "s", days, off, "2026-12-24..2026-12-26", inside("days_off", 2), "", "q")
    text = transcript(open_workspace(), *typed)

    assert "Saved. Days off: Thu, Dec 24 to Sat, Dec 26." in text
    assert f"{inside('days_off', 2)}. Thu, Dec 24 to Sat, Dec 26: selected" in text
    assert "Saved. Days off: none." in text


def test_the_settings_are_listed_under_the_titles_of_their_groups(
    open_workspace: OpenWorkspace,
) -> None:
    text = transcript(open_workspace(), "1", "s", "", "q")

    assert "Settings.\nAppearance:\n1. Theme: dark\n" in text
    assert f"Decks:\n{number_of('region')}. Region: " in text
    assert text.count("Reviews:") == 1
