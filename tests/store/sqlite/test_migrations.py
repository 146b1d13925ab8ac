"""From one version of the file to the next: step by step, each after a backup, all or nothing."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from learnms.errors import StoreError
from learnms.store.read.events import EventQueries
from learnms.store.sqlite import schema
from learnms.store.sqlite.backup import backups
from learnms.store.sqlite.connection import open_reader, open_writer
from learnms.study.event import Draft
from tests.factories.store import answer, counted_rows, event_rows, open_store


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
        opened.connection, tmp_path, steps=(*schema.STEPS, add_mood, lambda connection: None)
    )
    moods = opened.connection.execute("SELECT DISTINCT mood FROM event").fetchall()
    opened.close()

    assert came_from == schema.SCHEMA_VERSION
    assert version_of(tmp_path / "learnms.db") == schema.SCHEMA_VERSION + 2
    assert moods == [("calm",)]
    assert [version_of(backup.path) for backup in backups(tmp_path)] == [
        schema.SCHEMA_VERSION,
        schema.SCHEMA_VERSION + 1,
    ]
    with closing(sqlite3.connect(backups(tmp_path)[0].path)) as copy:
        assert copy.execute("SELECT * FROM event ORDER BY id").fetchall() == rows
        assert copy.execute("PRAGMA journal_mode").fetchone() == ("delete",)


def test_a_step_that_fails_changes_nothing(tmp_path: Path) -> None:
    rows = with_answers(tmp_path)
    opened = open_writer(tmp_path)

    with pytest.raises(StoreError, match="no such table: nowhere"):
        schema.migrate(opened.connection, tmp_path, steps=(*schema.STEPS, add_mood, break_down))

    assert opened.connection.execute("SELECT count(*) FROM event").fetchone() == (len(rows),)
    opened.close()
    assert version_of(tmp_path / "learnms.db") == schema.SCHEMA_VERSION + 1
    assert len(backups(tmp_path)) == 2


def test_a_backup_that_cannot_be_made_stops_the_step(tmp_path: Path) -> None:
    with_answers(tmp_path)
    (tmp_path / "backups").write_text("a file where the folder should be")
    opened = open_writer(tmp_path)

    with pytest.raises(StoreError, match="cannot be written"):
        schema.migrate(opened.connection, tmp_path, steps=(*schema.STEPS, add_mood))

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


def test_what_counts_is_derived_from_the_log_of_the_first_version(tmp_path: Path) -> None:
    store = open_store(tmp_path)
    undone = answer(store, "card-a")
    answer(store, "card-b", part="c1")
    store.append([Draft(kind="void", ref=undone.id)])
    store.append([Draft(kind="relink", data={"pairs": [["card-b", "c1", "card-c", None]]})])
    expected = counted_rows(store)
    for table in ("counted", "progress_sum", "part_history"):
        store.connection.execute(f"DROP TABLE {table}")
    store.connection.execute("DROP INDEX event_session")
    store.connection.execute("PRAGMA user_version = 1")
    store.close()

    again = open_store(tmp_path)

    assert len(expected) == 3
    assert set(expected.values()) == {("card-c", None), (None, None)}
    assert counted_rows(again) == expected
    assert [version_of(backup.path) for backup in backups(tmp_path)] == [1, 2]
    again.close()


def test_two_backups_within_a_second_are_two_files(tmp_path: Path) -> None:
    store = open_store(tmp_path)
    answer(store)

    store.rebuild()
    store.rebuild()
    store.close()

    assert len(backups(tmp_path)) == 2
