"""Opens the database: for writing under the lock, for reading without it, or in memory if there can
be no file.

Standard library only. The writer takes over the connection that was opened here, so only one
connection ever writes.
"""

from __future__ import annotations

import os
import sqlite3
import sys
from contextlib import closing
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from learnms.errors import StoreError
from learnms.files import sync_folder
from learnms.settings import FILE as SETTINGS
from learnms.store.sqlite import schema
from learnms.store.sqlite.backup import backups, make_private_file, make_private_folder
from learnms.store.sqlite.errors import damaged, explained, readable_errors, translated, unwritable
from learnms.store.sqlite.journal import journal_is_broken
from learnms.store.sqlite.lock import WriterLock
from learnms.store.sqlite.replace import DATABASE_NAME, finish

if TYPE_CHECKING:
    from sqlmodel import Session

ERASING_NAME = "erasing.json"
"""The file that is there while `learnms erase` runs, and after one that was interrupted."""
_OURS = (DATABASE_NAME, SETTINGS, "log-head.json")
"""How the names begin of the files that learnms writes in the data folder."""
BUSY_TIMEOUT_SECONDS = 5.0

_NETWORK_FILE_SYSTEMS = frozenset(
    {
        *(
            "9p",
            "afpfs",
            "afs",
            "ceph",
            "cifs",
            "coda",
            "davfs",
            "fuse.davfs2",
            "fuse.glusterfs",
            "fuse.rclone",
            "fuse.sshfs",
        ),
        *("glusterfs", "lustre", "ncpfs", "nfs", "nfs4", "smb3", "smbfs", "vboxsf", "webdav"),
    }
)


@dataclass
class DatabaseHandle:
    """An open database.

    `path` is None for a database in memory. `writable`: it can be written; `ephemeral`: nothing of
    it outlives the process.
    """

    connection: sqlite3.Connection
    path: Path | None
    lock: WriterLock | None = None
    writable: bool = False
    ephemeral: bool = False

    @property
    def home(self) -> Path | None:
        """The folder of the data, or None for a database in memory."""
        return self.path.parent if self.path is not None else None

    @cached_property
    def session(self) -> Session:
        """SQLAlchemy's session over the connection, for the thread that the connection is used
        by.
        """
        from learnms.store.log.engine import open_session  # imports SQLModel, which is slow

        return open_session(self.connection)

    def close(self) -> None:
        """Close the connection, then release the lock. A second call does nothing."""
        self.connection.close()
        if self.lock is not None:
            self.lock.release()


def open_writer(home: Path) -> DatabaseHandle:
    """Open the database for writing at the newest version; create the folder and the file if they
    are missing.

    Raises:
        StoreBusyError: another learnms writes there.
        NewerSchemaError: a newer learnms wrote it; the file is untouched.
        StoreError: it is damaged (untouched) or half erased, or cannot be written
            (`UnwritableHomeError`).
    """
    try:
        make_private_folder(home)
    except OSError as error:
        raise unwritable(home, error) from error
    lock = WriterLock.acquire(home)
    try:
        _refuse_half_erased(home)
        finish(home)
        path = home / DATABASE_NAME
        _require_whole_journal(path)
        if schema.inspect(path) is None:
            _create_file(path)
        _tighten(path)
        connection = _connect_for_writing(path)
        try:
            with translated(path):
                schema.migrate(connection, home)
        except BaseException:
            connection.close()
            raise
    except BaseException:
        lock.release()
        raise
    return DatabaseHandle(connection, path, lock, writable=True)


def open_reader(home: Path) -> DatabaseHandle:
    """Open the database for reading. Where there is no file yet, it is an empty one in memory
    (`ephemeral`).

    Data of an older version that cannot be migrated in place is migrated in a copy in memory.

    Raises:
        NewerSchemaError: a newer learnms wrote it; the file is untouched.
        StoreError: it is damaged (untouched) or half erased, or cannot be read.
    """
    _refuse_half_erased(home)
    path = home / DATABASE_NAME
    version = schema.inspect(path)
    if not version:
        return _in_memory()
    connection = connect_for_reading(path)
    if version < schema.SCHEMA_VERSION:
        with closing(connection), translated(path):
            copy = connect(":memory:")
            connection.backup(copy)
            schema.migrate(copy, None)
        return DatabaseHandle(copy, path)
    return DatabaseHandle(connection, path)


def journal_mode(connection: sqlite3.Connection) -> str:
    """The journal mode of the connection's database, such as `wal`."""
    mode: str = connection.execute("PRAGMA journal_mode").fetchone()[0]
    return mode


def state_of(connection: sqlite3.Connection) -> tuple[int, int] | None:
    """What another write, of this connection or of another one, makes different; None inside a
    transaction, which may be taken back.
    """
    if connection.in_transaction:
        return None
    version: int = connection.execute("PRAGMA data_version").fetchone()[0]
    return version, connection.total_changes


def _refuse_half_erased(home: Path) -> None:
    """Refuse data of which a part is gone because erasing it was interrupted.

    Raises:
        StoreError: it was.
    """
    if (home / ERASING_NAME).is_file():
        message = f"Erasing the data in {home} was interrupted."
        raise StoreError(message, "Run `learnms erase` to finish it.")


def others_can_write(home: Path) -> bool:
    """Whether other users of the machine can replace our files, in a folder that learnms did not
    make.
    """
    try:
        return os.name == "posix" and bool(home.stat().st_mode & 0o002)
    except OSError:
        return False


def _require_whole_journal(path: Path) -> None:
    if journal_is_broken(path):
        why = "its journal, which holds the latest answers, cannot be read to its end"
        raise damaged(path, why)


def _create_file(path: Path) -> None:
    try:
        make_private_file(path)
        sync_folder(path.parent)
    except OSError as error:
        raise unwritable(path, error) from error


def own_files(home: Path) -> list[Path]:
    """The files in a data folder that hold the learner's data, and the backups."""
    ours = [file for file in sorted(home.iterdir()) if file.name.startswith(_OURS)]
    return [*ours, *(backup.path for backup in backups(home))]


def _tighten(path: Path) -> None:
    """Remove other users' permissions on our files, and make sure that the database is writable."""
    for file in own_files(path.parent):
        try:
            if os.name == "posix" and file.stat().st_mode & 0o077 and not file.is_symlink():
                file.chmod(0o600)
        except FileNotFoundError:
            continue
        except OSError as error:
            raise unwritable(file, error) from error
    try:
        os.close(os.open(path, os.O_RDWR))
    except OSError as error:
        raise unwritable(path, error) from error


def _connect_for_writing(path: Path) -> sqlite3.Connection:
    try:
        connection = connect(f"{path.absolute().as_uri()}?mode=rw")
    except sqlite3.Error as error:
        raise explained(error, path) from error
    try:
        with translated(path):
            _choose_journal(connection, path)
            connection.execute("PRAGMA secure_delete = ON")
            connection.execute("PRAGMA foreign_keys = ON")
    except StoreError:
        connection.close()
        raise
    return connection


def connect(address: str) -> sqlite3.Connection:
    """A connection with the settings that every connection of the program has."""
    connection = sqlite3.connect(
        address,
        uri=True,
        timeout=BUSY_TIMEOUT_SECONDS,
        isolation_level=None,
        check_same_thread=False,
    )
    connection.execute("PRAGMA trusted_schema = OFF")
    # Answers never get into a temporary file.
    connection.execute("PRAGMA temp_store = MEMORY")
    return connection


def _choose_journal(connection: sqlite3.Connection, path: Path) -> None:
    """Use WAL, which syncs once per answer; if it is unavailable, a rollback journal that also
    syncs the folder.
    """
    wanted = "DELETE" if on_network(path) else "WAL"
    mode = connection.execute(f"PRAGMA journal_mode = {wanted}").fetchone()[0]
    if str(mode).upper() == "WAL":
        connection.execute("PRAGMA synchronous = FULL")
    else:
        connection.execute("PRAGMA journal_mode = DELETE")
        connection.execute("PRAGMA synchronous = EXTRA")


def checkpoint(connection: sqlite3.Connection) -> None:
    """Copy what the write-ahead log holds into the database file."""
    connection.execute("PRAGMA wal_checkpoint(FULL)")


def on_network(path: Path) -> bool:
    """Whether the file is on a network drive, as far as the system reports it."""
    if sys.platform == "win32":
        import ctypes

        return (
            str(path).startswith("\\\\")
            or ctypes.windll.kernel32.GetDriveTypeW(path.absolute().anchor) == 4
        )
    try:
        mounts = Path("/proc/self/mounts").read_text("utf-8", "surrogateescape")
    except OSError:
        return False
    parts = path.absolute().parts
    best, kind = 0, ""
    for line in mounts.splitlines():
        fields = line.split(" ")
        mount = Path(fields[1].replace("\\040", " ")).parts
        if len(mount) >= best and parts[: len(mount)] == mount:
            best, kind = len(mount), fields[2]
    return kind in _NETWORK_FILE_SYSTEMS


def connect_for_reading(path: Path) -> sqlite3.Connection:
    """A connection that reads the file, even if its folder is not writable.

    Raises:
        StoreError: it cannot be read.
    """
    try:
        return _opened_for_reading(path, immutable=False)
    except sqlite3.Error as error:
        if error.sqlite_errorcode & 0xFF not in (sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY):
            raise explained(error, path) from error
    with translated(path):
        # A WAL file in a folder that cannot be written opens only as immutable.
        return _opened_for_reading(path, immutable=True)


def _opened_for_reading(path: Path, *, immutable: bool) -> sqlite3.Connection:
    connection = connect(schema.read_only_uri(path, immutable=immutable))
    try:
        with readable_errors(path):
            connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except (sqlite3.Error, StoreError):
        connection.close()
        raise
    return connection


def _in_memory() -> DatabaseHandle:
    connection = connect(":memory:")
    schema.migrate(connection, None)
    return DatabaseHandle(connection, None, writable=True, ephemeral=True)
