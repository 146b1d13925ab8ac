"""Copies of the database: what they hold, and which are kept."""

from __future__ import annotations

import os
import random
import sqlite3
import time
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from learnms.errors import StoreError
from learnms.store.sqlite import backup as backing_up
from learnms.store.sqlite.backup import (
    CACHE_TABLES,
    KEPT,
    KEPT_AT_MOST,
    SETTINGS_KEY,
    Backup,
    back_up_file,
    backups,
    kept,
    thin,
)
from tests.factories.store import CountingParser, answer, card, deck, load, open_store

START = datetime(2025, 1, 1, 9, tzinfo=UTC)


def backup_at(at: datetime, label: str = "daily") -> Backup:
    stamped = Backup.of(Path(f"learnms-{label}-{at:%Y%m%d-%H%M%S}.db"))
    assert stamped is not None
    return stamped


def content(path: Path) -> dict[str, list[tuple[object, ...]]]:
    with closing(sqlite3.connect(path)) as connection:
        names = [
            row[0]
            for row in connection.execute(
                "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name"
            )
        ]
        return {name: connection.execute(f"SELECT * FROM {name}").fetchall() for name in names}


def with_data(home: Path) -> Path:
    store = open_store(home)
    file = deck(home.parent / "a.json", card("card-a"), card("card-b"))
    load(store._opened, CountingParser(), file)
    answer(store)
    store.close()
    return home / "learnms.db"


def test_a_copy_holds_everything_but_the_deck_cache(tmp_path: Path) -> None:
    source = with_data(tmp_path / "home")
    (tmp_path / "home" / "settings.toml").write_text('who = "patient"\n')
    before = content(source)

    copy = content(back_up_file(source, tmp_path / "home", "daily"))

    assert all(before[name] for name in ("event", "memory", "deck_cache", "card_index"))
    assert {name: copy[name] for name in CACHE_TABLES} == {name: [] for name in CACHE_TABLES}
    assert (SETTINGS_KEY, 'who = "patient"\n') in copy.pop("meta")
    assert copy == {
        name: rows if name not in CACHE_TABLES else []
        for name, rows in before.items()
        if name != "meta"
    }


def test_a_copy_has_the_same_schema_and_version(tmp_path: Path) -> None:
    source = with_data(tmp_path / "home")

    copy = back_up_file(source, tmp_path / "home", "daily")

    schemas = []
    for path in (source, copy):
        with closing(sqlite3.connect(path)) as connection:
            statements = {row[0] for row in connection.execute("SELECT sql FROM sqlite_master")}
            pragmas = [
                connection.execute(f"PRAGMA {name}").fetchone()
                for name in ("user_version", "application_id")
            ]
            schemas.append((statements, pragmas))
    assert schemas[0] == schemas[1]


def test_a_damaged_deck_cache_keeps_no_copy_from_being_made(tmp_path: Path) -> None:
    source = with_data(tmp_path / "home")
    with closing(sqlite3.connect(source)) as connection:
        (page,) = connection.execute(
            "SELECT rootpage FROM sqlite_master WHERE name = 'deck_card'"
        ).fetchone()
        (size,) = connection.execute("PRAGMA page_size").fetchone()
    with source.open("r+b") as file:
        file.seek((page - 1) * size)
        file.write(b"\xff" * size)

    copy = back_up_file(source, tmp_path / "home", "daily")

    assert len(content(copy)["event"]) == 1


def test_what_fails_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = with_data(tmp_path / "home")

    def fail(*_: object) -> None:
        raise sqlite3.OperationalError("database or disk is full")

    monkeypatch.setattr(backing_up, "_copy_tables", fail)
    with pytest.raises(StoreError, match="disk is full"):
        back_up_file(source, tmp_path / "home", "daily")

    assert list((tmp_path / "home" / "backups").iterdir()) == []


def test_what_a_killed_program_left_is_removed_after_an_hour(tmp_path: Path) -> None:
    source = with_data(tmp_path / "home")
    folder = tmp_path / "home" / "backups"
    for name, age in ((".learnms-old", 7200), (".learnms-new", 0)):
        (folder / name).mkdir(parents=True)
        os.utime(folder / name, (time.time() - age,) * 2)

    back_up_file(source, tmp_path / "home", "daily")

    assert [path.name for path in folder.glob(".*")] == [".learnms-new"]


def test_only_files_with_the_name_of_a_backup_are_ours(tmp_path: Path) -> None:
    folder = tmp_path / "backups"
    folder.mkdir()
    for name in ("learnms-mine.db", "learnms-daily-20261399-000000.db", "notes.txt"):
        (folder / name).touch()
    for day in range(800):
        backup = backup_at(START + timedelta(days=day))
        (folder / backup.path).touch()

    thin(tmp_path)

    assert {"learnms-mine.db", "notes.txt"} < {path.name for path in folder.iterdir()}
    assert len(backups(tmp_path)) < 40


def rotated(days: int, a_day: int = 1) -> list[Backup]:
    """What is kept after so many days with backups, thinned after each."""
    stay: set[Backup] = set()
    for day in range(days):
        for hour in range(a_day):
            stay = kept({*stay, backup_at(START + timedelta(days=day, hours=hour))})
    return sorted(stay)


def test_two_years_of_backups_leave_the_number_of_the_table() -> None:
    stay = rotated(730)

    newest = stay[-1].at
    ages = [(newest - backup.at).days for backup in stay]
    assert ages[-14:] == list(range(13, -1, -1)), "each of 14 days"
    weeks = {f"{backup.at:%G-%V}" for backup in stay if (newest - backup.at).days < 49}
    months = {f"{backup.at:%Y-%m}" for backup in stay}
    assert len(weeks) == KEPT["week"][1]
    assert len(months) == KEPT["month"][1]
    # 14 days; 8 weeks, of which the days cover 3; 12 months, of which they cover 1
    assert len(stay) == 14 + 5 + 11


def test_many_backups_of_one_day_are_thinned_too() -> None:
    same_day = [backup_at(START + timedelta(minutes=minute), "rebuild") for minute in range(200)]

    assert len(kept(same_day)) == KEPT_AT_MOST
    # all of 2 days, one of each of 12 more, and 2 of the 5 weeks, which the days do not cover
    assert len(rotated(30, a_day=5)) == 5 * 2 + 12 + 2


def test_a_clock_that_jumps_deletes_nothing_new() -> None:
    stay = set(rotated(60))
    before = sorted(stay)[-10:]

    for year in (2099, 1999, 2150):
        stay = kept({*stay, backup_at(datetime(year, 5, 5, 5, tzinfo=UTC))})

    assert set(before) <= stay


def test_the_newest_three_always_stay() -> None:
    source = random.Random(5)
    for _ in range(200):
        found = {
            backup_at(START + timedelta(seconds=source.randrange(10 ** source.randrange(3, 9))))
            for _ in range(source.randrange(1, 40))
        }

        assert set(sorted(found)[-3:]) <= kept(found)


def test_the_newest_backup_before_a_migration_stays() -> None:
    old = backup_at(START - timedelta(days=900), "v1")
    older = backup_at(START - timedelta(days=999), "v1")

    stay = kept({*rotated(400), old, older})

    assert old in stay
    assert older not in stay
