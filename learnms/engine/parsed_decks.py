"""The shipped decks as they were parsed when the wheel was built, so that the first start reads no
YAML. A file that is not byte for byte the one that was parsed, or an editable install, goes
without.
"""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from learnms import paths
from learnms.files import read_bytes
from learnms.store.deck_cache.check import program
from learnms.store.deck_cache.parsed import ParsedCard, ParsedFile, ParsedPart, digest_of

if TYPE_CHECKING:
    from collections.abc import Callable

NAME = "parsed.json.gz"
"""The file in the folder of the shipped decks."""
_LIMIT = 64_000_000


def to_bytes(folder: Path, parse: Callable[[str], ParsedFile]) -> bytes:
    """The parsed decks of a folder, for the file `NAME` in it."""
    files = [parse(file.path)._replace(path="") for file in paths.deck_files([str(folder)])]
    content = {
        "program": program(),
        "sources": sorted({digest_of(path.read_bytes()) for path in _sources(folder)}),
        "files": [file._replace(problems=_placed(file.problems, "")) for file in files],
    }
    return gzip.compress(json.dumps(content, separators=(",", ":")).encode(), mtime=0)


def shipped_files(folder: Path) -> dict[str, ParsedFile]:
    """The parsed decks of the folder of shipped decks, by the digest of their bytes; none if they
    were parsed by another program, or with sources that are not those beside them now.
    """
    try:
        content = json.loads(gzip.decompress(read_bytes(folder / NAME, _LIMIT)))
        sources = sorted({digest_of(path.read_bytes()) for path in _sources(folder)})
        if (content["program"], content["sources"]) != (program(), sources):
            return {}
        return {file.digest: file for file in map(_file, content["files"])}
    except (OSError, ValueError, LookupError, TypeError, EOFError):
        return {}


def at(path: str, files: dict[str, ParsedFile]) -> ParsedFile | None:
    """The parsed content of a deck file, if it is one of these, byte for byte."""
    try:
        digest = digest_of(read_bytes(Path(path), _LIMIT))
    except OSError:
        return None
    file = files.get(digest)
    return file and file._replace(path=path, problems=_placed(file.problems, path))


def _sources(folder: Path) -> list[Path]:
    return sorted(folder.rglob(paths.SOURCES_FILE))


def _placed(problems: list[dict[str, Any]], path: str) -> list[dict[str, Any]]:
    """The problems of a file in their place: wheels are installed anywhere."""
    return [{**problem, "file": path} for problem in problems]


def _file(columns: list[Any]) -> ParsedFile:
    file = ParsedFile(*columns)
    return file._replace(cards=tuple(map(_card, file.cards)))


def _card(columns: Any) -> ParsedCard:
    card = ParsedCard(*columns)
    return card._replace(
        audience=tuple(card.audience),
        parts=tuple(ParsedPart(*part) for part in card.parts),
        was=tuple(card.was),
        tags=tuple(card.tags),
        kinds=tuple(card.kinds),
        region=tuple(card.region),
    )
