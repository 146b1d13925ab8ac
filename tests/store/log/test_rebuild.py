"""A rebuild makes the memory that the log leads to, whatever was there."""

from __future__ import annotations

from pathlib import Path

from tests.factories.store import answer, event_rows, memory_rows, open_store


def test_rebuild_puts_right_what_was_broken(tmp_path: Path) -> None:
    store = open_store(tmp_path)
    for card in ("card-a", "card-b", "card-c"):
        answer(store, card)
    rows, log = memory_rows(store), event_rows(store)
    store.connection.execute("UPDATE memory SET due = 'yesterday' WHERE card = 'card-a'")
    store.connection.execute("UPDATE memory SET stability = 99 WHERE card = 'card-b'")
    store.connection.execute("DELETE FROM memory WHERE card = 'card-c'")

    report = store.rebuild()

    assert (report.events, report.memories, report.changed) == (3, 3, 3)
    assert memory_rows(store) == rows
    assert event_rows(store) == log
    assert store.rebuild().changed == 0
    assert len(list((tmp_path / "backups").iterdir())) == 2
    store.close()
