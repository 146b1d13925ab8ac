"""Copies of the database in `backups`: how one is made, which ones there are, and which are kept.

A copy holds every table of one moment; those of the deck cache are empty, because deck files are
read again wherever they are. It also holds the text of `settings.toml`. It has its name only once
it is whole and on the disk.
"""

from __future__ import annotations

import os
import re
import sqlite3
import threading
import time
from contextlib import closing, suppress
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from learnms.files import UNFINISHED, new_file, read_bytes, sync_folder
from learnms.settings import FILE as SETTINGS
from learnms.store.sqlite.errors import explained, path_of, unwritable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

BACKUP_FOLDER = "backups"
SETTINGS_KEY = "settings.toml"
"""The key in `meta` of a copy under which it holds the learner's settings."""
BEFORE_MIGRATION = re.compile(r"v\d+")
"""The labels of copies made before a change of the database format."""

KEPT_WHOLE_DAYS = 2
KEPT_AT_MOST = 20
KEPT: dict[str, tuple[str, int]] = {
    "day": ("%Y-%m-%d", 14),
    "week": ("%G-%V", 8),
    "month": ("%Y-%m", 12),
}
"""What is kept: every copy of the last `KEPT_WHOLE_DAYS` days, but at most the newest
`KEPT_AT_MOST`; then the newest copy of each of this many days, weeks and months; and the newest one
made before a change of the database format. Only days, weeks and months with copies count, so no
clock, however wrong, makes a copy old.
"""

CACHE_TABLES = ("deck_cache", "deck_card", "card_index", "deck_was")
_NAME = re.compile(r"learnms-(?P<label>.+?)-(?P<stamp>\d{8}-\d{6})(?:-(?P<number>\d{1,6}))?\.db")
_STAMP = "%Y%m%d-%H%M%S"
_LARGEST_SETTINGS = 1024 * 1024
_ABANDONED_SECONDS = 3600
_STEPS = 200_000
"""Instructions of SQLite between two looks at `is_stopped`."""

_one_at_a_time = threading.Lock()


class Backup(NamedTuple):
    """A copy in `backups`, as its name tells: when it was made (UTC), as which of that second, and
    why.
    """

    at: datetime
    number: int
    label: str
    path: Path

    @classmethod
    def of(cls, path: Path) -> Backup | None:
        """The backup with this name; None if it is not the name of one."""
        match = _NAME.fullmatch(path.name)
        if match is None:
            return None
        try:
            at = datetime.strptime(match["stamp"], _STAMP).replace(tzinfo=UTC)
        except ValueError:
            return None
        return cls(at, int(match["number"] or 1), match["label"], path)


def backups(home: Path) -> list[Backup]:
    """The backups in a home folder, oldest first, by the time in their names."""
    try:
        paths = list((home / BACKUP_FOLDER).iterdir())
    except OSError:
        return []
    return sorted(backup for path in paths if (backup := Backup.of(path)) is not None)


def kept(found: Iterable[Backup]) -> set[Backup]:
    """Those of the backups that are not deleted, as `KEPT` says."""
    newest_first = sorted(found, reverse=True)
    days = list(dict.fromkeys(backup.at.date() for backup in newest_first))[:KEPT_WHOLE_DAYS]
    stay = set([backup for backup in newest_first if backup.at.date() in days][:KEPT_AT_MOST])
    for form, number in KEPT.values():
        newest: dict[str, Backup] = {}
        for backup in newest_first:
            newest.setdefault(backup.at.strftime(form), backup)
        stay.update(list(newest.values())[:number])
    migrated = [backup for backup in newest_first if BEFORE_MIGRATION.fullmatch(backup.label)]
    return stay.union(migrated[:1])


def make_private_folder(folder: Path) -> None:
    """Make a folder that only its owner can enter, whatever the umask. A folder that exists is
    left unchanged.
    """
    if not folder.is_dir():
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        folder.chmod(0o700)


def make_private_file(path: Path) -> None:
    """Make an empty file that only its owner can read, whatever the umask.

    Raises:
        FileExistsError: the file exists.
    """
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        if os.name == "posix":
            os.fchmod(descriptor, 0o600)
    finally:
        os.close(descriptor)


def back_up(
    connection: sqlite3.Connection,
    home: Path,
    label: str,
    at: datetime | None = None,
    is_stopped: Callable[[], bool] | None = None,
) -> Path:
    """Copy the connection's database into `backups/learnms-{label}-{stamp}.db`, delete the copies
    that are no longer kept, and return the path.

    The copy is made through a connection of its own, so in WAL mode nobody waits for it.

    Args:
        connection: is outside a transaction.
        home: the data folder.
        label: why the copy is made.
        at: the time; now, where it is not given.
        is_stopped: asked from time to time; the copy is given up as soon as it is true.

    Raises:
        StoreError: it could not be written, or was given up. Nothing of it is left.
    """
    source = path_of(connection)
    assert source is not None, "a database in memory has no backups"
    return back_up_file(source, home, label, at, is_stopped)


def back_up_file(
    source: Path,
    home: Path,
    label: str,
    at: datetime | None = None,
    is_stopped: Callable[[], bool] | None = None,
) -> Path:
    """As `back_up`, of a database file that this program need not have open."""
    folder = home / BACKUP_FOLDER
    with _one_at_a_time:
        try:
            make_private_folder(folder)
            _remove_abandoned(folder)
            while True:
                target = _free_name(folder, label, at or datetime.now(UTC))
                with suppress(FileExistsError):
                    copy_to(source, target, settings_text(home), is_stopped)
                    break
        except OSError as error:
            raise unwritable(folder, error) from error
        thin(home)
    return target


def thin(home: Path) -> None:
    """Delete the backups that are no longer kept. One that cannot be deleted stays."""
    found = backups(home)
    for backup in set(found) - kept(found):
        with suppress(OSError):
            backup.path.unlink()


def copy_to(
    source: Path,
    target: Path,
    settings: str | None = None,
    is_stopped: Callable[[], bool] | None = None,
) -> None:
    """Copy a database, and the text of settings, into a new file that only its owner can read.

    Raises:
        FileExistsError: there is such a file; it is left unchanged.
        OSError: the file cannot be written.
        StoreError: a database cannot be read or written.
    """
    with new_file(target) as partial:
        make_private_file(partial)
        try:
            _copy(source, partial, settings, is_stopped)
        except sqlite3.Error as error:
            is_of_source = getattr(error, "sqlite_errorcode", 0) & 0xFF in (
                sqlite3.SQLITE_CORRUPT,
                sqlite3.SQLITE_NOTADB,
            )
            raise explained(error, source if is_of_source else target) from error
        with open(partial, "rb+") as file:  # noqa: PTH123
            os.fsync(file.fileno())
    sync_folder(target.absolute().parent)


def _copy(
    source: Path, target: Path, settings: str | None, is_stopped: Callable[[], bool] | None
) -> None:
    with closing(sqlite3.connect(target, isolation_level=None, uri=True)) as copy:
        if is_stopped is not None:
            copy.set_progress_handler(is_stopped, _STEPS)
        for pragma in (
            "trusted_schema = OFF",
            "temp_store = MEMORY",
            # The file is thrown away if anything fails, and synced as a whole.
            "journal_mode = OFF",
            "synchronous = OFF",
        ):
            copy.execute(f"PRAGMA {pragma}")
        _attach(copy, source)
        copy.execute("BEGIN")
        _copy_tables(copy)
        if settings is not None:
            copy.execute("INSERT OR REPLACE INTO main.meta VALUES (?, ?)", (SETTINGS_KEY, settings))
        copy.execute("COMMIT")


def _copy_tables(copy: sqlite3.Connection) -> None:
    """Copy what the attached database holds at this moment."""
    tables = copy.execute(
        "SELECT type, name, sql FROM source.sqlite_master WHERE type IN ('table', 'index')"
        " AND sql IS NOT NULL AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY type DESC, rowid"
    ).fetchall()
    for kind, name, sql in tables:  # the indexes come last, which is faster
        copy.execute(sql)
        if kind == "table" and name not in CACHE_TABLES:
            quoted = '"' + name.replace('"', '""') + '"'
            copy.execute(f"INSERT INTO main.{quoted} SELECT * FROM source.{quoted}")
    for pragma in ("user_version", "application_id"):
        (value,) = copy.execute(f"PRAGMA source.{pragma}").fetchone()
        copy.execute(f"PRAGMA main.{pragma} = {value}")


def _attach(copy: sqlite3.Connection, source: Path) -> None:
    """Attach a database for reading, also where its folder cannot be written."""
    uri = f"{source.absolute().as_uri()}?mode=ro"
    try:
        copy.execute("ATTACH ? AS source", (uri,))
        copy.execute("SELECT count(*) FROM source.sqlite_master").fetchone()
    except sqlite3.Error as error:
        if error.sqlite_errorcode & 0xFF not in (sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY):
            raise
        with suppress(sqlite3.Error):
            copy.execute("DETACH source")
        copy.execute("ATTACH ? AS source", (f"{uri}&immutable=1",))


def settings_text(home: Path) -> str | None:
    """The text of the settings of a home; None if there is none that can be read."""
    try:
        return read_bytes(home / SETTINGS, _LARGEST_SETTINGS).decode("utf-8")
    except (OSError, ValueError):
        return None


def _free_name(folder: Path, label: str, at: datetime) -> Path:
    """A name that no backup of that second has, whatever its label."""
    stamp = at.astimezone(UTC).strftime(_STAMP)
    taken = {
        backup.number for backup in backups(folder.parent) if backup.at.strftime(_STAMP) == stamp
    }
    number = next(number for number in count(1) if number not in taken)
    return folder / f"learnms-{label}-{stamp}{f'-{number}' if number > 1 else ''}.db"


def _remove_abandoned(folder: Path) -> None:
    """Remove what a program that was killed left of a copy."""
    import shutil  # it imports much, and here only

    for path in folder.glob(f"{UNFINISHED}*"):
        with suppress(OSError):
            if abs(time.time() - path.stat().st_mtime) > _ABANDONED_SECONDS:
                shutil.rmtree(path, ignore_errors=True)
