"""What there is to erase: the learner's files in the data folder, and what the log holds."""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from learnms.engine.erase.begun import Begun
from learnms.engine.erase.identifiers import Identifiers
from learnms.engine.queries import Queries
from learnms.engine.sync.folders import synced_folders
from learnms.exchange.hand_in import is_hand_in
from learnms.exchange.reviews import COLUMNS
from learnms.exchange.segments import MARKER, folder_name
from learnms.files import UNFINISHED
from learnms.paths import OWN_DECKS
from learnms.settings import FILE as SETTINGS
from learnms.store.sqlite.backup import BACKUP_FOLDER
from learnms.store.sqlite.connection import ERASING_NAME, open_reader
from learnms.store.sqlite.lock import LOCK_NAME
from learnms.store.sqlite.replace import DATABASE_NAME

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

_PATTERNS = {
    "answers": (
        *(DATABASE_NAME, f"{DATABASE_NAME}-*"),
        *("log-head.json*", ".log-head.json.*", f".{ERASING_NAME}.*"),
    ),
    "settings": (SETTINGS, f"{SETTINGS}.*", f".{SETTINGS}.*"),
    "damaged": (f"{DATABASE_NAME}.*", f".{DATABASE_NAME}.*"),
}
"""The files that learnms writes in the data folder, beside its folders."""
_REVIEWS = ",".join(COLUMNS).encode()


class Item(NamedTuple):
    """Files of one sort: `answers`, `settings`, `damaged`, `backups`, `exports` or `decks`."""

    sort: str
    files: tuple[Path, ...]
    size: int

    @classmethod
    def of(cls, sort: str, files: Iterable[Path]) -> Item:
        """The files that are there, links to a file among them."""
        there = tuple(path for path in sorted(files) if path.is_symlink() or path.is_file())
        return cls(sort, there, sum(map(_size, there)))


class Inventory(NamedTuple):
    """The learner's data.

    `items` are what is erased, in the order in which it goes (the log last), and `decks` the
    learner's own decks. `answers` is None if the log cannot be read; the days are those of the
    first and the last. `synced` are the folders that the data was synced with; they may be gone.
    `is_interrupted`: an earlier attempt did not get to the end.
    """

    home: Path
    items: tuple[Item, ...]
    decks: Item
    identifiers: Identifiers
    synced: tuple[Path, ...]
    answers: int | None
    first: date | None
    last: date | None
    is_interrupted: bool

    def of(self, sort: str) -> tuple[Path, ...]:
        """The files of a sort."""
        return tuple(path for item in self.items if item.sort == sort for path in item.files)

    @property
    def files(self) -> tuple[Path, ...]:
        """Every file that is erased."""
        return tuple(path for item in self.items for path in item.files)

    @property
    def size(self) -> int:
        """The size of these files in bytes."""
        return sum(item.size for item in self.items)

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to erase."""
        return not self.items and not self.is_interrupted


class _Log(NamedTuple):
    identifiers: Identifiers
    synced: tuple[Path, ...]
    answers: int | None
    first: date | None
    last: date | None


def take_inventory(home: Path, *, with_decks: bool = False) -> Inventory:
    """Look for the learner's data in a data folder. Nothing is changed; damage is no obstacle.

    Args:
        home: the data folder, which need not exist.
        with_decks: whether the learner's own decks are erased too.
    """
    begun = Begun.read(home)
    if begun is None:
        log, known = _read_log(home), tuple[str, ...]()
    else:
        log = _Log(begun.identifiers, tuple(map(Path, begun.synced)), None, None, None)
        known = begun.exports
    found = [
        Item.of(sort, {path for pattern in patterns for path in home.glob(pattern)})
        for sort, patterns in _PATTERNS.items()
    ]
    database = home / DATABASE_NAME
    if database.is_symlink():  # SQLite's other files are beside the file that it leads to
        target = database.resolve()
        found.append(Item.of("answers", target.parent.glob(f"{target.name}-*")))
    named = {path for item in found for path in item.files} | {
        home / name for name in (LOCK_NAME, ERASING_NAME)
    }
    others = [path for path in home.glob("*") if path not in named]
    own = home / OWN_DECKS
    decks = Item.of("decks", [own] if own.is_symlink() else files_below(own))
    items = [
        Item.of(
            "exports",
            (path for path in others if path.name in known or _is_export(path, log.identifiers)),
        ),
        *([decks] if with_decks else []),
        Item.of(
            "backups",
            (
                path
                for folder in (home / BACKUP_FOLDER, *home.glob(f"{UNFINISHED}*"))
                for path in files_below(folder)
            ),
        ),
        *reversed(found),
    ]
    return Inventory(
        home,
        tuple(item for item in items if item.files),
        decks,
        *log,
        is_interrupted=begun is not None,
    )


def synced_files(folder: Path, learner: str) -> Iterator[Path]:
    """A learner's files in a synced folder, and the copies that a sync program made of their
    folder, but not the marker that they were erased.
    """
    name = folder_name(learner)
    for below in folder.glob("*"):
        if learner and below.name.startswith(name):
            yield from (path for path in files_below(below) if path.name != MARKER)


def files_below(folder: Path) -> Iterator[Path]:
    """Every file in a folder and its folders. A link to a folder is a file; it is not followed."""
    for root, folders, names in os.walk(folder):
        below = Path(root)
        yield from (below / name for name in names)
        yield from (below / name for name in folders if (below / name).is_symlink())


def _read_log(home: Path) -> _Log:
    if not (home / DATABASE_NAME).exists():
        return _Log(Identifiers(), (), 0, None, None)
    try:
        opened = open_reader(home)
        try:
            queries = Queries(opened)
            learner, device = map(queries.study.identity, ("learner_id", "device_id"))
            devices = {device, *queries.events.devices()}
            identifiers = Identifiers.of(learner, devices, queries.events.ids())
            synced = tuple(synced_folders(queries))
            return _Log(identifiers, synced, *queries.events.answers_and_days())
        finally:
            opened.close()
    except Exception:  # noqa: BLE001  whatever is wrong with the data, it can be erased
        return _Log(Identifiers(), (), None, None, None)


def _is_export(path: Path, identifiers: Identifiers) -> bool:
    """Whether a file in the data folder is a copy of the learner's answers: an exported history or
    a hand-in.
    """
    try:
        if not path.is_file():
            return False
        with path.open("rb") as file:
            start = file.read(len(_REVIEWS))
        return start == _REVIEWS or is_hand_in(path) or identifiers.are_in(path)
    except OSError:
        return False


def _size(path: Path) -> int:
    try:
        info = path.lstat()
    except OSError:
        return 0
    return info.st_size if stat.S_ISREG(info.st_mode) else 0
