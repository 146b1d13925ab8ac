"""Examines the data of a home without changing it."""

from __future__ import annotations

import os
import shutil
import sqlite3
from contextlib import closing, suppress
from datetime import date, timedelta
from typing import TYPE_CHECKING, Literal, NamedTuple

from learnms.engine import wording as words
from learnms.engine.doctor.places import loose_files
from learnms.engine.sync.wording import in_synced_folder
from learnms.errors import LearnmsError, NewerSchemaError
from learnms.paths import shown_path, sync_program
from learnms.store.log.integrity import check_log
from learnms.store.sqlite import health, schema
from learnms.store.sqlite.connection import connect_for_reading, journal_mode, others_can_write
from learnms.store.sqlite.journal import journal_is_broken
from learnms.store.sqlite.lock import WriterLock
from learnms.store.sqlite.log_head import lost_since, read_log_head
from learnms.store.sqlite.replace import DATABASE_NAME
from learnms.store.sqlite.snapshot import begin_snapshot
from learnms.study.day import study_day
from learnms.study.event import last_counting_day

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime
    from pathlib import Path

    from learnms.study.replay import Progress

REPAIR = "Run `learnms doctor --repair`: it saves every event that can be read."
REBUILD = "Run `learnms rebuild`."
_LEAST_FREE = 50_000_000  # bytes

State = Literal["fine", "warning", "problem"]


class Check(NamedTuple):
    """What was checked, and what was found; `needs_repair` if `repair` mends it."""

    name: str
    state: State
    words: str
    remedy: str = ""
    needs_repair: bool = False


class Examination(NamedTuple):
    """Every check of a home."""

    checks: tuple[Check, ...]

    def number(self, state: State) -> int:
        """How many checks ended like this."""
        return sum(check.state == state for check in self.checks)

    @property
    def needs_repair(self) -> bool:
        """Whether a repair mends anything."""
        return any(check.needs_repair for check in self.checks)


def examine(
    home: Path,
    clock: Callable[[], datetime],
    rollover_hour: int,
    *,
    full: bool = False,
    on_progress: Progress | None = None,
) -> Examination:
    """Check the data of a home; nothing is written.

    Args:
        home: the data folder.
        clock: aware local time.
        rollover_hour: the local hour at which a study day begins.
        full: whether what is derived is compared with a replay of the whole log.
        on_progress: called from time to time while events are checked.

    Raises:
        NewerSchemaError: a newer learnms wrote the data.
    """
    path = home / DATABASE_NAME
    checks: list[Check] = []
    try:
        if schema.inspect(path):
            checks += _of_journal(home)
            with closing(connect_for_reading(path)) as connection:
                begin_snapshot(connection)
                checks += _of_file(connection)
                checks += _of_log(connection, home, on_progress)
                day = study_day(clock(), rollover_hour)
                checks += _of_derived(connection, day)
                if full and not any(check.needs_repair for check in checks):
                    checks.append(_replayed(connection, home, clock, rollover_hour, on_progress))
        else:
            checks.append(Check("Answers", "fine", "Nothing has been saved yet."))
    except NewerSchemaError:
        raise
    except LearnmsError as error:
        checks.append(Check("Database", "problem", error.message, REPAIR, needs_repair=True))
    except sqlite3.Error as error:
        checks.append(_unreadable("Database", error))
    return Examination((*checks, *_of_home(home)))


def _unreadable(name: str, error: sqlite3.Error) -> Check:
    return Check(name, "problem", f"It cannot be read: {error}.", REPAIR, needs_repair=True)


def _of_file(connection: sqlite3.Connection) -> Iterator[Check]:
    faults = health.structure_faults(connection)
    if faults:
        text = f"SQLite finds damage in the file: {'; '.join(faults)}."
        yield Check("Database", "problem", text, REPAIR, needs_repair=True)
    else:
        mode = journal_mode(connection)
        text = f"The file is whole (SQLite {sqlite3.sqlite_version}, journal mode {mode})."
        yield Check("Database", "fine", text)
    faults = health.schema_faults(connection)
    if faults:
        text = f"Tables or indexes are wrong: {'; '.join(faults[:5])}."
        yield Check("Tables", "problem", text, REPAIR, needs_repair=True)
    else:
        yield Check("Tables", "fine", "All tables and indexes are there.")


def _of_log(
    connection: sqlite3.Connection, home: Path, on_progress: Progress | None
) -> Iterator[Check]:
    try:
        report = check_log(connection, on_progress)
    except LearnmsError as error:
        yield Check("Answers", "problem", error.message, REPAIR, needs_repair=True)
        return
    if report.is_sound:
        number = words.count(report.events, "event")
        text = f"{number}: every checksum is right, and no event is missing."
        yield Check("Answers", "fine", text)
    else:
        yield Check("Answers", "problem", report.words, REPAIR, needs_repair=True)
    head = read_log_head(home)
    try:
        lost = lost_since(head, connection)
    except sqlite3.Error as error:
        yield _unreadable("Latest events", error)
        return
    if lost is not None:
        yield Check("Latest events", "problem", lost, REPAIR, needs_repair=True)
    elif head is not None:
        yield Check("Latest events", "fine", "The database holds all that learnms last saw.")


def _of_journal(home: Path) -> Iterator[Check]:
    with suppress(LearnmsError):  # a program that writes changes the journal all the time
        lock = WriterLock.acquire(home)
        try:
            is_broken = journal_is_broken(home / DATABASE_NAME)
        finally:
            lock.release()
        if is_broken:
            text = "The journal, which holds the latest answers, cannot be read to its end."
            yield Check("Journal", "problem", text, REPAIR, needs_repair=True)


def _of_derived(connection: sqlite3.Connection, today: date) -> Iterator[Check]:
    try:
        strange = health.strange_rows(connection)
    except sqlite3.Error as error:
        yield _unreadable("Memories", error)
        return
    if strange:
        counts = ", ".join(f"{number:,} in {name}" for name, number in strange.items())
        text = f"Some refer to events that do not exist: {counts}."
        yield Check("Memories", "problem", text, REBUILD, needs_repair=True)
    else:
        yield Check("Memories", "fine", "All of them belong to events that exist.")
    try:
        number = health.damaged_cache_rows(connection)
    except sqlite3.Error as error:
        yield _unreadable("Decks", error)
        return
    if number:
        text = f"{words.count(number, 'stored card')} or decks are damaged; your decks are not."
        remedy = f"{REBUILD} It reads the decks again."
        yield Check("Decks", "problem", text, remedy, needs_repair=True)
    else:
        yield Check("Decks", "fine", "The stored decks can be read.")
    with suppress(sqlite3.Error, ValueError):
        held, latest = health.held_events(connection, last_counting_day(today).isoformat())
        if held:
            until = date.fromisoformat(latest) - timedelta(days=1)
            verb = "is" if held == 1 else "are"
            text = (
                f"{words.count(held, 'event')} {verb} dated in the future, perhaps because the"
                f" clock was wrong. From {words.day(until, today)} on, all events count."
            )
            yield Check("Dates", "warning", text, "Check the clock of this computer.")


def _replayed(
    connection: sqlite3.Connection,
    home: Path,
    clock: Callable[[], datetime],
    rollover_hour: int,
    on_progress: Progress | None,
) -> Check:
    from learnms.store.log.replay_check import differences  # SQLModel, only where it is asked for

    try:
        counts = differences(connection, home, clock, rollover_hour, on_progress)
    except (LearnmsError, sqlite3.Error) as error:
        text = f"The events cannot be replayed: {error}"
        return Check("Replay", "problem", text, REPAIR, needs_repair=True)
    if counts:
        named = ", ".join(f"{number:,} {name}" for name, number in counts.items())
        text = f"What is stored differs from a replay of all events: {named}."
        return Check("Replay", "problem", text, REBUILD, needs_repair=True)
    return Check("Replay", "fine", "A replay of all events gives the same memories.")


def _of_home(home: Path) -> Iterator[Check]:
    shown = shown_path(str(home))
    if home.is_dir() and not os.access(home, os.W_OK | os.X_OK):
        text = f"{shown} cannot be written, so no answer can be saved."
        remedy = "Make the folder writable, or name another with `--home`."
        yield Check("Folder", "problem", text, remedy)
    loose = loose_files(home)
    if loose:
        named = " ".join(shown_path(str(path)) for path in loose)
        text = f"Other users of this computer can open your data: {named}."
        yield Check("Permissions", "warning", text, f"Run `chmod go-rwx {named}`.")
    elif not others_can_write(home):
        yield Check("Permissions", "fine", "Only you can open your data.")
    service = sync_program(home)
    if service is not None:
        yield Check("Folder", "warning", *in_synced_folder(shown, service))
    with suppress(OSError):
        free = shutil.disk_usage(home).free
        size = (home / DATABASE_NAME).stat().st_size if os.path.exists(home / DATABASE_NAME) else 0
        if free < max(_LEAST_FREE, 3 * size):
            text = f"Only {free // 1_000_000:,} MB are free."
            yield Check("Disk space", "warning", text, "Free some space.")
        else:
            yield Check("Disk space", "fine", f"{free / 1e9:,.1f} GB are free.")
