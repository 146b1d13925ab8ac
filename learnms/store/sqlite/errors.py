"""Errors of SQLite and the operating system as sentences for the learner."""

from __future__ import annotations

import sqlite3
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from learnms.errors import DamagedError, StoreBusyError, StoreError

if TYPE_CHECKING:
    from collections.abc import Iterator


class UnwritableHomeError(StoreError):
    """The folder or a file in it cannot be written; it may still be readable."""


_SENTENCES = {
    sqlite3.SQLITE_FULL: (
        "The disk is full: {path} could not be written.",
        "Free some space and answer again; earlier answers are safe.",
    ),
    sqlite3.SQLITE_IOERR: (
        "Writing to {path} failed ({error}).",
        "The disk may be full: free some space and answer again. Earlier answers are safe.",
    ),
    sqlite3.SQLITE_READONLY: (
        "{path} cannot be written: it is read-only.",
        "Change its permissions, or choose another folder with --home.",
    ),
    sqlite3.SQLITE_CANTOPEN: (
        "{path} cannot be opened.",
        "Check the permissions of the file and its folder, or choose another folder with --home.",
    ),
    sqlite3.SQLITE_BUSY: (
        "{path} is in use by another program.",
        "Close that program and try again.",
    ),
    sqlite3.SQLITE_LOCKED: (
        "{path} is in use by another program.",
        "Close that program and try again.",
    ),
}

REPAIR = "`learnms doctor --repair` saves what is readable"
DAMAGED_REMEDY = f"Nothing was changed. `learnms restore` goes back to a backup; {REPAIR}."
REPAIR_REMEDY = f"Nothing was changed. There is no backup; {REPAIR}."

REBUILD_REMEDY = "Run `learnms rebuild` to reload the decks and restore every memory from the log."


def damaged(path: Path | None, why: str) -> DamagedError:
    """The error for a file that is not, or no longer, a learnms database."""
    has_backups = path is not None and any(path.parent.glob("backups/learnms-*.db"))
    return DamagedError(_name(path), why, DAMAGED_REMEDY if has_backups else REPAIR_REMEDY)


def explained(error: sqlite3.Error, path: Path | None) -> StoreError:
    """The error with a readable sentence for an error of SQLite. `path` is None for a database in
    memory.
    """
    code = getattr(error, "sqlite_errorcode", None)
    primary = code & 0xFF if isinstance(code, int) else None
    if primary in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB):
        return damaged(path, str(error))
    if is_undecodable(error):
        return StoreError(
            f"{_name(path)} is damaged: it contains text that is not UTF-8.", REBUILD_REMEDY
        )
    if primary not in _SENTENCES:
        return StoreError(f"{_name(path)} could not be used: {error}.", "This step was not saved.")
    sentence, remedy = _SENTENCES[primary]
    kind = (
        StoreBusyError
        if primary in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
        else UnwritableHomeError
    )
    return kind(sentence.format(path=_name(path), error=error), remedy)


def is_undecodable(error: sqlite3.Error) -> bool:
    """Whether the error is about stored text that is not UTF-8."""
    return str(error).startswith("Could not decode to UTF-8")


def unwritable(path: Path, error: OSError) -> UnwritableHomeError:
    """The error for a path that cannot be written."""
    return UnwritableHomeError(
        f"{path} cannot be written: {error.strerror or error}.",
        "Choose another folder with --home or LEARNMS_HOME.",
    )


def _name(path: Path | None) -> str:
    return str(path) if path is not None else "The data in memory"


@contextmanager
def readable_errors(path: Path | None) -> Iterator[None]:
    """Turn an error of SQLite whose message, with text of a damaged file in it, cannot be decoded
    into a `StoreError`; others stay as they are.
    """
    try:
        yield
    except UnicodeDecodeError as error:
        raise damaged(path, "its list of tables cannot be read") from error


@contextmanager
def translated(path: Path | None) -> Iterator[None]:
    """Turn an error of SQLite inside the block into a `StoreError`."""
    try:
        with readable_errors(path):
            yield
    except sqlite3.Error as error:
        raise explained(error, path) from error


def path_of(connection: sqlite3.Connection) -> Path | None:
    """The file that a connection has open, or None for one in memory."""
    name = next(
        (row[2] for row in connection.execute("PRAGMA database_list") if row[1] == "main"), None
    )
    return Path(name) if name else None
