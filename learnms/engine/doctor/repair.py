"""Repairs the data of a home: every event that can be read, from the damaged database and the
backups, goes into a new database, which then takes the place of the damaged one. That is kept.
"""

from __future__ import annotations

import sqlite3
from collections import Counter
from contextlib import closing, suppress
from typing import TYPE_CHECKING, NamedTuple

from learnms.store.log.integrity import days_in_words, known_gaps
from learnms.store.log.salvage import add_events, salvage
from learnms.store.log.validation import unsound
from learnms.store.log.writer import Store
from learnms.store.sqlite import health
from learnms.store.sqlite.backup import backups
from learnms.store.sqlite.connection import connect_for_reading
from learnms.store.sqlite.health import Identity
from learnms.store.sqlite.log_head import read_log_head, write_log_head
from learnms.store.sqlite.replace import (
    DATABASE_NAME,
    alone,
    keep_damaged,
    replace,
    temporary_folder,
)
from learnms.store.sqlite.schema import read_only_uri

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import datetime
    from pathlib import Path
    from uuid import UUID

    from learnms.study.event import Event


class Repaired(NamedTuple):
    """What a repair did: how many events it saved, how many of them only backups had, how many are
    lost, as far as that can be known, and of which days, as `: Nov 20`; where the damaged database
    is kept, None if there was none.
    """

    saved: int
    from_backups: int
    lost: int
    days: str
    kept: Path | None


class _Found(NamedTuple):
    events: dict[UUID, Event]
    learner: str | None
    from_backups: int
    lost: int
    days: str
    is_whole: bool


def repair(
    home: Path, clock: Callable[[], datetime], rollover_hour: int, others: Iterable[Event] = ()
) -> Repaired:
    """Save every event that can be read into a new database in the place of the present one.

    A kill at any moment leaves the old database or the new one. `others` are events from elsewhere,
    such as a synced folder.

    Raises:
        StoreBusyError: another learnms is open on the home.
        StoreError: nothing can be written there; the data is as it was.
    """
    with alone(home):
        return _repaired(home, clock, rollover_hour, others)


def _repaired(
    home: Path, clock: Callable[[], datetime], rollover_hour: int, others: Iterable[Event]
) -> Repaired:
    identity, remembered, known_gaps = _meta_of(home / DATABASE_NAME)
    found = _found(home, identity, known_gaps, others)
    with temporary_folder(home) as folder:
        store = Store.open(folder, clock, learner_id=found.learner, rollover_hour=rollover_hour)
        try:
            store.import_events(found.events.values(), checked=True)
            for key, value in remembered:
                store.remember(key, value)
            if identity.device is not None and found.is_whole:
                # Otherwise the device might give the numbers of lost events to new ones.
                store.remember("device_id", identity.device)
        finally:
            store.close()
        kept = keep_damaged(home)
        replace(home, folder / DATABASE_NAME)
    with closing(connect_for_reading(home / DATABASE_NAME)) as connection:
        write_log_head(home, connection)
    return Repaired(len(found.events), found.from_backups, found.lost, found.days, kept)


def _meta_of(path: Path) -> tuple[Identity, list[tuple[str, str]], list[tuple[int, int]]]:
    """What `meta` holds, as far as it can be read: ids, remembered facts, and known gaps."""
    with (
        suppress(sqlite3.Error, UnicodeDecodeError),
        closing(sqlite3.connect(read_only_uri(path), uri=True)) as connection,
    ):
        identity, remembered = health.identity_of(connection), list(health.remembered(connection))
        return identity, remembered, _known_gaps(connection)
    return Identity(None, None), [], []


def _known_gaps(connection: sqlite3.Connection) -> list[tuple[int, int]]:
    try:
        return known_gaps(connection)
    except sqlite3.Error:
        return []


def _found(
    home: Path, identity: Identity, known_gaps: list[tuple[int, int]], others: Iterable[Event]
) -> _Found:
    """All events of the learner, and what is missing among them."""
    present = salvage(home / DATABASE_NAME)
    events = dict(present.events)
    for backup in backups(home):
        add_events(events, salvage(backup.path).events.values())
    add_events(events, others)
    head = read_log_head(home)
    learner = _learner(present.events or events, identity) or (head and head.learner)
    mine = {
        ident: event
        for ident, event in events.items()
        if event.learner_id == learner and unsound(event) is None
    }
    numbers = {ident.bytes for ident in mine}
    damaged = [row for row in present.damaged if row.ident not in numbers]
    seen = head.events if head is not None and head.learner == learner else 0
    gaps = _missing_days(mine, known_gaps)
    lost = max(len(damaged), len(gaps), seen - len(mine))
    known_days = [row.study_day for row in damaged]
    days = days_in_words(known_days if len(damaged) >= len(gaps) else [*known_days, *gaps])
    from_backups = len(mine.keys() - present.events.keys())
    return _Found(mine, learner, from_backups, lost, days, present.is_whole and not lost)


def _learner(events: dict[UUID, Event], identity: Identity) -> str | None:
    """The learner of most events; without any, the one that the database names."""
    counts = Counter(event.learner_id for event in events.values())
    return counts.most_common(1)[0][0] if counts else identity.learner


def _missing_days(events: dict[UUID, Event], known: list[tuple[int, int]]) -> list[str]:
    """For each missing sequence number, the study day of the event before it, as ISO text."""
    days = {event.seq: event.study_day.isoformat() for event in events.values() if event.seq}
    missing, day = [], ""
    for seq in range(1, max(days, default=0)):
        day = days.get(seq, day)
        if seq not in days and not any(first <= seq <= last for first, last in known):
            missing.append(day)
    return missing
