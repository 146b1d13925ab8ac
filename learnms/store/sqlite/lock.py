"""One writer at a time: an operating-system lock on a file beside the database, held for the life
of the writer.

The system releases it however the process ends, so there are no stale locks.
"""

from __future__ import annotations

import errno
import os
import sys
from contextlib import suppress
from typing import TYPE_CHECKING

from learnms.errors import StoreBusyError
from learnms.store.sqlite.errors import unwritable

if TYPE_CHECKING:
    from pathlib import Path

LOCK_NAME = "writer.lock"

if sys.platform == "win32":
    import msvcrt

    # A byte beyond the text, because Windows keeps others from reading bytes that are locked.
    _FAR = 1 << 30

    def _try_lock(descriptor: int) -> None:
        os.lseek(descriptor, _FAR, os.SEEK_SET)
        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except OSError as error:
            raise BlockingIOError(error.errno, "locked") from error

else:
    import fcntl

    def _try_lock(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)


class WriterLock:
    """The right to write in a home folder."""

    def __init__(self, descriptor: int, path: Path) -> None:
        self._descriptor: int | None = descriptor
        self._path = path

    @classmethod
    def acquire(cls, home: Path) -> WriterLock:
        """Take the lock without waiting.

        Raises:
            StoreBusyError: another learnms holds it.
            StoreError: the lock file cannot be made or locked.
        """
        path = home / LOCK_NAME
        try:
            # What a link names is not ours to write in.
            no_link = getattr(os, "O_NOFOLLOW", 0)
            descriptor = os.open(path, os.O_RDWR | os.O_CREAT | no_link, 0o600)
        except OSError as error:
            is_of_folder = error.errno in (errno.EACCES, errno.EROFS)
            raise unwritable(home if is_of_folder else path, error) from error
        try:
            _try_lock(descriptor)
            _note_owner(descriptor)
        except BlockingIOError as error:
            owner = _owner(descriptor)
            os.close(descriptor)
            raise StoreBusyError(
                f"Another learnms{owner} is using the data in {home}.",
                "Close it first, or choose another folder with --home.",
            ) from error
        except OSError as error:
            os.close(descriptor)
            raise unwritable(path, error) from error
        _note_owner(descriptor)
        return cls(descriptor, path)

    def is_in_place(self) -> bool:
        """Whether the lock file is still the one that is locked. If it was removed, another learnms
        may have made and locked a new one.
        """
        if self._descriptor is None:
            return False
        try:
            return os.path.samestat(os.fstat(self._descriptor), self._path.stat())
        except OSError:
            return False

    def renew(self) -> None:
        """Lock the file that is there now, or a new one, in place of one that was removed.

        Raises:
            StoreBusyError: another learnms holds it.
            StoreError: the lock file cannot be made or locked.
        """
        fresh = WriterLock.acquire(self._path.parent)
        self.release()
        self._descriptor, fresh._descriptor = fresh._descriptor, None

    def release(self) -> None:
        """Release the lock; a second call does nothing. The file stays, because removing it would
        let two writers in.
        """
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None


def _note_owner(descriptor: int) -> None:
    # The note only helps the second writer; a full disk must not keep the first one out.
    with suppress(OSError):
        if os.name == "posix":
            os.fchmod(descriptor, 0o600)
        os.ftruncate(descriptor, 0)
        os.lseek(descriptor, 0, os.SEEK_SET)
        os.write(descriptor, str(os.getpid()).encode())


def _owner(descriptor: int) -> str:
    try:
        os.lseek(descriptor, 0, os.SEEK_SET)
        text = os.read(descriptor, 20).decode("ascii", "replace")
    except OSError:
        return ""
    return f" (process {text})" if text.isdigit() else ""
