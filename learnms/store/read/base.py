"""The base of the reading classes: running a `select` over a session."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from learnms.store.tables import META

if TYPE_CHECKING:
    from collections.abc import Generator

    from sqlalchemy import Executable
    from sqlmodel import Session

    from learnms.store.read.rows import Row

_AT_ONCE = 500
"""Rows that are fetched together, which is quicker than one by one."""

LEARNER = select(META.c.value).where(META.c.key == "learner_id").scalar_subquery()


class Query:
    """Asks the database through one session, which it does not own."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def _rows(
        self, statement: Executable, parameters: dict[str, Any] | None = None
    ) -> Generator[Row]:
        """The rows as they are asked for; the cursor is closed when the caller stops."""
        with closing(self._session.connection().execute(statement, parameters)) as result:
            for rows in result.partitions(_AT_ONCE):
                yield from rows

    def _all(self, statement: Executable, parameters: dict[str, Any] | None = None) -> list[Row]:
        return list(self._rows(statement, parameters))

    def _one(self, statement: Executable, parameters: dict[str, Any] | None = None) -> Row | None:
        return self._session.connection().execute(statement, parameters).first()
