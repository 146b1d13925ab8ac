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
from learnms.tui.kit.layout import INDENT, Press, Text
from learnms.tui.question.state import KEYED, group_of, has_rows, starts_anew

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
RATIONALE = "rationale"
"""The anchor of an option whose rationale was unfolded."""
LIST, LAST = "list", "last"
"""The anchors of the heading of the list at the cursor, and of its last option."""
BROAD = 92
"""Cells from which a grid has its headings and a bow-tie its picture: a terminal of 100 minus what
surrounds the text.
"""


def lead_of(sign: str, number: str, style: str) -> Content:
    """A sign and a number, in their columns."""
    return concat(
        raw(f"{'':{INDENT}}{sign:<4}", f"{BOLD} {style}" if style != QUIET else style),
        raw(f"{number}  " if number else "", QUIET),
    )


def box(*, picked: bool, single: bool) -> str:
    """The sign of an option that can be selected: round if only one can be."""
    if single:
        return "(•)" if picked else "( )"
    return "[x]" if picked else "[ ]"


def number_of(number: int, digits: int) -> str:
    """The number of an option that has a key: 0 is the tenth."""
    return f"{number if number <= KEYED else '':>{digits}}"


def note_room(voice: Voice) -> int:
    """The cells for the words at the right of an option."""
    words = (voice.picked_right, voice.picked_wrong, voice.missed, voice.only_right, voice.unsafe)
    return max(map(len, words)) + 1


def digits_of(question: Question) -> int:
    """The width of a question's numbers."""
    lengths = [len(order) for order in question.order]
    return len(
        str(
            min(
                KEYED,
                max(lengths)
                if starts_anew(question) or has_rows(question.response)
                else sum(lengths),
            )
        )
    )


def open_option(
    text: str,
    place: int,
    state: QuestionState,
    number: str,
    *,
    sign: str,
    first: bool = False,
    last: bool = False,
) -> Text:
    """An option that can be picked; the `last` of the list at the cursor, the `first` of all."""
    picked, here = place in state.picks, place == state.cursor
    lead = lead_of(sign, number, ACCENT if picked else QUIET)
    return Text(
        inline(text, BOLD if picked else ""),
        indent=lead.cell_length,
        lead=lead,
        press=Press("place", str(place)),
        tint=TINT if here else "",
        bar=KEY if here else "",
        anchor=CURSOR if here else OPTIONS if first else LAST if last else "",
    )


def marked_option(
    option: Option, voice: Voice, number: str, *, picked: bool, single: bool, folded: bool = False
) -> list[Entry]:
    """An option after the answer: sign, word, rationale. `folded` hides the rationale of an option
    that was rightly left.
    """
    sign, words, style = judged(option, voice, picked=picked, single=single)
    lead, is_last = lead_of(sign, number, style), is_foldable(option, picked=picked)
    entries: list[Entry] = [
        Text(
            inline(option.text, BOLD if option.right else ""),
            indent=lead.cell_length,
            lead=lead,
            note=plain(words, f"{BOLD} {style}"),
            note_width=note_room(voice),
            anchor=RATIONALE if is_last and not folded else "",
        )
    ]
    if option.why and not (folded and is_last):
        entries += prose(option.why, QUIET, indent=lead.cell_length)
    return entries


def is_foldable(option: Option, *, picked: bool) -> bool:
    """Whether an option has a rationale that is read last: it is wrong, and was not picked."""
    return bool(option.why) and not option.right and not picked


def judged(option: Option, voice: Voice, *, picked: bool, single: bool) -> tuple[str, str, str]:
    """Sign, word and color of an option after the answer."""
    sign, words = option_words(option, voice, picked=picked, single=single)
    style = (
        RIGHT
        if option.right and (picked or single or sign == "✓")
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
    """The name of a list, and how many more are to be selected."""
    response = question.response
    assert isinstance(response, Pick)
    limit, chosen = response.groups[group].limit, len(picked_in(state, question, group))
    left = 0 if answered or limit is None or limit == 1 else limit - chosen
    words = f"  {left} more" if left else ""
    here = not answered and group == group_of(question, state.cursor)
    name = inline(label_of(response, group), BOLD)
    return Text(concat(name, raw(words, QUIET)), anchor=LIST if here else "")


def verdict(group: Group, picked: list[int], voice: Voice) -> tuple[str, str]:
    """Word and color of a whole row."""
    right = {index for index, option in enumerate(group.options) if option.right}
    if set(picked) == right:
        return voice.right, RIGHT
    if not picked:
        return voice.none_picked, WARN
    return (voice.partly_right, WARN) if set(picked) & right else (voice.wrong, WRONG)
