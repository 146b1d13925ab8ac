"""What the tests of quizzes share: a workspace with every kind, a quiz of one, the answers of
the log.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from learnms.engine.quiz.build import QuizSpec
from learnms.engine.quiz.start import start_quiz
from learnms.kinds.response import Pick
from tests.factories import decks
from tests.tui.pilot import logged, quiz_page

if TYPE_CHECKING:
    from textual.pilot import Pilot

    from learnms.engine.quiz.quiz import Quiz
    from learnms.engine.workspace import Workspace
    from learnms.study.event import Event

KINDS = (
    "order",
    "match",
    "matrix-one",
    "matrix-any",
    "groups",
    "dropdown",
    "rationale",
    "highlight",
    "bowtie",
)
ALL = (
    decks.deck(*decks.SHAPES, decks.SINGLE, decks.TRUE_FALSE, decks.TYPED, decks.CALCULATION)
    + decks.CASE
)


def quiz_of(workspace: Workspace, *kinds: str, **choices: Any) -> Quiz:
    """A quiz of some kinds, always the same one."""
    return start_quiz(workspace, QuizSpec(kinds=kinds, seed=7, **choices))


def answers(workspace: Workspace) -> list[Event]:
    """The answers of the log, without what was replaced."""
    return [
        event for event in logged(workspace) if event.kind in ("practice", "review", "evidence")
    ]


def places(pilot: Pilot[int], *, right: bool = True) -> list[int]:
    """The places of the right options, or of a wrong one in each group."""
    question = quiz_page(pilot).item.question
    if not isinstance(question.response, Pick):
        order = [question.order[0].index(step) for step in range(len(question.order[0]))]
        return order if right else order[::-1]
    found, first = list[int](), 0
    for group, shown in zip(question.response.groups, question.order, strict=True):
        fit = [first + at for at, index in enumerate(shown) if group.options[index].right is right]
        found += fit if right else fit[: group.limit or 1]
        first += len(shown)
    return found
