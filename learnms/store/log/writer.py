"""The writing side: every answer is one transaction with the event and the resulting memory.

Imported after the first paint, because SQLModel costs more than everything before it.
"""

from __future__ import annotations

import sqlite3
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple
from uuid import uuid4

from learnms.errors import StoreError
from learnms.store.first_paint import StudyQueries
from learnms.store.log import counted, sums
from learnms.store.log.engine import sqlalchemy_engine, transaction
from learnms.store.log.events import complete, nth, with_checksum, with_real_ref
from learnms.store.log.integrity import check_log
from learnms.store.log.merge import ImportReport, merge
from learnms.store.log.projection import (
    counts,
    rebuild,
    replay_owners,
    rules_in_force,
    settle,
    with_memory,
)
from learnms.store.log.renames import pending_relinks
from learnms.store.log.rules import Rules
from learnms.store.log.statements import Heads, Ledger
from learnms.store.log.uuid7 import IdMaker
from learnms.store.read.events import EventQueries
from learnms.store.read.library import LibraryQueries
from learnms.store.sqlite.backup import back_up
from learnms.store.sqlite.connection import checkpoint, open_writer
from learnms.store.sqlite.errors import UnwritableHomeError, explained, translated
from learnms.store.sqlite.log_head import write_log_head
from learnms.study.day import ROLLOVER_HOUR, moment
from learnms.study.event import RULE_KINDS, Draft, Event, last_counting_day, moves_memory

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from datetime import datetime
    from pathlib import Path

    from sqlmodel import Session

    from learnms.store.sqlite.connection import DatabaseHandle
    from learnms.study.replay import Progress

_NO_FILE = (0, 0)
_HELD_AFTER = "held_after"
_SETTLING_KINDS = ("void", *RULE_KINDS)


__all__ = ["ImportReport", "RebuildReport", "Store", "nth"]


class RebuildReport(NamedTuple):
    """How many events a rebuild read, how many memories it derived, and how many of these differed
    from the stored ones (0 unless something was broken).
    """

    events: int
    memories: int
    changed: int


@dataclass(slots=True)
class _Known:
    """The writer's cached state of the database between transactions. It stays valid because nobody
    else writes; a rollback clears it.
    """

    held_after: date | None = None
    rules: Rules | None = None
    heads: Heads | None = None


class Store:
    """The log and the memory of one learner, open for writing.

    It owns the connection and the lock until `close`, and is used by one thread.
    """

    def __init__(
        self,
        opened: DatabaseHandle,
        clock: Callable[[], datetime],
        rollover_hour: int = ROLLOVER_HOUR,
    ) -> None:
        self._opened = opened
        self._clock = clock
        self.rollover_hour = rollover_hour
        """The local hour at which a study day begins."""
        self.on_written: Callable[[], None] | None = None
        """Called after each transaction that added events."""
        self.on_progress: Progress | None = None
        """Progress callback for a full replay, which takes seconds for 100,000 events."""
        self._sql = sqlalchemy_engine(opened.connection).connect()
        self._identity = _identity(opened.path)
        self._journal: tuple[int, int] | None = None
        self._has_written = False
        self._study = StudyQueries(opened.connection)
        self._history = EventQueries(opened.session)
        self._ids = IdMaker()
        self._known = _Known()
        self._has_learner = False
        self._now = moment(clock(), rollover_hour)
        self.learner_id = self._study.identity("learner_id")
        self.device_id = self._study.identity("device_id")

    @classmethod
    def open(
        cls,
        home: Path,
        clock: Callable[[], datetime],
        connection: DatabaseHandle | None = None,
        learner_id: str | None = None,
        *,
        rollover_hour: int = ROLLOVER_HOUR,
    ) -> Store:
        """Open the learner's data for writing, and bring it up to the day.

        Events that were held and now count, or the other way round, are applied; `was:` of the
        library that was loaded on the connection becomes relinks.

        Args:
            home: the data folder.
            clock: gives the present moment as an aware local time.
            connection: a handle of `open_writer`, which the store takes over.
            learner_id: the learner whom the data must belong to; a log without events gets it.
            rollover_hour: the local hour at which a study day begins.

        Raises:
            StoreBusyError: another learnms writes there.
            StoreError: the data cannot be written, is damaged, newer, or another learner's.
        """
        opened = connection if connection is not None else open_writer(home)
        if not opened.writable:
            raise UnwritableHomeError(
                f"{opened.path} is open read-only.",
                "Close the other learnms, or choose another folder with --home.",
            )
        try:
            store = cls(opened, clock, rollover_hour)
            store._start(learner_id)
        except BaseException:
            if connection is None:
                opened.close()
            raise
        return store

    @property
    def connection(self) -> sqlite3.Connection:
        """The connection that the store writes through, for queries of the same thread."""
        return self._opened.connection

    @property
    def session(self) -> Session:
        """The session over that connection."""
        return self._opened.session

    @property
    def today(self) -> date:
        """The clock's study day."""
        return moment(self._clock(), self.rollover_hour).study_day

    @property
    def ephemeral(self) -> bool:
        """Whether nothing that is written outlives the process."""
        return self._opened.ephemeral

    def close(self) -> None:
        """Record the end of the log, close the file and release the lock. A second call does
        nothing.
        """
        if self._has_written and self._opened.home is not None:
            write_log_head(self._opened.home, self._opened.connection)
        self._has_written = False
        self._sql.close()
        self._opened.close()

    def append(self, drafts: Sequence[Draft]) -> list[Event]:
        """Write events and the resulting memories, all or nothing. Returned events are on disk.

        A draft's `ref` may be `nth(i)` for an earlier draft of the same call.

        Raises:
            StoreError: nothing of it was written; the store can be used again.
        """
        events: list[Event] = []
        are_voids = len(drafts) > 1 and all(draft.kind == "void" for draft in drafts)
        with self._transaction() as ledger:
            if are_voids:  # together, because each would replay the same part's history again
                events = self._add_voids(ledger, drafts)
            else:
                for draft in drafts:
                    events.append(self._add(ledger, with_real_ref(draft, events)))
        self._written()
        return events

    def undo(self, today: date) -> Event | None:
        """Undo the latest answer, bury, suspend, flag, note, reset or hand-made `due` of this study
        day on this device. Answers of quizzes are final.

        A change of many cards (events with the same `batch` in their data) is undone as one.

        `today` is the clock's day or the one that `StudyQueries.effective_day` made of it. Returns
        the event that no longer counts, or None if there is nothing to undo.
        """
        day = self._study.effective_day(min(today, self.today))
        last = self._history.last_undoable(day, self.device_id)
        if last is not None:
            batch = self._history.of_batch(last)
            self.append([Draft(kind="void", ref=event.id) for event in batch])
        return last

    def back_up(self, label: str) -> None:
        """Copy the database into `backups` before a change that touches much of it. A log without
        events needs no copy.

        Raises:
            StoreError: the copy could not be written.
        """
        if self._opened.home is not None and self._history.count():
            back_up(self._opened.connection, self._opened.home, label, self._clock())

    def rebuild(self, *, copies: bool = True) -> RebuildReport:
        """Recompute every memory from the log, after a backup unless `copies` is false.

        Raises:
            StoreError: events are damaged. Without them memories would silently change.
        """
        report = check_log(self._opened.connection)
        if report.bad:
            raise StoreError(f"{report.words} Nothing was rebuilt.", "Run `learnms doctor`.")
        if copies:
            self.back_up("rebuild")
        with self._transaction() as ledger:
            return RebuildReport(*rebuild(ledger, self._today, self.on_progress))

    def import_events(
        self, events: Iterable[Event], *, checked: bool = False, label: str = "import"
    ) -> ImportReport:
        """Add events of another log of this learner, in one transaction; those that are known add
        nothing. The database is backed up before, under the label, where an event is new.

        A log without events, unless `open` was given a learner, takes over the learner of the
        events. `checked`: the caller has found each of them sound (`validation.fault`); otherwise
        those that are not are refused.

        Raises:
            OtherLearnerError: one of them is another learner's; nothing was imported.
        """
        offered = list(events)
        if self._has_new(offered):
            self.back_up(label)
        with self._transaction() as ledger:
            before = self._in_force(ledger)  # first: events in the log may change the rules
            report, self.learner_id, changed = merge(
                ledger, offered, self.learner_id, checked=checked, adopts=not self._has_learner
            )
            ledger = ledger.of(self.learner_id)
            self._known.heads = None
            self._settle(ledger, before, changed)
        if changed:
            self._written()
        return report

    def relink(self) -> list[Event]:
        """Write the relinks that `was:` in the library asks for. `open` does so too; to be called
        after decks changed.
        """
        library = LibraryQueries(self._opened.session)
        if not library.in_use():
            return []
        with self._transaction() as ledger:
            drafts = list(pending_relinks(library, self._history, self._in_force(ledger).relinks))
        return self.append(drafts) if drafts else []

    def remember(self, name: str, value: str) -> None:
        """Store a fact about this database outside the log, for `MemoryQueries.remembered`."""
        with self._transaction() as ledger:
            ledger.put_meta(name, value)

    def become_new_device(self) -> None:
        """Take a new device id: another copy of this data folder goes on under the old one."""
        device_id = uuid4().hex
        with self._transaction() as ledger:
            ledger.put_meta("device_id", device_id)
        self.device_id = device_id
        self._known.heads = None

    def _start(self, learner_id: str | None) -> None:
        self._has_learner = learner_id is not None
        if learner_id is not None and learner_id != self.learner_id:
            if self._history.count():
                raise StoreError(
                    "The data belongs to another learner.", "Choose another folder with --home."
                )
            with self._transaction() as ledger:
                ledger.put_meta("learner_id", learner_id)
            self.learner_id = learner_id
        with self._transaction():
            pass  # decides what is held
        self.relink()

    @contextmanager
    def _transaction(self) -> Iterator[Ledger]:
        """A transaction, after checking that the file is still the one that was opened."""
        self._check_file()
        self._now = moment(self._clock(), self.rollover_hour)
        learner = self.learner_id
        try:
            with transaction(self._sql):
                ledger = Ledger(self._sql, self.learner_id)
                self._decide_held(ledger)
                yield ledger
            self._has_written = True
            if self._journal is None and self._opened.path is not None:
                self._journal = _journal(self._opened.path)
        except BaseException as error:
            self._known, self.learner_id = _Known(), learner
            if self._opened.connection.in_transaction:
                self._opened.connection.rollback()
            if isinstance(error, sqlite3.Error):
                raise explained(error, self._opened.path) from error
            raise

    def _has_new(self, offered: list[Event]) -> bool:
        """Whether an import of these events would change the log."""
        with self._transaction() as ledger:
            stored = ledger.identities([event.id for event in offered])
            return any(
                event.id.bytes not in stored or event.checksum < stored[event.id.bytes]
                for event in offered
            ) or bool(ledger.damaged_among(stored))

    def _written(self) -> None:
        if self.on_written is not None:
            self.on_written()

    def _check_file(self) -> None:
        path = self._opened.path
        if _identity(path) != self._identity:
            raise _gone(f"{path} was moved, deleted or replaced", "Put the file back, or close")
        if self._journal is not None and path is not None and _journal(path) != self._journal:
            # The connection still has what the journal holds: it goes into the file itself.
            with translated(path):
                checkpoint(self._opened.connection)
            raise _gone(f"{path}-wal was moved, deleted or replaced", "Close")
        lock = self._opened.lock
        if lock is not None and not lock.is_in_place():
            lock.renew()
            self._known = _Known()  # another learnms may have written meanwhile

    @property
    def _today(self) -> date:
        return self._now.study_day

    def _in_force(self, ledger: Ledger) -> Rules:
        if self._known.rules is None:
            self._known.rules = rules_in_force(ledger, self._today)
        return self._known.rules

    def _heads(self, ledger: Ledger) -> Heads:
        if self._known.heads is None:
            self._known.heads = ledger.heads(self.device_id, last_counting_day(self._today))
        return self._known.heads

    def _settle(self, ledger: Ledger, rules: Rules, events: Iterable[Event]) -> None:
        self._known.rules = settle(ledger, rules, events, self._today, self.on_progress)

    def _decide_held(self, ledger: Ledger) -> None:
        """Update memory for events that became held, or no longer are, because the clock moved."""
        limit = last_counting_day(self._today)
        if self._known.held_after == limit:
            return
        self._known.heads = None
        stored = ledger.meta(_HELD_AFTER)
        before = date.fromisoformat(stored) if stored else limit
        moved = ledger.of_days(min(before, limit), max(before, limit))
        if moved:
            self._settle(ledger, rules_in_force(ledger, before - timedelta(days=1)), moved)
        sums.close_days(ledger, self._in_force(ledger).weights, self._today)
        if stored != limit.isoformat():
            ledger.put_meta(_HELD_AFTER, limit.isoformat())
        self._known.held_after = limit

    def _event_of(self, draft: Draft, heads: Heads, rules: Rules) -> Event:
        """The draft as the next event of the log."""
        return complete(
            draft,
            learner_id=self.learner_id,
            device_id=self.device_id,
            ident=self._ids.next(self._now.at_utc),
            seq=heads.seq + 1,
            now=self._now,
            study_day=max(self._today, heads.device_day or self._today),
            params_id=rules.params_id,
        )

    def _add_voids(self, ledger: Ledger, drafts: Sequence[Draft]) -> list[Event]:
        rules, heads = self._in_force(ledger), self._heads(ledger)
        events: list[Event] = []
        for draft in drafts:
            event = with_checksum(self._event_of(with_real_ref(draft, events), heads, rules))
            events.append(event)
            heads = heads.after(event)
        ledger.add_missing(events)
        self._known.heads = heads
        self._settle(ledger, rules, events)
        return events

    def _add(self, ledger: Ledger, draft: Draft) -> Event:
        rules, heads, today = self._in_force(ledger), self._heads(ledger), self._today
        event = self._event_of(draft, heads, rules)
        owner = memory = None
        does_count = counts(ledger, event, today)
        if moves_memory(event):
            is_last = heads.last_day is None or heads.last_day <= event.study_day
            event, owner, memory = with_memory(
                ledger, rules, event, today, is_next=is_last and does_count
            )
        event = with_checksum(event)
        ledger.add(event)
        self._known.heads = heads.after(event)
        if does_count and event.kind not in _SETTLING_KINDS:
            counted.add(ledger, event, rules.relinks)
        if owner is not None and memory is not None:
            ledger.put_memories([(owner, memory)])
        elif owner is not None:
            replay_owners(ledger, rules, [owner], today)
        elif event.kind in _SETTLING_KINDS:
            self._settle(ledger, rules, [event])
        return event


def _gone(what: str, remedy: str) -> StoreError:
    return StoreError(
        f"{what} while learnms was open; the answer was not saved.",
        f"{remedy} learnms and open it again.",
    )


def _journal(path: Path) -> tuple[int, int] | None:
    """The identity of the write-ahead log; None where a rollback journal is used."""
    wal = _identity(path.with_name(f"{path.name}-wal"))
    return None if wal == _NO_FILE else wal


def _identity(path: Path | None) -> tuple[int, int] | None:
    if path is None:
        return None
    try:
        stat = path.stat()
    except OSError:
        return _NO_FILE
    return stat.st_dev, stat.st_ino
