"""SQLAlchemy over the connection that is already open, so that only one connection ever writes."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

from sqlalchemy import create_engine, event
from sqlalchemy.pool import StaticPool

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine


def sqlalchemy_engine(connection: sqlite3.Connection) -> Engine:
    """An engine with this connection only. Every transaction begins by taking the write lock."""
    engine = create_engine("sqlite://", creator=lambda: connection, poolclass=StaticPool)

    @event.listens_for(engine, "begin")
    def take_the_lock_at_once(begun: Connection) -> None:
        # SQLite refuses a deferred transaction that reads and then writes where another wrote in
        # between.
        begun.exec_driver_sql("BEGIN IMMEDIATE")

    return engine
