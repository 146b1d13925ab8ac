"""The end of the log as learnms last saw it, in a file beside the database: without it, a database
that was emptied, replaced by an older one, or that lost its journal looks like a sound one.

The record may only lag behind the database. It is written when a store that wrote is closed, and a
record that names events which the database lacks stays until the database is replaced, restored or
repaired.
"""

from __future__ import annotations

import json
import sqlite3
from contextlib import suppress
from typing import TYPE_CHECKING, Any, NamedTuple

from learnms.files import read_bytes, whole_file

if TYPE_CHECKING:
    from pathlib import Path

LOG_HEAD_NAME = "log-head.json"
_LARGEST = 4096  # bytes
_CHECKED = "checked"


class LogHead(NamedTuple):
    """The end of a log: whose it is, how many events it has, the highest seq, and the id of the
    event with it, as hex digits, '' without one.
    """

    learner: str
    events: int
    seq: int
    last: str


def read_log_head(home: Path) -> LogHead | None:
    """The record of a home; None if there is none or it cannot be read, which is no damage."""
    try:
        stored = _stored(home)
        learner, events, seq, last = (stored[name] for name in LogHead._fields)
    except KeyError:
        return None
    is_head = (
        isinstance(learner, str)
        and isinstance(last, str)
        and type(events) is type(seq) is int
        and events >= 0
    )
    return LogHead(learner, events, seq, last) if is_head else None


def saw_events(home: Path) -> int:
    """How many events learnms last saw in a home; 0 without a record."""
    head = read_log_head(home)
    return head.events if head is not None else 0


def log_head_of(connection: sqlite3.Connection) -> LogHead:
    """The end of the log in a database.

    Raises:
        sqlite3.Error: it cannot be read.
    """
    events = int(connection.execute("SELECT count(*) FROM event").fetchone()[0])
    learner = connection.execute("SELECT value FROM meta WHERE key = 'learner_id'").fetchone()
    last = connection.execute(
        "SELECT seq, hex(id) FROM event INDEXED BY event_seq WHERE learner_id = ?"
        " AND typeof(seq) = 'integer' ORDER BY seq DESC, id DESC LIMIT 1",
        learner or ("",),
    ).fetchone()
    seq, ident = last or (0, "")
    return LogHead(str(learner[0]) if learner else "", events, seq, ident.lower())


def lost_since(head: LogHead | None, connection: sqlite3.Connection) -> str | None:
    """What a log lacks of what its record says, as a sentence; None if nothing.

    Raises:
        sqlite3.Error: the log cannot be read.
    """
    if head is None or not head.events:
        return None
    now = log_head_of(connection)
    if now.events < head.events:
        missing = head.events - now.events
        return (
            f"The database holds {events_in_words(now.events)}; learnms last saw {head.events:,}:"
            f" {events_in_words(missing)} {'is' if missing == 1 else 'are'} missing."
        )
    if head.last and not _holds(connection, head.last):
        return (
            f"The database lacks the latest event that learnms saw, number {head.seq:,}: an older"
            " or another database may have taken its place."
        )
    return None


def write_log_head(home: Path, connection: sqlite3.Connection) -> None:
    """Record the end of the log, unless events of the present record are missing. That it cannot
    be written is no failure.
    """
    with suppress(OSError, sqlite3.Error):
        if lost_since(read_log_head(home), connection) is None:
            _write(home, _stored(home) | log_head_of(connection)._asdict())


def checked_on(home: Path) -> str | None:
    """The study day, in ISO format, on which the whole log was last found sound."""
    day = _stored(home).get(_CHECKED)
    return day if isinstance(day, str) else None


def note_check(home: Path, day: str) -> None:
    """Record the study day on which the whole log was found sound."""
    with suppress(OSError):
        _write(home, _stored(home) | {_CHECKED: day})


def _stored(home: Path) -> dict[str, Any]:
    try:
        stored = json.loads(read_bytes(home / LOG_HEAD_NAME, _LARGEST))
    except (OSError, ValueError, RecursionError):
        return {}
    return stored if isinstance(stored, dict) else {}


def _write(home: Path, record: dict[str, Any]) -> None:
    with whole_file(home / LOG_HEAD_NAME, replace=True) as stream:
        stream.write(json.dumps(record) + "\n")


def _holds(connection: sqlite3.Connection, ident: str) -> bool:
    try:
        stored = bytes.fromhex(ident)
    except ValueError:
        return True  # the record is damaged, not the log
    found = connection.execute(
        "SELECT 1 FROM event WHERE learner_id = (SELECT value FROM meta WHERE key = 'learner_id')"
        " AND id = ?",
        (stored,),
    )
    return found.fetchone() is not None


def events_in_words(number: int) -> str:
    """`1 event`, `1,204 events`."""
    return f"{number:,} event{'' if number == 1 else 's'}"
