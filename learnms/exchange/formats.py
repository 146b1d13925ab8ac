"""The formats of question banks that can be imported and exported, one row each."""

from __future__ import annotations

import re
import shlex
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Any, NoReturn

from learnms.errors import LearnmsError, UsageError
from learnms.exchange.hostile import Archive, read_file

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from learnms.decks.model import Deck
    from learnms.exchange.bank import ImportedBank, Loss

EXTRA = "learnms[exchange]"


@dataclass(frozen=True, slots=True)
class Format:
    """A format: its name on the command line, what people call it, and the module of its reader
    (`read(path) -> ImportedBank`), of its writer (`write(decks, path) -> list[Loss]`), or ''.

    `needs` are the packages of the extra that it cannot do without.
    """

    name: str
    title: str
    suffixes: tuple[str, ...]
    reader: str = ""
    writer: str = ""
    needs: tuple[str, ...] = ()

    def read(self, path: Path) -> ImportedBank:
        """The question bank in a file.

        Raises:
            LearnmsError: a package is missing, or the file cannot be read or is refused.
        """
        bank: ImportedBank = self._function(self.reader, "read")(path)
        return bank

    def write(self, decks: Sequence[Deck], path: Path) -> list[Loss]:
        """Write decks to a new file; returns what the format cannot hold.

        Raises:
            LearnmsError: a package is missing.
            OSError: the file cannot be written.
        """
        losses: list[Loss] = self._function(self.writer, "write")(decks, path)
        return losses

    def _function(self, module: str, name: str) -> Callable[..., Any]:
        try:
            for package in self.needs:
                import_module(package)
        except ImportError:
            message = f"{self.title} files need the extra `exchange`, which is not installed."
            raise LearnmsError(message, f"Run `pip install '{EXTRA}'`.") from None
        function: Callable[..., Any] = getattr(import_module(f"learnms.exchange.{module}"), name)
        return function


FORMATS = (
    Format("csv", "CSV or TSV", (".csv", ".tsv", ".txt"), "delimited.read", "delimited.write"),
    Format("gift", "Moodle GIFT", (".gift", ".txt"), "gift.read", "gift.write"),
    Format("aiken", "AIKEN", (".txt",), "aiken"),
    Format("moodle", "Moodle XML", (".xml",), "moodle.read", "moodle.write"),
    Format("qti12", "QTI 1.2", (".zip", ".xml", ".qti"), "qti.read", "qti.write_12"),
    Format("qti21", "QTI 2.1", (".zip", ".xml"), "qti.read", "qti.write_21"),
    Format("word", "Word", (".docx",), "word.read"),
    Format("anki", "Anki", (".apkg", ".colpkg"), "anki.read", "anki.write"),
    Format("markdown", "Markdown", (".md",), writer="markdown_deck"),
)
BY_NAME = {format_.name: format_ for format_ in FORMATS}
HISTORY = ("reviews", "events")
"""What `import` and `export` also take: a learner's history, which is no question bank."""
_START = 200_000
"""Bytes that are looked at to recognize a text."""
_XML_ROOTS = (
    (re.compile(r"<quiz\b"), "moodle"),
    (re.compile(r"<questestinterop\b"), "qti12"),
    (re.compile(r"<(?:qti-)?assessment-?(?:Item|Test)\b", re.IGNORECASE), "qti21"),
)
_QTI_2 = re.compile(rb"imsqti_(?:item_|test_)?(?:xml)?v?[23]p|qtiv3p0|imsqtiasi_v3p0")
_AIKEN = re.compile(r"^ANSWER:[ \t]*[A-Z][ \t]*$", re.MULTILINE)
_GIFT = re.compile(
    r"^::.*?::|^\$CATEGORY:|(?<![\\{])\{(?!\{)\s*(?:[=~#}]|(?:T|F|TRUE|FALSE)\s*[#}])", re.MULTILINE
)
_ANKI_TEXT = re.compile(
    r"#(?:separator|html|notetype|deck|columns|tags|guid)\b[^:\n]*:", re.IGNORECASE
)
_MEMBERS = (
    ("word/document.xml", "word"),
    ("collection.anki21b", "anki"),
    ("collection.anki21", "anki"),
    ("collection.anki2", "anki"),
)
_OTHERS = (
    (("moodle_backup.xml",), "a Moodle course backup", "Export the question bank as Moodle XML."),
    (("xl/workbook.xml",), "an Excel workbook", "Save the sheet as CSV in Excel."),
    (("ppt/presentation.xml",), "a PowerPoint presentation", "Save its text as CSV or Word."),
    (("content.xml", "mimetype"), "an OpenDocument file", "Save it as Word (.docx) or CSV."),
)
"""What an archive holds that no reader reads; what that is, and what to do."""
_STARTS = (
    (b"%PDF-", "a PDF", "Save it as Word (.docx), and import that."),
    (
        b"\xd0\xcf\x11\xe0",
        "an old or password-protected Word or Excel file",
        "Save it as .docx or as CSV, without a password.",
    ),
    (b"{\\rtf", "a Rich Text (RTF) document", "Save it as Word (.docx), and import that."),
    (b"\x1f\x8b", "a compressed file", "Unpack it first."),
    (b"SQLite format 3", "a database", "Export an .apkg file from Anki."),
    (b'{\n "learnms_form"', "a form of a paper", "Take it with `learnms quiz --form FILE`."),
)
_DECK = ("a deck", "Check it with `learnms check`, and study it with `learnms --decks FILE`.")
_WEB_PAGE = ("a web page", "Open it in a browser, copy it into Word, and import that .docx.")
_SUFFIXES = {".yaml": _DECK, ".yml": _DECK, ".html": _WEB_PAGE, ".htm": _WEB_PAGE}
_PACKED = (".docx", ".zip")
"""Suffixes of archives; what has one and is no archive is damaged."""
_ARCHIVE = (b"PK\3\4", b"PK\5\6", b"PK\7\x08")
_TEXTS = ("csv", "gift", "aiken", *HISTORY)
_CONTROL = re.compile(r"[\0-\x08\x0e-\x1a\x1c-\x1f]")
_MOST_CONTROLS = 0.02
"""The share of control characters above which bytes are no text."""
_KINDS = {
    "word": "a Word document",
    "anki": "an Anki package",
    "aiken": "an AIKEN file",
    "reviews": "a CSV of reviews",
    "events": "a list of events",
}


def recognize(path: Path) -> str:
    """The name of a file's format, by its suffix and its content: one of `FORMATS` or `HISTORY`.

    Raises:
        UsageError: it is not clear.
        LearnmsError: the file cannot be read.
    """
    if path.suffix.lower() in BY_NAME["anki"].suffixes:
        return "anki"  # its media, which are not read, may be larger than what is
    data = read_file(path)
    _refuse_other(path, data)
    if data.startswith(_ARCHIVE) or path.suffix.lower() in _PACKED:
        return _of_archive(path) or _refuse_archive(path)
    text = decoded(data[:_START])[0]
    name = _of_text(text, path.suffix.lower())
    if not name:
        readable = ", ".join(format_.name for format_ in FORMATS if format_.reader)
        message = f"The format of {path} is not clear from its name and content."
        raise UsageError(
            message,
            f"Write `learnms import FORMAT {shlex.quote(str(path))}`; FORMAT is one of {readable}.",
        )
    return name


def check_named(path: Path, name: str) -> None:
    """Check that a file can be in the format that was named by hand: what one text is in, nobody
    knows better, but an archive is no text, a text no archive, and a history no question bank.
    What cannot be opened is left to the reader.

    Raises:
        UsageError: it is something else.
    """
    if not path.is_file() or name == "markdown":
        return
    try:
        with path.open("rb") as file:
            data = file.read(_START)
    except OSError:
        return
    _refuse_other(path, data)
    if data.startswith(_ARCHIVE):
        if name == "anki" and path.suffix.lower() in BY_NAME["anki"].suffixes:
            return
        found = _of_archive(path) or ("" if name not in _TEXTS else _refuse_archive(path))
    else:
        text = decoded(data)[0]
        is_binary = len(_CONTROL.findall(text)) > _MOST_CONTROLS * len(text)
        if is_binary and name not in ("word", "anki"):
            message = f"{path} is a binary file, not {_a_file(name)}."
            raise UsageError(message, "Export the questions again from the program that made it.")
        found = "" if is_binary else _of_text(text, path.suffix.lower())
        if name in _TEXTS and found not in HISTORY:
            found = _of_xml(text) if text.lstrip().startswith("<?xml") else ""
    if found and found != name and not {found, name} <= {"qti12", "qti21"}:
        message = f"{path} is {_a_file(found)}."
        raise UsageError(message, f"Run `learnms import {found} {shlex.quote(str(path))}`.")


def _a_file(name: str) -> str:
    """What people call a file of a format, with its article."""
    return _KINDS.get(name) or f"a {BY_NAME[name].title} file"


def _refuse_other(path: Path, data: bytes) -> None:
    """Refuse what no reader reads, by its start or its suffix."""
    of_suffix = _SUFFIXES.get(path.suffix.lower())
    others = [(b"", *of_suffix)] if of_suffix is not None else []
    for start, title, remedy in (*_STARTS, *others):
        if data.startswith(start):
            message = f"{path} is {title}, which cannot be imported."
            raise UsageError(message, remedy)


def _refuse_archive(path: Path) -> NoReturn:
    message = f"{path} is a ZIP archive without a question bank in it."
    raise UsageError(message, "If a question bank is in a file inside it, unpack it first.")


def decoded(data: bytes) -> tuple[str, str]:
    """A file's text, and the name of its encoding: by its byte order mark, else UTF-8, else
    Windows-1252, as Excel and old programs write. Bytes cut off in the middle of a character count
    as UTF-8.
    """
    for mark, encoding in (
        (b"\xef\xbb\xbf", "utf-8"),
        (b"\xff\xfe", "utf-16-le"),
        (b"\xfe\xff", "utf-16-be"),
    ):
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, "replace"), encoding
    odd, even = data[1:2000:2].count(0), data[0:2000:2].count(0)
    if max(odd, even) * 5 > len(data[:2000]):  # Latin letters in UTF-16 without a mark
        encoding = "utf-16-le" if odd > even else "utf-16-be"
        return data.decode(encoding, "replace"), encoding
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError as error:
        if error.start >= len(data) - 3 and error.reason == "unexpected end of data":
            return data[: error.start].decode("utf-8"), "utf-8"
    return data.decode("cp1252", "replace"), "windows-1252"


def _of_archive(path: Path) -> str:
    """The format of what is in an archive; '' if it holds no question bank."""
    archive = Archive(path)
    try:
        names = {name.lower(): name for name in archive.names}
        for member, name in _MEMBERS:
            if member in names:
                return name
        for members, title, remedy in _OTHERS:
            if all(member in names for member in members):
                message = f"{path} is {title}, which cannot be imported."
                raise UsageError(message, remedy)
        manifest = next((name for name in names if name.endswith("imsmanifest.xml")), None)
        if manifest is not None:
            return "qti21" if _QTI_2.search(archive.read(names[manifest])) else "qti12"
        for name in [name for name in names if name.endswith((".xml", ".qti", ".dat"))][:20]:
            found = _of_xml(decoded(archive.read(names[name])[:_START])[0])
            if found.startswith("qti"):
                return found
    finally:
        archive.close()
    return ""


def _of_xml(text: str) -> str:
    return next((name for root, name in _XML_ROOTS if root.search(text)), "")


def _of_text(text: str, suffix: str) -> str:
    """The format of a text; '' if it is not clear."""
    lines = [line for line in text.lstrip("\ufeff").splitlines() if line.strip()]
    first = lines[0].strip() if lines else ""
    if first.startswith("<") and (name := _of_xml(text)):
        return name
    if suffix == ".jsonl" or (first.startswith("{") and '"learner_id"' in first):
        return "events"
    header = {cell.strip(' "').lower() for cell in re.split(r"[,;\t]", first)}
    if {"card_id", "review_time"} <= header:
        return "reviews"
    if suffix in (".csv", ".tsv") or _ANKI_TEXT.match(first):
        return "csv"
    if suffix == ".gift":
        return "gift"
    if suffix not in ("", ".txt", ".text"):
        return ""
    if _AIKEN.search(text):
        return "aiken"
    tabbed = sum(1 for line in lines if "\t" in line.strip())
    if lines and tabbed * 10 >= len(lines) * 9:
        return "csv"
    if _GIFT.search(text):
        return "gift"
    return "csv" if tabbed * 2 > len(lines) else ""
