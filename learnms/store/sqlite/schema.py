"""The version of a database file, and the steps to the newest.

A new file is made from the models at the newest version; an older one takes the steps in order.

`inspect` looks at the bytes before SQLite opens anything, so that a newer or damaged file is
refused untouched.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple
from uuid import uuid4

from learnms.errors import NewerSchemaError, StoreError
from learnms.files import checked_file
from learnms.store.read.rows import EVENT_LIST, event_from
from learnms.store.sqlite.backup import back_up, backups
from learnms.store.sqlite.errors import damaged, explained, translated
from learnms.store.sqlite.log_head import saw_events

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    Step = Callable[[sqlite3.Connection], None]

APPLICATION_ID = 0x4C4D5331
"""`LMS1` in SQLite's header, the mark of our files."""

_MAGIC = b"SQLite format 3\x00"
_HEADER_SIZE = 100


_DERIVED = (
    """
CREATE TABLE counted (
    learner_id TEXT NOT NULL,
    id BLOB NOT NULL,
    card TEXT,
    part TEXT,
    PRIMARY KEY (learner_id, id)
) WITHOUT ROWID
""",
    """
CREATE TABLE progress_sum (
    learner_id TEXT NOT NULL,
    name TEXT NOT NULL,
    key TEXT NOT NULL,
    number INTEGER NOT NULL,
    hits INTEGER NOT NULL,
    amount TEXT NOT NULL,
    PRIMARY KEY (learner_id, name, key)
) WITHOUT ROWID
""",
    """
CREATE TABLE part_history (
    learner_id TEXT NOT NULL,
    card TEXT NOT NULL,
    part TEXT NOT NULL,
    trials INTEGER NOT NULL,
    right INTEGER NOT NULL,
    answered TEXT,
    was_right INTEGER NOT NULL,
    sure_wrong TEXT,
    times INTEGER NOT NULL,
    right_since INTEGER NOT NULL,
    quiz BLOB,
    last TEXT,
    stability REAL,
    difficulty REAL,
    PRIMARY KEY (learner_id, card, part)
) WITHOUT ROWID
""",
    "CREATE INDEX event_session ON event (learner_id, study_day) WHERE kind = 'session'",
)


def _derive(connection: sqlite3.Connection) -> None:
    """The derived tables: what counts, and the sums of the progress page."""
    for statement in _DERIVED:
        connection.execute(statement)
    held_after = connection.execute("SELECT value FROM meta WHERE key = 'held_after'").fetchone()
    log = connection.execute(
        f"SELECT {EVENT_LIST} FROM event WHERE study_day <= ?", held_after or ("9999",)
    ).fetchall()
    if not log:
        return
    from learnms.study.replay import Relinks, counting  # imports fsrs: only where there is a log

    counts = counting(map(event_from, log), date.max - timedelta(days=1))
    relinks = Relinks.of(counts)
    owners = ((event, event.owner and relinks.owner(event.owner)) for event in counts)
    connection.executemany(
        "INSERT INTO counted VALUES (?, ?, ?, ?)",
        ((event.learner_id, event.id.bytes, *(owner or (None, None))) for event, owner in owners),
    )


_CACHE = (
    """
CREATE TABLE deck_cache (
    path TEXT NOT NULL,
    size INTEGER NOT NULL,
    mtime_ns BIGINT NOT NULL,
    deps TEXT NOT NULL,
    digest TEXT NOT NULL,
    format INTEGER NOT NULL,
    deck_id TEXT NOT NULL,
    title TEXT NOT NULL,
    place INTEGER,
    parsed INTEGER NOT NULL,
    head TEXT NOT NULL,
    problems TEXT NOT NULL,
    PRIMARY KEY (path)
)
""",
    """
CREATE TABLE card_index (
    path TEXT NOT NULL,
    position INTEGER NOT NULL,
    card TEXT NOT NULL,
    part TEXT NOT NULL,
    rank_in_card INTEGER NOT NULL,
    deck_id TEXT NOT NULL,
    audience TEXT NOT NULL,
    region TEXT NOT NULL,
    topic TEXT,
    priority INTEGER NOT NULL,
    key_hash TEXT,
    wording_hash TEXT,
    prompt TEXT NOT NULL,
    PRIMARY KEY (path, card, part)
)
""",
    "CREATE INDEX card_index_card ON card_index (card, part)",
    "CREATE INDEX card_index_new"
    " ON card_index (path, priority, position, rank_in_card, card, part)",
    "CREATE INDEX card_index_order ON card_index (path, position, rank_in_card, card, part)",
)


def _empty_deck_cache(connection: sqlite3.Connection) -> None:
    """The deck cache with priorities, regions and places: its files are parsed again."""
    for name in ("deck_cache", "card_index"):
        connection.execute(f"DROP TABLE {name}")
    for name in ("deck_card", "deck_was"):
        connection.execute(f"DELETE FROM {name}")
    for statement in _CACHE:
        connection.execute(statement)


STEPS: tuple[Step, ...] = (_derive, _empty_deck_cache)
"""The n-th, from 1, takes a file from version n to n + 1. Each has its own SQL and is never edited
after its release: the models describe the newest version, not older ones.
"""

SCHEMA_VERSION = 1 + len(STEPS)


class _Header(NamedTuple):
    version: int
    application_id: int


def side_file(path: Path, suffix: str) -> bool:
    """Whether the database has a journal with content beside it; suffix is `-wal` or `-journal`."""
    journal = path.with_name(path.name + suffix)
    try:
        return journal.stat().st_size > 0
    except OSError:
        return False


def read_only_uri(path: Path, *, immutable: bool = False) -> str:
    """The URI with which SQLite opens the file for reading. Immutable: without lock, side file and
    journal.
    """
    return f"{path.absolute().as_uri()}?mode=ro" + ("&immutable=1" if immutable else "")


def is_ours(path: Path) -> bool:
    """Whether a file begins as a database of learnms does."""
    try:
        checked_file(path)
        with path.open("rb") as file:
            head = file.read(_HEADER_SIZE)
    except OSError:
        return False
    return head.startswith(_MAGIC) and int.from_bytes(head[68:72], "big") == APPLICATION_ID


def inspect(path: Path, *, newest: int = SCHEMA_VERSION) -> int | None:
    """The schema version of a file: 0 for one that has no tables yet, None if there is no file.

    Raises:
        NewerSchemaError: a newer learnms wrote it.
        StoreError: it is damaged, or not ours.
    """
    try:
        header = _header(path)
    except FileNotFoundError:
        if side_file(path, "-wal"):
            raise damaged(path, "it is missing, but its journal still exists") from None
        if backups(path.parent) or saw_events(path.parent):
            why = f"it is missing{_seen(path) or ', but it has backups'}"
            raise damaged(path, why) from None
        return None
    except OSError as error:
        raise StoreError(
            f"{path} cannot be read: {error.strerror or error}.",
            "Choose another folder with --home or LEARNMS_HOME.",
        ) from error
    if header is None:
        if backups(path.parent) or side_file(path, "-wal") or saw_events(path.parent):
            raise damaged(path, f"it is empty{_seen(path) or ', but it had data before'}")
        return 0
    if side_file(path, "-wal"):
        header = _asked(path, header, immutable=False)
    elif header.application_id == 0:
        header = _asked(path, header, immutable=True)
    return _judged(path, header, newest)


def _seen(path: Path) -> str:
    events = saw_events(path.parent)
    return f", but it held {events:,} event{'' if events == 1 else 's'}" if events else ""


def _header(path: Path) -> _Header | None:
    size = checked_file(path).st_size
    with path.open("rb") as file:
        head = file.read(_HEADER_SIZE)
    if not size:
        return None
    if len(head) < _HEADER_SIZE or not head.startswith(_MAGIC):
        raise damaged(path, "it is not a database")

    def number(offset: int) -> int:
        return int.from_bytes(head[offset : offset + 4], "big")

    page_size = int.from_bytes(head[16:18], "big")
    expected = number(28) * (65536 if page_size == 1 else page_size)
    is_settled = (
        number(24) == number(92) and not side_file(path, "-wal") and not side_file(path, "-journal")
    )
    if is_settled and expected > size:
        raise damaged(path, f"{expected - size} bytes are missing at its end")
    return _Header(number(60), number(68))


def _asked(path: Path, header: _Header, *, immutable: bool) -> _Header:
    """The header as SQLite reads it, perhaps from the journal. A file without tables and versions
    is a new one of ours.
    """
    with (
        translated(path),
        closing(sqlite3.connect(read_only_uri(path, immutable=immutable), uri=True)) as connection,
    ):
        version, application_id = (
            connection.execute(f"PRAGMA {name}").fetchone()[0]
            for name in ("user_version", "application_id")
        )
        tables = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
    if not tables and not version and not application_id:
        application_id = APPLICATION_ID
    return header._replace(version=version, application_id=application_id)


def _judged(path: Path, header: _Header, newest: int) -> int:
    if header.application_id != APPLICATION_ID:
        raise StoreError(
            f"{path} belongs to another program.",
            "Nothing was changed. Choose another folder with --home or LEARNMS_HOME.",
        )
    if header.version > newest:
        raise NewerSchemaError(
            f"{path} was written by a newer learnms (version {header.version} of the data; this"
            f" one supports {newest}).",
            "Nothing was changed. Update learnms.",
        )
    return header.version


def migrate(
    connection: sqlite3.Connection, home: Path | None, *, steps: Sequence[Step] = STEPS
) -> int:
    """Make the tables of a new file, or bring an older one to the newest version step by step, each
    step in one transaction after a backup. Returns the version that it had.

    `home` is where backups go; None for a database in memory, which has none.

    Raises:
        StoreError: a step failed; the file has the version before that step, and its backup is in
            `backups`.
    """
    path = home / "learnms.db" if home else None
    came_from = int(connection.execute("PRAGMA user_version").fetchone()[0])
    newest = 1 + len(steps)
    if not came_from:
        _take(connection, path, _create, newest)
        return came_from
    for version in range(came_from, newest):
        if home is not None:
            back_up(connection, home, f"v{version}")
        _take(connection, path, steps[version - 1], version + 1)
    return came_from


def _take(connection: sqlite3.Connection, path: Path | None, step: Step, version: int) -> None:
    """Run one step to a version, all or nothing."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        step(connection)
        connection.execute(f"PRAGMA user_version = {version}")
        connection.execute("COMMIT")
    except sqlite3.Error as error:
        connection.rollback()
        raise explained(error, path) from error
    except BaseException:
        connection.rollback()
        raise


def _create(connection: sqlite3.Connection) -> None:
    from learnms.store.tables import create_all  # SQLModel, which only a new file pays for

    create_all(connection)
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    connection.execute(
        "INSERT INTO meta VALUES ('learner_id', ?), ('device_id', ?)", (uuid4().hex, uuid4().hex)
    )
