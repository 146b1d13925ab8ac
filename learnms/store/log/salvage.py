"""Finds the events of a damaged database. SQLite is asked first; then every page of the file and of
its journal is searched for rows of the log, whether or not anything still leads to the page. An
event counts as found only with the right checksum, so nothing wrong can be taken for one.

The layout is that of https://www.sqlite.org/fileformat2.html.
"""

from __future__ import annotations

import sqlite3
import struct
from contextlib import closing, suppress
from typing import TYPE_CHECKING, Any, NamedTuple

from learnms.store.log.integrity import raw_rows, sound_event
from learnms.store.read.rows import EVENT_COLUMNS
from learnms.store.sqlite.schema import read_only_uri
from learnms.study.event import TYPES, Event

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path
    from uuid import UUID

_ID, _CHECKSUM = (EVENT_COLUMNS.index(name) for name in ("id", "checksum"))
_LEAF = 0x0D
_HEADER = 100
_WAL_HEADER, _FRAME_HEADER = 32, 24
_DEFAULT_PAGE = 4096
_PAGE_SIZES = frozenset(1 << power for power in range(9, 17))
_INTEGER_SIZES = (0, 1, 2, 3, 4, 6, 8)
_MANY_BYTES = 1 << 24  # no event is as long


class Damaged(NamedTuple):
    """A row that is not as it was written: its id and its study day as stored, '' for a day that is
    no text.
    """

    ident: object
    study_day: str


class Salvage(NamedTuple):
    """What was found in a database file: the sound events by id, and the rows that SQLite reads
    but that are damaged; `is_whole` if SQLite reads the log to its end, and all of it is sound.
    """

    events: dict[UUID, Event]
    damaged: tuple[Damaged, ...]
    is_whole: bool


def salvage(path: Path) -> Salvage:
    """The events of a database file, however damaged; nothing is written. A file that is not there
    has none.
    """
    events: dict[UUID, Event] = {}
    damaged: list[Damaged] = []
    is_whole = False
    with (
        suppress(sqlite3.Error, UnicodeDecodeError, OSError),
        closing(sqlite3.connect(read_only_uri(path), uri=True)) as connection,
    ):
        for rows in raw_rows(connection):
            damaged += [_damaged(row) for _, *row in rows if not _add(events, row)]
        is_whole = True
    known = {(ident.bytes, event.checksum) for ident, event in events.items()}
    for row in _carved(path):
        if (row[_ID], row[_CHECKSUM]) not in known:
            _add(events, row)
    found = {ident.bytes for ident in events}
    left = tuple(row for row in damaged if row.ident not in found)
    return Salvage(events, left, is_whole and not damaged)


def add_events(events: dict[UUID, Event], others: Iterable[Event]) -> None:
    """Take the union by id; of two events with one id that of the smaller checksum stays."""
    for event in others:
        known = events.get(event.id)
        if known is None or event.checksum < known.checksum:
            events[event.id] = event


def _add(events: dict[UUID, Event], row: list[Any]) -> bool:
    event = sound_event(row)
    if isinstance(event, str):
        return False
    add_events(events, [event])
    return True


def _damaged(row: list[Any]) -> Damaged:
    ident, day = (row[EVENT_COLUMNS.index(name)] for name in ("id", "study_day"))
    return Damaged(ident, day if isinstance(day, str) else "")


# -- pages -----------------------------------------------------------------------------------------


def _carved(path: Path) -> Iterator[list[Any]]:
    """Every record with the columns of the log in the pages of a file and its journal."""
    data = _bytes_of(path)
    size = _page_size(data)
    pages = {
        number: data[start : start + size]
        for number, start in enumerate(range(0, len(data), size), start=1)
    }
    for number, page in pages.items():
        yield from _records(page, _HEADER if number == 1 else 0, pages)
    wal = _bytes_of(path.with_name(f"{path.name}-wal"))
    if len(wal) >= _WAL_HEADER:
        size = int.from_bytes(wal[8:12], "big")
        size = size if size in _PAGE_SIZES else _page_size(data)
        frames = [
            (int.from_bytes(wal[start : start + 4], "big"), wal[start + _FRAME_HEADER :][:size])
            for start in range(_WAL_HEADER, len(wal), _FRAME_HEADER + size)
        ]
        newest = pages | dict(frames)
        for number, page in frames:
            yield from _records(page, _HEADER if number == 1 else 0, newest)


def _bytes_of(path: Path) -> bytes:
    with suppress(OSError):
        if path.is_file():
            return path.read_bytes()
    return b""


def _page_size(data: bytes) -> int:
    size = int.from_bytes(data[16:18], "big")
    size = 65536 if size == 1 else size
    return size if size in _PAGE_SIZES else _DEFAULT_PAGE


def _records(page: bytes, start: int, pages: dict[int, bytes]) -> Iterator[list[Any]]:
    """The records of a leaf of a table with as many columns as the log has."""
    if len(page) < start + 8 or page[start] != _LEAF:
        return
    cells = int.from_bytes(page[start + 3 : start + 5], "big")
    for place in range(start + 8, min(start + 8 + 2 * cells, len(page) - 1), 2):
        offset = int.from_bytes(page[place : place + 2], "big")
        with suppress(ValueError, IndexError, KeyError, struct.error):
            record = _record(_payload(page, offset, pages))
            if record is not None:
                yield record


def _varint(data: bytes, at: int) -> tuple[int, int]:
    """The number at a place, and the place after it."""
    value = 0
    for _ in range(8):
        byte = data[at]
        at += 1
        value = value << 7 | byte & 0x7F
        if byte < 0x80:
            return value, at
    return value << 8 | data[at], at + 1


def _payload(page: bytes, at: int, pages: dict[int, bytes]) -> bytes:
    """The payload of a cell, with what spills over to other pages."""
    length, at = _varint(page, at)
    _, at = _varint(page, at)  # the rowid
    if length > _MANY_BYTES:
        raise ValueError
    size = len(page)
    local = length
    if length > size - 35:
        least = (size - 12) * 32 // 255 - 23
        local = least + (length - least) % (size - 4)
        if local > size - 35:
            local = least
    payload = page[at : at + local]
    following = int.from_bytes(page[at + local : at + local + 4], "big") if local < length else 0
    seen: set[int] = set()
    while len(payload) < length:
        if following in seen:
            raise ValueError
        seen.add(following)
        spilled = pages[following]
        payload += spilled[4 : 4 + length - len(payload)]
        following = int.from_bytes(spilled[:4], "big")
    return payload


def _record(payload: bytes) -> list[Any] | None:
    """The values of a record; None if it has not the columns of the log."""
    size, at = _varint(payload, 0)
    types = []
    while at < size:
        serial, at = _varint(payload, at)
        types.append(serial)
    if len(types) != len(EVENT_COLUMNS):
        return None
    values: list[Any] = []
    for name, serial in zip(EVENT_COLUMNS, types, strict=True):
        value, at = _value(payload, at, serial)
        is_whole_real = isinstance(value, int) and TYPES[name] == "float"
        values.append(float(value) if is_whole_real else value)  # how SQLite stores 1.0
    return values


def _value(payload: bytes, at: int, serial: int) -> tuple[Any, int]:
    """A value by its serial type, and the place after it."""
    if serial == 0:
        return None, at
    if serial < len(_INTEGER_SIZES):
        after = at + _INTEGER_SIZES[serial]
        return int.from_bytes(payload[at:after], "big", signed=True), after
    if serial == 7:
        return struct.unpack(">d", payload[at : at + 8])[0], at + 8
    if serial in (8, 9):
        return serial - 8, at
    after = at + (serial - 12) // 2
    stored = payload[at:after]
    if after > len(payload) or serial < 12:
        raise ValueError
    return (stored.decode() if serial % 2 else stored), after
