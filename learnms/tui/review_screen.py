"""A review as it acts beyond its answers: overriding, setting aside, taking back, leaving."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from learnms.tui import answer
from learnms.tui.answering import EMPTY, Answering
from learnms.tui.committing import AGAIN, OPENING, SAVING
from learnms.tui.content import QUIET

if TYPE_CHECKING:
    from collections.abc import Callable

    from learnms.engine.review import Review
    from learnms.engine.views import Feedback
    from learnms.study.event import Event, Rating

__all__ = ["AGAIN", "EMPTY", "OPENING", "SAVING", "ReviewScreen"]

UNDONE = {
    "bury": "Taken back: the card is not put off any more.",
    "suspend": "Taken back: the card is not left out any more.",
    "flag": "Taken back: the flag is as it was.",
}


class ReviewScreen(Answering):
    """A sitting of review.

    Args:
        review: the engine's sitting, with an item to show.
        said: a sentence for the line above the keys.
    """

    review: Review

    def __init__(self, review: Review, said: str = "") -> None:
        super().__init__(review, said)

    def finished(self) -> None:
        """The last card is done."""
        self.program.finish(self.review)

    def _graded(self, rating: Rating) -> None:
        """Grade, or override the grade that followed from the points."""
        if self.sheet.overriding:
            self._commit(lambda: self.review.override(rating), self._overridden)
        else:
            super()._graded(rating)

    def do_override(self, key: str) -> None:
        """Ask for the learner's own grade."""
        self.say("Your own grade, in place of the one that followed from your answer:", QUIET)
        self.turn(replace(self.sheet, overriding=True))

    def do_cancel(self, key: str) -> None:
        """Keep the grade."""
        self.say()
        self.turn(replace(self.sheet, overriding=False))

    def _overridden(self, feedback: Feedback) -> None:
        self.say(f"Graded {answer.grade_name(feedback.rating, self.review.settings)}: {answer.again(feedback, self.review.today)}.")
        self.turn(replace(self.sheet, overriding=False))

    # -- setting aside, taking back, leaving ----------------------------------------------------------------------

    def do_later(self, key: str) -> None:
        """Put the card off until tomorrow."""
        self._set_aside(self.review.bury, "Put off until tomorrow. u takes that back.")

    def do_suspend(self, key: str) -> None:
        """Leave the card out."""
        self._set_aside(self.review.suspend, "Left out until you want it again. u takes that back.")

    def _set_aside(self, step: Callable[[], None], said: str) -> None:
        if self.review.feedback is not None:
            self.say("This card is answered already. u takes the answer back.")
            return
        self._commit(step, lambda _: self._fresh(said))

    def do_undo(self, key: str) -> None:
        """Take back the answer that is held, else the latest of the day."""
        if self._held is not None:
            self._held, self._then = None, None
            self.say("Taken back before it was saved.")
            return
        self._commit(self.review.undo, self._undone)

    def _undone(self, event: Event | None) -> None:
        if event is None:
            self.say("There is nothing of today to take back.")
        else:
            self._fresh(UNDONE.get(event.kind, "Taken back: your answer to this card. Here it is again."))

    def do_leave(self, key: str) -> None:
        """Leave the review."""
        if self.is_holding:
            self.save_then(self.program.leave_review)
        else:
            self.program.leave_review()

    def decks_changed(self) -> None:
        """A deck file was read anew: a card that is not answered yet is shown as it is written there."""
        if self.review.feedback is None and self.review.item is not None:
            self.review.advance()
            self._fresh()
