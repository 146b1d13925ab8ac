"""The floor of an answer: the same two rows in the same tables, written by the standard
library's sqlite3, as durably.
"""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING
from uuid import uuid4

from learnms.store.tables import create_all

if TYPE_CHECKING:
    from pathlib import Path

_ANSWER = (
    '{"seed":12345,"options":[["A steroid and an antihistamine","A live vaccine","Nothing at'
    ' all","An antibiotic"]],"picked":[[0]]}'
)
_EVENT_ROW = (
    *(
        "learner",
        b"",
        "review",
        "device",
        1,
        "2026-11-22T09:00:00.000000+00:00",
        60,
        "2026-11-22",
        "card-00001",
        None,
        "f" * 16,
        "w" * 16,
        "k" * 16,
    ),
    *(
        3,
        1.0,
        1.0,
        "single",
        _ANSWER,
        None,
        4200,
        "2026-11-25",
        0.9,
        0.93,
        3.2,
        5.1,
        None,
        None,
        None,
        "c" * 16,
    ),
)
_MEMORY_ROW = (
    *("learner", "", "", "review", 3.2602, 4.8846, "2026-11-25", "2026-11-22", "2026-11-22"),
    *(1, 0, b"", "active", "k" * 16, None, 0, None),
)
_INSERT = f"INSERT INTO event VALUES ({', '.join('?' * len(_EVENT_ROW))})"
_UPSERT = f"INSERT OR REPLACE INTO memory VALUES ({', '.join('?' * len(_MEMORY_ROW))})"


class RawStore:
    """A database with the log's and the memory's tables and indexes, WAL and FULL."""

    def __init__(self, path: Path) -> None:
        self._connection = sqlite3.connect(path, isolation_level=None)
        self._connection.execute("PRAGMA journal_mode = WAL")
        self._connection.execute("PRAGMA synchronous = FULL")
        create_all(self._connection)

    def answer(self, number: int) -> None:
        """Write one answer."""
        ident, card = uuid4().bytes, f"card-{number:05}"
        self._connection.execute("BEGIN IMMEDIATE")
        self._connection.execute(
            _INSERT,
            (
                _EVENT_ROW[0],
                ident,
                *_EVENT_ROW[2:4],
                number,
                *_EVENT_ROW[5:8],
                card,
                *_EVENT_ROW[9:],
            ),
        )
        self._connection.execute(
            _UPSERT, (_MEMORY_ROW[0], card, *_MEMORY_ROW[2:11], ident, *_MEMORY_ROW[12:])
        )
        self._connection.execute("COMMIT")

    def close(self) -> None:
        """Close the file."""
        self._connection.close()
