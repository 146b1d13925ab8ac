"""What can be picked, drawn by its shape: lists, a grid, pairs, a sentence, a passage, a
bow-tie, steps.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from learnms.kinds.response import Arrange, Pick
from learnms.tui.kit.composite import Beside, Responsive, Stack
from learnms.tui.kit.content import (
    ACCENT,
    BOLD,
    KEY,
    QUIET,
    RIGHT,
    WRONG,
    concat,
    inline,
    plain,
    raw,
)
from learnms.tui.kit.layout import BLANK, Press, Text
from learnms.tui.question import bowtie, grid, pairs, passage
from learnms.tui.question.marks import (
    BROAD,
    box,
    digits_of,
    is_foldable,
    lead_of,
    list_heading,
    marked_option,
    note_room,
    number_of,
    open_option,
    picked_in,
)
from learnms.tui.question.state import answer, displayed, group_of, places, starts_anew

if TYPE_CHECKING:
    from learnms.engine.voice import Voice
    from learnms.kinds.present import Question
    from learnms.tui.kit.layout import Entry
    from learnms.tui.question.state import QuestionState

FEW = 6
"""Options of one list whose rationales are all shown."""


def open_options(
    question: Question, state: QuestionState, voice: Voice, *, roomy: bool = False
) -> list[Entry]:
    """The options to pick from, by their numbers; `roomy` sets those of one list two rows apart."""
    response = question.response
    if isinstance(response, Arrange):
        return apart(open_steps(question, state), roomy=roomy)
    assert isinstance(response, Pick)
    match response.shape:
        case "grid":
            return [grid.grid(question, state, voice, answered=False)]
        case "rows":
            return pairs.pairs(question, state)
        case "passage":
            return passage.passage(question, state)
        case "sentence":
            sentence = passage.sentence(question, state, answered=False)
            return [*sentence, BLANK, *lists(question, state, voice, answered=False)]
        case "bowtie":
            return [_bowtie(question, state, voice, answered=False)]
        case "columns":
            return lists(question, state, voice, answered=False)
        case _:
            return apart(lists(question, state, voice, answered=False), roomy=roomy)


def marked_options(question: Question, state: QuestionState, voice: Voice) -> list[Entry]:
    """The answer against the right one, each option with its sign, its word and its rationale.
    Where there are many, rationales of options that were rightly left are folded.
    """
    response = question.response
    if isinstance(response, Arrange):
        return marked_steps(question, state, voice)
    assert isinstance(response, Pick)
    match response.shape:
        case "grid":
            entries: list[Entry] = [grid.grid(question, state, voice, answered=True)]
        case "rows":
            entries = grid.marked_rows(question, state, voice)
        case "passage":
            entries = passage.marked_passage(question, state, voice)
        case "sentence":
            entries = [
                *passage.sentence(question, state, answered=True),
                BLANK,
                *lists(question, state, voice, answered=True),
            ]
        case "bowtie":
            entries = [_bowtie(question, state, voice, answered=True)]
        case _:
            entries = lists(question, state, voice, answered=True)
    return entries + _fold(question, state)


def apart(entries: list[Entry], *, roomy: bool) -> list[Entry]:
    """Entries with a blank line between each two."""
    if not roomy:
        return entries
    return [part for entry in entries for part in (BLANK, entry)][1:]


def is_folded(question: Question, state: QuestionState) -> bool:
    """Whether the rationales that are read last are hidden."""
    return not state.unfolded and (len(question.order) > 1 or len(places(question)) > FEW)


def folded_count(question: Question, state: QuestionState) -> int:
    """How many rationales can be folded away and back; 0 where all are always shown."""
    response = question.response
    if not isinstance(response, Pick) or not is_folded(question, replace(state, unfolded=False)):
        return 0
    return sum(
        is_foldable(option, picked=index in picked_in(state, question, group))
        for group, whole in enumerate(response.groups)
        for index, option in enumerate(whole.options)
    )


def _fold(question: Question, state: QuestionState) -> list[Entry]:
    """The line that shows the folded rationales, or hides them again."""
    count = folded_count(question, state)
    if not count:
        return []
    sign = "▾" if state.unfolded else "▸"
    words = f"{sign} {count} more {'rationale' if count == 1 else 'rationales'}  "
    return [BLANK, Text(concat(raw(words, QUIET), plain("r", KEY)), press=Press("rationales"))]


def _bowtie(question: Question, state: QuestionState, voice: Voice, *, answered: bool) -> Entry:
    """The picture above its three lists if there is room, otherwise the lists below each other."""
    stacks = [
        Stack(tuple(one_list(question, state, group, voice, answered=answered)))
        for group in range(len(question.order))
    ]
    picture = bowtie.Picture.of(question, state, answered=answered)
    below = Stack(tuple(lists(question, state, voice, answered=answered)))
    return Responsive(BROAD, Stack((picture, BLANK, Beside(tuple(stacks)))), below)


def lists(question: Question, state: QuestionState, voice: Voice, *, answered: bool) -> list[Entry]:
    """All lists, one under the other."""
    entries: list[Entry] = []
    for group in range(len(question.order)):
        entries += [
            *([BLANK] if entries else []),
            *one_list(question, state, group, voice, answered=answered),
        ]
    return entries


def one_list(
    question: Question, state: QuestionState, group: int, voice: Voice, *, answered: bool
) -> list[Entry]:
    """One list under its heading; numbers go on from list to list, while there are digits for
    them.
    """
    response = question.response
    assert isinstance(response, Pick)
    whole, first, digits = (
        response.groups[group],
        sum(len(order) for order in question.order[:group]),
        digits_of(question),
    )
    entries: list[Entry] = (
        [list_heading(question, state, group, answered=answered)]
        if whole.label or response.shape == "sentence"
        else []
    )
    picked, single = picked_in(state, question, group), whole.limit == 1
    before = first if starts_anew(question) else 0
    for place, index in enumerate(question.order[group], first):
        option, number = whole.options[index], number_of(place - before + 1, digits)
        if answered:
            entries += marked_option(
                option,
                voice,
                number,
                picked=index in picked,
                single=single,
                folded=is_folded(question, state),
            )
        else:
            sign = box(picked=index in picked, single=single)
            entries.append(
                open_option(
                    option.text,
                    place,
                    state,
                    number,
                    sign=sign,
                    first=place == 0,
                    last=place == first + len(question.order[group]) - 1
                    and group == group_of(question, state.cursor),
                )
            )
    return entries


def open_steps(question: Question, state: QuestionState) -> list[Entry]:
    """The steps, those that have a position first, by their positions."""
    response, shown, digits = question.response, places(question), digits_of(question)
    assert isinstance(response, Arrange)
    entries: list[Entry] = []
    for place in displayed(state, question):
        position = state.picks.index(place) + 1 if place in state.picks else 0
        entries.append(
            open_option(
                response.steps[shown[place][1]],
                place,
                state,
                number_of(place + 1, digits),
                sign=f"{ordinal(position) if position else '·':<5}",
                first=not entries,
            )
        )
    return entries


def ordinal(number: int) -> str:
    """`1st`, `2nd`, `11th`."""
    ending = {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{'th' if 10 < number % 100 < 14 else ending}"


def marked_steps(question: Question, state: QuestionState, voice: Voice) -> list[Entry]:
    """The steps in their right order, each with the position where the learner had it."""
    response = question.response
    assert isinstance(response, Arrange)
    given = answer(state, question, "").order
    entries: list[Entry] = [Text(plain("Correct order", BOLD))]
    for number, step in enumerate(response.steps):
        right = number < len(given) and given[number] == number
        words = (
            ""
            if not given
            else voice.right
            if right
            else f"You: {ordinal(given.index(number) + 1)}"
            if number in given
            else "You: not placed"
        )
        style = RIGHT if right else QUIET if not given else WRONG
        sign = "✓" if right else "" if not given else "✗"
        lead = concat(lead_of(sign, "", style), raw(f"{ordinal(number + 1):<6}", ACCENT))
        entries.append(
            Text(
                inline(step),
                indent=lead.cell_length,
                lead=lead,
                note=plain(words, f"{BOLD} {style}"),
                note_width=note_room(voice),
            )
        )
    return entries
