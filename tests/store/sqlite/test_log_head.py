"""The record of the end of the log notices what is gone, and gives no false alarm."""

from __future__ import annotations

import os
import sqlite3
import stat
from contextlib import closing
from pathlib import Path

import pytest

from learnms.errors import DamagedError, StoreError
from learnms.store.log.writer import Store
from learnms.store.sqlite.connection import open_reader, open_writer
from learnms.store.sqlite.log_head import (
    LOG_HEAD_NAME,
    LogHead,
    checked_on,
    lost_since,
    note_check,
    read_log_head,
)
from tests.factories.store import Clock, answer, event_rows, open_store


def after(home: Path, answers: int) -> None:
    store = open_store(home)
    for _ in range(answers):
        answer(store)
    store.close()


def lost(home: Path) -> str | None:
    opened = open_reader(home)
    found = lost_since(read_log_head(home), opened.connection)
    opened.close()
    return found


def change(home: Path, sql: str) -> None:
    with closing(sqlite3.connect(home / "learnms.db", isolation_level=None)) as connection:
        connection.execute(sql)


def test_a_sitting_is_recorded_for_its_owner_only(tmp_path: Path) -> None:
    after(tmp_path, 3)

    head = read_log_head(tmp_path)
    assert head is not None
    assert (head.events, head.seq) == (3, 3)
    if os.name == "posix":
        assert stat.S_IMODE((tmp_path / LOG_HEAD_NAME).stat().st_mode) == 0o600
    assert lost(tmp_path) is None


def test_missing_events_are_counted_until_they_are_accounted_for(tmp_path: Path) -> None:
    after(tmp_path, 13)
    change(tmp_path, "DELETE FROM event WHERE seq > 10")

    assert lost(tmp_path) == (
        "The database holds 10 events; learnms last saw 13: 3 events are missing."
    )
    after(tmp_path, 1)
    assert lost(tmp_path) is not None, "a sitting hides the loss"
    (tmp_path / LOG_HEAD_NAME).unlink()
    assert lost(tmp_path) is None
    after(tmp_path, 1)
    assert read_log_head(tmp_path) is not None


def test_another_log_of_the_same_length_is_noticed(tmp_path: Path) -> None:
    after(tmp_path / "a", 3)
    after(tmp_path / "b", 3)
    (tmp_path / "a" / "learnms.db").replace(tmp_path / "b" / "learnms.db")

    assert "another database" in str(lost(tmp_path / "b"))


@pytest.mark.parametrize("is_removed", [True, False])
def test_an_emptied_or_removed_database_is_no_new_one(tmp_path: Path, is_removed: bool) -> None:
    after(tmp_path, 3)
    if is_removed:
        (tmp_path / "learnms.db").unlink()
    else:
        (tmp_path / "learnms.db").write_bytes(b"")

    for opening in (open_writer, open_reader):
        with pytest.raises(DamagedError, match="held 3 events"):
            opening(tmp_path)


def test_more_events_than_recorded_are_no_loss(tmp_path: Path) -> None:
    """As after a kill, or an import."""
    after(tmp_path, 2)
    record = (tmp_path / LOG_HEAD_NAME).read_bytes()
    after(tmp_path, 2)
    (tmp_path / LOG_HEAD_NAME).write_bytes(record)

    assert lost(tmp_path) is None


@pytest.mark.parametrize(
    "text", ["", "{", "[]", "7", '{"events": "x"}', '{"learner": 1, "events": -1}', "[" * 5000]
)
def test_a_damaged_record_is_no_alarm(tmp_path: Path, text: str) -> None:
    after(tmp_path, 2)
    (tmp_path / LOG_HEAD_NAME).write_text(text)

    assert read_log_head(tmp_path) is None
    assert lost(tmp_path) is None
    after(tmp_path, 1)
    assert read_log_head(tmp_path) is not None


def test_a_full_disk_does_not_break_the_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("learnms.store.sqlite.log_head.whole_file", full)
    after(tmp_path, 1)

    assert read_log_head(tmp_path) is None


def test_the_day_of_a_check_outlives_the_next_sitting(tmp_path: Path) -> None:
    after(tmp_path, 1)
    note_check(tmp_path, "2026-11-23")
    after(tmp_path, 1)

    assert checked_on(tmp_path) == "2026-11-23"
    head = read_log_head(tmp_path)
    assert isinstance(head, LogHead)
    assert head.events == 2


# -- files that vanish while learnms is open -------------------------------------------------------


@pytest.mark.skipif(os.name != "posix", reason="an open file cannot be removed")
def test_a_removed_journal_is_noticed_and_loses_nothing(tmp_path: Path) -> None:
    store = open_store(tmp_path)
    answer(store)
    (tmp_path / "learnms.db-wal").unlink()

    with pytest.raises(StoreError, match="-wal was moved"):
        answer(store, "card-b")
    with closing(sqlite3.connect(tmp_path / "learnms.db")) as connection:
        assert connection.execute("SELECT count(*) FROM event").fetchone() == (1,)
    with pytest.raises(StoreError):
        answer(store, "card-b")
    store.close()


@pytest.mark.skipif(os.name != "posix", reason="an open file cannot be removed")
def test_a_removed_lock_is_taken_again(tmp_path: Path) -> None:
    store = open_store(tmp_path)
    answer(store)
    (tmp_path / "writer.lock").unlink()
    answer(store)

    with pytest.raises(StoreError, match="Another learnms"):
        open_writer(tmp_path)
    store.close()


@pytest.mark.skipif(os.name != "posix", reason="an open file cannot be removed")
def test_a_second_writer_that_a_removed_lock_let_in_stays_the_only_one(tmp_path: Path) -> None:
    first = open_store(tmp_path)
    answer(first)
    (tmp_path / "writer.lock").unlink()
    second = Store.open(tmp_path, Clock())

    with pytest.raises(StoreError, match="Another learnms"):
        answer(first)
    answer(second)
    second.close()
    event = answer(first)

    assert event.seq == 3, "the first writer has to look again"
    assert len(event_rows(first)) == 3
    first.close()
