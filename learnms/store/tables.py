"""The schema, as SQLModel classes. A new file is made from them; `sqlite/schema.py` holds the steps
that bring an older file to the same shape.

Days are ISO text, times ISO text in UTC with microseconds, so that text order is time order; ids
are 16 bytes, as `read/rows.py` converts them. A whole card is part '' in a key, because NULL is
not usable there; in the log it is NULL. Every key of the learner's own tables begins with
`learner_id`, so that the same schema runs on a server's database.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import BigInteger, Index, LargeBinary, Table, Text, text
from sqlalchemy.dialects import sqlite
from sqlalchemy.schema import CreateIndex, CreateTable
from sqlmodel import Field, SQLModel

if TYPE_CHECKING:
    import sqlite3

    from sqlalchemy import Dialect
    from sqlalchemy.schema import ExecutableDDLElement

DIALECT: Dialect = sqlite.dialect(  # type: ignore[no-untyped-call, unused-ignore]
    paramstyle="named"  # older releases of SQLAlchemy do not type it
)
"""SQLite's dialect with named parameters, for statements run by sqlite3 directly."""

_WITHOUT_ROWID = {"sqlite_with_rowid": False}


class EventRow(SQLModel, table=True):
    """One row of the append-only log."""

    __tablename__ = "event"
    __table_args__ = (
        Index("event_owner", "learner_id", "card", "part"),
        Index("event_day", "learner_id", "study_day", "kind"),
        Index("event_device", "learner_id", "device_id", "study_day"),
        Index("event_seq", "learner_id", "seq"),
        Index("event_ref", "learner_id", "ref", sqlite_where=text("ref IS NOT NULL")),
        Index(
            "event_rule", "learner_id", "kind", sqlite_where=text("kind IN ('relink', 'params')")
        ),
        Index("event_session", "learner_id", "study_day", sqlite_where=text("kind = 'session'")),
    )

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
    __table_args__ = (
        Index("memory_due", "learner_id", "state", "due"),
        Index("memory_first_day", "learner_id", "first_day"),
        Index("memory_last_day", "learner_id", "last_day"),
        _WITHOUT_ROWID,
    )

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


class CountedRow(SQLModel, table=True):
    """An event that counts, and the card and part that it belongs to now; derived from the log."""

    __tablename__ = "counted"
    __table_args__ = _WITHOUT_ROWID

    learner_id: str = Field(primary_key=True, sa_type=Text)
    id: bytes = Field(primary_key=True, sa_type=LargeBinary(16))
    card: str | None = Field(default=None, sa_type=Text)
    part: str | None = Field(default=None, sa_type=Text)


class ProgressSumRow(SQLModel, table=True):
    """A sum over the answers before today, as `study.sums.Sums` names it; derived from the log.
    `amount` is a whole number of any length.
    """

    __tablename__ = "progress_sum"
    __table_args__ = _WITHOUT_ROWID

    learner_id: str = Field(primary_key=True, sa_type=Text)
    name: str = Field(primary_key=True, sa_type=Text)
    key: str = Field(primary_key=True, sa_type=Text)
    number: int
    hits: int
    amount: str = Field(sa_type=Text)


class PartHistoryRow(SQLModel, table=True):
    """The history of a part before today, as in `study.trials.History`; derived from the log.
    `part` is '' for the whole card.
    """

    __tablename__ = "part_history"
    __table_args__ = _WITHOUT_ROWID

    learner_id: str = Field(primary_key=True, sa_type=Text)
    card: str = Field(primary_key=True, sa_type=Text)
    part: str = Field(primary_key=True, sa_type=Text)
    trials: int
    right: int
    answered: str | None = Field(default=None, sa_type=Text)
    was_right: int
    sure_wrong: str | None = Field(default=None, sa_type=Text)
    times: int
    right_since: int
    quiz: bytes | None = Field(default=None, sa_type=LargeBinary(16))
    last: str | None = Field(default=None, sa_type=Text)
    stability: float | None = None
    difficulty: float | None = None


class CardSeenRow(SQLModel, table=True):
    """The last prompt of every part that was ever in a deck, for orphans."""

    __tablename__ = "card_seen"
    __table_args__ = _WITHOUT_ROWID

    card: str = Field(primary_key=True, sa_type=Text)
    part: str = Field(primary_key=True, sa_type=Text)
    prompt: str = Field(sa_type=Text)
    deck_id: str = Field(sa_type=Text)
    last_seen: str = Field(sa_type=Text)


class MetaRow(SQLModel, table=True):
    """Facts about the database: `learner_id`, `device_id`, `held_after` and remembered texts."""

    __tablename__ = "meta"
    __table_args__ = _WITHOUT_ROWID

    key: str = Field(primary_key=True, sa_type=Text)
    value: str = Field(sa_type=Text)


class DeckCacheRow(SQLModel, table=True):
    """A deck file as last parsed. `head` and `problems` are sealed JSON, `deps` says which sources
    file it was parsed with; `place` is the deck's among the decks, NULL after all others.
    """

    __tablename__ = "deck_cache"

    path: str = Field(primary_key=True, sa_type=Text)
    size: int
    mtime_ns: int = Field(sa_type=BigInteger)
    deps: str = Field(sa_type=Text)
    digest: str = Field(sa_type=Text)
    format: int
    deck_id: str = Field(sa_type=Text)
    title: str = Field(sa_type=Text)
    place: int | None = None
    parsed: int
    head: str = Field(sa_type=Text)
    problems: str = Field(sa_type=Text)


class DeckCardRow(SQLModel, table=True):
    """The body of a card, draft (`card` is NULL) or case as sealed JSON, and what a search looks
    through; `tags` and `kinds` are '' or `|a|b|`.
    """

    __tablename__ = "deck_card"
    __table_args__ = (Index("deck_card_card", "card"),)

    path: str = Field(primary_key=True, sa_type=Text)
    position: int = Field(primary_key=True)
    card: str | None = Field(default=None, sa_type=Text)
    body: str = Field(sa_type=Text)
    text: str = Field(sa_type=Text)
    tags: str = Field(sa_type=Text)
    kinds: str = Field(sa_type=Text)


class CardIndexRow(SQLModel, table=True):
    """A scheduled part; `part` is '' for the whole card, `audience` '' or `|nurse|patient|`,
    `region` '' or `|us|uk|`, `priority` 0 for what comes first.
    """

    __tablename__ = "card_index"
    __table_args__ = (
        Index("card_index_card", "card", "part"),
        Index("card_index_order", "path", "position", "rank_in_card", "card", "part"),
        Index("card_index_new", "path", "priority", "position", "rank_in_card", "card", "part"),
    )

    path: str = Field(primary_key=True, sa_type=Text)
    position: int
    card: str = Field(primary_key=True, sa_type=Text)
    part: str = Field(primary_key=True, sa_type=Text)
    rank_in_card: int
    deck_id: str = Field(sa_type=Text)
    audience: str = Field(sa_type=Text)
    region: str = Field(sa_type=Text)
    topic: str | None = Field(default=None, sa_type=Text)
    priority: int
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
COUNTED = table(CountedRow)
PROGRESS_SUM = table(ProgressSumRow)
PART_HISTORY = table(PartHistoryRow)
MEMORY = table(MemoryRow)
META = table(MetaRow)
CARD_SEEN = table(CardSeenRow)
DECK_CACHE = table(DeckCacheRow)
DECK_CARD = table(DeckCardRow)
CARD_INDEX = table(CardIndexRow)
DECK_WAS = table(DeckWasRow)


def create_all(connection: sqlite3.Connection) -> None:
    """Make every table and index in an empty database, always in the same order."""
    for made in SQLModel.metadata.sorted_tables:
        connection.execute(_sql(CreateTable(made)))
        for index in sorted(made.indexes, key=lambda index: str(index.name)):
            connection.execute(_sql(CreateIndex(index)))


def _sql(statement: ExecutableDDLElement) -> str:
    return str(statement.compile(dialect=DIALECT))
