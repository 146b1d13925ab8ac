"""Starts a quiz, resumes stopped ones, lists finished ones."""

from __future__ import annotations

import random
from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING

from learnms.errors import LearnmsError

if TYPE_CHECKING:
    from learnms.engine.queries import Queries
    from learnms.engine.quiz.build import QuizSpec
    from learnms.engine.quiz.quiz import Quiz
    from learnms.engine.workspace import Workspace
    from learnms.study.event import Event


STOPPED = 5
"""Stopped quizzes offered at most."""
SEEDS = 1_000_000


def chance() -> int:
    """A random seed."""
    return random.SystemRandom().randrange(1, SEEDS)


def start_drawn(workspace: Workspace, spec: QuizSpec) -> Quiz:
    """A new quiz from `start_quiz`, with a random seed instead of 0."""
    return start_quiz(workspace, replace(spec, seed=spec.seed or chance()))


def start_quiz(workspace: Workspace, spec: QuizSpec) -> Quiz:
    """A new quiz.

    Raises:
        LearnmsError: nothing can be written here, the spec is not valid, or no question fits it.
    """
    from learnms.engine.quiz.build import build, checked_spec
    from learnms.engine.quiz.quiz import Quiz

    workspace.open_store()
    questions = build(
        workspace.queries,
        workspace.settings,
        checked_spec(spec, workspace.queries),
        workspace.today,
    )
    if not questions:
        message = "No questions match these choices."
        raise LearnmsError(message, "Choose fewer filters or another deck.")
    spec = replace(spec, questions=len(questions)) if spec.case else spec
    return Quiz(workspace, spec, questions)


def open_quiz(workspace: Workspace) -> Quiz | None:
    """The latest stopped quiz, or None."""
    return next(iter(open_quizzes(workspace, 1)), None)


def past_quizzes(
    workspace: Workspace, limit: int = 20, queries: Queries | None = None
) -> list[Quiz]:
    """Finished quizzes, latest first; read through other `queries` than those of the workspace
    where they are given.
    """
    queries = queries or workspace.queries
    today = queries.today(workspace.clock, workspace.settings)
    ended = (
        session
        for session in queries.quizzes.started(today)
        if queries.quizzes.end_of(session.id, today) is not None
    )
    return [_resumed(workspace, queries, session) for session in islice(ended, limit)]


def _resumed(workspace: Workspace, queries: Queries, session: Event) -> Quiz:
    from learnms.engine.quiz.quiz import Quiz

    return Quiz.resumed(workspace, queries, session)


def open_quizzes(workspace: Workspace, limit: int | None = STOPPED) -> list[Quiz]:
    """Stopped quizzes, latest first."""
    queries, today = workspace.queries, workspace.today
    stopped = (
        session
        for session in queries.quizzes.started(today)
        if queries.quizzes.end_of(session.id, today) is None
    )
    return [_resumed(workspace, queries, session) for session in islice(stopped, limit)]
