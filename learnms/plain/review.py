"""Review as lines."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from learnms.engine import wording as words
from learnms.engine.cards import wording as card_words
from learnms.engine.home.decks import none_to_study
from learnms.engine.postpone.wording import NOTHING_TO_PRACTISE
from learnms.engine.question.views import Feedback, QuestionView
from learnms.engine.question.wording import PRIMER, citation, interval_to
from learnms.engine.review import wording as review_words
from learnms.engine.voice import NURSE, grades_of
from learnms.paths import command
from learnms.plain.kit.commands import LOOK_UP
from learnms.plain.kit.console import Console, Stopped, one_line, quoted, stopped
from learnms.plain.kit.feedback import tell, why
from learnms.plain.kit.prompts import GoTo
from learnms.plain.kit.questions import Questions
from learnms.study.event import Rating
from learnms.study.stage import stage

if TYPE_CHECKING:
    from learnms.engine.review.review import Review
    from learnms.plain.kit.commands import Commands
    from learnms.settings import Settings

COMMANDS: Commands = (
    ("enter", "show the answer, or go on"),
    ("1 to 4", "grade"),
    ("numbers", "choose options, such as 1 3"),
    ("u", "undo the last answer"),
    ("- (hyphen)", "bury: hide until tomorrow"),
    ("@ (at sign)", "suspend: hide until you unsuspend it"),
    ("* (asterisk)", "flag or unflag the card"),
    ("h", "show the hint (grades Hard at best)"),
    ("w", "show the glossary"),
    ("i", "card info"),
    ("o", "override the grade just given"),
    ("e", "file of the card"),
    ("] and [ (brackets)", "next and previous tab of the case"),
    *LOOK_UP,
    ("q", "stop; your answers are saved"),
)
PATIENT_COMMANDS: Commands = (
    ("enter", "show the answer, or go on"),
    ("1 or 2", "look again, or I knew it"),
    ("numbers", "choose options, such as 1 3"),
    ("u", "undo the last answer"),
    ("- (hyphen)", "hide until tomorrow"),
    ("@ (at sign)", "hide until you show it again"),
    ("* (asterisk)", "mark the card, or remove the mark"),
    ("h", "show the hint"),
    ("w", "show the glossary"),
    ("i", "about this card, with its sources"),
    *LOOK_UP,
    ("q", "stop; your answers are saved"),
)
TYPING = "While you type an answer, put a colon before a command, such as :u. ? and q need none."


def commands(settings: Settings) -> Commands:
    """The commands of a review for a learner of this role."""
    return PATIENT_COMMANDS if settings.is_patient else COMMANDS


class PlainReview(Questions):
    """Drives a review over lines until it ends or the learner stops."""

    def __init__(self, review: Review, lines: Console) -> None:
        super().__init__(review, lines, commands(review.settings), TYPING)
        self.review = review
        self.grades = grades_of(review.settings)
        self._commands |= {
            "u": self._undo,
            "-": lambda: self._set_aside("bury"),
            "@": lambda: self._set_aside("suspend"),
            "i": self._info,
        }

    def run(self) -> None:
        """Ask until nothing is left; a stop says how much is."""
        total = self.review.session.total
        if not total:
            self.lines.say(self._nothing())
            if not self._undone_first():
                return
            total = self.review.session.total
        name = "Practice" if self.review.is_practice else "Review"
        self.lines.say(
            f"{name}. {words.count(total, 'card')}, about"
            f" {words.count(self.review.item.minutes if self.review.item else 1, 'minute')}. ? for"
            " help, q to stop."
        )
        try:
            while self.review.item is not None:
                self._one(self.review.item)
        except Stopped:
            self.lines.say(stopped(self.review.session.left, "card"))
            return
        self._summary()

    def _undone_first(self) -> bool:
        """Offer to undo, where nothing is due; whether that brings a card."""
        if self.review.is_practice or not self.review.may_undo:
            return False
        try:
            line = self.lines.choose("u: undo today's last action. Enter: done.")
        except Stopped:
            return False
        if line == "u":
            self._undo()
        return self.review.item is not None

    def _nothing(self) -> str:
        """Why nothing is asked."""
        if self.review.is_practice:
            return NOTHING_TO_PRACTISE
        offered = self.review.queries.offered(self.review.settings)
        if none := none_to_study(offered, command()):
            return none
        later = self.review.summary().later
        return f"Done for today. {words.later(later)}" if later else "All caught up. Well done."

    def _one(self, item: QuestionView) -> None:
        self._head(item)
        feedback = self._scored(item) if item.scored else self._self_graded(item)
        if feedback is None:
            return
        if (item.scored or self.review.may_ask_again) and not self._go_on(feedback):
            return
        if self.review.item is item:
            self._offer_break()
            self.review.advance()

    def _offer_break(self) -> None:
        """Offer a break before the next card, where one is due."""
        if not (studied := self.review.break_offer()):
            return
        self.lines.prompt(f"{studied} {review_words.BREAK} {review_words.BREAK_KEYS}")
        while line := self.lines.choose():
            if line == "q":
                self._stop()
            self.lines.prompt()

    # -- asking ------------------------------------------------------------------------------------

    def _head(self, item: QuestionView) -> None:
        self.lines.say()
        rules = f" {item.rules}." if item.rules else ""
        again = " Asked again." if item.again else ""
        flagged = f" {self.voice.statuses['flagged'].capitalize()}." if item.flagged else ""
        place = f"{item.number} of {item.total}"
        if item.to_repeat:
            place += f", {item.to_repeat} {self.voice.to_repeat}"
        self.lines.say(f"{place}. {one_line(item.deck_title)}.{rules}{again}{flagged}")
        if item.opens_deck:
            self.lines.say(f"{PRIMER}:")
            self.lines.prose(item.primer)
            self.lines.say()
        if item.changed:
            self.lines.say("The answer changed since you learned it.")
        self._say_question(item, {})

    def _self_graded(self, item: QuestionView) -> Feedback | None:
        self.lines.prompt("Press enter to show.")
        while True:
            line = self.lines.choose()
            if not line:
                break
            if line.isdecimal():
                self.lines.say("Press enter to see the answer first.")
            elif self._command(line):
                return None
        self.review.reveal()
        self.lines.prose(item.question.right_answer, "Answer: ")
        if item.question.full:
            self.lines.prose(item.question.full, "In full: ")
        why(item, self.lines, self.voice)
        return self._graded(item)

    def _grade_of(self, line: str) -> Rating | None:
        """The grade of a number; enter is Good."""
        by_key = {str(key): rating for key, rating in enumerate(self.grades, 1)}
        return {"": Rating.GOOD, **by_key}.get(line)

    def _grade_words(self, item: QuestionView) -> str:
        has_days = self.voice.has_figures and not item.practice
        parts = [
            f"{key} {name}"
            + (f" ({interval_to(item.intervals[rating], item.exam)})" if has_days else "")
            for key, (rating, name) in enumerate(self.grades.items(), 1)
        ]
        lead = "Grade: " if self.voice.has_figures else ""
        return f"{lead}{', '.join(parts)}."

    def _graded(self, item: QuestionView) -> Feedback | None:
        undo = " u: undo." if self.review.may_undo else ""
        self.lines.prompt(f"{self._grade_words(item)} Enter: {self.grades[Rating.GOOD]}.{undo}")
        while True:
            line = self.lines.choose()
            if (rating := self._grade_of(line)) is not None:
                feedback = self._tried(partial(self.review.grade, rating, self._took()))
                if feedback is not None:
                    self._say_next(feedback)
                    return feedback
            elif line.isdecimal():
                self.lines.say(f"{quoted(line)} is not a grade. {self._grade_words(item)}")
            elif self._command(line):
                return None

    def _scored(self, item: QuestionView) -> Feedback | None:
        while True:
            try:
                answer = self.asker.ask(item.question)
            except GoTo:
                return None
            feedback = self._tried(partial(self.review.submit, answer, self._took()))
            if feedback is not None:
                tell(feedback, self.lines, self.voice)
                self._say_next(feedback)
                return feedback

    # -- after the answer --------------------------------------------------------------------------

    def _say_next(self, feedback: Feedback) -> None:
        if feedback.review:
            when = (
                "You'll see it again today."
                if feedback.again
                else f"Next on {words.day(feedback.due, self.review.today)}."
            )
        else:
            when = "You'll see it once more." if feedback.again else "Due dates stay the same."
        grade = f"{NURSE.grades[feedback.rating]}. " if self.voice.has_figures else ""
        self.lines.say(f"{grade}{when}")
        if feedback.slipping:
            self.lines.say(card_words.slipping(feedback.slipping, self.voice))

    def _go_on(self, feedback: Feedback) -> bool:
        """Wait until the learner has read; whether the next card comes then."""
        may_override, is_practice = not self.review.settings.is_patient, feedback.item.practice
        override = " o: override the grade." if may_override and not is_practice else ""

        def overridden(line: str) -> bool:
            if not may_override or not line.startswith("o"):
                return False
            if is_practice:
                self.lines.say("This was practice, so there is no grade.")
            else:
                self._override(line[1:].strip(), feedback.item)
            return True

        return self._wait(
            f"Press enter to go on.{self._again}{override}", overridden, review_words.COUNTS
        )

    def _override(self, grade: str, item: QuestionView) -> None:
        if not grade:
            grade = self.lines.choose(f"{self._grade_words(item)} Enter: keep the grade.")
        if grade == "q":
            self._stop()
        rating = self._grade_of(grade) if grade else None
        if rating is not None:
            feedback = self._tried(partial(self.review.override, rating))
            if feedback is not None:
                self._say_next(feedback)
        else:
            self.lines.say("Grade kept.")

    # -- commands ----------------------------------------------------------------------------------

    def _undo(self) -> None:
        self.lines.say(self.review.undone_words(self.review.undo()))

    def _set_aside(self, kind: str) -> None:
        if self.review.feedback is not None:
            self.lines.say("Already answered. Press u to undo.")
        elif kind == "bury":
            self.review.bury()
            self.lines.say(
                "Removed from this practice."
                if self.review.is_practice
                else review_words.hidden(len(self.review.hidden), self.voice)
            )
        else:
            self.review.suspend()
            self.lines.say(self.voice.suspended)

    def _info(self) -> None:
        info, item = self.review.info(), self.review.item
        if info is None or item is None:
            return
        memory = info.memory
        today = self.review.today
        comes = today if info.again else memory.due
        due = f", next: {card_words.comes(comes, today)}" if comes else ""
        state = self.voice.stages[stage(memory)]
        status = self.voice.statuses.get(info.status, info.status)
        status = "" if info.status == "active" else f", {status}"
        often = (
            f", {words.count(memory.reps, 'review')}, {words.count(memory.lapses, 'lapse')}"
            if self.voice.has_figures
            else ""
        )
        card = f"Card {item.part}" if self.voice.has_figures else "This card"
        self.lines.say(f"{card}: {state}{status}{due}{often}.")
        for source in item.citations if not self.voice.has_figures else ():
            self.lines.say(f"Source: {citation(source, spoken=True)}.")
        if memory.stability is not None and self.voice.has_figures:
            recall = f", recall now {info.recall:.0%}" if info.recall is not None else ""
            self.lines.say(
                f"Stability {memory.stability:.1f} days, difficulty {memory.difficulty:.1f} of"
                f" 10{recall}."
            )
        if memory.flagged:
            self.lines.say("Flagged.")
        if info.note:
            self.lines.say(f"Your note: {info.note}")
        for confused in info.confused[:3]:
            self.lines.say(f"Confused with: {card_words.confusion(confused, self.voice)}.")

    def _summary(self) -> None:
        end = self.review.summary()
        self.lines.say()
        for_today = "" if end.practice or end.more else " for today"
        if end.hidden and not end.answered:
            pass
        elif not self.voice.has_figures:
            self.lines.say(f"Done{for_today}.")
        else:
            self.lines.say(
                f"Done. {words.count(end.settled, 'card')} in {words.count(end.minutes, 'minute')};"
                f" {review_words.right(end)}."
            )
        if end.hidden:
            self.lines.say(f"{review_words.hidden(end.hidden, self.voice)} u on home undoes it.")
        if end.practice:
            self.lines.say(review_words.practice_only(self.voice))
        if end.more:
            self.lines.say(review_words.more(end.more, self.voice))
        if end.later:
            self.lines.say(words.later(end.later))
        self.lines.say(review_words.tomorrow(end.due_tomorrow, self.voice))
