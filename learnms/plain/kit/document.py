"""A document in lines, as a screen reader says it: charts are rows of names and words."""

from __future__ import annotations

from itertools import zip_longest
from typing import TYPE_CHECKING

from learnms.engine.document import (
    BarChart,
    Fold,
    Lines,
    Paragraph,
    Picture,
    Prose,
    RangeChart,
    Rows,
    Subheading,
)
from learnms.plain.kit.console import in_words, one_line, spoken

if TYPE_CHECKING:
    from collections.abc import Iterator

    from learnms.engine.document import Block, Chart, Document
    from learnms.plain.kit.console import Console


def tell(document: Document, lines: Console) -> None:
    """Say a document."""
    for block in document:
        if isinstance(block, Prose):
            lines.prose(block.text)
            continue
        for line in _lines(block):
            lines.say(in_words(line))


def _lines(block: Block) -> Iterator[str]:
    match block:
        case Subheading(text):
            yield f"{text}:"
        case Paragraph(text, role):
            yield f"Note: {text}" if role == "warn" else text
        case Lines(text):
            yield from text.split("\n")
        case Rows(rows, heads):
            yield from (f"  {_row(row, heads)}" for row in rows)
        case Picture(title, figure, beside, chart, sentence):
            known = f": {figure}{beside}" if figure else f", {beside}" if beside else ""
            yield f"{title}{known}. {sentence}".rstrip()
            yield from _chart(chart)
        case Fold(title, blocks):
            yield f"{title}:"
            for inner in blocks:
                yield from _lines(inner)
        case Prose(text):
            yield one_line(text)


def _row(row: tuple[str, ...], heads: tuple[str, ...]) -> str:
    """`June 3: 12 answers, 9 minutes`, each cell after the name of its column if it has one."""
    cells = [
        f"{head} {one_line(cell)}".strip()
        for head, cell in zip_longest(heads[1:], row[1:], fillvalue="")
        if cell
    ]
    first = one_line(spoken(row[0]))
    colon = "" if not cells or first[-1:] in ".?!" else ":"
    return f"{first}{colon} {', '.join(cells)}".rstrip()


def _chart(chart: Chart | None) -> Iterator[str]:
    """The rows of a chart that have words; other charts have a table besides."""
    match chart:
        case BarChart(bars):
            yield from (f"  {one_line(bar.name)}: {bar.words}".rstrip(": ") for bar in bars)
        case RangeChart(ranges):
            yield from (
                f"  {one_line(row.name)}: {row.words}{', off' if row.is_off else ''}"
                for row in ranges
            )
