"""Parsing the deck files that changed. Touches no database, so it may run in any thread."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from learnms.store.deck_cache.parsed import ParsedFile

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

UNREADABLE = "LM000"
"""The code of the problem that stands for a file which `parse` could not even open."""


def parse_files(paths: Iterable[str], parse: Callable[[str], ParsedFile]) -> list[ParsedFile]:
    """The content of the files; one that raises `OSError` counts as a file that does not parse."""
    return [_parsed(path, parse) for path in paths]


def _parsed(path: str, parse: Callable[[str], ParsedFile]) -> ParsedFile:
    try:
        return replace(parse(path), path=path)
    except OSError as error:
        message = f"The file cannot be read: {error.strerror or error}."
        problem = {
            "code": UNREADABLE,
            "severity": "error",
            "file": path,
            "line": 1,
            "column": 1,
            "message": message,
            "fix": None,
        }
        return ParsedFile(path, "", False, Path(path).stem, Path(path).stem, {}, [problem])
