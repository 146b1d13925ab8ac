"""Simulated classes: learners of the two-parameter logistic model answer questions with four
options, and hand in.

P(right) = 1 / (1 + exp(-a (θ - b))): θ is the learner's ability, b the difficulty and a the
discrimination of the question (Birnbaum, in Lord & Novick, Statistical Theories of Mental Test
Scores, 1968). A paper's two forms show the options in different orders.
"""

from __future__ import annotations

import math
import random
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from typing import TYPE_CHECKING

from learnms.decks.codec import form_hash
from learnms.engine.question.build import card_of
from learnms.exchange.hand_in import HandIn, Paper
from learnms.study.first_answer import FirstAnswer

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from pathlib import Path

    from learnms.engine.queries import Queries

DAY = date(2026, 11, 20)
OPTIONS = 4
TOPICS = ("dosing", "safety", "mechanism")
STEPS = ("recognize-cues", "take-action")


@dataclass(frozen=True)
class Question:
    """A question whose option 0 is the right one, and whose key says `key`. `form` is the hash of
    its wording.
    """

    number: int
    discrimination: float
    difficulty: float
    key: int = 0
    form: str = ""

    @property
    def card(self) -> str:
        return f"question-{self.number:02}"

    @property
    def texts(self) -> tuple[str, ...]:
        return tuple(f"Option {at} of question {self.number:02}" for at in range(OPTIONS))


def questions(number: int, seed: int, *, wrong_keys: Collection[int] = ()) -> list[Question]:
    """Good questions (a from 0.8 to 1.6, b normal), some of them with a wrong key."""
    draw = random.Random(seed)
    return [
        Question(at, draw.uniform(0.8, 1.6), draw.gauss(0, 1), int(at in wrong_keys))
        for at in range(number)
    ]


def deck(asked: list[Question]) -> str:
    """The deck that has the questions."""
    topics = "".join(f"  {key}: {key.capitalize()} of the drug\n" for key in TOPICS)
    cards = "".join(
        f"  - id: {question.card}\n"
        f"    ask: What is true of point {question.number:02}?\n"
        f"    topic: {TOPICS[question.number % len(TOPICS)]}\n"
        f"    right: {question.texts[question.key]}\n"
        f"    wrong: [{', '.join(_wrong(question))}]\n"
        "    source: book §1\n"
        for question in asked
    )
    return (
        f"deck: A class\nid: a-class\ntopics:\n{topics}sources:\n"
        f"  book: {{title: The book, revised: 2025-01}}\ncards:\n{cards}"
    )


def _wrong(question: Question) -> list[str]:
    return [text for at, text in enumerate(question.texts) if at != question.key]


def as_in(queries: Queries, asked: list[Question]) -> list[Question]:
    """The questions with the hashes of their wordings in a library."""
    found = []
    for question in asked:
        row = queries.library.card_body(question.card)
        card = card_of(row) if row is not None else None
        assert card is not None
        found.append(replace(question, form=form_hash(card.forms[0], None)))
    return found


def hand_in(asked: list[Question], code: str, seed: str, form: str = "A") -> HandIn:
    """The hand-in of a learner of random ability."""
    draw = random.Random(seed)
    ability = draw.gauss(0, 1)
    return HandIn(
        code,
        Paper("paper-1", form, len(asked)),
        DAY,
        DAY,
        tuple(_answer(question, ability, draw, form) for question in asked),
        tuple(draw.randrange(5, 90) for _ in asked),
    )


def _answer(question: Question, ability: float, draw: random.Random, form: str) -> FirstAnswer:
    logit = question.discrimination * (ability - question.difficulty)
    knows = draw.random() < 1 / (1 + math.exp(-logit))
    return answer_to(question, 0 if knows else draw.randrange(1, OPTIONS), form)


def answer_to(question: Question, picked: int, form: str = "A") -> FirstAnswer:
    """The answer that picks an option, in the form's order of the options."""
    order = _order(form, question.number)
    return FirstAnswer(
        question.card,
        None,
        question.form or f"{question.number:016x}",
        "single",
        TOPICS[question.number % len(TOPICS)],
        STEPS[question.number % len(STEPS)],
        int(picked == question.key),
        1,
        (tuple(question.texts[at] for at in order),),
        ((order.index(picked),),),
    )


@cache
def _order(form: str, number: int) -> tuple[int, ...]:
    """The order in which a form shows the options of a question."""
    order = list(range(OPTIONS))
    random.Random(f"{form} {number}").shuffle(order)
    return tuple(order)


def hand_ins(learners: int, asked: list[Question], seed: int = 1) -> Iterator[HandIn]:
    """The hand-ins of a class."""
    for learner in range(learners):
        yield hand_in(asked, f"learner-{learner:06}", f"{seed} {learner}", "AB"[learner % 2])


def write_class(folder: Path, *made: HandIn) -> Path:
    """A folder with these hand-ins."""
    folder.mkdir(exist_ok=True, parents=True)
    for number, one in enumerate(made):
        (folder / f"hand-in-{number:06}.json").write_text(one.to_text(), "utf-8")
    return folder
