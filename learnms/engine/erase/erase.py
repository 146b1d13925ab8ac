"""Erases the learner's data: every file is overwritten and removed, then what is left is searched.

The file `erasing.json` is there from the beginning to the end, so that an attempt that was
interrupted is finished by the next one, and nobody takes what is left for damaged data.
"""

from __future__ import annotations

import os
import stat
from contextlib import suppress
from typing import TYPE_CHECKING, NamedTuple

from learnms.engine.erase.begun import Begun
from learnms.engine.erase.inventory import files_below, synced_files, take_inventory
from learnms.engine.sync.folders import erase_from
from learnms.errors import LearnmsError
from learnms.files import sync_folder
from learnms.store.sqlite.backup import BACKUP_FOLDER
from learnms.store.sqlite.connection import ERASING_NAME
from learnms.store.sqlite.errors import unwritable
from learnms.store.sqlite.lock import LOCK_NAME, WriterLock

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date
    from pathlib import Path

    from learnms.engine.erase.identifiers import Identifiers
    from learnms.engine.erase.inventory import Inventory
    from learnms.engine.workspace import Workspace

_CHUNK = 1 << 20
_HOLDS_AN_ID = "it holds an id of yours"


class Left(NamedTuple):
    """A file that is still there, and why."""

    path: Path
    why: str


class Erased(NamedTuple):
    """What was erased, the folders that were searched afterwards, the synced folders that are not
    there now, and what is left.

    Nothing was searched if the log could not be read, because its ids are not known then.
    """

    files: int
    size: int
    searched: tuple[Path, ...]
    unreached: tuple[Path, ...]
    left: tuple[Left, ...]


def erase(home: Path, today: date, *, with_decks: bool = False) -> Erased:
    """Erase the learner's data in a data folder. A file that cannot be removed is named, and the
    others are erased all the same.

    Args:
        home: the data folder.
        today: the day that other computers find in a synced folder.
        with_decks: whether the learner's own decks are erased too.

    Raises:
        StoreBusyError: another learnms is open there.
        StoreError: the folder cannot be written; nothing was erased.
    """
    lock = WriterLock.acquire(home)
    try:
        inventory = take_inventory(home, with_decks=with_decks)
        _begin(inventory)
        files, left = _erase_synced(inventory, today)
        removals = [
            _removed(path, follow=item.sort != "decks")
            for item in inventory.items
            for path in item.files
        ]
        left += [failed for failed in removals if failed is not None]
        _remove_empty_folders(home / BACKUP_FOLDER)
        _sync(home)
        known = {path for path, _ in left}
        found = _search(files_below(home), inventory.identifiers)
        left += [still for still in found if still.path not in known]
        if not left:
            own = (_removed(home / name, follow=False) for name in (ERASING_NAME, LOCK_NAME))
            left += filter(None, own)
            _sync(home)
    finally:
        lock.release()
    there = [folder for folder in inventory.synced if folder.is_dir()]
    return Erased(
        files + len(inventory.files),
        inventory.size,
        (home, *there) if inventory.identifiers.learner else (),
        tuple(folder for folder in inventory.synced if folder not in there),
        tuple(left),
    )


def erase_and_close(workspace: Workspace) -> Erased:
    """Close the workspace, whose lock is needed, and erase the data in its folder.

    Raises:
        StoreError: the folder cannot be written; nothing was erased.
    """
    workspace.close()
    return erase(workspace.home_folder, workspace.clock().date())


def _begin(inventory: Inventory) -> None:
    """Write down that erasing has begun.

    Raises:
        StoreError: the folder cannot be written.
    """
    if inventory.is_interrupted:
        return
    exports = tuple(path.name for path in inventory.of("exports"))
    synced = tuple(map(str, inventory.synced))
    try:
        Begun(inventory.identifiers, exports, synced).write(inventory.home)
        sync_folder(inventory.home)
    except OSError as error:
        raise unwritable(inventory.home, error) from error


def _erase_synced(inventory: Inventory, today: date) -> tuple[int, list[Left]]:
    """Erase the learner's files in the synced folders that are there: their number, and what is
    left.
    """
    number, left = 0, list[Left]()
    learner = inventory.identifiers.learner
    for folder in inventory.synced:
        if not learner or not folder.is_dir():
            continue
        try:
            number += erase_from(folder, learner, today)
        except LearnmsError as error:
            left.append(Left(folder, str(error)))
        else:
            left += _search(synced_files(folder, learner), inventory.identifiers)
    return number, left


def _removed(path: Path, *, follow: bool) -> Left | None:
    """Overwrite and remove a file; where that fails, why. Of a link, the file that it leads to too,
    if links are to be followed.
    """
    try:
        if not path.is_symlink():
            _overwrite(path)
        elif follow and (target := path.resolve()).is_file():
            _overwrite(target)
            target.unlink()
        path.unlink()
    except FileNotFoundError:
        return None
    except OSError as error:
        return Left(path, error.strerror or str(error))
    return None


def _overwrite(path: Path) -> None:
    """Write zeros over a file. One with another name elsewhere keeps its content there: it may be
    the copy of a backup program.
    """
    info = path.lstat()
    if not stat.S_ISREG(info.st_mode) or info.st_nlink > 1:
        return
    if not info.st_mode & stat.S_IWUSR:
        path.chmod(0o600)
    with path.open("r+b", buffering=0) as file:
        for start in range(0, info.st_size, _CHUNK):
            file.write(bytes(min(_CHUNK, info.st_size - start)))
        os.fsync(file.fileno())


def _remove_empty_folders(folder: Path) -> None:
    if folder.is_symlink():
        folder.unlink()
        return
    for root, _, _ in os.walk(folder, topdown=False):
        with suppress(OSError):  # it holds a file that could not be removed, which is named
            os.rmdir(root)  # noqa: PTH106


def _sync(folder: Path) -> None:
    """Keep the names that were removed from coming back after a power cut, where the disk can."""
    with suppress(OSError):
        sync_folder(folder)


def _search(files: Iterable[Path], identifiers: Identifiers) -> Iterable[Left]:
    """The files that still hold an id of the learner."""
    for path in files:
        if path.name in (ERASING_NAME, LOCK_NAME) or path.is_symlink() or not path.is_file():
            continue
        try:
            if identifiers.are_in(path):
                yield Left(path, _HOLDS_AN_ID)
        except OSError as error:
            yield Left(path, f"it cannot be read: {error.strerror or error}")
