"""The tables as SQL, for the start, which cannot wait for SQLModel. The log and the memory are the
text of the first migration, which stays as it was released; a test compares the tables with the
models of `tables.py`.

Days are ISO text, times ISO text in UTC with microseconds, so that text order is time order. A
whole card is part '' in a key, because NULL is not usable there; in the log it is NULL.
"""

from __future__ import annotations

from typing import NamedTuple, get_args, get_type_hints

EVENT = """
CREATE TABLE event (
    learner_id TEXT NOT NULL,
    id BLOB NOT NULL,
    kind TEXT NOT NULL,
    device_id TEXT,
    seq INTEGER NOT NULL,
    at_utc TEXT NOT NULL,
    utc_offset INTEGER NOT NULL,
    study_day TEXT NOT NULL,
    card TEXT,
    part TEXT,
    form TEXT,
    wording_hash TEXT,
    key_hash TEXT,
    rating INTEGER,
    points REAL,
    max_points REAL,
    form_kind TEXT,
    answer TEXT,
    confidence TEXT,
    took_ms INTEGER,
    due TEXT,
    target REAL,
    recall_before REAL,
    stability_before REAL,
    difficulty_before REAL,
    params_id TEXT,
    ref BLOB,
    data TEXT,
    checksum TEXT NOT NULL,
    PRIMARY KEY (learner_id, id)
)
"""

MEMORY = """
CREATE TABLE memory (
    learner_id TEXT NOT NULL,
    card TEXT NOT NULL,
    part TEXT NOT NULL,
    state TEXT NOT NULL,
    stability REAL,
    difficulty REAL,
    due TEXT,
    last_day TEXT,
    first_day TEXT,
    reps INTEGER NOT NULL,
    lapses INTEGER NOT NULL,
    last_event BLOB,
    status TEXT NOT NULL,
    key_hash TEXT,
    buried_until TEXT,
    flagged INTEGER NOT NULL,
    sure_wrong_day TEXT,
    PRIMARY KEY (learner_id, card, part)
) WITHOUT ROWID
"""

CARD_SEEN = """
CREATE TABLE card_seen (
    card TEXT NOT NULL,
    part TEXT NOT NULL,
    prompt TEXT NOT NULL,
    deck_id TEXT NOT NULL,
    last_seen TEXT NOT NULL,
    PRIMARY KEY (card, part)
) WITHOUT ROWID
"""

META = """
CREATE TABLE meta (
    key TEXT NOT NULL,
    value TEXT NOT NULL,
    PRIMARY KEY (key)
) WITHOUT ROWID
"""


class DeckRecord(NamedTuple):
    """A row of `deck_cache`: a deck file as it was last parsed. `head` and `problems` are sealed
    JSON, `deps` says which sources file it was parsed with.
    """

    path: str
    size: int
    mtime_ns: int
    deps: str
    digest: str
    format: int
    deck_id: str
    title: str
    parsed: int
    head: str
    problems: str


class CardRecord(NamedTuple):
    """A row of `deck_card`: the body of a card, draft (`card` is None) or case as sealed JSON, and
    what a search looks through; `tags` and `kinds` are '' or `|a|b|`.
    """

    path: str
    position: int
    card: str | None
    body: str
    text: str
    tags: str
    kinds: str


class PartRecord(NamedTuple):
    """A row of `card_index`: a scheduled part; `part` is '' for the whole card, `audience` '' or
    `|nurse|patient|`.
    """

    path: str
    position: int
    card: str
    part: str
    rank_in_card: int
    deck_id: str
    audience: str
    topic: str | None
    key_hash: str | None
    wording_hash: str | None
    prompt: str


class FormerId(NamedTuple):
    """A row of `deck_was`: an id, or `id#part`, that a card had before."""

    path: str
    card: str
    was: str


Record = type[DeckRecord] | type[CardRecord] | type[PartRecord] | type[FormerId]

CACHE: dict[str, tuple[Record, str]] = {
    "deck_cache": (DeckRecord, "path"),
    "deck_card": (CardRecord, "path, position"),
    "card_index": (PartRecord, "path, card, part"),
    "deck_was": (FormerId, "path, card, was"),
}
"""The record and the primary key of each table of the deck cache. A process that cannot write makes
TEMP tables of the same shape.
"""

CACHE_INDEXES = {
    "deck_card_card": "deck_card (card)",
    "card_index_card": "card_index (card, part)",
    "card_index_order": "card_index (path, position, rank_in_card, card, part)",
}

INDEXES = {
    "event_owner": "event (learner_id, card, part)",
    "event_day": "event (learner_id, study_day, kind)",
    "event_device": "event (learner_id, device_id, study_day)",
    "event_seq": "event (learner_id, seq)",
    "event_ref": "event (learner_id, ref) WHERE ref IS NOT NULL",
    "event_rule": "event (learner_id, kind) WHERE kind IN ('relink', 'params')",
    "memory_due": "memory (learner_id, state, due)",
    "memory_first_day": "memory (learner_id, first_day)",
    "memory_last_day": "memory (learner_id, last_day)",
}


def _shape(record: Record, key: str) -> str:
    columns = [
        f"    {name} {'INTEGER' if hint is int else 'TEXT'}{'' if get_args(hint) else ' NOT NULL'}"
        for name, hint in get_type_hints(record).items()
    ]
    return "(\n" + ",\n".join([*columns, f"    PRIMARY KEY ({key})"]) + "\n)"


def cache_statements(prefix: str = "") -> list[str]:
    """The statements that make the cache's tables and indexes; `prefix` is '' or 'temp.'."""
    tables = [f"CREATE TABLE {prefix}{name} {_shape(*table)}" for name, table in CACHE.items()]
    return tables + [
        f"CREATE INDEX {prefix}{name} ON {target}" for name, target in CACHE_INDEXES.items()
    ]


def statements() -> list[str]:
    """The statements that make a new file."""
    indexes = [f"CREATE INDEX {name} ON {target}" for name, target in INDEXES.items()]
    return [EVENT, MEMORY, CARD_SEEN, META, *indexes, *cache_statements()]
