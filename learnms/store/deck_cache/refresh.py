"""The deck cache: decks as they were last parsed, so that a start reads no YAML.

What a deck means is the caller's business: `parse` turns a path into a `ParsedFile`, and only files
that changed are given to it. A file that does not parse keeps its last good cards, so that a typo
orphans nothing.
"""

from __future__ import annotations

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
from learnms.store.sqlite.errors import is_undecodable, path_of, translated

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Sequence
    from datetime import date
    from os import PathLike

CACHE_FORMAT = 6
"""The shape of what the cache holds. Raised whenever heads or bodies change shape, or the same
file reads otherwise or has other findings: every file is then parsed again. So it is after an
upgrade, whose checker may find what the one before did not.
"""

UNREADABLE = "LM000"
"""The code of the problem that stands for a file which `parse` could not even open."""

# a file changed this recently can change again within the file system's clock tick
_RACY_NS = 2_000_000_000


@dataclass(frozen=True, slots=True)
class RefreshReport:
    """What a refresh did: the files given to `parse`, those of them that do not parse, and whether
    the cache was stored.

    `replaced` are the ids of the decks of which the learner's own file is used and the shipped one
    left out.
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


class _Known(NamedTuple):
    size: int
    mtime_ns: int
    deps: str
    digest: str
    format: int
    parsed: int
    problems: str
    head: str


def _program() -> int:
    """Which program parsed a file: its version and the shape of its cache, in one number."""
    return zlib.crc32(f"{CACHE_FORMAT} {__version__}".encode()) & 0x7FFFFFFF


_GONE = _Stat(-1, -1, "")


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
        connection: of an `Opened`. files: the deck files in use; of a card id that stands in
        several, the first is studied. parse: reads and parses one file. It reports what is wrong
        with the file in its result; an `OSError` that it
            raises counts as a file that does not parse.
        writable: the `Opened` may be written; otherwise, or where writing fails, what was parsed is
        kept for this process. today: the study day on which cards are noted as seen. explicit:
        those of the files that were named by the learner; the audience does not hide their cards.
        shipped: those of the files that are left out where another file with the same deck id has
        cards. damaged: those whose cached content turned out not to be what was written: it is
        thrown away, and they are parsed.
    """
    paths = list(dict.fromkeys(_absolute(file) for file in files))
    with translated(path_of(connection)):
        _use_library(connection, paths, {_absolute(file) for file in explicit})
        stats = _stats(paths)
        known = {path: cached for path, cached in _known(connection).items() if path not in damaged}
        touched, stale = _changes(paths, stats, known)
        doubted = [path for path in stale if path not in known]
        results = [_parsed(path, parse) for path in stale]
        stats |= {file.path: _GONE for file in results if not file.digest}
        news = [
            file
            for file in results
            if file.digest or _says_something_new(file, known.get(file.path))
        ]
        stored = writable
        if touched or news:
            stored = writable and _store(connection, touched, news, stats, doubted, today)
            if not stored:
                _keep_for_process(connection, touched, news, stats, doubted)
        replaced = _leave_out(connection, [_absolute(file) for file in shipped])
    return RefreshReport(
        len(paths),
        tuple(stale),
        tuple(file.path for file in results if not file.parsed),
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
    """Take shipped decks out of the library that another file of it stands in for; their ids."""
    if not shipped:
        return ()
    query = (
        "SELECT path, deck_id, EXISTS (SELECT 1 FROM deck_card WHERE deck_card.path = library.path)"
        " FROM library JOIN deck_cache USING (path)"
    )
    rows = connection.execute(query).fetchall()
    given_up = set(shipped)
    own = {deck for path, deck, has_cards in rows if path not in given_up and has_cards}
    replaced = [(path, deck) for path, deck, _ in rows if path in given_up and deck in own]
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
            found = Path(path).stat()
        except OSError:
            stats[path] = _GONE
        else:
            stats[path] = _Stat(found.st_size, found.st_mtime_ns, shared[folder])
    return stats


def _deps(sources: Path) -> str:
    try:
        found = sources.stat()
    except OSError:
        return ""
    return f"{found.st_size}:{found.st_mtime_ns}"


def _known(connection: sqlite3.Connection) -> dict[str, _Known]:
    columns = ", ".join(f"deck_cache.{name}" for name in _Known._fields)
    try:
        rows = connection.execute(
            f"SELECT path, {columns} FROM library JOIN deck_cache USING (path)"
        ).fetchall()
    except sqlite3.OperationalError as error:
        if not is_undecodable(error):
            raise
        return {}
    cached = {path: _Known(*rest) for path, *rest in rows}
    return {
        path: one for path, one in cached.items() if is_intact(one.head) and is_intact(one.problems)
    }


def _changes(
    paths: list[str], stats: dict[str, _Stat], known: dict[str, _Known]
) -> tuple[list[str], list[str]]:
    """The files whose times changed but not their bytes, and those to parse."""
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


def _same_bytes(path: str, cached: _Known) -> bool:
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


def _says_something_new(file: ParsedFile, cached: _Known | None) -> bool:
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
    doubted: list[str],
    today: date,
) -> bool:
    """Write the changes; False where the file does not take them, because a full disk is no
    reason not to learn.
    """
    try:
        connection.execute("BEGIN IMMEDIATE")
        _write(connection, touched, files, stats, doubted)
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
    doubted: list[str],
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
    _write(connection, touched, files, stats, doubted)
    connection.execute("COMMIT")


def _write(
    connection: sqlite3.Connection,
    touched: list[str],
    files: list[ParsedFile],
    stats: dict[str, _Stat],
    doubted: list[str],
) -> None:
    for path in [*doubted, *_of_other_programs(connection)]:
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
    """The time to remember: a changed-just-now file is looked at once more, in case it changes
    within the same tick.
    """
    return stat.mtime_ns if time.time_ns() - stat.mtime_ns > _RACY_NS else -1


def _write_file(connection: sqlite3.Connection, file: ParsedFile, stat: _Stat) -> None:
    now = (
        stat.size,
        _settled(stat),
        stat.deps,
        file.digest,
        int(file.parsed),
        sealed_json(file.problems),
    )
    if not file.parsed:
        kept = connection.execute(
            "UPDATE deck_cache SET size = ?, mtime_ns = ?, deps = ?, digest = ?, parsed = ?,"
            " problems = ? WHERE path = ? AND format = ?",
            (*now, file.path, _program()),
        )
        if kept.rowcount:
            return
    _forget_file(connection, file.path)
    connection.execute(
        "INSERT INTO deck_cache (path, format, deck_id, title, head, size, mtime_ns, deps, digest,"
        " parsed, problems) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (file.path, _program(), file.deck_id, file.title, sealed_json(file.head), *now),
    )
    _write_cards(connection, file)


def _forget_file(connection: sqlite3.Connection, path: str) -> None:
    for table in ddl.CACHE:
        connection.execute(f"DELETE FROM {table} WHERE path = ?", (path,))


def _write_cards(connection: sqlite3.Connection, file: ParsedFile) -> None:
    cards = (
        (
            file.path,
            card.position,
            card.card,
            sealed_json(card.body),
            card.text,
            _listed(card.tags),
            _listed(card.kinds),
        )
        for card in file.cards
    )
    connection.executemany("INSERT INTO deck_card VALUES (?, ?, ?, ?, ?, ?, ?)", cards)
    connection.executemany(
        "INSERT OR IGNORE INTO card_index VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        _index_rows(file),
    )
    was = (
        (file.path, card.card, old)
        for card in file.cards
        if card.card is not None
        for old in card.was
    )
    connection.executemany("INSERT OR IGNORE INTO deck_was VALUES (?, ?, ?)", was)


def _listed(names: Iterable[str]) -> str:
    """Names in one text, each between bars, so that a search for `|name|` finds it."""
    text = "|".join(name.casefold().replace("|", " ") for name in names)
    return f"|{text}|" if text else ""


def _index_rows(file: ParsedFile) -> Iterable[tuple[Any, ...]]:
    for card in sorted(file.cards, key=lambda card: card.position):
        audience = _listed(card.audience)
        for rank, part in enumerate(card.parts):
            if card.card is not None:
                yield (
                    *(file.path, card.position, card.card, part.part or "", rank, file.deck_id),
                    *(audience, card.topic, part.key_hash, part.wording_hash, part.prompt),
                )


def _note_seen(connection: sqlite3.Connection, file: ParsedFile, today: date) -> None:
    rows = (
        (card.card, part.part or "", part.prompt, file.deck_id, today.isoformat())
        for card in file.cards
        if card.card
        for part in card.parts
    )
    connection.executemany("INSERT OR REPLACE INTO card_seen VALUES (?, ?, ?, ?, ?)", rows)
