"""The lines of a Word document as Word shows them: numbers of its lists, marks of its text."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from learnms.errors import LearnmsError
from learnms.exchange.bank import Loss
from learnms.exchange.hostile import Archive, parse_xml
from learnms.exchange.html_text import clean, shifted
from learnms.exchange.word.styles import Styles, W

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from xml.etree.ElementTree import Element

_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
_MAIN = re.compile(r"word/document\d*\.xml")
_MOST_LINES = 50_000
_DEEPEST = 60
"""Elements within each other; Word itself nests far less."""
_SIGNS = {"\uf0fc": "✓", "\uf0a8": "□", "\uf06f": "□", "\uf0fe": "☑", "\uf0b7": "•", "\uf052": "☑"}
"""Characters of the fonts Symbol and Wingdings."""
_NOTES = {f"{W}footnoteReference", f"{W}endnoteReference", f"{W}commentReference"}
_FIXED = {
    f"{W}br": "\n",
    f"{W}cr": "\n",
    f"{W}tab": "\t",
    f"{W}noBreakHyphen": "-",
    f"{W}softHyphen": "",
}
_DROPPED = {f"{W}del", f"{W}moveFrom", f"{W}instrText", f"{W}delText", f"{_MC}Fallback"}


class Run(NamedTuple):
    """A piece of a line from `start` to `end` with its marks: bold, italic, underline, highlight,
    color.
    """

    start: int
    end: int
    marks: frozenset[str]


@dataclass(slots=True)
class Line:
    """A line of a document. `label` is its automatic number as shown, `number_format` Word's name
    of its format ('' without one), `list_id` and `level` its list; `heading` is the level of a
    heading, 0 for a title, None for neither.
    """

    text: str = ""
    runs: list[Run] = field(default_factory=list)
    label: str = ""
    number_format: str = ""
    list_id: str = ""
    level: int = 0
    heading: int | None = None
    lost: list[str] = field(default_factory=list)

    def part(self, start: int, end: int | None = None) -> Line:
        """A part of the line without its number."""
        end = len(self.text) if end is None else end
        text = self.text[start:end]
        start += len(text) - len(text.lstrip())
        text = text.strip()
        end = start + len(text)
        runs = [
            Run(max(run.start, start) - start, min(run.end, end) - start, run.marks)
            for run in self.runs
            if run.start < end and run.end > start
        ]
        return Line(text, runs, heading=self.heading, lost=self.lost)

    def marks(self) -> frozenset[str]:
        """The marks that nearly all of its text has."""
        shares: dict[str, int] = {}
        whole = sum(1 for sign in self.text if not sign.isspace())
        for run in self.runs:
            size = sum(1 for sign in self.text[run.start : run.end] if not sign.isspace())
            for mark in run.marks:
                shares[mark] = shares.get(mark, 0) + size
        return frozenset(mark for mark, size in shares.items() if whole and size >= 0.8 * whole)


@dataclass(slots=True)
class Table:
    """A table: rows of cells, each cell its lines."""

    rows: list[list[list[Line]]]


@dataclass(slots=True)
class WordDocument:
    """What a document holds, in its order, with what is lost as a whole."""

    blocks: list[Line | Table]
    title: str
    losses: list[Loss]


def read_document(path: Path) -> WordDocument:
    """The blocks of a .docx file.

    Raises:
        LearnmsError: it is no Word document, is damaged, or is refused.
    """
    archive = Archive(path)
    try:
        if any(name.lower().endswith("vbaproject.bin") for name in archive.names):
            message = f"{path} contains macros, which are not read."
            raise LearnmsError(message, "Save it as .docx, without macros.")
        main = next(filter(_MAIN.fullmatch, archive.names), "")
        if not main:
            message = f"{path} is not a Word document."
            raise LearnmsError(message, "Save it as .docx in Word.")
        root = parse_xml(archive.read(main), main)
        styles = Styles(
            *(_optional(archive, f"word/{name}.xml") for name in ("styles", "numbering"))
        )
        properties = _optional(archive, "docProps/core.xml")
    finally:
        archive.close()
    reader = _Reader(styles)
    body = root.find(f"{W}body")
    blocks = list(reader.blocks(body if body is not None else root, 0))
    return WordDocument(blocks, _title(properties), reader.losses())


def _optional(archive: Archive, name: str) -> Element | None:
    return parse_xml(archive.read(name), name) if name in archive else None


def _title(properties: Element | None) -> str:
    title = (
        "" if properties is None else properties.findtext("{http://purl.org/dc/elements/1.1/}title")
    )
    return clean(title or "")


class _Reader:
    """Walks through the elements, and counts what it leaves out."""

    def __init__(self, styles: Styles) -> None:
        self._styles = styles
        self._inserted = self._deleted = self._notes = self._equations = self._lines = 0
        self._chunks = 0

    def losses(self) -> list[Loss]:
        """What was left out of the document as a whole."""
        told = []
        if self._inserted or self._deleted:
            told.append(
                "Tracked changes are read as accepted:"
                f" {self._inserted} inserted, {self._deleted} deleted."
            )
        if self._notes:
            told.append(
                "1 footnote, endnote or comment was left out."
                if self._notes == 1
                else f"{self._notes} footnotes, endnotes or comments were left out."
            )
        if self._chunks:
            told.append("Text of another file that is embedded in the document was left out.")
        if self._equations:
            told.append("Equations are read as plain text. Check them.")
        return [Loss("document", text) for text in told]

    def blocks(self, parent: Element, depth: int) -> Iterator[Line | Table]:
        """The lines and tables in an element, in order."""
        if depth > _DEEPEST:
            return
        for child in parent:
            if child.tag == f"{W}p":
                yield from self._paragraph(child, depth)
            elif child.tag == f"{W}tbl":
                yield Table(
                    [
                        [list(self._cell(cell, depth)) for cell in row.iter(f"{W}tc")]
                        for row in child.findall(f".//{W}tr")
                    ]
                )
            elif child.tag == f"{W}del":
                self._deleted += 1
            elif child.tag == f"{W}altChunk":
                self._chunks += 1
            elif child.tag not in _DROPPED:
                yield from self.blocks(child, depth + 1)

    def _cell(self, cell: Element, depth: int) -> Iterator[Line]:
        for block in self.blocks(cell, depth + 1):
            if isinstance(block, Line):
                yield block
            else:
                yield from (line for row in block.rows for inner in row for line in inner)

    def _paragraph(self, paragraph: Element, depth: int) -> Iterator[Line | Table]:
        self._lines += 1
        if self._lines > _MOST_LINES:
            message = f"The document has more than {_MOST_LINES:,} paragraphs."
            raise LearnmsError(message, "Split it into several files.")
        style = self._styles.paragraph(paragraph)
        pieces: list[tuple[str, frozenset[str]]] = []
        boxes: list[Element] = []
        lost: list[str] = []
        self._collect(paragraph, style.marks, pieces, boxes, lost, depth)
        for number, line in enumerate(_lines(pieces)):
            if not number:
                line.lost = lost
                line.label, line.number_format = style.label, style.number_format
                line.list_id, line.level = style.list_id, style.level
            line.heading = style.heading
            yield line
        for box in boxes:
            yield from self.blocks(box, depth + 1)

    def _collect(
        self,
        parent: Element,
        marks: frozenset[str],
        pieces: list[tuple[str, frozenset[str]]],
        boxes: list[Element],
        lost: list[str],
        depth: int,
    ) -> None:
        if depth > _DEEPEST:
            return
        if parent.tag == f"{W}r":
            marks = self._styles.run_marks(parent, marks)
        for child in parent:
            name = child.tag
            text = _text_of(parent, child)
            if text is not None:
                pieces.append((text, marks))
            elif name == f"{W}txbxContent":
                boxes.append(child)
            elif name in _NOTES:
                self._notes += 1
            elif name in _DROPPED:
                self._deleted += name == f"{W}del"
            elif name not in (f"{W}pPr", f"{W}rPr"):
                self._special(child, pieces, marks, lost)
                self._collect(child, marks, pieces, boxes, lost, depth + 1)

    def _special(
        self,
        element: Element,
        pieces: list[tuple[str, frozenset[str]]],
        marks: frozenset[str],
        lost: list[str],
    ) -> None:
        """Note pictures, objects, equations and tracked insertions."""
        name = element.tag
        if name == f"{W}ins":
            self._inserted += 1
        elif name == f"{_MATH}oMath":
            self._equations += 1
            text = "".join(part.text or "" for part in element.iter(f"{_MATH}t"))
            pieces.append((text, marks))
        elif name == f"{W}object":
            lost.append("An embedded object was left out.")
        elif name in (f"{W}drawing", f"{W}pict") and element.find(f".//{W}txbxContent") is None:
            shown = element.find(f".//{_DRAWING}docPr")
            alt = clean((shown.get("descr") or "") if shown is not None else "")[:200]
            title = " ".join(alt.split())
            lost.append(
                f"The picture `{title}` was left out." if title else "A picture was left out."
            )
            pieces.append((f"[image: {title}]" if title else "[image]", marks))


def _text_of(run: Element, element: Element) -> str | None:
    """The text that an element of a run stands for; None if it is no text."""
    name = element.tag
    if name == f"{W}t":
        text = element.text or ""
        for sign in _SIGNS.keys() & set(text):
            text = text.replace(sign, _SIGNS[sign])
        return _raised(run, text)
    if name == f"{W}sym":
        code = element.get(f"{W}char", "")
        return _SIGNS.get(chr(int(code, 16)), "") if re.fullmatch("[0-9A-Fa-f]{4}", code) else ""
    return _FIXED.get(name)


def _raised(run: Element, text: str) -> str:
    """Raised or lowered text in characters of that kind."""
    place = run.find(f"{W}rPr/{W}vertAlign")
    value = place.get(f"{W}val", "") if place is not None else ""
    tag = {"superscript": "sup", "subscript": "sub"}.get(value, "")
    return shifted(text, tag) if tag and text.strip() else text


def _lines(pieces: list[tuple[str, frozenset[str]]]) -> Iterator[Line]:
    """Pieces as lines, which line breaks end; spaces of all kinds become one, a tab stays."""
    line = Line()
    for text, marks in pieces:
        first, *others = clean_piece(text).split("\n")
        _add(line, first, marks)
        for other in others:
            yield line.part(0)
            line = Line()
            _add(line, other, marks)
    yield line.part(0)


def clean_piece(text: str) -> str:
    """A piece without control characters, with its spaces and tabs at the ends."""
    kept = re.sub(r"[\xa0\u2000-\u200a\u202f\u205f\u3000]", " ", text)
    if not kept.strip():
        return kept
    start, end = len(kept) - len(kept.lstrip()), len(kept.rstrip())
    inner = "\t".join(clean(part) for part in kept[start:end].split("\t"))
    return kept[:start] + inner + kept[end:]


def _add(line: Line, text: str, marks: frozenset[str]) -> None:
    start = len(line.text)
    line.text += text
    if text and marks:
        line.runs.append(Run(start, len(line.text), marks))
