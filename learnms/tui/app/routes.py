"""The way between the pages of a quiz. They are imported when they are wanted: the first page
must not wait for them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from learnms.engine.quiz.start import open_quizzes, past_quizzes
from learnms.tui.app.background import BackgroundTasks

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.screen import Screen

    from learnms.engine.quiz.quiz import Quiz
    from learnms.tui.question.state import QuestionState


class QuizRoutes(BackgroundTasks, inherit_bindings=False):
    """An application that can show quizzes."""

    def show_page(self, page: Screen[None]) -> None:
        """Put a page in place of the one that shows."""
        raise NotImplementedError

    def build_quiz(self) -> None:
        """To the page that chooses a quiz."""
        from learnms.engine.quiz.form import Choices, Offer
        from learnms.tui.quiz.build import BuildScreen

        data, settings = self.workspace.data, self.workspace.settings
        self.show_page(
            BuildScreen(
                open_quizzes(self.workspace),
                Offer.of(data, settings),
                Choices.at_first(data, settings, self.workspace.today),
            )
        )

    def show_cases(self) -> None:
        """To the page that lists the cases."""
        from learnms.engine.quiz.cases import listed
        from learnms.tui.quiz.cases import CasesScreen

        self.show_page(CasesScreen(listed(self.workspace)))

    def quiz_page(
        self, quiz: Quiz, drafts: dict[int, tuple[QuestionState, str]] | None = None
    ) -> Screen[None]:
        """The page of a quiz: its question, or its end."""
        from learnms.tui.quiz.pages import EndScreen
        from learnms.tui.quiz.screen import QuizScreen

        return (
            QuizScreen(quiz, drafts=drafts)
            if quiz.item is not None
            else EndScreen(quiz, drafts or {}, over=False)
        )

    def show_quiz(
        self, quiz: Quiz, drafts: dict[int, tuple[QuestionState, str]] | None = None
    ) -> None:
        """To a quiz, at the question where it is."""
        self.show_page(self.quiz_page(quiz, drafts))

    def show_questions(self, quiz: Quiz, go: Callable[[int], None]) -> None:
        """All questions of an exam, over the page."""
        from learnms.tui.quiz.pages import QuestionsScreen

        self.push_screen(QuestionsScreen(quiz, go))

    def end_quiz(
        self, quiz: Quiz, drafts: dict[int, tuple[QuestionState, str]], *, over: bool
    ) -> None:
        """The last question is done."""
        from learnms.tui.quiz.pages import EndScreen

        self.show_page(EndScreen(quiz, drafts, over=over))

    def show_result(self, quiz: Quiz) -> None:
        """What a quiz came to."""
        from learnms.tui.quiz.result import ResultScreen

        self.show_page(ResultScreen(quiz))

    def show_past(self) -> None:
        """The quizzes of the past, over the page that chooses one."""
        from learnms.tui.quiz.result import PastScreen

        self.push_screen(PastScreen(past_quizzes(self.workspace)))
