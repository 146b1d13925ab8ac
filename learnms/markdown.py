"""Light Markdown: emphasis, lists, tables and line breaks. Brackets and tags are shown as written.

`blocks` splits a deck's text; the front ends draw the blocks. All text has already gone through
`visible`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal, NamedTuple

from learnms.text import visible

if TYPE_CHECKING:
    from collections.abc import Iterator

Style = Literal["", "strong", "emphasis"]

_STRONG = re.compile(
    r"(?<![\\*\w])\*\*(?=[^\s*])(?P<star>.{1,2000}?)(?<=\S)\*\*(?!\*)|(?<![\\_\w])__(?=[^\s_])(?P<line>.{1,2000}?)(?<=\S)__(?![\w_])"
)
_EMPHASIS = re.compile(
    r"(?<![\\*\w])\*(?=[^\s*])(?P<star>[^*]*?[^\s*])\*(?![\w*])|(?<![\\_\w])_(?=[^\s_])(?P<line>[^_]*?[^\s_])_(?![\w_])"
)
_ITEM = re.compile(r"(?P<indent> *)(?P<mark>[-*•]|\d{1,3}[.)])\s+(?P<text>\S.*)$")
_TABLE_ROW = re.compile(r"\s*\|.*\|\s*$")
_TABLE_RULE = re.compile(r"\s*\|(?:\s*:?-+:?\s*\|)+\s*$")


class Span(NamedTuple):
    """A run of text in one style."""

    text: str
    style: Style = ""


class Line(NamedTuple):
    """A paragraph, or a list entry whose `mark` is `•` or its number; `indent` counts levels."""

    spans: tuple[Span, ...]
    mark: str = ""
    indent: int = 0

    @property
    def text(self) -> str:
        """The line without its styles."""
        return "".join(span.text for span in self.spans)


class Table(NamedTuple):
    """Rows of cells; the first row is the head."""

    rows: tuple[tuple[str, ...], ...]


Block = Line | Table


def blocks(text: str) -> list[Block]:
    """The paragraphs, list entries and tables of a text. Every newline begins a new line."""
    lines = visible(text).strip("\n").split("\n")
    parsed: list[Block] = []
    index = 0
    while index < len(lines):
        rows = _table(lines, index)
        if rows:
            parsed.append(Table(tuple(_cells(row) for row in rows if not _TABLE_RULE.match(row))))
            index += len(rows)
            continue
        parsed.append(_line(lines[index]))
        index += 1
    return parsed


def _table(lines: list[str], first: int) -> list[str]:
    """The lines of a table that begins here, or none: a head, a rule and rows."""
    if (
        first + 1 >= len(lines)
        or not _TABLE_ROW.match(lines[first])
        or not _TABLE_RULE.match(lines[first + 1])
    ):
        return []
    end = first
    while end < len(lines) and _TABLE_ROW.match(lines[end]):
        end += 1
    return lines[first:end]


def _cells(row: str) -> tuple[str, ...]:
    return tuple(
        cell.strip().replace("\\|", "|") for cell in re.split(r"(?<!\\)\|", row.strip()[1:-1])
    )


def _line(text: str) -> Line:
    item = _ITEM.match(text)
    if item is None:
        return Line(tuple(spans(text.rstrip())))
    mark = "•" if item["mark"] in "-*•" else item["mark"]
    return Line(tuple(spans(item["text"].rstrip())), mark, len(item["indent"]) // 2)


def spans(text: str) -> Iterator[Span]:
    """One line as runs of plain, strong and emphasized text."""
    for run, strong in _split(text, _STRONG):
        if strong:
            yield Span(_plain(run), "strong")
            continue
        for part, is_emphasis in _split(run, _EMPHASIS):
            if part:
                yield Span(_plain(part), "emphasis" if is_emphasis else "")


def _split(text: str, pattern: re.Pattern[str]) -> Iterator[tuple[str, bool]]:
    end = 0
    for match in pattern.finditer(text):
        if match.start() > end:
            yield text[end : match.start()], False
        yield match["star"] or match["line"] or "", True
        end = match.end()
    if end < len(text):
        yield text[end:], False


def _plain(text: str) -> str:
    return text.replace("\\*", "*").replace("\\_", "_")


def inline(text: str) -> str:
    """The text on one line without styles, for headings, card lists and plain mode's options."""
    return " ".join("".join(span.text for span in spans(" ".join(visible(text).split()))).split())
