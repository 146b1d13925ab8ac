"""Rows of the search: the ▸, the mark, the question on one line, its state."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from learnms.engine import wording
from learnms.engine.browse.search import ORDERS
from learnms.tui.kit.content import ACCENT, BOLD, KEY, QUIET, TINT, concat, inline, plain, raw
from learnms.tui.kit.layout import MARGIN, Line, Press, Zone

if TYPE_CHECKING:
    from learnms.engine.browse.index import Entry as Row
    from learnms.engine.browse.search import Browser
    from learnms.engine.voice import Voice

HINT = 'words, deck: topic: tag: kind: is:due prop:s>10 rated:7 - or ( ) "…"'
PATIENT_HINT = 'words, "words in a row", deck: topic: is:due is:flagged'
WIDEST = 112
_WIDE = 96
"""Cells from which on a row has room for its deck."""
_DECK = 26
_NOTE = 28
_MARK = 2


@dataclass(frozen=True, slots=True)
class RowLine:
    """One row. A click on its mark marks it; elsewhere it moves the ▸, or opens its row."""

    row: Row
    position: int
    note: str
    deck: str
    here: bool
    marked: bool

    def lines(self, width: int) -> list[Line]:
        """One line as wide as the page, up to 112 cells."""
        room = min(WIDEST, width - 2 * MARGIN)
        note = plain(self.note, ACCENT if self.marked else QUIET).truncate(_NOTE, ellipsis=True)
        deck = plain(self.deck, QUIET).truncate(_DECK, ellipsis=True) if room >= _WIDE else raw("")
        right = concat(deck.pad_right(_DECK - deck.cell_length + 2), note) if deck else note
        taken = (_DECK + 2 if deck else 0) + max(note.cell_length, _NOTE if deck else 0)
        lead = concat(
            raw("▸ " if self.here else "  ", KEY),
            raw("✓ " if self.marked else "· ", f"{BOLD} {ACCENT}" if self.marked else QUIET),
        )
        left = inline(self.row.prompt, f"{BOLD} {ACCENT}" if self.here else "").truncate(
            max(8, room - lead.cell_length - taken - 2), ellipsis=True
        )
        gap = max(1, room - lead.cell_length - left.cell_length - taken)
        line = concat(raw(" " * MARGIN), lead, left, raw(" " * gap), right)
        if self.here:
            line = line.pad_right(max(0, MARGIN + room - line.cell_length)).stylize(
                f"on {TINT}", MARGIN
            )
        mark = Zone(MARGIN + _MARK, MARGIN + 2 * _MARK, Press("mark_row", str(self.position)))
        return [Line(line, (mark, Zone(MARGIN, MARGIN + room, Press("row", str(self.position)))))]


def note_of(row: Row, browser: Browser, voice: Voice) -> str:
    """The note at the right of a row: region, part, flag, note sign, and state or the figure that
    is sorted by.
    """
    signs = [*(["*"] if row.memory.flagged else []), *(["note"] if row.note else [])]
    part = (
        [wording.part_name(row.part.part)]
        if row.kind == "card" and row.part is not None and row.part.part
        else []
    )
    memory = row.memory
    standing = browser.standing(row)
    if voice.has_figures and browser.order == "stability" and memory.stability is not None:
        standing = f"stable for {wording.count(max(1, round(memory.stability)), 'day')}"
    elif voice.has_figures and browser.order == "lapses" and memory.lapses:
        standing = f"forgotten {wording.times(memory.lapses)}"
    where = [browser.badge(row)] if row.region else []
    return " · ".join([*where, *part, *([" ".join(signs)] if signs else []), standing])


def counted(matches: int, total: int, marked: int, hidden: int, order: str) -> str:
    """How many rows are found and marked, and their order."""
    parts = [f"{matches:,} of {wording.count(total, 'row').replace(str(total), f'{total:,}')}"]
    if marked:
        parts.append(f"{marked:,} marked{f', {hidden:,} not shown' if hidden else ''}")
    if order != "deck":
        parts.append(ORDERS[order])
    return " · ".join(parts)
