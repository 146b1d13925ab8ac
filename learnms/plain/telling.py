"""Telling what an answer came to, in lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from learnms.engine import words
from learnms.kinds.response import Arrange, Pick, TypeIn
from learnms.plain.asking import label_of
from learnms.plain.lines import Lines, one_line

if TYPE_CHECKING:
    from learnms.engine.views import Feedback, Item
    from learnms.kinds.score import Answer


def tell(feedback: Feedback, lines: Lines, *, patient: bool) -> None:
    """The verdict, each part right or wrong, the rationale of every option, the sum, the source."""
    score, item = feedback.score, feedback.item
    assert score is not None
    lines.say(verdict(feedback, patient=patient))
    if score.note:
        lines.say(score.note)
    answer = feedback.answer
    match item.question.response:
        case Pick():
            _options(feedback, lines)
        case Arrange():
            _steps(item, answer, lines)
        case TypeIn(_, number):
            lines.say(f"Answer: {one_line(item.question.right_answer)}")
            typed = answer.text.strip() if answer else ""
            if typed and number is None and not score.right:
                lines.say(f"Yours, with [too much] and {{missing}}: {words.difference(typed, item.question.right_answer)}")
        case _:
            pass
    if item.question.full:
        lines.prose(item.question.full, "In full: ")
    why(item, lines)
    if score.arithmetic and not patient:
        lines.say(f"{score.arithmetic} points.")


def verdict(feedback: Feedback, *, patient: bool) -> str:
    """Right, partly right or wrong; for patients without a word of failure."""
    assert feedback.score is not None
    if patient:
        return "You know this." if feedback.score.right else "Look again."
    if feedback.score.right:
        return "Right."
    return "Partly right." if feedback.score.points else "Wrong."


def _options(feedback: Feedback, lines: Lines) -> None:
    question = feedback.item.question
    assert isinstance(question.response, Pick)
    assert feedback.answer is not None
    groups = question.response.groups
    for position, (group, order) in enumerate(zip(groups, question.order, strict=True)):
        if len(groups) > 1:
            lines.say(f"{label_of(question.response, position)}:")
        picks = words.picks_of(feedback.answer, position)
        for number, index in enumerate(order, 1):
            option = group.options[index]
            _, said = words.picked_word(right=option.right, picked=index in picks)
            state = said or "not an answer, and you left it"
            reason = f" {one_line(option.why)}" if option.why else ""
            lines.say(f"{number}. {one_line(option.text)}: {state}.{reason}")


def _steps(item: Item, answer: Answer | None, lines: Lines) -> None:
    assert isinstance(item.question.response, Arrange)
    given = answer.order if answer is not None else ()
    steps = item.question.response.steps
    lines.say("The right order:")
    for number, step in enumerate(steps):
        said = "" if not given else ": right" if given[number] == number else f": you put «{one_line(steps[given[number]])}» here"
        lines.say(f"{number + 1}. {one_line(step)}{said}.")


def why(item: Item, lines: Lines) -> None:
    """The rationale and the sources."""
    if item.explain:
        lines.prose(item.explain, "Why: ")
    for source in item.citations:
        checked = f", checked {words.day(item.checked)}" if item.checked else ""
        lines.say(f"Source: {words.citation(source, spoken=True)}{checked}.")
