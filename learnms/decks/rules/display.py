"""LM6: texts that do not fit a page of 60 columns, where wrapping cannot help."""

from __future__ import annotations

from typing import TYPE_CHECKING

from learnms.decks.entry import texts_of
from learnms.markdown import Table, blocks, inline
from learnms.syntax.node import Mapping, Scalar
from learnms.text import cells

if TYPE_CHECKING:
    from learnms.decks.entry import Entry
    from learnms.decks.rules.questions import Question, Subject

_GAP = 3
"""Columns between two columns of a table."""


def display_findings(subject: Subject) -> None:
    """Advise on long words, tables, exhibits and options."""
    columns = int(subject.thresholds["columns"])
    for entry in subject.entries:
        for _, scalar in texts_of(entry.node):
            if len(scalar.value) > columns:
                _check_words(subject, entry, scalar, columns)
        for exhibit in _exhibits(entry.node):
            _check_exhibit(subject, entry, exhibit, columns)
    for question in subject.questions:
        _check_options(subject, question, columns)


def _check_words(subject: Subject, entry: Entry, scalar: Scalar, columns: int) -> None:
    if "|" in scalar.value:
        _check_tables(subject, entry, scalar, columns)
    longest = max(scalar.value.split(), key=len, default="")
    if cells(longest) > columns:
        subject.add(
            "LM601",
            entry,
            scalar,
            f"`{longest[:30]}…` is {cells(longest)} columns wide, but a page may have {columns}",
            "shorten it, or name the page instead of its address",
        )


def _check_tables(subject: Subject, entry: Entry, scalar: Scalar, columns: int) -> None:
    for block in blocks(scalar.value):
        if not isinstance(block, Table):
            continue
        count = max(map(len, block.rows))
        widths = [
            max(cells(inline(row[at])) for row in block.rows if at < len(row))
            for at in range(count)
        ]
        width = sum(widths) + _GAP * (count - 1)
        if width > columns:
            subject.add(
                "LM602",
                entry,
                scalar,
                f"the table is {width} columns wide, but a page may have {columns}",
                "shorten its cells, or use fewer columns",
            )


def _exhibits(node: Mapping) -> list[Scalar]:
    exhibit = node.get("exhibit")
    if not isinstance(exhibit, Mapping):
        return []
    return [tab for _, tab in exhibit.pairs if isinstance(tab, Scalar)]


def _check_exhibit(subject: Subject, entry: Entry, tab: Scalar, columns: int) -> None:
    most = int(subject.thresholds["exhibit-lines"])
    lines = sum(_lines(line, columns) for line in tab.value.strip().split("\n"))
    if lines > most:
        subject.add(
            "LM603",
            entry,
            tab,
            f"this tab of the exhibit has {lines} lines of {columns} columns",
            f"keep what the question needs, in at most {most} lines, or split it",
        )


def _lines(text: str, columns: int) -> int:
    """The lines that a text takes; a row of a table is one."""
    return 1 if text.lstrip().startswith("|") else max(1, -(-cells(text) // columns))


def _check_options(subject: Subject, question: Question, columns: int) -> None:
    if question.kind in ("highlight", "true-false"):
        return
    most = int(subject.thresholds["option-lines"])
    for group in question.groups:
        for option in group.options:
            if len(option.text) > most * columns:
                subject.add(
                    "LM604",
                    question.entry,
                    question.place_of(option.text),
                    f"this option takes {_lines(option.text, columns)} lines of {columns} columns",
                    f"keep what differs, in at most {most} lines",
                )
                return
