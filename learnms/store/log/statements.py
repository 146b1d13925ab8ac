"""One learner's log and memory as Core statements inside one transaction."""

from __future__ import annotations

import sqlite3
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import bindparam, func, literal_column, select, text
from sqlalchemy.dialects.sqlite import insert

from learnms.store.log.integrity import is_as_written, sound_event
from learnms.store.log.whole_log import replay_rows
from learnms.store.read.rows import MEMORY_COLUMNS, REPLAY_ORDER, event_row, memory_from, memory_row
from learnms.store.tables import DIALECT, EVENT, MEMORY, META
from learnms.study.memory import NEW

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator
    from uuid import UUID

    from sqlalchemy import Connection, CursorResult, Executable, Insert, Select

    from learnms.store.log.whole_log import ReplayRow
    from learnms.study.event import Event, Part
    from learnms.study.memory import Memory
    from learnms.study.replay import Progress

_CHUNK = 500  # below SQLite's limit of bound parameters (999 in old builds)


class Heads(NamedTuple):
    """The end of the log: the highest seq, the last study day of the device, and of any device."""

    seq: int
    device_day: date | None
    last_day: date | None

    def after(self, event: Event) -> Heads:
        """The end of the log once the device has appended an event."""
        return Heads(
            event.seq, event.study_day, max(self.last_day or event.study_day, event.study_day)
        )


_MINE = EVENT.c.learner_id == bindparam("learner")
_HEADS = select(
    select(func.max(EVENT.c.seq)).where(_MINE).scalar_subquery(),
    select(func.max(EVENT.c.study_day))
    .where(_MINE, EVENT.c.device_id == bindparam("device"), EVENT.c.study_day <= bindparam("limit"))
    .scalar_subquery(),
    select(func.max(EVENT.c.study_day))
    .where(_MINE, EVENT.c.study_day <= bindparam("limit"))
    .scalar_subquery(),
)
_EVENTS = select(EVENT).where(_MINE)
_LOG = _EVENTS.order_by(literal_column(REPLAY_ORDER))
_OF_CARDS = _EVENTS.where(EVENT.c.card.in_(bindparam("cards", expanding=True)))
_BY_ID = _EVENTS.where(EVENT.c.id.in_(bindparam("ids", expanding=True)))
_NAMING = _EVENTS.where(EVENT.c.ref.in_(bindparam("ids", expanding=True)))
_RULES = _EVENTS.where(text("kind IN ('relink', 'params')"))
_VOIDS = _EVENTS.where(EVENT.c.ref.is_not(None), EVENT.c.kind == "void")
_COUNT = select(func.count()).select_from(EVENT).where(_MINE)
_OF_DAYS = _EVENTS.where(
    EVENT.c.study_day > bindparam("after"), EVENT.c.study_day <= bindparam("until")
)
_REMOVE = EVENT.delete().where(_MINE, EVENT.c.id == bindparam("ident"))

_MY_MEMORY = MEMORY.c.learner_id == bindparam("learner")
_MEMORY_COLUMNS = [MEMORY.c[name] for name in MEMORY_COLUMNS]
_OF_PART = (
    _MY_MEMORY,
    MEMORY.c.card == bindparam("of_card"),
    MEMORY.c.part == bindparam("of_part"),
)
_MEMORIES = select(*_MEMORY_COLUMNS).where(_MY_MEMORY)
_FORGET = MEMORY.delete().where(*_OF_PART)
_NEW_MEMORY = insert(MEMORY)
_META = select(META.c.value).where(META.c.key == bindparam("of_key"))
_NEW_META = insert(META)
_PUT_META = _NEW_META.on_conflict_do_update(
    index_elements=["key"], set_={"value": _NEW_META.excluded.value}
)


def _compiled(statement: Insert | Select[Any]) -> str:
    """The SQL of a statement, with named parameters."""
    return str(statement.compile(dialect=DIALECT))


# What runs for every answer, or every imported event, is compiled once and given to sqlite3 itself:
# to go through SQLAlchemy takes ten times as long as SQLite takes for these rows.
_ADD = _compiled(insert(EVENT))
_ADD_NEW = _compiled(insert(EVENT).on_conflict_do_nothing())
_IDENTITY = _compiled(
    select(EVENT.c.id, EVENT.c.checksum).where(_MINE, EVENT.c.id == bindparam("ident"))
)
_MEMORY = _compiled(select(*_MEMORY_COLUMNS).where(*_OF_PART))
_PUT_MEMORY = _compiled(
    _NEW_MEMORY.on_conflict_do_update(
        index_elements=["learner_id", "card", "part"],
        set_={
            name: _NEW_MEMORY.excluded[name]
            for name in MEMORY_COLUMNS
            if name not in ("learner_id", "card", "part")
        },
    )
)


class Ledger:
    """The learner's rows, through a connection that is inside a transaction.

    Events that are not as they were written are passed over: nothing is derived from them.
    """

    def __init__(self, connection: Connection, learner_id: str) -> None:
        self._connection = connection
        self._learner = learner_id

    @property
    def learner_id(self) -> str:
        """The learner that these rows belong to."""
        return self._learner

    @property
    def raw(self) -> sqlite3.Connection:
        """The connection, for queries inside the transaction."""
        raw = self._connection.connection.driver_connection
        assert isinstance(raw, sqlite3.Connection)
        return raw

    def run(self, statement: Executable, parameters: Any) -> CursorResult[Any]:
        """Execute a statement about other tables in this transaction."""
        return self._connection.execute(statement, parameters)

    def of(self, learner_id: str) -> Ledger:
        """The rows of another learner, in the same transaction."""
        return Ledger(self._connection, learner_id)

    def holds_events(self) -> bool:
        """Whether the log has any events."""
        return (
            self._connection.execute(_EVENTS.limit(1), {"learner": self._learner}).first()
            is not None
        )

    def meta(self, key: str) -> str | None:
        """A fact about the database, by its key."""
        value: str | None = self._connection.execute(_META, {"of_key": key}).scalar()
        return value

    def put_meta(self, key: str, value: str) -> None:
        """Store a fact about the database."""
        self._connection.execute(_PUT_META, {"key": key, "value": value})

    def heads(self, device_id: str, limit: date) -> Heads:
        """The end of the log; later study days than `limit` are ignored."""
        row = self._connection.execute(
            _HEADS, {"learner": self._learner, "device": device_id, "limit": limit.isoformat()}
        ).one()
        seq, device_day, last_day = row
        return Heads(
            seq or 0,
            device_day and date.fromisoformat(device_day),
            last_day and date.fromisoformat(last_day),
        )

    def highest_seq(self) -> int:
        """The highest seq; 0 without events."""
        return self.heads("", date.min).seq

    def add(self, event: Event) -> None:
        """Append one event."""
        self.raw.execute(_ADD, event_row(event))

    def add_missing(self, events: Iterable[Event]) -> None:
        """Append the events whose ids are not in the log."""
        self.raw.executemany(_ADD_NEW, map(event_row, events))

    def remove(self, ident: UUID) -> None:
        """Remove an event, where another with the same id takes its place."""
        self._connection.execute(_REMOVE, {"learner": self._learner, "ident": ident.bytes})

    def identities(self, ids: Collection[UUID]) -> dict[bytes, str]:
        """The checksums of those ids that are in the log."""
        rows = (
            self.raw.execute(_IDENTITY, {"learner": self._learner, "ident": ident.bytes}).fetchone()
            for ident in ids
        )
        return dict(row for row in rows if row is not None)

    def log(self) -> Iterator[Event]:
        """Every event, in the order of replay."""
        return self._events(_LOG, {})

    def count(self) -> int:
        """How many events there are."""
        return self._connection.execute(_COUNT, {"learner": self._learner}).scalar_one()

    def replay_rows(self, today: date, on_progress: Progress | None) -> Iterator[ReplayRow]:
        """The columns that a full replay reads: see `whole_log`."""
        return replay_rows(self._connection, self._learner, today, on_progress)

    def voids(self) -> list[Event]:
        """Every void."""
        return list(self._events(_VOIDS, {}))

    def by_id(self, ids: Collection[UUID]) -> list[Event]:
        """The events with these ids."""
        return list(self._events_of(_BY_ID, "ids", [ident.bytes for ident in ids]))

    def naming(self, ids: Collection[UUID]) -> list[Event]:
        """The events whose `ref` is one of these ids."""
        return list(self._events_of(_NAMING, "ids", [ident.bytes for ident in ids]))

    def of_parts(self, parts: Collection[Part]) -> list[Event]:
        """The events about these parts."""
        wanted = frozenset(parts)
        events = self._events_of(_OF_CARDS, "cards", sorted({part.card for part in parts}))
        return [event for event in events if event.owner in wanted]

    def rules(self) -> list[Event]:
        """The relinks and parameters."""
        return list(self._events(_RULES, {}))

    def of_days(self, after: date, until: date) -> list[Event]:
        """The events of the study days after `after`, up to `until`."""
        return list(
            self._events(_OF_DAYS, {"after": after.isoformat(), "until": until.isoformat()})
        )

    def damaged_among(self, ids: Iterable[bytes]) -> set[bytes]:
        """Those of these ids, as stored, whose rows in the log are damaged."""
        return {
            row.id
            for chunk in _chunks(list(ids))
            for row in self._connection.execute(_BY_ID, {"learner": self._learner, "ids": chunk})
            if not is_as_written(row) and isinstance(sound_event(row), str)
        }

    def _events(self, statement: Select[Any], parameters: dict[str, Any]) -> Iterator[Event]:
        rows = self._connection.execute(statement, {"learner": self._learner, **parameters})
        return (event for event in map(sound_event, rows) if not isinstance(event, str))

    def _events_of(self, statement: Select[Any], name: str, values: list[Any]) -> Iterator[Event]:
        """The events of a statement with an expanding parameter."""
        for chunk in _chunks(values):
            yield from self._events(statement, {name: chunk})

    def memory(self, part: Part) -> Memory:
        """The memory of a part; a new one where there is no row."""
        row = self.raw.execute(_MEMORY, self.key(part)).fetchone()
        return memory_from(row)[1] if row is not None else NEW

    def memories(self) -> dict[Part, Memory]:
        """Every memory."""
        return dict(
            memory_from(row)
            for row in self._connection.execute(_MEMORIES, {"learner": self._learner})
        )

    def put_memories(self, memories: Iterable[tuple[Part, Memory]]) -> None:
        """Store memories, replacing those of the same parts."""
        self.raw.executemany(
            _PUT_MEMORY, (memory_row(self._learner, part, memory) for part, memory in memories)
        )

    def forget(self, parts: Iterable[Part]) -> None:
        """Remove memories without events."""
        for part in parts:
            self._connection.execute(_FORGET, self.key(part))

    def forget_all(self) -> None:
        """Remove every memory. A home has only one learner."""
        self._connection.execute(MEMORY.delete())

    def key(self, part: Part) -> dict[str, str]:
        """The parameters that name a part's row."""
        return {"learner": self._learner, "of_card": part.card, "of_part": part.part or ""}


def _chunks(items: list[Any]) -> Iterator[list[Any]]:
    for start in range(0, len(items), _CHUNK):
        yield items[start : start + _CHUNK]
