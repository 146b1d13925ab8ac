"""A case as a quiz."""

from __future__ import annotations

from typing import TYPE_CHECKING

from learnms.engine.quiz.build import QuizSpec
from learnms.engine.quiz.start import open_quizzes, start_drawn

if TYPE_CHECKING:
    from learnms.engine.quiz.quiz import Quiz
    from learnms.engine.workspace import Workspace


def quiz_of(workspace: Workspace, ident: str) -> Quiz:
    """A case as a quiz of its parts: the stopped one, or a new one.

    Raises:
        LearnmsError: there is no such case.
    """
    stopped = next(
        (quiz for quiz in open_quizzes(workspace, None) if quiz.spec.case == ident), None
    )
    confidence = workspace.settings.confidence and not workspace.settings.is_patient
    return stopped or start_drawn(workspace, QuizSpec(case=ident, confidence=confidence))
