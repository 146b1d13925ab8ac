"""Right and wrong answers to any question, as a learner would give them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from learnms.kinds.response import Arrange, Number, Pick, TypeIn
from learnms.kinds.score import Answer

if TYPE_CHECKING:
    from random import Random

    from learnms.kinds.present import Question
    from learnms.kinds.response import Group, Response

_BLANK = "not sure"
_OMITS = 0.5
"""How often a wrong answer to "select all" leaves out a right option; else it adds a wrong one."""


def right_answer(question: Question) -> Answer:
    """The answer that scores all points."""
    match question.response:
        case Pick(groups):
            return Answer(picks=tuple(_keyed(group) for group in groups))
        case Arrange(steps):
            return Answer(order=tuple(range(len(steps))))
        case _:
            return Answer(text=question.accepted[0] if question.accepted else "")


def wrong_answer(question: Question, chance: Random) -> Answer:
    """An answer with one slip: one group of several, two steps swapped, twice the number."""
    match question.response:
        case Pick(groups):
            slip = chance.randrange(len(groups))
            return Answer(
                picks=tuple(
                    _slipped(group, chance) if index == slip else _keyed(group)
                    for index, group in enumerate(groups)
                )
            )
        case Arrange(steps):
            order = list(range(len(steps)))
            at = chance.randrange(max(1, len(order) - 1))
            order[at : at + 2] = reversed(order[at : at + 2])
            return Answer(order=tuple(order))
        case TypeIn(_, Number()):
            return Answer(text=_twice(question.accepted[1]))
        case _:
            return Answer(text=_BLANK)


def needs_typing(response: Response) -> bool:
    """Whether the answer is typed, which takes longer than a pick."""
    return isinstance(response, TypeIn)


def _keyed(group: Group) -> tuple[int, ...]:
    return tuple(index for index, option in enumerate(group.options) if option.right)


def _slipped(group: Group, chance: Random) -> tuple[int, ...]:
    """The right options of a group, but for one."""
    right = list(_keyed(group))
    wrong = [index for index in range(len(group.options)) if index not in right]
    if not wrong or (group.limit is None and len(right) > 1 and chance.random() < _OMITS):
        right.pop(chance.randrange(len(right)))
    elif group.limit is not None and right:
        right[chance.randrange(len(right))] = chance.choice(wrong)
    else:
        right.append(chance.choice(wrong))
    return tuple(sorted(right))


def _twice(number: str) -> str:
    value = float(number)
    return f"{2 * value if value else 10:g}"
