"""Pictures of the demonstration, which the README shows: home, progress, an answered question."""

from __future__ import annotations

import asyncio
import shutil
import time
from datetime import datetime, timedelta, timezone
from typing import TYPE_CHECKING

import pytest

from learnms import paths
from learnms.engine.demo.demo import NOTICE, prepare
from learnms.engine.quiz.build import QuizSpec
from learnms.engine.quiz.start import start_quiz
from learnms.engine.workspace import Workspace
from learnms.kinds.response import Pick
from learnms.tui.app.app import LearnmsApp
from learnms.tui.home.screen import HomeScreen
from learnms.tui.progress.screen import ProgressScreen
from tests.patient import scores
from tests.tui.exam.helpers import expected
from tests.tui.pilot import driven, press, quiz_page, screen_text
from tests.tui.progress.helpers import filled

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from textual.pilot import Pilot

SIZE = (120, 40)
NOW = datetime(2026, 11, 29, 17, 30, tzinfo=timezone(timedelta(hours=1)))
BRACKET = "right_square_bracket"
PATIENT_PAGES = ((), ("g",), ("g", BRACKET, BRACKET), ("t", "r", "enter"), ("b",))
KEYS = {"home": (), "progress": ("g",), "quiz": ()}
SPEC = QuizSpec(seed=6, kinds=("select-all",))


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with the history of the simulated student."""
    home = tmp_path_factory.mktemp("demo") / "home"
    with Workspace(home, [str(paths.shipped_decks())], lambda: NOW) as workspace:
        prepare(workspace)
    return home


@pytest.fixture
def workspace(prepared: Path, tmp_path: Path) -> Iterator[Workspace]:
    home = tmp_path / "home"
    shutil.copytree(prepared, home)
    with Workspace(home, [str(paths.shipped_decks())], lambda: NOW) as opened:
        opened.notice = NOTICE
        yield opened


@pytest.mark.parametrize("name", KEYS)
def test_picture(name: str, workspace: Workspace, snap_compare: Callable[..., bool]) -> None:
    async def go(pilot: Pilot[int]) -> None:
        await press(pilot, *KEYS[name])
        if name == "quiz":
            await answer(pilot)
        await worked_out(pilot)

    quiz = start_quiz(workspace, SPEC) if name == "quiz" else None
    app = LearnmsApp(workspace, quiz=quiz)
    assert snap_compare(app, terminal_size=SIZE, run_before=go)


async def test_no_page_scores_the_patient(tmp_path: Path) -> None:
    with Workspace(tmp_path / "home", [str(paths.shipped_decks())], lambda: NOW) as patient:
        prepare(patient, "patient")
        patient.notice = NOTICE
        seen: dict[tuple[str, ...], str] = {}
        for keys in PATIENT_PAGES:
            async with driven(patient, *keys, size=(100, 60)) as pilot:
                await worked_out(pilot)
                seen[keys] = screen_text(pilot)

    assert {keys: scores(text) for keys, text in seen.items() if scores(text)} == {}
    assert NOTICE in seen[()]
    assert not any("Loading" in text for text in seen.values())


async def worked_out(pilot: Pilot[int]) -> None:
    """Wait until the page shows all its figures."""
    match pilot.app.screen:
        case HomeScreen():
            await expected(pilot)
        case ProgressScreen():
            await filled(pilot)
        case _:
            deadline = time.monotonic() + 60
            while "Loading" in screen_text(pilot) and time.monotonic() < deadline:
                await asyncio.sleep(0.005)
                await press(pilot)


async def answer(pilot: Pilot[int]) -> None:
    """Pick the right options but the last, and one that is wrong."""
    question = quiz_page(pilot).item.question
    assert isinstance(question.response, Pick)
    options, order = question.response.groups[0].options, question.order[0]
    right = [at for at in order if options[at].right]
    wrong = next(at for at in order if not options[at].right)
    for at in (*right[:-1], wrong):
        await press(pilot, str(order.index(at) + 1))
    await press(pilot, "enter")
