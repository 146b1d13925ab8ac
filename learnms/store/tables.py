"""The tables as SQLModel classes. `sqlite/ddl.py` makes the file without importing them; a test
compares the two.

Days and times are ISO text and ids 16 bytes, as `read/rows.py` converts them. Every key of the
learner's own tables begins with `learner_id`, so that the same schema runs on a server's database.
"""

from __future__ import annotations

from sqlalchemy import BigInteger, LargeBinary, Table, Text
from sqlmodel import Field, SQLModel


class EventRow(SQLModel, table=True):
    """One row of the append-only log."""

    __tablename__ = "event"

    learner_id: str = Field(primary_key=True, sa_type=Text)
    id: bytes = Field(primary_key=True, sa_type=LargeBinary(16))
    kind: str = Field(sa_type=Text)
    device_id: str | None = Field(default=None, sa_type=Text)
    seq: int = Field(sa_type=BigInteger)
    at_utc: str = Field(sa_type=Text)
    utc_offset: int
    study_day: str = Field(sa_type=Text)
    card: str | None = Field(default=None, sa_type=Text)
    part: str | None = Field(default=None, sa_type=Text)
    form: str | None = Field(default=None, sa_type=Text)
    wording_hash: str | None = Field(default=None, sa_type=Text)
    key_hash: str | None = Field(default=None, sa_type=Text)
    rating: int | None = None
    points: float | None = None
    max_points: float | None = None
    form_kind: str | None = Field(default=None, sa_type=Text)
    answer: str | None = Field(default=None, sa_type=Text)
    confidence: str | None = Field(default=None, sa_type=Text)
    took_ms: int | None = None
    due: str | None = Field(default=None, sa_type=Text)
    target: float | None = None
    recall_before: float | None = None
    stability_before: float | None = None
    difficulty_before: float | None = None
    params_id: str | None = Field(default=None, sa_type=Text)
    ref: bytes | None = Field(default=None, sa_type=LargeBinary(16))
    data: str | None = Field(default=None, sa_type=Text)
    checksum: str = Field(sa_type=Text)


class MemoryRow(SQLModel, table=True):
    """The memory of one part, derived from the log; `part` is '' for the whole card."""

    __tablename__ = "memory"

    learner_id: str = Field(primary_key=True, sa_type=Text)
    card: str = Field(primary_key=True, sa_type=Text)
    part: str = Field(primary_key=True, sa_type=Text)
    state: str = Field(sa_type=Text)
    stability: float | None = None
    difficulty: float | None = None
    due: str | None = Field(default=None, sa_type=Text)
    last_day: str | None = Field(default=None, sa_type=Text)
    first_day: str | None = Field(default=None, sa_type=Text)
    reps: int
    lapses: int
    last_event: bytes | None = Field(default=None, sa_type=LargeBinary(16))
    status: str = Field(sa_type=Text)
    key_hash: str | None = Field(default=None, sa_type=Text)
    buried_until: str | None = Field(default=None, sa_type=Text)
    flagged: int
    sure_wrong_day: str | None = Field(default=None, sa_type=Text)


class CardSeenRow(SQLModel, table=True):
    """The last prompt of every part that was ever in a deck, for orphans."""

    __tablename__ = "card_seen"

    card: str = Field(primary_key=True, sa_type=Text)
    part: str = Field(primary_key=True, sa_type=Text)
    prompt: str = Field(sa_type=Text)
    deck_id: str = Field(sa_type=Text)
    last_seen: str = Field(sa_type=Text)


class MetaRow(SQLModel, table=True):
    """Facts about the database: `learner_id`, `device_id`, `held_after` and remembered texts."""

    __tablename__ = "meta"

    key: str = Field(primary_key=True, sa_type=Text)
    value: str = Field(sa_type=Text)


class DeckCacheRow(SQLModel, table=True):
    """A deck file as it was last parsed."""

    __tablename__ = "deck_cache"

    path: str = Field(primary_key=True, sa_type=Text)
    size: int
    mtime_ns: int = Field(sa_type=BigInteger)
    deps: str = Field(sa_type=Text)
    digest: str = Field(sa_type=Text)
    format: int
    deck_id: str = Field(sa_type=Text)
    title: str = Field(sa_type=Text)
    parsed: int
    head: str = Field(sa_type=Text)
    problems: str = Field(sa_type=Text)


class DeckCardRow(SQLModel, table=True):
    """A card's body and searchable text; `card` is NULL for a draft, `tags` and `kinds` are '' or
    `|a|b|`.
    """

    __tablename__ = "deck_card"

    path: str = Field(primary_key=True, sa_type=Text)
    position: int = Field(primary_key=True)
    card: str | None = Field(default=None, sa_type=Text)
    body: str = Field(sa_type=Text)
    text: str = Field(sa_type=Text)
    tags: str = Field(sa_type=Text)
    kinds: str = Field(sa_type=Text)


class CardIndexRow(SQLModel, table=True):
    """A part in a deck; `part` is '' for the whole card, `audience` '' or `|nurse|patient|`."""

    __tablename__ = "card_index"

    path: str = Field(primary_key=True, sa_type=Text)
    position: int
    card: str = Field(primary_key=True, sa_type=Text)
    part: str = Field(primary_key=True, sa_type=Text)
    rank_in_card: int
    deck_id: str = Field(sa_type=Text)
    audience: str = Field(sa_type=Text)
    topic: str | None = Field(default=None, sa_type=Text)
    key_hash: str | None = Field(default=None, sa_type=Text)
    wording_hash: str | None = Field(default=None, sa_type=Text)
    prompt: str = Field(sa_type=Text)


class DeckWasRow(SQLModel, table=True):
    """An id, or `id#part`, that a card had before."""

    __tablename__ = "deck_was"

    path: str = Field(primary_key=True, sa_type=Text)
    card: str = Field(primary_key=True, sa_type=Text)
    was: str = Field(primary_key=True, sa_type=Text)


def table(row: type[SQLModel]) -> Table:
    """The Core table of a class. Statements are built from it."""
    return SQLModel.metadata.tables[str(row.__tablename__)]


EVENT = table(EventRow)
MEMORY = table(MemoryRow)
META = table(MetaRow)
CARD_SEEN = table(CardSeenRow)
DECK_CACHE = table(DeckCacheRow)
DECK_CARD = table(DeckCardRow)
CARD_INDEX = table(CardIndexRow)
DECK_WAS = table(DeckWasRow)
