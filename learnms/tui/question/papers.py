"""The papers of a question: the story and the exhibits of a case, one behind each tab."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from learnms.tui.kit.content import ACCENT, BOLD, QUIET, RULE, concat, plain, prose, raw
from learnms.tui.kit.layout import BAR, BLANK, MARGIN, Line, Press, Text, Zone

if TYPE_CHECKING:
    from collections.abc import Iterable

    from textual.content import Content

    from learnms.engine.question.views import QuestionView
    from learnms.tui.kit.layout import Entry

_APART = 2
_FIRST = 4
"""Cells before the first tab and the text."""
_WIDEST = 75
_NEWS = " •"
"""Behind the name of a tab whose paper has changed since the previous question."""


def tabs(item: QuestionView, tab: int) -> list[Entry]:
    """The names of the papers; nothing without any."""
    names = tuple((label, label in item.news) for label, _ in item.exhibit)
    return [Tabs(names, min(tab, len(names) - 1))] if names else []


def papers(item: QuestionView, tab: int) -> list[Entry]:
    """The paper of the current tab. What is new since the previous question has a bar before it."""
    if not item.exhibit:
        return []
    name, text = item.exhibit[min(tab, len(item.exhibit) - 1)]
    seen = item.news.get(name, len(text))
    old, new = text[:seen].strip(), text[seen:].strip()
    entries: list[Entry] = prose(old, indent=_FIRST, measure=_WIDEST) if old else []
    entries += [BLANK] if old and new else []
    news = prose(new, indent=_FIRST, measure=_WIDEST) if new else []
    return [*entries, *map(_barred, news)]


def _barred(entry: Entry) -> Entry:
    """A paragraph with a bar before it; a table has none."""
    return replace(entry, bar=ACCENT) if isinstance(entry, Text) else entry


def next_bar(lines: Iterable[Line]) -> int:
    """The first line that has a bar before it, or 0."""
    return next(
        (row for row, line in enumerate(lines) if line.content.plain.strip().startswith(BAR)), 0
    )


@dataclass(frozen=True, slots=True)
class Tabs:
    """The names of the papers over a rule that is heavy below the current one; in little room only
    those around it, and a `…` for the others.
    """

    names: tuple[tuple[str, bool], ...]
    current: int

    def lines(self, width: int) -> list[Line]:
        room = max(1, width - 2 * _FIRST)
        cells = [
            self._cell(index).truncate(room, ellipsis=True) for index in range(len(self.names))
        ]
        first, last = self._shown([cell.cell_length for cell in cells], room)
        before = "…" if first else ""
        names, rule, zones = (
            [raw(f"{before:<{_FIRST}}")],
            [raw(" " * MARGIN), raw("─" * (_FIRST - MARGIN), RULE)],
            list[Zone](),
        )
        column = _FIRST
        for index in range(first, last + 1):
            cell = cells[index]
            zones.append(Zone(column, column + cell.cell_length, Press("tab", str(index))))
            names += [cell, raw(" " * _APART)]
            style = ACCENT if index == self.current else RULE
            rule.append(raw(("━" if index == self.current else "─") * cell.cell_length, style))
            rule.append(raw("─" * _APART, RULE))
            column += cell.cell_length + _APART
        names.append(raw("…" if last + 1 < len(cells) else ""))
        rule.append(raw("─" * max(0, width - column - MARGIN), RULE))
        return [Line(concat(*names).rstrip(), tuple(zones)), Line(concat(*rule), tuple(zones))]

    def _cell(self, index: int) -> Content:
        name, is_new = self.names[index]
        return concat(
            plain(name, BOLD if index == self.current else QUIET),
            raw(_NEWS if is_new else "", ACCENT),
        )

    def _shown(self, widths: list[int], room: int) -> tuple[int, int]:
        """The first and the last tab that fit around the current one."""
        first = last = self.current
        length = widths[first]
        while True:
            if last + 1 < len(widths) and length + _APART + widths[last + 1] <= room:
                last += 1
                length += _APART + widths[last]
            elif first and length + _APART + widths[first - 1] <= room:
                first -= 1
                length += _APART + widths[first]
            else:
                return first, last
