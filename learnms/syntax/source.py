"""A deck file as text: read once, checked for its bytes, and cut into the lines that a person sees.

Knows nothing of YAML. Whatever can be said about the bytes is said here, so that the parser only ever meets clean text.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

from learnms.files import NotAFileError, TooLargeError, read_bytes
from learnms.syntax.node import Mark
from learnms.syntax.rules import finding

if TYPE_CHECKING:
    from pathlib import Path

    from learnms.syntax.finding import Finding

LIMIT = 32 * 1024 * 1024

# What YAML refuses or takes for a line break although no editor shows one: C0 but tab and line ends, DEL, C1,
# the line and paragraph separators, a byte order mark inside the text, non-characters, lone surrogates.
RAW_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff\ud800-\udfff]")
_SPACE_LIKE = "\x0b\x0c\x1c\x1d\x1e\x1f\x85\u2028\u2029"
_NAMES = {
    "\x00": "NUL",
    "\x1b": "escape",
    "\x07": "bell",
    "\x08": "backspace",
    "\x0c": "form feed",
    "\x7f": "delete",
    "\x85": "next line",
    "\ufeff": "byte order mark",
}
_NOTHING = re.compile(r"(?:[ \t\r\n]|#[^\r\n]*+|^(?:---|\.\.\.)(?=[ \t\r\n]|\Z))*+\Z", re.MULTILINE)
_MOST_KINDS = 10
_START = Mark(1, 1, 0)


@dataclass(frozen=True, slots=True)
class Source:
    """The text of one file.

    Args:
        path: the file as shown to people.
        text: the text without its byte order mark; every offset (`Mark.index`) counts in it.
        lines: its lines without their ends, the first is line 1.
        sound: False where bytes had to be replaced, so that the file as a whole does not count as read.
        byte_order_mark: whether the file began with one (an offset in bytes is three more then).
    """

    path: str
    text: str
    lines: tuple[str, ...]
    sound: bool = True
    byte_order_mark: bool = False


def read_source(path: Path, shown: str, limit: int = LIMIT) -> tuple[Source | None, list[Finding]]:
    """Read a deck file; None where nothing can be read out of it, and the findings about its bytes."""
    data = _read(path, limit)
    if isinstance(data, bytes):
        return _decode(data, shown)
    code, message, fix = data
    return None, [finding(code, shown, _START, message, fix)]


def source_of(text: str, shown: str) -> tuple[Source | None, list[Finding]]:
    """The source of text that is already in memory, with its control characters found and replaced."""
    marked = text.startswith("\ufeff")
    text = text.lstrip("\ufeff")
    if is_nothing(text):
        return None, [nothing_finding(shown)]
    findings = []
    if RAW_CONTROL.search(text):
        findings = _control_findings(text, shown)
        text = without_controls(text)
    return Source(shown, text, split_lines(text), not findings, marked), findings


def split_lines(text: str) -> tuple[str, ...]:
    """The lines of a text as YAML counts them."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return tuple(text.split("\n"))


def without_controls(text: str) -> str:
    """The text with each control character replaced by one harmless character, so that every offset stays."""
    return RAW_CONTROL.sub(lambda found: " " if found.group() in _SPACE_LIKE else "\ufffd", text)


def is_nothing(text: str) -> bool:
    """Whether the text holds only white space, comments and document marks."""
    return _NOTHING.match(text) is not None


def nothing_finding(shown: str) -> Finding:
    """The finding about a file in which nothing is written."""
    return finding("LM005", shown, _START, "the file is empty", 'write at least `deck: "A title"` and `cards:`')


def _read(path: Path, limit: int) -> bytes | tuple[str, str, str | None]:
    """The bytes of a regular file, or the code, message and remedy of what is wrong with it."""
    try:
        return read_bytes(path, limit)
    except NotAFileError:
        if path.is_dir():
            return "LM003", "this is a folder, not a file", "name a file inside it"
        return "LM003", "this is a pipe or a device, not an ordinary file", "copy the deck into an ordinary file"
    except TooLargeError:
        pass
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        return "LM003", f"the file cannot be read: {reason}", "check that it exists and that you may read it"
    size = f"{limit // (1024 * 1024)} MiB" if limit >= 1024 * 1024 else f"{limit} bytes"
    return "LM002", f"the file is larger than {size}", "split the deck into several files"


def _decode(data: bytes, shown: str) -> tuple[Source | None, list[Finding]]:
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        message = "the file is saved as UTF-16 (Windows programs call it Unicode), not as UTF-8"
        return None, [finding("LM001", shown, _START, message, "save it again and choose the encoding UTF-8")]
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


def _encoding_finding(data: bytes, at: int, shown: str) -> Finding:
    lines = split_lines(data[:at].decode("utf-8").lstrip("\ufeff"))
    byte = data[at : at + 1]
    meant = byte.decode("cp1252", "replace")
    guess = f", perhaps a `{meant}` as Windows writes it" if meant != "\ufffd" and meant.isprintable() else ""
    message = f"the file is not UTF-8: here is the byte {byte[0]:02X}{guess}"
    fix = "save the file as UTF-8: in the editor's Save as, set Encoding to UTF-8; in Word, save as Plain text and choose Unicode (UTF-8)"
    return finding("LM001", shown, Mark(len(lines), len(lines[-1]) + 1, sum(map(len, lines))), message, fix)


def _control_findings(text: str, shown: str) -> list[Finding]:
    """One finding for each kind of control character, at its first place."""
    counts: dict[str, int] = {}
    first: dict[str, int] = {}
    for found in RAW_CONTROL.finditer(text):
        sign = found.group()
        counts[sign] = counts.get(sign, 0) + 1
        first.setdefault(sign, found.start())
    findings = []
    for sign, at in list(first.items())[:_MOST_KINDS]:
        before = split_lines(text[:at])
        name = _NAMES.get(sign) or unicodedata.name(sign, "control character").lower()
        more = f", and {counts[sign] - 1} more of them below" if counts[sign] > 1 else ""
        message = f"a character that cannot be seen stands here: {name}, U+{ord(sign):04X}{more}"
        findings.append(finding("LM004", shown, Mark(len(before), len(before[-1]) + 1, at), message, "delete it, or type the line again"))
    return findings
