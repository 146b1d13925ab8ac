"""A matrix: a grid of rows and columns, or its rows one after the other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from learnms.kinds.response import Pick
from learnms.tui.kit.composite import Responsive, Stack
from learnms.tui.kit.content import ACCENT, BOLD, QUIET, RULE, TINT, concat, inline, plain, raw
from learnms.tui.kit.layout import BLANK, INDENT, Line, Press, Text, Zone
from learnms.tui.question.marks import (
    BROAD,
    CURSOR,
    OPTIONS,
    box,
    judged,
    marked_option,
    note_room,
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

LEAST = 62
"""Cells below which a matrix is asked row by row: a terminal of 70 minus what surrounds the text.
"""
_COLUMN = 6
"""Cells of a column under a number."""
_LABEL = 20
"""Cells that the names of the rows have at least."""
_WIDEST = 110


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell: its sign, and the place that a click on it picks, or -1."""

    sign: Content
    place: int = -1
    here: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a grid: its name, its cells, a word at the end."""

    label: Content
    cells: tuple[Cell, ...]
    note: Content
    here: bool


@dataclass(frozen=True, slots=True)
class Grid:
    """Rows with their names, in columns under their headings or, if these do not fit, under numbers
    that a legend explains.
    """

    heads: tuple[Content, ...]
    rows: tuple[Row, ...]
    note_width: int
    anchor: str = OPTIONS

    def lines(self, width: int) -> list[Line]:
        return [line for lines, _ in self._blocks(width) for line in lines]

    def span_of(self, anchor: str, width: int) -> tuple[int, int] | None:
        """The lines of the row at the cursor."""
        top = 0
        for lines, here in self._blocks(width):
            if here and anchor == CURSOR:
                return top, top + len(lines)
            top += len(lines)
        return None

    def _blocks(self, width: int) -> list[tuple[list[Line], bool]]:
        """The lines of heads, rows and rules, each with whether it is the row at the cursor."""
        room = min(width - 2 * INDENT, _WIDEST)
        column = self._column(room) if width >= BROAD else 0
        return self._ruled(room, column) if column else self._numbered(room)

    # -- with headings and lines -------------------------------------------------------------------

    def _column(self, room: int) -> int:
        """The width of a column in which no word of a heading is broken, 0 without room."""
        words = [len(word) for head in self.heads for word in head.plain.split()]
        least = max(9, *words) + 2
        free = room - self._label() - self.note_width - len(self.heads) - 2
        each = min(free // len(self.heads), 24)
        return each if each >= least else 0

    def _label(self) -> int:
        """The width for the names of the rows, if there is room."""
        return min(36, max(_LABEL, *(row.label.cell_length + 2 for row in self.rows)))

    def _ruled(self, room: int, column: int) -> list[tuple[list[Line], bool]]:
        label, count = self._label(), len(self.heads)
        heads = [
            _centered_lines(concat(raw(f"{number} ", BOLD), head).wrap(column - 2), column)
            for number, head in enumerate(self.heads, 1)
        ]
        blocks: list[tuple[list[Line], bool]] = [
            ([_rule("┌┬┐", label, column, count)], False),
            (_boxed([raw(" " * label)], heads, label, column), False),
        ]
        for row in self.rows:
            blocks.append(([_rule("├┼┤", label, column, count)], False))
            names = [raw(" ") + line.rstrip() for line in row.label.wrap(label - 2)]
            cells = [_cell_lines(cell, column, len(names)) for cell in row.cells]
            lines = _boxed(names, cells, label, column)
            lines[0] = Line(concat(lines[0].content, raw(" "), row.note))
            zones = _zones(row, INDENT + label + 2, column, 1)
            blocks.append(([line._replace(zones=zones) for line in lines], row.here))
        return [*blocks, ([_rule("└┴┘", label, column, count)], False)]

    # -- under numbers -----------------------------------------------------------------------------

    def _numbered(self, room: int) -> list[tuple[list[Line], bool]]:
        count = len(self.heads)
        label = room - self.note_width - count * _COLUMN
        wanted = max(row.label.cell_length for row in self.rows) + 2
        label = min(label, max(_LABEL, wanted))
        numbers = [_centered(raw(f"{number}", BOLD), _COLUMN) for number in range(1, count + 1)]
        head = concat(raw(" " * (INDENT + label)), *numbers).rstrip()
        blocks = [([*self._legend(room), Line(head)], False)]
        is_long = wanted > label
        for row in self.rows:
            if is_long:
                blocks.append(([Line(raw(" " * INDENT + "─" * room, RULE))], False))
            names = [line.rstrip() for line in row.label.wrap(label - 2)]
            cells = [_cell_lines(cell, _COLUMN, len(names)) for cell in row.cells]
            zones, lines = _zones(row, INDENT + label, _COLUMN, 0), list[Line]()
            for number, name in enumerate(names):
                text = concat(
                    raw(" " * INDENT),
                    name.pad_right(label - name.cell_length),
                    *(cell[number] for cell in cells),
                    *((raw(" "), row.note) if not number else ()),
                )
                lines.append(Line(text, zones))
            blocks.append((lines, row.here))
        return blocks

    def _legend(self, room: int) -> list[Line]:
        """What the numbers of the columns mean, as many to a line as fit."""
        lines: list[Content] = []
        for number, head in enumerate(self.heads, 1):
            entry = concat(raw(f"{number} ", BOLD), head)
            if lines and lines[-1].cell_length + 3 + entry.cell_length <= room:
                lines[-1] = concat(lines[-1], raw("   "), entry)
            else:
                lines.append(entry)
        return [
            *(
                Line(part.pad_left(INDENT + (2 if number else 0)))
                for line in lines
                for number, part in enumerate(line.wrap(room - 2))
            ),
            Line(raw("")),
        ]


def _centered(content: Content, width: int) -> Content:
    """Content in the middle of `width` cells."""
    left = max(0, width - content.cell_length) // 2
    return content.pad_left(left).pad_right(max(0, width - left - content.cell_length))


def _centered_lines(lines: list[Content], width: int) -> list[Content]:
    return [_centered(line.rstrip(), width) for line in lines]


def _cell_lines(cell: Cell, column: int, height: int) -> list[Content]:
    """The rows of a cell, with the tint where the cursor is."""
    lines = [_centered(cell.sign, column), *[raw(" " * column)] * (height - 1)]
    return [line.stylize(f"on {TINT}") for line in lines] if cell.here else lines


def _boxed(names: list[Content], cells: list[list[Content]], label: int, column: int) -> list[Line]:
    """Rows between upright lines."""
    edge, lines = raw("│", RULE), list[Line]()
    for number in range(max(len(names), *(len(cell) for cell in cells))):
        name = names[number] if number < len(names) else raw("")
        parts = [cell[number] if number < len(cell) else raw(" " * column) for cell in cells]
        text = concat(
            raw(" " * INDENT),
            edge,
            name.pad_right(label - name.cell_length),
            *(piece for part in parts for piece in (edge, part)),
            edge,
        )
        lines.append(Line(text))
    return lines


def _rule(corners: str, label: int, column: int, count: int) -> Line:
    text = corners[1].join(["─" * label, *["─" * column] * count])
    text = f"{corners[0]}{text}{corners[2]}"
    return Line(raw(" " * INDENT + text, RULE))


def _zones(row: Row, first: int, column: int, gap: int) -> tuple[Zone, ...]:
    """Where a click picks the cells of a row."""
    return tuple(
        Zone(
            first + number * (column + gap),
            first + number * (column + gap) + column,
            Press("place", str(cell.place)),
        )
        for number, cell in enumerate(row.cells)
        if cell.place >= 0
    )


def grid(question: Question, state: QuestionState, voice: Voice, *, answered: bool) -> Entry:
    """A matrix, as a grid if it fits, otherwise row by row."""
    response = question.response
    assert isinstance(response, Pick)
    first = response.groups[0]
    heads = tuple(inline(first.options[index].text) for index in question.order[0])
    make = _marked_row if answered else _open_row
    rows = tuple(make(question, state, group, voice) for group in range(len(response.groups)))
    wide = Grid(heads, rows, _verdict_room(voice) if answered else 0)
    if answered:
        below = Stack(tuple(marked_rows(question, state, voice)))
        words = (
            f"✓ {voice.picked_right}   ✗ {voice.picked_wrong}   {voice.missed_sign} {voice.missed}"
        )
        return Responsive(LEAST, Stack((wide, BLANK, Text(raw(words, QUIET)))), below)
    return Responsive(LEAST, wide, Stack(tuple(_row_by_row(question, state))))


def _verdict_room(voice: Voice) -> int:
    """The cells that the word behind a row needs."""
    return max(map(len, (voice.right, voice.partly_right, voice.wrong, voice.none_picked))) + 1


def _open_row(question: Question, state: QuestionState, group: int, voice: Voice) -> Row:
    response = question.response
    assert isinstance(response, Pick)
    whole, width = response.groups[group], len(question.order[group])
    picked, first = picked_in(state, question, group), group * width
    here = 0 <= state.cursor - first < width
    cells = []
    for place, index in enumerate(question.order[group], first):
        is_picked, at_cursor = index in picked, place == state.cursor
        sign = raw(
            f"{'▸' if at_cursor else ' '}{box(picked=is_picked, single=whole.limit == 1)} ",
            f"{BOLD} {ACCENT}" if is_picked else BOLD if at_cursor else QUIET,
        )
        cells.append(Cell(sign, place, at_cursor))
    return Row(inline(whole.label, BOLD if here else ""), tuple(cells), raw(""), here)


def _marked_row(question: Question, state: QuestionState, group: int, voice: Voice) -> Row:
    response = question.response
    assert isinstance(response, Pick)
    whole, picked = response.groups[group], picked_in(state, question, group)
    cells = []
    for index in question.order[group]:
        option = whole.options[index]
        sign, _, style = judged(option, voice, picked=index in picked, single=False)
        cells.append(Cell(raw(sign, f"{BOLD} {style}")))
    word, style = verdict(whole, picked, voice)
    return Row(inline(whole.label), tuple(cells), plain(word, f"{BOLD} {style}"), here=False)


def _row_by_row(question: Question, state: QuestionState) -> list[Entry]:
    response = question.response
    assert isinstance(response, Pick)
    entries: list[Entry] = []
    for group, whole in enumerate(response.groups):
        top = group * len(question.order[group])
        entries += [*([BLANK] if entries else []), Text(inline(whole.label, BOLD))]
        for number, index in enumerate(question.order[group]):
            picked = top + number in state.picks
            entries.append(
                open_option(
                    whole.options[index].text,
                    top + number,
                    state,
                    f"{number + 1}",
                    sign=box(picked=picked, single=whole.limit == 1),
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
        entries += [
            *([BLANK] if entries else []),
            Text(
                inline(whole.label, BOLD),
                note=plain(word, f"{BOLD} {style}"),
                note_width=note_room(voice),
            ),
        ]
        for number, index in enumerate(question.order[group], 1):
            option, is_picked = whole.options[index], index in picked
            if option.right or is_picked or (state.unfolded and option.why):
                entries += marked_option(
                    option, voice, f"{number}", picked=is_picked, single=whole.limit == 1
                )
    return entries
