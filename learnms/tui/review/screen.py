"""The review screen: overriding, setting aside, undo."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from learnms.engine.cards import wording
from learnms.engine.question.views import Feedback
from learnms.engine.review.wording import COUNTS, hidden
from learnms.engine.voice import grades_of
from learnms.tui.kit.content import QUIET
from learnms.tui.question.feedback import again
from learnms.tui.review.answering import QuestionScreen

if TYPE_CHECKING:
    from collections.abc import Callable

    from learnms.engine.review.review import Review
    from learnms.kinds.number_input import AskBack
    from learnms.study.event import Event, Rating

OFFER = "Press a to count that answer and see the card again today."


class ReviewScreen(QuestionScreen):
    """Runs a review.

    Args:
        review: the engine's review, with an item to show.
        message: a sentence for the line above the keys.
    """

    review: Review

    def disabled_actions(self) -> frozenset[str]:
        """Practice has no override; only in practice may a wrong answer be made to count."""
        disabled = set(super().disabled_actions())
        if not self.review.may_ask_again:
            disabled.add("count_miss")
        if self.item.practice:
            disabled.add("override")
        return frozenset(disabled)

    def idle(self) -> frozenset[str]:
        return super().idle() | (frozenset() if self.review.may_undo else frozenset({"undo"}))

    def finished(self) -> None:
        """Show the end of a review."""
        self.shell.continue_review(self.review)

    def _go_on(self, feedback: Feedback) -> None:
        message = OFFER if self.review.may_ask_again else self._slipping(feedback)
        self._after_break(partial(self._next, message))

    def action_next_card(self, key: str = "") -> None:
        """Go to the next card, or offer a break before it."""
        self._after_break(self._next)

    def _next(self, message: str = "") -> None:
        self.review.advance()
        self._fresh(message)

    def _after_break(self, step: Callable[[], None]) -> None:
        studied = self.review.break_offer()
        if studied:
            self.shell.offer_break(studied, step)
        else:
            step()

    def _slipping(self, feedback: Feedback) -> str:
        return wording.slipping(feedback.slipping, self.review.voice)

    def _submitted(self, outcome: Feedback | AskBack) -> None:
        super()._submitted(outcome)
        if isinstance(outcome, Feedback) and outcome.slipping:
            self.say(self._slipping(outcome))

    def action_count_miss(self, key: str = "") -> None:
        """Let the wrong answer of practice count."""
        self._commit(self.review.ask_again_today, self._asked_again)

    def _asked_again(self, feedback: Feedback | None) -> None:
        self.say(COUNTS)
        self.draw()

    def _graded(self, rating: Rating) -> None:
        """Grade, or override the grade of a scored answer."""
        if self.question_state.overriding:
            self._commit(lambda: self.review.override(rating), self._overridden)
        else:
            super()._graded(rating)

    def action_override(self, key: str = "") -> None:
        """Ask for the learner's own grade."""
        feedback = self.review.feedback
        now = (
            f"Graded {self.review.voice.grades[feedback.rating]}. " if feedback is not None else ""
        )
        self.say(f"{now}Override the grade:", QUIET)
        self.turn(replace(self.question_state, overriding=True))

    def action_keep_grade(self, key: str = "") -> None:
        """Keep the grade."""
        self.say()
        self.turn(replace(self.question_state, overriding=False))

    def _overridden(self, feedback: Feedback) -> None:
        self.say(
            f"Graded {grades_of(self.review.settings)[feedback.rating]}:"
            f" {again(feedback, self.review.today, self.review.voice)}."
        )
        self.turn(replace(self.question_state, overriding=False))

    # -- setting aside, taking back, leaving -------------------------------------------------------

    def action_bury(self, key: str = "") -> None:
        """Bury the card until tomorrow; in practice, leave it out."""
        self._set_aside(self.review.bury, self._hidden)

    def _hidden(self) -> str:
        review = self.review
        return (
            "Removed from this practice."
            if review.is_practice
            else f"{hidden(len(review.hidden), review.voice)} Press u to undo."
        )

    def action_suspend(self, key: str = "") -> None:
        """Suspend the card."""
        words = f"{self.review.voice.suspended} Press u to undo."
        self._set_aside(self.review.suspend, lambda: words)

    def _set_aside(self, step: Callable[[], None], message: Callable[[], str]) -> None:
        if self.review.feedback is not None:
            self.say("Already answered. Press u to undo.")
            return
        self._commit(step, lambda _: self._fresh(message()))

    def action_undo(self, key: str = "") -> None:
        """Undo the latest answer or action of the day."""
        self._commit(self.review.undo, self._undone)

    def _undone(self, event: Event | None) -> None:
        words = self.review.undone_words(event)
        if event is None:
            self.say(words)
        else:
            self._fresh(words)

    def decks_changed(self) -> None:
        """Show an unanswered card as the deck has it now."""
        if self.review.feedback is None and self.review.item is not None:
            self.review.advance()
            self._fresh()
