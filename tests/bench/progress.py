"""The figures of the progress page, beside reading the same rows once."""

from __future__ import annotations

import os
import time
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from learnms.engine.progress.progress import gather
from learnms.engine.workspace import Workspace
from learnms.retention import DEFAULT_TARGET
from learnms.settings import Settings, write_settings
from tests.bench.figures import Figure, compared
from tests.bench.library import deck
from tests.factories.log import Learner

if TYPE_CHECKING:
    import sqlite3
    from pathlib import Path

    from tests.bench.figures import Size

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
CARDS, DAYS, NEW = 10_000, 660, 20
"""A learner of about 100,000 reviews."""
LONG_DAYS, LONG_TARGET = 2400, 0.97
"""With the same cards, one of about ten times as many."""
_QUICK = 10
_MEMORIES = "SELECT card, part, stability, last_day, first_day, status, buried_until FROM memory"
_PARTS = "SELECT card, part, deck_id, topic, path FROM card_index"


def studied(
    folder: Path, size: Size, days: int = DAYS, target: float = DEFAULT_TARGET
) -> Workspace:
    """A workspace whose learner has studied for long."""
    file = folder / "deck.yaml"
    part_of = _QUICK if size.quick else 1
    file.write_text(deck(CARDS // part_of), "utf-8")
    long_ago = file.stat().st_mtime - 3600
    os.utime(file, (long_ago, long_ago))
    write_settings(folder / "home", Settings(who="student", new_per_day=NEW, guard_ms=0))
    workspace = Workspace(folder / "home", [str(file)], lambda: NOW)
    store = workspace.open_store()
    learner = Learner(
        [row.part for row in workspace.queries.library.parts()],
        date(2026, 11, 22),
        days,
        NEW // min(NEW, part_of),
        target=target,
    )
    store.import_events(learner.events(store.learner_id), checked=True)
    return workspace


def progress(folder: Path, size: Size) -> Figure:
    """Everything on the page but the forecast, against reading the memories and the parts once."""
    with studied(folder, size) as workspace:
        return _page(workspace, size, "≤ 100 ms")


def progress_long(folder: Path, size: Size) -> Figure:
    """The same after years of study."""
    with studied(folder, size, LONG_DAYS, LONG_TARGET) as workspace:
        return _page(workspace, size, "≤ 300 ms")


def _page(workspace: Workspace, size: Size, expected: str) -> Figure:
    connection = workspace.queries.opened.connection
    [(reviews,)] = connection.execute("SELECT count(*) FROM event").fetchall()

    def ours() -> float:
        started = time.perf_counter()
        assert gather(workspace).overall.is_enough
        return time.perf_counter() - started

    def floor() -> float:
        started = time.perf_counter()
        read_once(connection)
        return time.perf_counter() - started

    return compared(f"progress page, {reviews} reviews", ours, floor, size.some, expected)


def read_once(connection: sqlite3.Connection) -> None:
    """The floor of the page: the memories and the parts, as rows."""
    for query in (_MEMORIES, _PARTS):
        connection.execute(query).fetchall()
