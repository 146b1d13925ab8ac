"""The deck cache: decks as they were last parsed, so that a start reads no YAML.

A refresh checks which files changed, parses these, and writes them. A file that does not parse
keeps its last good cards, so that a typo orphans nothing.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from learnms.store.deck_cache.check import check
from learnms.store.deck_cache.library import show_stored, use_library
from learnms.store.deck_cache.parsed import ParsedFile
from learnms.store.sqlite.errors import path_of, translated

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Collection, Sequence
    from datetime import date
    from os import PathLike

    from learnms.store.deck_cache.check import Changes


UNREADABLE = "LM000"
"""The code of the problem for a file that `parse` could not open."""


class RefreshReport(NamedTuple):
    """Result of a refresh: how many files there are, those given to `parse`, those of them that do
    not parse, and whether the cache was stored.

    `replaced` are the ids of the shipped decks that a file of the learner replaces.
    """

    files: int
    parsed: tuple[str, ...]
    failed: tuple[str, ...]
    stored: bool
    replaced: tuple[str, ...] = ()


class ParsedChanges(NamedTuple):
    """What changed since the cache was written, the content of the files that were parsed, and
    which files the learner named or the program ships.
    """

    changes: Changes
    parsed: tuple[ParsedFile, ...]
    explicit: tuple[str | PathLike[str], ...]
    shipped: tuple[str | PathLike[str], ...]


def refresh(
    connection: sqlite3.Connection,
    files: Sequence[str | PathLike[str]],
    parse: Callable[[str], ParsedFile],
    *,
    writable: bool,
    today: date,
    explicit: Collection[str | PathLike[str]] = (),
    shipped: Collection[str | PathLike[str]] = (),
    damaged: Collection[str] = (),
) -> RefreshReport:
    """Make the connection's library these files, in this order, parsing only what changed since the
    cache was written: `parse_changed` and `write_parsed` in one.
    """
    changes = parse_changed(
        connection, files, parse, explicit=explicit, shipped=shipped, damaged=damaged
    )
    return write_parsed(connection, changes, writable=writable, today=today)


def parse_changed(
    connection: sqlite3.Connection,
    files: Sequence[str | PathLike[str]],
    parse: Callable[[str], ParsedFile],
    *,
    explicit: Collection[str | PathLike[str]] = (),
    shipped: Collection[str | PathLike[str]] = (),
    damaged: Collection[str] = (),
) -> ParsedChanges:
    """Parse the files that changed since the cache was written. Only reads, so any thread may do it
    on its own connection.

    Args:
        connection: reads the cache.
        files: the deck files in use; of a card id that is in several, the first is studied.
        parse: reads and parses one file, and reports problems in its result; an `OSError` that it
            raises counts as a file that does not parse.
        explicit: the files that were named by the learner; the audience does not hide their cards.
        shipped: the files that are left out where another file with the same deck id has cards.
        damaged: the files with damaged cached content, which are parsed again.
    """
    with translated(path_of(connection)):
        changes = check(connection, files, damaged)
    parsed = tuple(_parsed(path, parse) for path in changes.stale)
    return ParsedChanges(changes, parsed, tuple(explicit), tuple(shipped))


def _parsed(path: str, parse: Callable[[str], ParsedFile]) -> ParsedFile:
    try:
        return parse(path)._replace(path=path)
    except OSError as error:
        message = f"The file cannot be read: {error.strerror or error}."
        problem = {
            "code": UNREADABLE,
            "severity": "error",
            "file": path,
            "line": 1,
            "column": 1,
            "message": message,
            "fix": None,
        }
        return ParsedFile(path, "", False, Path(path).stem, Path(path).stem, {}, [problem])


def write_parsed(
    connection: sqlite3.Connection, changed: ParsedChanges, *, writable: bool, today: date
) -> RefreshReport:
    """Store what changed, and make the files the connection's library.

    Args:
        connection: of a `DatabaseHandle`.
        changed: what `parse_changed` found.
        writable: the database may be written; otherwise, or where writing fails, the result is kept
            for this process.
        today: the study day on which cards are noted as seen.
    """
    changes = changed.changes
    with translated(path_of(connection)):
        stored = _take_in(connection, changed, writable=writable, today=today)
        replaced = use_library(
            connection, changes.paths, explicit=changed.explicit, shipped=changed.shipped
        )
    failed = tuple(file.path for file in changed.parsed if not file.parsed)
    return RefreshReport(len(changes.paths), changes.stale, failed, stored, replaced)


def _take_in(
    connection: sqlite3.Connection, changed: ParsedChanges, *, writable: bool, today: date
) -> bool:
    """Write the changes to the database, or keep them for this process where that cannot be.
    Returns whether they are stored.
    """
    show_stored(connection)
    changes = changed.changes
    news = [file for file in changed.parsed if changes.is_news(file)]
    if not changes.touched and not news:
        return writable
    from learnms.store.deck_cache import write  # SQLModel, only where a file has changed

    if writable and write.store(connection, changes, news, today):
        return True
    write.keep_for_process(connection, changes, news)
    return False
