"""Incomplete answers: the rule that every front end follows before it submits one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from learnms.kinds.response import Arrange, Pick, SelfGrade, TypeIn

if TYPE_CHECKING:
    from learnms.kinds.present import Question
    from learnms.kinds.response import Group
    from learnms.kinds.score import Answer

NOTHING = "No answer yet."
ANYWAY = "Press enter again to submit."
OR_NOW = "Press enter again to submit, or answer now."
"""The same in lines, where the question is asked again."""
_PLACES = {
    "rows": "row",
    "grid": "row",
    "columns": "group",
    "sentence": "blank",
    "list": "list",
    "passage": "passage",
}
"""The name of a group, by the shape of the question."""


def open_groups(response: Pick, answer: Answer) -> list[int]:
    """The groups that need more picks. If any number is allowed, one is enough, so that the number
    of right options is not given away.
    """
    return [
        index
        for index, (group, picks) in enumerate(zip(response.groups, answer.picks, strict=True))
        if _lacking(group, picks)
    ]


def what_is_missing(question: Question, answer: Answer) -> str:
    """The missing part of an answer, as a sentence; '' if it is complete."""
    match question.response:
        case TypeIn():
            return "" if answer.text.strip() else NOTHING
        case Arrange(steps):
            return _arranged(len(steps) - len(answer.order), len(steps))
        case Pick():
            return _picked(question.response, answer)
        case SelfGrade():
            return ""


def _arranged(left: int, count: int) -> str:
    if left == count:
        return NOTHING
    return f"{left} {'step is' if left == 1 else 'steps are'} not placed." if left else ""


def _picked(response: Pick, answer: Answer) -> str:
    if not any(answer.picks):
        return NOTHING
    lacking = [
        _lacking(group, picks) for group, picks in zip(response.groups, answer.picks, strict=True)
    ]
    if len(response.groups) == 1:
        limit = response.groups[0].limit or 1
        return f"{limit - lacking[0]} of {limit} selected." if lacking[0] else ""
    if response.shape == "bowtie":
        left = sum(lacking)
        return f"{left} answer{' is' if left == 1 else 's are'} missing." if left else ""
    left, place = sum(map(bool, lacking)), _PLACES[response.shape]
    return (
        f"{left} {place} is empty." if left == 1 else f"{left} {place}s are empty." if left else ""
    )


def _lacking(group: Group, picks: tuple[int, ...]) -> int:
    """The number of picks that a group still takes."""
    return max(0, (group.limit or 1) - len(picks))
