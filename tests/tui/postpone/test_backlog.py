"""More has gathered than a day's work: the first page, the question, and what follows from a
choice.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from learnms.engine.queue.catch_up import backlog_question
from learnms.errors import LearnmsError
from learnms.settings import read_settings
from learnms.tui.app.app import BacklogPrompt, LearnmsApp
from learnms.tui.help.screen import HelpScreen
from learnms.tui.home.screen import HomeScreen
from learnms.tui.postpone.backlog import BacklogScreen
from learnms.tui.postpone.screen import WaysScreen
from learnms.tui.review.screen import ReviewScreen
from tests.factories.progress import gathered_workspace
from tests.tui.pilot import driven, page, press, screen_lines, screen_text, settle, shown_numbers

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from learnms.engine.workspace import Workspace
    from tests.tui.pilot import Clock


@pytest.fixture
def away(tmp_path: Path, clock: Clock) -> Iterator[Callable[..., Workspace]]:
    """A learner who comes back after a month."""
    workspaces: list[Workspace] = []

    def make(cards: int = 120, **settings: object) -> Workspace:
        # settings by name
        workspaces.append(gathered_workspace(tmp_path, clock, cards, **settings))  # type: ignore[arg-type]
        return workspaces[-1]

    yield make
    for workspace in workspaces:
        workspace.close()


async def test_home_shows_no_wall(away: Callable[..., Workspace]) -> None:
    async with driven(away()) as pilot:
        text = screen_text(pilot)
        assert not shown_numbers(pilot)

    assert "120 cards are overdue. No rush." in text
    assert "All today, or a few each day." in text


async def test_enter_asks_and_a_number_is_kept_and_begins(
    away: Callable[..., Workspace], tmp_path: Path
) -> None:
    async with driven(away(), "enter") as pilot:
        assert isinstance(pilot.app.screen, BacklogScreen)
        text = " ".join(screen_text(pilot).split())
        assert "120 cards are overdue. All today (about 40 minutes), or a few each day?" in text
        assert "1. All today about 40 minutes ▸ 2. 20 a day about 7 minutes, for about" in text

        await press(pilot, "2")
        assert isinstance(pilot.app.screen, ReviewScreen)
        assert page(pilot).review.session.total == 20

        await press(pilot, "space", "3", "q")
        assert isinstance(pilot.app.screen, HomeScreen)
        assert shown_numbers(pilot)["due"] == "19"
        assert "100 more cards are left for the next few days." in screen_text(pilot)

    plan = read_settings(tmp_path / "home").backlog
    assert plan is not None
    assert plan.per_day == 20


async def test_all_of_them_is_asked_once_a_day(away: Callable[..., Workspace]) -> None:
    async with driven(away(), "enter", "1") as pilot:
        assert page(pilot).review.session.total == 125

        await press(pilot, "q", "enter")
        assert isinstance(pilot.app.screen, ReviewScreen)


@pytest.mark.parametrize(
    ("keys", "total"),
    [((), 20), (("down",), 30), (("down", "space"), 30), (("up", "up"), 125), (("down",) * 5, 50)],
)
async def test_the_arrows_choose_and_enter_takes(
    away: Callable[..., Workspace], keys: tuple[str, ...], total: int
) -> None:
    last = [] if "space" in keys else ["enter"]
    async with driven(away(), "enter", *keys, *last) as pilot:
        assert page(pilot).review.session.total == total


async def test_a_click_chooses(away: Callable[..., Workspace]) -> None:
    async with driven(away(), "enter") as pilot:
        row = next(at for at, line in enumerate(screen_lines(pilot)) if "50 a day" in line)
        await pilot.click(offset=(12, row))
        await press(pilot)
        assert page(pilot).review.session.total == 50


@pytest.mark.parametrize("key", ["escape", "q"])
async def test_it_can_be_left_open(
    away: Callable[..., Workspace], key: str, tmp_path: Path
) -> None:
    async with driven(away(), "enter", key) as pilot:
        assert isinstance(pilot.app.screen, HomeScreen)

    assert read_settings(tmp_path / "home").backlog is None


async def test_keys_that_are_no_way_do_nothing_and_help_opens(
    away: Callable[..., Workspace],
) -> None:
    async with driven(away(60), "enter", "9", "x") as pilot:
        assert isinstance(pilot.app.screen, BacklogScreen)
        assert screen_lines(pilot)[23].startswith("   enter Choose  1–4 Choose  ? Help  esc Back")

        await press(pilot, "?")
        assert isinstance(pilot.app.screen, HelpScreen)
        await press(pilot, "escape")
        assert isinstance(pilot.app.screen, BacklogScreen)


async def test_it_is_the_first_page_where_a_review_was_asked_for(
    away: Callable[..., Workspace],
) -> None:
    workspace = away()
    question = backlog_question(workspace)
    assert question is not None
    app = LearnmsApp(workspace, asked=BacklogPrompt(question))
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        assert isinstance(app.screen, BacklogScreen)
        await press(pilot, "3", "space", "3")
        assert page(pilot).review.session.total == 30
        assert [event.kind for event in list(workspace.queries.events.all())[-2:]] == [
            "session",
            "review",
        ]


async def test_leaving_the_first_page_ends(away: Callable[..., Workspace]) -> None:
    workspace = away()
    question = backlog_question(workspace)
    assert question is not None
    app = LearnmsApp(workspace, asked=BacklogPrompt(question))
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await pilot.press("escape")
        await pilot.pause()

    assert app.return_code == 0


async def test_a_choice_that_cannot_be_written_holds_for_this_time(
    away: Callable[..., Workspace], monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise LearnmsError("The folder is full.")

    monkeypatch.setattr("learnms.engine.workspace.write_settings", refuse)
    async with driven(away(), "enter", "2") as pilot:
        assert page(pilot).review.session.total == 20
        assert "this applies to this session only: The folder is full." in " ".join(
            screen_text(pilot).split()
        )


async def test_where_only_reading_works_it_is_refused_in_a_sentence(
    away: Callable[..., Workspace], tmp_path: Path, clock: Clock
) -> None:
    from learnms.engine.workspace import Workspace

    away()
    with Workspace(tmp_path / "home", [str(tmp_path / "library")], clock) as second:
        async with driven(second, "enter") as pilot:
            assert isinstance(pilot.app.screen, HomeScreen)
            assert "Read-only" in " ".join(screen_text(pilot).split())


async def test_what_was_chosen_can_be_changed_from_the_other_ways(
    away: Callable[..., Workspace], tmp_path: Path
) -> None:
    async with driven(away(), "enter", "2", "q", "a") as pilot:
        assert isinstance(pilot.app.screen, WaysScreen)
        assert "Catch up              20 a day until caught up" in screen_text(pilot)

        await press(pilot, *["down"] * 4, "enter")
        assert isinstance(pilot.app.screen, BacklogScreen)
        assert "120 cards are overdue" in screen_text(pilot)

        await press(pilot, "4")
        assert isinstance(pilot.app.screen, HomeScreen)
        assert "50 cards a day from now on." in screen_text(pilot)
        assert shown_numbers(pilot)["due"] == "50"


async def test_a_patient_reads_the_same_without_figures_of_success(
    away: Callable[..., Workspace],
) -> None:
    workspace = away()
    from dataclasses import replace

    workspace.choose(replace(workspace.settings, who="patient"))
    async with driven(workspace, "enter") as pilot:
        text = screen_text(pilot)
        assert isinstance(pilot.app.screen, BacklogScreen)
        assert "%" not in text


async def test_it_is_whole_at_60_by_18(away: Callable[..., Workspace]) -> None:
    async with driven(away(), "enter", size=(60, 18)) as pilot:
        lines = screen_lines(pilot)

    ways = "\n".join(lines)
    assert all(f"{number}. " in ways for number in range(1, 5)), ways
    assert "about 7 minutes" in ways
    assert lines[17].startswith("   enter Choose  1–4 Choose")
