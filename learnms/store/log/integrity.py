"""Checks that the rows of the log are those that were written: every event's checksum, and the
sequence numbers without a gap. SQLModel is not imported, and no event is built for a sound row.
"""

from __future__ import annotations

import json
import sqlite3
from contextlib import contextmanager
from datetime import date
from hashlib import sha256
from itertools import pairwise
from json.encoder import encode_basestring
from typing import TYPE_CHECKING, Any, NamedTuple

from learnms.errors import StoreError
from learnms.store.read.rows import EVENT_COLUMNS, EVENT_LIST, event_from, event_row
from learnms.store.sqlite.errors import explained, is_undecodable, path_of
from learnms.store.sqlite.log_head import events_in_words
from learnms.study.event import TYPES, checksum

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from learnms.store.read.rows import Row
    from learnms.study.event import Event

KNOWN_GAPS = "known_gaps"
"""The key in `meta` of the gaps that are accounted for: pairs of first and last seq, as JSON."""

_BATCH = 2000
_FEW_DAYS = 5
_UUID_BYTES = 16
_NO_FRACTION = ".000000+00:00"


class BadRow(NamedTuple):
    """A row of the log that is not as it was written. `seq` is None and `study_day` '' where they
    cannot be read; `why` continues "the event …".
    """

    rowid: int
    seq: int | None
    study_day: str
    why: str


class LogReport(NamedTuple):
    """What a check of the log found. `gaps` are the first and the last of sequence numbers that
    are missing, without those that are accounted for.
    """

    events: int
    bad: tuple[BadRow, ...]
    gaps: tuple[tuple[int, int], ...]

    @property
    def is_sound(self) -> bool:
        """Whether nothing was changed and nothing is missing."""
        return not self.bad and not self.gaps

    @property
    def missing(self) -> int:
        """How many sequence numbers are missing."""
        return sum(last - first + 1 for first, last in self.gaps)

    @property
    def words(self) -> str:
        """What is damaged and missing, in sentences; '' for a sound log."""
        sentences = []
        if self.bad:
            number = len(self.bad)
            days = days_in_words(row.study_day for row in self.bad)
            verb = "is" if number == 1 else "are"
            sentences.append(f"{number:,} of {events_in_words(self.events)} {verb} damaged{days}.")
        if self.gaps:
            verb = "is" if self.missing == 1 else "are"
            sentences.append(f"{events_in_words(self.missing)} {verb} missing.")
        return " ".join(sentences)


def days_in_words(stored: Iterable[str]) -> str:
    """The study days of damaged rows as they follow a number: `: Nov 20, Nov 21`."""
    days = sorted({day for day in map(_day_from, stored) if day is not None})
    if not days:
        return ""
    has_years = days[0].year != days[-1].year
    named = [f"{day:%b} {day.day}{f' {day.year}' if has_years else ''}" for day in days[:_FEW_DAYS]]
    if len(days) > _FEW_DAYS:
        named.append(f"and {len(days) - _FEW_DAYS} more days")
    return f": {', '.join(named)}"


def _day_from(stored: str) -> date | None:
    try:
        return date.fromisoformat(stored)
    except ValueError:
        return None


def check_log(
    connection: sqlite3.Connection, on_progress: Callable[[int, int], None] | None = None
) -> LogReport:
    """Check every row of the log on the connection's snapshot; nothing is written.

    A row whose columns cannot be converted is a bad row, never an error. `on_progress` receives
    from time to time how many rows are checked, and how many there are.

    Raises:
        StoreError: the database itself cannot be read.
    """
    try:
        total = int(connection.execute("SELECT count(*) FROM event").fetchone()[0])
        bad: list[BadRow] = []
        numbers: set[int] = set()
        events = 0
        for rows in raw_rows(connection):
            if on_progress is not None:
                on_progress(events, total)
            events += len(rows)
            for rowid, *row in rows:
                if not is_as_written(row):
                    found = sound_event(row)
                    if isinstance(found, str):
                        bad.append(_bad_row(rowid, row, found))
                        continue
                numbers.add(row[_SEQ])
        gaps = _gaps(numbers, [row.seq for row in bad], known_gaps(connection))
    except sqlite3.Error as error:
        raise explained(error, path_of(connection)) from error
    if on_progress is not None:
        on_progress(events, total)
    return LogReport(events, tuple(bad), gaps)


def raw_rows(connection: sqlite3.Connection) -> Iterator[list[Row]]:
    """The rows of the log in batches, by rowid: the rowid, then `EVENT_COLUMNS` as stored. Bytes
    that are not UTF-8 become lone surrogates.

    Raises:
        sqlite3.Error: a page cannot be read.
    """
    after = -(2**63)
    while rows := _batch(connection, after):
        yield rows
        after = rows[-1][0]


def known_gaps(connection: sqlite3.Connection) -> list[tuple[int, int]]:
    """The gaps that are accounted for: of events that a repair could not save, or that were
    missing in an imported file. What cannot be read accounts for nothing.
    """
    row = connection.execute("SELECT value FROM meta WHERE key = ?", (KNOWN_GAPS,)).fetchone()
    try:
        return [(int(first), int(last)) for first, last in json.loads(row[0])] if row else []
    except (ValueError, TypeError):
        return []


def damaged_ids(connection: sqlite3.Connection) -> set[bytes]:
    """The ids, as stored, of the rows that replay must not use.

    Raises:
        StoreError: the database itself cannot be read.
    """
    ids: set[tuple[bytes]] = set()
    for row in check_log(connection).bad:
        ids.update(connection.execute("SELECT id FROM event WHERE rowid = ?", (row.rowid,)))
    return {ident for (ident,) in ids}


def account_for_gaps(connection: sqlite3.Connection, above: int = 0) -> None:
    """Remember the gaps above a seq as known, in the transaction that is open: an import brings
    those of its file, and a repair leaves those of what is lost.
    """
    rows = connection.execute(
        "SELECT DISTINCT seq FROM event WHERE seq > ? AND typeof(seq) = 'integer'", (above,)
    )
    numbers = sorted({above, *(seq for (seq,) in rows)})
    gaps = [[low + 1, high - 1] for low, high in pairwise(numbers) if high > low + 1]
    if gaps:
        known = [list(gap) for gap in known_gaps(connection)]
        connection.execute(
            "INSERT INTO meta VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
            (KNOWN_GAPS, json.dumps([*known, *(gap for gap in gaps if gap not in known)])),
        )


def sound_event(row: Sequence[Any]) -> Event | str:
    """The event of a row with `EVENT_COLUMNS`, or why it is not one that learnms wrote, as a
    phrase that continues "the event …".
    """
    try:
        event = event_from(row)
        digest = checksum(event)
        again = event_row(event)
    except (StoreError, ValueError, TypeError, AttributeError, OverflowError, RecursionError):
        return "has a value that learnms never writes"
    if digest != event.checksum:
        return "does not match its checksum"
    if any(
        stored != again[name]
        for name, stored in zip(EVENT_COLUMNS, row, strict=True)
        if TYPES[name] != "Json"
    ):
        return "has a value in a form that learnms never writes"
    return event


def _batch(connection: sqlite3.Connection, after: int) -> list[Row]:
    statement = f"SELECT rowid, {EVENT_LIST} FROM event WHERE rowid > ? ORDER BY rowid LIMIT ?"
    try:
        return connection.execute(statement, (after, _BATCH)).fetchall()
    except sqlite3.OperationalError as error:
        if not is_undecodable(error):
            raise
    with undecoded(connection):
        return connection.execute(statement, (after, _BATCH)).fetchall()


@contextmanager
def undecoded(connection: sqlite3.Connection) -> Iterator[None]:
    """Read text that is not UTF-8 on the connection, with lone surrogates in it, instead of
    failing.
    """
    before = connection.text_factory
    connection.text_factory = lambda stored: stored.decode("utf-8", "surrogateescape")
    try:
        yield
    finally:
        connection.text_factory = before


def _bad_row(rowid: int, row: list[Any], why: str) -> BadRow:
    seq, day = row[_SEQ], row[_STUDY_DAY]
    return BadRow(
        rowid, seq if isinstance(seq, int) else None, day if isinstance(day, str) else "", why
    )


def _gaps(
    good: set[int], bad: Iterable[int | None], known: Iterable[tuple[int, int]]
) -> tuple[tuple[int, int], ...]:
    """The numbers from 1 to the highest of a good row that no row has.

    Each event is 1 + the highest that its device had seen, so in a log that holds all that its
    devices had seen every number up to the highest occurs, at least once; imported events have 0.
    A damaged row can have any number, so it fills a gap but never opens one.
    """
    highest = max(good, default=0)
    present = good | {number for number in bad if number is not None}
    spans = sorted([*((number, number) for number in present), *known])
    gaps, reached = [], 0
    for first, last in spans:
        if first > highest:
            break
        if first > reached + 1:
            gaps.append((reached + 1, first - 1))
        reached = max(reached, last)
    return tuple(gaps)


# -- the canonical JSON of a row -------------------------------------------------------------------

_SEQ = EVENT_COLUMNS.index("seq")
_STUDY_DAY = EVENT_COLUMNS.index("study_day")
_CHECKSUM = EVENT_COLUMNS.index("checksum")

_canonical = json.JSONEncoder(
    sort_keys=True, separators=(",", ":"), ensure_ascii=False, check_circular=False
).encode


def _ident(stored: bytes) -> str:
    if len(stored) != _UUID_BYTES:
        raise ValueError
    digits = stored.hex()
    return f'"{digits[:8]}-{digits[8:12]}-{digits[12:16]}-{digits[16:20]}-{digits[20:]}"'


def _moment(stored: str) -> str:
    if stored.endswith(_NO_FRACTION):
        stored = f"{stored[:19]}+00:00"
    return f'"{stored}"'


_ENCODERS: dict[str, Callable[[Any], str]] = {
    "UUID": _ident,
    "datetime": _moment,
    "int": int.__repr__,
    "float": float.__repr__,
    "Json": lambda stored: _canonical(json.loads(stored)),
}
"""JSON of a stored value by its type, as `study.event.checksum` takes it; text if not here."""

_SORTED = sorted(name for name in EVENT_COLUMNS if name != "checksum")
_PLACES = tuple(
    (EVENT_COLUMNS.index(name), _ENCODERS.get(TYPES[name], encode_basestring)) for name in _SORTED
)
_TEMPLATE = "{" + ",".join(f'"{name}":%s' for name in _SORTED) + "}"


def is_as_written(row: Sequence[Any]) -> bool:
    """Whether the checksum of a row is right, without its event. False where it is not sure."""
    try:
        text = _TEMPLATE % tuple(
            ["null" if row[place] is None else encode(row[place]) for place, encode in _PLACES]
        )
        return bool(sha256(text.encode()).hexdigest()[:16] == row[_CHECKSUM])
    except (ValueError, TypeError, AttributeError, RecursionError):
        return False
