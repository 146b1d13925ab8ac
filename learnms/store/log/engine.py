"""SQLAlchemy over the connection that is already open, so that only one connection writes."""

from __future__ import annotations

import sqlite3
from contextlib import contextmanager
from typing import TYPE_CHECKING

from sqlalchemy import create_engine, event
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import StaticPool
from sqlmodel import Session

from learnms.errors import StoreError
from learnms.store.sqlite.errors import explained, path_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection, Engine, ExceptionContext


def open_session(connection: sqlite3.Connection) -> Session:
    """A session for reading. It never begins or ends a transaction, so it reads inside the one that
    is open on the connection. Errors of SQLite are raised as `StoreError`.
    """
    engine = create_engine(
        "sqlite://",
        creator=lambda: connection,
        poolclass=StaticPool,
        pool_reset_on_return=None,
        skip_autocommit_rollback=True,
    )
    path = path_of(connection)

    @event.listens_for(engine, "handle_error")
    def in_words(context: ExceptionContext) -> StoreError | None:
        error = context.original_exception
        if not isinstance(error, sqlite3.Error):
            return None
        context.is_disconnect = False  # type: ignore[misc, unused-ignore]  # there is no other
        return explained(error, path)

    return Session(engine, info={"path": path})


def sqlalchemy_engine(connection: sqlite3.Connection, begin: str = "BEGIN IMMEDIATE") -> Engine:
    """An engine with this connection only. Every transaction begins by taking the write lock,
    because SQLite refuses a deferred transaction that reads and then writes where another wrote in
    between; `begin` is `BEGIN` for a connection that only reads. Nothing is reset when it is let
    go: each transaction ends by itself, and the connection may be closed by then.
    """
    engine = create_engine(
        "sqlite://", creator=lambda: connection, poolclass=StaticPool, pool_reset_on_return=None
    )

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
