"""The deck cache: decks as they were last parsed, so that a start reads no YAML.

A refresh checks which files changed, parses these, and writes them. A file that does not parse
keeps its last good cards, so that a typo orphans nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from learnms.store.deck_cache.check import check
from learnms.store.deck_cache.library import TABLES, use_library
from learnms.store.deck_cache.parse import parse_files
from learnms.store.sqlite.errors import path_of, translated

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Collection, Sequence
    from datetime import date
    from os import PathLike

    from learnms.store.deck_cache.check import Changes
    from learnms.store.deck_cache.parsed import ParsedFile


@dataclass(frozen=True, slots=True)
class RefreshReport:
    """Result of a refresh: how many files there are, those given to `parse`, those of them that do
    not parse, and whether the cache was stored.

    `replaced` are the ids of the shipped decks that a file of the learner stands in for.
    """

    files: int
    parsed: tuple[str, ...]
    failed: tuple[str, ...]
    stored: bool
    replaced: tuple[str, ...] = ()


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
    cache was written.

    Args:
        connection: of a `DatabaseHandle`.
        files: the deck files in use; of a card id that stands in several, the first is studied.
        parse: reads and parses one file, and reports problems in its result; an `OSError` that it
            raises counts as a file that does not parse.
        writable: the database may be written; otherwise, or where writing fails, the result is kept
            for this process.
        today: the study day on which cards are noted as seen.
        explicit: the files that were named by the learner; the audience does not hide their cards.
        shipped: the files that are left out where another file with the same deck id has cards.
        damaged: the files with damaged cached content, which are parsed again.
    """
    with translated(path_of(connection)):
        changes = check(connection, files, damaged)
    parsed = parse_files(changes.stale, parse)
    with translated(path_of(connection)):
        stored = take_in(connection, changes, parsed, writable=writable, today=today)
        replaced = use_library(connection, changes.paths, explicit=explicit, shipped=shipped)
    failed = tuple(file.path for file in parsed if not file.parsed)
    return RefreshReport(len(changes.paths), changes.stale, failed, stored, replaced)


def take_in(
    connection: sqlite3.Connection,
    changes: Changes,
    parsed: Sequence[ParsedFile],
    *,
    writable: bool,
    today: date,
) -> bool:
    """Write what changed to the database, or keep it for this process where that cannot be. Returns
    whether it is stored.
    """
    for name in TABLES:
        connection.execute(f"DROP TABLE IF EXISTS temp.{name}")
    news = [file for file in parsed if changes.is_news(file)]
    if not changes.touched and not news:
        return writable
    from learnms.store.deck_cache import write  # SQLModel, only where a file has changed

    if writable and write.store(connection, changes, news, today):
        return True
    write.keep_for_process(connection, changes, news)
    return False
