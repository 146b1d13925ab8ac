"""A worker's own connection: it reads one snapshot, and neither waits for the writer nor blocks
it.
"""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from learnms.store.sqlite.connection import DatabaseHandle, connect, connect_for_reading
from learnms.store.sqlite.errors import path_of, translated

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


class _Temporary(NamedTuple):
    """A temporary table, index or view of a connection: how it is made, and the rows of a table."""

    sql: str
    name: str
    rows: list[tuple[Any, ...]]


@dataclass(frozen=True, slots=True)
class SnapshotSource:
    """What another connection needs to read the same data: the file, or the connection of a
    database in memory, and what is temporary on the connection, such as its library.
    """

    connection: sqlite3.Connection
    file: Path | None
    temporary: tuple[_Temporary, ...]

    @classmethod
    def of(cls, opened: DatabaseHandle) -> SnapshotSource:
        """The source of a connection, taken by its own thread after each change of its library."""
        connection = opened.connection
        with translated(opened.path):
            return cls(connection, path_of(connection), tuple(_temporary(connection)))

    def open(self) -> DatabaseHandle:
        """A connection that reads the data as it is now, from any thread.

        A database in memory is copied, and so is a file without a write-ahead log, where a reader
        keeps the writer from committing.
        """
        with translated(self.file):
            if self.file is None:
                reader = _copied(self.connection)
            else:
                reader = connect_for_reading(self.file)
                if reader.execute("PRAGMA journal_mode").fetchone()[0] != "wal":
                    slow, reader = reader, _copied(reader)
                    slow.close()
            try:
                self._begin(reader)
            except BaseException:
                reader.close()
                raise
        return DatabaseHandle(reader, self.file)

    def _begin(self, reader: sqlite3.Connection) -> None:
        for sql, name, rows in self.temporary:
            reader.execute(sql)
            if rows:
                marks = ", ".join("?" for _ in rows[0])
                reader.executemany(f'INSERT INTO temp."{name}" VALUES ({marks})', rows)
        begin_snapshot(reader)


def begin_snapshot(reader: sqlite3.Connection) -> None:
    """Start a read transaction: from here on, the connection reads the data as it is now."""
    reader.execute("BEGIN")
    reader.execute("SELECT count(*) FROM sqlite_master").fetchone()  # BEGIN alone reads nothing yet


def _copied(connection: sqlite3.Connection) -> sqlite3.Connection:
    copy = connect(":memory:")
    connection.backup(copy)
    return copy


def _temporary(connection: sqlite3.Connection) -> Iterator[_Temporary]:
    made = connection.execute(
        "SELECT type, name, sql FROM sqlite_temp_master WHERE sql IS NOT NULL ORDER BY rowid"
    ).fetchall()
    for kind, name, sql in made:
        if kind == "index":
            yield _Temporary(sql.replace(" INDEX ", " INDEX temp.", 1), name, [])
        else:
            rows = (
                connection.execute(f'SELECT * FROM temp."{name}"').fetchall()
                if kind == "table"
                else []
            )
            yield _Temporary(sql.replace("CREATE ", "CREATE TEMP ", 1), name, rows)
