"""The base of the reading classes: running a query with errors in words, and the conditions that
say what is in study.
"""

from __future__ import annotations

import json
from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from learnms.errors import StoreError
from learnms.store.sqlite.errors import REBUILD_REMEDY, path_of, translated

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Generator, Iterable

    from learnms.store.read.rows import Row

LEARNER = "(SELECT value FROM meta WHERE key = 'learner_id')"

LIBRARY = "library AS lib CROSS JOIN card_index AS here ON here.path = lib.path"
"""Every part of the library. In every query `here` is the row of card_index, `lib` that of
library.
"""

LIBRARY_ORDER = "lib.rank, here.position, here.rank_in_card"

FIRST = """NOT EXISTS (
    SELECT 1 FROM card_index AS twin JOIN library AS shelf ON shelf.path = twin.path
    WHERE twin.card = here.card AND (shelf.rank, twin.position) < (lib.rank, here.position)
)"""
"""The card is the first with its id in the library: the one that is studied."""

IN_SCOPE = """(:role IS NULL OR lib.explicit OR here.audience = ''
    OR instr(here.audience, '|' || :role || '|'))
AND (:decks IS NULL OR here.deck_id IN (SELECT value FROM json_each(:decks)))"""
"""The part is for the reader, in one of the decks."""

MEMORY_OF_PART = f"""memory.learner_id = {LEARNER}
    AND memory.card = here.card AND memory.part = here.part"""

ACTIVE = (
    "memory.status = 'active' AND (memory.buried_until IS NULL OR memory.buried_until <= :today)"
)


def in_list(kinds: Iterable[str]) -> str:
    """Kinds of events as SQL, for `kind IN …`."""
    return "(" + ", ".join(f"'{kind}'" for kind in kinds) + ")"


@dataclass(frozen=True, slots=True)
class Scope:
    """Whose cards, of which decks.

    `role` is `nurse`, `patient` or None for everything; a deck file that was named by the learner
    shows all its cards. `decks` are deck ids, or None for all.
    """

    role: str | None = None
    decks: frozenset[str] | None = None

    def parameters(self) -> dict[str, Any]:
        """The values of `IN_SCOPE`."""
        return {
            "role": self.role,
            "decks": None if self.decks is None else json.dumps(sorted(self.decks)),
        }


EVERYTHING = Scope()


def _not_healed(path: str) -> None:
    raise StoreError(f"What is stored of {path} is damaged.", REBUILD_REMEDY)


class Query:
    """Asks the database through one connection, which it does not own, in one thread."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._path = path_of(connection)
        self.heal: Callable[[str], None] = _not_healed
        """Parses a deck file again whose cached content is damaged; set by whoever has a parser."""

    def _rows(self, sql: str, parameters: dict[str, Any] | None = None) -> Generator[Row]:
        """The rows as they are asked for; the cursor is closed when the caller stops."""
        with translated(self._path):
            cursor = self._connection.execute(sql, parameters or {})
            with closing(cursor):
                yield from cursor

    def _all(self, sql: str, parameters: dict[str, Any] | None = None) -> list[Row]:
        with translated(self._path):
            return self._connection.execute(sql, parameters or {}).fetchall()

    def _one(self, sql: str, parameters: dict[str, Any] | None = None) -> Row | None:
        with translated(self._path):
            row: Row | None = self._connection.execute(sql, parameters or {}).fetchone()
            return row
