"""From one version of the data to the next: killed at each statement it is old or new, never
between; and data of a newer version is left as it is.
"""

from __future__ import annotations

import gzip
import hashlib
import os
import shutil
import signal
import sqlite3
from collections import Counter
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from learnms.store.sqlite import connection as connecting
from learnms.store.sqlite.backup import backups
from learnms.store.sqlite.connection import open_writer
from learnms.store.sqlite.schema import SCHEMA_VERSION
from tests.end_to_end.place import Place
from tests.faults.forked import ended, fork, forked, import_all, ran

RELEASED = sorted((Path(__file__).resolve().parents[1] / "data").glob("released-*.db.gz"))
LEARNED = ("event", "memory", "card_seen")
QUICK = 12
"""Statements at which the quick test is killed."""


def content(path: Path) -> dict[str, list[str]]:
    """Every row that was learned, with the type of every value."""
    with closing(sqlite3.connect(path)) as connection:
        return {
            name: sorted(map(repr, connection.execute(f"SELECT * FROM {name}"))) for name in LEARNED
        }


def shape(path: Path) -> tuple[int, list[str]]:
    """The version of a file, and the statements that make its tables and indexes."""
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        version = connection.execute("PRAGMA user_version").fetchone()[0]
        return version, sorted(
            sql for (sql,) in connection.execute("SELECT sql FROM sqlite_master") if sql
        )


def released(folder: Path, file: Path) -> Path:
    """A home with the data of a released version."""
    folder.mkdir()
    (folder / "learnms.db").write_bytes(gzip.decompress(file.read_bytes()))
    return folder


def migrate_until(home: Path, last: int) -> None:
    """In a child: open the home for writing, and be killed when that statement begins; or write
    the beginnings of all statements into a file beside it.
    """
    begun, connect = [], connecting.connect

    def count(statement: str) -> None:
        begun.append(" ".join(statement.split())[:30])
        if len(begun) == last:
            os.kill(os.getpid(), signal.SIGKILL)

    def counted(address: str) -> sqlite3.Connection:
        connection = connect(address)
        connection.set_trace_callback(count)
        return connection

    connecting.connect = counted
    open_writer(home).close()
    home.with_suffix(".statements").write_text("\n".join(begun))


def chosen(statements: list[str], most: int) -> list[int]:
    """The numbers of all statements, from 1, or of some that are unlike one another."""
    if len(statements) <= most:
        return list(range(1, len(statements) + 1))
    unlike = list({text: number for number, text in enumerate(statements, 1)}.values())
    return [unlike[len(unlike) * n // most] for n in range(most - 1)] + [len(statements)]


@pytest.mark.parametrize("file", RELEASED, ids=lambda path: path.name)
@pytest.mark.parametrize("most", [QUICK, pytest.param(10_000, marks=pytest.mark.long)])
def test_a_migration_that_is_killed_at_a_statement_leaves_the_old_or_the_new_version(
    tmp_path: Path, file: Path, most: int
) -> None:
    import_all()
    whole = released(tmp_path / "whole", file)
    before, old = content(whole / "learnms.db"), shape(whole / "learnms.db")
    assert ended(fork(lambda: migrate_until(whole, 0))) == 0
    statements = whole.with_suffix(".statements").read_text().splitlines()
    new = shape(whole / "learnms.db")
    shapes = dict(shape(backup.path) for backup in backups(whole)) | dict([new])
    assert (old[0], new[0]) == (1, SCHEMA_VERSION)
    assert shapes[1] == old[1]

    seen, numbers = Counter[int](), chosen(statements, most)
    for number in numbers:
        home = released(tmp_path / str(number), file)
        assert ended(fork(lambda: migrate_until(home, number))) == -signal.SIGKILL  # noqa: B023
        version, tables = shape(home / "learnms.db")
        seen[version] += 1

        assert tables == shapes[version], f"version {version} is not whole at {number}"
        assert content(home / "learnms.db") == before
        kept = [backup.path for backup in backups(home)]
        assert [shape(path)[0] for path in kept][: version - 1] == list(range(1, version))
        assert not kept or content(kept[0]) == before
        open_writer(home).close()
        assert shape(home / "learnms.db") == new
        assert content(home / "learnms.db") == before
        shutil.rmtree(home)
    assert len(seen) > 1
    print(f"{file.name}: killed at {len(numbers)} of {len(statements)} statements, found {seen}")


def fingerprints(home: Path) -> dict[str, str]:
    return {
        str(path.relative_to(home)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in home.rglob("*")
        if path.is_file() and path.name != "writer.lock"
    }


@pytest.fixture
def newer(place: Place) -> Place:
    """A home that a newer learnms has written."""
    place.known_learner()
    assert ran(["review"], place.environment(), "\n3\nq\n").code == 0
    with closing(sqlite3.connect(place.home / "learnms.db")) as connection:
        connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION + 1}")
    return place


COMMANDS: list[dict[str, Any]] = [
    {"words": [*words.split()], "typed": typed}
    for words, typed in (
        ("review --plain", "\n3\nq\n"),
        ("--plain", "\nq\n"),
        ("quiz --plain", "\n"),
        ("due", ""),
        ("stats", ""),
        ("memory", ""),
        ("rebuild", ""),
        ("export events", ""),
        ("browse", "q\n"),
    )
]


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: " ".join(command["words"]))
def test_data_of_a_newer_version_is_refused_and_left_as_it_is(
    newer: Place, command: dict[str, Any]
) -> None:
    before = fingerprints(newer.home)

    done = ran(command["words"], newer.environment(), command["typed"])

    assert done.code == 1
    assert "was written by a newer learnms" in done.err
    assert "Update learnms" in done.err
    assert len(done.err.splitlines()) == 1
    assert fingerprints(newer.home) == before


def test_the_screens_refuse_it_too(newer: Place) -> None:
    before = fingerprints(newer.home)

    with forked(["review"], newer.environment()) as window:
        assert window.code() == 1

    assert b"newer learnms" in window.raw
    assert b"Traceback" not in window.raw
    assert fingerprints(newer.home) == before
