"""What can be picked, drawn by its shape: lists, a grid, pairs, a sentence, a passage, a
bow-tie, steps.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from learnms.kinds.response import Arrange, Pick
from learnms.tui.kit.composite import Beside, Responsive, Stack
from learnms.tui.kit.content import BOLD, QUIET, RIGHT, WRONG, inline, paragraph, plain
from learnms.tui.kit.layout import BLANK, Text
from learnms.tui.question import grid, passage
from learnms.tui.question.marks import (
    NARROWER,
    OPTIONS,
    digits_of,
    lead_of,
    list_heading,
    marked_option,
    open_option,
    picked_in,
)
from learnms.tui.question.state import answer, displayed, places, starts_anew

if TYPE_CHECKING:
    from learnms.engine.voice import Voice
    from learnms.kinds.present import Question
    from learnms.tui.kit.layout import Entry
    from learnms.tui.question.state import QuestionState

WIDE = 99
"""Cells from which a bow-tie stands side by side: a page of 100, less the scrollbar."""


def options(
    question: Question, state: QuestionState, voice: Voice, *, answered: bool
) -> list[Entry]:
    """The options by their numbers; after the answer, each with its sign, its words and its
    reason.
    """
    response = question.response
    if isinstance(response, Arrange):
        return marked_steps(question, state, voice) if answered else open_steps(question, state)
    assert isinstance(response, Pick)
    match response.shape:
        case "grid":
            return [grid.grid(question, state, voice, answered=answered)]
        case "rows":
            return (
                grid.marked_rows(question, state, voice)
                if answered
                else grid.pairs(question, state)
            )
        case "passage":
            return passage.passage(question, state, voice, answered=answered)
        case "sentence":
            return [
                *passage.sentence(question, state, answered=answered),
                BLANK,
                *lists(question, state, voice, answered=answered),
            ]
        case "bowtie":
            stacks = [
                tuple(one_list(question, state, group, voice, answered=answered))
                for group in range(len(response.groups))
            ]
            below = Stack(tuple(lists(question, state, voice, answered=answered)))
            return [Responsive(WIDE, Beside(tuple(Stack(stack) for stack in stacks)), below)]
        case _:
            return lists(question, state, voice, answered=answered)


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
    picked = picked_in(state, question, group)
    before = first if starts_anew(question) else 0
    for place, index in enumerate(question.order[group], first):
        option, number = whole.options[index], f"{place - before + 1:>{digits}}"
        if answered:
            entries += marked_option(
                option,
                voice,
                number,
                picked=index in picked,
                single=whole.limit == 1,
                first=place == 0,
            )
        else:
            entries.append(open_option(option.text, place, state, number, first=place == 0))
    return entries


def open_steps(question: Question, state: QuestionState) -> list[Entry]:
    """The steps; the sign of a step that is placed is its place."""
    response, shown, digits = question.response, places(question), digits_of(question)
    assert isinstance(response, Arrange)
    entries: list[Entry] = []
    for place in displayed(state, question):
        position = state.picks.index(place) + 1 if place in state.picks else 0
        sign = "·" if not position else f"{position}." if position < 10 else str(position)
        entries.append(
            open_option(
                response.steps[shown[place][1]],
                place,
                state,
                f"{place + 1:>{digits}}",
                sign=sign,
                first=not entries,
            )
        )
    placed = f"{len(state.picks)} of {len(shown)} placed"
    return [*entries, BLANK, *paragraph(f"{placed} · alt+↑↓ moves the selected step", QUIET)]


def marked_steps(question: Question, state: QuestionState, voice: Voice) -> list[Entry]:
    """The steps in their right order, each with the place where the learner had it."""
    response = question.response
    assert isinstance(response, Arrange)
    given, digits = answer(state, question, "").order, len(str(len(response.steps)))
    entries: list[Entry] = [*paragraph("Correct order:", QUIET)]
    first_wrong = next(
        (number for number, index in enumerate(given) if index != number), len(given)
    )
    for number, step in enumerate(response.steps):
        right = number < len(given) and given[number] == number
        word = (
            ""
            if not given
            else (
                voice.right
                if right
                else f"your position: {given.index(number) + 1}"
                if number in given
                else "not placed"
            )
        )
        if given and number == first_wrong and voice.has_figures:
            word = (
                f"first wrong; you: {given.index(number) + 1}"
                if number in given
                else "first wrong; not placed"
            )
        style = RIGHT if right else QUIET if not given else WRONG
        lead = lead_of(
            "",
            "✓" if right else "·" if not given else "✗",
            f"{number + 1:>{digits}}",
            style,
            number_style=QUIET,
        )
        note = plain(word, style)
        entries.append(
            Text(
                inline(step, BOLD),
                indent=lead.cell_length,
                lead=lead,
                note=note,
                measure=NARROWER,
                anchor=OPTIONS if not number else "",
                note_width=24,
            )
        )
    return entries
