"""Study ahead, cram, postpone, pause: by keys and clicks, with a preview before anything moves."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from learnms.engine.home.home import home_view
from learnms.engine.review.practice import Practice
from learnms.errors import LearnmsError
from learnms.tui.help.screen import HelpScreen
from learnms.tui.home.screen import HomeScreen
from learnms.tui.postpone.screen import WaysScreen
from learnms.tui.review.screen import ReviewScreen
from learnms.tui.review.summary import SummaryScreen
from tests.factories import decks
from tests.factories.progress import gathered_workspace, make_workspace
from tests.tui.pilot import (
    driven,
    logged,
    page,
    press,
    screen_lines,
    screen_text,
    settle,
    shown_numbers,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import date
    from pathlib import Path

    from textual.pilot import Pilot

    from learnms.engine.workspace import Workspace
    from tests.tui.pilot import Clock


@pytest.fixture
def workspace(tmp_path: Path, clock: Clock) -> Iterator[Workspace]:
    """Thirty cards, twenty of them due."""
    with gathered_workspace(tmp_path, clock, 30, days=0) as workspace:
        assert home_view(workspace).due == 20
        yield workspace


def dues(workspace: Workspace) -> list[date | None]:
    return [row.memory.due for row in workspace.queries.memory.memories(workspace.today)]


async def test_it_says_what_there_is(workspace: Workspace) -> None:
    async with driven(workspace, "a") as pilot:
        lines = screen_lines(pilot)
        rows = [line.split() for line in lines if line.strip()]
        assert rows[0] == ["Custom", "study", "all", "decks"]
        assert rows[1] == ["▸", "Study", "ahead", "10▏", "of", "10", "not", "due", "yet"]
        assert " ".join(rows[2]) == "Cram all 30 learned cards"
        assert " ".join(rows[3]) == "Postpone 20 of 20 due"
        assert " ".join(rows[4]) == "Pause for 7 days, all decks"
        assert "Practice only. Due dates stay the same." in screen_text(pilot)
        assert "0–9 Type" in lines[23]

        await press(pilot, "down")
        assert "All learned cards, weakest first" in screen_text(pilot)
        assert "0–9" not in screen_lines(pilot)[23]


@pytest.mark.parametrize("key", ["escape", "q"])
async def test_it_leads_back(workspace: Workspace, key: str) -> None:
    async with driven(workspace, "a", key) as pilot:
        assert isinstance(pilot.app.screen, HomeScreen)


async def test_help_opens(workspace: Workspace) -> None:
    async with driven(workspace, "a", "?") as pilot:
        assert isinstance(pilot.app.screen, HelpScreen)
        assert "count it" not in screen_text(pilot)


async def test_ahead_practises_as_many_as_are_typed_and_moves_nothing(workspace: Workspace) -> None:
    before = dues(workspace)
    async with driven(
        workspace, "a", "1", "2", "backspace", "3", "backspace", "backspace", "4", "enter"
    ) as pilot:
        assert isinstance(page(pilot).review, Practice)
        assert page(pilot).review.session.total == 4
        assert "Deck many · practice" in " ".join(screen_lines(pilot)[:2])

        await press(pilot, "space")
        grades = [line for line in screen_lines(pilot) if "Again" in line or "days" in line]
        assert len(grades) == 1, "no intervals below the grades"
        await press(pilot, "3", *["space", "3"] * 3)
        assert isinstance(pilot.app.screen, SummaryScreen)
        text = screen_text(pilot)
        assert "✓ Done." in text
        assert "Practice only. Due dates stay the same." in text

        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, HomeScreen)
        assert shown_numbers(pilot)["due"] == "20"

    assert dues(workspace) == before
    assert [event.kind for event in logged(workspace)[-5:]] == ["session", *["practice"] * 4]


async def test_cram_asks_everything(workspace: Workspace) -> None:
    async with driven(workspace, "a", "down", "space") as pilot:
        assert page(pilot).review.session.total == 30


async def test_a_wrong_answer_offers_to_count_and_a_takes_it(workspace: Workspace) -> None:
    async with driven(workspace, "a", "2", "enter", "space", "1") as pilot:
        text = " ".join(screen_text(pilot).split())
        assert "Press a to count that answer and see the card again today." in text
        assert "count it" in [hint.word for hint in page(pilot).key_line.hints]

        await press(pilot, "a")
        assert "Counted. You'll see it again today." in screen_text(pilot)
        assert "count it" not in [hint.word for hint in page(pilot).key_line.hints]
        assert [event.kind for event in logged(workspace)[-2:]] == ["practice", "review"]

        await press(pilot, "space", "3")
        assert "asked again" in " ".join(screen_lines(pilot)[:2])
        assert "practice" not in " ".join(screen_lines(pilot)[:2])
        await press(pilot, "space")
        assert any("1 day" in line for line in screen_lines(pilot)), "it is a review from here on"
        await press(pilot, "3")
        assert isinstance(pilot.app.screen, SummaryScreen)
    assert logged(workspace)[-1].kind == "review"


async def test_in_a_review_there_is_nothing_to_let_count(workspace: Workspace) -> None:
    async with driven(workspace, "enter", "space", "1", "a") as pilot:
        assert "count it" not in [hint.word for hint in page(pilot).key_line.hints]
    assert logged(workspace)[-1].kind == "review"


async def test_later_and_undo_in_practice(workspace: Workspace) -> None:
    async with driven(workspace, "a", "3", "enter", "-") as pilot:
        assert "Removed from this practice." in screen_text(pilot)
        assert page(pilot).review.session.total == 2
        count = len(logged(workspace))
        await press(pilot, "space", "3", "u")
        assert "Undone: your answer to this card." in screen_text(pilot)
        assert [event.kind for event in logged(workspace)[count:]] == [
            "session",
            "practice",
            "void",
        ]


async def test_a_scored_answer_in_practice(make_workspace: Callable[..., Workspace]) -> None:
    workspace = make_workspace(decks.deck(decks.TRUE_FALSE))
    async with driven(workspace, "enter", "2", "enter", "enter", "enter", "a", "enter") as pilot:
        await press(pilot, "1", "enter")
        assert "again today" in screen_text(pilot)
        assert "o Override" not in screen_lines(pilot)[23]

        await press(pilot, "a")
        assert "due today" in screen_text(pilot)
        assert [event.kind for event in logged(workspace)[-2:]] == ["practice", "review"]

        await press(pilot, "enter", "2", "enter")
        assert "o Override" in screen_lines(pilot)[23]
        assert "due tomorrow" in screen_text(pilot)


async def test_nothing_to_practise_is_said(make_workspace: Callable[..., Workspace]) -> None:
    async with driven(make_workspace(decks.deck(decks.SELF)), "a", "enter") as pilot:
        assert isinstance(pilot.app.screen, WaysScreen)
        assert "Nothing to practice here yet." in screen_text(pilot)

        await press(pilot, "down", "down", "enter")
        assert "No due cards to postpone." in screen_text(pilot)
        await press(pilot, "down", "enter")
        assert "Nothing learned yet to pause." in screen_text(pilot)


async def test_postpone_shows_what_moves_and_moves_it_on_enter(workspace: Workspace) -> None:
    before = dues(workspace)
    async with driven(workspace, "a", "down", "down", "5", "enter") as pilot:
        text = " ".join(screen_text(pilot).split())
        assert "5 cards would move to tomorrow." in text
        assert "% of them then, " in text
        assert "Reschedule  enter" in screen_text(pilot)
        assert "Cancel  n" in screen_text(pilot)
        assert dues(workspace) == before

        await press(pilot, "enter")
        assert "5 cards rescheduled. Press u to undo." in screen_text(pilot)
        assert "5▏ of 15 due" in screen_text(pilot)
        assert dues(workspace) != before
        assert len({event.data["batch"] for event in logged(workspace)[-5:]}) == 1

        await press(pilot, "u")
        assert "Undone: due dates of 5 cards restored." in screen_text(pilot)
        assert dues(workspace) == before
        await press(pilot, "u")
        assert "Nothing to undo: nothing was postponed or paused today." in screen_text(pilot)


@pytest.mark.parametrize("key", ["n", "escape"])
async def test_a_preview_can_be_left(workspace: Workspace, key: str) -> None:
    before = dues(workspace)
    async with driven(workspace, "a", *["down"] * 3, "1", "4", "enter") as pilot:
        assert "30 cards would move later, the first to December 6." in " ".join(
            screen_text(pilot).split()
        )
        await press(pilot, key)
        assert "Nothing was rescheduled." in screen_text(pilot)
        assert isinstance(pilot.app.screen, WaysScreen)
        assert pilot.app.screen.mode() == "ways"
    assert dues(workspace) == before


async def test_a_pause_moves_everything_once_however_often_enter_is_pressed(
    workspace: Workspace,
) -> None:
    async with driven(workspace, "a", *["down"] * 3, "enter") as pilot:
        before = len(logged(workspace))
        await pilot.press("enter", "enter")
        await settle(pilot)
        assert isinstance(pilot.app.screen, WaysScreen)
        assert len(logged(workspace)) == before + 30
        await press(pilot, "escape", "escape")
        await press(pilot, "escape")
        assert isinstance(pilot.app.screen, HomeScreen)
        assert shown_numbers(pilot)["new"] == "5"


def line_of(pilot: Pilot[int], words: str) -> int:
    return next(at for at, line in enumerate(screen_lines(pilot)) if words in line)


async def test_clicks_do_what_the_keys_do(workspace: Workspace) -> None:
    async with driven(workspace, "a") as pilot:
        await pilot.click(offset=(20, line_of(pilot, "Postpone")))
        await press(pilot)
        row = next(at for at, line in enumerate(screen_lines(pilot)) if "Reschedule  enter" in line)
        await pilot.click(offset=(12, row))
        await press(pilot)
        assert "20 cards rescheduled." in screen_text(pilot)

        await pilot.click(offset=(20, line_of(pilot, "Cram")))
        await press(pilot)
        assert isinstance(pilot.app.screen, ReviewScreen)


async def test_undo_on_a_review_page_says_what_it_took_back(workspace: Workspace) -> None:
    async with driven(
        workspace, "a", "down", "down", "5", "enter", "enter", "escape", "enter", "u"
    ) as pilot:
        assert "Undone: due dates restored." in screen_text(pilot)
        assert page(pilot).review.session.total == 20


@pytest.mark.parametrize(
    ("keys", "says"),
    [
        (("down", "down", "0"), "Postpone: type a whole number from 1 to"),
        (("down", "down", "down", "9", "9", "9"), "Pause: type a whole number from 1 to 365."),
    ],
)
async def test_numbers_that_mean_nothing_are_refused(
    workspace: Workspace, keys: tuple[str, ...], says: str
) -> None:
    async with driven(workspace, "a", *keys, "enter") as pilot:
        assert says in screen_text(pilot)
        assert isinstance(pilot.app.screen, WaysScreen)


async def test_what_cannot_be_written_is_said_and_nothing_moves(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise LearnmsError("The disk is full.")

    monkeypatch.setattr("learnms.engine.postpone.postpone.carry_out", refuse)
    async with driven(workspace, "a", *["down"] * 3, "enter", "enter") as pilot:
        assert "! Nothing changed: The disk is full." in screen_text(pilot)
        assert "Reschedule  enter" in screen_text(pilot)


@pytest.mark.parametrize(
    "keys",
    [
        ("enter",),
        ("down", "enter"),
        ("down", "down", "enter"),
        ("down", "down", "down", "enter"),
        ("u",),
    ],
)
async def test_where_only_reading_works_all_is_refused_in_a_sentence(
    workspace: Workspace, tmp_path: Path, clock: Clock, keys: tuple[str, ...]
) -> None:
    from learnms.engine.workspace import Workspace

    with Workspace(tmp_path / "home", [str(tmp_path / "library")], clock) as second:
        async with driven(second, "a", *keys) as pilot:
            assert isinstance(pilot.app.screen, WaysScreen)
            assert "Read-only" in " ".join(screen_text(pilot).split())


async def test_at_a_deck_it_is_about_that_deck(tmp_path: Path, clock: Clock) -> None:
    workspace = make_workspace(tmp_path, clock, {"one": range(3), "two": range(3, 8)})
    with workspace:
        async with driven(
            workspace, *["down"] * 4, "enter", *["space", "3"] * 5, "enter", *["down"] * 6, "a"
        ) as pilot:
            assert "Deck two" in " ".join(screen_lines(pilot)[:4])
            await press(pilot, "down", "enter")
            assert page(pilot).review.session.total == 5


async def test_a_patient_reads_no_per_cents(workspace: Workspace) -> None:
    workspace.choose(replace(workspace.settings, who="patient"))
    async with driven(workspace, "a", "down", "down", "enter") as pilot:
        text = screen_text(pilot)

    assert "%" not in text
    assert (
        "You may remember a little less. That is all right: you will see these cards again."
        in " ".join(text.split())
    )


async def test_it_is_whole_at_60_by_18(workspace: Workspace) -> None:
    async with driven(workspace, "a", *["down"] * 3, "enter", size=(60, 18)) as pilot:
        text = " ".join(screen_text(pilot).split())

    assert "Reschedule enter Cancel n" in text
    assert "30 cards would move later" in text
    assert "Pause" in text


async def test_practice_of_a_patient_has_fifteen_cards_at_a_time(workspace: Workspace) -> None:
    workspace.open_store()
    workspace.choose(replace(workspace.settings, who="patient"))

    async with driven(workspace, "a") as pilot:
        assert "See all again         30 learned cards, 15 at a time" in screen_text(pilot)
        await press(pilot, "down", "enter")
        assert page(pilot).review.session.total == 15
