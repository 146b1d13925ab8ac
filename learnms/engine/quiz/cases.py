"""The cases that a learner is offered, and a case as a quiz."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from learnms.engine.queries import scope_of
from learnms.engine.quiz.build import QuizSpec
from learnms.engine.quiz.start import open_quizzes, start_drawn
from learnms.engine.wording import count

if TYPE_CHECKING:
    from learnms.engine.quiz.quiz import Quiz
    from learnms.engine.workspace import Workspace

NO_CASES = "Your decks have no cases."


class CaseRow(NamedTuple):
    """A case: id, title, deck title, number of questions, and how many were ever answered."""

    id: str
    title: str
    deck: str
    parts: int
    answered: int

    @property
    def words(self) -> str:
        """`6 questions, not answered yet`."""
        parts = count(self.parts, "question")
        if not self.answered:
            return f"{parts}, not answered yet"
        return (
            f"{parts}, answered"
            if self.answered >= self.parts
            else f"{parts}, {self.answered} answered"
        )


def listed(workspace: Workspace) -> list[CaseRow]:
    """The cases of all offered decks, in the library's order."""
    queries, today, rows = workspace.queries, workspace.today, []
    for row in queries.library.cases(scope_of(workspace.settings)):
        case, ident = row.body["case"], row.card or ""
        parts = [part["id"] for part in case["parts"]]
        answered = queries.quizzes.answered_parts(ident, today).intersection(parts)
        rows.append(CaseRow(ident, case["title"], row.head["title"], len(parts), len(answered)))
    return rows


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
