"""The folders that this data folder was synced with, what was read there, and erasing there."""

from __future__ import annotations

import json
import os
import shutil
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from learnms.errors import LearnmsError
from learnms.exchange.segments import MARKER, folder_name
from learnms.files import read_bytes, whole_file

if TYPE_CHECKING:
    from datetime import date

    from learnms.engine.queries import Queries
    from learnms.store.log.writer import Store

FOLDERS = "sync_folders"
"""The store's key for the synced folders, the latest last."""
_MARKER_LIMIT = 4096


def synced_folders(queries: Queries) -> list[Path]:
    """The folders that this data folder was synced with, the latest last; they may be gone."""
    noted = queries.memory.remembered(FOLDERS)
    try:
        paths = json.loads(noted or "[]")
    except ValueError:
        return []
    return [Path(path) for path in paths if isinstance(path, str)]


def remember_folder(store: Store, queries: Queries, folder: Path) -> None:
    """Note a folder as the latest that was synced with."""
    known = [str(path) for path in synced_folders(queries)]
    after = [*(path for path in known if path != str(folder)), str(folder)]
    if after != known:
        store.remember(FOLDERS, json.dumps(after))


def erase_from(folder: Path, learner_id: str, today: date) -> int:
    """Remove a learner's files from a synced folder, and leave a marker there that the learner's
    other computers obey. Returns how many files were removed; 0 if the folder has none of the
    learner's, and then nothing is written.

    The marker comes first: if this is interrupted, no other computer writes there again, and the
    next call removes the rest.

    Raises:
        LearnmsError: the folder cannot be written; the sentence names it.
    """
    learner = folder / folder_name(learner_id)
    if not os.path.lexists(learner):
        return 0
    try:
        if learner.is_symlink() or not learner.is_dir():
            raise NotADirectoryError(0, "it is not a folder")
        with whole_file(learner / MARKER, replace=True) as file:
            file.write(json.dumps({"learner_id": learner_id, "day": today.isoformat()}) + "\n")
        return sum(map(_remove, [path for path in learner.iterdir() if path.name != MARKER]))
    except OSError as error:
        message = f"{learner} could not be erased: {error.strerror or error}."
        raise LearnmsError(message, "Try again, or delete that folder yourself.") from error


def _remove(path: Path) -> int:
    """Remove a file, or a folder with all that it holds; links are not followed."""
    if path.is_symlink() or not path.is_dir():
        path.unlink()
        return 1
    number = sum(len(names) for _, _, names in os.walk(path))
    shutil.rmtree(path)
    return number


def erased_on(learner: Path, learner_id: str) -> str | None:
    """The day on which a learner's files were erased from a synced folder, as ISO text; '' if the
    marker cannot be read yet, None if there is no marker.
    """
    try:
        names = [name for name in os.listdir(learner) if name.startswith(MARKER[:6])]
    except OSError:
        return None
    day = None
    for name in sorted(name for name in names if name.endswith(MARKER[6:])):
        day = day or ""
        try:
            marker = json.loads(read_bytes(learner / name, _MARKER_LIMIT))
        except (OSError, ValueError, RecursionError):
            continue
        if isinstance(marker, dict) and marker.get("learner_id") == learner_id:
            day = str(marker.get("day", ""))[:10] or day
    return day


# -- what was read ---------------------------------------------------------------------------------


READ_AGAIN = -1
"""The time of a file that was not complete, or not understood, when it was read."""


class FileNote(NamedTuple):
    """A file as it was read: its size in bytes, its time in nanoseconds, its SHA-256."""

    size: int
    mtime_ns: int
    digest: str


@dataclass(slots=True)
class FolderNotes:
    """What is remembered of a folder: the files that were read, by name, and how many events the
    log had then and up to which sequence number. All of those are in the folder's files.
    """

    files: dict[str, FileNote] = field(default_factory=dict)
    events: int = 0
    seq: int = 0

    @classmethod
    def of(cls, queries: Queries, folder: Path) -> FolderNotes:
        """The notes about a folder; empty ones before the first sync."""
        try:
            noted = json.loads(queries.memory.remembered(_key(folder)) or "{}")
            files = {name: FileNote(*values) for name, values in noted.get("files", {}).items()}
            return cls(files, int(noted.get("events", 0)), int(noted.get("seq", 0)))
        except (ValueError, TypeError, AttributeError):
            return cls()

    def remember(self, store: Store, folder: Path) -> None:
        """Store the notes."""
        store.remember(
            _key(folder), json.dumps({"files": self.files, "events": self.events, "seq": self.seq})
        )


def _key(folder: Path) -> str:
    """The store's key for a folder; its path may be no text."""
    return f"sync_{sha256(os.fsencode(folder)).hexdigest()[:16]}"
