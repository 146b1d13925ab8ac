"""Routes to pages. A page is imported when it is shown: the first must not wait for them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from learnms.engine.quiz.start import open_quizzes, past_quizzes
from learnms.tui.app.background import BackgroundTasks

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.screen import Screen

    from learnms.engine.home.panels import Panels
    from learnms.engine.queue.backlog import BacklogQuestion
    from learnms.engine.quiz.quiz import Quiz
    from learnms.study.event import Part
    from learnms.tui.question.state import QuestionState


class Routes(BackgroundTasks, inherit_bindings=False):
    """An application that shows pages in place of or over one another."""

    panels: Panels | None = None
    """The panels of home, as last computed."""

    def show_page(self, page: Screen[None]) -> None:
        """Replace the current page."""
        raise NotImplementedError

    # -- quizzes -----------------------------------------------------------------------------------

    def build_quiz(self) -> None:
        """Show the page on which a quiz is built."""
        from learnms.tui.quiz.build import BuildScreen

        self.show_page(BuildScreen(self.workspace, open_quizzes(self.workspace)))

    def show_cases(self) -> None:
        """Show the list of cases."""
        from learnms.engine.home.cases import listed
        from learnms.tui.quiz.cases import CasesScreen

        self.show_page(CasesScreen(listed(self.workspace)))

    def quiz_page(
        self, quiz: Quiz, drafts: dict[int, tuple[QuestionState, str]] | None = None
    ) -> Screen[None]:
        """The page of a quiz: its question, its end, or the result of a submitted exam."""
        from learnms.tui.quiz.pages import EndScreen
        from learnms.tui.quiz.result import ResultScreen
        from learnms.tui.quiz.screen import QuizScreen

        if quiz.is_pending:
            return ResultScreen(quiz)
        return (
            QuizScreen(quiz, drafts)
            if quiz.item is not None
            else EndScreen(quiz, drafts or {}, over=False)
        )

    def show_quiz(
        self, quiz: Quiz, drafts: dict[int, tuple[QuestionState, str]] | None = None
    ) -> None:
        """Show a quiz at its current question."""
        self.show_page(self.quiz_page(quiz, drafts))

    def show_questions(self, quiz: Quiz, go: Callable[[int], None]) -> None:
        """Show all questions of an exam over the page."""
        from learnms.tui.quiz.pages import QuestionsScreen

        self.push_screen(QuestionsScreen(quiz, go))

    def end_quiz(
        self, quiz: Quiz, drafts: dict[int, tuple[QuestionState, str]], *, over: bool
    ) -> None:
        """Show the end of a quiz."""
        from learnms.tui.quiz.pages import EndScreen

        self.show_page(EndScreen(quiz, drafts, over=over))

    def show_result(self, quiz: Quiz, message: str = "") -> None:
        """Show the result of a quiz."""
        from learnms.tui.quiz.result import ResultScreen

        self.show_page(ResultScreen(quiz, message))

    def show_past(self) -> None:
        """Show past quizzes over the page."""
        from learnms.tui.quiz.result import PastScreen

        self.push_screen(PastScreen(past_quizzes(self.workspace)))

    def offer_break(self, studied: str, go_on: Callable[[], None]) -> None:
        """Offer a break over the page of a review."""
        from learnms.tui.review.break_screen import BreakScreen

        self.push_screen(BreakScreen(studied, go_on))

    # -- around studying ---------------------------------------------------------------------------

    def show_progress(self) -> None:
        """Show progress over the page."""
        from learnms.tui.progress.screen import ProgressScreen

        self.push_screen(ProgressScreen())

    def show_browse(self, query: str = "", message: str = "") -> None:
        """Show the search over the page."""
        from learnms.tui.browse.screen import BrowseScreen

        self.push_screen(BrowseScreen(query, message))

    def show_card(self, part: Part) -> None:
        """Show a card over the page."""
        from learnms.tui.browse.card import CardScreen

        self.push_screen(CardScreen(part))

    def show_plan(self) -> None:
        """Show the exam plan over the page."""
        from learnms.tui.exam.screen import PlanScreen

        self.push_screen(PlanScreen())

    def show_class(self) -> None:
        """Show the page of a class over the page."""
        from learnms.tui.classroom.screen import ClassScreen

        self.push_screen(ClassScreen())

    def show_deck(self, deck: str) -> None:
        """Show a deck's page over the page."""
        from learnms.tui.home.deck import DeckScreen

        self.push_screen(DeckScreen(deck))

    def add_card(self, path: str) -> None:
        """Show the form of a new card of a deck file over the page.

        Raises:
            LearnmsError: the file cannot be read.
        """
        from learnms.engine.decks.new_card import deck_choices
        from learnms.tui.home.new_card import NewCardScreen

        self.push_screen(NewCardScreen(path, deck_choices(path)))

    def show_backlog(
        self,
        question: BacklogQuestion,
        decks: list[str] | None,
        new: int | None = None,
        *,
        starts: bool = True,
    ) -> None:
        """Ask what to do about a backlog; with `starts`, a review with `new` cards follows."""
        from learnms.tui.postpone.backlog import BacklogScreen

        self.push_screen(BacklogScreen(question, decks, new, starts=starts))

    def show_ways(self, deck: str | None = None) -> None:
        """Show the other ways to study over the page."""
        from learnms.tui.postpone.screen import WaysScreen

        self.push_screen(WaysScreen(deck))
