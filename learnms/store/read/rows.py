"""Between the rows of the file and the dataclasses of `study`. Rows never leave the store.

Standard library only, because both sides of the store convert with it.
"""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any, get_args
from uuid import UUID
from zlib import crc32

from learnms.errors import StoreError
from learnms.store.sqlite.errors import DAMAGED_REMEDY, REBUILD_REMEDY
from learnms.study.event import COLUMNS, Event, EventKind, Part
from learnms.study.memory import Memory

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from learnms.study.event import Json

Row = tuple[Any, ...]

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND = timedelta(milliseconds=1)

_SEAL = 8
UNSEALED_BODY = f"substr(body, {_SEAL + 1})"

EVENT_COLUMNS = COLUMNS
EVENT_LIST = ", ".join(EVENT_COLUMNS)

MEMORY_COLUMNS = (
    *(
        "learner_id",
        "card",
        "part",
        "state",
        "stability",
        "difficulty",
        "due",
        "last_day",
        "first_day",
    ),
    *(
        "reps",
        "lapses",
        "last_event",
        "status",
        "key_hash",
        "buried_until",
        "flagged",
        "sure_wrong_day",
    ),
)
MEMORY_LIST = ", ".join(MEMORY_COLUMNS)

REPLAY_ORDER = "study_day, seq, coalesce(device_id, ''), at_utc, id"
"""The order of replay as SQL: the same as `study.replay.order_key`."""

EVENT_KINDS: tuple[str, ...] = get_args(EventKind)


def dump(value: Json) -> str | None:
    """JSON as it stands in a column; None stays NULL. A lone surrogate, which UTF-8 cannot hold,
    is escaped.
    """
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
    """JSON as the deck cache holds it: with a checksum before it, because what can be made anew
    is not worth a guess.
    """
    text = dump(value) or "null"
    return f"{crc32(text.encode()):08x}{text}"


def is_intact(text: object) -> bool:
    """Whether a text is what `sealed_json` made."""
    return (
        isinstance(text, str)
        and text[:_SEAL] == f"{crc32(text[_SEAL:].encode('utf-8', 'surrogatepass')):08x}"
    )


def unsealed_json(text: str) -> Json:
    """The value of what `sealed_json` made.

    Raises:
        StoreError: it is damaged.
    """
    if not is_intact(text):
        raise StoreError("What is stored of a deck is damaged.", REBUILD_REMEDY)
    return json.loads(text[_SEAL:])


def stored_time(at: datetime) -> str:
    """A moment as ISO text in UTC, always with microseconds, so that text sorts as time does."""
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def milliseconds(at: datetime) -> int:
    """Whole milliseconds since the epoch, as other programs count time."""
    return (at - _EPOCH) // _MILLISECOND


def event_row(event: Event) -> dict[str, Any]:
    """The columns of the log for an event."""
    return {
        "learner_id": event.learner_id,
        "id": event.id.bytes,
        "kind": event.kind,
        "device_id": event.device_id,
        "seq": event.seq,
        "at_utc": stored_time(event.at_utc),
        "utc_offset": event.utc_offset,
        "study_day": event.study_day.isoformat(),
        "card": event.card,
        "part": event.part,
        "form": event.form,
        "wording_hash": event.wording_hash,
        "key_hash": event.key_hash,
        "rating": event.rating,
        "points": event.points,
        "max_points": event.max_points,
        "form_kind": event.form_kind,
        "answer": dump(event.answer),
        "confidence": event.confidence,
        "took_ms": event.took_ms,
        "due": event.due.isoformat() if event.due else None,
        "target": event.target,
        "recall_before": event.recall_before,
        "stability_before": event.stability_before,
        "difficulty_before": event.difficulty_before,
        "params_id": event.params_id,
        "ref": event.ref.bytes if event.ref else None,
        "data": dump(event.data),
        "checksum": event.checksum,
    }


def event_from(row: Sequence[Any]) -> Event:
    """The event of a row that holds `EVENT_COLUMNS` in their order.

    Raises:
        StoreError: a column holds what nobody wrote there.
    """
    columns = dict(zip(EVENT_COLUMNS, row, strict=True))
    try:
        columns["id"] = UUID(bytes=columns["id"])
        columns["at_utc"] = datetime.fromisoformat(columns["at_utc"])
        columns["study_day"] = date.fromisoformat(columns["study_day"])
        columns["due"] = _day(columns["due"])
        columns["ref"] = UUID(bytes=columns["ref"]) if columns["ref"] else None
        columns["answer"] = load(columns["answer"])
        columns["data"] = load(columns["data"])
    except (ValueError, TypeError) as error:
        raise StoreError(
            f"An event of {columns['study_day']} in the log is damaged.", DAMAGED_REMEDY
        ) from error
    return Event(**columns)


def memory_row(learner_id: str, part: Part, memory: Memory) -> dict[str, Any]:
    """The columns of `memory` for a part."""
    return {
        "learner_id": learner_id,
        "card": part.card,
        "part": part.part or "",
        "state": memory.state,
        "stability": memory.stability,
        "difficulty": memory.difficulty,
        "due": _text(memory.due),
        "last_day": _text(memory.last_day),
        "first_day": _text(memory.first_day),
        "reps": memory.reps,
        "lapses": memory.lapses,
        "last_event": memory.last_event.bytes if memory.last_event else None,
        "status": "suspended" if memory.suspended else "active",
        "key_hash": memory.key_hash,
        "buried_until": _text(memory.buried_until),
        "flagged": int(memory.flagged),
        "sure_wrong_day": _text(memory.sure_wrong_day),
    }


def memory_from(row: Sequence[Any]) -> tuple[Part, Memory]:
    """The part and the memory of a row that holds `MEMORY_COLUMNS` in their order.

    Raises:
        StoreError: a column holds what nobody wrote there.
    """
    columns: Mapping[str, Any] = dict(zip(MEMORY_COLUMNS, row, strict=True))
    try:
        memory = _memory(columns)
    except (ValueError, TypeError) as error:
        raise StoreError(
            f"The memory of card {columns['card']} is damaged.",
            "`learnms rebuild` derives it anew from the log.",
        ) from error
    return Part(columns["card"], columns["part"] or None), memory


def _memory(columns: Mapping[str, Any]) -> Memory:
    return Memory(
        stability=columns["stability"],
        difficulty=columns["difficulty"],
        due=_day(columns["due"]),
        last_day=_day(columns["last_day"]),
        first_day=_day(columns["first_day"]),
        reps=columns["reps"],
        lapses=columns["lapses"],
        last_event=UUID(bytes=columns["last_event"]) if columns["last_event"] else None,
        key_hash=columns["key_hash"],
        suspended=columns["status"] == "suspended",
        buried_until=_day(columns["buried_until"]),
        flagged=bool(columns["flagged"]),
        sure_wrong_day=_day(columns["sure_wrong_day"]),
    )


def part_from(card: str, part: str) -> Part:
    """The part of a key in which '' stands for the whole card."""
    return Part(card, part or None)


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _text(day: date | None) -> str | None:
    return day.isoformat() if day else None
