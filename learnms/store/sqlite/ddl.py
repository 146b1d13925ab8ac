"""The tables as they stand in the file. `tables.py` says the same to SQLModel, and a test compares
the two.

Days are ISO text, times ISO text in UTC with microseconds, so that text order is time order. A
whole card is part '' in a key, because NULL is not usable there; in the log it is NULL.
"""

from __future__ import annotations

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

CACHE = {
    "deck_cache": (
        """(
    path TEXT NOT NULL,
    size INTEGER NOT NULL,
    mtime_ns INTEGER NOT NULL,
    deps TEXT NOT NULL,
    digest TEXT NOT NULL,
    format INTEGER NOT NULL,
    deck_id TEXT NOT NULL,
    title TEXT NOT NULL,
    parsed INTEGER NOT NULL,
    head TEXT NOT NULL,
    problems TEXT NOT NULL,
    PRIMARY KEY (path)
)"""
    ),
    "deck_card": (
        """(
    path TEXT NOT NULL,
    position INTEGER NOT NULL,
    card TEXT,
    body TEXT NOT NULL,
    text TEXT NOT NULL,
    tags TEXT NOT NULL,
    kinds TEXT NOT NULL,
    PRIMARY KEY (path, position)
)"""
    ),
    "card_index": (
        """(
    path TEXT NOT NULL,
    position INTEGER NOT NULL,
    card TEXT NOT NULL,
    part TEXT NOT NULL,
    rank_in_card INTEGER NOT NULL,
    deck_id TEXT NOT NULL,
    audience TEXT NOT NULL,
    topic TEXT,
    key_hash TEXT,
    wording_hash TEXT,
    prompt TEXT NOT NULL,
    PRIMARY KEY (path, card, part)
)"""
    ),
    "deck_was": (
        """(
    path TEXT NOT NULL,
    card TEXT NOT NULL,
    was TEXT NOT NULL,
    PRIMARY KEY (path, card, was)
)"""
    ),
}
"""What was parsed from decks, by table: a process that cannot write makes TEMP tables of the
same shape.
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


def cache_statements(prefix: str = "") -> list[str]:
    """The statements that make the cache's tables and indexes; `prefix` is '' or 'temp.'."""
    tables = [f"CREATE TABLE {prefix}{name} {shape}" for name, shape in CACHE.items()]
    return tables + [
        f"CREATE INDEX {prefix}{name} ON {target}" for name, target in CACHE_INDEXES.items()
    ]


def statements() -> list[str]:
    """The statements that make a whole new file."""
    indexes = [f"CREATE INDEX {name} ON {target}" for name, target in INDEXES.items()]
    return [EVENT, MEMORY, CARD_SEEN, META, *indexes, *cache_statements()]
