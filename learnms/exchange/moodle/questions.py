"""What both writers for Moodle, GIFT and XML, have in common: weights, texts and what is lost."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from learnms.decks.deck_fields import ID
from learnms.exchange.bank import Loss, exported_questions, source_line
from learnms.exchange.moodle import cards as cards
from learnms.exchange.moodle.cards import Answer
from learnms.kinds.cloze import GAP
from learnms.kinds.response import NUMBERED_SPAN, Pick, SelfGrade, TypeIn
from learnms.markdown import inline
from learnms.text import fold, listed, visible, visible_line

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from decimal import Decimal

    from learnms.decks.model import Deck
    from learnms.exchange.bank import ExportedQuestion
    from learnms.kinds.response import Group

MOST_RIGHT = 10
"""Right options of one question: Moodle knows the weights 100/1 to 100/10."""
_PART = re.compile(r"c\d+")
_LONGEST_NAME = 60
_FLOOR = (
    "In `select: all`, a wrong pick costs a point in Moodle too, and the score is never below 0."
)
_LEFT_OUT = {
    "rationale": "Moodle cannot score a cause and its reasons together",
    "bowtie": "Moodle has no bow-tie",
}


class NotWrittenError(Exception):
    """A question that the format cannot hold; the message is one sentence that says why."""


def written(decks: Sequence[Deck]) -> Iterator[tuple[Deck, ExportedQuestion]]:
    """Every question of every deck, those of a deck together and in the order of its topics."""
    for deck in decks:
        order = {topic.key: number for number, topic in enumerate(deck.topics)}
        questions = exported_questions(deck)
        for question in sorted(questions, key=lambda one: order.get(one.topic or "", -1)):
            yield deck, question


def ident(question: ExportedQuestion) -> str:
    """The id of a question; '' for one of a card that has none yet."""
    known = ID.match(question.id) and not _PART.fullmatch(question.id)
    return question.id if known else ""


def name(question: ExportedQuestion) -> str:
    """The name of a question in Moodle: its id, else how it begins."""
    return ident(question) or inline(question.ask.prompt)[:_LONGEST_NAME].rstrip()


def category(deck: Deck, question: ExportedQuestion) -> str:
    """The path of a question's category: the deck, and its topic."""
    titles = {topic.key: topic.title for topic in deck.topics}
    parts = [deck.title, titles.get(question.topic or "", "")]
    return "/".join(
        ["$course$/top"] + [visible_line(part).replace("/", "//") for part in parts if part]
    )


def explained(deck: Deck, question: ExportedQuestion) -> str:
    """The general feedback: the explanation, and the line of sources."""
    notes = question.notes
    return "\n\n".join(filter(None, (notes.explain or "", source_line(deck, notes.sources))))


def shown_before(question: ExportedQuestion) -> list[str]:
    """What stands before the question: the story, and each exhibit under its title."""
    exhibits = [f"**{visible_line(tab)}**\n{text.strip()}" for tab, text in question.notes.exhibit]
    return [text for text in (question.story.strip(), *exhibits) if text]


def asked(question: ExportedQuestion, prompt: str | None = None) -> str:
    """The whole text of a question. A passage to be marked is part of it."""
    response = question.ask.response
    if prompt is None:
        prompt = question.ask.prompt
        if isinstance(response, Pick) and response.shape == "passage":
            spans = [option.text for option in response.groups[0].options]
            passage = NUMBERED_SPAN.sub(lambda mark: spans[int(mark[1]) - 1], response.text or "")
            prompt = f"{prompt}\n\n{passage}"
    return "\n\n".join([*shown_before(question), visible(prompt).strip()])


def refused(question: ExportedQuestion) -> None:
    """Refuse the kinds that no format of Moodle can hold.

    Raises:
        NotWrittenError: it is one of them.
    """
    if isinstance(question.ask.response, SelfGrade):
        message = "Left out: learners grade it themselves, which Moodle cannot do."
        raise NotWrittenError(message)
    if reason := _LEFT_OUT.get(question.kind):
        message = f"Left out: {reason}."
        raise NotWrittenError(message)


def weighted(group: Group) -> list[Answer]:
    """The options of a group with the weights that score it by the +/− rule, or as one right
    option.

    Raises:
        NotWrittenError: more options are right than Moodle has weights for.
    """
    right = sum(option.right for option in group.options)
    if not 0 < right <= MOST_RIGHT:
        message = f"Left out: {right} options are right, and Moodle has no such weight."
        raise NotWrittenError(message)
    share = cards.FULL / right
    wrong = -share if group.rule == "plus-minus" else cards.NONE
    return [
        Answer(option.text, share if option.right else wrong, option.why or "")
        for option in group.options
    ]


def share_text(weight: Decimal) -> str:
    """A weight as Moodle's list of weights has it: `33.33333`."""
    return cards.plain(round(weight, 5))


def as_select_all(question: ExportedQuestion, group: Group) -> tuple[list[Answer], str]:
    """The options of a question that Moodle has only as `select: all`, and what is lost.

    Raises:
        NotWrittenError: two options are alike, or too many are right.
    """
    if question.kind == "highlight":
        lost = "Moodle has no highlighting, so the marked passages are written as options."
        if len({fold(option.text) for option in group.options}) < len(group.options):
            message = "Left out: two marked passages have the same words."
            raise NotWrittenError(message)
    else:
        lost = (
            f"Moodle cannot limit the picks to {group.limit}, so it is written as `select: all`: a"
            " wrong pick costs a point."
        )
    return weighted(replace(group, rule="plus-minus", limit=None)), lost


def blank_sides(question: ExportedQuestion) -> tuple[str, str] | None:
    """The texts before and behind the only blank of a typed cloze; its hint follows in brackets.
    None where it has several blanks.
    """
    prompt = question.ask.prompt
    if prompt.count(GAP) == 1 and "[… " not in prompt:
        before, _, after = prompt.partition(GAP)
        return before, after
    before, opened, rest = prompt.partition("[… ")
    hint, closed, after = rest.partition("]")
    if opened and closed and "[… " not in after and GAP not in prompt:
        return before, f" ({hint}){after}"
    return None


def without_gaps(question: ExportedQuestion) -> str:
    """The prompt of a cloze with lines for its blanks."""
    return question.ask.prompt.replace(GAP, cards.GAP).replace("[… ", f"{cards.GAP} [")


def is_typed_cloze(question: ExportedQuestion) -> bool:
    """Whether it is a sentence with a blank to be typed."""
    response = question.ask.response
    return question.kind == "cloze" and isinstance(response, TypeIn)


def same_rights(response: Pick) -> list[tuple[str, str]]:
    """The pairs of a matching question or a matrix with one column per row, then the right sides
    that belong to none.
    """
    sides = [
        (group.label, option.text)
        for group in response.groups
        for option in group.options
        if option.right
    ]
    used = {right for _, right in sides}
    others = [option.text for option in response.groups[0].options if option.text not in used]
    return sides + [("", text) for text in others]


def deck_losses(decks: Sequence[Deck], title: str) -> list[Loss]:
    """What no question of a deck keeps, said once a deck."""
    losses = []
    for deck in decks:
        questions = exported_questions(deck)
        has = {
            "a primer": bool(deck.primer),
            "a glossary": bool(deck.glossary),
            "levels": any(question.notes.level for question in questions),
            "steps": any(question.notes.step for question in questions),
            "check dates": any(question.notes.checked for question in questions),
            "unsafe marks": any(map(_has_unsafe, questions)),
        }
        names = [what for what, is_there in has.items() if is_there]
        if names:
            losses.append(Loss(deck.id, f"{title} has no place for {listed(names, 'or')}."))
        if any(len(card.forms) > 1 for card in deck.cards):
            text = "Each form of a card is written as its own question."
            losses.append(Loss(deck.id, text))
        if any(question.kind == "select-all" for question in questions):
            losses.append(Loss(deck.id, _FLOOR))
    return losses


def _has_unsafe(question: ExportedQuestion) -> bool:
    response = question.ask.response
    return isinstance(response, Pick) and any(
        option.unsafe for group in response.groups for option in group.options
    )
