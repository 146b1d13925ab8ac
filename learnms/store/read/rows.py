"""Rows of the file to the dataclasses of `study`, and back. Rows never leave the store. Standard
library only, because both the reading and the writing side use it.
"""

from __future__ import annotations

import json
from dataclasses import fields
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from operator import attrgetter
from typing import TYPE_CHECKING, Any, NamedTuple, get_args
from uuid import UUID
from zlib import crc32

from learnms.errors import DamagedError, StoreError
from learnms.store.sqlite.errors import DAMAGED_REMEDY, REBUILD_REMEDY
from learnms.study.event import COLUMNS, TYPES, Event, EventKind, Part
from learnms.study.memory import Memory

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from learnms.study.event import Json

Row = tuple[Any, ...]

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND = timedelta(milliseconds=1)

SEAL = 8
"""Hex digits of the checksum before sealed JSON."""

EVENT_COLUMNS = COLUMNS
EVENT_LIST = ", ".join(EVENT_COLUMNS)

REPLAY_ORDER = "study_day, seq, coalesce(device_id, ''), at_utc, id"
"""The order of replay as SQL: the same as `study.event.order_key`."""

EVENT_KINDS: tuple[str, ...] = get_args(EventKind)


def dump(value: Json) -> str | None:
    """JSON for a column; None stays NULL. A lone surrogate, which UTF-8 cannot hold, is escaped."""
    if value is None:
        return None
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    try:
        text.encode()
    except UnicodeEncodeError:
        return json.dumps(value, separators=(",", ":"), allow_nan=False)
    return text


def load(text: str | None) -> Json:
    """The value of a JSON column."""
    return None if text is None else json.loads(text)


def sealed_json(value: Json) -> str:
    """JSON for the deck cache, with a checksum: damaged content is discarded and regenerated."""
    text = dump(value) or "null"
    return f"{crc32(text.encode()):08x}{text}"


def is_intact(text: object) -> bool:
    """Whether a text is what `sealed_json` made."""
    return (
        isinstance(text, str)
        and text[:SEAL] == f"{crc32(text[SEAL:].encode('utf-8', 'surrogatepass')):08x}"
    )


def unsealed_json(text: str) -> Json:
    """The value of what `sealed_json` made.

    Raises:
        StoreError: it is damaged.
    """
    if not is_intact(text):
        raise StoreError("The stored data of a deck is damaged.", REBUILD_REMEDY)
    return json.loads(text[SEAL:])


def stored_time(at: datetime) -> str:
    """A moment as ISO text in UTC, always with microseconds, so that text sorts like time."""
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def milliseconds(at: datetime) -> int:
    """Whole milliseconds since the epoch, as other programs count time."""
    return (at - EPOCH) // _MILLISECOND


day_from = lru_cache(maxsize=10_000)(date.fromisoformat)
"""The date of ISO text, cached: a log has far fewer days than rows."""


class _Codec(NamedTuple):
    """Conversion of one type to and from column values; None is NULL for every type."""

    to_row: Callable[[Any], Any]
    from_row: Callable[[Any], Any]


_CODECS = {
    "UUID": _Codec(attrgetter("bytes"), lambda stored: UUID(bytes=stored)),
    "datetime": _Codec(stored_time, datetime.fromisoformat),
    "date": _Codec(date.isoformat, day_from),
    "Json": _Codec(dump, load),
    "bool": _Codec(int, bool),
}
"""Codecs by type name; values of other types are stored unchanged."""


def _codecs_of(types: Iterable[str]) -> tuple[tuple[int, _Codec], ...]:
    """The columns that need a codec, by position."""
    return tuple((place, _CODECS[name]) for place, name in enumerate(types) if name in _CODECS)


_EVENT_CODECS = _codecs_of(TYPES.values())
_EVENT_VALUES = attrgetter(*EVENT_COLUMNS)
_STUDY_DAY = EVENT_COLUMNS.index("study_day")


def event_row(event: Event) -> dict[str, Any]:
    """The columns of the log for an event."""
    return dict(zip(EVENT_COLUMNS, _to_row(_EVENT_VALUES(event), _EVENT_CODECS), strict=True))


def event_from(row: Sequence[Any]) -> Event:
    """The event of a row that holds `EVENT_COLUMNS` in their order.

    Raises:
        StoreError: a column has a value that learnms never writes.
    """
    try:
        values = _from_row(row, _EVENT_CODECS)
    except (ValueError, TypeError) as error:
        raise DamagedError(
            f"An event of {row[_STUDY_DAY]} in the log", "", DAMAGED_REMEDY
        ) from error
    return Event(**dict(zip(EVENT_COLUMNS, values, strict=True)))


def _to_row(values: Sequence[Any], codecs: Iterable[tuple[int, _Codec]]) -> list[Any]:
    row = list(values)
    for place, codec in codecs:
        if row[place] is not None:
            row[place] = codec.to_row(row[place])
    return row


def _from_row(row: Sequence[Any], codecs: Iterable[tuple[int, _Codec]]) -> list[Any]:
    values = list(row)
    for place, codec in codecs:
        if values[place] is not None:
            values[place] = codec.from_row(values[place])
    return values


_MEMORY_KEY = ("learner_id", "card", "part")
_STATUS = _Codec(
    lambda suspended: "suspended" if suspended else "active", lambda status: status == "suspended"
)
_MEMORY_FIELDS = fields(Memory)
_MEMORY_VALUES = attrgetter(*(column.name for column in _MEMORY_FIELDS))
_MEMORY_CODECS = tuple(
    (place, _STATUS if _MEMORY_FIELDS[place].name == "suspended" else codec)
    for place, codec in _codecs_of(
        str(column.type).removesuffix(" | None") for column in _MEMORY_FIELDS
    )
)
MEMORY_COLUMNS = (
    *_MEMORY_KEY,
    "state",
    *("status" if column.name == "suspended" else column.name for column in _MEMORY_FIELDS),
)
_FIRST_FIELD = len(MEMORY_COLUMNS) - len(_MEMORY_FIELDS)


def memory_row(learner_id: str, part: Part, memory: Memory) -> dict[str, Any]:
    """The columns of `memory` for a part."""
    values = _to_row(_MEMORY_VALUES(memory), _MEMORY_CODECS)
    key = (learner_id, part.card, part.part or "", memory.state)
    return dict(zip(MEMORY_COLUMNS, (*key, *values), strict=True))


def memory_from(row: Sequence[Any]) -> tuple[Part, Memory]:
    """The part and the memory of a row that holds `MEMORY_COLUMNS` in their order.

    Raises:
        StoreError: a column has a value that learnms never writes.
    """
    _, card, part, _ = row[:_FIRST_FIELD]
    try:
        memory = Memory(*_from_row(row[_FIRST_FIELD:], _MEMORY_CODECS))
    except (ValueError, TypeError) as error:
        raise StoreError(
            f"The memory of card {card} is damaged.",
            "Run `learnms rebuild` to restore it from the log.",
        ) from error
    return part_from(card, part), memory


def part_from(card: str, part: str) -> Part:
    """The part of a key in which '' means the whole card."""
    return Part(card, part or None)
