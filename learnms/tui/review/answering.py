"""The screen of a question, in review and quiz: hands answers to the engine, shows results."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar

from learnms.engine.question.wording import flag_words
from learnms.engine.voice import grades_of
from learnms.kinds.incomplete import ANYWAY, open_groups, what_is_missing
from learnms.kinds.number_input import AskBack
from learnms.kinds.response import Pick, SelfGrade
from learnms.study.event import Rating
from learnms.tui.kit.bindings import bindings
from learnms.tui.kit.clock import now
from learnms.tui.kit.content import QUIET, WARN
from learnms.tui.kit.saving import SavesAnswers
from learnms.tui.question import state as question_state
from learnms.tui.review.page import ReviewPage

if TYPE_CHECKING:
    from textual.binding import BindingType

    from learnms.engine.question.session import QuestionSession
    from learnms.engine.question.views import Feedback
    from learnms.study.rating import Confidence


class QuestionScreen(ReviewPage, SavesAnswers):
    """Handles picking, typing, sending and grading.

    Args:
        review: the engine's review or quiz, with an item to show.
        message: a sentence for the line above the keys.
    """

    BINDINGS: ClassVar[list[BindingType]] = bindings(
        "ask", "shown", "points", "calculator", "answered", "override", "panel", "copy"
    )
    guarded: ClassVar[frozenset[str]] = frozenset(
        {
            *(
                "show_answer",
                "good",
                "knew",
                "grade",
                "grade_two",
                "submit",
                "next_card",
                "pick",
                "place",
                "go",
                "pick_here",
                "undo",
                "bury",
                "suspend",
                "flag",
                "override",
            ),
            *(
                "copy_deck",
                "step_up",
                "step_down",
                "check_point",
                "check_here",
                "point",
                "points_done",
                "show_points",
                "confidence",
                "skip_confidence",
                "show_options",
                "count_miss",
                "resume",
            ),
            *(
                "previous_question",
                "next_question",
                "previous_question_typing",
                "next_question_typing",
                "finish_typing",
                "stop_session",
                "stop_from_panel",
            ),
        }
    )

    toggles: ClassVar[frozenset[str]] = frozenset(
        {"pick", "place", "pick_here", "check_point", "check_here", "point"}
    )

    def __init__(self, review: QuestionSession, message: str = "") -> None:
        super().__init__(review, message)
        self._asked_at = 0.0
        self._is_fresh = True

    def acts_on(self, action: str) -> object:
        """A second enter acts on the question whether to submit an incomplete answer."""
        return (
            self._anyway()
            if action == "submit" and self.question_state.warned
            else super().acts_on(action)
        )

    def other_targets(self) -> tuple[object, ...]:
        return (
            (*super().other_targets(), self._anyway())
            if self.question_state.warned
            else super().other_targets()
        )

    def _anyway(self) -> object:
        return "anyway", self.turns

    def say(self, text: str = "", style: str = QUIET) -> None:
        """Show a sentence; a question that stood there is withdrawn."""
        super().say(text, style)
        self.question_state = replace(self.question_state, warned=False)

    def on_painted(self) -> None:
        """Start the learner's time once a card has been painted."""
        super().on_painted()
        if self._is_fresh:
            self._is_fresh = False
            self._asked_at = self._on_screen.since(self.guard_key())

    def finished(self) -> None:
        """Called when there is no card left."""
        raise NotImplementedError

    def _fresh(self, message: str = "") -> None:
        """Show the current card from its top, or the end."""
        if self.review.item is None:
            self.finished()
            return
        self._is_fresh = True
        self.turns += 1
        self.field.value = self.sum.value = ""
        self.question_state = self.new_state()
        if self.pad is not None:
            self.pad.text = ""
        self.body.scroll_home(animate=False)
        self.say(message)
        self.draw()

    def _took_ms(self) -> int:
        return round((now() - self._asked_at) * 1000)

    # -- self-graded -------------------------------------------------------------------------------

    def action_show_answer(self, key: str = "") -> None:
        """Show the answer."""
        self.review.reveal()
        self.say()
        self.turn(
            replace(
                self.question_state,
                typing=False,
                cursor=0 if question_state.is_explained(self.item.question.response) else -1,
            )
        )

    action_show_points = action_finish_typing = action_show_answer

    def action_check_point(self, key: str = "") -> None:
        """Tick a point by its number, 0 being the tenth."""
        self.action_point(str((int(key) or 10) - 1))

    def action_point(self, key: str = "") -> None:
        """Tick a point."""
        response = self.item.question.response
        assert isinstance(response, SelfGrade)
        self.turn(question_state.tick(self.question_state, len(response.points), int(key)))

    def action_check_here(self, key: str = "") -> None:
        """Tick the point at the cursor."""
        self.action_point(str(self.question_state.cursor))

    def action_points_done(self, key: str = "") -> None:
        """Go on from the points to the grade."""
        self.turn(replace(self.question_state, points_done=True))

    def action_grade(self, key: str = "") -> None:
        """Grade by number."""
        choices = list(grades_of(self.review.settings))
        if key.isdigit() and 1 <= int(key) <= len(choices):
            self._graded(choices[int(key) - 1])

    def action_good(self, key: str = "") -> None:
        """Grade as Good, or for a patient as known."""
        self._graded(Rating.GOOD)

    action_grade_two, action_knew = action_grade, action_good

    def _graded(self, rating: Rating) -> None:
        took = self._took_ms()
        self._commit(lambda: self.review.grade(rating, took), self._go_on)

    def _go_on(self, feedback: Feedback) -> None:
        self.review.advance()
        self._fresh()

    # -- scored ------------------------------------------------------------------------------------

    def action_pick(self, key: str = "") -> None:
        """Pick an option by its number, 0 being the tenth."""
        self._picked(*question_state.pick_number(self.question_state, self.item.question, key))

    def action_place(self, key: str = "") -> None:
        """Pick the option that was clicked."""
        self._picked(*question_state.pick(self.question_state, self.item.question, int(key)))

    def _picked(self, picked: question_state.QuestionState, refusal: str) -> None:
        self.say(refusal, WARN)
        self.turn(picked)

    def action_pick_here(self, key: str = "") -> None:
        """Pick the option at the cursor."""
        self._picked(*question_state.pick_here(self.question_state, self.item.question))

    def action_submit(self, key: str = "") -> None:
        """Submit the answer; ask once if it is incomplete."""
        left = what_is_missing(
            self.item.question,
            question_state.answer(self.question_state, self.item.question, self.field.value),
        )
        if left and not self.question_state.warned:
            self.say(f"{left} {ANYWAY}", WARN)
            self.turn(replace(self._at_open_group(), warned=True))
        else:
            self.send()

    def _at_open_group(self) -> question_state.QuestionState:
        """The state with the cursor at the first row or list that takes more picks."""
        state, question = self.question_state, self.item.question
        if not isinstance(question.response, Pick) or len(question.order) < 2:
            return state
        given = question_state.answer(state, question, "")
        return question_state.at_group(state, question, open_groups(question.response, given)[0])

    def send(self, confidence: Confidence | None = None) -> None:
        """Hand the answer to the engine."""
        took, given = (
            self._took_ms(),
            question_state.answer(self.question_state, self.item.question, self.field.value),
        )
        self._commit(lambda: self.review.submit(given, took, confidence), self._submitted)

    def _submitted(self, outcome: Feedback | AskBack) -> None:
        if isinstance(outcome, AskBack):
            self.say(outcome.why, WARN)
        else:
            self.turn(replace(self.question_state, cursor=-1))

    def action_next_card(self, key: str = "") -> None:
        """Go to the next card."""
        self.review.advance()
        self._fresh()

    def action_stop_session(self, key: str = "") -> None:
        """Leave the review."""
        self.shell.leave_review()

    def action_stop_from_panel(self, key: str = "") -> None:
        """Leave the review from a panel."""
        self.action_stop_session(key)

    def action_flag(self, key: str = "") -> None:
        """Flag the card, or remove the flag."""
        self._commit(self.review.flag, self._flagged)

    def _flagged(self, on: bool) -> None:
        self.say(flag_words(self.review.voice, on=on))
        self.draw()
