"""Word documents for the tests, in the layouts that papers have."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from docx import Document
from docx.enum.text import WD_COLOR_INDEX
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import RGBColor

Part = str | tuple[str, str]
"""A text, or a text with its mark: bold, italic, underline, highlight, color."""


def new() -> Any:
    """An empty document with two lists: 90 numbers and, one level deeper, letters; 91 numbers."""
    document = Document()
    numbering = document.part.numbering_part.element
    levels = "".join(
        f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{kind}"/>'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
        for at, kind, text in ((0, "decimal", "%1."), (1, "upperLetter", "%2."))
    )
    first = numbering.find(qn("w:num"))
    first.addprevious(
        parse_xml(f'<w:abstractNum {nsdecls("w")} w:abstractNumId="90">{levels}</w:abstractNum>')
    )
    first.addprevious(
        parse_xml(
            f'<w:abstractNum {nsdecls("w")} w:abstractNumId="91"><w:lvl w:ilvl="0">'
            '<w:start w:val="1"/><w:numFmt w:val="bullet"/><w:lvlText w:val="\u2022"/></w:lvl>'
            "</w:abstractNum>"
        )
    )
    for ident in ("90", "91"):
        numbering.append(
            parse_xml(
                f'<w:num {nsdecls("w")} w:numId="{ident}">'
                f'<w:abstractNumId w:val="{ident}"/></w:num>'
            )
        )
    return document


def add(document: Any, *parts: Part, style: str | None = None) -> Any:
    """Add a paragraph of parts."""
    paragraph = document.add_paragraph(style=style)
    for part in parts:
        text, mark = (part, "") if isinstance(part, str) else part
        run = paragraph.add_run(text)
        if mark == "highlight":
            run.font.highlight_color = WD_COLOR_INDEX.YELLOW
        elif mark == "color":
            run.font.color.rgb = RGBColor(255, 0, 0)
        elif mark:
            setattr(run, mark, True)
    return paragraph


def add_numbered(document: Any, *parts: Part, level: int = 0, list_id: str = "90") -> Any:
    """Add a paragraph that Word numbers itself."""
    paragraph = add(document, *parts)
    paragraph._p.get_or_add_pPr().append(
        parse_xml(
            f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{level}"/><w:numId w:val="{list_id}"/>'
            "</w:numPr>"
        )
    )
    return paragraph


def add_table(document: Any, *rows: tuple[str, ...]) -> Any:
    """Add a table of texts."""
    table = document.add_table(len(rows), len(rows[0]))
    for row, texts in zip(table.rows, rows, strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    return table


def save(document: Any, folder: Path, name: str = "paper.docx") -> Path:
    """Save a document in a folder."""
    path = folder / name
    document.save(str(path))
    return path


def typed(folder: Path, text: str) -> Path:
    """A document with one paragraph a line, made of its one part that has to be there."""
    lines = "".join(
        f'<w:p><w:r><w:t xml:space="preserve">{escape(piece[0])}</w:t></w:r>'
        + "".join(f"<w:r><w:tab/><w:t>{escape(more)}</w:t></w:r>" for more in piece[1:])
        + "</w:p>"
        for line in text.strip("\n").split("\n")
        for piece in [line.split("\t")]
    )
    path = folder / "paper.docx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(
            "word/document.xml", f"<w:document {nsdecls('w')}><w:body>{lines}</w:body></w:document>"
        )
    return path
