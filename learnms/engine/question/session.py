"""The base of reviews and quizzes: the open question, its score, the event of its answer."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, NamedTuple

from learnms.engine.queue.scheduling_terms import Terms
from learnms.engine.voice import Voice, voice_of
from learnms.errors import LearnmsError
from learnms.kinds.number_input import AskBack
from learnms.kinds.score import Answer, Score, score
from learnms.study.event import Draft
from learnms.study.rating import Confidence, rate

if TYPE_CHECKING:
    from datetime import date

    from learnms.engine.cards.card_info import CardInfo
    from learnms.engine.queries import Queries
    from learnms.engine.question.build import Opened
    from learnms.engine.question.views import Feedback, QuestionView
    from learnms.engine.workspace import Workspace
    from learnms.study.event import Event, Rating


class GradedAnswer(NamedTuple):
    """An answer with its grade; `score` is None where the learner graded it."""

    rating: Rating
    answer: Answer
    score: Score | None = None
    took_ms: int | None = None
    confidence: Confidence | None = None


class QuestionSession(ABC):
    """Asks one question after another. `item` is the open question, `feedback` is set once its
    answer has been committed (never in an exam). `revealed`: the answer of a self-graded question
    is shown. `may_undo`: there is something to undo.

    Args:
        workspace: what is asked and where answers are written.
        queries: other queries than those of the workspace.
    """

    may_undo = False

    def __init__(self, workspace: Workspace, queries: Queries | None = None) -> None:
        self.queries = queries or workspace.queries
        self.settings = workspace.settings
        self.clock = workspace.clock
        self._open_store = workspace.open_store
        self.today = self._study_day()
        self.terms = Terms.of(self.queries, self.settings, self.today)
        self.item: QuestionView | None = None
        self.feedback: Feedback | None = None
        self.hinted = False
        self.revealed = False
        self._opened: Opened | None = None

    @property
    def voice(self) -> Voice:
        """The wording for the learner's role."""
        return voice_of(self.settings)

    def _study_day(self) -> date:
        """The study day of an event written now: a session may continue past 04:00."""
        return self.queries.today(self.clock, self.settings)

    def _refresh_day(self) -> None:
        self.today = self._study_day()
        if self.terms.today != self.today:
            self.terms = Terms.of(self.queries, self.settings, self.today)

    def _close_question(self) -> None:
        """Forget the question on the page, before another is opened."""
        self.feedback, self.hinted, self.revealed = None, False, False
        self._refresh_day()

    @abstractmethod
    def advance(self) -> QuestionView | None:
        """Go to the next question; None at the end."""

    @abstractmethod
    def flag(self) -> bool:
        """Flag the question, or take the flag away; whether it is flagged now."""

    @property
    @abstractmethod
    def may_ask_again(self) -> bool:
        """Whether the latest answer was wrong practice that can still count."""

    @abstractmethod
    def ask_again_today(self) -> Feedback | None:
        """Let the latest wrong practice answer count as a review (Again)."""

    def undo(self) -> Event | None:
        """Undo the latest event of today; None if there is none, or if answers are final."""
        return None

    def info(self) -> CardInfo | None:
        """The facts about the card of the open question, where a session shows them."""
        return None

    def reveal(self) -> None:
        """Show the answer of a self-graded question."""
        self.revealed = True

    def hint(self) -> str | None:
        """Show the hint, if there is one; a scored answer is then Hard at best."""
        if self.item is None or self.item.hint is None:
            return None
        self.hinted = True
        return self.item.hint

    def submit(
        self, answer: Answer, took_ms: int | None = None, confidence: Confidence | None = None
    ) -> Feedback | AskBack:
        """Score an answer and commit it. A number that cannot be read is asked back, and nothing
        is written; an empty answer has no confidence.

        Raises:
            LearnmsError: no question is open, or nothing could be written.
        """
        item, answer = self._asked(), answer.kept()
        result = score(item.question, answer)
        if isinstance(result, AskBack):
            return result
        confidence = None if result.empty else confidence
        rating = rate(
            result.points,
            result.max_points,
            kind=item.question.kind,
            unsafe=result.unsafe,
            empty=result.empty,
            hinted=self.hinted,
            confidence=confidence,
        )
        return self._commit(item, GradedAnswer(rating, answer, result, took_ms, confidence))

    def grade(
        self, rating: Rating, took_ms: int | None = None, answer: Answer | None = None
    ) -> Feedback:
        """Commit the learner's own grade of a question that the program does not score.

        Raises:
            LearnmsError: no question is open, or nothing could be written.
        """
        graded = GradedAnswer(rating, answer or Answer(), took_ms=took_ms)
        return self._commit(self._asked(), graded)

    @abstractmethod
    def _commit(self, item: QuestionView, graded: GradedAnswer) -> Feedback:
        """Write an answer to the open question."""

    def _asked(self) -> QuestionView:
        if self.item is None or self.feedback is not None:
            message = "There is no open question."
            raise LearnmsError(message)
        return self.item

    def _answer_draft(self, opened: Opened, graded: GradedAnswer) -> Draft:
        """The event of an answer, as a review. The log cannot name a card without an id."""
        item, scored = opened.item, graded.score
        hint = {"hint": True} if self.hinted else {}
        return Draft(
            kind="review",
            card=item.part.card or None,
            part=item.part.part if item.part.card else None,
            form=opened.form_hash,
            form_kind=opened.form.kind,
            wording_hash=opened.wording_hash,
            key_hash=opened.key_hash,
            rating=int(graded.rating),
            points=scored.points if scored else None,
            max_points=scored.max_points if scored else None,
            answer={**graded.answer.to_json(item.question), **hint},
            confidence=graded.confidence,
            took_ms=graded.took_ms,
            target=self.terms.target(item.deck, item.topic),
        )

    def _append(self, drafts: list[Draft]) -> list[Event]:
        return self._open_store().append(drafts)
