"""The writing side: every answer is one transaction that holds the event and the memory it leads
to.

Imported after the first paint, because SQLModel costs more than everything before it.
"""

from __future__ import annotations

from contextlib import contextmanager
from datetime import date, timedelta
from threading import RLock
from typing import TYPE_CHECKING, NamedTuple

from learnms.errors import StoreError
from learnms.store.log.engine import writing_engine
from learnms.store.log.events import complete, nth, with_checksum, with_real_ref
from learnms.store.log.merge import ImportReport, merge
from learnms.store.log.projection import (
    Rules,
    rebuild,
    replay_owners,
    rules_in_force,
    settle,
    with_memory,
)
from learnms.store.log.renames import pending_relinks
from learnms.store.log.statements import Heads, Ledger
from learnms.store.log.uuid7 import IdMaker
from learnms.store.read.events import EventQueries
from learnms.store.read.library import LibraryQueries
from learnms.store.read.memory import MemoryQueries
from learnms.store.sqlite.backup import back_up
from learnms.store.sqlite.connection import open_writer
from learnms.store.sqlite.errors import UnwritableHomeError
from learnms.study.day import ROLLOVER_HOUR, moment
from learnms.study.event import RULE_KINDS, Draft, Event, last_counting_day, moves_memory

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from datetime import datetime
    from pathlib import Path

    from sqlmodel import Session

    from learnms.store.sqlite.connection import DatabaseHandle
    from learnms.study.replay import Progress

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


class Store:
    """The log and the memory of one learner, open for writing.

    It owns the connection and the lock until `close`. Calls may come from any thread; they wait for
    each other. Code that reads through the same connection in another thread, or calls
    `deck_cache.refresh.refresh` on it, holds `guard` meanwhile.
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
        self.on_progress: Progress | None = None
        """Hears how far a replay of the whole log is, which takes seconds for 100,000 events."""
        self._engine = writing_engine(opened.session)
        self.guard = RLock()
        self._identity = _identity(opened.path)
        self._reader = MemoryQueries(opened.connection)
        self._history = EventQueries(opened.session)
        self._ids = IdMaker()
        self._rules: Rules | None = None
        self._held_after: date | None = None
        self._has_learner = False
        self._now = moment(clock(), rollover_hour)
        self.learner_id = self._reader.learner_id
        self.device_id = self._reader.device_id

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
            connection: a handle of `open_writer` or `open_best`, which the store takes over.
            learner_id: the learner whom the data must belong to; a log without events gets it.
            rollover_hour: the local hour at which a study day begins.

        Raises:
            StoreBusyError: another learnms writes there.
            StoreError: the data cannot be written, is damaged, newer, or another learner's.
        """
        opened = connection if connection is not None else open_writer(home)
        if not opened.writable:
            raise UnwritableHomeError(
                f"{opened.path} is open for reading only.",
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
        """Nothing that is written outlives the process."""
        return self._opened.ephemeral

    def close(self) -> None:
        """Close the file and release the lock. A second call does nothing."""
        with self.guard:
            self._engine.dispose()
            self._opened.close()

    def append(self, drafts: Sequence[Draft]) -> list[Event]:
        """Write events and the memory they lead to, all or nothing. Returned events are on the
        disk.

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
        return events

    def undo(self, today: date) -> Event | None:
        """Undo the latest answer, bury, suspend, flag, note, reset or hand-made `due` of this study
        day on this device.

        A change of many cards (events with the same `batch` in their data) is undone as one.

        `today` is the clock's day or the one that `MemoryQueries.effective_day` made of it. Returns
        the event that no longer counts, or None where there is nothing to undo.
        """
        with self.guard:
            day = self._reader.effective_day(min(today, self.today))
            last = self._history.last_undoable(day, self.device_id)
            if last is not None:
                self.append(
                    [
                        Draft(kind="void", ref=event.id)
                        for event in self._history.of_batch(last, day)
                    ]
                )
            return last

    def rebuild(self) -> RebuildReport:
        """Derive every memory again from the log, after a backup."""
        with self.guard:
            if self._opened.home is not None:
                back_up(self._opened.connection, self._opened.home, "rebuild")
            with self._transaction() as ledger:
                return RebuildReport(*rebuild(ledger, self._today, self.on_progress))

    def import_events(self, events: Iterable[Event], *, checked: bool = False) -> ImportReport:
        """Add events of another log of this learner, in one transaction; those that are known add
        nothing.

        A log without events, unless `open` was given a learner, takes over the learner of the
        events. `checked`: the caller has found each of them sound (`validation.fault`); otherwise
        those that are not are refused.

        Raises:
            OtherLearnerError: one of them is another learner's; nothing was imported.
        """
        with self._transaction() as ledger:
            before = self._in_force(ledger)  # first: events in the log may change the rules
            report, self.learner_id, changed = merge(
                ledger, events, self.learner_id, checked=checked, adopts=not self._has_learner
            )
            self._rules = settle(
                ledger.of(self.learner_id), before, changed, self._today, self.on_progress
            )
        return report

    def relink(self) -> list[Event]:
        """Write the relinks that `was:` in the library asks for. `open` does so too; to be called
        after decks changed.
        """
        with self.guard:
            library = LibraryQueries(self._opened.session)
            if not library.in_use():
                return []
            with self._transaction() as ledger:
                drafts = list(
                    pending_relinks(library, self._history, self._in_force(ledger).relinks)
                )
            return self.append(drafts) if drafts else []

    def remember(self, name: str, value: str) -> None:
        """Store a fact about this database outside the log, for `MemoryQueries.remembered`."""
        with self._transaction() as ledger:
            ledger.put_meta(name, value)

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
        """A transaction, on a file that is still the one that was opened."""
        with self.guard:
            self._check_file()
            self._now = moment(self._clock(), self.rollover_hour)
            learner = self.learner_id
            try:
                with self._engine.begin() as connection:
                    ledger = Ledger(connection, self.learner_id)
                    self._decide_held(ledger)
                    yield ledger
            except BaseException:
                self._rules, self._held_after, self.learner_id = None, None, learner
                if self._opened.connection.in_transaction:
                    self._opened.connection.rollback()
                raise

    def _check_file(self) -> None:
        if _identity(self._opened.path) != self._identity:
            raise StoreError(
                f"{self._opened.path} was moved, deleted or replaced while learnms was open; the"
                " answer was not saved.",
                "Put the file back, or close learnms and open it again.",
            )

    @property
    def _today(self) -> date:
        return self._now.study_day

    def _in_force(self, ledger: Ledger) -> Rules:
        if self._rules is None:
            self._rules = rules_in_force(ledger, self._today)
        return self._rules

    def _decide_held(self, ledger: Ledger) -> None:
        """Update memory for events that are held, or no longer held, since the clock moved."""
        limit = last_counting_day(self._today)
        if self._held_after == limit:
            return
        stored = ledger.meta(_HELD_AFTER)
        before = date.fromisoformat(stored) if stored else limit
        moved = ledger.of_days(min(before, limit), max(before, limit))
        if moved:
            rules = rules_in_force(ledger, before - timedelta(days=1))
            self._rules = settle(ledger, rules, moved, self._today, self.on_progress)
        if stored != limit.isoformat():
            ledger.put_meta(_HELD_AFTER, limit.isoformat())
        self._held_after = limit

    def _event_of(self, draft: Draft, heads: Heads, nth_of_all: int = 1) -> Event:
        """The draft as the next event of the log, or the second, third… next."""
        return complete(
            draft,
            learner_id=self.learner_id,
            device_id=self.device_id,
            ident=self._ids.next(self._now.at_utc),
            seq=heads.seq + nth_of_all,
            now=self._now,
            study_day=max(self._today, heads.device_day or self._today),
            params_id=self._rules.params_id if self._rules is not None else None,
        )

    def _add_voids(self, ledger: Ledger, drafts: Sequence[Draft]) -> list[Event]:
        rules = self._in_force(ledger)
        heads = ledger.heads(self.device_id, last_counting_day(self._today))
        events: list[Event] = []
        for number, draft in enumerate(drafts, start=1):
            events.append(
                with_checksum(self._event_of(with_real_ref(draft, events), heads, number))
            )
        ledger.add_missing(events)
        self._rules = settle(ledger, rules, events, self._today, self.on_progress)
        return events

    def _add(self, ledger: Ledger, draft: Draft) -> Event:
        rules, today = self._in_force(ledger), self._today
        heads = ledger.heads(self.device_id, last_counting_day(today))
        event = self._event_of(draft, heads)
        owner = memory = None
        if moves_memory(event):
            is_last = heads.last_day is None or heads.last_day <= event.study_day
            event, owner, memory = with_memory(ledger, rules, event, today, is_last=is_last)
        event = with_checksum(event)
        ledger.add(event)
        if owner is not None and memory is not None:
            ledger.put_memories([(owner, memory)])
        elif owner is not None:
            replay_owners(ledger, rules, [owner], today)
        elif event.kind in _SETTLING_KINDS:
            self._rules = settle(ledger, rules, [event], today, self.on_progress)
        return event


def _identity(path: Path | None) -> tuple[int, int] | None:
    if path is None:
        return None
    try:
        stat = path.stat()
    except OSError:
        return (0, 0)
    return stat.st_dev, stat.st_ino
