"""The picture of a bow-tie shows every answer whole."""

from __future__ import annotations

from learnms.tui.kit.content import raw
from learnms.tui.question.bowtie import Picture, Slot

LONG = "Stop the infusion for good and call the emergency team before anything else is done"


def drawn(first: str) -> list[str]:
    slots = [Slot(raw(text), "") for text in (first, "empty", "A reaction", "pulse", "fever")]
    picture = Picture((tuple(slots[:2]), (slots[2],), tuple(slots[3:])))
    return [line.content.plain for line in picture.lines(88)]


def test_a_slot_grows_until_its_answer_fits() -> None:
    slot = "".join(line[4:26] for line in drawn(LONG)).partition("╰")[0]
    assert " ".join(slot.strip("╭─╮").replace("│", "").split()) == LONG


def test_the_wires_join_the_middles_of_the_slots() -> None:
    for first in ("pause", LONG):
        lines = drawn(first)
        middle = len(lines) // 2
        assert {len(line) for line in lines} == {len(lines[0])}
        assert "├───" in lines[middle]
        assert "───┤" in lines[middle]
        ends = [row for row, line in enumerate(lines) if line[26:29] in ("──╮", "──╯")]
        assert ends[0] + ends[1] == len(lines) - 1
