"""The picture of a bow-tie: two actions, a condition and two parameters, joined by wires."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from learnms.kinds.response import Pick
from learnms.tui.kit.content import ACCENT, BOLD, QUIET, RIGHT, RULE, WRONG, concat, inline, raw
from learnms.tui.kit.layout import INDENT, Line
from learnms.tui.question.marks import picked_in

if TYPE_CHECKING:
    from textual.content import Content

    from learnms.kinds.present import Question
    from learnms.tui.question.state import QuestionState

_WIRE = 6
"""Cells between two columns of slots."""
_LEAST = 2
"""Lines of text in every slot; more where an answer needs them, so that none is cut."""


@dataclass(frozen=True, slots=True)
class Slot:
    """A place in the picture: what was picked for it, or an empty Content."""

    text: Content
    style: str

    def wrapped(self, width: int) -> list[Content]:
        """Its lines of text."""
        return self.text.wrap(width - 4) or [raw("")]

    def lines(self, width: int, height: int) -> list[Content]:
        """Its rows, the frame included."""
        inner = self.wrapped(width)
        inner += [raw("")] * (height - 2 - len(inner))
        edge = raw("│", self.style)
        rows = [concat(edge, _centered(line.rstrip(), width - 2), edge) for line in inner]
        dash = "─" * (width - 2)
        return [raw(f"╭{dash}╮", self.style), *rows, raw(f"╰{dash}╯", self.style)]


@dataclass(frozen=True, slots=True)
class Picture:
    """The slots of the three lists, and the wires between them."""

    groups: tuple[tuple[Slot, ...], ...]

    @classmethod
    def of(cls, question: Question, state: QuestionState, *, answered: bool) -> Picture:
        """The picture of what was picked, with signs once answered."""
        response = question.response
        assert isinstance(response, Pick)
        groups = []
        for group, whole in enumerate(response.groups):
            picked = [whole.options[index] for index in picked_in(state, question, group)]
            slots = []
            for option in picked:
                style = ACCENT if not answered else RIGHT if option.right else WRONG
                sign = "" if not answered else "✓ " if option.right else "✗ "
                text = concat(raw(sign, f"{BOLD} {style}"), inline(option.text, BOLD))
                slots.append(Slot(text, style))
            empty = "one more" if picked else "empty"
            left = (whole.limit or 1) - len(picked)
            groups.append((*slots, *[Slot(raw(empty, QUIET), RULE)] * left))
        return cls(tuple(groups))

    def lines(self, width: int) -> list[Line]:
        each = (width - 2 * INDENT - 2 * _WIRE) // 3
        slots = [slot for group in self.groups for slot in group]
        height = 2 + max(_LEAST, *(len(slot.wrapped(each)) for slot in slots))
        rows = 2 * height + 1
        middle = rows // 2
        columns = [_column(group, each, height, rows) for group in self.groups]
        left, right = _wire("╮├╯│", height, rows), _wire("╭┤╰│", height, rows)
        return [
            Line(
                concat(
                    raw(" " * INDENT),
                    columns[0][row],
                    raw(f"──{left[row]}" if left[row] in "╮╯" else f"  {left[row]}", RULE),
                    raw("───" if row == middle else "   ", RULE),
                    columns[1][row],
                    raw("───" if row == middle else "   ", RULE),
                    raw(f"{right[row]}──" if right[row] in "╭╰" else f"{right[row]}  ", RULE),
                    columns[2][row],
                )
            )
            for row in range(rows)
        ]


def _wire(signs: str, height: int, rows: int) -> list[str]:
    """A wire that joins the middles of two slots with that of the one between them. `signs` are its
    top, middle, bottom and line.
    """
    top, middle, bottom, line = tuple(signs)
    first = (height - 1) // 2
    last = rows - 1 - first
    return [
        top
        if row == first
        else bottom
        if row == last
        else middle
        if row == rows // 2
        else line
        if first < row < last
        else " "
        for row in range(rows)
    ]


def _column(slots: tuple[Slot, ...], width: int, height: int, rows: int) -> list[Content]:
    free = raw(" " * width)
    if len(slots) == 1:
        above = (rows - height) // 2
        return [*[free] * above, *slots[0].lines(width, height), *[free] * (rows - height - above)]
    first, second = (slot.lines(width, height) for slot in slots)
    return [*first, free, *second]


def _centered(content: Content, width: int) -> Content:
    left = max(0, width - content.cell_length) // 2
    return content.pad_left(left).pad_right(max(0, width - left - content.cell_length))
