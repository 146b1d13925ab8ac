"""The points of a good explanation, which the learner ticks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from learnms.kinds.response import SelfGrade
from learnms.tui.kit.content import ACCENT, BOLD, KEY, QUIET, TINT, inline, paragraph
from learnms.tui.kit.layout import BLANK, Press, Text
from learnms.tui.question.marks import CURSOR, OPTIONS, box, lead_of

if TYPE_CHECKING:
    from learnms.engine.voice import Voice
    from learnms.kinds.response import Response
    from learnms.tui.kit.layout import Entry
    from learnms.tui.question.state import QuestionState


def points(response: Response, state: QuestionState, voice: Voice, own: str = "") -> list[Entry]:
    """The points with their ticks and, but for a patient, their number; below them the learner's
    own words, where some were typed.
    """
    assert isinstance(response, SelfGrade)
    entries: list[Entry] = [BLANK, *paragraph("Key points", QUIET), BLANK]
    digits = len(str(len(response.points)))
    for index, point in enumerate(response.points):
        ticked, here = index in state.ticked, index == state.cursor and not state.points_done
        lead = lead_of(
            box(picked=ticked, single=False), f"{index + 1:>{digits}}", ACCENT if ticked else QUIET
        )
        press = None if state.points_done else Press("point", str(index))
        anchor = CURSOR if here else OPTIONS if not index else ""
        text = inline(point, BOLD if ticked else "")
        entries.append(
            Text(
                text,
                indent=lead.cell_length,
                lead=lead,
                press=press,
                tint=TINT if here else "",
                bar=KEY if here else "",
                anchor=anchor,
            )
        )
    if voice.has_figures:
        covered = f"{len(state.ticked)} of {len(response.points)} covered"
        entries += [BLANK, *paragraph(covered, QUIET)]
    if own.strip():
        entries += [BLANK, *paragraph("Your words", QUIET), BLANK]
        entries += [entry for line in own.splitlines() for entry in paragraph(line)]
    return entries
