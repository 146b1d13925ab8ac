"""From one version of the file to the next: step by step, each after a backup, all or nothing."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from hashlib import sha256
from pathlib import Path

import pytest

from learnms.errors import StoreError
from learnms.store.read.events import EventQueries
from learnms.store.sqlite import ddl, schema
from learnms.store.sqlite.backup import backups
from learnms.store.sqlite.connection import open_reader, open_writer
from learnms.store.tables import EVENT
from tests.factories.store import answer, event_rows, open_store


def add_mood(connection: sqlite3.Connection) -> None:
    """A migration as a later version might bring it: a column with content for old rows, and an
    index.
    """
    connection.execute("ALTER TABLE event ADD COLUMN mood TEXT")
    connection.execute("UPDATE event SET mood = 'calm' WHERE kind = 'review'")
    connection.execute("CREATE INDEX event_mood ON event (mood)")


def break_down(connection: sqlite3.Connection) -> None:
    """A migration that fails after it has changed something."""
    connection.execute("DELETE FROM event")
    connection.execute("SELECT * FROM nowhere")


def version_of(path: Path) -> int:
    with closing(sqlite3.connect(path)) as connection:
        return int(connection.execute("PRAGMA user_version").fetchone()[0])


def with_answers(home: Path) -> list[tuple[object, ...]]:
    store = open_store(home)
    for card in ("card-a", "card-b", "card-c"):
        answer(store, card)
    rows = event_rows(store)
    store.close()
    return rows


def test_a_new_file_needs_no_backup(tmp_path: Path) -> None:
    open_writer(tmp_path).close()

    assert version_of(tmp_path / "learnms.db") == schema.SCHEMA_VERSION
    assert backups(tmp_path) == []


def test_each_step_is_taken_after_a_backup(tmp_path: Path) -> None:
    rows = with_answers(tmp_path)
    opened = open_writer(tmp_path)

    came_from = schema.migrate(
        opened.connection,
        tmp_path,
        migrations=(*schema.MIGRATIONS, add_mood, lambda connection: None),
    )
    moods = opened.connection.execute("SELECT DISTINCT mood FROM event").fetchall()
    opened.close()

    assert came_from == schema.SCHEMA_VERSION
    assert version_of(tmp_path / "learnms.db") == schema.SCHEMA_VERSION + 2
    assert moods == [("calm",)]
    assert [version_of(path) for path in backups(tmp_path)] == [
        schema.SCHEMA_VERSION,
        schema.SCHEMA_VERSION + 1,
    ]
    with closing(sqlite3.connect(backups(tmp_path)[0])) as copy:
        assert copy.execute("SELECT * FROM event ORDER BY id").fetchall() == rows
        assert copy.execute("PRAGMA journal_mode").fetchone() == ("delete",)


def test_a_step_that_fails_changes_nothing(tmp_path: Path) -> None:
    rows = with_answers(tmp_path)
    opened = open_writer(tmp_path)

    with pytest.raises(StoreError, match="no such table: nowhere"):
        schema.migrate(
            opened.connection, tmp_path, migrations=(*schema.MIGRATIONS, add_mood, break_down)
        )

    assert opened.connection.execute("SELECT count(*) FROM event").fetchone() == (len(rows),)
    opened.close()
    assert version_of(tmp_path / "learnms.db") == schema.SCHEMA_VERSION + 1
    assert len(backups(tmp_path)) == 2


def test_a_backup_that_cannot_be_made_stops_the_step(tmp_path: Path) -> None:
    with_answers(tmp_path)
    (tmp_path / "backups").write_text("a file where the folder should be")
    opened = open_writer(tmp_path)

    with pytest.raises(StoreError, match="cannot be written"):
        schema.migrate(opened.connection, tmp_path, migrations=(*schema.MIGRATIONS, add_mood))

    opened.close()
    assert version_of(tmp_path / "learnms.db") == schema.SCHEMA_VERSION


def test_older_data_is_read_through_a_migrated_copy(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_answers(tmp_path)
    before = (tmp_path / "learnms.db").read_bytes()
    monkeypatch.setattr(schema, "SCHEMA_VERSION", schema.SCHEMA_VERSION + 1)
    monkeypatch.setattr(schema, "migrate", lambda connection, home: add_mood(connection))

    opened = open_reader(tmp_path)

    assert not opened.writable
    assert opened.connection.execute("SELECT DISTINCT mood FROM event").fetchall() == [("calm",)]
    assert EventQueries(opened.session).count() == 3
    opened.close()
    assert (tmp_path / "learnms.db").read_bytes() == before


def test_two_backups_within_a_second_are_two_files(tmp_path: Path) -> None:
    store = open_store(tmp_path)

    store.rebuild()
    store.rebuild()
    store.close()

    assert len(backups(tmp_path)) == 2


def columns_of(connection: sqlite3.Connection, table: str) -> list[tuple[str, str, bool, int]]:
    """Name, affinity, whether NULL is refused, and place in the key."""
    rows = connection.execute(f"PRAGMA table_info({table})").fetchall()
    return [
        (name, affinity(declared), bool(not_null), key)
        for _, name, declared, not_null, _, key in rows
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


def test_the_first_version_stays_as_it_was_released() -> None:
    text = "\n".join(ddl.statements())

    assert sha256(text.encode()).hexdigest() == (
        "8940eb15500c1d6e31870abaf532eaf711da0ee64c0132b8102310d60395a460"
    )


def test_the_table_classes_say_what_the_file_says(tmp_path: Path) -> None:
    opened = open_writer(tmp_path)
    names = {
        name
        for (name,) in opened.connection.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table'"
        )
    }
    theirs = models_in_memory()

    assert names == {
        name for (name,) in theirs.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
    }
    for name in sorted(names):
        assert columns_of(opened.connection, name) == columns_of(theirs, name), name
    opened.close()
    theirs.close()


def models_in_memory() -> sqlite3.Connection:
    """A database as SQLModel would make it."""
    from sqlalchemy.dialects.sqlite import dialect
    from sqlalchemy.schema import CreateTable

    connection = sqlite3.connect(":memory:")
    for table in EVENT.metadata.tables.values():
        connection.execute(str(CreateTable(table).compile(dialect=dialect())))
    return connection
