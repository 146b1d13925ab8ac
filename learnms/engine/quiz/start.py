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
    from learnms.engine.quiz.paper_form import PaperForm
    from learnms.engine.quiz.quiz import Quiz
    from learnms.engine.workspace import Workspace
    from learnms.study.event import Event


_NAMED = 5
"""Questions of a paper that are named if they cannot be asked."""
_UNSCORED = "not scored by the app"
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


def start_paper(
    workspace: Workspace, form: PaperForm, *, minutes: int | None = None, confidence: bool = False
) -> Quiz:
    """The exam of a paper: the stopped one, or a new one. Everybody who takes the form is asked the
    same questions in the same order, with their options in the same order.

    Raises:
        LearnmsError: a question is not in the library, or has another wording there, or is
            not scored.
    """
    from learnms.engine.quiz.build import QuizSpec
    from learnms.engine.quiz.paper_form import ADD_DECK
    from learnms.engine.quiz.quiz import Quiz

    workspace.open_store()
    stopped = next(
        (
            quiz
            for quiz in open_quizzes(workspace, None)
            if is_exam_of(quiz.spec, form.paper, form.name)
        ),
        None,
    )
    if stopped is not None:
        return stopped
    spec = QuizSpec(
        "exam",
        questions=len(form.questions),
        minutes=minutes,
        confidence=confidence,
        paper=form.paper,
        form=form.name,
    )
    quiz = Quiz(workspace, spec, form.questions)
    missing = [
        f"{index + 1} ({asked.card or 'no id'}, {why})"
        for index, asked in enumerate(form.questions)
        if (why := _cannot_be_asked(quiz, index))
    ]
    if missing:
        more = len(missing) - _NAMED
        named = ", ".join(missing[:_NAMED]) + (f" and {more} more" if more > 0 else "")
        which = "A question" if len(missing) == 1 else "Questions"
        message = f"{which} of this paper cannot be asked: {named}."
        are_unscored = all(each.endswith(f"{_UNSCORED})") for each in missing)
        raise LearnmsError(
            message,
            "Write the paper again: its form files leave out such questions."
            if are_unscored
            else ADD_DECK,
        )
    return quiz


def _cannot_be_asked(quiz: Quiz, index: int) -> str:
    """Why a question of a paper cannot be asked; '' if it can."""
    from learnms.decks.codec import case_from_json, form_hash

    asked = quiz.questions[index]
    row = quiz.queries.library.card_body(asked.card) if asked.card else None
    if row is None:
        return "not in your decks"
    page = quiz.page(index)
    if page is None or page.part.part != asked.part:
        return "reworded since"
    if not page.scored:
        return _UNSCORED
    if asked.case is not None and asked.form:  # of a card, the page was found by the wording
        form = case_from_json(row.body["case"]).parts[asked.case].form
        return "" if form_hash(form, None) == asked.form else "reworded since"
    return ""


def sitting_of(workspace: Workspace, paper: str, form: str) -> Event | None:
    """The event that began the first finished exam of a paper's form."""
    queries, today = workspace.queries, workspace.today
    return next(
        (
            session
            for session in reversed(queries.quizzes.started(today))
            if is_exam_of(spec_of(session), paper, form)
            and queries.quizzes.end_of(session.id, today) is not None
        ),
        None,
    )


def is_exam_of(spec: QuizSpec, paper: str, form: str) -> bool:
    """Whether a quiz is an exam of a paper's form."""
    return (spec.paper, spec.form) == (paper, form)


def spec_of(session: Event) -> QuizSpec:
    """The choices of a quiz in the log."""
    from learnms.engine.quiz.build import QuizSpec

    return QuizSpec.from_json(session.data["spec"])


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
