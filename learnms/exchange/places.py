"""Reading files of other programs, with errors that name the line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from learnms.errors import LearnmsError
from learnms.files import read_bytes

if TYPE_CHECKING:
    from pathlib import Path

_LARGEST = 2**31
NOTHING_IMPORTED = "Nothing was imported."


def at_line(path: Path, line: int, message: str, remedy: str = NOTHING_IMPORTED) -> LearnmsError:
    """The error for one line of a file; lines count from 1."""
    return LearnmsError(f"{path}:{line}: {message}", remedy)


def text_of(path: Path) -> str:
    """The file's text, without a byte order mark.

    Raises:
        LearnmsError: it cannot be read, or is not UTF-8.
    """
    try:
        data = read_bytes(path, _LARGEST)
    except OSError as error:
        raise LearnmsError(
            f"{path} cannot be read: {error.strerror or error}.", NOTHING_IMPORTED
        ) from error
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise at_line(
            path,
            line,
            "this is not UTF-8.",
            f"Save the file as UTF-8 and try again. {NOTHING_IMPORTED}",
        ) from error
