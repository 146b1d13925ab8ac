"""The page that fits FSRS to the learner, as pictures."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from learnms.analysis.optimizer.evaluate import Gain, Measured, Outcome
from learnms.engine.optimize import process
from learnms.tui.app.app import LearnmsApp
from tests.factories.fit import FORGETFUL, SLOW, answering, deck, settled, studied
from tests.tui.optimize.test_optimize import CARDS, done, opened, until
from tests.tui.pictures import pictured
from tests.tui.pilot import press, settle

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import pytest
    from textual.pilot import Pilot

    from learnms.engine.workspace import Workspace
    from tests.tui.pilot import Clock

OUTCOME = Outcome(
    FORGETFUL,
    Measured(0.5353, 0.133, 360),
    Measured(0.5144, 0.117, 360),
    Gain(0.0209, 0.0144),
    wins=True,
)
"""A fit's own figures may end otherwise on another processor; a picture must not."""
STATES: dict[str, tuple[int, tuple[str, ...]]] = {
    "too-few": (300, ()),
    "ready": (3000, ()),
    "running": (3000, ("enter",)),
    "offer": (3000, ("enter",)),
    "adopted": (3000, ("enter", "y")),
}
"""How many reviews there are, and keys."""


@pictured(STATES, wide=("offer",), narrow=("offer",))
def test_page(
    name: str,
    size: tuple[int, int],
    theme: str,
    make_workspace: Callable[..., Workspace],
    tmp_path: Path,
    clock: Clock,
    snap_compare: Callable[..., bool],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    reviews, keys = STATES[name]
    settled(tmp_path / "home", studied(FORGETFUL, reviews, cards=CARDS, seed=0), clock)
    workspace = make_workspace(deck(range(CARDS)), theme=theme)
    monkeypatch.setattr(
        process,
        "COMMAND",
        SLOW if name == "running" else answering(json.dumps({"outcome": OUTCOME})),
    )
    monkeypatch.setattr(process.FitProcess, "seconds", 3.2)

    async def go(pilot: Pilot[int]) -> None:
        page = await opened(pilot)
        if name == "running":
            await press(pilot, *keys)
            await until(pilot, lambda: page._fit is not None and page._fit.stage == "learning")
            page.draw()
            await settle(pilot)
        else:
            await done(pilot, *keys)

    assert snap_compare(LearnmsApp(workspace), terminal_size=size, run_before=go)
