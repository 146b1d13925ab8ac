"""Writes parsed decks to the deck cache. Imports SQLModel, so it is imported only if a file
changed.
"""

from __future__ import annotations

import json
import sqlite3
import time
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, insert, select, update
from sqlmodel import SQLModel

from learnms.store.deck_cache.check import GONE, Changes, Stat, program
from learnms.store.deck_cache.library import TABLES
from learnms.store.log.engine import sqlalchemy_engine, transaction
from learnms.store.read.rows import sealed_json
from learnms.store.tables import CARD_INDEX, CARD_SEEN, DECK_CACHE, DECK_CARD, DECK_WAS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date

    from sqlalchemy import Connection, Insert

    from learnms.store.deck_cache.parsed import ParsedFile

    Row = dict[str, Any]

_RACY_NS = 2_000_000_000
"""A file that changed this recently can change again within the file system's clock tick."""

_CACHE = [SQLModel.metadata.tables[name] for name in TABLES]
_NEW_PARTS = insert(CARD_INDEX).prefix_with("OR IGNORE")
_NEW_FORMER_IDS = insert(DECK_WAS).prefix_with("OR IGNORE")
_SEEN = insert(CARD_SEEN).prefix_with("OR REPLACE")


def store(
    connection: sqlite3.Connection, changes: Changes, files: Sequence[ParsedFile], today: date
) -> bool:
    """Write the changes to the database, in one transaction; False if that fails: a full disk must
    not stop learning.
    """
    try:
        with sqlalchemy_engine(connection).connect() as written, transaction(written):
            _write(written, changes, files)
            for file in files:
                _insert(written, _SEEN, _seen(file, today))
    except sqlite3.OperationalError:
        return False
    return True


def keep_for_process(
    connection: sqlite3.Connection, changes: Changes, files: Sequence[ParsedFile]
) -> None:
    """Write the changes to TEMP tables of the same names, which SQLite looks up first, beside what
    the database holds of the other files.
    """
    engine = sqlalchemy_engine(connection, begin="BEGIN")
    with (
        engine.execution_options(schema_translate_map={None: "temp"}).connect() as written,
        transaction(written),
    ):
        SQLModel.metadata.create_all(written, _CACHE)
        for table in _CACHE:
            written.exec_driver_sql(
                f"INSERT INTO temp.{table.name} SELECT * FROM main.{table.name}"
                " WHERE path IN (SELECT value FROM json_each(?))",
                (json.dumps(changes.paths),),
            )
        _write(written, changes, files)


def _write(connection: Connection, changes: Changes, files: Sequence[ParsedFile]) -> None:
    others = select(DECK_CACHE.c.path).where(DECK_CACHE.c.format != program())
    for table in _CACHE:
        connection.execute(delete(table).where(table.c.path.in_(others)))
    for path in changes.touched:
        stat = changes.stats[path]
        connection.execute(
            update(DECK_CACHE)
            .where(DECK_CACHE.c.path == path)
            .values(size=stat.size, mtime_ns=_settled(stat))
        )
    for file in files:
        _write_file(connection, changes, file)


def _settled(stat: Stat) -> int:
    """The time to store; -1 for a file that changed just now, which is checked once more in case
    it changes again within the same tick.
    """
    return stat.mtime_ns if time.time_ns() - stat.mtime_ns > _RACY_NS else -1


def _write_file(connection: Connection, changes: Changes, file: ParsedFile) -> None:
    stat = changes.stats[file.path] if file.digest else GONE
    state = {
        "size": stat.size,
        "mtime_ns": _settled(stat),
        "deps": stat.deps,
        "digest": file.digest,
        "parsed": int(file.parsed),
        "problems": sealed_json(file.problems),
    }
    if not file.parsed and changes.has_cards(file.path):
        connection.execute(update(DECK_CACHE).where(DECK_CACHE.c.path == file.path).values(**state))
        return
    for table in _CACHE:
        connection.execute(delete(table).where(table.c.path == file.path))
    head = {
        "path": file.path,
        "format": program(),
        "deck_id": file.deck_id,
        "title": file.title,
        "place": file.place,
        "head": sealed_json(file.head),
    }
    _insert(connection, insert(DECK_CACHE), [state | head])
    _insert(connection, insert(DECK_CARD), _cards(file))
    _insert(connection, _NEW_PARTS, _parts(file))
    _insert(connection, _NEW_FORMER_IDS, _former_ids(file))


def _insert(connection: Connection, statement: Insert, rows: Iterable[Row]) -> None:
    made = list(rows)
    if made:
        connection.execute(statement, made)


def _cards(file: ParsedFile) -> Iterator[Row]:
    for card in file.cards:
        yield {
            "path": file.path,
            "position": card.position,
            "card": card.card,
            "body": sealed_json(card.body),
            "text": card.text,
            "tags": _listed(card.tags),
            "kinds": _listed(card.kinds),
        }


def _parts(file: ParsedFile) -> Iterator[Row]:
    for card in sorted(file.cards, key=lambda card: card.position):
        if card.card is None:
            continue
        audience, region = _listed(card.audience), _listed(card.region)
        for rank, part in enumerate(card.parts):
            yield {
                "path": file.path,
                "position": card.position,
                "card": card.card,
                "part": part.part or "",
                "rank_in_card": rank,
                "deck_id": file.deck_id,
                "audience": audience,
                "region": region,
                "topic": card.topic,
                "priority": card.priority,
                "key_hash": part.key_hash,
                "wording_hash": part.wording_hash,
                "prompt": part.prompt,
            }


def _former_ids(file: ParsedFile) -> Iterator[Row]:
    for card in file.cards:
        if card.card is not None:
            for was in card.was:
                yield {"path": file.path, "card": card.card, "was": was}


def _seen(file: ParsedFile, today: date) -> Iterator[Row]:
    for part in _parts(file):
        yield {
            "card": part["card"],
            "part": part["part"],
            "prompt": part["prompt"],
            "deck_id": file.deck_id,
            "last_seen": today.isoformat(),
        }


def _listed(names: Iterable[str]) -> str:
    """Names in one text, each between bars, so that a search for `|name|` matches."""
    text = "|".join(name.casefold().replace("|", " ") for name in names)
    return f"|{text}|" if text else ""
