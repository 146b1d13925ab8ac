"""What is known about the data folder without changing it, for a problem report."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING, NamedTuple

from learnms.engine.queries import Queries
from learnms.errors import LearnmsError
from learnms.store.deck_cache.library import use_library
from learnms.store.sqlite.connection import journal_mode, open_reader
from learnms.store.sqlite.replace import DATABASE_NAME
from learnms.store.sqlite.schema import SCHEMA_VERSION, inspect

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from pathlib import Path

SUPPORTED_SCHEMA = SCHEMA_VERSION
SQLITE = sqlite3.sqlite_version


class Database(NamedTuple):
    """The learner's database: its schema's version, its journal mode, the number of events, and
    the cards and errors of the decks as they were last read; None where it is not known.
    `problem` is a sentence about what is wrong, or None.
    """

    schema: int | None = None
    journal_mode: str | None = None
    events: int | None = None
    cards: int | None = None
    errors: int | None = None
    problem: str | None = None


def database(home: Path, files: Sequence[str], today: date) -> Database:
    """What the database in a data folder says about itself and, as of a calendar day, about deck
    files. Reads only.
    """
    found = Database()
    try:
        found = found._replace(schema=inspect(home / DATABASE_NAME))
        if not found.schema:
            return found
        with closing(open_reader(home)) as opened:
            use_library(opened.connection, files)
            queries = Queries(opened, calendar=lambda: today)
            found = found._replace(
                journal_mode=journal_mode(opened.connection), events=queries.events.count()
            )
            decks = queries.deck_files()
        return found._replace(
            cards=sum(row.head.get("counts", {}).get("cards", 0) for row in decks),
            errors=sum(problem["severity"] == "error" for row in decks for problem in row.problems),
        )
    except (LearnmsError, sqlite3.Error, OSError) as error:
        return found._replace(problem=str(error))
