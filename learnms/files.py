"""Reading and writing whole files: only regular files are read, and writes are atomic."""

from __future__ import annotations

import os
import stat
from contextlib import contextmanager
from errno import EFBIG, EINVAL
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, TextIO, cast

from learnms.errors import LearnmsError, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator

UNFINISHED = ".learnms-"
"""How the names of temporary folders begin, so that what a killed program left is known."""


class NotAFileError(OSError):
    """The path is a pipe, a device, a socket or a folder, not a regular file."""


class TooLargeError(OSError):
    """The file is larger than it should be."""


def checked_file(path: Path) -> os.stat_result:
    """The status of a regular file; links are followed.

    Raises:
        NotAFileError: it is something else, which could block or never end.
        OSError: it is not there, or cannot be looked at.
    """
    info = path.stat()
    if not stat.S_ISREG(info.st_mode):
        kind = "a folder" if stat.S_ISDIR(info.st_mode) else "a pipe or a device"
        raise NotAFileError(EINVAL, f"it is {kind}, not an ordinary file", str(path))
    return info


def read_bytes(path: Path, limit: int) -> bytes:
    """The bytes of a regular file of at most `limit` bytes.

    Raises:
        NotAFileError: it is something else.
        TooLargeError: it is larger.
        OSError: it is not there, or cannot be read.
    """
    size = checked_file(path).st_size
    if size <= limit:
        with open(path, "rb", opener=_unwaiting) as file:
            if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):  # it was replaced meanwhile
                raise NotAFileError(EINVAL, "it is not an ordinary file", str(path))
            data = file.read(size + 1)  # room for so many bytes is taken at once
            if len(data) > size:  # it grew meanwhile
                data += file.read(limit - size)
        if len(data) <= limit:
            return data
    raise TooLargeError(EFBIG, f"it is larger than {limit // 1024:,} KiB", str(path))


def _unwaiting(path: str, flags: int) -> int:
    """Open without blocking, in case a pipe has taken the file's place."""
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0))


def file_named(word: str, usual: str) -> Path:
    """The file to write that a word of the command line names; for a folder, or a name with a slash
    at its end, the `usual` one in it.
    """
    path = Path(word).expanduser()
    return path / usual if path.is_dir() or _is_slashed(word) else path


def _is_slashed(word: str) -> bool:
    """Whether a word can only be a folder: `Path` drops the slash at its end."""
    return word.endswith(("/", os.sep))


def already_exists(path: Path, remedy: str) -> UsageError:
    """The error of a file that would be overwritten."""
    return UsageError(f"{path} already exists.", remedy)


OTHER_NAME = "Choose another name."


def free_file(word: str) -> Path:
    """The file to write that a word of the command line names, checked before the work and the
    questions.

    Raises:
        UsageError: it exists, or the word ends in a slash and names a folder.
    """
    path = Path(word).expanduser()
    if os.path.lexists(path):
        raise already_exists(path, OTHER_NAME)
    if _is_slashed(word):
        raise UsageError(f"`{word}` is a folder, not a file.", "Add a file name.")
    return path


@contextmanager
def writing(path: Path, remedy: str = OTHER_NAME) -> Iterator[None]:
    """Say in a sentence what keeps a file from being written.

    Raises:
        UsageError: there is one already, and it is not to be replaced; with the remedy.
        LearnmsError: it cannot be written.
    """
    try:
        yield
    except FileExistsError:
        raise already_exists(path, remedy) from None
    except OSError as error:
        message = f"{path} cannot be written: {error.strerror or error}."
        raise LearnmsError(message) from error


@contextmanager
def whole_file(path: Path, *, replace: bool, private: bool = True) -> Iterator[TextIO]:
    """A text stream that becomes the file when the block ends, and leaves no trace if it fails.

    Args:
        path: the file; if it is a link, its target is written.
        replace: whether an existing file is replaced.
        private: whether its owner alone can read it; otherwise permissions are the default.

    Raises:
        FileExistsError: there is one, and it is not to be replaced.
        OSError: it cannot be written; what was there is there still.
    """
    import tempfile  # it imports much, and is not needed to read

    target = os.path.realpath(path) if replace else os.path.abspath(path)
    if not replace and os.path.lexists(target):
        raise FileExistsError(path)
    handle, temporary = tempfile.mkstemp(
        prefix=f".{os.path.basename(target)[:100]}.", suffix=".new", dir=os.path.dirname(target)
    )
    try:
        if os.name == "posix":
            os.fchmod(handle, 0o600)  # the umask may have taken its owner's rights too
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
            yield cast("TextIO", file)
            file.flush()
            os.fsync(file.fileno())
        if not private:
            os.chmod(temporary, 0o666 & ~_umask())  # noqa: PTH101
        if replace:
            os.replace(temporary, target)  # noqa: PTH105  the text of a path may be no UTF-8
        else:
            _publish(temporary, target)
    except BaseException:
        if os.path.lexists(temporary):
            os.unlink(temporary)  # noqa: PTH108
        raise


def _umask() -> int:
    mask = os.umask(0o077)
    os.umask(mask)
    return mask


@contextmanager
def new_file(path: Path) -> Iterator[Path]:
    """A path of the same name in a temporary folder beside it. What is written there becomes the
    file when the block ends, and leaves no trace if it fails.

    Raises:
        FileExistsError: there is a file already.
        OSError: it cannot be written.
    """
    import shutil
    import tempfile

    if os.path.lexists(path):
        raise FileExistsError(path)
    folder = tempfile.mkdtemp(prefix=UNFINISHED, dir=os.path.abspath(path.parent))
    os.chmod(folder, 0o700)  # noqa: PTH101  whatever the umask
    try:
        written = path.parent / folder / path.name
        yield written
        _publish(str(written), str(path))
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _publish(temporary: str, target: str) -> None:
    """Give the file its name, unless the name was taken in the meantime."""
    try:
        os.link(temporary, target)  # unlike a renaming it never overwrites
    except FileExistsError:
        raise
    except OSError:  # a file system without hard links
        if os.path.lexists(target):
            raise FileExistsError(target) from None
        os.rename(temporary, target)  # noqa: PTH104
    else:
        os.unlink(temporary)  # noqa: PTH108


def set_aside(path: Path, name: str, data: bytes | None) -> Path:
    """Keep a file that is about to be replaced, under a name beside it, or that name with a number
    where it is taken.

    `data` are its bytes, or None if they cannot be read: it is then renamed.
    """
    names = (path.with_name(f"{name}{number if number > 1 else ''}") for number in count(1))
    kept = next(name for name in names if not os.path.lexists(name))
    if data is None:
        path.rename(kept)
    else:
        with whole_file(kept, replace=False) as file:
            file.buffer.write(data)
    return kept


def sync_folder(folder: Path) -> None:
    """Put the entries of a folder on the disk: without it a power cut can lose a new file, or bring
    back a removed one.

    Raises:
        OSError: the system cannot; some network drives do not know it.
    """
    if os.name == "posix":
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
