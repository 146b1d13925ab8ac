"""Finds the deck files that changed since they were cached. Read-only, with the standard library's
sqlite3, so it can run on its own connection while the learner works.
"""

from __future__ import annotations

import json
import sqlite3
import zlib
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from learnms import __version__
from learnms.files import read_bytes
from learnms.paths import SOURCES_FILE
from learnms.store.deck_cache.library import absolute
from learnms.store.read.rows import is_intact, sealed_json
from learnms.store.sqlite.errors import is_undecodable

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from os import PathLike

    from learnms.store.deck_cache.parsed import ParsedFile

CACHE_FORMAT = 10
"""The shape of the cached content. Raised whenever heads or bodies change shape, or the same file
gives another result: every file is then parsed again, as it is after an upgrade, because a newer
checker may find other problems.
"""


def program() -> int:
    """The version of the program and the shape of its cache, in one number."""
    return zlib.crc32(f"{CACHE_FORMAT} {__version__}".encode()) & 0x7FFFFFFF


class Stat(NamedTuple):
    """The file system's data about a deck file and the sources file next to it."""

    size: int
    mtime_ns: int
    deps: str


GONE = Stat(-1, -1, "")
"""The `Stat` of a file that is missing or cannot be opened."""


class CachedFile(NamedTuple):
    """The columns of `deck_cache` that tell whether a file changed."""

    path: str
    size: int
    mtime_ns: int
    deps: str
    digest: str
    format: int
    parsed: int
    problems: str


class Changes(NamedTuple):
    """`paths` are all files, `stale` those to parse, `touched` those of which only the times
    changed; `cached` are the intact rows of the cache.
    """

    paths: tuple[str, ...]
    stale: tuple[str, ...]
    touched: tuple[str, ...]
    stats: dict[str, Stat]
    cached: dict[str, CachedFile]

    def is_news(self, file: ParsedFile) -> bool:
        """Whether a parsed file differs from the cache. A file that cannot be opened is retried
        each time, mostly with the same result.
        """
        cached = self.cached.get(file.path)
        return (
            bool(file.digest)
            or cached is None
            or bool(cached.parsed)
            or sealed_json(file.problems) != cached.problems
        )

    def has_cards(self, path: str) -> bool:
        """Whether the cache has content of a file that can still be studied."""
        cached = self.cached.get(path)
        return cached is not None and cached.format == program()


def check(
    connection: sqlite3.Connection,
    files: Sequence[str | PathLike[str]],
    damaged: Collection[str] = (),
) -> Changes:
    """Compare deck files with what the database file holds of them. `damaged` are those whose
    cached content is to be parsed again.
    """
    paths = absolute(files)
    stats = _stats(paths)
    cached = {path: row for path, row in _cached(connection, paths).items() if path not in damaged}
    stale: list[str] = []
    touched: list[str] = []
    for path in paths:
        row, stat = cached.get(path), stats[path]
        if row is None or row.format != program() or row.deps != stat.deps or stat == GONE:
            stale.append(path)
        elif (row.size, row.mtime_ns) != (stat.size, stat.mtime_ns):
            (touched if row.size == stat.size and _same_bytes(row) else stale).append(path)
    return Changes(tuple(paths), tuple(stale), tuple(touched), stats, cached)


def _stats(paths: list[str]) -> dict[str, Stat]:
    shared: dict[Path, str] = {}
    stats = {}
    for path in paths:
        folder = Path(path).parent
        if folder not in shared:
            shared[folder] = _deps(folder / SOURCES_FILE)
        try:
            stat = Path(path).stat()
        except OSError:
            stats[path] = GONE
        else:
            stats[path] = Stat(stat.st_size, stat.st_mtime_ns, shared[folder])
    return stats


def _deps(sources: Path) -> str:
    try:
        stat = sources.stat()
    except OSError:
        return ""
    return f"{stat.st_size}:{stat.st_mtime_ns}"


def _cached(connection: sqlite3.Connection, paths: list[str]) -> dict[str, CachedFile]:
    query = (
        f"SELECT {', '.join(CachedFile._fields)}, head FROM main.deck_cache"
        " WHERE path IN (SELECT value FROM json_each(?))"
    )
    try:
        rows = connection.execute(query, [json.dumps(paths)]).fetchall()
    except sqlite3.OperationalError as error:
        if not is_undecodable(error):
            raise
        return {}
    files = ((CachedFile(*columns), head) for *columns, head in rows)
    return {file.path: file for file, head in files if is_intact(head) and is_intact(file.problems)}


def _same_bytes(cached: CachedFile) -> bool:
    from learnms.store.deck_cache.parsed import digest_of  # only where a file's times have changed

    try:
        return digest_of(read_bytes(Path(cached.path), cached.size)) == cached.digest
    except OSError:
        return False
