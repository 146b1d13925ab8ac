"""The deck files of the library in use, as they were last parsed, and their problems.

Expects that `deck_cache.refresh.refresh` ran on the same connection.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from learnms.store.read.queries import (
    EVERYTHING,
    FIRST,
    IN_SCOPE,
    LEARNER,
    LIBRARY,
    MEMORY_OF_PART,
    Query,
    Scope,
)
from learnms.store.read.rows import sealed_json, unsealed_json

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable
    from datetime import date


class DeckRow(NamedTuple):
    """A file of the library. `explicit`: named by the learner. `parsed` is False where the file
    does not parse, and its last good cards, or none, stand for it.

    `total` and `learned` count parts in scope: all, and those ever reviewed.
    """

    path: str
    deck_id: str
    title: str
    explicit: bool
    parsed: bool
    head: dict[str, Any]
    problems: list[dict[str, Any]]
    total: int
    learned: int

    @property
    def version(self) -> str | None:
        """What the deck calls its version."""
        return self.head.get("version")


_DECKS = f"""
SELECT lib.path, deck_id, title, lib.explicit, parsed, head, problems,
    (
        SELECT count(*) FROM card_index AS here
        WHERE here.path = lib.path AND {FIRST} AND {IN_SCOPE}
    ),
    (
        SELECT count(*) FROM card_index AS here JOIN memory ON {MEMORY_OF_PART}
        WHERE here.path = lib.path AND memory.state = 'review' AND {FIRST} AND {IN_SCOPE}
    )
FROM library AS lib JOIN deck_cache ON deck_cache.path = lib.path ORDER BY lib.rank
"""


_RENAMED = f"""
SELECT 1 FROM library JOIN deck_was USING (path) CROSS JOIN memory
WHERE memory.learner_id = {LEARNER} AND memory.card = substr(was, 1, instr(was || '#', '#') - 1)
    AND NOT EXISTS (
        SELECT 1 FROM part_in_study AS here
        WHERE here.card = memory.card AND here.part = memory.part
    )
LIMIT 1
"""


class DeckQueries(Query):
    """The decks in use.

    Args:
        connection: its library is read.
        calendar: gives the day on which problems are judged; without one, problems of any day hold.
    """

    def __init__(
        self, connection: sqlite3.Connection, calendar: Callable[[], date] | None = None
    ) -> None:
        super().__init__(connection)
        self._calendar = calendar

    @property
    def today(self) -> date | None:
        """The day on which problems are judged."""
        return self._calendar() if self._calendar is not None else None

    def _current(self, sealed_problems: str) -> list[dict[str, Any]]:
        """The problems of a file that hold today: a problem may begin or end with time, while the
        file stays as it is.
        """
        problems: list[dict[str, Any]] = unsealed_json(sealed_problems)
        if self._calendar is None or not problems:
            return problems
        today = self._calendar().isoformat()
        return [
            problem
            for problem in problems
            if problem.get("since", today) <= today <= problem.get("until", today)
        ]

    def decks(self, scope: Scope = EVERYTHING) -> list[DeckRow]:
        """Every file of the library, in its order."""
        return [
            DeckRow(
                path,
                deck_id,
                title,
                bool(explicit),
                bool(parsed),
                unsealed_json(head),
                self._current(problems),
                total,
                learned,
            )
            for path, deck_id, title, explicit, parsed, head, problems, total, learned in self._all(
                _DECKS, scope.parameters()
            )
        ]

    def offered(self, role: str | None) -> list[DeckRow]:
        """The files that are for a reader: they have cards for the role, name it as their
        audience, or were named by the learner.
        """
        rows = self.decks(Scope(role))
        return [
            row
            for row in rows
            if row.total
            or row.explicit
            or role is None
            or not row.head.get("audience")
            or role in row.head["audience"]
        ]

    def studied(self, path: str) -> int:
        """How many cards of a file are scheduled."""
        row = self._one(
            f"SELECT count(DISTINCT here.card) FROM {LIBRARY} WHERE lib.path = :path AND {FIRST}",
            {"path": path},
        )
        return int(row[0]) if row else 0

    def problems(self) -> dict[str, list[dict[str, Any]]]:
        """The problems of the files that have any, by path, in the library's order."""
        rows = self._all(
            "SELECT path, problems FROM library JOIN deck_cache USING (path) WHERE problems <>"
            " :none ORDER BY rank",
            {"none": sealed_json([])},
        )
        return {path: current for path, problems in rows if (current := self._current(problems))}

    def has_renamed(self) -> bool:
        """Whether something is known of a part that is not studied any more, under an id that a
        card had before.
        """
        return self._one(_RENAMED) is not None
