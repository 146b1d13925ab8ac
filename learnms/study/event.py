"""Events, the rows of the append-only log, and drafts of them; which kinds and days count, and the
order of replay.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field, fields
from datetime import UTC, date, datetime, timedelta
from enum import IntEnum
from operator import attrgetter
from typing import TYPE_CHECKING, Any, Literal, NamedTuple
from uuid import UUID

if TYPE_CHECKING:
    from collections.abc import Callable

EventKind = Literal[
    "review",
    "practice",
    "evidence",
    "void",
    "relink",
    "suspend",
    "bury",
    "flag",
    "note",
    "reset",
    "due",
    "params",
    "session",
    "setting",
]

ANSWER_KINDS = ("review", "practice", "evidence")
LINKED_KINDS = ("review", "due")
"""Kinds that become void together with the answer named in `ref`."""
RULE_KINDS = ("relink", "params")
"""Kinds that apply to the whole log, not to one part."""
WITHOUT_MEMORY = ("session", "setting", "note", "void", *RULE_KINDS)

LONGEST_PAUSE = 365  # days

LONGEST_MS = 120_000
"""Longer answers count as two minutes in time totals (idle time)."""

Json = Any
"""A value that JSON can hold."""


class Rating(IntEnum):
    """FSRS's four ratings."""

    AGAIN = 1
    HARD = 2
    GOOD = 3
    EASY = 4


class Part(NamedTuple):
    """The owner of a memory: a card's id, and a part's name, or None for the whole card."""

    card: str
    part: str | None = None

    def __str__(self) -> str:
        return f"{self.card}#{self.part}" if self.part else self.card

    @classmethod
    def parse(cls, text: str) -> Part:
        """The part that `id` or `id#part` names."""
        card, _, part = text.partition("#")
        return cls(card, part or None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """An event before the store gives it an id, a device, a sequence number and a time.

    `form` is the hash of the wording that asked, `form_kind` its kind; `answer` holds the options
    as shown and picked; `target` is the desired retention in force; `took_ms` is in milliseconds;
    `due` is the day that a `due` event sets, or that a review wishes for (the store computes the
    day, and grants the wish within the fuzz); `ref` is the id of the event that this one is about.
    """

    kind: EventKind
    card: str | None = None
    part: str | None = None
    form: str | None = None
    form_kind: str | None = None
    wording_hash: str | None = None
    key_hash: str | None = None
    rating: int | None = None
    points: float | None = None
    max_points: float | None = None
    answer: Json = None
    confidence: str | None = None
    took_ms: int | None = None
    due: date | None = None
    target: float | None = None
    ref: UUID | None = None
    data: Json = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One row of the log. The fields are its columns, in order; `TYPES` derives from them.

    `seq` is 1 + the highest that the device had seen; 0, and no device, for an imported event.
    `at_utc` is aware UTC; `utc_offset` the local zone's offset at that moment, in minutes;
    `study_day` the local day that begins at 04:00; `due` the day the answer led to; `*_before` the
    memory before the answer.
    """

    learner_id: str
    id: UUID
    kind: EventKind
    device_id: str | None
    seq: int
    at_utc: datetime
    utc_offset: int
    study_day: date
    card: str | None = None
    part: str | None = None
    form: str | None = None
    wording_hash: str | None = None
    key_hash: str | None = None
    rating: int | None = None
    points: float | None = None
    max_points: float | None = None
    form_kind: str | None = None
    answer: Json = None
    confidence: str | None = None
    took_ms: int | None = None
    due: date | None = None
    target: float | None = None
    recall_before: float | None = None
    stability_before: float | None = None
    difficulty_before: float | None = None
    params_id: str | None = None
    ref: UUID | None = None
    data: Json = None
    checksum: str = field(default="", compare=False)

    @property
    def owner(self) -> Part | None:
        """The part that the event is about; None for an event about something else."""
        return Part(self.card, self.part) if self.card is not None else None

    def to_json(self) -> dict[str, Json]:
        """The columns by name: days and times in ISO 8601, ids as text.

        Each value has one spelling (1 point is 1.0), because the checksum is taken over it.
        """
        columns: dict[str, Json] = dict(zip(COLUMNS, _VALUES(self), strict=True))
        for name, convert in _TO_JSON:
            if columns[name] is not None:
                columns[name] = convert(columns[name])
        return columns


COLUMNS = tuple(column.name for column in fields(Event))
"""The columns of the log, in order."""

_VALUES = attrgetter(*COLUMNS)

TYPES: dict[str, str] = {
    column.name: str(column.type).removesuffix(" | None") for column in fields(Event)
}
"""The type of each column by its name in `Event`, such as `date`; rows, JSON Lines and checks use
it.
"""

OPTIONAL = frozenset(column.name for column in fields(Event) if "None" in str(column.type)) | {
    name for name, type_name in TYPES.items() if type_name == "Json"
}
"""The columns that may be None."""

REALS = tuple(name for name, type_name in TYPES.items() if type_name == "float")

_JSON_OF_TYPE: dict[str, Callable[[Any], Json]] = {
    "UUID": str,
    "datetime": lambda moment: moment.astimezone(UTC).isoformat(),
    "date": date.isoformat,
    "float": float,
}
_TO_JSON = tuple(
    (name, _JSON_OF_TYPE[type_name])
    for name, type_name in TYPES.items()
    if type_name in _JSON_OF_TYPE
)


def moves_memory(event: Event) -> bool:
    """Whether an event is about a part's memory."""
    return event.card is not None and event.kind not in WITHOUT_MEMORY


def pause_day(event: Event) -> date | None:
    """The day until which a `due` event pauses everything; None if it does not, or cannot be
    read.
    """
    text = event.data.get("pause_until") if isinstance(event.data, dict) else None
    try:
        return date.fromisoformat(text) if isinstance(text, str) else None
    except ValueError:
        return None


def note_text(data: Json) -> str | None:
    """The text in a note's `data`, '' where it removes the note; None if it is not readable."""
    text = data.get("text") if isinstance(data, dict) else None
    return text if isinstance(text, str) else None


def setting_of(data: Json) -> tuple[str, Json] | None:
    """The name and the value that the `data` of a `setting` event holds; None if it does not."""
    if not isinstance(data, dict) or "value" not in data:
        return None
    name = data.get("name")
    return (name, data["value"]) if isinstance(name, str) and name else None


def last_counting_day(today: date) -> date:
    """Tomorrow: the last study day whose events count."""
    return today + timedelta(days=1)


def is_held(event: Event, today: date) -> bool:
    """Whether an event is dated after tomorrow. It waits, because a wrong clock must not move what
    is due.
    """
    return event.study_day > last_counting_day(today)


def order_key(event: Event) -> tuple[date, int, str, str, bytes]:
    """The sort key of the order of replay."""
    return (
        event.study_day,
        event.seq,
        event.device_id or "",
        event.at_utc.isoformat(),
        event.id.bytes,
    )


_ANSWER_COLUMNS = tuple(
    column.name for column in fields(Draft) if column.name not in ("kind", "due", "ref", "data")
)


def same_answer(event: Event | Draft) -> Draft:
    """A review with the answer of another event: its rating is overridden, or it is counted after
    all.
    """
    return Draft(kind="review", **{name: getattr(event, name) for name in _ANSWER_COLUMNS})


def checksum(event: Event) -> str:
    """The first 16 hex digits of SHA-256 over every other column, as canonical JSON."""
    import hashlib  # not needed by those who only read

    columns = event.to_json()
    del columns["checksum"]
    canonical = _canonical(columns).encode("utf-8", "surrogatepass")
    return hashlib.sha256(canonical).hexdigest()[:16]


_canonical = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode
