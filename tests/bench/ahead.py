"""Looking ahead: a year of 10,000 cards played through, beside as many steps of FSRS alone."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from learnms.analysis.simulation.simulate import simulate
from learnms.engine.forecast.forecast import RUNS, outlook
from learnms.engine.forecast.snapshot import take_snapshot
from tests.bench.figures import Figure, compared
from tests.bench.progress import studied

if TYPE_CHECKING:
    from pathlib import Path

    from learnms.engine.forecast.snapshot import Snapshot
    from tests.bench.figures import Size

DAYS = 365


def forecast(folder: Path, size: Size) -> Figure:
    """One way in which the year may go."""
    with studied(folder, size) as workspace:
        now = take_snapshot(workspace.queries, workspace.settings, workspace.today)
        steps = _steps(now)

        def ours() -> float:
            started = time.perf_counter()
            simulate(now.parts, now.rules(), now.habits, now.curve, DAYS, 1)
            return time.perf_counter() - started

        name = f"forecast, {len(now.parts)} cards × {DAYS} days"
        return compared(name, ours, lambda: _bare(now, steps), size.few, "≤ 1 s")


def band(folder: Path, size: Size) -> Figure:
    """What `learnms forecast --days 365` works out: everything read, and twenty ways in which
    the year may go.
    """
    with studied(folder, size) as workspace:
        now = take_snapshot(workspace.queries, workspace.settings, workspace.today)
        steps = RUNS * _steps(now)

        def ours() -> float:
            started = time.perf_counter()
            outlook(workspace, DAYS)
            return time.perf_counter() - started

        name = f"forecast with its band, {len(now.parts)} cards × {DAYS} days"
        return compared(name, ours, lambda: _bare(now, steps), size.few)


def _steps(now: Snapshot) -> int:
    return sum(simulate(now.parts, now.rules(), now.habits, now.curve, DAYS, 1).answers)


def _bare(now: Snapshot, steps: int) -> float:
    """So many steps of the formulas: a recall, the memory after an answer, an interval."""
    curve, stability, difficulty = now.curve, 10.0, 5.0
    started = time.perf_counter()
    for _ in range(steps):
        curve.recall(9, stability)
        curve.after(stability, difficulty, 9, 3)
        curve.interval(stability, 0.9)
    return time.perf_counter() - started
