"""The exam plan's page as pictures. After a wanted change: pytest --snapshot-update, and look."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest

from learnms.days_off import DaysOff
from learnms.settings import ExamPlan
from learnms.tui.app.app import LearnmsApp
from tests.tui.exam.helpers import DATE, DECKS, expected, reckoned
from tests.tui.pictures import NARROW, SMALL, WIDE, pictured
from tests.tui.pilot import press

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.pilot import Pilot

    from learnms.engine.workspace import Workspace

PLAN = ExamPlan(date(2027, 1, 15), 20, 0.9, (), date(2026, 11, 22))
PAGES: dict[str, tuple[ExamPlan | None, tuple[str, ...]]] = {
    "none": (None, ()),
    "made": (None, DATE),
    "scarce": (PLAN, ("down", "1")),
    "decks": (PLAN, ("down", "down", "down", "enter", "down", "down", "space")),
    "over": (ExamPlan(date(2026, 11, 20)), ()),
    "one-day": (replace(PLAN, on=date(2026, 11, 23), minutes=10), ()),
    "days-off": (replace(PLAN, on=date(2026, 11, 25)), ()),
}
OFF = DaysOff(((date(2026, 11, 22), date(2026, 11, 24)),))


@pictured(PAGES, wide=("made", "scarce", "one-day", "days-off"), themed=("made",))
def test_plan(
    name: str,
    size: tuple[int, int],
    theme: str,
    make_workspace: Callable[..., Workspace],
    snap_compare: Callable[..., bool],
) -> None:
    exam, keys = PAGES[name]
    settings = {"days_off": OFF} if name == "days-off" else {}

    async def go(pilot: Pilot[int]) -> None:
        for key in ("p", *keys):
            await press(pilot, key)
            if exam is not None:
                await reckoned(pilot)
        await reckoned(pilot)

    assert snap_compare(
        LearnmsApp(make_workspace(*DECKS, theme=theme, exam=exam, **settings)),
        terminal_size=size,
        run_before=go,
    )


@pytest.mark.parametrize("size", [SMALL, WIDE, NARROW], ids=lambda size: f"{size[0]}x{size[1]}")
def test_first_page_with_a_plan(
    size: tuple[int, int],
    make_workspace: Callable[..., Workspace],
    snap_compare: Callable[..., bool],
) -> None:
    async def go(pilot: Pilot[int]) -> None:
        await expected(pilot)

    assert snap_compare(
        LearnmsApp(make_workspace(*DECKS, exam=PLAN)), terminal_size=size, run_before=go
    )


def test_plan_of_a_patient(
    make_workspace: Callable[..., Workspace], snap_compare: Callable[..., bool]
) -> None:
    decks = [deck.replace("\ntopics", "\naudience: [patient]\ntopics") for deck in DECKS]

    async def go(pilot: Pilot[int]) -> None:
        await press(pilot, "p")
        await reckoned(pilot)

    assert snap_compare(
        LearnmsApp(make_workspace(*decks, who="patient", exam=PLAN)),
        terminal_size=SMALL,
        run_before=go,
    )


def test_plan_where_it_is_narrow(
    make_workspace: Callable[..., Workspace], snap_compare: Callable[..., bool]
) -> None:
    async def go(pilot: Pilot[int]) -> None:
        await press(pilot, "p")
        await reckoned(pilot)
        await press(pilot, "pagedown")

    assert snap_compare(
        LearnmsApp(make_workspace(*DECKS, exam=PLAN)), terminal_size=NARROW, run_before=go
    )
