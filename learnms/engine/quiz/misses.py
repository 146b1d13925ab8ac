"""What was wrong with a missed question: of several rows, lists or blanks only those not right."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from learnms.engine.question.wording import given_text, label_of, right_text
from learnms.engine.wording import picks_of
from learnms.kinds.response import Pick

if TYPE_CHECKING:
    from learnms.kinds.present import Question
    from learnms.kinds.response import Option
    from learnms.kinds.score import Answer


class Wrong(NamedTuple):
    """A part of an answer that is not right. `label` names its row, list or blank, '' where the
    question has only one; `picked` are the picks in it, in the order shown; `given` is '' where
    nothing was given.
    """

    label: str
    picked: tuple[Option, ...]
    given: str
    right: str


def wrong_parts(question: Question, answer: Answer) -> list[Wrong]:
    """The wrong parts of an answer, or all of it if it has no parts."""
    response = question.response
    if not isinstance(response, Pick):
        return [Wrong("", (), given_text(question, answer), right_text(question))]
    found = []
    for number, (group, order) in enumerate(zip(response.groups, question.order, strict=True)):
        picks = picks_of(answer, number)
        right = {index for index, option in enumerate(group.options) if option.right}
        if right == set(picks):
            continue
        picked = tuple(group.options[index] for index in order if index in picks)
        several = len(response.groups) > 1
        found.append(
            Wrong(
                label_of(response, number) if several else "",
                picked,
                "; ".join(option.text for option in picked),
                "; ".join(group.options[index].text for index in order if index in right),
            )
        )
    return found
