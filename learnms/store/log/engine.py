"""SQLAlchemy over the connection that is already open, so that only one connection ever writes."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from sqlalchemy import create_engine, event
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import StaticPool

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

    from sqlalchemy import Connection, Engine


def sqlalchemy_engine(connection: sqlite3.Connection, begin: str = "BEGIN IMMEDIATE") -> Engine:
    """An engine with this connection only. Every transaction begins by taking the write lock,
    because SQLite refuses a deferred transaction that reads and then writes where another wrote in
    between; `begin` is `BEGIN` for a connection that only reads.
    """
    engine = create_engine("sqlite://", creator=lambda: connection, poolclass=StaticPool)

    @event.listens_for(engine, "begin")
    def begin_at_once(_: Connection) -> None:
        connection.execute(begin)

    return engine


@contextmanager
def transaction(connection: Connection) -> Iterator[None]:
    """A transaction. Errors of the database are those of sqlite3, as everywhere else."""
    try:
        with connection.begin():
            yield
    except DBAPIError as error:
        raise error.orig or error from error
