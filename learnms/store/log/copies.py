"""Copies of the database as a way back: whether one is good, what the present log has beyond it,
and a copy made ready to take the place of the database.
"""

from __future__ import annotations

import sqlite3
from collections import Counter
from contextlib import closing
from typing import TYPE_CHECKING, NamedTuple
from uuid import uuid4

from learnms.errors import DamagedError, StoreError, UsageError
from learnms.store.log.integrity import check_log
from learnms.store.sqlite import schema
from learnms.store.sqlite.backup import SETTINGS_KEY, copy_to
from learnms.store.sqlite.connection import DatabaseHandle, connect, connect_for_reading
from learnms.store.sqlite.errors import translated
from learnms.study.event import ANSWER_KINDS

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from pathlib import Path


class Examined(NamedTuple):
    """A sound database: how many events it has, and the learner whom it belongs to."""

    events: int
    learner_id: str


class Beyond(NamedTuple):
    """What one log has that another lacks: answers by study day (ISO), and other changes that the
    learner made.
    """

    answers: dict[str, int]
    others: int


def examine(path: Path) -> Examined:
    """Check a database file: that it is ours, SQLite's quick check, and every event of the log.

    Raises:
        UsageError: there is no such file.
        NewerSchemaError: a newer learnms wrote it.
        DamagedError: something in it is damaged or missing.
        StoreError: it cannot be read, or is another program's.
    """
    version = schema.inspect(path)
    if version is None:
        message = f"There is no file `{path}`."
        raise UsageError(message)
    if not version:
        raise DamagedError(str(path), "it is empty")
    with closing(connect_for_reading(path)) as connection, translated(path):
        (verdict,) = connection.execute("PRAGMA quick_check(1)").fetchone()
        if verdict != "ok":
            raise DamagedError(str(path), str(verdict).splitlines()[-1])
        report = check_log(connection)
        if not report.is_sound:
            raise DamagedError(str(path), "events of it are changed or missing")
        owners = {
            *(row[0] for row in connection.execute("SELECT DISTINCT learner_id FROM event")),
            *(row[0] for row in connection.execute(_LEARNER)),
        }
    if len(owners) != 1:
        raise DamagedError(str(path), "it does not belong to one learner")
    return Examined(report.events, str(owners.pop()))


def learner_of(path: Path) -> str | None:
    """The learner of a database with answers; None where there are none, or it cannot be read."""
    try:
        with closing(connect_for_reading(path)) as connection:
            if connection.execute("SELECT 1 FROM event LIMIT 1").fetchone() is None:
                return None
            row = connection.execute(_LEARNER).fetchone()
    except (sqlite3.Error, StoreError):
        return None
    return str(row[0]) if row else None


def count_events(path: Path) -> int | None:
    """How many events a database has; None if that cannot be read."""
    try:
        with closing(connect_for_reading(path)) as connection:
            return int(connection.execute("SELECT count(*) FROM event").fetchone()[0])
    except (sqlite3.Error, StoreError):
        return None


def beyond(path: Path, copy: Path) -> Beyond | None:
    """What the readable part of a database has that its copy lacks; None if nothing is readable."""
    try:
        with closing(connect_for_reading(copy)) as connection:
            known = {row[0] for row in connection.execute("SELECT id FROM event")}
        with closing(connect_for_reading(path)) as connection:
            rows = _readable(connection)
    except (sqlite3.Error, StoreError):
        return None
    if rows is None:
        return None
    missing = [row for ident, row in rows.items() if ident not in known]
    days = Counter(day for kind, day in missing if kind in ANSWER_KINDS)
    changes = sum(kind not in ANSWER_KINDS and kind not in _BY_ITSELF for kind, _ in missing)
    return Beyond(dict(sorted(days.items())), changes)


def prepare(
    copy: Path, target: Path, clock: Callable[[], datetime], rollover_hour: int
) -> str | None:
    """Make a new database from a copy: at the newest version, with a new device, because the old
    one may have given the next sequence numbers already, and with every memory as the log leads to
    it. Returns the settings that the copy held.

    Raises:
        StoreError: it cannot be written; nothing is left of it.
        OSError: the file cannot be made.
    """
    from learnms.store.log.writer import Store  # SQLModel, which a refused copy does not pay for

    copy_to(copy, target)
    try:
        with translated(target), closing(connect(target.absolute().as_uri())) as connection:
            schema.migrate(connection, None)
            row = connection.execute("SELECT value FROM meta WHERE key = ?", (SETTINGS_KEY,))
            settings = next((str(value) for (value,) in row), None)
            connection.execute("DELETE FROM meta WHERE key = ?", (SETTINGS_KEY,))
            connection.execute("UPDATE meta SET value = ? WHERE key = 'device_id'", (uuid4().hex,))
            handle = DatabaseHandle(connection, target, writable=True)
            with closing(
                Store.open(target.parent, clock, handle, rollover_hour=rollover_hour)
            ) as s:
                s.rebuild(copies=False)
    except BaseException:
        target.unlink(missing_ok=True)
        raise
    return settings


_BY_ITSELF = ("session", "relink")
"""Kinds of event that learnms writes for itself."""
_LEARNER = "SELECT value FROM meta WHERE key = 'learner_id'"


def _readable(connection: sqlite3.Connection) -> dict[bytes, tuple[str, str]] | None:
    """Kind and study day of the events by id, read from both ends up to what is damaged; None if
    nothing is readable. A review with a `ref` is about an answer that is an event too, so it is
    left out.
    """
    connection.text_factory = lambda stored: stored.decode("utf-8", "replace")
    rows: dict[bytes, tuple[str, str]] = {}
    for direction in ("ASC", "DESC"):
        statement = (
            "SELECT id, kind, study_day FROM event WHERE kind <> 'review' OR ref IS NULL"
            f" ORDER BY rowid {direction}"
        )
        try:
            for ident, kind, day in connection.execute(statement):
                rows[ident] = (kind, day)
        except sqlite3.Error:
            continue
        return rows
    return rows or None
