"""Events are the truth: one row of the append-only log, and what is written before the store has
given it a place.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field, fields
from datetime import UTC, date, datetime
from enum import IntEnum
from typing import Any, Literal, NamedTuple
from uuid import UUID

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
]

Json = Any
"""A value that JSON can hold."""


class Rating(IntEnum):
    """FSRS's four ratings."""

    AGAIN = 1
    HARD = 2
    GOOD = 3
    EASY = 4


class Part(NamedTuple):
    """What owns a memory: a card's id, and the name of a part or None for the whole card."""

    card: str
    part: str | None = None

    def __str__(self) -> str:
        return f"{self.card}#{self.part}" if self.part else self.card

    @classmethod
    def parse(cls, text: str) -> Part:
        """`id` or `id#part`."""
        card, _, part = text.partition("#")
        return cls(card, part or None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """An event before it has an id, a device, a sequence number and a time.

    `form` is the hash of the wording that asked, `form_kind` its kind; `answer` holds the options
    as shown and picked; `target` is the desired retention in force; `took_ms` milliseconds; `due`
    is the day that a `due` event sets, or that a review wishes for (the store computes it, and
    grants the wish within the fuzz); `ref` names the event that this one is about.
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
    """One row of the log. `seq` is 1 + the highest seen by the device when it wrote; 0, and no
    device, for an import.

    `at_utc` is aware UTC; `utc_offset` the local zone's offset at that moment, in minutes;
    `study_day` the local day that begins at 04:00; `due` the day the answer led to; `*_before` the
    memory as it was before the answer.
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
        """The part that the event is about, or None for one about something else."""
        return Part(self.card, self.part) if self.card is not None else None

    def to_json(self) -> dict[str, Json]:
        """The columns by name: days and times in ISO 8601, ids as text."""
        columns: dict[str, Json] = {name: getattr(self, name) for name in COLUMNS}
        columns["id"] = str(self.id)
        columns["at_utc"] = self.at_utc.astimezone(UTC).isoformat()
        columns["study_day"] = self.study_day.isoformat()
        columns["due"] = self.due.isoformat() if self.due is not None else None
        columns["ref"] = str(self.ref) if self.ref is not None else None
        for name in (
            _REALS
            # one spelling per value, because the checksum is taken over it: 1 point and 1.0 points are
            # the same
        ):
            if columns[name] is not None:
                columns[name] = float(columns[name])
        return columns


COLUMNS = tuple(f.name for f in fields(Event))
"""The columns of the log, in their order; `export events` writes them all."""

_REALS = (
    "points",
    "max_points",
    "target",
    "recall_before",
    "stability_before",
    "difficulty_before",
)


def same_answer(event: Event | Draft) -> Draft:
    """A review with the answer of an event, written or not: where its rating is replaced, or it
    counts after all.
    """
    return Draft(
        kind="review",
        card=event.card,
        part=event.part,
        form=event.form,
        form_kind=event.form_kind,
        wording_hash=event.wording_hash,
        key_hash=event.key_hash,
        rating=event.rating,
        points=event.points,
        max_points=event.max_points,
        answer=event.answer,
        confidence=event.confidence,
        took_ms=event.took_ms,
        target=event.target,
    )


def checksum(event: Event) -> str:
    """The first 16 hex digits of SHA-256 over every other column, as canonical JSON."""
    import hashlib  # not needed by those who only read

    columns = event.to_json()
    del columns["checksum"]
    canonical = json.dumps(columns, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(canonical.encode("utf-8", "surrogatepass")).hexdigest()[:16]
