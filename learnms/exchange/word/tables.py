"""Tables of a paper: options in cells, keys in cells."""

from __future__ import annotations

import re

from learnms.exchange.word.lines import PaperQuestion, key_pairs, option_start
from learnms.exchange.word.xml import Line, Table

_NUMBER = re.compile(r"\d{1,4}[.)]?")


def lines_of(block: Line | Table) -> list[Line]:
    """The lines of a block, those of a table cell by cell."""
    if isinstance(block, Line):
        return [block]
    return [line for row in block.rows for cell in row for line in cell]


def options_in(table: Table) -> list[Line]:
    """The options in a table: one a cell, or a letter and a text in two cells; [] if it has
    other things in it.
    """
    lines: list[Line] = []
    for row in table.rows:
        cells = [[line for line in cell if line.text or line.label] for cell in row]
        cells = [cell for cell in cells if cell]
        if len(cells) == 2 and re.fullmatch(r"\(?[A-H][.)]?|[○☐□☑☒]", cells[0][0].text):
            letter, text = cells[0][0], cells[1][0]
            is_box = letter.text[0] in "○☐□☑☒"
            start = f"{letter.text} " if is_box else f"{letter.text.strip('(.)')}. "
            joined = Line(start + text.text, heading=None)
            joined.runs = [
                run._replace(start=run.start + len(start), end=run.end + len(start))
                for run in text.runs
            ]
            lines.append(joined)
            continue
        for cell in cells:
            lines += cell
    starts = [line for line in lines if option_start(line) or line.number_format.endswith("Letter")]
    return lines if len(lines) > 1 and len(starts) == len(lines) else []


def is_key(table: Table) -> bool:
    """Whether a table holds nothing but numbers and keys, but for its head."""
    rows = [" ".join(line.text for cell in row for line in cell) for row in table.rows]
    good = [row for row in rows if key_pairs(row)]
    return len(good) > 1 and len(good) >= len(rows) - 1


def key_entries(table: Table) -> list[PaperQuestion]:
    """The keys in a table: across or down, with rationales in a third column."""
    rows = [[" ".join(line.text for line in cell).strip() for cell in row] for row in table.rows]
    across = [
        (top, below)
        for top_row, below_row in zip(rows[::2], rows[1::2], strict=False)
        for top, below in zip(top_row, below_row, strict=False)
        if _NUMBER.fullmatch(top) and key_pairs(f"1. {below}")
    ]
    if len(across) > 1:
        return [_entry(top, below) for top, below in across]
    entries: list[PaperQuestion] = []
    for cells, row in zip(table.rows, rows, strict=True):
        labels = [f"{line.label} {line.text}".strip() for cell in cells for line in cell[:1]]
        if len(row) == 3 and _NUMBER.fullmatch(row[0]) and not _NUMBER.fullmatch(row[2]):
            entries.append(_entry(row[0], row[1], row[2]))
            continue
        pairs = key_pairs(" ".join(filter(None, labels))) or key_pairs(" ".join(row))
        if pairs:
            entries += [_entry(number, key) for number, key in pairs]
        elif len(row) > 1 and _NUMBER.fullmatch(row[0]):
            entries.append(_entry(row[0], row[1]))
    return entries


def _entry(number: str, key: str, rationale: str = "") -> PaperQuestion:
    entry = PaperQuestion(str(int(number.strip(".)"))), answers=[key])
    entry.rationale = [rationale] if rationale else []
    return entry
