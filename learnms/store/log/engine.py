"""SQLAlchemy over the connection that is already open, so that only one connection ever writes."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

from sqlalchemy import create_engine, event
from sqlalchemy.pool import StaticPool
from sqlmodel import Session

from learnms.errors import StoreError
from learnms.store.sqlite.errors import explained, path_of

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine, ExceptionContext


def open_session(connection: sqlite3.Connection) -> Session:
    """A session for reading. It never begins or ends a transaction, so it reads inside the one that
    is open on the connection. Errors of SQLite are raised as `StoreError`.
    """
    engine = create_engine(
        "sqlite://",
        creator=lambda: connection,
        poolclass=StaticPool,
        skip_autocommit_rollback=True,
        pool_reset_on_return=None,
    )
    path = path_of(connection)

    @event.listens_for(engine, "handle_error")
    def in_words(context: ExceptionContext) -> StoreError | None:
        error = context.original_exception
        if not isinstance(error, sqlite3.Error):
            return None
        context.is_disconnect = False  # there is no other connection
        return explained(error, path)

    return Session(engine, info={"path": path})


def writing_engine(session: Session) -> Engine:
    """The session's connection for writing. Every transaction begins by taking the write lock; the
    caller rolls back.
    """
    engine = session.connection().engine.execution_options()

    @event.listens_for(engine, "begin")
    def take_the_lock_at_once(begun: Connection) -> None:
        # SQLite refuses a deferred transaction that reads and then writes where another wrote in
        # between.
        begun.exec_driver_sql("BEGIN IMMEDIATE")

    return engine
