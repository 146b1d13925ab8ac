"""What all kinds of options share: a line with number and sign, its word, a list's heading."""

from __future__ import annotations

from typing import TYPE_CHECKING

from learnms.engine.question.wording import label_of as label_of
from learnms.engine.question.wording import option_words
from learnms.kinds.response import Pick
from learnms.tui.kit.content import (
    ACCENT,
    BOLD,
    KEY,
    QUIET,
    RIGHT,
    TINT,
    WARN,
    WRONG,
    concat,
    inline,
    plain,
    prose,
    raw,
)
from learnms.tui.kit.layout import MARGIN, MEASURE, Press, Text
from learnms.tui.question.state import starts_anew

if TYPE_CHECKING:
    from textual.content import Content

    from learnms.engine.voice import Voice
    from learnms.kinds.present import Question
    from learnms.kinds.response import Group, Option
    from learnms.tui.kit.layout import Entry
    from learnms.tui.question.state import QuestionState

OPTIONS = "options"
"""The anchor of the first option."""
CURSOR = "cursor"
"""The anchor of the option that the arrows are at."""
NARROWER = MEASURE - 5


def lead_of(cursor: str, sign: str, number: str, style: str, number_style: str = KEY) -> Content:
    """The cursor, a sign and a number, in their columns."""
    return concat(
        raw(f"{'':{MARGIN}}{cursor:<2}", ACCENT),
        raw(f"{sign:<2}", f"{BOLD} {style}"),
        raw(f"{number}  ", number_style),
    )


def digits_of(question: Question) -> int:
    """The width of a question's numbers."""
    lengths = [len(order) for order in question.order]
    return len(str(max(lengths) if starts_anew(question) else sum(lengths)))


def open_option(
    text: str, place: int, state: QuestionState, number: str, *, sign: str = "", first: bool = False
) -> Text:
    """An option that can be picked; `sign` defaults to that of picked or not."""
    picked, here = place in state.picks, place == state.cursor
    sign = sign or ("●" if picked else "·")
    lead = lead_of("▸" if here else "", sign, number, ACCENT if picked or here else QUIET)
    style = f"{BOLD} {ACCENT}" if picked else ""
    anchor = CURSOR if here else OPTIONS if first else ""
    tint = TINT if here else ""
    return Text(
        inline(text, style),
        indent=lead.cell_length,
        lead=lead,
        measure=NARROWER,
        press=Press("place", str(place)),
        tint=tint,
        anchor=anchor,
    )


def marked_option(
    option: Option, voice: Voice, number: str, *, picked: bool, single: bool, first: bool = False
) -> list[Entry]:
    """An option after the answer: sign, word, reason."""
    sign, words, style = judged(option, voice, picked=picked, single=single)
    note = plain(words, style)
    lead = lead_of("", sign, number, style, number_style=QUIET)
    anchor = OPTIONS if first else ""
    entries: list[Entry] = [
        Text(
            inline(option.text, BOLD if option.right else ""),
            indent=lead.cell_length,
            lead=lead,
            note=note,
            measure=NARROWER,
            anchor=anchor,
        )
    ]
    if option.why:
        entries += prose(option.why, QUIET, indent=lead.cell_length, measure=NARROWER)
    return entries


def judged(option: Option, voice: Voice, *, picked: bool, single: bool) -> tuple[str, str, str]:
    """Sign, word and color of an option after the answer."""
    sign, words = option_words(option, voice, picked=picked, single=single)
    style = (
        RIGHT
        if option.right and (picked or single)
        else WRONG
        if picked
        else WARN
        if option.right
        else QUIET
    )
    return sign, words, style


def picked_in(state: QuestionState, question: Question, group: int) -> list[int]:
    """The picks of a group, as the deck's indices."""
    first = sum(len(order) for order in question.order[:group])
    order = question.order[group]
    return [order[place - first] for place in state.picks if first <= place < first + len(order)]


def list_heading(question: Question, state: QuestionState, group: int, *, answered: bool) -> Text:
    """The name of a list, and how many are chosen of it."""
    response = question.response
    assert isinstance(response, Pick)
    limit, chosen = response.groups[group].limit, len(picked_in(state, question, group))
    words = (
        ""
        if answered
        else f"{chosen} of {limit} chosen"
        if limit is not None
        else f"{chosen} chosen"
    )
    return Text(
        inline(label_of(response, group), BOLD), note=plain(words, QUIET), note_width=len(words) + 1
    )


def verdict(group: Group, picked: list[int], voice: Voice) -> tuple[str, str]:
    """Word and color of a whole row."""
    right = {index for index, option in enumerate(group.options) if option.right}
    if set(picked) == right:
        return voice.right, RIGHT
    if not picked:
        return voice.none_picked, WARN
    return (voice.partly_right, WARN) if set(picked) & right else (voice.wrong, WRONG)
