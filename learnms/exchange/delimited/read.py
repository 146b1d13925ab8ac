"""Questions in a table of text: CSV and TSV of Excel, sets of Quizlet, notes of Anki."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from learnms.errors import LearnmsError
from learnms.exchange.bank import ImportedBank, Loss
from learnms.exchange.cells import unguarded
from learnms.exchange.delimited.columns import COLUMNS, Column, column_of
from learnms.exchange.delimited.row import Row, card_of
from learnms.exchange.formats import decoded
from learnms.exchange.hostile import read_file
from learnms.exchange.html_text import clean, html_text, looks_like_html

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_SEPARATORS = {"tab": "\t", "comma": ",", "semicolon": ";", "space": " ", "pipe": "|", "colon": ":"}
"""Names of separators in Anki's text files."""
_ANKI_HEADER = re.compile(r"#([a-z ]+?):(.*)$", re.IGNORECASE)
_EXCEL_HEADER = re.compile(r"\"?sep=(.)\"?$", re.IGNORECASE)
_CANDIDATES = ("\t", ";", ",", "|")
_SPACED = (" - ", " – ", " — ", "::", " = ", ": ")
"""Separators of two cells that people choose in Quizlet, where no sign above fits."""
_LOOKED_AT = 50
_SOUND = re.compile(r"\[sound:([^\]\n]*)\]")
_BLOCK = re.compile(r"<(?:br|p|div|li|t[dr]|h[1-6])\b", re.IGNORECASE)
_QUIZLET = (Column("ask"), Column("answer"))


@dataclass(slots=True)
class _Layout:
    """How a file is laid out: its separator ('' where it has to be found), its columns, the first
    line below its head, whether cells are HTML (None: where they look so), and tags of all rows.
    """

    separator: str = ""
    columns: list[Column] = field(default_factory=list)
    first_line: int = 1
    html: bool | None = None
    tags: str = ""
    is_anki: bool = False
    marked: dict[int, Column] = field(default_factory=dict)


class _Cells(NamedTuple):
    """The cells of a row, and the line on which it begins."""

    line: int
    cells: list[str]


def read(path: Path) -> ImportedBank:
    """The questions of a table: one row each, with or without a head that names the columns.

    Raises:
        LearnmsError: the file cannot be read, or is no table.
    """
    bank = ImportedBank("")
    text, encoding = decoded(read_file(path))
    if encoding == "windows-1252":
        remark = "Not UTF-8, read as Windows-1252: check accents and symbols such as µ and ≥."
        bank.lose(path.name, remark)
    if broken := text.count("\ufffd"):
        bank.lose(path.name, f"{broken} damaged characters are shown as \ufffd.")
    body, layout = _head(text.replace("\0", ""))
    layout.separator = layout.separator or _separator(body, path)
    rows = list(_rows(body, layout, path))
    if not layout.columns and not layout.is_anki and rows:
        layout.columns = _named(rows[0].cells)
        rows = rows[1:] if layout.columns else rows
    if not layout.columns:
        layout.columns = list(_QUIZLET)
        rows = _joined(rows, bank)
    _mark_columns(layout)
    if not rows:
        message = f"{path} has no rows of questions."
        raise LearnmsError(message, "Put one question on each line.")
    _report_unknown(layout, rows, bank)
    for row in rows:
        item = f"line {row.line}"
        card = card_of(_read_row(row, layout, item, bank.losses), item, bank)
        if card is not None:
            bank.cards.append(card)
    return bank


def _head(text: str) -> tuple[str, _Layout]:
    """The text below the lines with which Anki and Excel say how it is to be read."""
    layout = _Layout()
    while text:
        line, _, rest = text.partition("\n")
        line = line.rstrip("\r")
        anki, excel = _ANKI_HEADER.match(line), _EXCEL_HEADER.fullmatch(line)
        if anki is not None:
            _take_setting(layout, anki[1].lower(), anki[2].strip())
        elif excel is not None and layout.first_line == 1:
            layout.separator = excel[1]
        else:
            break
        text = rest
        layout.first_line += 1
    return text, layout


def _take_setting(layout: _Layout, name: str, value: str) -> None:
    layout.is_anki = True
    if name == "separator":
        layout.separator = _SEPARATORS.get(value.lower(), value[:1] or "\t")
    elif name == "html":
        layout.html = value.lower() == "true"
    elif name == "tags":
        layout.tags = value
    elif name == "columns":
        cells = next(csv.reader([value], delimiter=layout.separator or "\t"), [])
        layout.columns = [column_of(cell) for cell in cells]
    elif name.endswith(" column") and value.isdecimal():
        kinds = {"notetype": "note type", "deck": "topic", "tags": "tags", "guid": "id"}
        layout.marked[int(value)] = Column(kinds.get(name.removesuffix(" column"), "ignored"))


def _mark_columns(layout: _Layout) -> None:
    """Put the columns that Anki's head names by number among the others."""
    if not layout.marked:
        return
    fields = iter(layout.columns)
    if len(layout.columns) >= max(layout.marked):  # the head names all of them
        layout.columns = [
            layout.marked.get(at, column) for at, column in enumerate(layout.columns, 1)
        ]
        return
    total = len(layout.columns) + len(layout.marked)
    layout.columns = [
        layout.marked.get(at) or next(fields, Column("")) for at in range(1, total + 1)
    ]


def _separator(text: str, path: Path) -> str:
    """The sign that separates the cells: the one with which most rows have as many cells, the
    more the better.
    """
    lines = [line[:5_000] for line in text[:200_000].splitlines()[:_LOOKED_AT]]
    found = [(_fitness(lines, sign), sign) for sign in _CANDIDATES]
    best, sign = max(found, key=lambda pair: pair[0])
    filled = [line for line in lines if line.strip()]
    if not best[0] and best[1] < len(filled):
        spaced = next((sign for sign in _SPACED if all(sign in line for line in filled)), "")
        if spaced and filled:
            return spaced
    if best > _UNFIT:
        return sign
    if any(line.strip() for line in lines):
        message = f"{path} has only one column, so its questions have no answers."
        raise LearnmsError(
            message, "Separate question and answer by a tab, a comma or a semicolon."
        )
    message = f"{path} is empty."
    raise LearnmsError(message, "Export the questions again.")


def _fitness(lines: list[str], sign: str) -> tuple[bool, int, bool]:
    """How well a sign separates cells: whether the first row is then a head, how many rows have as
    many cells, and whether it is mostly without a space after it, as in no sentence.
    """
    try:
        rows = [row for row in csv.reader(lines, delimiter=sign) if any(row)]
    except csv.Error:
        return _UNFIT
    sizes = Counter(len(row) for row in rows if len(row) > 1)
    if not sizes:
        return _UNFIT
    text = "\n".join(lines)
    spaced = text.count(f"{sign} ") * 2 > text.count(sign)
    return bool(_named(rows[0])), max(sizes.values()), not spaced


_UNFIT = (False, 0, False)


def _rows(text: str, layout: _Layout, path: Path) -> Iterator[_Cells]:
    """The rows that are not empty. Quotes hold separators and line ends; where they do not fit
    between tabs, they are text, as Quizlet writes it.

    Raises:
        LearnmsError: quotes do not fit, or a cell is too long.
    """
    if layout.separator in _SPACED:
        for line, text_ in enumerate(text.splitlines(), layout.first_line):
            if text_.strip():
                yield _Cells(
                    line, [cell for cell in text_.partition(layout.separator)[::2] if cell]
                )
        return
    plain = layout.separator == "\t" and not layout.is_anki and not _has_good_quotes(text)
    reader = csv.reader(
        io.StringIO(text, newline=""),
        delimiter=layout.separator,
        quoting=csv.QUOTE_NONE if plain else csv.QUOTE_MINIMAL,
        strict=True,
    )
    before = 0
    try:
        for cells in reader:
            line, before = before + layout.first_line, reader.line_num
            if any(cell.strip() for cell in cells):
                yield _Cells(line, cells)
    except csv.Error as error:
        line = reader.line_num + layout.first_line - 1
        if "field limit" in str(error):
            message = f"{path}:{line}: a cell has more than {csv.field_size_limit():,} characters."
            raise LearnmsError(message, 'Look for a quote (") that is never closed.') from error
        message = f"{path}:{line}: a cell has an unmatched quote."
        remedy = 'Close each quoted cell with a quote ("), and write quotes inside it twice.'
        raise LearnmsError(message, remedy) from error


def _has_good_quotes(text: str) -> bool:
    try:
        for _ in csv.reader(io.StringIO(text, newline=""), delimiter="\t", strict=True):
            pass
    except csv.Error:
        return False
    return True


def _named(cells: list[str]) -> list[Column]:
    """The columns that a head names; empty if the row is no head."""
    columns = [column_of(clean(cell)) for cell in cells]
    known = [column.name for column in columns if column.name in COLUMNS]
    fits = len(known) * 2 >= sum(1 for cell in cells if cell.strip())
    return columns if fits and len(known) > 1 and "ask" in known else []


def _joined(rows: list[_Cells], bank: ImportedBank) -> list[_Cells]:
    """Rows of two cells; a row with a single cell is the next line of the answer above."""
    joined: list[_Cells] = []
    for row in rows:
        if len(row.cells) == 1 and joined and len(joined[-1].cells) > 1:
            joined[-1].cells[-1] += f"\n{row.cells[0]}"
            bank.lose(f"line {row.line}", "Read as the next line of the answer above.")
        else:
            joined.append(row)
    return joined


def _report_unknown(layout: _Layout, rows: list[_Cells], bank: ImportedBank) -> None:
    """Name the columns that nothing is done with."""
    width = max(len(row.cells) for row in rows)
    for at in range(width):
        column = layout.columns[at] if at < len(layout.columns) else Column("")
        filled = sum(1 for row in rows if at < len(row.cells) and row.cells[at].strip())
        if column.name not in COLUMNS and column.name != "ignored" and filled:
            name = f"column `{column.title}`" if column.title else f"column {at + 1}"
            rows_ = "1 row" if filled == 1 else f"{filled} rows"
            bank.lose(name, f"This column is not recognized and was left out ({rows_}).")


def _read_row(row: _Cells, layout: _Layout, item: str, losses: list[Loss]) -> Row:
    """The texts of a row under the names of their columns."""
    texts: dict[str, str] = {"tags": layout.tags} if layout.tags else {}
    numbered: dict[str, dict[int, str]] = {}
    for column, cell in zip(layout.columns, row.cells, strict=False):
        if column.name not in COLUMNS:
            continue
        text = _text(cell, layout.html, item, losses)
        if text and column.number is not None:
            numbered.setdefault(column.name, {})[column.number] = text
        elif text:
            known = texts.get(column.name)
            texts[column.name] = f"{known}\n{text}" if known else text
    return Row(texts, numbered)


def _text(cell: str, html: bool | None, item: str, losses: list[Loss]) -> str:
    cell = unguarded(cell)
    sounds = (f"The sound `{name[:100]}` was left out." for name in _SOUND.findall(cell))
    losses += [Loss(item, text) for text in sounds]
    cell = _SOUND.sub("", cell)
    if html:
        return html_text(cell, item, losses)
    if html is None and looks_like_html(cell):
        is_laid_out = _BLOCK.search(cell) is not None
        return html_text(cell if is_laid_out else cell.replace("\n", "<br>"), item, losses)
    return clean(cell)
