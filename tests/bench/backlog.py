"""A learner of 10,000 cards comes back after two months: the question with its estimates, and
the day's share of what was chosen.
"""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

from learnms.engine.queue.catch_up import backlog_now
from learnms.engine.queue.today import waiting
from learnms.settings import BacklogPlan
from learnms.study.event import Part
from tests.bench.figures import Figure, compared
from tests.factories.log import Learner
from tests.factories.progress import make_workspace

if TYPE_CHECKING:
    from pathlib import Path

    from learnms.engine.workspace import Workspace
    from tests.bench.figures import Size

CARDS = 9_999
DAYS = 200
AWAY = timedelta(days=60)
NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)


def _away(folder: Path, size: Size) -> Workspace:
    cards = CARDS if not size.quick else CARDS // 20
    now = [NOW]
    workspace = make_workspace(folder, lambda: now[0], {"many": range(cards)})
    store = workspace.open_store()
    store.import_events(
        Learner(
            [Part(f"card-{at:04}") for at in range(cards)], workspace.today, DAYS, cards // DAYS + 1
        ).events(store.learner_id),
        checked=True,
    )
    now[0] += AWAY
    return workspace


def _seconds(work: object) -> float:
    assert callable(work)
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def question(folder: Path, size: Size) -> Figure:
    """The question and how long each way takes, against reading the same rows once."""
    with _away(folder, size) as workspace:

        def floor() -> None:
            workspace.queries.study.due_parts(workspace.today)
            workspace.queries.study.learned_parts(workspace.today)

        due = backlog_now(workspace).due
        return compared(
            f"the question about {due} gathered cards",
            lambda: _seconds(lambda: backlog_now(workspace)),
            lambda: _seconds(floor),
            size.few,
        )


def share(folder: Path, size: Size) -> Figure:
    """What waits today under a choice, against what waits without one."""
    with _away(folder, size) as workspace:
        plain, today = workspace.settings, workspace.today
        chosen = replace(plain, backlog=BacklogPlan(30, date(2100, 1, 1)))
        return compared(
            "what waits under a choice",
            lambda: _seconds(lambda: waiting(workspace.queries, chosen, today)),
            lambda: _seconds(lambda: waiting(workspace.queries, plain, today)),
            size.some,
        )
