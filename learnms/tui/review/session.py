"""What a page of questions needs of the engine: a review has it, and a quiz has it through
`QuizSitting`.
"""

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
    from learnms.store.log.writer import Store
    from learnms.study.event import Rating
    from learnms.study.rating import Confidence


class Sitting(Protocol):
    """Questions one after another, as `learnms.engine.review.review.Review` gives them."""

    settings: Settings
    store: Store | None

    @property
    def today(self) -> date:
        """The study day."""

    @property
    def item(self) -> QuestionView | None:
        """The question on the page."""

    @property
    def feedback(self) -> Feedback | None:
        """What its answer came to."""

    @property
    def revealed(self) -> bool:
        """Whether a self-graded one shows its answer."""

    def advance(self) -> QuestionView | None:
        """The next one."""

    def reveal(self) -> None:
        """Show the answer of a self-graded one."""

    def hint(self) -> str | None:
        """Show the hint."""

    def info(self) -> CardInfo | None:
        """What is known of its memory."""

    def grade(self, rating: Rating, took_ms: int | None = None) -> Feedback:
        """The learner's own grade."""

    def submit(self, answer: Answer, took_ms: int | None = None) -> Feedback | AskBack:
        """An answer to be scored."""

    def flag(self) -> bool:
        """Flag, or take the flag away."""


class QuizSitting:
    """A quiz as a sitting. In an exam there is no feedback to see; `confidence` goes with the
    next answer.
    """

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
    def store(self) -> Store | None:
        """The writer."""
        return self.quiz.store

    @store.setter
    def store(self, store: Store | None) -> None:
        self.quiz.store = store

    @property
    def item(self) -> QuestionView | None:
        """The question on the page."""
        return self.quiz.item

    @property
    def feedback(self) -> Feedback | None:
        """What the answer came to; nothing in an exam."""
        return None if self.quiz.is_exam else self.quiz.feedback

    def advance(self) -> QuestionView | None:
        """The next question without an answer."""
        self.revealed, self.confidence = False, None
        return self.quiz.advance()

    def go(self, index: int) -> None:
        """To a question."""
        self.revealed, self.confidence = False, None
        self.quiz.go(index)

    def reveal(self) -> None:
        """Show the points of an explanation."""
        self.revealed = True

    def hint(self) -> str | None:
        """The hint; an exam has none."""
        return self.quiz.hint()

    def info(self) -> CardInfo | None:
        """A quiz is not about one memory."""
        return None

    def grade(self, rating: Rating, took_ms: int | None = None) -> Feedback:
        """The learner's own grade of an explanation."""
        return self.quiz.grade(rating, took_ms)

    def submit(self, answer: Answer, took_ms: int | None = None) -> Feedback | AskBack:
        """An answer, and how sure the learner is."""
        return self.quiz.submit(answer, took_ms, self.confidence)

    def flag(self) -> bool:
        """Flag the question within the quiz."""
        return self.quiz.flag()
