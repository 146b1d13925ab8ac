"""Syncs the log with a folder: reads what other computers wrote there, and writes what they lack.

Every step can be interrupted and done again: an event is added once, and what a file holds is
noted only after the log has it.
"""

from __future__ import annotations

import os
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from learnms.engine import wording as words
from learnms.engine.sync.folders import (
    FileNote,
    FolderNotes,
    erased_on,
    remember_folder,
    synced_folders,
)
from learnms.engine.sync.learners import learner_to_sync
from learnms.engine.sync.reading import Found, Refused, read_folder
from learnms.errors import LearnmsError, UsageError
from learnms.exchange.sealed import EXTRA_REMEDY, Keys, WrongPassphraseError, is_installed
from learnms.exchange.segments import append, first_line, folder_name, header_in, stored_files

if TYPE_CHECKING:
    from collections.abc import Callable

    from learnms.engine.sync.learners import LearnerFolder
    from learnms.engine.workspace import Workspace
    from learnms.store.log.writer import Store
    from learnms.study.event import Event

NO_FOLDER = "No folder to sync with yet."


class ErasedError(LearnmsError):
    """The learner's data was erased on another computer; it must not come back."""

    def __init__(self, day: str) -> None:
        with suppress(ValueError):
            day = words.day(date.fromisoformat(day))
        on = f" on {day}" if day else ""
        super().__init__(
            f"Your data was erased on another computer{on}. Nothing was read or written.",
            "To erase it on this computer too, run `learnms erase`.",
        )
        self.day = day


@dataclass(frozen=True, slots=True)
class Asking:
    """What a sync asks the learner.

    `passphrase` gives the passphrase; its argument says whether it is a new one. `learner` chooses
    among the learners of a folder, for a data folder without answers. `adopting` is told whose
    history this data folder takes over, before it does. `merging` is called before events are
    added, with their number.
    """

    passphrase: Callable[[bool], str]
    learner: Callable[[list[LearnerFolder]], str]
    adopting: Callable[[LearnerFolder], None] = lambda _: None
    merging: Callable[[int], None] = lambda _: None
    reading: Callable[[int, int], None] | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """What a sync did, or would do: events sent and received, from how many devices; the files
    that are not complete yet, and those that were not taken, or not in full; the number of events
    that were there in two versions. `is_new_device`: this data folder is a copy of another one, and
    counts as a device of its own from now on.
    """

    sent: int = 0
    received: int = 0
    devices: int = 0
    waiting: list[str] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)
    conflicts: int = 0
    is_new_device: bool = False


def chosen_folder(workspace: Workspace, given: str | None) -> Path:
    """The folder to sync with: the one given, or the one of the last sync.

    Raises:
        UsageError: there is none, or it would hold the data folder or lie in it.
    """
    if given is None:
        known = synced_folders(workspace.queries)
        if not known:
            raise UsageError(NO_FOLDER, "Name one: learnms sync FOLDER")
        folder = known[-1]
    else:
        folder = Path(os.path.realpath(os.path.expanduser(given)))
    if not folder.is_dir():
        what = "is not a folder" if os.path.lexists(folder) else "does not exist"
        raise UsageError(
            f"{folder} {what}.", "Make the folder first, or check that its drive is connected."
        )
    home = Path(os.path.realpath(workspace.home_folder))
    if folder.is_relative_to(home):
        raise UsageError(
            f"{folder} is inside the data folder.", "Choose a folder outside of it, for files only."
        )
    if home.is_relative_to(folder):
        raise UsageError(
            f"{folder} holds the data folder, whose database must not be synced.",
            "Choose another folder, such as a new one inside your synced folder.",
        )
    return folder


def sync(
    workspace: Workspace,
    folder: Path,
    asking: Asking,
    *,
    as_learner: str | None = None,
    encrypt: bool = False,
    dry_run: bool = False,
) -> Report:
    """Sync with a folder, or say what that would do.

    Args:
        workspace: open for writing, except for a dry run.
        folder: as `chosen_folder` returns it.
        asking: what is asked on the way.
        as_learner: the id of the learner, or its beginning, whom a data folder without answers
            takes over.
        encrypt: encrypt what is written; patients' data always is.
        dry_run: change nothing, here or there.

    Raises:
        ErasedError: the learner's data was erased on another computer.
        LearnmsError: the folder cannot be used, or the data cannot be written.
    """
    if not dry_run:
        workspace.open_store()
        workspace.log_choices()  # also those made by hand in the file, so that they are sent
    try:
        return _Sync(workspace, folder, asking, dry_run=dry_run).run(as_learner, encrypt=encrypt)
    except OSError as error:
        name = error.filename or folder
        message = f"{name} cannot be used: {error.strerror or error}."
        raise LearnmsError(
            message, "What was received is saved. Check the folder, and sync again."
        ) from error


class _Sync:
    """One sync of a workspace with a folder."""

    def __init__(
        self, workspace: Workspace, folder: Path, asking: Asking, *, dry_run: bool
    ) -> None:
        self._workspace = workspace
        self._queries = workspace.queries
        self._folder = folder
        self._asking = asking
        self._dry_run = dry_run

    def run(self, as_learner: str | None, *, encrypt: bool) -> Report:
        """Do it."""
        study = self._queries.study
        adopted = learner_to_sync(self._queries, self._folder, as_learner, self._asking.learner)
        ident = study.identity("learner_id")
        learner = adopted.path if adopted is not None else self._folder / folder_name(ident)
        day = erased_on(learner, adopted.ident if adopted is not None else ident)
        if day is not None:
            raise ErasedError(day)
        if adopted is not None:
            self._asking.adopting(adopted)
        keys = self._keys(learner, encrypt=encrypt)
        notes = FolderNotes.of(self._queries, self._folder)
        found = read_folder(
            learner, study.identity("device_id"), self._queries, notes, keys, self._asking.reading
        )
        if self._dry_run:
            return _report(found, len(found.unsent), len({e.id for e in found.received}))
        return self._carry_out(learner, keys, found)

    def _carry_out(self, learner: Path, keys: Keys | None, found: Found) -> Report:
        store = self._workspace.open_store()
        if found.is_copy:
            store.become_new_device()
        received = self._merge(store, found.received)
        unsent = [*found.unsent, *store.relink()]
        self._workspace.take_settings()
        unsent += self._workspace.log_choices()  # those that a log without events had to leave out
        self._write(store, learner, keys, found, unsent)
        events = self._queries.events
        FolderNotes(found.notes, events.count(), events.highest_seq()).remember(store, self._folder)
        remember_folder(store, self._queries, self._folder)
        return _report(found, len(unsent), received)

    def _merge(self, store: Store, received: list[Event]) -> int:
        """Add the events; how many were added."""
        if not received:
            return 0
        self._asking.merging(len(received))
        return store.import_events(received, checked=True, label="sync").added

    def _write(
        self, store: Store, learner: Path, keys: Keys | None, found: Found, unsent: list[Event]
    ) -> None:
        last = 0 if found.is_copy else found.last
        if unsent or (not isinstance(last, int) and last.state == "waiting"):
            device = learner / folder_name(store.device_id)
            for written in append(device, last, unsent, keys):
                found.notes[written.name] = FileNote(written.size, written.mtime_ns, written.digest)
        for file in [] if found.is_copy else found.broken:
            file.path.unlink(missing_ok=True)  # what it held is in another file now

    # -- encryption --------------------------------------------------------------------------------

    def _keys(self, learner: Path, *, encrypt: bool) -> Keys | None:
        """What encrypts and decrypts the learner's files; None where they are not encrypted.

        Raises:
            LearnmsError: some files are encrypted and some are not, the extra is missing, or the
                passphrase is wrong.
        """
        headers, plain = self._headers(learner)
        wants = encrypt or self._workspace.settings.is_patient
        if headers and plain:
            raise LearnmsError(
                f"In {self._folder}, one computer encrypts its files and another does not"
                f" ({plain}).",
                "Sync every computer with a new, empty folder: with `learnms sync FOLDER"
                " --encrypt`, or all without it. Then delete this one.",
            )
        if plain and wants:
            why = "A patient's files are always encrypted" if not encrypt else "You asked for that"
            raise LearnmsError(
                f"The files in {self._folder} are not encrypted. {why}.",
                "Choose a new, empty folder, and delete the old one once every computer uses it.",
            )
        if not headers and not wants:
            return None
        if not is_installed():
            raise LearnmsError("Encryption needs an extra package.", EXTRA_REMEDY)
        keys = Keys(self._asking.passphrase(not headers), learner.name)
        if headers and not any(keys.fit(header) for header in headers):
            raise WrongPassphraseError
        return keys

    def _headers(self, learner: Path) -> tuple[list[dict[str, object]], str]:
        """The headers of encrypted files, and the name of a file that is not encrypted, or ''."""
        headers, plain = [], ""
        for file in stored_files(learner):
            try:
                line = first_line(file)
            except OSError:
                continue  # reading it says why
            header = header_in(line)
            if header is not None:
                headers.append(header)
            elif line.startswith(b'{"learner_id"'):
                plain = plain or file.name
        return headers, plain


def _report(found: Found, sent: int, received: int) -> Report:
    return Report(
        sent,
        received,
        len(found.devices),
        found.waiting,
        found.refused,
        found.conflicts,
        found.is_copy,
    )
