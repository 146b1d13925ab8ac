"""Reads a learner's folder: the events that the log lacks, and which of the log's are there."""

from __future__ import annotations

from dataclasses import dataclass, field
from hashlib import sha256
from typing import TYPE_CHECKING, NamedTuple
from uuid import UUID

from learnms.engine.sync.folders import READ_AGAIN, FileNote
from learnms.exchange.events import event_of_line
from learnms.exchange.sealed import WrongPassphraseError
from learnms.exchange.segments import columns_of, data_of, folder_name, read_segment, stored_files
from learnms.garbage import collection_paused
from learnms.store.read.rows import EVENT_KINDS

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from learnms.engine.queries import Queries
    from learnms.engine.sync.folders import FolderNotes
    from learnms.exchange.sealed import Keys
    from learnms.exchange.segments import Columns, Segment, Stored
    from learnms.study.event import Event


NEWER = "it was written by a newer learnms; update learnms on this computer"
OTHER_LEARNER = "it holds another learner's events"


OTHER_PASSPHRASE = "it was encrypted with another passphrase, or is damaged"


class Refused(NamedTuple):
    """A file that was not taken, or not in full, and why, as a phrase."""

    file: str
    why: str


@dataclass(slots=True)
class Found:
    """What a learner's folder holds.

    `received` are the events that the log lacks, or has with another checksum (`conflicts` counts
    these), from the folders of `devices`. `waiting` are the files whose end is not there yet.
    `unsent` are the log's events that no file holds. `notes` are of the files read. `last`
    is this device's newest segment, or its number where there is no need to read it or no way;
    `broken` are others of its own that no longer hold what was written. `is_copy`: the device's
    folder holds what this log never had, so another copy of this data folder writes there.
    """

    received: list[Event] = field(default_factory=list)
    conflicts: int = 0
    devices: set[str] = field(default_factory=set)
    waiting: list[str] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)
    unsent: list[Event] = field(default_factory=list)
    notes: dict[str, FileNote] = field(default_factory=dict)
    last: Segment | int = 0
    broken: list[Stored] = field(default_factory=list)
    is_copy: bool = False


def read_folder(
    learner: Path,
    device: str,
    queries: Queries,
    notes: FolderNotes,
    keys: Keys | None,
    on_progress: Callable[[int, int], None] | None = None,
) -> Found:
    """Read what changed in a learner's folder since the last time; all of it if something vanished
    there, or if the log got events in another way than by answers.

    Args:
        learner: the learner's folder in the synced folder; it may be missing.
        device: the id of this device.
        queries: of the log.
        notes: what was read before.
        keys: open encrypted segments.
        on_progress: called with the number of bytes read, and of all to read.

    Raises:
        OSError: the folder cannot be listed.
    """
    with collection_paused():
        return _Reading(learner, device, queries, notes, keys, on_progress).found()


class _Reading:
    """One pass over a learner's folder."""

    def __init__(
        self,
        learner: Path,
        device: str,
        queries: Queries,
        notes: FolderNotes,
        keys: Keys | None,
        on_progress: Callable[[int, int], None] | None,
    ) -> None:
        self._learner = learner
        self._queries = queries
        self._notes = notes
        self._keys = keys
        self._on_progress = on_progress
        self._files = stored_files(learner)
        self._own = folder_name(device)
        self._device = device
        numbers = [f.number for f in self._files if f.device == self._own and f.number is not None]
        self._last = max(numbers, default=0)
        self._unchanged: list[Stored] = []
        self._held: set[bytes] = set()
        self._received: set[bytes] = set()
        self._found = Found(last=self._last)

    def found(self) -> Found:
        """Read, and say what was found."""
        since = self._queries.events.after_seq(self._notes.seq) if self._notes.files else []
        is_quick = bool(self._notes.files) and (
            self._queries.events.count() == self._notes.events + len(since)
            and self._notes.files.keys() <= {file.name for file in self._files}
        )
        total, done = sum(file.size for file in self._files), 0
        for file in self._files:
            if self._on_progress is not None:
                self._on_progress(done, total)
            done += file.size
            if not (is_quick and self._is_unchanged(file)):
                is_quick = self._read(file, must_grow=is_quick) and is_quick
        if not is_quick:
            for file in self._unchanged:
                self._found.notes.pop(file.name, None)
                self._read(file)
        if self._on_progress is not None:
            self._on_progress(total, total)
        self._add_unsent(since if is_quick else None)
        if self._found.unsent:
            self._read_last()
        self._sort()
        return self._found

    def _is_unchanged(self, file: Stored) -> bool:
        note = self._notes.files.get(file.name)
        if note is None or (note.size, note.mtime_ns) != (file.size, file.mtime_ns):
            return False
        self._found.notes[file.name] = note
        self._unchanged.append(file)
        return True

    def _read(self, file: Stored, *, must_grow: bool = False) -> bool:
        """Read a file; with `must_grow`, whether it holds all that it held the last time."""
        note = self._notes.files.get(file.name)
        try:
            data = data_of(file)
        except FileNotFoundError:
            return note is None
        except OSError as error:
            self._refuse(file, error.strerror or str(error))
            return note is None
        has_grown = note is None or sha256(data[: note.size]).hexdigest() == note.digest
        is_same = note is not None and has_grown and len(data) == note.size
        if must_grow and note is not None and is_same and note.mtime_ns != READ_AGAIN:
            self._found.notes[file.name] = note._replace(mtime_ns=file.mtime_ns)
            self._unchanged.append(file)
            return True
        try:
            self._take(read_segment(file, data, self._keys))
        except WrongPassphraseError:  # another file's header told that the passphrase is right
            self._refuse(file, OTHER_PASSPHRASE)
        return has_grown

    def _read_last(self) -> None:
        """Read the segment to append to, where it is as it was."""
        for file in self._unchanged:
            if self._found.last == self._last == file.number and file.device == self._own:
                self._found.last = read_segment(file, data_of(file), self._keys)

    def _take(self, segment: Segment) -> None:
        file, is_sound = segment.file, True
        is_own = file.device == self._own and file.number is not None
        is_last = is_own and file.number == self._last
        columns: list[tuple[UUID, Columns, str]] = []
        for line in segment.lines:
            try:
                told = columns_of(line)
                columns.append((UUID(told.id), told, line))
            except ValueError as error:
                segment.why, is_sound = segment.why or str(error), False
        if any(folder_name(told.learner_id) != self._learner.name for _, told, _ in columns):
            self._refuse(file, OTHER_LEARNER)
            return
        if is_last:
            self._found.last = segment
        is_whole = segment.state == "complete" and is_sound
        is_broken = is_own and not is_whole and not (is_last and not segment.why)
        if is_broken:
            self._found.broken.append(file)
        why = self._take_events(segment, columns, trusts=is_whole, holds=not is_broken)
        is_done = is_whole and not why
        if why or (segment.why and segment.state != "waiting"):
            self._refuse(file, why or f"it is damaged ({segment.why})")
        elif not is_whole and not is_own:
            self._found.waiting.append(file.name)
        if not is_broken:
            self._found.notes[file.name] = FileNote(
                segment.size, file.mtime_ns if is_done else READ_AGAIN, segment.digest
            )

    def _take_events(
        self,
        segment: Segment,
        columns: list[tuple[UUID, Columns, str]],
        *,
        trusts: bool,
        holds: bool,
    ) -> str:
        """Take the events of a segment; why some of them cannot be, '' if all can.

        `trusts`: the file is as it was written, so an event that the log has needs no second
        check. `holds`: what is in the file counts as sent.
        """
        known, why = self._queries.events.checksums([ident for ident, _, _ in columns]), ""
        for ident, told, line in columns:
            stored = known.get(ident.bytes)
            if not (trusts and stored == told.checksum):
                try:
                    event = event_of_line(line)
                except ValueError as error:
                    why = NEWER if told.kind not in EVENT_KINDS else f"it is damaged ({error})"
                    continue
                if stored != event.checksum:
                    self._receive(event, segment.file, is_known=stored is not None)
            if holds:
                self._held.add(_mark(ident, told.checksum))
        return why

    def _receive(self, event: Event, file: Stored, *, is_known: bool) -> None:
        mark = _mark(event.id, event.checksum)
        if mark in self._received:  # a conflict copy holds it too
            return
        self._received.add(mark)
        self._found.received.append(event)
        self._found.conflicts += is_known
        self._found.devices.add(file.device)
        if file.device == self._own and not is_known:
            self._found.is_copy = True

    def _add_unsent(self, since: list[Event] | None) -> None:
        """Find what no file holds, among these events of the log or all."""
        log = self._queries.events.all() if since is None else since
        self._found.unsent = [
            event for event in log if _mark(event.id, event.checksum) not in self._held
        ]

    def _refuse(self, file: Stored, why: str) -> None:
        self._found.refused.append(Refused(file.name, why))

    def _sort(self) -> None:
        """The device's own events first, each in the order of replay."""
        self._found.unsent.sort(key=lambda event: event.device_id != self._device)
        self._found.waiting.sort()
        self._found.refused.sort()


def _mark(ident: UUID, checksum: str) -> bytes:
    return ident.bytes + checksum.encode("utf-8", "surrogatepass")
