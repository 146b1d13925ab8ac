"""The learner's side of a question: picks, cursor, open panels."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from learnms.kinds.response import Arrange, Pick, SelfGrade, TypeIn
from learnms.kinds.score import Answer

if TYPE_CHECKING:
    from learnms.engine.question.views import QuestionView
    from learnms.kinds.present import Question
    from learnms.kinds.response import Response


KEYED = 10
"""Options that have a key of their own."""


@dataclass(frozen=True, slots=True)
class QuestionState:
    """The learner's side of a card before it is answered.

    A place is the position of an option or step in what is shown, counted over all groups.

    Args:
        picks: places in the order picked; for steps, the order itself.
        cursor: the place of the cursor, or -1.
        hint: the hint, once shown.
        panel: '', `card`, `words` or `primer`.
        tab: the exhibit's current tab.
        alone: the exhibits are shown in place of the question, if they have no room beside it.
        typing: letters go into the field.
        warned: the learner was asked whether to send an incomplete answer.
        hidden: options are hidden until the answer is recalled.
        sure: the learner is asked how sure they are.
        reckoning: the calculator has the keys.
        ticked: points of a good explanation that are ticked.
        points_done: the points were gone through.
        unfolded: the rationales of all options are shown.
    """

    picks: tuple[int, ...] = ()
    cursor: int = -1
    hint: str | None = None
    panel: str = ""
    tab: int = 0
    alone: bool = False
    typing: bool = False
    warned: bool = False
    overriding: bool = False
    copying: bool = False
    hidden: bool = False
    sure: bool = False
    reckoning: bool = False
    ticked: tuple[int, ...] = ()
    points_done: bool = False
    unfolded: bool = False


def opened(item: QuestionView, *, recall_first: bool = False) -> QuestionState:
    """The state of a new question, with the cursor at the first option."""
    response = item.question.response
    return QuestionState(
        cursor=0 if isinstance(response, Pick | Arrange) else -1,
        typing=isinstance(response, TypeIn),
        hidden=recall_first and isinstance(response, Pick | Arrange),
        panel="primer" if item.opens_deck else "",
    )


def has_rows(response: Response) -> bool:
    """Whether the places form rows of the same options, so that numbers count in a row."""
    return isinstance(response, Pick) and response.shape in ("grid", "rows")


def starts_anew(question: Question) -> bool:
    """Whether numbers begin with 1 in each list, because there are more options than digits; a
    digit
    then means an option of the list at the cursor.
    """
    return (
        len(question.order) > 1
        and not has_rows(question.response)
        and len(places(question)) > KEYED
    )


def is_explained(response: Response) -> bool:
    """Whether the learner explains and then ticks points."""
    return isinstance(response, SelfGrade) and bool(response.points)


def places(question: Question) -> list[tuple[int, int]]:
    """Group and deck index of every option or step, in the order shown."""
    return [(group, index) for group, order in enumerate(question.order) for index in order]


def group_of(question: Question, place: int) -> int:
    """The group of an option or step; -1 without one."""
    shown = places(question)
    return shown[place][0] if 0 <= place < len(shown) else -1


def displayed(state: QuestionState, question: Question) -> list[int]:
    """The places from top to bottom; steps that have a position come first, in the learner's
    order.
    """
    count = len(places(question))
    if not isinstance(question.response, Arrange):
        return list(range(count))
    return [*state.picks, *(place for place in range(count) if place not in state.picks)]


# -- picking ---------------------------------------------------------------------------------------


def pick_number(state: QuestionState, question: Question, key: str) -> tuple[QuestionState, str]:
    """Select by a digit, 0 being the tenth; in rows and in separately numbered lists, in the one at
    the cursor. Returns the state, and a message if the selection is refused.
    """
    number = (int(key) or KEYED) - 1
    if starts_anew(question):
        group = group_of(question, max(0, state.cursor))
        first, count = sum(map(len, question.order[:group])), len(question.order[group])
        return (
            pick_here(state, question, first + number)
            if number < count
            else (state, f"Options are numbered 1 to {count}.")
        )
    if not has_rows(question.response):
        return pick_here(state, question, number)
    width = len(question.order[0])
    if number >= width:
        return state, f"Choices are numbered 1 to {width}."
    return pick_here(state, question, max(0, state.cursor) // width * width + number)


def pick_here(
    state: QuestionState, question: Question, place: int | None = None
) -> tuple[QuestionState, str]:
    """Pick the option at the cursor or at `place`; in rows and blanks that take one choice the
    cursor then moves on to the next one without a choice.
    """
    chosen, refusal = pick(state, question, state.cursor if place is None else place)
    return (chosen if refusal else _moved_on(chosen, question)), refusal


def _moved_on(state: QuestionState, question: Question) -> QuestionState:
    response = question.response
    if (
        not isinstance(response, Pick)
        or not (has_rows(response) or response.shape == "sentence")
        or state.cursor not in state.picks
    ):
        return state
    here, count = group_of(question, state.cursor), len(question.order)
    if response.groups[here].limit != 1:
        return state
    answered = {group_of(question, place) for place in state.picks}
    empty = [
        other % count for other in range(here + 1, here + count) if other % count not in answered
    ]
    return at_group(state, question, empty[0]) if empty else state


def at_group(state: QuestionState, question: Question, group: int) -> QuestionState:
    """Move the cursor to the first option of a group, in a grid to the cell of its column."""
    first = sum(map(len, question.order[:group]))
    is_column = is_grid(question.response) and state.cursor >= 0
    return replace(
        state, cursor=first + (state.cursor % len(question.order[0]) if is_column else 0)
    )


def pick(state: QuestionState, question: Question, place: int) -> tuple[QuestionState, str]:
    """Select or deselect an option; a single choice moves, and selected again it stays. Returns the
    state, and a message if the selection is refused.
    """
    shown = places(question)
    if not 0 <= place < len(shown):
        return state, f"Options are numbered 1 to {len(shown)}."
    moved = replace(state, cursor=place if state.cursor >= 0 else -1, warned=False)
    response, group = question.response, shown[place][0]
    limit = response.groups[group].limit if isinstance(response, Pick) else None
    if place in state.picks:
        kept = () if limit != 1 else (place,)
        others = (other for other in state.picks if other != place)
        return replace(moved, picks=(*others, *kept)), ""
    if not isinstance(response, Pick):
        return replace(moved, picks=(*state.picks, place)), ""
    same = [other for other in state.picks if shown[other][0] == group]
    if limit == 1:
        return (
            replace(moved, picks=(*(other for other in state.picks if other not in same), place)),
            "",
        )
    if limit is not None and len(same) >= limit:
        return state, f"{limit} already selected. Deselect one first."
    return replace(moved, picks=(*state.picks, place)), ""


def tick(state: QuestionState, count: int, number: int) -> QuestionState:
    """Check a point, or uncheck it."""
    if not 0 <= number < count:
        return state
    ticked = (
        tuple(other for other in state.ticked if other != number)
        if number in state.ticked
        else (*state.ticked, number)
    )
    return replace(state, ticked=ticked, cursor=number if state.cursor >= 0 else -1)


# -- moving ----------------------------------------------------------------------------------------


def moved(
    state: QuestionState, question: Question, step: int, *, stacked: bool = False
) -> QuestionState:
    """Move the cursor one option up or down; from none, to the last or the first. In a grid it
    goes to the row above or below, unless its rows are `stacked`, each above its options.
    """
    if is_grid(question.response) and not stacked:
        return _to_row(state, question, step)
    order = displayed(state, question)
    if (
        has_rows(question.response) and not stacked
    ):  # the options of the row at the cursor stand below each other
        width = len(question.order[0])
        first = max(0, state.cursor) // width * width
        order = order[first : first + width]
    start = -1 if step > 0 else len(order)
    position = order.index(state.cursor) if state.cursor >= 0 else start
    return replace(state, cursor=order[max(0, min(len(order) - 1, position + step))])


def moved_across(
    state: QuestionState, question: Question, step: int, *, stacked: bool = False
) -> QuestionState:
    """Move the cursor to the next cell of its row in a grid, to the next row of pairs or of a
    stacked grid, or to the first option of the list before or after.
    """
    if is_grid(question.response) and not stacked:
        width = len(question.order[0])
        row, column = divmod(max(0, state.cursor), width)
        return replace(state, cursor=row * width + max(0, min(width - 1, column + step)))
    if has_rows(question.response):
        return _to_row(state, question, step)
    firsts = [
        sum(len(order) for order in question.order[:group]) for group in range(len(question.order))
    ]
    here = sum(first <= state.cursor for first in firsts) - 1
    return replace(state, cursor=firsts[max(0, min(len(firsts) - 1, here + step))])


def is_grid(response: Response) -> bool:
    """Whether the places are the cells of a grid."""
    return isinstance(response, Pick) and response.shape == "grid"


def is_pairs(response: Response) -> bool:
    """Whether each row has its own options, shown while the cursor is at it."""
    return isinstance(response, Pick) and response.shape == "rows"


def is_broad(response: Response) -> bool:
    """Whether a question uses the whole width of a wide terminal."""
    return isinstance(response, Pick) and response.shape in ("grid", "bowtie")


def _to_row(state: QuestionState, question: Question, step: int) -> QuestionState:
    width, count = len(question.order[0]), len(question.order)
    row, column = divmod(max(0, state.cursor), width)
    return replace(state, cursor=max(0, min(count - 1, row + step)) * width + column)


def moved_points(state: QuestionState, count: int, step: int) -> QuestionState:
    """Move the cursor one point up or down."""
    position = state.cursor if state.cursor >= 0 else (-1 if step > 0 else count)
    return replace(state, cursor=max(0, min(count - 1, position + step)))


def shifted(state: QuestionState, question: Question, step: int) -> QuestionState:
    """Move the step at the cursor one place up or down; all steps are then in the learner's order
    and count as placed.
    """
    order = displayed(state, question)
    if state.cursor < 0:
        return state
    position = order.index(state.cursor)
    to = max(0, min(len(order) - 1, position + step))
    order[position], order[to] = order[to], order[position]
    return replace(state, picks=tuple(order), warned=False)


# -- the answer ------------------------------------------------------------------------------------


def answer(state: QuestionState, question: Question, text: str) -> Answer:
    """The answer for the engine, with picks as indices of the deck."""
    shown = places(question)
    match question.response:
        case Pick(groups):
            picked = [shown[place] for place in state.picks]
            return Answer(
                picks=tuple(
                    tuple(sorted(index for picked_group, index in picked if picked_group == group))
                    for group in range(len(groups))
                )
            )
        case Arrange():
            return Answer(order=tuple(shown[place][1] for place in state.picks))
        case _:
            return Answer(text=text)


def right_state(question: Question) -> QuestionState:
    """The state of a question whose right options are picked, or whose steps are in order."""
    shown = places(question)
    response = question.response
    picks: tuple[int, ...] = ()
    if isinstance(response, Pick):
        picks = tuple(
            place
            for place, (group, index) in enumerate(shown)
            if response.groups[group].options[index].right
        )
    elif isinstance(response, Arrange):
        picks = tuple(sorted(range(len(shown)), key=lambda place: shown[place][1]))
    return QuestionState(picks=picks, points_done=True, unfolded=True)


def is_empty(state: QuestionState, question: Question, text: str) -> bool:
    """Whether nothing would be sent."""
    return not text.strip() if isinstance(question.response, TypeIn) else not state.picks


def logged(item: QuestionView, data: dict[str, Any] | None) -> tuple[QuestionState, str]:
    """State and text of an answer of the log, whose picks are positions in what was shown."""
    state, question = opened(item), item.question
    text = str((data or {}).get("text", ""))
    first, picks = 0, list[int]()
    for order, picked in zip(question.order, (data or {}).get("picked", ()), strict=False):
        picks += [first + position for position in picked if 0 <= position < len(order)]
        first += len(order)
    return replace(state, picks=tuple(picks)), text
