"""A deck file as text: read once, its bytes checked, and split into lines.

Independent of YAML. Problems with the bytes are reported here, so that the parser sees only clean
text.
"""

from __future__ import annotations

import re
import shlex
import unicodedata
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from learnms.files import NotAFileError, TooLargeError, read_bytes
from learnms.syntax.entities import BEGINS_VALUE, ENTITY
from learnms.syntax.entities import words as entity_words
from learnms.syntax.filetype import foreign_bytes, foreign_text
from learnms.syntax.node import Mark
from learnms.syntax.rules import finding
from learnms.syntax.spaces import as_meant, astray, name_of

if TYPE_CHECKING:
    from pathlib import Path

    from learnms.syntax.finding import Finding
    from learnms.syntax.spaces import Astray

LIMIT = 32 * 1024 * 1024
MOST_LINES = 1_000_000

# Characters that YAML rejects or takes for a line break that no editor shows: C0 except tab and
# line ends, DEL, C1, the line and paragraph separators, a byte order mark inside the text,
# non-characters, lone surrogates.
RAW_CONTROL = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff\ud800-\udfff]"
)
_SPACE_LIKE = "\x0b\x0c\x1c\x1d\x1e\x1f\x85\u2028\u2029"
_NAMES = {
    "\x00": "NUL",
    "\x1b": "escape",
    "\x07": "bell",
    "\x08": "backspace",
    "\x0b": "a manual line break of Word (vertical tab)",
    "\x0c": "a page break (form feed)",
    "\x7f": "delete",
    "\x85": "next line",
    "\ufeff": "byte order mark",
}
_NOTHING = re.compile(r"(?:[ \t\r\n]|#[^\r\n]*+|^(?:---|\.\.\.)(?=[ \t\r\n]|\Z))*+\Z", re.MULTILINE)
_MOST_KINDS = 10
_MOST_ENTITIES = 500
_START = Mark(1, 1, 0)


@dataclass(frozen=True, slots=True)
class Source:
    """The text of one file.

    Args:
        path: the file as shown to people.
        text: the text without its byte order mark; every offset (`Mark.index`) counts in it.
        lines: its lines without their ends; the first is line 1.
        sound: False if bytes had to be replaced, so that the file as a whole does not count as
        read.
        byte_order_mark: whether the file began with one (an offset in bytes is three more then).
        written: the text as it is in the file; None if bytes of it are lost.
    """

    path: str
    text: str
    lines: tuple[str, ...]
    sound: bool = True
    byte_order_mark: bool = False
    written: str | None = None


def read_source(path: Path, shown: str, limit: int = LIMIT) -> tuple[Source | None, list[Finding]]:
    """Read a deck file; None if it has no readable text, and the findings about its bytes."""
    data = _read(path, limit)
    if isinstance(data, bytes):
        return _decode(data, shown)
    code, message, fix = data
    return None, [finding(code, shown, _START, message, fix)]


def source_of(text: str, shown: str) -> tuple[Source | None, list[Finding]]:
    """The source of a text in memory, with its control characters reported and replaced."""
    marked = text.startswith("\ufeff")
    text = text.lstrip("\ufeff")
    if max(text.count("\n"), text.count("\r")) > MOST_LINES:
        message = f"the file has more than {MOST_LINES:,} lines"
        return None, [finding("LM002", shown, _START, message, "split the deck into several files")]
    if is_nothing(text):
        return None, [nothing_finding(shown)]
    foreign = foreign_text(text)
    if foreign is not None:
        return None, [finding("LM030", shown, _START, *foreign)]
    written = text
    places = astray(text)
    spaces = _astray_findings(written, places, shown)
    text = as_meant(text, places) if places else text
    controls = []
    if RAW_CONTROL.search(text):
        controls = _control_findings(text, shown)
        text = without_controls(text)
    lines = split_lines(without_controls(written) if controls else written)
    return Source(shown, text, lines, not controls, marked, written), [
        *spaces,
        *controls,
        *_entity_findings(text, shown),
    ]


def split_lines(text: str) -> tuple[str, ...]:
    """The lines of a text as YAML counts them."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return tuple(text.split("\n"))


def without_controls(text: str) -> str:
    """The text with each control character replaced by one harmless character, which keeps all
    offsets.
    """
    return RAW_CONTROL.sub(lambda match: " " if match.group() in _SPACE_LIKE else "\ufffd", text)


def is_nothing(text: str) -> bool:
    """Whether the text holds only white space, comments and document marks."""
    return _NOTHING.match(text) is not None


def nothing_finding(shown: str) -> Finding:
    """The finding about an empty file."""
    return finding(
        "LM005", shown, _START, "the file is empty", 'write at least `deck: "A title"` and `cards:`'
    )


def _read(path: Path, limit: int) -> bytes | tuple[str, str, str | None]:
    """The bytes of a regular file, or the code, message and remedy if it cannot be read."""
    try:
        return read_bytes(path, limit)
    except NotAFileError:
        if path.is_dir():
            return "LM003", "this is a folder, not a file", "name a file inside it"
        return (
            "LM003",
            "this is a pipe or a device, not an ordinary file",
            "copy the deck into an ordinary file",
        )
    except TooLargeError:
        pass
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        return (
            "LM003",
            f"the file cannot be read: {reason}",
            "check that it exists and that you have permission to read it",
        )
    size = f"{limit // (1024 * 1024)} MiB" if limit >= 1024 * 1024 else f"{limit} bytes"
    return "LM002", f"the file is larger than {size}", "split the deck into several files"


def _decode(data: bytes, shown: str) -> tuple[Source | None, list[Finding]]:
    foreign = foreign_bytes(data)
    if foreign is not None:
        return None, [finding("LM030", shown, _START, *foreign)]
    if (
        data[:2] in (b"\xff\xfe", b"\xfe\xff")
        or (data[1:2] == data[3:4] == b"\x00" and data[:1] != b"\x00")
        or (data[:1] == data[2:3] == b"\x00" and data[1:2] != b"\x00")
    ):
        message = "the file is saved as UTF-16 (Windows programs call it Unicode), not as UTF-8"
        return None, [finding("LM001", shown, _START, message, "save it again as UTF-8")]
    try:
        return source_of(data.decode("utf-8"), shown)
    except UnicodeDecodeError as error:
        bad = _encoding_finding(data, error.start, shown)
    if b"\x00" in data:
        return None, [bad]
    source, findings = source_of(data.decode("utf-8", "replace"), shown)
    if source is None:
        return None, [bad]
    return Source(shown, source.text, source.lines, False, source.byte_order_mark), [bad, *findings]


def _encoding_finding(data: bytes, offset: int, shown: str) -> Finding:
    lines = split_lines(data[:offset].decode("utf-8").lstrip("\ufeff"))
    byte = data[offset : offset + 1]
    meant = byte.decode("cp1252", "replace")
    guess = (
        f", which is `{meant}` in the usual Windows encoding"
        if meant != "\ufffd" and meant.isprintable()
        else ""
    )
    message = f"the file is not UTF-8: it contains the byte {byte[0]:02X}{guess}"
    fix = (
        "save the file as UTF-8: in the editor's Save as, set Encoding to UTF-8; in Word, save as"
        " Plain text and choose Unicode (UTF-8)"
    )
    return finding(
        "LM001", shown, Mark(len(lines), len(lines[-1]) + 1, sum(map(len, lines))), message, fix
    )


def _control_findings(text: str, shown: str) -> list[Finding]:
    """One finding for each kind of control character, at its first place."""
    counts: dict[str, int] = {}
    first: dict[str, int] = {}
    for match in RAW_CONTROL.finditer(text):
        sign = match.group()
        counts[sign] = counts.get(sign, 0) + 1
        first.setdefault(sign, match.start())
    findings = []
    for sign, offset in list(first.items())[:_MOST_KINDS]:
        before = split_lines(text[:offset])
        name = _NAMES.get(sign) or unicodedata.name(sign, "control character").lower()
        more = f", and {counts[sign] - 1} more below" if counts[sign] > 1 else ""
        message = f"invisible character: {name}, U+{ord(sign):04X}{more}"
        fix = (
            "delete it; if the line should end here, press Enter"
            if sign in _SPACE_LIKE
            else "delete it, or retype the line"
        )
        findings.append(
            finding("LM004", shown, Mark(len(before), len(before[-1]) + 1, offset), message, fix)
        )
    return findings


def _entity_findings(text: str, shown: str) -> list[Finding]:
    """One finding for each HTML entity, at its first place in a text."""
    first: dict[str, Finding] = {}
    for entity in islice(ENTITY.finditer(text), _MOST_ENTITIES) if "&" in text else ():
        offset = entity.start()
        line = text[max(text.rfind("\n", 0, offset), text.rfind("\r", 0, offset)) + 1 : offset]
        if entity.group() in first or line.lstrip().startswith("#") or BEGINS_VALUE.search(line):
            continue
        message, fix = entity_words(entity.group())
        mark = Mark(len(split_lines(text[:offset])), len(line) + 1, offset)
        first[entity.group()] = finding("LM032", shown, mark, message, fix, len(entity.group()))
    return list(first.values())


def _astray_findings(text: str, places: list[Astray], shown: str) -> list[Finding]:
    """One finding for the spaces that YAML does not count, and one for zero-width characters."""
    findings = []
    for is_space in (True, False):
        alike = [place for place in places if place.is_space == is_space]
        if not alike:
            continue
        before = split_lines(text[: alike[0].at])
        mark = Mark(len(before), len(before[-1]) + 1, alike[0].at)
        more = f", and {len(alike) - 1} more below" if len(alike) > 1 else ""
        name = name_of(alike[0].sign)
        if is_space:
            message = (
                f"a {name}, pasted from Word or a web page, where an ordinary space is needed{more}"
            )
            fix = f"replace it with an ordinary space, or run `learnms fix {shlex.quote(shown)}`"
        else:
            message = f"an invisible {name} next to a field name or a dash{more}"
            fix = f"delete it, or run `learnms fix {shlex.quote(shown)}`"
        findings.append(finding("LM007" if is_space else "LM006", shown, mark, message, fix))
    return findings
