"""Catching up and the other ways to study, as lines."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from learnms.engine.home.home import home_view
from learnms.engine.queue.catch_up import backlog_now, catch_up
from learnms.engine.review.start import start_review
from learnms.engine.workspace import Workspace
from learnms.plain import home
from learnms.plain import postpone as ways
from learnms.plain.kit.console import Console, Stopped, agreed
from learnms.plain.review import PlainReview
from learnms.study.event import Event
from tests.conftest import Clock
from tests.factories.progress import gathered_workspace

MakeWorkspace = Callable[..., Workspace]


@pytest.fixture
def away(tmp_path: Path, clock: Clock) -> Iterator[MakeWorkspace]:
    """A learner who comes back after a month, or after no time."""
    workspaces = []

    def make(cards: int = 120, days: int = 30) -> Workspace:
        workspaces.append(gathered_workspace(tmp_path, clock, cards, days=days))
        return workspaces[-1]

    yield make
    for workspace in workspaces:
        workspace.close()


def typed(
    workspace: Workspace,
    run: Callable[[Workspace, Console], None],
    *lines: str,
    piped: bool = False,
) -> str:
    """What stands on the terminal after these lines."""
    target = io.StringIO()
    try:
        run(
            workspace,
            Console(io.StringIO("".join(line + "\n" for line in lines)), target, echo=piped),
        )
    except Stopped:
        target.write("Stopped.\n")
    return target.getvalue()


def last(workspace: Workspace, number: int) -> list[Event]:
    return list(workspace.queries.events.all())[-number:]


def test_home_asks_before_a_long_review_and_keeps_the_answer(away: MakeWorkspace) -> None:
    workspace = away()
    text = typed(workspace, home.run, "", "7", "2", "q", "q")

    assert "120 cards are overdue. No rush." in text
    assert "120 cards are overdue. All today (about 40 minutes), or a few each day?" in text
    assert "1. All today: about 40 minutes" in text
    assert "Choices are numbered 1 to 4." in text
    assert "20 cards a day from now on." in text
    assert "Review. 20 cards, about 7 minutes." in text
    assert "100 more cards are left for the next few days." in text
    assert workspace.settings.backlog is not None


def test_enter_takes_what_is_suggested_and_q_leaves_it_open(away: MakeWorkspace) -> None:
    workspace = away()
    text = typed(workspace, home.run, "", "q", "q")
    assert "Enter: 20 a day. q: not now." in text
    assert "Review." not in text
    assert workspace.settings.backlog is None

    assert "Review. 20 cards" in typed(workspace, home.run, "", "", "q", "q")


def test_help_at_the_question_of_a_backlog_says_it_again(away: MakeWorkspace) -> None:
    text = typed(away(), home.run, "", "?", "q", "q")

    assert "How many overdue cards to review each day.\n120 cards are overdue. All today" in text
    assert text.count("Enter: 20 a day. q: not now.") == 2
    assert "Choices are numbered" not in text


def test_a_welcome_back_is_said_once(away: MakeWorkspace) -> None:
    text = typed(away(), home.run, "g", "", "s", "", "q")

    assert text.count("Welcome back.") == 1
    assert text.count("120 cards are overdue. No rush.") == 3


def test_a_pipe_is_asked_nothing_and_gets_all_or_what_was_chosen(away: MakeWorkspace) -> None:
    workspace = away()
    text = typed(workspace, home.run, "", "q", "q", piped=True)
    assert "a few each day?" not in text
    assert "Review. 125 cards" in text

    catch_up(workspace, backlog_now(workspace).ways[1])
    assert "Review. 20 cards" in typed(workspace, home.run, "", "q", "q", piped=True)


def test_when_the_share_of_the_day_is_done(away: MakeWorkspace) -> None:
    workspace = away(52)
    catch_up(workspace, backlog_now(workspace).ways[1])
    text = typed(workspace, home.run, "", *["", "3"] * 20, "q")

    assert "32 more cards are left for the next few days.\nTomorrow: 20 cards due." in text
    assert "Done for today." in text


def test_study_ahead_is_practice(away: MakeWorkspace) -> None:
    workspace = away(30, days=0)
    text = typed(
        workspace, home.run, "a", "1", "x", "2", "", "1", "o", "a", "", "", "3", "", "3", "", "q"
    )

    assert "1. Study ahead: 10 of 10 not due yet" in text
    assert "Study ahead: type a whole number from 1 to 9999." in text
    assert "Practice. 2 cards, about 1 minute." in text
    assert "Grade: 1 Again, 2 Hard, 3 Good, 4 Easy. Enter: Good. u: undo." in text
    assert "Again. You'll see it once more." in text
    assert "a: count it and repeat it today." in text
    assert "This was practice, so there is no grade." in text
    assert "Counted. You'll see it again today." in text
    assert "Good. Due dates stay the same." in text
    assert "Grade: 1 Again (today), 2 Hard (1 day)" in text, "what counts has intervals again"
    assert "Practice only. Due dates stay the same." in text
    assert [event.kind for event in last(workspace, 5)] == [
        "session",
        "practice",
        "review",
        "practice",
        "review",
    ]


def test_cram_asks_all_and_later_and_undo_work(away: MakeWorkspace) -> None:
    workspace = away(30, days=0)
    text = typed(workspace, home.run, "a", "2", "-", "", "3", "u", "q", "", "q")

    assert "Practice. 30 cards" in text
    assert "Removed from this practice." in text
    assert "Undone: your answer to this card." in text
    assert [event.kind for event in last(workspace, 3)] == ["session", "practice", "void"]


def test_postpone_and_pause_show_first_and_are_taken_back(away: MakeWorkspace) -> None:
    workspace = away(30, days=0)
    before = home_view(workspace).due
    text = typed(workspace, ways.run, "3", "5", "y", "4", "", "", "4", "3", "y", "u", "u", "u", "")

    assert "5 cards would move to tomorrow." in text
    assert "5 cards rescheduled. u: undo." in text
    assert "30 cards would move later, the first to November 29." in text
    assert "Nothing was rescheduled." in text
    assert "30 cards rescheduled." in text
    assert "Undone: due dates of 30 cards restored." in text
    assert "Undone: due dates of 5 cards restored." in text
    assert "Nothing to undo: nothing was postponed or paused today." in text
    assert home_view(workspace).due == before


def test_undo_in_a_review_takes_the_postponement_back(away: MakeWorkspace) -> None:
    workspace = away(30, days=0)
    typed(workspace, ways.run, "3", "5", "y", "")
    text = typed(
        workspace,
        lambda workspace, lines: PlainReview(start_review(workspace), lines).run(),
        "u",
        "q",
    )

    assert "Undone: due dates restored." in text
    assert home_view(workspace).due == 20


def test_what_means_nothing_is_refused(away: MakeWorkspace) -> None:
    workspace = away(30, days=0)
    text = typed(workspace, ways.run, "9", "6", "4", "999", "q", "3", "0", "q", "")

    assert "`9` is not a choice." in text
    assert "`6` is not a choice." in text
    assert "Pause: type a whole number from 1 to 365." in text
    assert "Postpone: type a whole number from 1 to 9999." in text


def test_the_choice_about_a_backlog_can_be_changed(away: MakeWorkspace) -> None:
    workspace = away()
    text = typed(workspace, ways.run, "5", "4", "5", "q", "")

    assert "5. Catch up: not set" in text
    assert "5. Catch up: 50 a day until caught up" in text
    assert home_view(workspace).due == 50


def test_nothing_learned_is_said(open_workspace: Callable[[], Workspace]) -> None:
    text = typed(open_workspace(), ways.run, "1", "2", "3", "4", "", "")

    assert text.count("Nothing to practice here yet.") == 2
    assert "No due cards to postpone." in text
    assert "Nothing learned yet to pause." in text


def test_patients_read_no_per_cents(away: MakeWorkspace) -> None:
    workspace = away(30, days=0)
    workspace.choose(replace(workspace.settings, who="patient"))

    text = typed(workspace, ways.run, "3", "5", "n", "1", "2", "", "1", "a", "q")

    assert "%" not in text
    assert "You may remember a little less." in text
    assert "Moves the cards you know best to later days." in text
    assert "1 look again, 2 I knew it. Enter: I knew it.\n" in text
    assert "You'll see it again today" in text


def test_patients_read_nothing_of_due_cards(away: MakeWorkspace) -> None:
    workspace = away(30, days=0)
    workspace.choose(replace(workspace.settings, who="patient"))

    text = typed(workspace, ways.run, "?", "5", "?", "5", "-is:new", "?", "", "")

    assert re.search(r"(?<!is:)\b(due|cram|weakest)\b", text, re.IGNORECASE) is None
    assert "Practice only. Every card still comes on its day." in text
    assert "Cards to see again, then new ones within the daily limit." in text


def test_where_only_reading_works_it_is_refused(
    away: MakeWorkspace, tmp_path: Path, clock: Clock
) -> None:
    away(30, days=0)
    with Workspace(tmp_path / "home", [str(tmp_path / "library")], clock) as second:
        text = typed(second, ways.run, "1", "2", "3", "4", "u", "")

    assert text.count("Nothing changed: ") == 5
    assert "learnms" in text


def test_a_deck_without_a_share_of_today_says_so(tmp_path: Path, clock: Clock) -> None:
    from datetime import timedelta

    from tests.factories.progress import learned, make_workspace

    with make_workspace(tmp_path, clock, {"one": range(70), "two": range(70, 75)}) as workspace:
        learned(workspace, range(70), rating=4)
        clock.at += timedelta(days=3)
        learned(workspace, range(70, 75), rating=3)
        clock.at += timedelta(days=20)
        catch_up(workspace, backlog_now(workspace).ways[1])
        shares = {deck: len(start_review(workspace, [deck]).plan) for deck in ("one", "two")}
        assert shares == {"one": 17, "two": 3}, "every sixth is one of the worst known"
        catch_up(workspace, backlog_now(workspace).ways[1]._replace(per_day=5))

        text = typed(
            workspace,
            lambda workspace, lines: PlainReview(start_review(workspace, ["two"]), lines).run(),
        )

    assert text == "Done for today. 70 more cards are left for the next few days.\n"


def test_practice_of_a_patient_has_fifteen_cards_at_a_time(away: MakeWorkspace) -> None:
    workspace = away(30, 0)
    workspace.open_store()
    workspace.choose(replace(workspace.settings, who="patient"))

    text = typed(workspace, ways.run, "1", "", "q", "2", "q", "")

    assert "2. See all again: 30 learned cards, 15 at a time" in text
    assert "From 1 to 9999. Enter: 10." in text
    assert "Practice. 15 cards" in text


def test_the_end_of_the_input_confirms_nothing() -> None:
    target = io.StringIO()

    assert not agreed(Console(io.StringIO(""), target, echo=True), "y: reschedule. Enter: cancel.")
    assert target.getvalue() == "y: reschedule. Enter: cancel.\n> \n"


def test_custom_study_asks_for_a_search(away: MakeWorkspace) -> None:
    workspace = away(30, 0)
    text = typed(workspace, ways.run, "5", "is:due", "2", "q", "5", "zebra", "")

    assert "5. Cards from a search: choose" in text
    assert "Study these cards. 20 cards found." in text
    assert "Practice. 20 cards" in text
    assert "No cards match this search." in text
