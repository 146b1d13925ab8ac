"""The page of a class: reads a folder, lists the questions, shows one beside or over the list."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING

import pytest

from learnms.tui.app.app import LearnmsApp
from learnms.tui.classroom.screen import ClassScreen, StatisticsScreen
from tests.factories.hand_ins import deck, hand_ins, questions, write_class
from tests.tui.pictures import pictured
from tests.tui.pilot import driven, flat, press, screen_text, send, settle, title

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from textual.pilot import Pilot

    from learnms.engine.workspace import Workspace

WRONG = 3
ASKED = questions(14, 11, wrong_keys={WRONG})


@pytest.fixture
def workspace(make_workspace: Callable[..., Workspace]) -> Workspace:
    return make_workspace(deck(ASKED), who="instructor")


@pytest.fixture
def folder(tmp_path: Path, workspace: Workspace) -> Path:
    """Forty hand-ins, and a file that is none."""
    from tests.factories.hand_ins import as_in

    asked = as_in(workspace.queries, ASKED)
    made = write_class(tmp_path / "class", *hand_ins(40, asked, 2))
    (made / "notes.txt").write_text("hello", "utf-8")
    return made


async def read(pilot: Pilot[int]) -> ClassScreen:
    """The page once the hand-ins have been read."""
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        await settle(pilot)
        screen = pilot.app.screen
        assert isinstance(screen, ClassScreen)
        if screen.report is not None and screen.rows.row_count:
            await settle(pilot)
            return screen
        await asyncio.sleep(0.01)
    message = "never read"
    raise AssertionError(message)


async def test_the_palette_opens_it_for_instructors_and_a_folder_is_typed(
    workspace: Workspace, folder: Path
) -> None:
    async with driven(workspace) as pilot:
        await press(pilot, "ctrl+p")
        await send(pilot, *"class")
        await asyncio.sleep(0.3)
        await press(pilot, "enter")
        await settle(pilot)
        assert title(pilot) == "Class"
        await send(pilot, *str(folder))
        await press(pilot, "enter")
        screen = await read(pilot)

        assert "40 learners" in title(pilot)
        assert screen.questions[0].name == f"question-{WRONG:02}"
        await press(pilot, "escape")
        assert "Class" not in title(pilot)


async def test_a_folder_that_is_not_there_is_asked_for_again(workspace: Workspace) -> None:
    app = LearnmsApp(workspace, hand_ins=[workspace.home_folder / "nowhere"])
    async with app.run_test(size=(80, 24)) as pilot:
        deadline = time.monotonic() + 30
        while "no file or folder" not in flat(pilot) and time.monotonic() < deadline:
            await settle(pilot)

        assert "There is no file or folder" in flat(pilot)
        assert app.focused is not None
        assert app.focused.id == "folder"


async def test_questions_open_and_are_sorted(workspace: Workspace, folder: Path) -> None:
    app = LearnmsApp(workspace, hand_ins=[folder])
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await read(pilot)
        assert "1 file was skipped" in flat(pilot)
        await press(pilot, "down", "enter")
        assert isinstance(pilot.app.screen, StatisticsScreen)
        assert "chosen by stronger learners" in flat(pilot)
        await press(pilot, "escape", "s")

        hardest = min(screen.questions, key=lambda one: one.statistics.difficulty or 0)
        assert screen.questions[0] == hardest
        assert screen.rows.cursor_row == 1
        await press(pilot, "up", "enter")
        assert "KR-20" in flat(pilot)


async def test_a_wide_page_shows_the_question_beside_the_list(
    workspace: Workspace, folder: Path
) -> None:
    app = LearnmsApp(workspace, hand_ins=[folder])
    async with app.run_test(size=(120, 40)) as pilot:
        await read(pilot)
        assert "KR-20" in flat(pilot)
        await press(pilot, "down")
        await settle(pilot)

        assert "chosen by stronger learners" in flat(pilot)


async def test_leaving_ends_the_program_that_began_with_it(
    workspace: Workspace, folder: Path
) -> None:
    app = LearnmsApp(workspace, hand_ins=[folder])
    async with app.run_test(size=(80, 24)) as pilot:
        await read(pilot)
        await send(pilot, "escape")
        await asyncio.sleep(0.05)

        assert app.return_code == 0


async def test_others_have_no_class_in_the_palette(
    make_workspace: Callable[..., Workspace],
) -> None:
    async with driven(make_workspace(deck(ASKED)), "ctrl+p") as pilot:
        await send(pilot, *"hand-ins")
        await asyncio.sleep(0.3)

        assert "from its hand-ins" not in screen_text(pilot)


@pictured(("class", "class-question"), wide=("class",), narrow=("class", "class-question"))
def test_page(
    name: str,
    size: tuple[int, int],
    theme: str,
    workspace: Workspace,
    folder: Path,
    snap_compare: Callable[..., bool],
) -> None:
    async def before(pilot: Pilot[int]) -> None:
        await read(pilot)
        await press(pilot, "down", *(["enter"] if name == "class-question" else []))
        await pilot.pause()
        await settle(pilot)

    app = LearnmsApp(workspace, hand_ins=[folder])
    assert snap_compare(app, terminal_size=size, run_before=before)
