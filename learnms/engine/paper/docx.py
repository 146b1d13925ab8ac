"""Writes a document as a Word file, with Word's own styles, headers and page numbers."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING, Any

import docx
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Emu, Inches, Pt, RGBColor

from learnms.engine.paper.blocks import (
    CIRCLE,
    SQUARE,
    Box,
    Choices,
    Grid,
    Heading,
    Lines,
    Question,
    Text,
)
from learnms.markdown import Line, Table, blocks, spans
from learnms.text import visible

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from docx.document import Document as WordDocument
    from docx.styles.style import ParagraphStyle
    from docx.table import _Cell
    from docx.text.paragraph import Paragraph

    from learnms.engine.paper.blocks import Block, Document
    from learnms.markdown import Span

_FONT = "Calibri"
_WIDTH = Inches(6.5)
_INDENT = Inches(0.4)
_HANG = Inches(0.3)
_MARKED = Inches(0.55)
_DAY = (1980, 1, 1, 0, 0, 0)
"""The date of every file in the archive, so that the same document gives the same bytes."""
_STYLES: dict[str, dict[str, Any]] = {
    "Instruction": {"italic": True, "after": 6},
    "Question": {"before": 10, "after": 4},
    "Question text": {"after": 3},
    "Option": {"after": 2},
    "Fields": {"before": 10, "after": 12},
    "Label": {"bold": True, "after": 2},
    "Small print": {"size": 9, "after": 3},
    "Cell": {"after": 0},
    "Exhibit title": {"bold": True, "before": 6, "after": 0, "frame": True, "fill": "EDEDED"},
    "Exhibit": {"after": 0, "frame": True},
}


def _text(text: str) -> str:
    """A text that XML can hold: two code points are no characters."""
    return visible(text).replace("\ufffe", "").replace("\uffff", "")


def _line(text: str) -> str:
    return " ".join(_text(text).split())


def write(document: Document) -> bytes:
    """The bytes of the file; the same document gives the same bytes."""
    word = docx.Document()
    _set_up(word, document)
    writer = _Writer(word)
    word.add_paragraph(_line(document.title), "Title")
    word.add_paragraph(_line(document.subtitle), "Subtitle")
    if document.fields:
        _add_fields(word.add_paragraph(style="Fields"), document.fields)
    writer.add(document.blocks)
    stream = io.BytesIO()
    word.save(stream)
    return _undated(stream)


def _undated(stream: io.BytesIO) -> bytes:
    undated = io.BytesIO()
    with zipfile.ZipFile(stream) as old, zipfile.ZipFile(undated, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            info = zipfile.ZipInfo(name, _DAY)
            info.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(info, old.read(name))
    return undated.getvalue()


def _set_up(word: WordDocument, document: Document) -> None:
    """Page, fonts, styles, footer and properties."""
    section = word.sections[0]
    section.page_width, section.page_height = Inches(8.5), Inches(11)
    section.left_margin = section.right_margin = Inches(1)
    section.top_margin, section.bottom_margin = Inches(0.8), Inches(0.8)
    section.footer_distance = Inches(0.45)
    styles: Any = word.styles
    _font(styles["Normal"], size=11)
    styles["Normal"].paragraph_format.space_after = Pt(4)
    _font(styles["Title"], size=18, bold=True)
    _font(styles["Subtitle"], size=12)
    styles["Title"].paragraph_format.space_after = Pt(0)
    styles["Subtitle"].paragraph_format.space_after = Pt(4)
    _rule(styles["Subtitle"].element.get_or_add_pPr(), ["bottom"], 12)
    for border in styles["Title"].element.iter(qn("w:pBdr")):
        border.getparent().remove(border)
    for level, size in ((1, 14), (2, 12)):
        _font(styles[f"Heading {level}"], size=size, bold=True)
        styles[f"Heading {level}"].paragraph_format.space_before = Pt(16)
        styles[f"Heading {level}"].paragraph_format.space_after = Pt(6)
    _add_styles(styles)
    _add_footer(section.footer.paragraphs[0], styles["Footer"], document.footer)
    properties = word.core_properties
    properties.title, properties.author = _line(document.footer)[:255], "learnms"
    properties.comments = ""


def _add_styles(styles: Any) -> None:
    for name, look in _STYLES.items():
        style = styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = styles["Normal"]
        style.font.bold, style.font.italic = look.get("bold"), look.get("italic")
        style.font.size = Pt(look["size"]) if "size" in look else None
        style.paragraph_format.space_before = Pt(look.get("before", 0))
        style.paragraph_format.space_after = Pt(look["after"])
        properties = style.element.get_or_add_pPr()
        if look.get("frame"):
            style.paragraph_format.right_indent = Inches(0.08)
            _rule(properties, ("top", "left", "bottom", "right"), 4)
        if look.get("fill"):
            properties.insert_element_before(_shade(look["fill"]), *_AFTER_BORDERS[1:])


def _add_footer(footer: Paragraph, style: ParagraphStyle, text: str) -> None:
    """The text at the left, `Page X of Y` at the right."""
    style.paragraph_format.tab_stops.clear_all()
    _font(style, size=9)
    footer.paragraph_format.tab_stops.add_tab_stop(_WIDTH, WD_TAB_ALIGNMENT.RIGHT)
    footer.add_run(f"{_line(text)}\tPage ")
    _field(footer, "PAGE")
    footer.add_run(" of ")
    _field(footer, "NUMPAGES")


def _font(style: ParagraphStyle, *, size: int, bold: bool = False) -> None:
    """Black text in the one font, also where the theme of the template has another."""
    style.font.name, style.font.size = _FONT, Pt(size)
    style.font.bold, style.font.italic = bold, False
    style.font.color.rgb = RGBColor(0, 0, 0)
    style.font.element.rPr.rFonts.attrib.clear()
    for script in ("ascii", "hAnsi", "cs", "eastAsia"):
        style.font.element.rPr.rFonts.set(qn(f"w:{script}"), _FONT)
    for spacing in style.font.element.rPr.findall(qn("w:spacing")):
        style.font.element.rPr.remove(spacing)


def _element(name: str, **values: str) -> Any:
    element = OxmlElement(f"w:{name}")
    for key, value in values.items():
        element.set(qn(f"w:{key}"), value)
    return element


_AFTER_BORDERS = ("w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc", "w:outlineLvl", "w:rPr")


def _rule(properties: Any, sides: Iterable[str], size: int) -> None:
    """Lines around the paragraphs of a style."""
    borders = _element("pBdr")
    for side in sides:
        borders.append(_element(side, val="single", sz=str(size), space="4", color="555555"))
    properties.insert_element_before(borders, *_AFTER_BORDERS)


def _shade(fill: str) -> Any:
    return _element("shd", val="clear", color="auto", fill=fill)


def _field(paragraph: Paragraph, code: str) -> None:
    """A field that Word fills in, such as the page number."""
    simple: Any = _element("fldSimple", instr=code)
    run, text = _element("r"), _element("t")
    text.text = "1"
    run.append(text)
    simple.append(run)
    paragraph._p.append(simple)


def _add_fields(paragraph: Paragraph, names: Sequence[str]) -> None:
    """The line for name and date: a label and a ruled tab for each."""
    share = (3, 2, 2)[: len(names)]
    at = 0
    for name, width in zip(names, share, strict=True):
        at += width
        stop = Emu(int(_WIDTH * at / sum(share)) - Inches(0.1))
        leader: Any = paragraph.paragraph_format.tab_stops
        leader.add_tab_stop(stop, WD_TAB_ALIGNMENT.LEFT, WD_TAB_LEADER.LINES)
        leader.add_tab_stop(stop + Inches(0.1), WD_TAB_ALIGNMENT.LEFT)
        paragraph.add_run(f"{name}: \t" + ("\t" if at < sum(share) else ""))


class _Writer:
    """Adds blocks to a document or to a cell; `indent` is how far they are set in."""

    def __init__(self, target: WordDocument | _Cell, indent: int = 0, width: int = _WIDTH) -> None:
        self._target: Any = target
        self._indent = indent
        self._width = width - indent

    def add(self, added: Iterable[Block], *, style: str = "Normal") -> None:
        """Add blocks, one below the other."""
        for block in added:
            match block:
                case Heading(text, level):
                    _styled(self._target.add_paragraph(_line(text)), f"Heading {level}")
                case Text(text, role):
                    self._add_text(text, _style(role, style))
                case Choices(items, mark):
                    self._choices(items, mark)
                case Grid():
                    self._grid(block)
                case Lines(count):
                    for _ in range(count):
                        line = self._paragraph("Question text")
                        line.paragraph_format.space_before = Pt(12)
                        stops = line.paragraph_format.tab_stops
                        stops.add_tab_stop(_WIDTH, WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.LINES)
                        line.add_run("\t")
                case Box(title, inner):
                    self._box(title, inner)
                case Question():
                    self._question(block)

    def _paragraph(self, style: str) -> Paragraph:
        paragraph = _styled(self._target.add_paragraph(), style)
        if self._indent:
            paragraph.paragraph_format.left_indent = Emu(self._indent)
        return paragraph

    def _add_text(self, text: str, style: str) -> None:
        for part in blocks(_text(text)):
            if isinstance(part, Table):
                most = max(map(len, part.rows))
                rows = tuple(row + ("",) * (most - len(row)) for row in part.rows)
                self._grid(Grid(rows, (1,) * most))
            elif part.text:
                self._add_line(self._paragraph(style), part)

    def _add_line(self, paragraph: Paragraph, line: Line) -> None:
        if line.mark:
            paragraph.paragraph_format.left_indent = Emu(self._indent + Inches(0.25))
            paragraph.paragraph_format.first_line_indent = -Inches(0.2)
            paragraph.add_run(f"{line.mark}\t")
            stops = paragraph.paragraph_format.tab_stops
            stops.add_tab_stop(Emu(self._indent + Inches(0.25)))
        _add_runs(paragraph, line.spans)

    def _choices(self, items: Iterable[tuple[str, str]], mark: str) -> None:
        for letter, text in items:
            paragraph = _styled(self._target.add_paragraph(), "Option")
            left = self._indent + (_MARKED if mark else _HANG)
            shape = paragraph.paragraph_format
            shape.left_indent = Emu(left)
            shape.first_line_indent = Emu(self._indent - left)
            shape.keep_with_next = True
            if mark:
                shape.tab_stops.add_tab_stop(Emu(self._indent + Inches(0.25)))
            shape.tab_stops.add_tab_stop(Emu(left))
            _add_mark(paragraph, mark)
            paragraph.add_run(f"\t{letter}.\t" if mark else f"{letter}.\t")
            _add_lines(paragraph, text)

    def _question(self, question: Question) -> None:
        """Its blocks set in, with the number before the first text, kept on one page."""
        first = len(self._children())
        writer = _Writer(self._target, self._indent + _INDENT, self._width)
        head = list(question.blocks)
        lines = blocks(_text(head[0].text)) if head and isinstance(head[0], Text) else []
        lead = lines[0] if lines and isinstance(lines[0], Line) and not lines[0].mark else None
        paragraph = _styled(self._target.add_paragraph(), "Question")
        paragraph.paragraph_format.left_indent = Emu(self._indent + _INDENT)
        paragraph.paragraph_format.first_line_indent = -_INDENT
        paragraph.paragraph_format.tab_stops.add_tab_stop(Emu(self._indent + _INDENT))
        paragraph.add_run(f"{question.number}.").bold = True
        paragraph.add_run("\t")
        if lead is not None and isinstance(head[0], Text):
            _add_runs(paragraph, lead.spans, bold=head[0].role == "label")
            text = _text(head[0].text).strip("\n").partition("\n")[2]
            head[0] = Text(text, head[0].role)
        if question.note:
            paragraph.add_run(f"  ({question.note})").font.size = Pt(9)
        writer.add(head, style="Question text")
        _keep_together(self._children()[first:])

    def _children(self) -> list[Any]:
        element: Any = self._target._element
        body = getattr(element, "body", element)
        return [child for child in body if child.tag in (qn("w:p"), qn("w:tbl"))]

    def _grid(self, grid: Grid) -> None:
        columns = len(grid.widths)
        table: Any = self._target.add_table(len(grid.rows), columns)
        table.autofit = False
        if grid.rules:
            table.style = "Table Grid"
        self._place(table, [int(self._width * w / sum(grid.widths)) for w in grid.widths])
        for at_row, row in enumerate(grid.rows):
            cells = table.rows[at_row].cells
            is_head = grid.rules and not at_row
            for at, text in enumerate(row):
                centered = bool(grid.centered) and at >= grid.centered
                _fill_cell(cells[at], text, head=is_head, centered=centered)
            properties = table.rows[at_row]._tr.get_or_add_trPr()
            properties.append(_element("cantSplit"))
            if is_head:
                properties.append(_element("tblHeader"))
        self._space()

    def _box(self, title: str, inner: Iterable[Block]) -> None:
        """A shaded title and its texts in one frame, tables below; kept with what follows."""
        first = len(self._children())
        self._paragraph("Exhibit title").add_run(_line(title))
        self.add(inner, style="Exhibit")
        self._space()
        added = self._children()[first:]
        _keep_together(added, with_next=True)

    def _place(self, table: Any, widths: Sequence[int]) -> None:
        for column, width in zip(table.columns, widths, strict=True):
            column.width = Emu(width)
            for cell in column.cells:
                cell.width = Emu(width)
        if self._indent:
            indent = _element("tblInd", w=str(self._indent // 635), type="dxa")
            table._tbl.tblPr.append(indent)

    def _space(self) -> None:
        """A little space below a table."""
        paragraph = _styled(self._target.add_paragraph(), "Cell")
        paragraph.paragraph_format.line_spacing = Pt(8)


def _styled(paragraph: Paragraph, name: str) -> Paragraph:
    """The paragraph in a style. python-docx looks through all styles at each name."""
    element: Any = paragraph._p
    element.style = name.replace(" ", "")  # as python-docx makes ids of names
    return paragraph


def _style(role: str, usual: str) -> str:
    names = {"instruction": "Instruction", "label": "Label", "small": "Small print"}
    return names.get(role, usual)


def _add_runs(paragraph: Paragraph, runs: Iterable[Span], *, bold: bool = False) -> None:
    for run in runs:
        added = paragraph.add_run(run.text)
        added.bold = True if bold or run.style == "strong" else None
        added.italic = True if run.style == "emphasis" else None


def _add_mark(paragraph: Paragraph, mark: str) -> None:
    """A circle or square to fill in, in a font that has both alike."""
    if mark:
        run = paragraph.add_run(mark)
        run.font.name, run.font.size = "Segoe UI Symbol", Pt(11)


def _add_lines(paragraph: Paragraph, text: str, *, bold: bool = False) -> None:
    """Lines of light Markdown in one paragraph; a mark may stand before each."""
    for number, line in enumerate(_text(text).strip().split("\n")):
        if line.startswith((CIRCLE, SQUARE)):
            _add_mark(paragraph, line[0])
            line = line[1:]
        if number:
            paragraph.add_run().add_break()
        _add_runs(paragraph, spans(line), bold=bold)


def _fill_cell(cell: _Cell, text: str, *, head: bool, centered: bool) -> None:
    for number, line in enumerate(_text(text).split("\n")):
        paragraph = cell.add_paragraph() if number else cell.paragraphs[0]
        _styled(paragraph, "Cell")
        paragraph.paragraph_format.space_before = Pt(2)
        paragraph.paragraph_format.space_after = Pt(2)
        if centered:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        _add_lines(paragraph, line, bold=head)
    if head:
        properties: Any = cell._tc.get_or_add_tcPr()
        properties.append(_shade("EDEDED"))


def _keep_together(elements: Sequence[Any], *, with_next: bool = False) -> None:
    """Keep these paragraphs and tables on one page, and with what follows them."""
    paragraphs = [
        paragraph
        for element in elements
        for paragraph in ([element] if element.tag == qn("w:p") else element.iter(qn("w:p")))
    ]
    for paragraph in paragraphs[:-1]:
        properties = paragraph.get_or_add_pPr()
        properties.keepNext_val = True
    for paragraph in paragraphs:
        paragraph.get_or_add_pPr().keepLines_val = True
    if paragraphs:
        paragraphs[-1].get_or_add_pPr().keepNext_val = True if with_next else None
