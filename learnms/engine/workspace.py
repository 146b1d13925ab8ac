"""Opens the settings, the database and the library; the store later, in the background."""

from __future__ import annotations

import os
import shlex
import sqlite3
import time
from contextlib import contextmanager, suppress
from dataclasses import replace
from typing import TYPE_CHECKING, Self

from learnms import paths
from learnms.engine import wording as words
from learnms.engine.backups.daily import DailyBackup
from learnms.engine.queries import Queries
from learnms.engine.review.study_time import StudyTime
from learnms.engine.voice import Voice, voice_of
from learnms.errors import LearnmsError, StoreBusyError, UsageError
from learnms.settings import FILE, Settings, SettingsError, read_settings, write_settings
from learnms.store.deck_cache import refresh as catalogue
from learnms.store.sqlite.connection import open_reader, open_writer, others_can_write
from learnms.store.sqlite.errors import UnwritableHomeError
from learnms.store.sqlite.log_head import checked_on, lost_since, note_check, read_log_head
from learnms.store.sqlite.snapshot import SnapshotSource, begin_snapshot
from learnms.study.day import study_day
from learnms.study.event import Part
from learnms.text import is_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from datetime import date, datetime
    from pathlib import Path

    from learnms.store.deck_cache.parsed import ParsedFile
    from learnms.store.deck_cache.refresh import ParsedChanges, RefreshReport
    from learnms.store.log.writer import Store
    from learnms.store.sqlite.connection import DatabaseHandle
    from learnms.study.event import Event


DAMAGE_FOR_PATIENTS = "Some of your saved answers are damaged or missing."
_PAUSE = 0.1
_LONG = 1.0
"""Seconds of a check of the log from which on one a day is enough."""
_BREATH = 0.002
"""Seconds that a check leaves to other threads from time to time."""
_FEW = 3


class Workspace:
    """The settings, data and decks of one run of the program.

    `read_only`: nothing can be written, because another learnms is open on this home or the folder
    is not writable; `notice` says so, or something else that the learner should know. `replaced`
    are the ids of shipped decks that the learner's own decks replace.

    Args:
        home_folder: the data folder; created where it is missing.
        deck_paths: deck files and folders, or a function that lists them at each refresh.
        clock: aware local time.
        patience: seconds to wait for the writer's lock, which a short command may hold.
        on_reading: called before the first deck file is parsed, because that can take a while.

    Raises:
        LearnmsError: a path is not there, the data is damaged or newer than this program.
    """

    def __init__(
        self,
        home_folder: Path,
        deck_paths: Sequence[str] | Callable[[], Sequence[str]],
        clock: Callable[[], datetime],
        *,
        patience: float = 0.0,
        on_reading: Callable[[], None] | None = None,
    ) -> None:
        self.home_folder = home_folder
        self.clock = clock
        self._patience = patience
        self._on_reading = on_reading
        self.notice: str | None = None
        self._broken: str | None = None
        self.replaced: frozenset[str] = frozenset()
        self.read_only = False
        self.store: Store | None = None
        self.study_time = StudyTime()
        self._daily = DailyBackup(home_folder, clock, lambda: self.settings.rollover_hour)
        self.settings = self._read_settings()
        self._deck_paths = deck_paths if callable(deck_paths) else lambda: deck_paths
        self._open()
        self.queries = Queries(
            self._opened, lambda path: self.read_anew([path]), lambda: self.clock().date()
        )
        try:
            self.refresh()
        except BaseException:
            self._opened.close()
            raise
        self._on_reading = None  # later changes are read in the background

    def _read_settings(self) -> Settings:
        try:
            return read_settings(self.home_folder)
        except SettingsError as error:
            self.notice = self._broken = str(error)
            return replace(error.good, who=error.good.who or "student")

    def _open(self) -> None:
        try:
            self._opened = self._patient_writer()
        except (StoreBusyError, UnwritableHomeError) as error:
            self.read_only = True
            self.notice = str(error)
            self._opened = open_reader(self.home_folder)
        if self.notice is None and others_can_write(self.home_folder):
            self.notice = (
                "Other users of this computer can write to"
                f" {paths.shown_path(str(self.home_folder))}. Run `chmod 700` on the folder to"
                " keep them out."
            )
        lost = self._lost()
        if lost is not None:  # before all else that there is to say, but why nothing can be saved
            self.notice = f"{self.notice} {lost}" if self.read_only else lost

    def _lost(self) -> str | None:
        """What the database lacks of what learnms last saw, and what to do."""
        if self._opened.path is None:
            return None
        with suppress(sqlite3.Error):  # what cannot be read is noticed where it is needed
            lost = lost_since(read_log_head(self.home_folder), self._opened.connection)
            if lost is not None:
                return self._damage(lost)
        return None

    def _damage(self, what: str) -> str:
        what = DAMAGE_FOR_PATIENTS if self.settings.is_patient else what
        return f"{what} Run `{paths.command()} doctor`."

    def check_data(self) -> str | None:
        """Check every event, in any thread; a long log at most once a day. Returns what is damaged
        and what to do, as sentences for `notice`.
        """
        today = study_day(self.clock(), self.settings.rollover_hour).isoformat()
        if self._opened.path is None or checked_on(self.home_folder) == today:
            return None
        from learnms.store.log.integrity import check_log  # hashlib: not before the first paint

        started = time.perf_counter()
        try:
            with self.reading() as queries:
                report = check_log(queries.opened.connection, lambda *_: time.sleep(_BREATH))
        except LearnmsError as error:
            return self._damage(error.message)
        if not report.is_sound:
            return self._damage(report.words)
        if time.perf_counter() - started > _LONG and not self.read_only:
            note_check(self.home_folder, today)
        return None

    def _patient_writer(self) -> DatabaseHandle:
        waited = 0.0
        while True:
            try:
                return open_writer(self.home_folder)
            except StoreBusyError:
                if waited >= self._patience:
                    raise
                time.sleep(_PAUSE)
                waited += _PAUSE

    @property
    def today(self) -> date:
        """The study day that an event written now would get."""
        return self.queries.today(self.clock, self.settings)

    @property
    def voice(self) -> Voice:
        """The wording for the learner's role."""
        return voice_of(self.settings)

    @contextmanager
    def reading(self) -> Iterator[Queries]:
        """Queries over one snapshot of the data, through their own connection: for what takes
        long, in any thread. An answer is written meanwhile without waiting.

        Raises:
            LearnmsError: the data cannot be read.
        """
        opened = self._source.open()
        try:
            yield Queries(
                opened,
                lambda path: self._heal_snapshot(opened.connection, path),
                lambda: self.clock().date(),
            )
        finally:
            opened.close()

    def _heal_snapshot(self, connection: sqlite3.Connection, path: str) -> None:
        """Parse a deck file whose cached content is damaged, for this connection only."""
        connection.rollback()
        changes = self._parsed_decks(connection, [path])
        self._write_decks(connection, changes, writable=False)
        begin_snapshot(connection)

    # -- the library -------------------------------------------------------------------------------

    def read_anew(self, files: Sequence[str] | None = None) -> None:
        """Parse these deck files again, or all of them, and replace their cached content."""
        self.refresh(
            damaged=(
                [file.path for file in paths.deck_files(self._deck_paths())]
                if files is None
                else files
            )
        )

    def refresh(self, *, damaged: Sequence[str] = ()) -> bool:
        """Read deck files that changed or whose cache is `damaged`; whether any was parsed."""
        return self.store_decks(self._parsed_decks(self._opened.connection, damaged))

    def parse_decks(self) -> ParsedChanges:
        """Parse the deck files that changed, in any thread; `store_decks` takes them in.

        Raises:
            LearnmsError: a path is not there, or the data cannot be read.
        """
        with self.reading() as queries:
            return self._parsed_decks(queries.opened.connection)

    def store_decks(self, changes: ParsedChanges) -> bool:
        """Make these deck files the library; whether any of them was parsed again."""
        report = self._write_decks(self._opened.connection, changes, writable=self._opened.writable)
        self.replaced = frozenset(report.replaced)
        self._source = SnapshotSource.of(self._opened)
        return bool(report.parsed)

    def _write_decks(
        self, connection: sqlite3.Connection, changes: ParsedChanges, *, writable: bool
    ) -> RefreshReport:
        return catalogue.write_parsed(
            connection,
            changes,
            writable=writable,
            today=study_day(self.clock(), self.settings.rollover_hour),
        )

    def _parsed_decks(
        self, connection: sqlite3.Connection, damaged: Sequence[str] = ()
    ) -> ParsedChanges:
        files = paths.deck_files(self._deck_paths())
        nameless = [file.shown for file in files if not is_text(file.path)]
        if nameless:
            files = [file for file in files if is_text(file.path)]
            number = words.count(len(nameless), "deck file")
            named = ", ".join(nameless[:_FEW])
            self.notice = self.notice or f"{number} skipped ({named}): file names must be UTF-8."
        parse: Callable[[str], ParsedFile] | None = None

        def parsed(path: str) -> ParsedFile:
            nonlocal parse
            if parse is None:
                from learnms.engine.ingest import parser  # only where a file has changed

                parse = parser(self._on_reading)
            return parse(path)

        return catalogue.parse_changed(
            connection,
            [file.path for file in files],
            parsed,
            explicit=[file.path for file in files if file.named],
            shipped=paths.replaceable(files),
            damaged=damaged,
        )

    def deck_ids(self, named: Sequence[str]) -> list[str]:
        """The ids of decks given by id, title or file.

        Raises:
            UsageError: the library has no such deck.
        """
        deck_ids = []
        rows = self.queries.deck_files() if named else []
        for name in named:
            ids = [
                row.deck_id
                for row in rows
                if name in (row.deck_id, row.title) or _is_file(name, row.path)
            ]
            if not ids and os.path.isdir(name):
                message = f"`{name}` is a folder, not a deck."
                raise UsageError(message, f"Name its files, or add `--decks {shlex.quote(name)}`.")
            if not ids:
                from learnms.engine.wording import choose_from  # only for an error

                message = f"No deck `{name}` in the library."
                raise UsageError(message, choose_from(name, [row.deck_id for row in rows]))
            deck_ids += ids
        return list(dict.fromkeys(deck_ids))

    def has_pending_renamings(self) -> bool:
        """Whether a card's `was:` names an id whose history has not been moved to the card yet."""
        if not self.queries.study.knows_former_ids():
            return False  # without importing SQLModel
        for renaming in self.queries.library.renamings():
            old = Part.parse(renaming.was).card
            known = self.queries.memory.known_of(old) - {
                row.part for row in self.queries.library.parts_of(old)
            }
            if known:
                from learnms.store.log.renames import pairs_of  # fsrs: only where it may be needed

                if any(
                    source in known
                    for source, to in pairs_of(
                        renaming, self.queries.events.parts_ever_known(old) | known
                    )
                    if source != to
                ):
                    return True
        return False

    def hand_over(self) -> None:
        """Move histories of renamed cards to their new ids; opens the store only for that."""
        if not self.read_only and self.store is None and self.has_pending_renamings():
            self.open_store()

    # -- writing -----------------------------------------------------------------------------------

    @property
    def read_only_reason(self) -> str:
        """Why nothing can be written here, as a sentence; only where `read_only` is set."""
        return self.notice or "Another learnms is open."

    def require_writable(self, remedy: str | None = None) -> None:
        """Refuse at once what could not be saved.

        Raises:
            LearnmsError: the folder cannot be written, or another learnms is open on it.
        """
        if self.read_only:
            raise LearnmsError(self.read_only_reason, remedy)

    def open_store(self) -> Store:
        """The store, opened on the open connection where it is not open yet. Importing sqlmodel is
        slow, so the application imports it in the background.

        Raises:
            LearnmsError: nothing can be written here.
        """
        if self.store is None:
            self.require_writable()
            from learnms.store.log.writer import Store

            self.store = Store.open(
                self.home_folder,
                self.clock,
                self._opened,
                rollover_hour=self.settings.rollover_hour,
            )
            if not self.store.ephemeral:
                self.store.on_written = self._daily.after_change
            self.log_choices()
            self._after_exam()
        return self.store

    def log_choices(self) -> list[Event]:
        """Write what was chosen, also by hand in the file, as events, once the store is open. A
        file that is missing or unreadable says nothing about what was chosen.

        Raises:
            LearnmsError: they cannot be written.
        """
        if self.store is None or self._broken is not None:
            return []
        if not (self.home_folder / FILE).exists():
            return []
        from learnms.engine.settings.synced import log_choices

        return log_choices(self.store, self.queries, self.settings)

    def take_settings(self) -> None:
        """Take over the settings that were chosen last on any of the learner's computers, once
        their events are in the log. An unreadable file is left alone.

        Raises:
            LearnmsError: they cannot be written.
        """
        if self._broken is not None:
            return
        from learnms.engine.settings.synced import from_log, note_taken

        store, before = self.open_store(), self.settings
        self.settings = from_log(self.queries, before, self.today)
        if self.settings != before:
            store.rollover_hour = self.settings.rollover_hour
            write_settings(self.home_folder, self.settings)
            note_taken(store, self.queries, before, self.settings)

    def _after_exam(self) -> None:
        """Move cards that a past exam held on its day back to their own days."""
        exam = self.settings.exam
        if exam is not None and exam.on <= self.today:
            from learnms.engine.exam.ending import release_overdue

            release_overdue(self.queries, self.open_store, self.today, exam.on)

    def choose(self, settings: Settings) -> None:
        """Save the learner's settings. A broken settings file is kept beside the new one, and
        the notice says where.

        Raises:
            LearnmsError: they cannot be written.
        """
        self.settings = settings
        if self.store is not None:
            self.store.rollover_hour = settings.rollover_hour
        kept = write_settings(self.home_folder, settings)
        if self._broken is not None:
            if self.notice == self._broken:
                self.notice = None
            self._broken = None
            self._read_settings()  # an unknown name stays in the file and is reported again
        if kept is not None:
            self.notice = f"The unreadable {FILE} was saved as {kept.name}."
        self.log_choices()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the store and the connection, once the day's backup is made or given up."""
        self._daily.close()
        if self.store is not None:
            self.store.close()
        self._opened.close()


def _is_file(name: str, path: str) -> bool:
    return os.path.realpath(name) == path or os.path.basename(path) in (
        name,
        f"{name}.yaml",
        f"{name}.yml",
    )
