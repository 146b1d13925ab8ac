"""The page that fits FSRS to the learner, key by key, over that of progress."""

from __future__ import annotations

import asyncio
import os
import signal
import threading
import time
from typing import TYPE_CHECKING

import pytest

from learnms.engine.optimize import optimize, process
from learnms.engine.workspace import Workspace
from learnms.errors import LearnmsError
from learnms.study.schedule import DEFAULT_PARAMETERS
from learnms.tui.help.screen import HelpScreen
from learnms.tui.optimize.screen import OptimizeScreen
from learnms.tui.progress.screen import ProgressScreen
from tests.factories.fit import FORGETFUL, SLOW, answering, deck, settled, studied
from tests.factories.store import memory_rows
from tests.tui.pilot import driven, logged, press, screen_lines, screen_text, send, settle, squeezed

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from textual.pilot import Pilot

    from tests.tui.pilot import Clock

    MakeWorkspace = Callable[..., Workspace]
    Tuned = Callable[..., Workspace]

CARDS = 500


@pytest.fixture
def tuned(make_workspace: MakeWorkspace, tmp_path: Path, clock: Clock) -> Tuned:
    """Makes the workspace of a forgetful learner with so many reviews."""

    def make(reviews: int = 3000, who: str = "student") -> Workspace:
        settled(tmp_path / "home", studied(FORGETFUL, reviews, cards=CARDS, seed=0), clock)
        return make_workspace(deck(range(CARDS)), who=who)

    return make


def page(pilot: Pilot[int]) -> OptimizeScreen:
    screen = pilot.app.screen
    assert isinstance(screen, OptimizeScreen)
    return screen


async def until(pilot: Pilot[int], holds: Callable[[], bool]) -> None:
    """Wait until something holds."""
    deadline = time.monotonic() + 60
    while not holds() and time.monotonic() < deadline:  # noqa: ASYNC110
        await asyncio.sleep(0.005)
    assert holds(), screen_text(pilot)


async def quiet(pilot: Pilot[int]) -> None:
    """Wait until nothing goes on behind the page."""
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        await settle(pilot)
        if not isinstance(pilot.app.screen, OptimizeScreen) or pilot.app.screen.is_settled:
            await settle(pilot)
            return
        await asyncio.sleep(0.005)
    message = f"never quiet: {screen_text(pilot)}"
    raise AssertionError(message)


async def opened(pilot: Pilot[int]) -> OptimizeScreen:
    """Go there from home, as a learner does."""
    await press(pilot, "g")
    assert isinstance(pilot.app.screen, ProgressScreen)
    await press(pilot, "o")
    await quiet(pilot)
    return page(pilot)


async def done(pilot: Pilot[int], *keys: str) -> None:
    """Press keys, each when nothing goes on."""
    for key in keys:
        await press(pilot, key)
        await quiet(pilot)


def fits_running() -> list[threading.Thread]:
    return [thread for thread in threading.enumerate() if "_listen" in thread.name]


async def test_a_fit_is_tried_shown_used_and_taken_back(tuned: Tuned) -> None:
    workspace = tuned()
    async with driven(workspace) as pilot:
        at = await opened(pilot)
        assert "In use: the default parameters." in screen_text(pilot)
        assert "can be used" in screen_text(pilot)
        assert workspace.store is not None
        rows = memory_rows(workspace.store)

        await done(pilot, "enter")
        text = screen_text(pilot)
        assert at.outcome is not None
        assert at.moves is not None
        assert "better,andnotbychance." in squeezed(pilot)
        assert "error (log loss, lower is better)" in text
        assert f"Reschedules{at.moves.moved:,}of{at.moves.cards:,}learnedcards" in squeezed(pilot)
        assert memory_rows(workspace.store) == rows
        moved = at.moves.moved

        await done(pilot, "y")
        assert f"{moved:,} cards rescheduled." in screen_text(pilot)
        assert "In use: your parameters, optimized on November 22" in screen_text(pilot)
        assert optimize.gather(workspace).weights != DEFAULT_PARAMETERS
        assert memory_rows(workspace.store) != rows

        await done(pilot, "u")
        assert "Undone. Back in use: the default parameters." in screen_text(pilot)
        assert memory_rows(workspace.store) == rows
        assert "u undo" not in screen_lines(pilot)[-1]
    assert [event.kind for event in logged(workspace)][-2:] == ["params", "void"]


@pytest.mark.parametrize("key", ["escape", "n", "q"])
async def test_an_offer_can_be_left(tuned: Tuned, key: str) -> None:
    workspace = tuned()
    async with driven(workspace) as pilot:
        await opened(pilot)
        await done(pilot, "f", key)

        assert "Nothing changed." in screen_text(pilot)
        assert isinstance(pilot.app.screen, OptimizeScreen)
        assert not optimize.gather(workspace).sets


@pytest.mark.parametrize("key", ["escape", "q"])
async def test_a_running_fit_says_what_it_does_and_is_stopped(
    tuned: Tuned, monkeypatch: pytest.MonkeyPatch, key: str
) -> None:
    monkeypatch.setattr(process, "COMMAND", SLOW)
    workspace = tuned()
    async with driven(workspace) as pilot:
        at = await opened(pilot)
        await press(pilot, "enter")
        running = at._fit
        assert running is not None
        await until(pilot, lambda: running.stage == "learning")
        at.draw()
        await settle(pilot)
        assert "Training on older answers: 0 seconds." in screen_text(pilot)
        assert screen_lines(pilot)[-1].strip().startswith("esc Stop")

        await done(pilot, key)

        assert "Stopped. Nothing changed." in screen_text(pilot)
        assert isinstance(pilot.app.screen, OptimizeScreen)
        assert running.is_done
        with pytest.raises(ProcessLookupError):
            os.kill(running.pid, 0)
    assert not [event for event in logged(workspace) if event.kind == "params"]


async def test_a_fit_that_is_done_when_it_is_stopped_is_stopped_all_the_same(
    tuned: Tuned, monkeypatch: pytest.MonkeyPatch
) -> None:
    let_go = threading.Event()
    moves = optimize.moves

    def slowly(*given: object) -> object:
        let_go.wait(30)
        return moves(*given)  # type: ignore[arg-type]  # handed on as they came

    monkeypatch.setattr(optimize, "moves", slowly)
    async with driven(tuned()) as pilot:
        at = await opened(pilot)
        await press(pilot, "enter")
        assert at._fit is not None
        await until(pilot, lambda: at._fit is not None and at._fit.is_done)
        await send(pilot, "escape")
        let_go.set()
        await quiet(pilot)

        assert "Stopped. Nothing changed." in screen_text(pilot)
        assert at.outcome is None


async def test_a_fit_that_dies_is_told_and_can_be_tried_again(
    tuned: Tuned, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(process, "COMMAND", SLOW)
    async with driven(tuned()) as pilot:
        at = await opened(pilot)
        await press(pilot, "enter")
        assert at._fit is not None
        os.kill(at._fit.pid, signal.SIGKILL)
        await quiet(pilot)
        assert "! The optimizer ended without a result (code -9)." in screen_text(pilot)

        monkeypatch.setattr(process, "COMMAND", answering('{"error": "too odd"}'))
        await done(pilot, "enter")
        assert "could not be optimized with these answers: too odd" in " ".join(
            screen_text(pilot).split()
        )


async def test_leaving_the_program_ends_the_fit(
    tuned: Tuned, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(process, "COMMAND", SLOW)
    async with driven(tuned()) as pilot:
        at = await opened(pilot)
        await press(pilot, "enter")
        running = at._fit
        assert running is not None
        await send(pilot, "ctrl+q")

    assert running.is_done
    assert not fits_running()


async def test_parameters_that_do_not_win_are_not_offered(
    make_workspace: MakeWorkspace, tmp_path: Path, clock: Clock
) -> None:
    settled(tmp_path / "home", studied(DEFAULT_PARAMETERS, 1500, cards=250, seed=0), clock)
    workspace = make_workspace(deck(range(250)))
    async with driven(workspace) as pilot:
        await opened(pilot)
        await done(pilot, "enter", "y")

        assert "Nothing changes." in screen_text(pilot)
        assert "apply" not in screen_text(pilot)
        assert not optimize.gather(workspace).sets
        assert workspace.queries.fit_tried_at() == optimize.gather(workspace).usable


async def test_progress_suggests_a_fit_until_it_has_been_tried(tuned: Tuned) -> None:
    async with driven(tuned()) as pilot:
        await press(pilot, "g")
        screen = pilot.app.screen
        assert isinstance(screen, ProgressScreen)
        await until(pilot, lambda: screen.progress is not None)
        await settle(pilot)
        assert "tooptimizeFSRS:presso." in squeezed(pilot)

        await press(pilot, "o")
        await quiet(pilot)
        await done(pilot, "enter", "escape", "escape")
        await until(pilot, lambda: screen.is_settled)
        await settle(pilot)

        assert pilot.app.screen is screen
        assert "presso." not in squeezed(pilot)


async def test_with_too_little_there_is_only_the_way_back(tuned: Tuned) -> None:
    async with driven(tuned(300)) as pilot:
        await opened(pilot)
        assert "Needs 400 reviews" in screen_text(pilot)
        assert screen_lines(pilot)[-1].split() == ["?", "Help", "esc", "Back", "ctrl+p", "Commands"]

        await press(pilot, "enter", "u", "escape")
        assert isinstance(pilot.app.screen, ProgressScreen)


async def test_without_the_extra_it_says_how_to_get_it(
    tuned: Tuned, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(process, "is_there", lambda: False)
    async with driven(tuned()) as pilot:
        at = await opened(pilot)
        await press(pilot, "enter")

        assert "pipinstall'learnms[optimize]'." in squeezed(pilot)
        assert at._fit is None


async def test_help_and_back(tuned: Tuned) -> None:
    async with driven(tuned(300)) as pilot:
        await opened(pilot)
        await press(pilot, "?")
        assert isinstance(pilot.app.screen, HelpScreen)
        await press(pilot, "escape", "q")
        assert isinstance(pilot.app.screen, ProgressScreen)


async def test_everything_can_be_clicked(tuned: Tuned) -> None:
    workspace = tuned()
    async with driven(workspace) as pilot:
        await opened(pilot)
        for words, after in (
            ("Optimize", "Apply"),
            ("Apply", "Undo: previous parameters"),
            ("Undo: previous parameters", "Undone."),
        ):
            lines = screen_lines(pilot)
            row = max(at for at, line in enumerate(lines[:-1]) if words in line)
            await pilot.click(offset=(lines[row].index(words) + 1, row))
            await quiet(pilot)
            assert after in screen_text(pilot)


async def test_a_key_typed_ahead_adopts_nothing(tuned: Tuned) -> None:
    """Enter and y in one go: the y was pressed before there was an offer to read."""
    workspace = tuned()
    async with driven(workspace) as pilot:
        await opened(pilot)
        await send(pilot, "enter", "y")
        await quiet(pilot)

        assert "Apply" in screen_text(pilot)
        assert not optimize.gather(workspace).sets


async def test_what_cannot_be_written_is_told(
    tuned: Tuned, monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace = tuned()
    async with driven(workspace) as pilot:
        await opened(pilot)
        await done(pilot, "enter")
        assert workspace.store is not None

        def full(*_: object) -> None:
            raise LearnmsError("The disk is full.")

        monkeypatch.setattr(workspace.store, "append", full)
        await done(pilot, "y")

        assert "! The disk is full." in screen_text(pilot)
        assert "In use: the default parameters." in screen_text(pilot)


async def test_where_only_reading_works_nothing_is_offered(
    tuned: Tuned, tmp_path: Path, clock: Clock
) -> None:
    tuned()
    with Workspace(tmp_path / "home", [str(tmp_path / "library")], clock) as second:
        assert second.read_only
        async with driven(second) as pilot:
            await opened(pilot)
            await done(pilot, "enter", "y")

            assert "parameters can't be applied here" in screen_text(pilot)
            assert "Apply" not in screen_text(pilot)


async def test_ending_waits_for_a_change_that_has_begun(
    tuned: Tuned, monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace = tuned()
    let_go = threading.Event()
    adopt = optimize.adopt

    def slowly(*given: object) -> object:
        let_go.wait(30)
        return adopt(*given)  # type: ignore[arg-type]  # handed on as they came

    monkeypatch.setattr(optimize, "adopt", slowly)
    async with driven(workspace) as pilot:
        at = await opened(pilot)
        await done(pilot, "enter")
        await send(pilot, "y")
        await until(pilot, lambda: at._is_writing)
        at._hear(2000, 3000)
        await send(pilot, "u")
        assert "2,000 of 3,000" in screen_text(pilot)
        await send(pilot, "ctrl+q")
        assert "Still optimizing" in screen_text(pilot)
        let_go.set()
        await until(pilot, lambda: not at._is_writing)
    assert len(optimize.gather(workspace).sets) == 1


async def test_a_change_that_has_begun_can_be_stopped_and_leaves_everything(
    tuned: Tuned, monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace = tuned()
    let_go = threading.Event()
    adopt = optimize.adopt

    def slowly(*given: object) -> object:
        let_go.wait(30)
        return adopt(*given)  # type: ignore[arg-type]  # handed on as they came

    monkeypatch.setattr(optimize, "adopt", slowly)
    async with driven(workspace) as pilot:
        at = await opened(pilot)
        await done(pilot, "enter")
        before = workspace.queries.memory.memories(workspace.today)
        await send(pilot, "y")
        await until(pilot, lambda: at._is_writing)
        await send(pilot, "escape")
        assert "Stopping…" in screen_text(pilot)
        let_go.set()
        await until(pilot, lambda: not at._is_writing)
        await quiet(pilot)

        assert "Stopped. Nothing changed." in screen_text(pilot)
        assert workspace.queries.memory.memories(workspace.today) == before
        assert len(optimize.gather(workspace).sets) == 0

        await done(pilot, "enter", "y")
        assert len(optimize.gather(workspace).sets) == 1, "it can be used all the same, later"


async def test_a_patient_sees_no_figures(tuned: Tuned) -> None:
    """The way there is hidden from patients; whoever comes all the same reads plain words."""
    async with driven(tuned(who="patient"), "g") as pilot:
        await press(pilot, "o")
        assert isinstance(pilot.app.screen, ProgressScreen)
        await pilot.app.push_screen(OptimizeScreen())
        await quiet(pilot)
        await done(pilot, "enter")

        text = screen_text(pilot)
        assert "Your parameters are more accurate." in text
        assert "loss" not in text
        assert "%" not in text


@pytest.mark.parametrize(
    "size", [(60, 18), (80, 24), (120, 40)], ids=lambda size: f"{size[0]}x{size[1]}"
)
async def test_the_table_stays_a_table(tuned: Tuned, size: tuple[int, int]) -> None:
    async with driven(tuned(), size=size) as pilot:
        await opened(pilot)
        await done(pilot, "enter")
        rows = [
            line
            for line in screen_lines(pilot)
            if "log loss, lower" in line or "typical prediction error" in line
        ]

        assert len(rows) == 2
        assert len({len(row) for row in rows}) == 1
        assert max(map(len, screen_lines(pilot))) <= size[0]
