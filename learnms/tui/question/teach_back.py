"""The points of a good explanation, which the learner ticks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from learnms.kinds.response import SelfGrade
from learnms.tui.kit.content import ACCENT, BOLD, QUIET, inline, paragraph
from learnms.tui.kit.layout import BLANK, Press, Text
from learnms.tui.question.marks import CURSOR, NARROWER, OPTIONS, lead_of

if TYPE_CHECKING:
    from learnms.kinds.response import Response
    from learnms.tui.kit.layout import Entry
    from learnms.tui.question.state import QuestionState


def points(response: Response, state: QuestionState, *, patient: bool) -> list[Entry]:
    """The points with their ticks and, but for a patient, their number."""
    assert isinstance(response, SelfGrade)
    entries: list[Entry] = [BLANK, *paragraph("A good answer makes these points:", QUIET), BLANK]
    digits = len(str(len(response.points)))
    for at, point in enumerate(response.points):
        made, here = at in state.made, at == state.cursor and not state.told
        lead = lead_of(
            "▸" if here else "",
            "✓" if made else "·",
            f"{at + 1:>{digits}}",
            ACCENT if made else QUIET,
        )
        press = None if state.told else Press("point", str(at))
        anchor = CURSOR if here else OPTIONS if not at else ""
        text = inline(point, f"{BOLD} {ACCENT}" if made else "")
        entries.append(
            Text(
                text,
                indent=lead.cell_length,
                lead=lead,
                measure=NARROWER,
                press=press,
                tint="$focus" if here else "",
                anchor=anchor,
            )
        )
    return (
        entries
        if patient
        else [
            *entries,
            BLANK,
            *paragraph(f"{len(state.made)} of {len(response.points)} made", QUIET),
        ]
    )
