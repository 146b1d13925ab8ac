"""What a page of questions needs of the engine: a review has it, a quiz through `QuizSitting`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from datetime import date

    from learnms.engine.cards.card_info import CardInfo
    from learnms.engine.question.views import Feedback, QuestionView
    from learnms.engine.quiz.quiz import Quiz
    from learnms.kinds.number_input import AskBack
    from learnms.kinds.score import Answer
    from learnms.settings import Settings
    from learnms.study.event import Rating
    from learnms.study.rating import Confidence


class Sitting(Protocol):
    """Questions one after another, as `learnms.engine.review.review.Review` asks them."""

    settings: Settings

    @property
    def today(self) -> date:
        """The study day."""

    @property
    def item(self) -> QuestionView | None:
        """The question on the page."""

    @property
    def feedback(self) -> Feedback | None:
        """The result of its answer."""

    @property
    def revealed(self) -> bool:
        """Whether a self-graded one shows its answer."""

    def advance(self) -> QuestionView | None:
        """Go to the next question."""

    def reveal(self) -> None:
        """Show the answer of a self-graded one."""

    def hint(self) -> str | None:
        """Show the hint."""

    def info(self) -> CardInfo | None:
        """The memory of the card."""

    def grade(self, rating: Rating, took_ms: int | None = None) -> Feedback:
        """Grade by the learner."""

    def submit(self, answer: Answer, took_ms: int | None = None) -> Feedback | AskBack:
        """Score an answer."""

    def flag(self) -> bool:
        """Flag, or remove the flag."""


class QuizSitting:
    """A quiz as a sitting. An exam shows no feedback; `confidence` goes with the next answer."""

    def __init__(self, quiz: Quiz) -> None:
        self.quiz = quiz
        self.settings = quiz.settings
        self.revealed = False
        self.confidence: Confidence | None = None

    @property
    def today(self) -> date:
        """The study day."""
        return self.quiz.today

    @property
    def item(self) -> QuestionView | None:
        """The question on the page."""
        return self.quiz.item

    @property
    def feedback(self) -> Feedback | None:
        """The result of the answer; None in an exam."""
        return None if self.quiz.is_exam else self.quiz.feedback

    def advance(self) -> QuestionView | None:
        """Go to the next question without an answer."""
        self.revealed, self.confidence = False, None
        return self.quiz.advance()

    def go(self, index: int) -> None:
        """Go to a question."""
        self.revealed, self.confidence = False, None
        self.quiz.go(index)

    def reveal(self) -> None:
        """Show the points of an explanation."""
        self.revealed = True

    def hint(self) -> str | None:
        """The hint; an exam has none."""
        return self.quiz.hint()

    def info(self) -> CardInfo | None:
        """None: a quiz is not about one memory."""
        return None

    def grade(self, rating: Rating, took_ms: int | None = None) -> Feedback:
        return self.quiz.grade(rating, took_ms)

    def submit(self, answer: Answer, took_ms: int | None = None) -> Feedback | AskBack:
        """Score an answer with its confidence."""
        return self.quiz.submit(answer, took_ms, self.confidence)

    def flag(self) -> bool:
        """Flag the question within the quiz."""
        return self.quiz.flag()
