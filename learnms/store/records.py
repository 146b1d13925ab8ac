"""Rows of the store as values, for which SQLModel need not be imported."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, NamedTuple, Self
from uuid import UUID

from learnms.store.read.rows import unsealed_json
from learnms.study.event import Part

if TYPE_CHECKING:
    from learnms.store.read.rows import Row


class CardBody(NamedTuple):
    """A card as the cache holds it. `card` is None for a draft; `head` is its deck's."""

    path: str
    position: int
    card: str | None
    body: dict[str, Any]
    head: dict[str, Any]


class PartRow(NamedTuple):
    """A learned part in study with its memory.

    `changed`: the answer key is another than at the last review. `put_off`: the part is buried on
    the day that was asked about.
    """

    part: Part
    deck_id: str
    topic: str | None
    stability: float
    difficulty: float
    last_day: date
    due: date
    changed: bool
    put_off: bool

    @classmethod
    def of(cls, row: Row) -> Self:
        """The part of a row with these columns, the part's name '' for the whole card."""
        card, part, deck, topic, stability, difficulty, last, due, changed, put_off = row
        key, day = Part._make((card, part or None)), date.fromisoformat
        known = (stability, difficulty, day(last), day(due), bool(changed), bool(put_off))
        return cls._make((key, deck, topic, *known))


class FailedPart(NamedTuple):
    """A part that failed today and was not right since; `at` is when, in UTC."""

    part: Part
    deck_id: str
    at: datetime


class NewPart(NamedTuple):
    """A part that was never reviewed; its `topic` is '' without one. `put_forward`: a `due` event
    asks for it before other new parts. Lower `priority` comes first.
    """

    part: Part
    deck_id: str
    topic: str
    put_forward: bool
    priority: int


class Tested(NamedTuple):
    """A card that a case tests; `is_learned`: a part of it was reviewed."""

    card: str
    is_core: bool
    is_learned: bool


class Studied(NamedTuple):
    """What was studied on a day: the `cards` whose last review was then, and how many parts were
    `repeated` and how many `introduced`.
    """

    cards: set[str]
    repeated: int
    introduced: int


class Capped(NamedTuple):
    """A part whose latest interval an exam capped, with what its own due day follows from;
    `event` is that review.
    """

    part: Part
    event: UUID
    last_day: date
    stability: float
    reps: int
    target: float


class Pause(NamedTuple):
    """A pause that is on: one of its events, and the day on which it will be over."""

    event: UUID
    until: date


class HalfDone(NamedTuple):
    """How far a stopped quiz is."""

    answered: int
    questions: int
    is_submitted: bool = False


@dataclass(frozen=True, slots=True)
class DeckFile:
    """A file of the library. `explicit`: named by the learner. `parsed` is False if the file does
    not parse, and its last good cards, if any, are used.
    """

    path: str
    deck_id: str
    title: str
    explicit: bool
    parsed: bool
    head: dict[str, Any]
    problems: list[dict[str, Any]]

    @classmethod
    def of(cls, row: Row, *counts: int) -> Self:
        """The deck of a row with these columns, head and problems still sealed."""
        path, deck_id, title, explicit, parsed, *sealed = row
        head, problems = map(unsealed_json, sealed)
        return cls(path, deck_id, title, bool(explicit), bool(parsed), head, problems, *counts)

    def is_for(self, role: str | None) -> bool:
        """Whether the file was named by the learner, or is for a role; None is everybody."""
        audience = self.head.get("audience")
        return self.explicit or role is None or not audience or role in audience

    @property
    def version(self) -> str | None:
        """The version that the deck states."""
        return self.head.get("version")


@dataclass(frozen=True, slots=True)
class DeckRow(DeckFile):
    """A file of the library with counts, for which every part is looked at. `total` and `learned`
    count parts in scope: all, and those ever reviewed; `cards` counts cards.
    """

    total: int = 0
    learned: int = 0
    cards: int = 0
