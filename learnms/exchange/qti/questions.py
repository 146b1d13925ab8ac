"""Questions of decks as the writers of QTI take them: texts, points, and what no version holds."""

from __future__ import annotations

import zlib
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from learnms.exchange.bank import (
    ExportedQuestion,
    Loss,
    exported_questions,
    free_key,
    slug,
    source_line,
)
from learnms.kinds.drawn import fill
from learnms.kinds.expression import key
from learnms.kinds.present import present
from learnms.kinds.response import Pick, SelfGrade, TypeIn

if TYPE_CHECKING:
    from collections.abc import Sequence

    from learnms.decks.model import Deck
    from learnms.kinds.response import Group, Number, Response


_BOWTIE = {
    "actions": "Actions to take",
    "condition": "Most likely condition",
    "monitor": "Parameters to monitor",
}


class Written(NamedTuple):
    """A question with its texts as Markdown: what is asked, with the story and the exhibits before
    it, and what is told after it.
    """

    question: ExportedQuestion
    stem: str
    explain: str
    topic: str


def questions_of(deck: Deck, losses: list[Loss]) -> list[Written]:
    """The questions of a deck, each with an id. What no version of QTI holds is added to the
    losses.
    """
    titles = {topic.key: topic.title for topic in deck.topics}
    questions = _identified(exported_questions(deck))
    losses += _deck_losses(deck, questions)
    written = []
    for question in questions:
        notes = question.notes
        exhibit = [f"**{tab}**\n{text}" for tab, text in notes.exhibit]
        stem = "\n\n".join(filter(None, (question.story, *exhibit, question.ask.prompt)))
        told = filter(None, (notes.explain, source_line(deck, notes.sources)))
        topic = titles.get(question.topic or "", "")
        ask = replace(question.ask, response=_mixed(question))
        written.append(Written(replace(question, ask=ask), stem, "\n\n".join(told), topic))
    return written


def _identified(questions: list[ExportedQuestion]) -> list[ExportedQuestion]:
    """The questions, those without an id named after how they begin."""
    taken = dict.fromkeys(question.id for question in questions)
    identified = []
    for question in questions:
        ident = question.id or free_key(slug(question.ask.prompt) or "question", taken)
        taken[ident] = None
        identified.append(replace(question, id=ident))
    return identified


def _mixed(question: ExportedQuestion) -> Response:
    """A response with the options of each list in an order as learners see it, which does not give
    away the right one. The same question is always mixed alike.
    """
    pick = question.ask.response
    if not isinstance(pick, Pick):
        return pick
    groups = [
        replace(
            group,
            options=tuple(group.options[index] for index in order),
            last=None if group.last is None else len(order) - 1,
        )
        for group, order in zip(pick.groups, mixed_order(question), strict=True)
    ]
    return replace(pick, groups=tuple(groups))


def mixed_order(question: ExportedQuestion) -> tuple[tuple[int, ...], ...]:
    """The order in which options or steps are written."""
    return present(question.kind, question.ask, zlib.crc32(question.id.encode())).order


def _deck_losses(deck: Deck, questions: Sequence[ExportedQuestion]) -> list[Loss]:
    notes = [question.notes for question in questions]
    fields = {
        "levels": any(note.level for note in notes),
        "steps of clinical judgment": any(note.step for note in notes),
        "check dates": any(note.checked for note in notes),
        "the glossary": bool(deck.glossary),
        "the primer": bool(deck.primer),
    }
    missing = [name for name, is_there in fields.items() if is_there]
    losses = [Loss(deck.id, f"Not written: {', '.join(missing)}.")] if missing else []
    for question in questions:
        response = question.ask.response
        if isinstance(response, Pick) and any(
            option.unsafe for group in response.groups for option in group.options
        ):
            losses.append(Loss(question.id, "Unsafe options are not marked."))
        units = response.number.units if isinstance(response, TypeIn) and response.number else ()
        if len(units) > 1:
            text = f"Not written: other spellings of its unit ({', '.join(units[1:])})."
            losses.append(Loss(question.id, text))
        if isinstance(response, SelfGrade):
            losses.append(
                Loss(question.id, "Written as an essay question, because QTI has no self-grading.")
            )
    return losses


def points_of(response: Response) -> int:
    """The most points that a question gives."""
    if not isinstance(response, Pick):
        return 1
    if response.linked:
        return len(response.groups) - 1
    return sum(group_points(group) for group in response.groups)


def group_points(group: Group) -> int:
    """The most points that a group of options gives."""
    right = sum(option.right for option in group.options)
    return min(right, 1) if group.rule == "all-or-nothing" else right


def label_of(pick: Pick, group: Group) -> str:
    """What a list of options is called."""
    return _BOWTIE[group.label] if pick.shape == "bowtie" else group.label


def with_one_case(written: Written, losses: list[Loss]) -> tuple[Written, Decimal]:
    """A calculation with the first of its sets of numbers, and the answer for these."""
    question = written.question
    assert isinstance(question.ask.response, TypeIn)
    number = question.ask.response.number
    assert number is not None
    row = dict(number.rows[0]) if number.rows else {}
    if len(number.rows) > 1:
        count = len(number.rows)
        losses.append(Loss(question.id, f"Written with one of its {count} sets of numbers."))
    values = {name: Decimal(value) for name, value in row.items()}
    answer = key(number.expression, values, number.places)
    stem = with_unit(fill(written.stem, row, number.places), number)
    explain = fill(written.explain, row, number.places)
    return written._replace(stem=stem, explain=explain), answer


def with_unit(stem: str, number: Number) -> str:
    """A question that says the unit of its answer."""
    return f"{stem}\n\nAnswer in {number.units[0]}." if number.units else stem


def with_id(written: Written, suffix: object) -> Written:
    """A part of a question that is written as several."""
    question = replace(written.question, id=f"{written.question.id}-{suffix}")
    return written._replace(question=question)
