"""A connection of a worker's own: one snapshot, the same library, no waiting."""

from __future__ import annotations

from threading import Thread
from typing import TYPE_CHECKING

import pytest

from learnms.errors import StoreError
from learnms.store.sqlite import connection as connections
from learnms.store.sqlite.connection import open_reader, open_writer
from learnms.store.sqlite.snapshot import SnapshotSource

if TYPE_CHECKING:
    import sqlite3
    from pathlib import Path


def noted(connection: sqlite3.Connection, name: str) -> bool:
    query = "SELECT count(*) FROM meta WHERE key = ?"
    return bool(connection.execute(query, (name,)).fetchone()[0])


@pytest.mark.parametrize("is_on_network", [False, True])
def test_the_writer_does_not_wait_and_the_snapshot_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, is_on_network: bool
) -> None:
    monkeypatch.setattr(connections, "on_network", lambda _: is_on_network)
    writer = open_writer(tmp_path)
    writer.connection.execute("PRAGMA busy_timeout = 0")
    reader = SnapshotSource.of(writer).open()
    rows = reader.connection.execute("SELECT * FROM meta")
    rows.fetchone()

    writer.connection.execute("INSERT INTO meta VALUES ('new', 'yes')")

    assert not noted(reader.connection, "new")
    reader.close()
    later = SnapshotSource.of(writer).open()
    assert noted(later.connection, "new")
    later.close()
    writer.close()


def test_what_is_temporary_goes_along(tmp_path: Path) -> None:
    writer = open_writer(tmp_path)
    for statement in (
        "CREATE TEMP TABLE shelf (name TEXT PRIMARY KEY, rank INTEGER) WITHOUT ROWID",
        "CREATE INDEX temp.by_rank ON shelf (rank)",
        "INSERT INTO temp.shelf VALUES ('a', 2), ('b', 1)",
        "CREATE TEMP VIEW first AS SELECT name FROM shelf ORDER BY rank LIMIT 1",
    ):
        writer.connection.execute(statement)

    reader = SnapshotSource.of(writer).open()

    assert reader.connection.execute("SELECT name FROM first").fetchall() == [("b",)]
    names = reader.connection.execute("SELECT name FROM sqlite_temp_master").fetchall()
    assert ("by_rank",) in names
    reader.close()
    writer.close()


def test_a_snapshot_cannot_write(tmp_path: Path) -> None:
    writer = open_writer(tmp_path)
    reader = SnapshotSource.of(writer).open()

    with pytest.raises(Exception, match="readonly"):
        reader.connection.execute("DELETE FROM meta")
    reader.close()
    writer.close()


def test_a_database_in_memory_is_copied_from_any_thread(tmp_path: Path) -> None:
    opened = open_reader(tmp_path / "none")
    opened.connection.execute("INSERT INTO meta VALUES ('new', 'yes')")
    source, seen = SnapshotSource.of(opened), list[bool]()

    def read() -> None:
        reader = source.open()
        seen.append(noted(reader.connection, "new"))
        reader.close()

    thread = Thread(target=read)
    thread.start()
    thread.join()

    assert seen == [True]
    opened.close()


def test_a_file_that_is_gone_is_told(tmp_path: Path) -> None:
    writer = open_writer(tmp_path)
    source = SnapshotSource.of(writer)
    writer.close()
    (tmp_path / "learnms.db").unlink()

    with pytest.raises(StoreError):
        source.open()
