"""The database of the released version 0.1.0 opens and keeps everything.

`tests/data/released-0.1.0.db.gz` was written by that version, with events of every kind: voids,
voids of voids, renamed cards, events of two devices, and some that are dated after tomorrow.
"""

from __future__ import annotations

import gzip
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from learnms.store.log.validation import fault
from learnms.store.log.writer import Store
from learnms.store.read.events import EventQueries
from learnms.store.read.memory import MemoryQueries
from learnms.store.read.rows import EVENT_KINDS
from learnms.store.sqlite import schema
from learnms.store.sqlite.backup import backups
from learnms.store.sqlite.connection import open_reader, open_writer
from learnms.study.event import Part
from tests.factories.store import Clock, answer

RELEASED = Path(__file__).resolve().parents[2] / "data" / "released-0.1.0.db.gz"
LAST_DAY = datetime(2026, 3, 21, 18, tzinfo=UTC)
LEARNED = ("event", "memory", "card_seen")
CACHE = ("deck_card", "card_index", "deck_was", "deck_cache")


@pytest.fixture
def home(tmp_path: Path) -> Path:
    folder = tmp_path / "home"
    folder.mkdir()
    (folder / "learnms.db").write_bytes(gzip.decompress(RELEASED.read_bytes()))
    return folder


def content(path: Path, tables: tuple[str, ...] = LEARNED) -> dict[str, list[str]]:
    """Every row, with the type of every value."""
    with closing(sqlite3.connect(path)) as connection:
        return {
            name: sorted(map(repr, connection.execute(f"SELECT * FROM {name}"))) for name in tables
        }


def shape(path: Path) -> dict[str, object]:
    """Columns, keys and indexes of every table, however they are spelled."""
    with closing(sqlite3.connect(path)) as connection:
        statements = dict(
            connection.execute("SELECT name, coalesce(sql, '') FROM sqlite_master").fetchall()
        )
        return {
            name: (
                "WITHOUT ROWID" in sql,
                columns_of(connection, name),
                indexes_of(connection, name, statements),
            )
            for name, sql in statements.items()
            if sql.startswith("CREATE TABLE")
        }


def columns_of(connection: sqlite3.Connection, table: str) -> list[tuple[str, str, bool, int]]:
    """Name, affinity, whether NULL is refused, and place in the key."""
    return [
        (name, affinity(declared), bool(not_null), key)
        for _, name, declared, not_null, _, key in connection.execute(f"PRAGMA table_info({table})")
    ]


def affinity(declared: str) -> str:
    """SQLite's rules (section 3.1 of "Datatypes in SQLite"), in their order."""
    kinds = (
        ("INT", "INTEGER"),
        ("CHAR", "TEXT"),
        ("CLOB", "TEXT"),
        ("TEXT", "TEXT"),
        ("BLOB", "BLOB"),
        ("REAL", "REAL"),
        ("FLOA", "REAL"),
        ("DOUB", "REAL"),
    )
    return next((kind for part, kind in kinds if part in declared.upper()), "NUMERIC")


def indexes_of(
    connection: sqlite3.Connection, table: str, statements: dict[str, str]
) -> dict[str, tuple[object, ...]]:
    """Columns, uniqueness and condition of each index."""
    return {
        name: (
            [row[2] for row in connection.execute(f"PRAGMA index_info({name})")],
            unique,
            statements.get(name, "").partition(" WHERE ")[2],
        )
        for _, name, unique, *_ in connection.execute(f"PRAGMA index_list({table})").fetchall()
    }


def test_it_has_events_of_every_kind(home: Path) -> None:
    with closing(open_reader(home)) as opened:
        kinds = {kind for (kind,) in opened.connection.execute("SELECT DISTINCT kind FROM event")}

    assert kinds == set(EVENT_KINDS) - {"setting"}, "0.1.0 kept settings in their file alone"


def test_it_opens_for_writing_and_keeps_everything(home: Path) -> None:
    before = content(home / "learnms.db")

    store = Store.open(home, Clock(LAST_DAY))
    events = list(EventQueries(store.session).all())
    store.close()

    assert content(home / "learnms.db") == before
    assert len(events) == len(before["event"]) > 400
    assert [event.id for event in events if fault(event) is not None] == []


def test_a_copy_is_made_before_each_step(home: Path) -> None:
    before = content(home / "learnms.db")

    open_writer(home).close()

    versions = []
    for backup in backups(home):
        assert content(backup.path) == before
        with closing(sqlite3.connect(backup.path)) as copy:
            versions += copy.execute("PRAGMA user_version").fetchone()
    assert versions == list(range(1, schema.SCHEMA_VERSION))


def test_the_deck_cache_is_made_anew(home: Path) -> None:
    before = content(home / "learnms.db", CACHE)

    open_writer(home).close()

    assert any(before.values())
    assert content(home / "learnms.db", CACHE) == {name: [] for name in CACHE}
    assert content(backups(home)[-1].path, CACHE) == {name: [] for name in CACHE}


def test_its_memories_are_those_that_the_log_leads_to(home: Path) -> None:
    before = content(home / "learnms.db")

    store = Store.open(home, Clock(LAST_DAY))
    report = store.rebuild()
    store.close()

    assert (report.events, report.changed) == (len(before["event"]), 0)
    assert content(home / "learnms.db")["memory"] == before["memory"]


def test_learning_goes_on_where_it_was(home: Path) -> None:
    clock = Clock(LAST_DAY)
    store = Store.open(home, clock)
    answered = answer(store, "card-0001", 3)
    clock.forward(days=12)  # what was dated too late counts now
    answer(store, "card-0001", 1)

    assert answered.stability_before is not None
    assert store.rebuild().changed == 0
    store.close()


def test_it_is_read_where_it_cannot_be_written(home: Path) -> None:
    before = (home / "learnms.db").read_bytes()

    with closing(open_reader(home)) as opened:
        memory = MemoryQueries(opened.session).memory(Part("card-0001"))

    assert memory.reps > 0
    assert (home / "learnms.db").read_bytes() == before


def test_a_new_file_has_the_same_shape(home: Path, tmp_path: Path) -> None:
    open_writer(home).close()
    open_writer(tmp_path / "new").close()

    assert shape(tmp_path / "new" / "learnms.db") == shape(home / "learnms.db")
