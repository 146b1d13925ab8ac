"""Review as lines."""

from __future__ import annotations

import time
from dataclasses import replace
from typing import TYPE_CHECKING

from learnms.engine import wording as words
from learnms.engine.cards import wording as card_words
from learnms.engine.postpone.wording import NOTHING_TO_PRACTISE
from learnms.engine.question.views import Feedback, QuestionView
from learnms.engine.question.wording import citation
from learnms.engine.review.undo_wording import taken_back
from learnms.errors import LearnmsError
from learnms.kinds.number_input import AskBack
from learnms.plain.kit.console import Console, Stopped, one_line, quoted, spoken
from learnms.plain.kit.feedback import tell, why
from learnms.plain.kit.prompts import Asker, GoTo
from learnms.plain.kit.tools import Pages, calculate
from learnms.study.event import Rating

if TYPE_CHECKING:
    from collections.abc import Callable

    from learnms.engine.review.review import Review

HELP = """enter: show the answer, or go on
1 to 4: grade, or choose options by their numbers (1 3 or 1,3)
u: undo the latest answer    -: later, not today    @: leave this card out    *: flag it
h: hint    w: glossary    i: about this card    o: override the grade just given
e: where the card is written    ] and [: the pages of its papers    =: calculator,\
 or = and a sum    ?: these keys    q: stop
When an answer is to be typed, a command begins with a colon, such as :h or :u; ? and q need\
 none."""
PATIENT_HELP = """enter: show the answer, or go on
1 or 2: look again, or I knew it; and options by their numbers (1 3 or 1,3)
u: undo the latest answer    -: later, not today    @: leave this card out    *: flag it
h: hint    w: what the words mean    i: about this card, and what it rests on    ?: these keys\
    q: stop
When an answer is to be typed, a command begins with a colon, such as :h or :u; ? and q need\
 none."""


class PlainReview:
    """Drives a review over lines until it ends or the learner stops."""

    def __init__(self, review: Review, lines: Console) -> None:
        self.review = review
        self.lines = lines
        self.patient = review.settings.is_patient
        self.asker = Asker(lines, self._command)
        self.pages = Pages(lines)
        self._shown_at = 0.0

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
            left = self.review.session.left
            self.lines.say(f"Stopped. {words.count(left, 'card')} left." if left else "Stopped.")
            return
        self._summary()

    def _undone_first(self) -> bool:
        """Offer to undo, where nothing is due; whether that brings a card."""
        if self.review.is_practice or not self.review.may_undo:
            return False
        self.lines.say("u: undo what came last today. Enter: done.")
        try:
            line = self.lines.ask().strip()
        except Stopped:
            return False
        if line == "u":
            event = self.review.undo()
            self.lines.say(taken_back(event, shown=self.review.item is not None))
        return self.review.item is not None

    def _nothing(self) -> str:
        """Why nothing is asked."""
        if self.review.is_practice:
            return NOTHING_TO_PRACTISE
        later = self.review.summary().later
        waits = (
            f"{words.count(later, 'more card')} {'waits' if later == 1 else 'wait'} for the coming"
            " days."
        )
        return f"Nothing more of this today. {waits}" if later else "Nothing is due. Well done."

    def _one(self, item: QuestionView) -> None:
        self._head(item)
        self._shown_at = time.monotonic()
        feedback = self._scored(item) if item.scored else self._self_graded(item)
        if feedback is None:
            return
        if (item.scored or self.review.may_ask_again) and not self._go_on(feedback):
            return
        if self.review.item is item:
            self.review.advance()

    # -- asking ------------------------------------------------------------------------------------

    def _head(self, item: QuestionView) -> None:
        self.lines.say()
        flags = "".join(
            [" Asked again." if item.again else "", " Flagged." if item.flagged else ""]
        )
        self.lines.say(f"{item.number} of {item.total}. {one_line(item.deck_title)}.{flags}")
        if item.changed:
            self.lines.say("! The answer changed since you learned it.")
        for name, text in item.exhibit:
            self.lines.say(f"{one_line(name)}:")
            self.lines.prose(text)
        self.lines.prose(spoken(item.question.prompt))

    def _took(self) -> int | None:
        """Milliseconds since the card was shown; None for a pipe, whose speed means nothing."""
        return None if self.lines.is_piped else round((time.monotonic() - self._shown_at) * 1000)

    def _self_graded(self, item: QuestionView) -> Feedback | None:
        self.lines.say("Press enter to show.")
        while True:
            line = self.lines.ask().strip()
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
        why(item, self.lines, patient=self.patient)
        return self._graded(item)

    def _grades(self) -> dict[str, Rating]:
        if self.review.settings.two_buttons:
            return {"": Rating.GOOD, "1": Rating.AGAIN, "2": Rating.GOOD}
        return {
            "": Rating.GOOD,
            "1": Rating.AGAIN,
            "2": Rating.HARD,
            "3": Rating.GOOD,
            "4": Rating.EASY,
        }

    def _grade_words(self, item: QuestionView) -> str:
        undo = " u undo." if self.review.may_undo else ""
        if self.patient:
            return f"1 look again, 2 I knew it.{undo}"
        names = (
            {"1": "forgot", "2": "remembered"}
            if self.review.settings.two_buttons
            else {
                key: words.GRADES[rating].lower() for key, rating in self._grades().items() if key
            }
        )
        days = {
            key: "" if item.practice else f" ({words.interval(item.intervals[rating])})"
            for key, rating in self._grades().items()
            if key
        }
        parts = [f"{key} {names[key]}{after}" for key, after in days.items()]
        return f"Grade: {', '.join(parts)}.{undo}"

    def _graded(self, item: QuestionView) -> Feedback | None:
        self.lines.say(self._grade_words(item))
        grades = self._grades()
        while True:
            line = self.lines.ask().strip()
            if line in grades:
                feedback = self._tried(
                    lambda grade=grades[line]: self.review.grade(grade, self._took())
                )  # the default binds the grade
                if feedback is not None:
                    self._say_next(feedback)
                    return feedback
            elif line.isdecimal():
                self.lines.say(f"There is no grade {line}. " + self._grade_words(item))
            elif self._command(line):
                return None

    def _tried(self, commit: object) -> Feedback | None:
        """Commit an answer; after a failure it can be given again."""
        assert callable(commit)
        try:
            result = commit()
        except LearnmsError as error:
            self.lines.say(f"Not saved: {error} Give your answer again.")
            return None
        if isinstance(result, AskBack):
            self.lines.say(result.why)
            return None
        assert isinstance(result, Feedback)
        return result

    def _scored(self, item: QuestionView) -> Feedback | None:
        while True:
            try:
                answer = self.asker.ask(item.question)
            except GoTo:
                return None
            # The default binds the answer.
            feedback = self._tried(lambda given=answer: self.review.submit(given, self._took()))
            if feedback is not None:
                tell(feedback, self.lines, patient=self.patient)
                self._say_next(feedback)
                return feedback

    # -- after the answer --------------------------------------------------------------------------

    def _say_next(self, feedback: Feedback) -> None:
        if feedback.review:
            when = (
                "It is asked again today."
                if feedback.again
                else f"Next on {words.day(feedback.due, self.review.today)}."
            )
        else:
            when = "It is asked once more." if feedback.again else "No due day moves."
        self.lines.say(when if self.patient else f"{words.GRADES[feedback.rating]}. {when}")
        if feedback.slipping:
            self.lines.say(card_words.slipping(feedback.slipping, patient=self.patient))

    def _go_on(self, feedback: Feedback) -> bool:
        """Wait until the learner has read; whether the next card comes then."""
        override = "" if self.patient or feedback.item.practice else ", o to override the grade"
        again = (
            ", a to let it count, so that it is asked again today"
            if self.review.may_ask_again
            else ""
        )
        self.lines.say(f"Press enter to go on{again}{override}.")
        while True:
            line = self.lines.ask().strip()
            if not line:
                return True
            if line == "a" and self.review.may_ask_again:
                self._let_count()
            elif line.startswith("o") and not self.patient and feedback.item.practice:
                self.lines.say("This was practice: there is no grade to override.")
            elif line.startswith("o") and not self.patient:
                self._override(line[1:].strip(), feedback.item)
            elif self._command(line):
                return False

    def _let_count(self) -> None:
        try:
            self.review.ask_again_today()
        except LearnmsError as error:
            self.lines.say(f"Not saved: {error}")
        else:
            self.lines.say("It counts, and is asked again today as in a review.")

    def _override(self, grade: str, item: QuestionView) -> None:
        grades = self._grades()
        if not grade:
            self.lines.say(self._grade_words(item))
            grade = self.lines.ask().strip()
        if grade in grades and grade:
            feedback = self._tried(lambda: self.review.override(grades[grade]))
            if feedback is not None:
                self._say_next(feedback)
        else:
            self.lines.say("The grade stays as it is.")

    # -- commands ----------------------------------------------------------------------------------

    def _command(self, line: str) -> bool:
        """Do a command; whether another card is current now."""
        before = self.review.item
        try:
            self._do(line)
        except LearnmsError as error:
            self.lines.say(f"Not done: {error}")
        flagged_only = (
            self.review.item is not None
            and before is not None
            and self.review.item == replace(before, flagged=self.review.item.flagged)
        )
        return self.review.item is not before and not flagged_only

    def _do(self, line: str) -> None:
        commands: dict[str, Callable[[], None]] = {
            "q": self._stop,
            "?": lambda: self.lines.say(PATIENT_HELP if self.patient else HELP),
            "u": self._undo,
            "-": lambda: self._set_aside("bury"),
            "@": lambda: self._set_aside("suspend"),
            "*": lambda: self.lines.say("Flagged." if self.review.flag() else "The flag is gone."),
            "h": self._hint,
            "w": self._glossary,
            "i": self._info,
            **({} if self.patient else {"e": self._place}),
            "]": lambda: self.pages.turn(self.review.item, 1),
            "[": lambda: self.pages.turn(self.review.item, -1),
        }
        if line.startswith("="):
            calculate(self.lines, line[1:])
            return
        command = commands.get(line)
        if command is None:
            self.lines.say(f"{quoted(line)} is not a key here. ? shows the keys.")
        else:
            command()

    def _stop(self) -> None:
        raise Stopped

    def _undo(self) -> None:
        self.lines.say(taken_back(self.review.undo()))

    def _set_aside(self, kind: str) -> None:
        if self.review.feedback is not None:
            self.lines.say("It is answered already; u takes the answer back.")
        elif kind == "bury":
            self.review.bury()
            self.lines.say(
                "Left out of this practice."
                if self.review.is_practice
                else "Put off until tomorrow."
            )
        else:
            self.review.suspend()
            self.lines.say("Left out of review until you take it back.")

    def _hint(self) -> None:
        hint = self.review.hint()
        self.lines.say(f"Hint: {one_line(hint)}" if hint else "This card has no hint.")

    def _place(self) -> None:
        if self.review.item is not None:
            self.lines.say(
                f"The card is written in {self.review.item.path}, line {self.review.item.line}."
            )

    def _glossary(self) -> None:
        item = self.review.item
        for term, meaning in item.glossary if item else ():
            self.lines.say(f"{one_line(term)}: {one_line(meaning)}")
        if item and not item.glossary:
            self.lines.say("This deck has no glossary.")

    def _info(self) -> None:
        info = self.review.info()
        if info is None:
            return
        due = f", next: {card_words.comes(info.due, self.review.today)}" if info.due else ""
        stage = card_words.stage_word(info.stage, patient=self.patient)
        status = "" if info.status == "active" else f", {info.status}"
        often = (
            ""
            if self.patient
            else f", {words.count(info.reps, 'review')}, {words.count(info.lapses, 'lapse')}"
        )
        self.lines.say(f"Card {info.part}: {stage}{status}{due}{often}.")
        for source in self.review.item.citations if self.patient and self.review.item else ():
            self.lines.say(f"It rests on: {citation(source, spoken=True)}.")
        if info.stability is not None and not self.patient:
            recall = f", recall now {info.recall:.0%}" if info.recall is not None else ""
            self.lines.say(
                f"Stability {info.stability:.1f} days, difficulty {info.difficulty:.1f} of"
                f" 10{recall}."
            )
        if info.flagged:
            self.lines.say("Flagged.")
        if info.note:
            self.lines.say(f"Your note: {info.note}")
        for confused in info.confused[:3]:
            self.lines.say(f"Taken for it: {card_words.confusion(confused, patient=self.patient)}.")

    def _summary(self) -> None:
        end = self.review.summary()
        self.lines.say()
        for_today = "" if end.practice or end.more else " for today"
        if self.patient:
            self.lines.say(f"That is all{for_today}.")
        else:
            self.lines.say(
                f"Done. {words.count(end.settled, 'card')} in {words.count(end.minutes, 'minute')},"
                f" {end.first_time} right at once."
            )
        if end.practice:
            self.lines.say("This was practice: every card comes when it would have come.")
        if end.more:
            self.lines.say(
                f"{words.count(end.more, 'more card')} {'waits' if end.more == 1 else 'wait'}"
                " today, whenever you like."
            )
        if end.later:
            self.lines.say(
                f"{words.count(end.later, 'more card')} {'waits' if end.later == 1 else 'wait'} for"
                " the coming days."
            )
        self.lines.say(
            f"Tomorrow: {words.count(end.due_tomorrow, 'card')} due."
            if end.due_tomorrow
            else "Nothing is due tomorrow."
        )
