"""Given and right answers in words, each option with the row, list or blank that it belongs to."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from learnms.engine.wording import count, day, interval, picks_of
from learnms.kinds.response import Arrange, Pick, SelfGrade, TypeIn

if TYPE_CHECKING:
    from collections.abc import Iterable

    from learnms.engine.question.views import Citation, QuestionView
    from learnms.engine.voice import Voice
    from learnms.kinds.present import Question
    from learnms.kinds.response import Option
    from learnms.kinds.score import Answer, Score

LABELS = {
    "actions": "Actions to take",
    "condition": "Most likely condition",
    "monitor": "Parameters to monitor",
}
"""The three lists of a bow-tie in words."""
NONE = "none"
NO_HINT = "This card has no hint."
PRIMER = "Read this first"
NO_GLOSSARY = "This deck has no glossary."
NO_CALCULATOR = "The calculator is for calculations only."


GAP = re.compile(r"\[… ?(?P<hint>[^\]]{0,2000})\]")
"""A gap of a cloze: `[…]`, or `[… number]` with its hint."""


def gaps(prompt: str, voice: Voice) -> str:
    """A question with its gaps as the learner's role reads them: `____ (number)` for a patient."""
    if voice.has_figures:
        return prompt
    return GAP.sub(lambda gap: f"____ ({gap['hint']})" if gap["hint"] else "____", prompt)


class Picked(NamedTuple):
    """An option that was picked; `label` names its row, list or blank where the question has
    several.
    """

    label: str
    option: Option


def label_of(response: Pick, group: int) -> str:
    """The name of a group: its row, its heading, or the number of its blank."""
    label = response.groups[group].label
    if response.shape == "sentence":
        return f"Blank {group + 1}"
    return LABELS.get(label, label) if response.shape == "bowtie" else label


def picked(question: Question, answer: Answer) -> list[Picked]:
    """The selected options, group by group in the order shown."""
    response = question.response
    if not isinstance(response, Pick):
        return []
    return [
        Picked(_label(response, number), group.options[index])
        for number, (group, order) in enumerate(zip(response.groups, question.order, strict=True))
        for index in order
        if index in picks_of(answer, number)
    ]


def given_text(question: Question, answer: Answer) -> str:
    """What was given, on one line; nothing where nothing was."""
    match question.response:
        case Pick(groups):
            named = [
                (
                    _label(question.response, number),
                    [groups[number].options[index].text for index in picks_of(answer, number)],
                )
                for number in range(len(groups))
            ]
            return (
                _joined((label, texts) for label, texts in named)
                if any(texts for _, texts in named)
                else ""
            )
        case Arrange(steps):
            return "; ".join(steps[index] for index in answer.order)
        case _:
            return answer.text


def right_text(question: Question) -> str:
    """The right answer, on one line."""
    response = question.response
    if isinstance(response, SelfGrade) and response.points:
        return "; ".join(response.points)
    if not isinstance(response, Pick):
        return "; ".join(question.right_answer.splitlines())
    return _joined(
        (_label(response, number), [option.text for option in group.options if option.right])
        for number, group in enumerate(response.groups)
    )


def _label(response: Pick, group: int) -> str:
    return label_of(response, group) if len(response.groups) > 1 else ""


def _joined(groups: Iterable[tuple[str, list[str]]]) -> str:
    """`Cough: Go; Fever: Stop, Call`; without labels `a; b`."""
    return "; ".join(
        f"{label}: {', '.join(texts) or NONE}" if label else "; ".join(texts)
        for label, texts in groups
    )


def option_words(option: Option, voice: Voice, *, picked: bool, single: bool) -> tuple[str, str]:
    """The sign and the words beside an option after answering; `single`: one can be picked."""
    if picked and option.right:
        return "\u2713", voice.picked_right
    if picked:
        return "\u2717", voice.unsafe if option.unsafe else voice.picked_wrong
    if option.right:
        return ("\u2713", voice.only_right) if single else (voice.missed_sign, voice.missed)
    return "", ""


def verdict(score: Score, question: Question, voice: Voice) -> str:
    """The verdict on a whole answer."""
    if score.right:
        return voice.answer_right
    if score.empty:
        is_typed = isinstance(question.response, TypeIn)
        return voice.answer_untyped if is_typed else voice.answer_empty
    return voice.answer_partly if score.points else voice.answer_wrong


def flag_words(voice: Voice, *, on: bool) -> str:
    """Said after a flag was set or removed."""
    if not on:
        return f"{'Flag' if voice.has_figures else 'Mark'} removed."
    return f"{voice.statuses['flagged'].capitalize()}."


def sources_in_short(item: QuestionView) -> str:
    """The number of a card's sources and its last check; '' without either."""
    number = len(item.citations)
    from_them = f"From {count(number, 'source')}" if number else ""
    checked = f"checked {day(item.checked)}" if item.checked is not None else ""
    return ", ".join(part for part in (from_them, checked) if part)


def citation(source: Citation, *, spoken: bool = False) -> str:
    """A source and the place in it, in one line; spoken, the section sign is a word."""
    title, place = source.title, source.place
    if spoken:
        place = place.replace("\u00a7\u00a7", "sections ").replace("\u00a7", "section ")
    return f"{title} {place}".strip()


def interval_to(days: int, exam: int | None) -> str:
    """An interval after an answer; `exam` is the one to an exam, which several grades may reach."""
    return "exam day" if days and days == exam else interval(days)


def comes_back(days: int, exam: int | None, voice: Voice) -> str:
    """When a grade brings the card back, as its button says it."""
    if voice.has_figures or (days and days == exam):
        return interval_to(days, exam) if days else "10 min"
    return f"in {interval(days)}" if days else "later today"
