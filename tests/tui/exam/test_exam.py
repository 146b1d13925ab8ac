"""The exam plan's page: every key, the mouse, and the line on the first page."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from learnms.engine.exam.readiness import keep
from learnms.engine.queue.today import waiting
from learnms.errors import LearnmsError
from learnms.settings import ExamPlan, read_settings
from learnms.study.event import Draft
from learnms.tui.exam.screen import UNKEPT, PlanScreen
from learnms.tui.help.screen import HelpScreen
from learnms.tui.home.screen import HomeScreen
from learnms.tui.kit.keys import KEYS
from learnms.tui.review.screen import ReviewScreen
from tests.tui.exam.helpers import DATE, DECKS, chosen, expected, reckoned
from tests.tui.pilot import (
    driven,
    footer,
    press,
    screen_lines,
    screen_text,
    shown_numbers,
    squeezed,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from learnms.engine.workspace import Workspace
    from tests.tui.pilot import Clock

EXAM = date(2027, 1, 15)
TODAY = date(2026, 11, 22)
PLAN = ExamPlan(EXAM, 15, 0.85, ("second",), TODAY)
KEEP = ("down",) * 4


async def test_a_day_is_typed_and_the_page_says_what_it_leads_to(
    make_workspace: Callable[..., Workspace],
) -> None:
    async with driven(make_workspace(*DECKS), size=(120, 40)) as pilot:
        await press(pilot, "p", *DATE[:6])
        assert "2027-01▏" in screen_text(pilot)

        await press(pilot, *DATE[6:])
        await reckoned(pilot)
        text = screen_text(pilot)

    assert "99% expected, target 90%" in text
    assert "┃" in text
    assert "Fri, Jan 15, 2027, in 54 days" in text
    assert "Expected recall on exam morning:" in text
    assert "✓ 20 minutes a day is enough" in text
    assert "96 new cards: 3 today, then about 2 a" in text
    assert "The 5 weakest of 6 topics:" in text


async def test_nothing_holds_before_it_is_kept(make_workspace: Callable[..., Workspace]) -> None:
    workspace = make_workspace(*DECKS)

    async with driven(workspace) as pilot:
        await chosen(pilot)
        assert workspace.settings.exam is None

        await press(pilot, *KEEP, "enter")
        await reckoned(pilot)
        assert "Plan saved. Reviews follow it from now on." in screen_text(pilot)

    assert (
        workspace.settings.exam
        == read_settings(workspace.home_folder).exam
        == ExamPlan(EXAM, 20, 0.9, (), TODAY)
    )
    assert len(waiting(workspace.queries, workspace.settings, workspace.today).new) == 3


async def test_leaving_what_is_not_kept_is_said_once(
    make_workspace: Callable[..., Workspace],
) -> None:
    workspace = make_workspace(*DECKS)

    async with driven(workspace) as pilot:
        await chosen(pilot, "escape")
        assert "".join(UNKEPT.split()) in squeezed(pilot)
        assert isinstance(pilot.app.screen, PlanScreen)

        await press(pilot, "escape")
        assert isinstance(pilot.app.screen, HomeScreen)

    assert workspace.settings.exam is None


@pytest.mark.parametrize("key", ["escape", "q"])
async def test_without_a_change_it_is_left_at_once(
    make_workspace: Callable[..., Workspace], key: str
) -> None:
    async with driven(make_workspace(*DECKS, exam=PLAN), "p", key) as pilot:
        assert isinstance(pilot.app.screen, HomeScreen)


@pytest.mark.parametrize(
    ("keys", "minutes", "percent", "on"),
    [
        (("right", "right"), 15, 85, date(2027, 1, 17)),
        (("left",), 15, 85, date(2027, 1, 14)),
        (("down", "right"), 20, 85, EXAM),
        (("down", "left", "left", "left"), 1, 85, EXAM),
        (("down", "left", "left", "left", "right"), 5, 85, EXAM),
        (("down", "4", "5"), 45, 85, EXAM),
        (("enter", "4", "backspace", "3"), 3, 85, EXAM),
        (("down", "backspace", "2"), 2, 85, EXAM),
        (("down", "4", "5", "ctrl+u", "7"), 7, 85, EXAM),
        (("down", "down", "right", "right"), 15, 87, EXAM),
        (("down", "down", *("right",) * 20), 15, 97, EXAM),
        (("down", "down", "7", "5"), 15, 75, EXAM),
    ],
)
async def test_lines_are_changed_by_keys(
    make_workspace: Callable[..., Workspace],
    keys: tuple[str, ...],
    minutes: int,
    percent: int,
    on: date,
) -> None:
    async with driven(make_workspace(*DECKS, exam=PLAN), "p", *keys) as pilot:
        screen = await reckoned(pilot)

        assert (screen.choices.minutes, screen.choices.percent, screen.choices.on) == (
            minutes,
            percent,
            on,
        )


async def test_decks_are_ticked_in_their_list(make_workspace: Callable[..., Workspace]) -> None:
    workspace = make_workspace(*DECKS)

    async with driven(workspace) as pilot:
        await chosen(pilot, "down", "down", "down", "enter", "down", "down", "space")
        await reckoned(pilot)
        assert "[x] The second deck" in screen_text(pilot)
        assert "[ ] The first deck" in screen_text(pilot)
        assert "24 new cards" in screen_text(pilot)

        await press(pilot, "down", "enter", "enter", "up", "up", "up", "enter", "down", "enter")
        await reckoned(pilot)

    assert workspace.settings.exam is not None
    assert workspace.settings.exam.decks == ("second",)


async def test_a_plan_is_ended(make_workspace: Callable[..., Workspace]) -> None:
    workspace = make_workspace(*DECKS, exam=PLAN)

    async with driven(workspace, "p", "down", "down", "down", "down", "enter") as pilot:
        text = screen_text(pilot)

    assert workspace.settings.exam is None
    assert read_settings(workspace.home_folder).exam is None
    assert "Plan ended. Back to the normal schedule." in text
    assert "not set" in text


async def test_half_a_day_is_no_day(make_workspace: Callable[..., Workspace]) -> None:
    async with driven(make_workspace(*DECKS), "p", "2", "0", "2", "7", "down") as pilot:
        screen = pilot.app.screen
        assert isinstance(screen, PlanScreen)
        said = "`2027` is not a date. Use a date such as 2026-12-22, Jan 15 or in 4 weeks."
        assert said in " ".join(screen_text(pilot).split())
        assert "Still not set." in " ".join(screen_text(pilot).split())
        assert screen.cursor == 1, "a bad date locks nothing"

        await press(pilot, "up", *DATE, "down")
        assert screen.choices.on == EXAM

        await press(pilot, "up", *"next", "ctrl+u", *"1/16", "down")
        assert screen.choices.on == EXAM + timedelta(days=1)


async def test_a_date_is_replaced_by_what_is_typed_and_its_old_value_comes_back(
    make_workspace: Callable[..., Workspace],
) -> None:
    async with driven(make_workspace(*DECKS, exam=PLAN), "p") as pilot:
        assert "0–9 a–z Type" in footer(pilot)
        await press(pilot, *"next")
        assert "next▏" in screen_text(pilot)

        await press(pilot, "down")
        assert "Fri, Jan 15, 2027, in 54 days" in screen_text(pilot)

        await press(pilot, "up", "backspace")
        assert re.search(r"Exam date +▏", screen_text(pilot))


async def test_an_action_that_is_scrolled_out_of_view_is_shown_before_it_is_done(
    make_workspace: Callable[..., Workspace],
) -> None:
    workspace = make_workspace(*DECKS, exam=PLAN)

    async with driven(workspace, "p", *KEEP, size=(60, 18)) as pilot:
        await reckoned(pilot)
        await press(pilot, "pagedown", "pagedown", "pagedown")
        assert "▸ End" not in screen_text(pilot)
        await press(pilot, "enter")
        assert "▸ End" in screen_text(pilot)
        assert workspace.settings.exam is not None

        await press(pilot, "enter")
        assert workspace.settings.exam is None


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("20261101", "Nov 1, 2026 is in the past."),
        ("20261122", "The exam is today: no days left to plan."),
        ("20361122", "Nov 22, 2036 is more than three years away, too far to plan."),
    ],
)
async def test_a_day_that_cannot_be_is_said_in_a_sentence_and_not_kept(
    make_workspace: Callable[..., Workspace], typed: str, says: str
) -> None:
    workspace = make_workspace(*DECKS)

    async with driven(workspace, "p", *typed) as pilot:
        await reckoned(pilot)
        assert "".join(says.split()) in squeezed(pilot)

        await press(pilot, "down")
        assert "".join(says.split()) in squeezed(pilot)
        await press(pilot, *KEEP[1:], "enter")

    assert workspace.settings.exam is None


async def test_no_minutes_and_no_cards_are_said_too(
    make_workspace: Callable[..., Workspace],
) -> None:
    async with driven(make_workspace(*DECKS), "p", *DATE, "down", "0") as pilot:
        await reckoned(pilot)
        assert "Minutes a day: type a whole number from 1 to 600." in screen_text(pilot)


async def test_without_cards_one_sentence(make_workspace: Callable[..., Workspace]) -> None:
    async with driven(make_workspace("deck: Empty\nid: empty\ncards: []\n"), "p", *DATE) as pilot:
        await reckoned(pilot)
        assert "These decks have no cards to plan." in screen_text(pilot)


async def test_too_few_minutes_are_marked_by_a_sign(
    make_workspace: Callable[..., Workspace],
) -> None:
    async with driven(make_workspace(*DECKS), "p", *DATE, "down", "1") as pilot:
        await reckoned(pilot)
        text = " ".join(screen_text(pilot).split())

    assert re.search(
        r"! 1 minute a day is not enough\. You need \d+ minutes a day to finish the new cards by"
        r" \w+ \d+, or \d+ fewer cards\."
        r" ! New cards should end by \w+ \d+, but the last one comes on ",
        text,
    )


async def test_everything_can_be_clicked(make_workspace: Callable[..., Workspace]) -> None:
    workspace = make_workspace(*DECKS)

    async def click(words: str) -> None:
        row = next(at for at, line in enumerate(screen_lines(pilot)) if words in line)
        await pilot.click(offset=(8, row))
        await reckoned(pilot)

    async with driven(workspace, size=(120, 40)) as pilot:
        await chosen(pilot)
        await click("Decks")
        await click("[ ] The third deck")
        assert "[x] The third deck" in screen_text(pilot)
        await click("Save")
        await reckoned(pilot)
        assert workspace.settings.exam == ExamPlan(EXAM, 20, 0.9, ("third",), TODAY)

        await click("End")
        assert workspace.settings.exam is None


async def test_help_and_back(make_workspace: Callable[..., Workspace]) -> None:
    async with driven(make_workspace(*DECKS), "p", "?") as pilot:
        assert isinstance(pilot.app.screen, HelpScreen)
        assert "Exam plan" in screen_text(pilot)
        await press(pilot, "escape")
        assert isinstance(pilot.app.screen, PlanScreen)


async def test_it_is_complete_where_it_is_narrow(make_workspace: Callable[..., Workspace]) -> None:
    async with driven(make_workspace(*DECKS, exam=PLAN), "p", size=(60, 18)) as pilot:
        await reckoned(pilot)
        seen = screen_text(pilot)
        for _ in range(4):
            await press(pilot, "pagedown")
            seen += screen_text(pilot)

    for words in (
        "Exam date",
        "Minutes a day",
        "Target recall",
        "Decks",
        "End",
        "Expected recall on exam morning",
        "Second things",
    ):
        assert words in seen


async def test_a_patient_sees_no_per_cents(make_workspace: Callable[..., Workspace]) -> None:
    patients = [
        deck.replace("id: first\n", "id: first\naudience: [patient]\n") for deck in DECKS[:1]
    ]
    async with driven(
        make_workspace(*patients, who="patient", exam=replace(PLAN, decks=())), "p"
    ) as pilot:
        await reckoned(pilot)
        text = screen_text(pilot)
        assert "Target recall" not in text
        assert "you will probably know nearly all of it" in text
        assert "%" not in text

        await press(pilot, "escape")
        await expected(pilot)
        assert "days to exam\nyou will know nearly all of it" in shown_numbers(pilot)
        assert "%" not in screen_text(pilot)


async def test_where_only_reading_works_nothing_is_kept(
    make_workspace: Callable[..., Workspace],
) -> None:
    make_workspace(*DECKS)
    second = make_workspace(*DECKS)
    assert second.read_only

    async with driven(second) as pilot:
        await chosen(pilot, *KEEP, "enter")
        assert "another learnms" in screen_text(pilot).casefold()

    assert second.settings.exam is None


async def test_what_cannot_be_written_is_said(
    make_workspace: Callable[..., Workspace], monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace = make_workspace(*DECKS)

    def refuse(settings: object) -> None:
        raise LearnmsError("The disk is full.")

    monkeypatch.setattr(workspace, "choose", refuse)
    async with driven(workspace) as pilot:
        await chosen(pilot, *KEEP, "enter")
        assert "! The disk is full." in screen_text(pilot)


# -- the first page --------------------------------------------------------------------------------


async def test_the_first_page_says_at_once_when_and_then_what_is_expected(
    make_workspace: Callable[..., Workspace],
) -> None:
    workspace = make_workspace(*DECKS, exam=replace(PLAN, decks=()))

    async with driven(workspace, opened=False) as pilot:
        assert shown_numbers(pilot)["days to exam"] == "54"

        await expected(pilot)
        labels = " ".join(shown_numbers(pilot))

    assert re.search(r"days to exam\s\d+% recall expected", labels)


async def test_a_wide_first_page_has_a_panel_about_the_exam(
    make_workspace: Callable[..., Workspace],
) -> None:
    workspace = make_workspace(*DECKS, exam=replace(PLAN, decks=()))

    async with driven(workspace, size=(120, 40)) as pilot:
        await expected(pilot)
        await pilot.pause()
        text = screen_text(pilot)

    assert "Friday, January 15" in text
    assert re.search(r"\d+% recall expected", text)
    assert "with the plan, target 85%" in text
    for title in ("Study days", "Retention", "Next 7 days"):
        assert title in text


async def test_the_plan_is_a_key_away_and_its_day_is_there_only_with_one(
    make_workspace: Callable[..., Workspace],
) -> None:
    workspace = make_workspace(*DECKS)

    async with driven(workspace) as pilot:
        assert "days to exam" not in " ".join(shown_numbers(pilot))
        keep(workspace, PLAN)
        await press(pilot, "s", "escape")
        assert "days to exam" in " ".join(shown_numbers(pilot))
        await press(pilot, "p")
        assert isinstance(pilot.app.screen, PlanScreen)


async def test_after_an_answer_the_line_is_worked_out_anew(
    make_workspace: Callable[..., Workspace],
) -> None:
    async with driven(make_workspace(*DECKS, exam=PLAN)) as pilot:
        screen = await expected(pilot)
        before = screen.computing.readiness
        assert before is not None
        await press(pilot, "enter", "space", "1", "q")
        screen = await expected(pilot)

        assert screen.computing.readiness is not None
        assert screen.computing.readiness.new == before.new - 1


@pytest.mark.parametrize(
    ("on", "says", "then", "ends"),
    [
        (
            TODAY,
            "Your exam is today. Good luck.",
            "Your exam is today. Good luck. Today's review is a short warm-up.",
            True,
        ),
        (
            date(2026, 11, 16),
            "The exam on November 16 is over.",
            "The exam on November 16 is over. Back to the normal schedule.",
            False,
        ),
    ],
)
async def test_on_the_day_and_after_it_both_pages_say_so(
    make_workspace: Callable[..., Workspace], on: date, says: str, then: str, ends: bool
) -> None:
    async with driven(make_workspace(*DECKS, exam=replace(PLAN, on=on))) as pilot:
        assert says in screen_text(pilot)
        await press(pilot, "p")
        text = screen_text(pilot)

    assert then in text
    assert ("not set" in text) is not ends, (
        "a plan that can be ended is shown, and one that is over cannot be ended"
    )
    assert ("back to the normal schedule" in text) is ends


async def test_a_week_later_the_first_page_is_silent(
    make_workspace: Callable[..., Workspace],
) -> None:
    async with driven(make_workspace(*DECKS, exam=replace(PLAN, on=date(2026, 11, 14)))) as pilot:
        assert "Exam plan" not in screen_text(pilot)


# -- choosing --------------------------------------------------------------------------------------


async def test_a_date_is_typed_as_people_write_it(make_workspace: Callable[..., Workspace]) -> None:
    async with driven(make_workspace(*DECKS), "p", *"26/12/2026", "down", "up") as pilot:
        assert "Sat, Dec 26, 2026, in 34 days" in screen_text(pilot)

        await press(pilot, *"Jan15", "down")
        assert "Fri, Jan 15, 2027, in 54 days" in screen_text(pilot)

        await press(pilot, "up", *"1/2/2027")
        assert "1/2/2027▏  Sat, Jan 2, 2027, in 41 days" in screen_text(pilot)

        await press(pilot, "down", "up", *("space" if key == " " else key for key in "in 4 weeks"))
        await press(pilot, "down")
        assert "Sun, Dec 20, 2026, in 28 days" in screen_text(pilot)


async def test_no_more_digits_are_taken_than_make_a_recall(
    make_workspace: Callable[..., Workspace],
) -> None:
    async with driven(make_workspace(*DECKS, exam=PLAN), "p", "down", "down", *"202") as pilot:
        assert "202%" not in screen_text(pilot)
        assert "20▏%" in screen_text(pilot)


async def test_leaving_what_was_typed_without_a_date_is_said_once(
    make_workspace: Callable[..., Workspace],
) -> None:
    async with driven(make_workspace(*DECKS), "p", "2", "0", "escape") as pilot:
        assert "No date set. Press esc again to leave without saving." in screen_text(pilot)

        await press(pilot, "escape")
        assert not isinstance(pilot.app.screen, PlanScreen)


async def test_the_arrows_are_explained_in_one_order(
    make_workspace: Callable[..., Workspace],
) -> None:
    assert KEYS["increase"].word == "adjust"
    async with driven(make_workspace(*DECKS), "p") as pilot:
        for step in ("the day", "it by 5", "it by 1"):
            assert f"←→ changes {step}." in " ".join(screen_text(pilot).split())
            await press(pilot, "down")


async def test_on_the_day_enter_warms_up_and_nothing_speaks_of_hurry(
    make_workspace: Callable[..., Workspace], clock: Clock
) -> None:
    workspace = make_workspace(*DECKS)
    workspace.open_store().append(
        [Draft(kind="review", card=f"second-{n:03}", rating=3, target=0.9) for n in range(30)]
    )
    clock.wait(timedelta(days=40))
    workspace.choose(replace(workspace.settings, exam=replace(PLAN, on=workspace.today, minutes=5)))

    async with driven(workspace) as pilot:
        text = " ".join(screen_text(pilot).split())
        assert "Your exam is today. Good luck." in text
        assert "your 12 weakest cards, about 4 minutes" in text
        assert "Warm up enter" in text
        assert "rush" not in text

        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, ReviewScreen)
        assert "1 of 12" in screen_text(pilot)
