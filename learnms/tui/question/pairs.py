"""Pairs: the rows with their choices, and the options of the row at the cursor."""

from __future__ import annotations

from typing import TYPE_CHECKING

from learnms.kinds.response import Pick
from learnms.tui.kit.content import ACCENT, BOLD, QUIET, concat, inline, plain, raw
from learnms.tui.kit.layout import BLANK, Press, Text
from learnms.tui.question.marks import (
    LIST,
    OPTIONS,
    box,
    digits_of,
    number_of,
    open_option,
    picked_in,
)

if TYPE_CHECKING:
    from learnms.kinds.present import Question
    from learnms.tui.kit.layout import Entry
    from learnms.tui.question.state import QuestionState


def pairs(question: Question, state: QuestionState) -> list[Entry]:
    """The rows with what was chosen for them, and below the options of the one at the cursor."""
    response = question.response
    assert isinstance(response, Pick)
    width = len(question.order[0])
    here, column = divmod(max(0, state.cursor), width)
    entries: list[Entry] = []
    for group, whole in enumerate(response.groups):
        chosen = ", ".join(whole.options[index].text for index in picked_in(state, question, group))
        words = concat(
            inline(whole.label, BOLD if group == here else ""),
            raw("  →  ", QUIET),
            inline(chosen, f"{BOLD} {ACCENT}") if chosen else raw("____", QUIET),
        )
        press = Press("go", str(group * width + column))
        entries.append(Text(words, press=press, anchor=OPTIONS if not group else ""))
    whole = response.groups[here]
    heading = concat(raw("Match ", QUIET), inline(whole.label, BOLD), plain(":"))
    entries += [BLANK, Text(heading, anchor=LIST)]
    for number, index in enumerate(question.order[here]):
        place = here * width + number
        entries.append(
            open_option(
                whole.options[index].text,
                place,
                state,
                number_of(number + 1, digits_of(question)),
                sign=box(picked=place in state.picks, single=whole.limit == 1),
                last=number == width - 1,
            )
        )
    return entries
