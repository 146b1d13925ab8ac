"""Compares what is stored as derived from the log with a replay of all of it, in memory."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

from learnms.store.log.writer import Store
from learnms.store.sqlite.connection import DatabaseHandle, connect

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable
    from datetime import datetime
    from pathlib import Path

    from learnms.study.replay import Progress

_DERIVED = {
    "memories": "SELECT * FROM memory",
    "counting events": "SELECT * FROM counted",
    "sums": "SELECT * FROM progress_sum WHERE number <> 0 OR hits <> 0 OR amount <> '0'",
    "histories": "SELECT * FROM part_history",
}


def differences(
    connection: sqlite3.Connection,
    home: Path,
    clock: Callable[[], datetime],
    rollover_hour: int,
    on_progress: Progress | None = None,
) -> dict[str, int]:
    """How many rows of each derived table differ from those of a full replay; only tables that
    differ. Nothing is written to the file.

    Raises:
        StoreError: events are damaged, or a table cannot be read.
    """
    with closing(connect(":memory:")) as copy:
        connection.backup(copy)
        handle = DatabaseHandle(copy, None, writable=True, ephemeral=True)
        store = Store.open(home, clock, handle, rollover_hour=rollover_hour)
        store.on_progress = on_progress
        stored = _rows(copy)
        store.rebuild(copies=False)
        replayed = _rows(copy)
        store.close()
    return {
        name: len(stored[name] ^ replayed[name])
        for name in _DERIVED
        if stored[name] != replayed[name]
    }


def _rows(connection: sqlite3.Connection) -> dict[str, set[tuple[object, ...]]]:
    return {name: set(connection.execute(sql)) for name, sql in _DERIVED.items()}
