"""The quiz screen: the page of a review with confidence, a clock, and in an exam moves between
questions.
"""

from __future__ import annotations

import math
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from learnms.engine.quiz.wording import COUNTS, FINAL, HOW_SURE, NO_EARLIER, ONLY_EXAM, SURE
from learnms.engine.wording import count
from learnms.kinds.number_input import AskBack
from learnms.kinds.score import score
from learnms.tui.kit.bindings import bindings
from learnms.tui.kit.button_row import Choice
from learnms.tui.kit.content import BOLD, QUIET, WARN, paragraph, plain
from learnms.tui.kit.layout import BLANK, Heading, Progress, Segments
from learnms.tui.question import state as question_state
from learnms.tui.question.prompt import place_of, title
from learnms.tui.question.state import QuestionState, opened
from learnms.tui.review.answering import QuestionScreen

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.binding import BindingType

    from learnms.engine.question.views import Feedback
    from learnms.engine.quiz.quiz import Quiz
    from learnms.kinds.score import Answer
    from learnms.study.rating import Confidence
    from learnms.tui.kit.layout import Entry

OVER = "! Time is up. Finish this question."
NO_HINTS = "Exams have no hints."
WARNINGS = (5, 1)
"""Minutes before the end at which a warning appears."""


class QuizScreen(QuestionScreen):
    """Runs a quiz.

    Args:
        quiz: the engine's quiz, with a question to show.
        drafts: states and texts of questions left unsent, by index.
    """

    BINDINGS: ClassVar[list[BindingType]] = bindings("quiz")

    review: Quiz

    def __init__(
        self, quiz: Quiz, drafts: dict[int, tuple[QuestionState, str]] | None = None
    ) -> None:
        self.drafts = drafts if drafts is not None else {}
        super().__init__(quiz)
        self._is_clock_shown = True
        self._warned: set[int] = set()

    @property
    def quiz(self) -> Quiz:
        """The quiz whose questions are shown."""
        return self.review

    def begin(self) -> None:
        """Start the clock, if there is one."""
        if self.quiz.spec.minutes is not None:
            self.set_interval(1, self.tick)
            self.tick()

    def new_state(self) -> QuestionState:
        """The state of the question that comes up: as it was left, or with the answer sent."""
        quiz, item = self.quiz, self.quiz.item
        self._leaves = False
        if item is None:
            return QuestionState()
        given = quiz.standing
        if quiz.index in self.drafts:
            state, self.field.value = self.drafts.pop(quiz.index)
            return state
        if given is None or given.event is None:
            return opened(item, recall_first=quiz.recalls_first(item))
        state, self.field.value = question_state.logged(item, given.event.answer)
        return state

    # -- the state of the page ---------------------------------------------------------------------

    def mode(self) -> str:
        mode = self.card_mode().removeprefix("ask ")
        return "quiz paused" if self.quiz.paused else f"quiz {'teach' if mode == 'self' else mode}"

    def disabled_actions(self) -> frozenset[str]:
        quiz, disabled = self.quiz, set(super().disabled_actions())
        if quiz.is_exam:
            disabled |= {"hint", "hint_typing"}
        else:
            disabled |= {
                "previous_question",
                "next_question",
                "previous_question_typing",
                "next_question_typing",
                "question_list",
            }
        if quiz.spec.minutes is None:
            disabled.add("clock")
        if not quiz.may_ask_again:
            disabled.add("count_miss")
        return frozenset(disabled)

    def idle(self) -> frozenset[str]:
        if self.quiz.before is not None:
            return super().idle()
        return super().idle() | {"previous_question", "previous_question_typing"}

    def refusals(self) -> dict[str, str]:
        refusals = super().refusals()
        if self.quiz.is_exam:
            return {**refusals, "hint": NO_HINTS, "hint_typing": NO_HINTS}
        return {
            **refusals,
            **dict.fromkeys(("previous_question", "next_question", "question_list"), ONLY_EXAM),
        }

    def heading(self) -> list[Entry]:
        quiz = self.quiz
        _, place = place_of(self.item)
        item = self.item
        left = title(item, is_again=item.again, is_flagged=quiz.index in quiz.flags)
        in_case = item.case_place
        is_case_alone = in_case is not None and in_case[1] == item.total and not item.again
        number = "" if is_case_alone else f"{item.number} of {item.total}"
        right = " · ".join(filter(None, (place, number, self._clock())))
        return [
            Heading(left, plain(right, QUIET)),
            Segments(*in_case) if in_case else Progress(len(quiz.given), quiz.total),
        ]

    def draw(self) -> None:
        super().draw()
        if self.quiz.paused:
            self.question.show(
                [BLANK, *paragraph("Paused.", BOLD), BLANK, *paragraph("Press space to resume.")]
            )
            self.answer.show([])
            for part in (self.field, self.sum, self.worked, *filter(None, (self.pad,))):
                part.display = False

    def choices(self, mode: str) -> list[Choice]:
        """The buttons of the question; while the clock is paused, one to resume."""
        if self.quiz.paused:
            return [Choice("Resume", "resume", hint="space", primary=True)]
        return super().choices(mode)

    # -- the clock ---------------------------------------------------------------------------------

    def _seconds(self) -> int | None:
        left = self.quiz.remaining()
        return None if left is None else max(0, math.ceil(left.total_seconds()))

    def _clock(self) -> str:
        seconds = self._seconds()
        if seconds is None or not self._is_clock_shown:
            return ""
        return (
            f"{-(-seconds // 60)} min"
            if self.quiz.settings.reduced_motion
            else f"{seconds // 60}:{seconds % 60:02}"
        )

    @property
    def is_over(self) -> bool:
        """Whether time is up; the current answer is still accepted."""
        return self._seconds() == 0

    def tick(self) -> None:
        """Show the clock each second, and warn when little time is left; typed text stays."""
        quiz, seconds = self.quiz, self._seconds()
        if seconds is None or quiz.paused or quiz.item is None:
            return
        self.head.show(self.heading())
        total = quiz.spec.minutes or 0
        if seconds == 0 and 0 not in self._warned:
            self._warned |= {0, *WARNINGS}
            self.say(OVER, WARN)
        passed = [
            mark
            for mark in WARNINGS
            if seconds <= 60 * mark and mark < total and mark not in self._warned
        ]
        if passed and seconds:
            self._warned |= set(passed)
            self.say(f"! {count(min(passed), 'minute')} left.", WARN)

    def action_clock(self, key: str = "") -> None:
        """Hide or show the clock."""
        self._is_clock_shown = not self._is_clock_shown
        self.say("" if self._is_clock_shown else "Clock hidden. Press z to show it.")
        self.draw()

    def action_pause(self, key: str = "") -> None:
        """Stop the clock and hide the page."""
        self.quiz.pause()
        self.say()
        self.draw()

    def action_resume(self, key: str = "") -> None:
        """Let the clock run again."""
        self.quiz.resume()
        self.draw()

    # -- answering ---------------------------------------------------------------------------------

    def action_show_options(self, key: str = "") -> None:
        """Show the options, now that the answer was recalled."""
        self.turn(replace(self.question_state, hidden=False))

    def action_submit(self, key: str = "") -> None:
        """Submit, unless the answer is unchanged."""
        if self.quiz.is_standing(self._answer()):
            self._forward()
        else:
            super().action_submit(key)

    def send(self, confidence: Confidence | None = None) -> None:
        """First ask how sure the learner is, if that is on and the answer can be graded."""
        question, text = self.item.question, self.field.value
        if (
            self.quiz.spec.confidence
            and not self.question_state.sure
            and not question_state.is_empty(self.question_state, question, text)
        ):
            scored = score(
                question, question_state.answer(self.question_state, question, text).kept()
            )
            if isinstance(scored, AskBack):
                self.say(scored.why, WARN)
                return
            self.say(HOW_SURE)
            self.turn(replace(self.question_state, sure=True))
        else:
            super().send(confidence)

    def action_confidence(self, key: str = "") -> None:
        """Send with the learner's confidence."""
        super().send(SURE[key])

    def action_skip_confidence(self, key: str = "") -> None:
        """Send without a confidence."""
        super().send()

    def action_change_answer(self, key: str = "") -> None:
        """Return to the answer."""
        self.say()
        self.turn(replace(self.question_state, sure=False))

    def _submitted(self, outcome: Feedback | AskBack) -> None:
        self.question_state = replace(self.question_state, sure=False)
        if self.quiz.is_exam and not isinstance(outcome, AskBack):
            self._forward()
            return
        super()._submitted(outcome)
        if isinstance(outcome, AskBack):
            self.draw()

    def _go_on(self, feedback: Feedback) -> None:
        self._forward()

    def action_next_card(self, key: str = "") -> None:
        """Go to the next question."""
        self._forward()

    def _forward(self) -> None:
        if self.is_over:
            self.quiz.go(self.quiz.total)
        else:
            self.quiz.advance()
        self._fresh()

    def finished(self) -> None:
        """Show the end of the quiz."""
        self.shell.end_quiz(self.quiz, self.drafts, over=self.is_over)

    def action_count_miss(self, key: str = "") -> None:
        """Let the wrong answer count as a review, so that the card is asked again today."""
        self._commit(self.quiz.ask_again_today, self._asked_again)

    def _asked_again(self, feedback: Feedback | None) -> None:
        self.say(COUNTS)
        self.draw()

    def action_undo(self, key: str = "") -> None:
        """Say why a quiz has no undo."""
        self.say(FINAL)

    # -- from question to question -----------------------------------------------------------------

    def _answer(self) -> Answer:
        return question_state.answer(self.question_state, self.item.question, self.field.value)

    def _leave(self, go: Callable[[], None]) -> None:
        """Save what is picked or typed, so that it counts, and then go. What cannot be read as an
        answer stays a draft.
        """
        answer, took = self._answer(), self._took_ms()

        def saved(outcome: Feedback | AskBack) -> None:
            if isinstance(outcome, AskBack):
                self._keep_draft()
            go()

        if self.quiz.keeps(answer):
            self._commit(lambda: self.quiz.submit(answer, took), saved)
        else:
            self._keep_draft()
            go()

    def _keep_draft(self) -> None:
        """Keep picks and text until the question comes up again."""
        state = replace(self.question_state, sure=False, panel="", reckoning=False, warned=False)
        if not question_state.is_empty(state, self.item.question, self.field.value):
            self.drafts[self.quiz.index] = (state, self.field.value)

    def jump(self, index: int) -> None:
        """Go to a question, or to the end."""
        if index != self.quiz.index:
            self._leave(partial(self._open, index))

    def _open(self, index: int) -> None:
        self.quiz.go(index)
        self._fresh()

    def action_previous_question(self, key: str = "") -> None:
        """Go to the previous question, if there is one."""
        before = self.quiz.before
        if before is None:
            self.say(NO_EARLIER)
        else:
            self.jump(before)

    def action_next_question(self, key: str = "") -> None:
        """Go to the next question, or to the end."""
        self.jump(self.quiz.after)

    action_previous_question_typing, action_next_question_typing = (
        action_previous_question,
        action_next_question,
    )

    def action_question_list(self, key: str = "") -> None:
        """Show all questions."""
        self._leave(lambda: self.shell.show_questions(self.quiz, self.jump))

    def action_stop_session(self, key: str = "") -> None:
        """Leave the quiz, or show its result if only questions asked again are left. Where its
        answer cannot be saved, the next press leaves without it.
        """
        if self.item.again and not self.quiz.unanswered:
            self.quiz.go(self.quiz.total)
            self._fresh()
        elif self._leaves:
            self.shell.leave_review()
        else:
            self._leaves = True
            self._leave(self.shell.leave_review)

    def decks_changed(self) -> None:
        """Show an unanswered question as the deck has it now, or skip it."""
        if self.quiz.feedback is not None or self.quiz.item is None:
            return
        quiz = self.quiz
        before, hinted, revealed = self.item.question, quiz.hinted, quiz.revealed
        self.quiz.go(self.quiz.index)
        if self.quiz.item is None:
            self._forward()
        elif self.item.question != before:
            self._fresh()
        else:
            quiz.hinted, quiz.revealed = hinted, revealed
            self.draw()
