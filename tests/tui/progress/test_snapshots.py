"""The pages of progress as pictures. After a wanted change: pytest --snapshot-update, and look."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from learnms.tui.app.app import LearnmsApp
from tests.tui.pictures import NARROW, SMALL, pictured
from tests.tui.pilot import press
from tests.tui.progress.helpers import deck, filled, studied

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.pilot import Pilot

    from learnms.engine.workspace import Workspace

NAMES = {
    "overview": "1",
    "retention": "2",
    "calibration": "3",
    "cards": "4",
    "calendar": "5",
    "forecast": "6",
    "confidence": "7",
    "quizzes": "8",
}
PATIENT = {"overview": "1", "cards": "2", "confidence": "5"}


@pictured(NAMES, wide=("overview", "retention", "calendar"), themed=("overview",))
def test_progress(
    name: str,
    size: tuple[int, int],
    theme: str,
    make_workspace: Callable[..., Workspace],
    snap_compare: Callable[..., bool],
) -> None:
    workspace = studied(make_workspace(deck(), theme=theme), forgets=0.05)

    async def go(pilot: Pilot[int]) -> None:
        await press(pilot, "g", NAMES[name])
        await filled(pilot)

    assert snap_compare(LearnmsApp(workspace), terminal_size=size, run_before=go)


@pytest.mark.parametrize("name", PATIENT)
def test_progress_of_a_patient(
    name: str, make_workspace: Callable[..., Workspace], snap_compare: Callable[..., bool]
) -> None:
    workspace = studied(
        make_workspace(
            deck().replace("audience: [nurse]", "audience: [nurse, patient]"), who="patient"
        )
    )

    async def go(pilot: Pilot[int]) -> None:
        await press(pilot, "g", PATIENT[name])
        await filled(pilot)

    assert snap_compare(LearnmsApp(workspace), terminal_size=SMALL, run_before=go)


def test_progress_where_it_is_narrow(
    make_workspace: Callable[..., Workspace], snap_compare: Callable[..., bool]
) -> None:
    workspace = studied(make_workspace(deck()))

    async def go(pilot: Pilot[int]) -> None:
        await press(pilot, "g", "3")
        await filled(pilot)
        await press(pilot, "pagedown")

    assert snap_compare(LearnmsApp(workspace), terminal_size=NARROW, run_before=go)
