"""What the tests of quizzes share: a quiz of the small deck, and answers to whatever it asks."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from learnms.engine.question.views import Feedback
from learnms.engine.quiz.build import QuizSpec
from learnms.engine.quiz.start import start_quiz
from learnms.engine.review.start import start_review
from learnms.kinds.response import Arrange, Pick
from learnms.kinds.score import Answer
from learnms.study.event import Rating
from learnms.study.replay import counting

if TYPE_CHECKING:
    from learnms.engine.quiz.quiz import Quiz
    from learnms.engine.review.review import Review
    from learnms.engine.workspace import Workspace
    from learnms.study.event import Event, Part
    from learnms.study.rating import Confidence


def begun(workspace: Workspace, **choices: object) -> Quiz:
    """A quiz that can write, always the same one."""
    workspace.open_store()
    # a table of choices
    return start_quiz(workspace, replace(QuizSpec(seed=7, questions=20), **choices))  # type: ignore[arg-type]


def given(quiz: Quiz | Review, *, well: bool = True) -> Answer:
    """An answer to the question on the page."""
    assert quiz.item is not None
    response = quiz.item.question.response
    if isinstance(response, Pick):
        picks = tuple(
            tuple(i for i, option in enumerate(group.options) if option.right)
            for group in response.groups
        )
        if well:
            return Answer(picks=picks)
        return Answer(
            picks=tuple(
                (next(i for i, option in enumerate(group.options) if not option.right),)
                for group in response.groups
            )
        )
    if isinstance(response, Arrange):
        order = tuple(range(len(response.steps)))
        return Answer(order=order if well else order[::-1])
    return Answer(text=quiz.item.question.accepted[0] if well else "0")


def answered(quiz: Quiz, *, well: bool = True, sure: Confidence | None = None) -> Feedback:
    """What an answer came to."""
    feedback = quiz.submit(given(quiz, well=well), 1000, sure)
    assert isinstance(feedback, Feedback)
    return feedback


def learned(workspace: Workspace, *cards: str) -> None:
    """Cards of the small deck answered rightly today, so that they are due tomorrow or soon
    after.
    """
    review = start_review(workspace, new=20)
    while review.item is not None:
        if review.item.part.card not in cards:
            review.bury()
            continue
        if review.item.scored:
            review.submit(given(review))
        else:
            review.reveal()
            review.grade(Rating.GOOD)
        review.advance()


def log(workspace: Workspace, *kinds: str) -> list[Event]:
    """The counting events of these kinds, in their order."""
    return [
        event
        for event in counting(workspace.queries.events.all(), workspace.today)
        if event.kind in kinds
    ]


def of_part(workspace: Workspace, part: Part, *kinds: str) -> list[Event]:
    """Those about one part."""
    return [event for event in log(workspace, *kinds) if event.owner == part]
