"""What SQLite can say about a database file: its structure, its schema compared with that of a
fresh file, and whether the derived tables name only events that the log holds.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING, NamedTuple

from learnms.store.read.rows import is_intact
from learnms.store.sqlite.connection import connect
from learnms.store.sqlite.schema import migrate

if TYPE_CHECKING:
    from collections.abc import Iterator

_MOST = 5
_STRANGE = {
    "counted": "SELECT count(*) FROM counted WHERE NOT EXISTS (SELECT 1 FROM event"
    " WHERE event.learner_id = counted.learner_id AND event.id = counted.id)",
    "memory": "SELECT count(*) FROM memory WHERE last_event IS NOT NULL AND NOT EXISTS (SELECT 1"
    " FROM event WHERE event.learner_id = memory.learner_id AND event.id = memory.last_event)",
}


class Identity(NamedTuple):
    """Whose log a file holds, and on which device it is written; None where that is unreadable."""

    learner: str | None
    device: str | None


def structure_faults(connection: sqlite3.Connection) -> list[str]:
    """What SQLite's integrity check finds, at most the first few; none for a whole file."""
    try:
        rows = [row for (row,) in connection.execute(f"PRAGMA integrity_check({_MOST})")]
    except sqlite3.Error as error:
        return [str(error)]
    return [line for row in rows if row != "ok" for line in str(row).splitlines()][:_MOST]


def schema_faults(connection: sqlite3.Connection) -> list[str]:
    """How tables and indexes differ from those of a fresh file: what is missing, and what is not
    ours, as phrases. SQL text is not compared, because versions spell it differently.
    """
    with closing(connect(":memory:")) as fresh:
        migrate(fresh, None)
        wanted = _shape(fresh)
    try:
        found = _shape(connection)
    except sqlite3.Error as error:
        return [str(error)]
    return [
        *(f"{name} is missing" for name in wanted if name not in found),
        *(f"{name} is not part of learnms" for name in found if name not in wanted),
        *(f"{name} differs" for name in wanted if name in found and found[name] != wanted[name]),
    ]


def strange_rows(connection: sqlite3.Connection) -> dict[str, int]:
    """How many rows of derived tables name an event that the log does not hold, by table.

    Raises:
        sqlite3.Error: a table cannot be read.
    """
    counts = {name: int(connection.execute(sql).fetchone()[0]) for name, sql in _STRANGE.items()}
    return {name: number for name, number in counts.items() if number}


def held_events(connection: sqlite3.Connection, last: str) -> tuple[int, str]:
    """How many events are dated after a day, as ISO text, and the latest day among them.

    Raises:
        sqlite3.Error: the log cannot be read.
    """
    number, latest = connection.execute(
        "SELECT count(*), max(study_day) FROM event WHERE study_day > ?", (last,)
    ).fetchone()
    return int(number), str(latest or "")


def identity_of(connection: sqlite3.Connection) -> Identity:
    """The ids in `meta`, as far as they can be read."""
    return Identity(*(_meta(connection, name) for name in ("learner_id", "device_id")))


def _meta(connection: sqlite3.Connection, name: str) -> str | None:
    try:
        row = connection.execute("SELECT value FROM meta WHERE key = ?", (name,)).fetchone()
    except sqlite3.Error:
        return None
    return row[0] if row and isinstance(row[0], str) and row[0] else None


def remembered(connection: sqlite3.Connection) -> Iterator[tuple[str, str]]:
    """What `meta` holds but ids and what is derived, as far as it can be read."""
    own = ("learner_id", "device_id", "held_after", "summed", "known_gaps")
    try:
        rows = connection.execute("SELECT key, value FROM meta").fetchall()
    except sqlite3.Error:
        return
    for key, value in rows:
        if isinstance(key, str) and isinstance(value, str) and key not in own:
            yield key, value


def _shape(connection: sqlite3.Connection) -> dict[str, object]:
    """Columns by table, and columns by index; what else the schema names has no shape."""
    shape: dict[str, object] = {}
    rows = connection.execute(
        "SELECT type, name FROM sqlite_master WHERE name NOT LIKE 'sqlite\\_%' ESCAPE '\\'"
    ).fetchall()
    for kind, name in rows:
        if kind == "table":
            columns = connection.execute(
                'SELECT name, "notnull", pk FROM pragma_table_info(?)', (name,)
            )
            shape[f"table {name}"] = columns.fetchall()
        elif kind == "index":
            of_index = connection.execute("SELECT name FROM pragma_index_info(?)", (name,))
            shape[f"index {name}"] = of_index.fetchall()
        else:
            shape[f"{kind} {name}"] = None
    return shape


def damaged_cache_rows(connection: sqlite3.Connection) -> int:
    """How many rows of the deck cache are damaged.

    Raises:
        sqlite3.Error: a table cannot be read.
    """
    columns = (("deck_cache", "head"), ("deck_cache", "problems"), ("deck_card", "body"))
    return sum(
        not is_intact(text)
        for table, column in columns
        for (text,) in connection.execute(f"SELECT {column} FROM {table}")
    )
