"""Copies of the database, made through SQLite's backup API: a plain copy of an open WAL file
lacks its last answers.
"""

from __future__ import annotations

import os
import sqlite3
import time
from contextlib import closing
from pathlib import Path

from learnms.store.sqlite.errors import explained, unwritable

BACKUP_FOLDER = "backups"


def backups(home: Path) -> list[Path]:
    """The backups in a home folder, oldest first."""
    return sorted(
        (home / BACKUP_FOLDER).glob("learnms-*.db"),
        key=lambda path: (path.stat().st_mtime_ns, path.name),
    )


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


def back_up(connection: sqlite3.Connection, home: Path, label: str) -> Path:
    """Copy the database into `backups/learnms-{label}-{stamp}.db` and return the path.

    The copy appears under its name only when it is whole.

    Raises:
        StoreError: it could not be written.
    """
    folder = home / BACKUP_FOLDER
    try:
        make_private_folder(folder)
        target = _free_name(folder, label)
        partial = target.with_suffix(".part")
        partial.unlink(missing_ok=True)
        make_private_file(partial)
        _copy(connection, partial)
        partial.rename(target)
    except OSError as error:
        raise unwritable(folder, error) from error
    return target


def _free_name(folder: Path, label: str) -> Path:
    stamp = time.strftime("%Y%m%d-%H%M%S", time.gmtime())
    target, number = folder / f"learnms-{label}-{stamp}.db", 1
    while target.exists():
        number += 1
        target = folder / f"learnms-{label}-{stamp}-{number}.db"
    return target


def _copy(connection: sqlite3.Connection, target: Path) -> None:
    try:
        with closing(sqlite3.connect(target, isolation_level=None)) as copy:
            connection.backup(copy)
            # One file, readable from a folder that cannot be written.
            copy.execute("PRAGMA journal_mode = DELETE")
    except sqlite3.Error as error:
        target.unlink(missing_ok=True)
        raise explained(error, target) from error
