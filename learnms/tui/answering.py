"""A question's page as it acts, in review and quiz alike: it hands answers to the engine and shows what came of them."""

from __future__ import annotations

import time
from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar

from learnms.kinds.numeral import AskBack
from learnms.kinds.response import SelfGrade
from learnms.study.event import Rating
from learnms.tui import answer, sheet
from learnms.tui.committing import OPENING, Committing
from learnms.tui.content import WARN
from learnms.tui.review_page import ReviewPage

if TYPE_CHECKING:
    from learnms.engine.views import Feedback
    from learnms.tui.sitting import Sitting

EMPTY = "Nothing is given yet. Enter once more shows the answer, and the card is asked again."
_WHILE_HELD = frozenset({"undo", "help", "leave", "up", "down", "page_up", "page_down"})


class Answering(ReviewPage, Committing):
    """A sitting: picks, types, sends, grades.

    Args:
        review: the engine's sitting, with an item to show.
        said: a sentence for the line above the keys.
    """

    guarded: ClassVar[frozenset[str]] = frozenset(
        {
            *("show", "good", "knew", "grade", "grade_two", "send", "next", "pick", "place", "go", "toggle", "undo", "later", "suspend", "flag", "override"),
            *("yes", "lift", "lower", "tick", "tick_here", "point", "ticked", "explained", "sure", "unsure", "recalled", "again_today", "unpause"),
            *("previous", "following"),
        }
    )

    def __init__(self, review: Sitting, said: str = "") -> None:
        super().__init__(review, said)
        self._asked_at = 0.0
        self._is_fresh = True

    def writes(self) -> Sitting:
        """The sitting."""
        return self.review

    def painted(self) -> None:
        """The learner's time begins when a card has been painted; so does opening the writer, at the first."""
        super().painted()
        if self._is_fresh:
            self._is_fresh = False
            self._asked_at = time.monotonic()
            self.program.open_store()

    def do(self, action: str, key: str) -> None:
        """One method per action; while an answer is held it comes first."""
        if self._held is not None and action not in _WHILE_HELD:
            self.say(OPENING, WARN)
            return
        getattr(self, f"do_{action}")(key)

    def finished(self) -> None:
        """There is no card any more."""
        raise NotImplementedError

    def _fresh(self, said: str = "") -> None:
        """Show the card that is on now, from its top; or the end."""
        if self.review.item is None:
            self.finished()
            return
        self._is_fresh = True
        self.turns += 1
        self.field.value = self.sum.value = ""
        self.sheet = self.new_sheet()
        if self.pad is not None:
            self.pad.text = ""
        self.body.scroll_home(animate=False)
        self.say(said)
        self.draw()

    def _took_ms(self) -> int:
        return round((time.monotonic() - self._asked_at) * 1000)

    # -- self-graded ---------------------------------------------------------------------------------------------

    def do_show(self, key: str) -> None:
        """Show the answer."""
        self.review.reveal()
        self.say()
        self.turn(replace(self.sheet, typing=False))

    def do_explained(self, key: str) -> None:
        """The explanation is given: show the points that a good one makes."""
        self.do_show(key)

    def do_written(self, key: str) -> None:
        """The explanation is typed."""
        self.do_show(key)

    def do_tick(self, key: str) -> None:
        """Tick the point of a number; 0 is the tenth."""
        self.do_point(str((int(key) or 10) - 1))

    def do_point(self, key: str) -> None:
        """Tick a point."""
        response = self.item.question.response
        assert isinstance(response, SelfGrade)
        self.turn(sheet.tick(self.sheet, len(response.points), int(key)))

    def do_tick_here(self, key: str) -> None:
        """Tick the point at the cursor."""
        if self.sheet.cursor < 0:
            self.say("Press the number of a point, or go to one with the arrows.")
        else:
            self.do_point(str(self.sheet.cursor))

    def do_ticked(self, key: str) -> None:
        """The points are gone through: on to the grade."""
        self.turn(replace(self.sheet, told=True))

    def do_grade(self, key: str) -> None:
        """Grade by a number."""
        choices = answer.ratings(self.review.settings)
        if key.isdigit() and 1 <= int(key) <= len(choices):
            self._graded(choices[int(key) - 1])

    def do_grade_two(self, key: str) -> None:
        """Grade where there are two."""
        self.do_grade(key)

    def do_good(self, key: str) -> None:
        """Say Good."""
        self._graded(Rating.GOOD)

    def do_knew(self, key: str) -> None:
        """A patient says that they knew it."""
        self._graded(Rating.GOOD)

    def _graded(self, rating: Rating) -> None:
        took = self._took_ms()
        self._commit(lambda: self.review.grade(rating, took), self._go_on)

    def _go_on(self, feedback: Feedback) -> None:
        self.review.advance()
        self._fresh()

    # -- scored --------------------------------------------------------------------------------------------------

    def do_pick(self, key: str) -> None:
        """Pick an option by its number; 0 is the tenth."""
        self._picked(*sheet.pick_number(self.sheet, self.item.question, key))

    def do_place(self, key: str) -> None:
        """Pick the option that was clicked."""
        self._picked(*sheet.pick(self.sheet, self.item.question, int(key)))

    def _picked(self, picked: sheet.Sheet, refusal: str) -> None:
        self.say(refusal, WARN)
        self.turn(picked)

    def do_toggle(self, key: str) -> None:
        """Pick the option at the cursor."""
        if self.sheet.cursor < 0:
            self.say("Press the number of an option, or go to one with the arrows.")
        else:
            self.do_place(str(self.sheet.cursor))

    def do_send(self, key: str) -> None:
        """Submit what was picked or typed. To give nothing is asked about once, and steps are sent all or none."""
        question, text = self.item.question, self.field.value
        left = sheet.left_over(self.sheet, question)
        if left:
            self.say(f"Place all steps first: {left} {'is' if left == 1 else 'are'} left.", WARN)
        elif sheet.is_empty(self.sheet, question, text) and not self.sheet.warned:
            self.sheet = replace(self.sheet, warned=True)
            self.say(self.empty_words(), WARN)
        else:
            self.send()

    def empty_words(self) -> str:
        """What is said when nothing would be sent."""
        return EMPTY

    def send(self) -> None:
        """Give the answer to the engine."""
        took, given = self._took_ms(), sheet.answer(self.sheet, self.item.question, self.field.value)
        self._commit(lambda: self.review.submit(given, took), self._submitted)

    def _submitted(self, outcome: Feedback | AskBack) -> None:
        if isinstance(outcome, AskBack):
            self.say(outcome.why, WARN)
        else:
            self.turn(replace(self.sheet, cursor=-1))

    def do_next(self, key: str) -> None:
        """The next card."""
        self.review.advance()
        self._fresh()

    def do_flag(self, key: str) -> None:
        """Flag the card, or take the flag away."""
        self._commit(self.review.flag, self._flagged)

    def _flagged(self, on: bool) -> None:
        self.say("Flagged." if on else "The flag is taken away.")
        self.draw()
