"""The library: the deck files in use, as a TEMP table of one connection, and a view of the parts
that are studied.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection, Iterable
    from os import PathLike

TABLES = ("deck_card", "card_index", "deck_was", "deck_cache")
"""The tables of the deck cache. Where it cannot be stored, TEMP tables of these names hide them."""

_PART_IN_STUDY = """
CREATE TEMP VIEW IF NOT EXISTS part_in_study AS
SELECT here.*, lib.rank, lib.explicit, lib.turn
FROM card_index AS here CROSS JOIN library AS lib ON lib.path = here.path
WHERE NOT EXISTS (
    SELECT 1 FROM card_index AS twin JOIN library AS shelf ON shelf.path = twin.path
    WHERE twin.card = here.card AND twin.rowid <> here.rowid
        AND (shelf.rank, twin.position) < (lib.rank, here.position)
)"""
"""The parts of the library whose card is the first with its id: those that are studied. Most cards
are the only row with their id, which the index tells by the rowids.

A query starts from a memory or a file, so it joins from the part to its file and not the other way
around.
"""


def show_stored(connection: sqlite3.Connection) -> None:
    """Read the stored deck cache again, where TEMP tables hid it."""
    for name in TABLES:
        connection.execute(f"DROP TABLE IF EXISTS temp.{name}")


def absolute(files: Iterable[str | PathLike[str]]) -> list[str]:
    """The files by their absolute paths, each once."""
    return list(dict.fromkeys(str(Path(file).absolute()) for file in files))


def use_library(
    connection: sqlite3.Connection,
    files: Iterable[str | PathLike[str]],
    *,
    explicit: Collection[str | PathLike[str]] = (),
    shipped: Collection[str | PathLike[str]] = (),
) -> tuple[str, ...]:
    """Make these cached files, in this order, the connection's library.

    Args:
        connection: any connection, also one that only reads.
        files: the deck files; of a card id that is in several, the first is studied. New cards
            come in the order of the decks' places, and for those without one in this order.
        explicit: the files that were named by the learner; the audience does not hide their cards.
        shipped: the files that are left out where another file with the same deck id has cards.

    Returns:
        the ids of the shipped decks that were left out.
    """
    named = set(absolute(explicit))
    connection.execute(
        "CREATE TEMP TABLE IF NOT EXISTS library (rank INTEGER PRIMARY KEY, path TEXT NOT NULL"
        " UNIQUE, explicit INTEGER NOT NULL, turn INTEGER NOT NULL UNIQUE)"
    )
    connection.execute(_PART_IN_STUDY)
    connection.execute("DELETE FROM temp.library")
    paths = absolute(files)
    turns = _turns(connection, paths)
    connection.executemany(
        "INSERT INTO temp.library VALUES (?, ?, ?, ?)",
        [(rank, path, path in named, turns[path]) for rank, path in enumerate(paths)],
    )
    return _leave_out(connection, set(absolute(shipped)))


def _turns(connection: sqlite3.Connection, paths: list[str]) -> dict[str, int]:
    """The order of the files: by the decks' positions, then those without one."""
    places = dict(
        connection.execute("SELECT path, place FROM deck_cache WHERE place IS NOT NULL").fetchall()
    )
    ordered = sorted(paths, key=lambda path: (path not in places, places.get(path, 0)))
    return {path: turn for turn, path in enumerate(ordered)}


def _leave_out(connection: sqlite3.Connection, shipped: set[str]) -> tuple[str, ...]:
    """Take shipped decks out of the library that another file of it replaces; returns their ids."""
    if not shipped:
        return ()
    query = (
        "SELECT path, deck_id, EXISTS (SELECT 1 FROM deck_card WHERE deck_card.path = library.path)"
        " FROM library JOIN deck_cache USING (path)"
    )
    rows = connection.execute(query).fetchall()
    own = {deck for path, deck, has_cards in rows if path not in shipped and has_cards}
    replaced = [(path, deck) for path, deck, _ in rows if path in shipped and deck in own]
    connection.executemany(
        "DELETE FROM temp.library WHERE path = ?", [(path,) for path, _ in replaced]
    )
    return tuple(deck for _, deck in replaced)
