"""The check of the log: a changed, added or deleted row is noticed, a sound log never accused."""

from __future__ import annotations

import gzip
import sqlite3
from collections.abc import Iterator
from contextlib import closing, suppress
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from learnms.store.log.integrity import LogReport, check_log
from learnms.store.log.writer import Store
from learnms.store.read.events import EventQueries
from learnms.store.read.rows import EVENT_COLUMNS
from learnms.store.sqlite.connection import open_reader
from learnms.study.event import TYPES, Draft, Event
from tests.factories.store import Clock, answer, open_store, review

RELEASED = Path(__file__).resolve().parents[2] / "data" / "released-0.1.0.db.gz"
NOWHERE = Path("learnms-no-such-home")
ANSWERS = 12


@pytest.fixture(scope="module")
def written() -> Iterator[sqlite3.Connection]:
    """A log of answers, with options, notes and an undo."""
    clock = Clock()
    store = Store.open(NOWHERE, clock, open_reader(NOWHERE))
    for number in range(ANSWERS - 2):
        answer(
            store,
            f"card-{number % 3}",
            1 + number % 4,
            points=1,
            max_points=2.5,
            answer={"shown": ["b", "a"], "text": 'ä "\u2028\x07', "picked": [number]},
            took_ms=1200,
        )
        clock.forward(hours=7, microseconds=number % 2)
    store.append([Draft(kind="note", card="card-1", data={"text": "Look again"})])
    store.undo(clock.day)
    yield store.connection
    store.close()


@pytest.fixture
def database(written: sqlite3.Connection) -> Iterator[sqlite3.Connection]:
    """A copy of that log, open without rules."""
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
        written.backup(connection)
        yield connection


def changed(connection: sqlite3.Connection, sql: str) -> LogReport:
    connection.execute(sql)
    return check_log(connection)


def test_a_log_as_it_was_written_is_sound(database: sqlite3.Connection) -> None:
    report = check_log(database)

    assert report == LogReport(ANSWERS, (), ())
    assert report.is_sound


def test_progress_is_told_to_the_end(database: sqlite3.Connection) -> None:
    told: list[tuple[int, int]] = []

    check_log(database, lambda done, total: told.append((done, total)))

    assert told[0] == (0, ANSWERS)
    assert told[-1] == (ANSWERS, ANSWERS)


VALUES = ["7", "0.25", "'x'", "x'ff'", "CAST(x'ff41' AS TEXT)", "NULL", "''", "'2026-11-25'"]


@pytest.mark.parametrize("column", EVENT_COLUMNS)
def test_a_changed_column_is_a_bad_row(database: sqlite3.Connection, column: str) -> None:
    stored = f"SELECT hex({column}), typeof({column}) FROM event WHERE rowid = 4"
    (before,) = database.execute(stored)
    for value in VALUES:
        database.execute("BEGIN")
        with suppress(sqlite3.IntegrityError):  # the column takes no NULL
            database.execute(f"UPDATE event SET {column} = {value} WHERE rowid = 4")
        (after,) = database.execute(stored)

        report = check_log(database)

        assert [row.rowid for row in report.bad] == ([] if after == before else [4]), value
        assert report.events == ANSWERS
        database.execute("ROLLBACK")


def test_a_bad_row_says_where_and_why(database: sqlite3.Connection) -> None:
    report = changed(database, "UPDATE event SET rating = 4 WHERE rowid = 1")

    (bad,) = report.bad
    assert (bad.rowid, bad.seq, bad.study_day) == (1, 1, "2026-11-23")
    assert bad.why == "does not match its checksum"
    assert report.gaps == ()


def test_another_spelling_of_a_day_is_noticed(database: sqlite3.Connection) -> None:
    """`20261123` is the same day, but sorts elsewhere."""
    report = changed(database, "UPDATE event SET study_day = '20261123' WHERE rowid = 1")

    assert [row.rowid for row in report.bad] == [1]


def test_deleted_rows_are_gaps(database: sqlite3.Connection) -> None:
    report = changed(database, "DELETE FROM event WHERE seq IN (1, 4, 5)")

    assert report.bad == ()
    assert report.gaps == ((1, 1), (4, 5))
    assert report.missing == 3
    assert not report.is_sound


def test_a_damaged_number_opens_no_gap(database: sqlite3.Connection) -> None:
    report = changed(database, "UPDATE event SET seq = 999999 WHERE rowid = 3")

    assert [row.rowid for row in report.bad] == [3]
    assert report.gaps == ((3, 3),)


def test_gaps_that_are_accounted_for_are_no_damage(database: sqlite3.Connection) -> None:
    database.execute("INSERT INTO meta VALUES ('known_gaps', '[[4, 5]]')")

    report = changed(database, "DELETE FROM event WHERE seq IN (4, 5, 8)")

    assert report.gaps == ((8, 8),)


@pytest.mark.parametrize("value", ["", "{", "7", "[7]", "[[1]]", '[["a", 1]]'])
def test_a_damaged_account_of_gaps_accounts_for_nothing(
    database: sqlite3.Connection, value: str
) -> None:
    database.execute("INSERT INTO meta VALUES ('known_gaps', ?)", (value,))

    assert changed(database, "DELETE FROM event WHERE seq = 4").gaps == ((4, 4),)


def test_a_file_of_version_0_1_is_not_accused(tmp_path: Path) -> None:
    file = tmp_path / "old.db"
    file.write_bytes(gzip.decompress(RELEASED.read_bytes()))
    with closing(sqlite3.connect(file)) as connection:
        assert check_log(connection) == LogReport(408, (), ())


def life(steps: list[tuple[str, int]], log: list[Event]) -> list[Event]:
    """The log of a device that begins with events of another and takes these steps."""
    clock = Clock()
    store = Store.open(NOWHERE, clock, open_reader(NOWHERE), "learner")
    store.import_events(log)
    for step, which in steps:
        if step == "undo":
            store.undo(clock.day)
        elif step == "wait":
            clock.forward(days=which)
        else:
            store.append([review(f"card-{which}")])
    events = list(EventQueries(store.session).all())
    store.close()
    return events


lives = st.lists(
    st.tuples(st.sampled_from(["answer", "answer", "undo", "wait"]), st.integers(0, 2)), max_size=6
)


@settings(max_examples=8, deadline=None)
@given(lives, lives, lives, lives)
def test_merged_logs_of_two_devices_have_no_gap(
    first: list[tuple[str, int]],
    here: list[tuple[str, int]],
    there: list[tuple[str, int]],
    later: list[tuple[str, int]],
) -> None:
    common = life(first, [])
    one, other = life(here, common), life(there, common)
    one = life(later, [*one, *other])
    with closing(Store.open(NOWHERE, Clock(), open_reader(NOWHERE), "learner")) as store:
        store.import_events([*other, *one])

        assert check_log(store.connection).is_sound


def test_the_types_of_all_columns_are_known() -> None:
    """A new type needs an encoder here, or its checksum would be taken over the wrong text."""
    assert set(TYPES.values()) == {
        "str",
        "UUID",
        "EventKind",
        "int",
        "datetime",
        "date",
        "float",
        "Json",
    }


def test_time_zones_are_kept(tmp_path: Path) -> None:
    clock = Clock()
    with closing(open_store(tmp_path, clock)) as store:
        clock.at += timedelta(microseconds=1)
        answer(store)

        assert check_log(store.connection).is_sound
