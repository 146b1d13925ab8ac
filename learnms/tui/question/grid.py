"""Questions in rows that share their options: a matrix as a grid, pairs with their choice."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from learnms.kinds.response import Pick
from learnms.tui.kit.composite import Responsive, Stack
from learnms.tui.kit.content import ACCENT, BOLD, QUIET, TINT, concat, inline, plain, raw
from learnms.tui.kit.layout import BLANK, INDENT, MARGIN, Line, Press, Text, Zone
from learnms.tui.question.marks import (
    CURSOR,
    OPTIONS,
    judged,
    marked_option,
    open_option,
    picked_in,
    verdict,
)

if TYPE_CHECKING:
    from textual.content import Content

    from learnms.engine.voice import Voice
    from learnms.kinds.present import Question
    from learnms.tui.kit.layout import Entry
    from learnms.tui.question.state import QuestionState

LEAST = 59
"""Cells under which a matrix is asked row by row: a page of 60, less the scrollbar."""
_WIDEST = 96
_LABEL = 18
_NOTE = 16


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a grid: label, cells as (content, place to press or -1), a word at the end."""

    label: Content
    cells: tuple[tuple[Content, int], ...]
    note: Content
    here: bool


@dataclass(frozen=True, slots=True)
class Grid:
    """Columns under their heads, rows beside their names."""

    heads: tuple[Content, ...]
    rows: tuple[Row, ...]
    answered: bool
    anchor: str = OPTIONS

    @property
    def narrowest(self) -> int:
        """The width that a column needs so that no word of its head is broken."""
        return max([5, *(len(word) for head in self.heads for word in head.plain.split())]) + 2

    @property
    def least(self) -> int:
        """The width that the grid needs."""
        return max(
            LEAST,
            2 * INDENT
            + _LABEL
            + len(self.heads) * self.narrowest
            + (_NOTE if self.answered else 0),
        )

    def _widths(self, width: int) -> tuple[int, int]:
        """The widths of the labels and of a column."""
        room = min(width - 2 * INDENT, _WIDEST) - (_NOTE if self.answered else 0)
        wanted = max(row.label.cell_length for row in self.rows) + 2
        column = min(
            max(self.narrowest, *(head.cell_length + 2 for head in self.heads)),
            (room - _LABEL) // len(self.heads),
        )
        return min(wanted, room - column * len(self.heads)), column

    def lines(self, width: int) -> list[Line]:
        label, column = self._widths(width)
        lines = self._heads(label, column)
        for row in self.rows:
            lines += self._row(row, label, column)
        return lines

    def _heads(self, label: int, column: int) -> list[Line]:
        wrapped = [head.wrap(column - 1) for head in self.heads]
        height = max(len(lines) for lines in wrapped)
        drawn = []
        for number in range(height):
            cells = [
                lines[number - height + len(lines)] if number >= height - len(lines) else raw("")
                for lines in wrapped
            ]
            drawn.append(
                Line(
                    concat(
                        raw(" " * (INDENT + label)), *(centered(cell, column) for cell in cells)
                    ).rstrip()
                )
            )
        return drawn

    def _row(self, row: Row, label: int, column: int) -> list[Line]:
        names = row.label.wrap(label - 1) or [raw("")]
        lead = raw(f"{'':{MARGIN}}{'▸ ' if row.here else '  '}", ACCENT)
        cells = [centered(cell, column) for cell, _ in row.cells]
        zones = tuple(
            Zone(
                INDENT + label + number * column,
                INDENT + label + (number + 1) * column,
                Press("place", str(place)),
            )
            for number, (_, place) in enumerate(row.cells)
            if place >= 0
        )
        first = concat(
            lead, names[0].pad_right(label - names[0].cell_length), *cells, raw("  "), row.note
        )
        return [
            Line(first.rstrip(), zones),
            *(Line(name.pad_left(INDENT), zones) for name in names[1:]),
        ]

    def span_of(self, anchor: str, width: int) -> tuple[int, int] | None:
        """The lines of the row at the cursor."""
        if anchor != CURSOR:
            return None
        label, column = self._widths(width)
        top = len(self._heads(label, column))
        for row in self.rows:
            height = len(self._row(row, label, column))
            if row.here:
                return top, top + height
            top += height
        return None


def centered(content: Content, width: int) -> Content:
    """Content in the middle of `width` cells."""
    left = max(0, width - content.cell_length) // 2
    return content.pad_left(left).pad_right(max(0, width - left - content.cell_length))


# -- a matrix --------------------------------------------------------------------------------------


def grid(question: Question, state: QuestionState, voice: Voice, *, answered: bool) -> Entry:
    """A matrix, as a grid where it fits, else row by row."""
    response = question.response
    assert isinstance(response, Pick)
    first = response.groups[0]
    numbers = [
        raw(f"{number} ") if number < 10 else raw("") for number in range(1, len(first.options) + 1)
    ]
    heads = tuple(
        concat(number, inline(first.options[index].text)).stylize(QUIET)
        for number, index in zip(numbers, question.order[0], strict=True)
    )
    rows = tuple(
        _row(question, state, group, voice, answered=answered)
        for group in range(len(response.groups))
    )
    wide = Grid(heads, rows, answered)
    if answered:
        return Stack(
            (
                Responsive(
                    wide.least,
                    Stack((wide, BLANK, *_legend(voice))),
                    Stack(tuple(marked_rows(question, state, voice))),
                ),
            )
        )
    below = Stack(tuple(_row_by_row(question, state)))
    return Stack((Responsive(wide.least, wide, below), BLANK, _answered_rows(question, state)))


def _row(
    question: Question, state: QuestionState, group: int, voice: Voice, *, answered: bool
) -> Row:
    response = question.response
    assert isinstance(response, Pick)
    whole, width = response.groups[group], len(question.order[group])
    picked, first = picked_in(state, question, group), group * width
    here = not answered and 0 <= state.cursor - first < width
    if not answered:
        cells = tuple(
            (_cell("●" if index in picked else "·", place == state.cursor), place)
            for place, index in enumerate(question.order[group], first)
        )
        return Row(inline(whole.label, f"{BOLD} {ACCENT}" if here else ""), cells, raw(""), here)
    marked = []
    for index in question.order[group]:
        sign, _, style = judged(whole.options[index], voice, picked=index in picked, single=False)
        marked.append((raw(sign or " ", f"{BOLD} {style}"), -1))
    word, style = verdict(whole, picked, voice)
    return Row(inline(whole.label), tuple(marked), plain(word, style), here)


def _cell(sign: str, here: bool) -> Content:
    style = f"{BOLD} {ACCENT}" if sign == "●" or here else QUIET
    return raw(f"[{sign}]", f"{style} on {TINT}") if here else raw(f" {sign} ", style)


def _legend(voice: Voice) -> list[Entry]:
    words = f"✓ {voice.picked_right}   ✗ {voice.picked_wrong}   · {voice.missed}"
    return [Text(raw(words, QUIET))]


def _answered_rows(question: Question, state: QuestionState) -> Text:
    answered = sum(bool(picked_in(state, question, group)) for group in range(len(question.order)))
    keys = "arrows move · space selects · enter submits"
    return Text(
        plain(f"{answered} of {len(question.order)} rows answered", QUIET),
        note=plain(keys, QUIET),
        note_width=len(keys) + 1,
    )


def _row_by_row(question: Question, state: QuestionState) -> list[Entry]:
    response = question.response
    assert isinstance(response, Pick)
    entries: list[Entry] = []
    for group, whole in enumerate(response.groups):
        top = group * len(question.order[group])
        entries += [*([BLANK] if entries else []), Text(inline(whole.label, BOLD))]
        for number, index in enumerate(question.order[group]):
            entries.append(
                open_option(
                    whole.options[index].text,
                    top + number,
                    state,
                    f"{number + 1}",
                    first=not top + number,
                )
            )
    return entries


def marked_rows(question: Question, state: QuestionState, voice: Voice) -> list[Entry]:
    """Row by row, the options chosen and the right ones, with words."""
    response = question.response
    assert isinstance(response, Pick)
    entries: list[Entry] = []
    for group, whole in enumerate(response.groups):
        picked = picked_in(state, question, group)
        word, style = verdict(whole, picked, voice)
        note = plain(word, style)
        entries += [
            *([BLANK] if entries else []),
            Text(inline(whole.label, BOLD), note=note, anchor=OPTIONS if not group else ""),
        ]
        for number, index in enumerate(question.order[group], 1):
            option = whole.options[index]
            if option.right or index in picked or option.why:
                entries += marked_option(
                    option, voice, f"{number}", picked=index in picked, single=whole.limit == 1
                )
    return entries


# -- pairs -----------------------------------------------------------------------------------------


def pairs(question: Question, state: QuestionState) -> list[Entry]:
    """Left sides with their choices, and below the options of the one at the cursor."""
    response = question.response
    assert isinstance(response, Pick)
    width = len(question.order[0])
    here, column = divmod(max(0, state.cursor), width)
    entries: list[Entry] = []
    for group, whole in enumerate(response.groups):
        picked = picked_in(state, question, group)
        chosen = ", ".join(whole.options[index].text for index in picked)
        is_here = group == here
        lead = concat(raw(f"{'':{MARGIN}}{'▸ ' if is_here else '  '}", ACCENT))
        words = concat(
            inline(whole.label, BOLD),
            raw("  →  ", QUIET),
            inline(chosen, f"{BOLD} {ACCENT}") if chosen else raw("·", QUIET),
        )
        press = Press("go", str(group * width + column))
        entries.append(
            Text(
                words,
                lead=lead,
                press=press,
                tint=TINT if is_here else "",
                anchor=CURSOR if is_here else "",
            )
        )
    entries += [
        BLANK,
        Text(
            concat(
                raw("Match ", QUIET), inline(response.groups[here].label, BOLD), plain("?", QUIET)
            )
        ),
    ]
    for number, index in enumerate(question.order[here]):
        place = here * width + number
        entries.append(
            _choice(
                response.groups[here].options[index].text,
                place,
                state,
                f"{number + 1:>{len(str(width))}}",
            )
        )
    return [*entries, BLANK, _answered_rows(question, state)]


def _choice(text: str, place: int, state: QuestionState, number: str) -> Text:
    option = open_option(text, place, state, number)
    return Text(
        option.content,
        indent=option.indent,
        lead=option.lead,
        measure=option.measure,
        press=option.press,
        tint=option.tint,
    )
