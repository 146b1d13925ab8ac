"""The base of the reading classes: running a `select` over a session, and the tables of the library
in use, which each connection has for itself.
"""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, bindparam, column, func, literal_column, or_, select, table, tuple_

from learnms.errors import StoreError
from learnms.store.read.rows import is_intact
from learnms.store.scope import EXTRA
from learnms.store.sqlite.errors import REBUILD_REMEDY, translated
from learnms.store.tables import DECK_CARD, META, CardIndexRow

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterable, Iterator

    from sqlalchemy import ColumnElement, Select
    from sqlmodel import Session

    from learnms.store.read.rows import Row

_AT_ONCE = 32
"""Rows that are fetched together: so few that they stay in the processor's cache."""

LEARNER = select(META.c.value).where(META.c.key == "learner_id").scalar_subquery()

LIBRARY = table("library", column("rank"), column("path"), column("explicit"))
"""The deck files in use."""

STUDY = table(
    "part_in_study", *map(column, (*CardIndexRow.model_fields, "rank", "explicit", "turn"))
)
"""The parts that are studied: those of the library that are the first with their card's id."""


def outer(column: ColumnElement[Any]) -> ColumnElement[Any]:
    """A column to join with, whose table SQLite's planner reads first: the sign hides its indexes.
    Rows then come in that table's order, so that nothing is sorted.
    """
    return literal_column(f"+{column}")


STUDY_IN_LIBRARY = LIBRARY.join(STUDY, STUDY.c.path == outer(LIBRARY.c.path))
STUDY_ORDER = (LIBRARY.c.rank, STUDY.c.position, STUDY.c.rank_in_card)


def among(name: str) -> Select[Any]:
    """The values of a parameter that is a list in JSON."""
    return select(func.json_each(bindparam(name)).table_valued("value").c.value)


def in_decks(deck_id: ColumnElement[Any]) -> ColumnElement[bool]:
    """The deck is one of the scope's."""
    return or_(bindparam("decks").is_(None), deck_id.in_(among("decks")))


def _in_parts() -> ColumnElement[bool]:
    """The part is one of the scope's."""
    listed = func.json_each(bindparam("parts")).table_valued("value").c.value
    pairs = select(func.json_extract(listed, "$[0]"), func.json_extract(listed, "$[1]"))
    return or_(bindparam("parts").is_(None), tuple_(STUDY.c.card, STUDY.c.part).in_(pairs))


CARDS_IN_LIBRARY = LIBRARY.join(DECK_CARD, DECK_CARD.c.path == outer(LIBRARY.c.path))
"""Every card, draft and case of the library."""
CARD_ORDER = (LIBRARY.c.rank, DECK_CARD.c.position)

IN_SCOPE = and_(
    or_(
        bindparam("role").is_(None),
        STUDY.c.explicit != 0,
        STUDY.c.audience == "",
        func.instr(STUDY.c.audience, "|" + bindparam("role", "") + "|") > 0,
    ),
    in_decks(STUDY.c.deck_id),
    or_(bindparam("extra"), STUDY.c.priority < EXTRA),
    or_(
        bindparam("region").is_(None),
        STUDY.c.region == "",
        func.instr(STUDY.c.region, "|" + bindparam("region", "") + "|") > 0,
    ),
    _in_parts(),
)
"""The part is for the reader, in one of the decks, of the priorities, the region and the parts
studied.
"""


class Query:
    """Queries the database through one session, which it does not own."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def _rows(
        self, statement: Select[Any], parameters: dict[str, Any] | None = None
    ) -> Generator[Row]:
        """The rows, read lazily; the cursor is closed when the caller stops."""
        with (
            translated(self._session.info["path"]),
            closing(self._session.connection().execute(statement, parameters)) as result,
        ):
            # The driver's own tuples: SQLAlchemy's rows take a fifth longer to convert.
            while rows := result.cursor.fetchmany(_AT_ONCE):
                yield from rows

    def _all(self, statement: Select[Any], parameters: dict[str, Any] | None = None) -> list[Row]:
        return list(self._rows(statement, parameters))

    def _one(self, statement: Select[Any], parameters: dict[str, Any] | None = None) -> Row | None:
        row = self._session.connection().execute(statement, parameters).first()
        return None if row is None else tuple(row)


BODY = (DECK_CARD.c.path, DECK_CARD.c.position, DECK_CARD.c.card, DECK_CARD.c.body)
_BODY_AT = 3
_STORED_BODY = select(DECK_CARD.c.body).where(
    DECK_CARD.c.path == bindparam("path"),
    DECK_CARD.c.position == bindparam("position"),
    DECK_CARD.c.card.is_not_distinct_from(bindparam("card")),
)


class BodyQuery(Query):
    """Queries the bodies of cards, on a connection whose library has been loaded.

    `heal` parses a deck file again whose cached content is damaged; it comes from whoever has a
    parser.
    """

    def __init__(self, session: Session, heal: Callable[[str], object] | None = None) -> None:
        super().__init__(session)
        self._heal = heal

    def _intact(self, rows: Iterable[Row]) -> Iterator[Row]:
        """The rows, which begin with the columns of `BODY`. A file with a damaged body is parsed
        again, and those rows come last.
        """
        damaged = []
        for row in rows:
            if is_intact(row[_BODY_AT]):
                yield row
            else:
                damaged.append(row)
        # Only now: while a query is read, the library cannot be loaded again.
        for path, position, card, _, *more in damaged:
            body = self._stored_body(path, position, card)
            if body is not None and not is_intact(body):
                if self._heal is None:
                    raise StoreError(f"The stored data of {path} is damaged.", REBUILD_REMEDY)
                self._heal(path)
                body = self._stored_body(path, position, card)
            if body is not None:
                yield path, position, card, body, *more

    def _stored_body(self, path: str, position: int, card: str | None) -> str | None:
        row = self._one(_STORED_BODY, {"path": path, "position": position, "card": card})
        return row[0] if row else None
