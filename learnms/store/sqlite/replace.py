"""Puts a new database in the place of the old one, so that a kill at any moment leaves either.

The new one first lies whole beside the old one, as `learnms.db.new`. From then on the change is
decided: whoever opens the home for writing finishes it. SQLite would apply the journal of the old
database to the new one, so that goes first.
"""

from __future__ import annotations

import os
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

from learnms.files import UNFINISHED, new_file, sync_folder
from learnms.store.sqlite.backup import make_private_file, make_private_folder
from learnms.store.sqlite.errors import unwritable
from learnms.store.sqlite.lock import WriterLock
from learnms.store.sqlite.log_head import LOG_HEAD_NAME

if TYPE_CHECKING:
    from collections.abc import Iterator

DATABASE_NAME = "learnms.db"
NEW_NAME = f"{DATABASE_NAME}.new"
DAMAGED_NAME = f"{DATABASE_NAME}.damaged"
JOURNALS = ("-wal", "-journal")
_SIDE_FILES = (*JOURNALS, "-shm")


def replace(home: Path, made: Path) -> None:
    """Let a whole, closed database file on the same disk take the place of the home's. The caller
    holds the writer's lock.

    Raises:
        StoreError: it failed; the old database is in place, or will be replaced at the next
            opening.
    """
    try:
        with made.open("rb+") as file:
            os.fsync(file.fileno())
        made.rename(home / NEW_NAME)
        sync_folder(home)
    except OSError as error:
        raise unwritable(home / NEW_NAME, error) from error
    finish(home)


def finish(home: Path) -> bool:
    """Finish a replacement that was decided; whether there was one. The caller holds the writer's
    lock.

    Raises:
        StoreError: it failed, and can be tried again.
    """
    new = home / NEW_NAME
    if not new.exists():
        return False
    try:
        for suffix in _SIDE_FILES:
            (home / f"{DATABASE_NAME}{suffix}").unlink(missing_ok=True)
        (home / LOG_HEAD_NAME).unlink(missing_ok=True)  # it is about the old database
        sync_folder(home)
        new.replace(home / DATABASE_NAME)
        sync_folder(home)
    except OSError as error:
        raise unwritable(home / DATABASE_NAME, error) from error
    return True


@contextmanager
def alone(home: Path) -> Iterator[None]:
    """Hold the writer's lock of a home, which is made if it is missing. A replacement that was
    interrupted is finished first.

    Raises:
        StoreBusyError: another learnms is open.
        StoreError: the folder cannot be written.
    """
    try:
        make_private_folder(home)
    except OSError as error:
        raise unwritable(home, error) from error
    lock = WriterLock.acquire(home)
    try:
        finish(home)
        yield
    finally:
        lock.release()


@contextmanager
def temporary_folder(home: Path) -> Iterator[Path]:
    """A folder on the disk of the home for a database in the making. It is removed at the end,
    with those that were left by programs that were killed. The caller holds the writer's lock.

    Raises:
        StoreError: it cannot be made.
    """
    import shutil  # it imports much, and here only
    import tempfile

    for left in home.glob(f"{UNFINISHED}*"):
        shutil.rmtree(left, ignore_errors=True)
    try:
        folder = Path(tempfile.mkdtemp(prefix=UNFINISHED, dir=home))
    except OSError as error:
        raise unwritable(home, error) from error
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def keep_damaged(home: Path) -> Path | None:
    """Copy the bytes of the database and of its journals to `learnms.db.damaged`, or that name with
    a number where it is taken. Returns the path; None if there is no database and no journal.

    Raises:
        StoreError: it cannot be read or written.
    """
    import shutil  # it imports much, and here only

    found = [
        suffix
        for suffix in ("", *JOURNALS)
        if (home / f"{DATABASE_NAME}{suffix}").is_file()
        and (home / f"{DATABASE_NAME}{suffix}").stat().st_size
    ]
    if not found:
        return None
    names = (home / f"{DAMAGED_NAME}{n if n > 1 else ''}" for n in count(1))
    target = next(
        name
        for name in names
        if not any(os.path.lexists(f"{name}{suffix}") for suffix in ("", *JOURNALS))
    )
    try:
        for suffix in found:
            with new_file(target.with_name(f"{target.name}{suffix}")) as partial:
                make_private_file(partial)
                with (
                    (home / f"{DATABASE_NAME}{suffix}").open("rb") as old,
                    partial.open("wb") as new,
                ):
                    shutil.copyfileobj(old, new)
                    new.flush()
                    os.fsync(new.fileno())
        sync_folder(home)
    except OSError as error:
        raise unwritable(target, error) from error
    return target
