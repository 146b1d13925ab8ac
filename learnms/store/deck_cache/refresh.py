"""The deck cache: decks as they were last parsed, so that a start reads no YAML.

The caller's `parse` turns a path into a `ParsedFile`; only files that changed are given to it. A
file that does not parse keeps its last good cards, so that a typo orphans nothing.
"""

from __future__ import annotations

import json
import sqlite3
import time
import zlib
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from learnms import __version__
from learnms.files import read_bytes
from learnms.paths import SOURCES_FILE
from learnms.store.deck_cache.parsed import ParsedFile, digest_of
from learnms.store.read.rows import is_intact, sealed_json
from learnms.store.sqlite import ddl
from learnms.store.sqlite.ddl import CardRecord, DeckRecord, FormerId, PartRecord
from learnms.store.sqlite.errors import is_undecodable, path_of, translated

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
    from datetime import date
    from os import PathLike

CACHE_FORMAT = 7
"""The shape of the cached content. Raised whenever heads or bodies change shape, or the same file
gives another result: every file is then parsed again, as it is after an upgrade, because a newer
checker may find other problems.
"""

UNREADABLE = "LM000"
"""The code of the problem that stands for a file which `parse` could not even open."""

_RACY_NS = 2_000_000_000
"""A file that changed this recently can change again within the file system's clock tick."""


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


class _Stat(NamedTuple):
    size: int
    mtime_ns: int
    deps: str


def _program() -> int:
    """The version of the program and the shape of its cache, in one number."""
    return zlib.crc32(f"{CACHE_FORMAT} {__version__}".encode()) & 0x7FFFFFFF


_GONE = _Stat(-1, -1, "")


@dataclass(frozen=True, slots=True)
class ParsedChanges:
    """The deck files in use, and what is new in them since the cache was written.

    `stale` were given to `parse`; of `touched` only the times changed; `unreliable` have no sound
    content in the cache.
    """

    paths: list[str]
    explicit: set[str]
    shipped: list[str]
    stats: dict[str, _Stat]
    touched: list[str]
    stale: list[str]
    unreliable: list[str]
    results: list[ParsedFile]
    news: list[ParsedFile]


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
    """Parse the files that changed since the cache was written. Nothing is written, so that any
    connection that reads will do.

    Args:
        connection: reads the cache.
        files: the deck files in use; of a card id that stands in several, the first is studied.
        parse: reads and parses one file, and reports problems in its result; an `OSError` that it
            raises counts as a file that does not parse.
        explicit: the files that were named by the learner; the audience does not hide their cards.
        shipped: the files that are left out where another file with the same deck id has cards.
        damaged: the files with damaged cached content, which are parsed again.
    """
    paths = list(dict.fromkeys(_absolute(file) for file in files))
    stats = _stats(paths)
    with translated(path_of(connection)):
        known = {
            path: cached
            for path, cached in _known(connection, paths).items()
            if path not in damaged
        }
    touched, stale = _changes(paths, stats, known)
    results = [_parsed(path, parse) for path in stale]
    return ParsedChanges(
        paths,
        {_absolute(file) for file in explicit},
        [_absolute(file) for file in shipped],
        stats | {file.path: _GONE for file in results if not file.digest},
        touched,
        stale,
        [path for path in stale if path not in known],
        results,
        [
            file
            for file in results
            if file.digest or _differs_from_cache(file, known.get(file.path))
        ],
    )


def write_parsed(
    connection: sqlite3.Connection, changes: ParsedChanges, *, writable: bool, today: date
) -> RefreshReport:
    """Make the connection's library the files of `changes`, and store what is new in them.

    Args:
        connection: of a `DatabaseHandle`.
        changes: what `parse_changed` found.
        writable: the database may be written; otherwise, or where writing fails, the result is kept
            for this process.
        today: the study day on which cards are noted as seen.
    """
    new = (changes.touched, changes.news, changes.stats, changes.unreliable)
    with translated(path_of(connection)):
        _use_library(connection, changes.paths, changes.explicit)
        stored = writable
        if changes.touched or changes.news:
            stored = writable and _store(connection, *new, today)
            if not stored:
                _keep_for_process(connection, *new)
        replaced = _leave_out(connection, changes.shipped)
    return RefreshReport(
        len(changes.paths),
        tuple(changes.stale),
        tuple(file.path for file in changes.results if not file.parsed),
        stored,
        replaced,
    )


def _absolute(file: str | PathLike[str]) -> str:
    return str(Path(file).absolute())


def _use_library(connection: sqlite3.Connection, paths: list[str], explicit: set[str]) -> None:
    for table in ddl.CACHE:
        connection.execute(f"DROP TABLE IF EXISTS temp.{table}")
    connection.execute(
        "CREATE TEMP TABLE IF NOT EXISTS library (rank INTEGER PRIMARY KEY, path TEXT NOT NULL"
        " UNIQUE, explicit INTEGER NOT NULL)"
    )
    connection.execute("DELETE FROM temp.library")
    connection.executemany(
        "INSERT INTO temp.library VALUES (?, ?, ?)",
        [(rank, path, path in explicit) for rank, path in enumerate(paths)],
    )


def _leave_out(connection: sqlite3.Connection, shipped: list[str]) -> tuple[str, ...]:
    """Take shipped decks out of the library that another file of it replaces; returns their ids."""
    if not shipped:
        return ()
    query = (
        "SELECT path, deck_id, EXISTS (SELECT 1 FROM deck_card WHERE deck_card.path = library.path)"
        " FROM library JOIN deck_cache USING (path)"
    )
    rows = connection.execute(query).fetchall()
    replaceable = set(shipped)
    own = {deck for path, deck, has_cards in rows if path not in replaceable and has_cards}
    replaced = [(path, deck) for path, deck, _ in rows if path in replaceable and deck in own]
    connection.executemany(
        "DELETE FROM temp.library WHERE path = ?", [(path,) for path, _ in replaced]
    )
    return tuple(deck for _, deck in replaced)


def _stats(paths: list[str]) -> dict[str, _Stat]:
    shared: dict[Path, str] = {}
    stats = {}
    for path in paths:
        folder = Path(path).parent
        if folder not in shared:
            shared[folder] = _deps(folder / SOURCES_FILE)
        try:
            stat = Path(path).stat()
        except OSError:
            stats[path] = _GONE
        else:
            stats[path] = _Stat(stat.st_size, stat.st_mtime_ns, shared[folder])
    return stats


def _deps(sources: Path) -> str:
    try:
        stat = sources.stat()
    except OSError:
        return ""
    return f"{stat.st_size}:{stat.st_mtime_ns}"


def _known(connection: sqlite3.Connection, paths: list[str]) -> dict[str, DeckRecord]:
    columns = ", ".join(DeckRecord._fields)
    try:
        rows = connection.execute(
            f"SELECT {columns} FROM main.deck_cache WHERE path IN (SELECT value FROM json_each(?))",
            (json.dumps(paths),),
        ).fetchall()
    except sqlite3.OperationalError as error:
        if not is_undecodable(error):
            raise
        return {}
    return {
        record.path: record
        for record in map(DeckRecord._make, rows)
        if is_intact(record.head) and is_intact(record.problems)
    }


def _changes(
    paths: list[str], stats: dict[str, _Stat], known: dict[str, DeckRecord]
) -> tuple[list[str], list[str]]:
    """The files of which only the times changed, and those to parse."""
    touched: list[str] = []
    stale: list[str] = []
    program = _program()
    for path in paths:
        cached, stat = known.get(path), stats[path]
        if cached is None or cached.format != program or cached.deps != stat.deps or stat == _GONE:
            stale.append(path)
        elif (cached.size, cached.mtime_ns) != (stat.size, stat.mtime_ns):
            (touched if cached.size == stat.size and _same_bytes(path, cached) else stale).append(
                path
            )
    return touched, stale


def _same_bytes(path: str, cached: DeckRecord) -> bool:
    try:
        return digest_of(read_bytes(Path(path), cached.size)) == cached.digest
    except OSError:
        return False


def _parsed(path: str, parse: Callable[[str], ParsedFile]) -> ParsedFile:
    try:
        return replace(parse(path), path=path)
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


def _differs_from_cache(file: ParsedFile, cached: DeckRecord | None) -> bool:
    return (
        cached is None
        or bool(cached.parsed)
        or file.parsed
        or sealed_json(file.problems) != cached.problems
    )


def _store(
    connection: sqlite3.Connection,
    touched: list[str],
    files: list[ParsedFile],
    stats: dict[str, _Stat],
    unreliable: list[str],
    today: date,
) -> bool:
    """Write the changes; False where that fails, because a full disk must not stop learning."""
    try:
        connection.execute("BEGIN IMMEDIATE")
        _write(connection, touched, files, stats, unreliable)
        for file in files:
            _note_seen(connection, file, today)
        connection.execute("COMMIT")
    except sqlite3.OperationalError:
        connection.rollback()
        return False
    except BaseException:
        connection.rollback()
        raise
    return True


def _keep_for_process(
    connection: sqlite3.Connection,
    touched: list[str],
    files: list[ParsedFile],
    stats: dict[str, _Stat],
    unreliable: list[str],
) -> None:
    """TEMP tables of the same names, which SQLite looks up first, with the library's rows and
    the changes.
    """
    connection.execute("BEGIN")
    for statement in ddl.cache_statements("temp."):
        connection.execute(statement)
    for table in ddl.CACHE:
        connection.execute(
            f"INSERT INTO temp.{table} SELECT stored.* FROM temp.library JOIN main.{table} AS"
            " stored USING (path)"
        )
    _write(connection, touched, files, stats, unreliable)
    connection.execute("COMMIT")


def _write(
    connection: sqlite3.Connection,
    touched: list[str],
    files: list[ParsedFile],
    stats: dict[str, _Stat],
    unreliable: list[str],
) -> None:
    for path in [*unreliable, *_of_other_programs(connection)]:
        _forget_file(connection, path)
    for path in touched:
        connection.execute(
            "UPDATE deck_cache SET size = ?, mtime_ns = ? WHERE path = ?",
            (stats[path].size, _settled(stats[path]), path),
        )
    for file in files:
        _write_file(connection, file, stats[file.path])


def _of_other_programs(connection: sqlite3.Connection) -> list[str]:
    query = "SELECT path FROM deck_cache WHERE format <> ?"
    return [path for (path,) in connection.execute(query, (_program(),))]


def _settled(stat: _Stat) -> int:
    """The time to store; -1 for a file that changed just now, which is checked once more in case
    it changes again within the same tick.
    """
    return stat.mtime_ns if time.time_ns() - stat.mtime_ns > _RACY_NS else -1


def _write_file(connection: sqlite3.Connection, file: ParsedFile, stat: _Stat) -> None:
    record = DeckRecord(
        path=file.path,
        size=stat.size,
        mtime_ns=_settled(stat),
        deps=stat.deps,
        digest=file.digest,
        format=_program(),
        deck_id=file.deck_id,
        title=file.title,
        parsed=int(file.parsed),
        head=sealed_json(file.head),
        problems=sealed_json(file.problems),
    )
    if not file.parsed:
        updated = connection.execute(
            "UPDATE deck_cache SET size = :size, mtime_ns = :mtime_ns, deps = :deps,"
            " digest = :digest, parsed = :parsed, problems = :problems"
            " WHERE path = :path AND format = :format",
            record._asdict(),
        )
        if updated.rowcount:
            return
    _forget_file(connection, file.path)
    _insert(connection, "INSERT", "deck_cache", [record])
    _insert(connection, "INSERT", "deck_card", _card_records(file))
    _insert(connection, "INSERT OR IGNORE", "card_index", _part_records(file))
    _insert(connection, "INSERT OR IGNORE", "deck_was", _former_ids(file))


def _insert(
    connection: sqlite3.Connection, verb: str, table: str, records: Iterable[tuple[Any, ...]]
) -> None:
    """Insert records of one of the cache's tables."""
    marks = ", ".join("?" for _ in ddl.CACHE[table][0]._fields)
    connection.executemany(f"{verb} INTO {table} VALUES ({marks})", records)


def _forget_file(connection: sqlite3.Connection, path: str) -> None:
    for table in ddl.CACHE:
        connection.execute(f"DELETE FROM {table} WHERE path = ?", (path,))


def _card_records(file: ParsedFile) -> Iterator[CardRecord]:
    for card in file.cards:
        body, tags, kinds = sealed_json(card.body), _listed(card.tags), _listed(card.kinds)
        yield CardRecord(file.path, card.position, card.card, body, card.text, tags, kinds)


def _former_ids(file: ParsedFile) -> Iterator[FormerId]:
    for card in file.cards:
        if card.card is not None:
            for was in card.was:
                yield FormerId(file.path, card.card, was)


def _listed(names: Iterable[str]) -> str:
    """Names in one text, each between bars, so that a search for `|name|` matches."""
    text = "|".join(name.casefold().replace("|", " ") for name in names)
    return f"|{text}|" if text else ""


def _part_records(file: ParsedFile) -> Iterator[PartRecord]:
    for card in sorted(file.cards, key=lambda card: card.position):
        if card.card is None:
            continue
        audience = _listed(card.audience)
        for rank, part in enumerate(card.parts):
            yield PartRecord(
                path=file.path,
                position=card.position,
                card=card.card,
                part=part.part or "",
                rank_in_card=rank,
                deck_id=file.deck_id,
                audience=audience,
                topic=card.topic,
                key_hash=part.key_hash,
                wording_hash=part.wording_hash,
                prompt=part.prompt,
            )


def _note_seen(connection: sqlite3.Connection, file: ParsedFile, today: date) -> None:
    rows = (
        (card.card, part.part or "", part.prompt, file.deck_id, today.isoformat())
        for card in file.cards
        if card.card
        for part in card.parts
    )
    connection.executemany("INSERT OR REPLACE INTO card_seen VALUES (?, ?, ?, ?, ?)", rows)
