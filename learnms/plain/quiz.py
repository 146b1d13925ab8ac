"""A quiz as lines: questions with their feedback, or in an exam all results at the end."""

from __future__ import annotations

import math
from contextlib import suppress
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

from learnms.engine import wording as words
from learnms.engine.question.views import Feedback, QuestionView
from learnms.engine.quiz import wording as quiz_words
from learnms.engine.quiz.ending import UNANSWERED, unanswered
from learnms.engine.voice import PATIENT
from learnms.kinds.number_input import AskBack
from learnms.kinds.score import Answer, score
from learnms.plain.kit.commands import LOOK_UP, say_commands
from learnms.plain.kit.console import Console, Stopped, one_line, spoken, stopped
from learnms.plain.kit.feedback import tell, why
from learnms.plain.kit.form import place
from learnms.plain.kit.prompts import GoTo, is_numbers
from learnms.plain.kit.questions import Questions
from learnms.plain.quiz_results import run as show_result
from learnms.study.event import Rating

if TYPE_CHECKING:
    from learnms.engine.quiz.quiz import Quiz
    from learnms.plain.kit.commands import Commands
    from learnms.settings import Settings

COMMANDS: Commands = (
    ("enter", "go on"),
    ("numbers", "choose options, such as 1 3"),
    ("h", "show the hint (not in an exam)"),
    ("w", "show the glossary"),
    ("* (asterisk)", "flag or unflag the question"),
    ("e", "file of the card"),
    ("list or l", "in an exam: list all questions"),
    ("back 3 or g 3", "in an exam: go to question 3"),
    ("back or , (comma)", "in an exam: previous question"),
    (". (period)", "in an exam: next question"),
    ("p", "pause the clock"),
    ("z", "time left"),
    ("x", "show the case again"),
    ("] and [ (brackets)", "next and previous tab of the case"),
    *LOOK_UP,
    ("q", "stop; the quiz can be resumed"),
)
PATIENT_COMMANDS: Commands = (
    ("enter", "go on"),
    ("numbers", "choose options, such as 1 3"),
    ("h", "show the hint"),
    ("w", "show the glossary"),
    ("* (asterisk)", "mark the question, or remove the mark"),
    ("x", "show the case again"),
    ("] and [ (brackets)", "next and previous tab of the case"),
    *LOOK_UP,
    ("q", "stop; the quiz can be resumed"),
)
_SURE_COMMANDS: Commands = (
    ("1", "guess"),
    ("2", "fairly sure"),
    ("3", "certain: if you are wrong, the question comes once more"),
    ("enter", "skip the rating"),
    ("back or , (comma)", "change your answer"),
    ("q", "stop; the quiz can be resumed"),
)
TYPING = "While you type an answer, put a colon before a command, such as :w. ? and q need none."

GO = "g", "back"
"""What stands before the number of a question to go to."""
OVER = "Time is up. Finish this question."
_CHANGES = "back", ","
"""What goes back from the confidence to the answer."""
_NO_TIME = timedelta(0)
_IN_SECONDS = 120
"""Seconds below which the time left is said in seconds."""


def commands(settings: Settings) -> Commands:
    """The commands of a quiz for a learner of this role."""
    return PATIENT_COMMANDS if settings.is_patient else COMMANDS


class PlainQuiz(Questions):
    """Drives a quiz over lines until it ends or the learner stops."""

    def __init__(self, quiz: Quiz, lines: Console) -> None:
        super().__init__(quiz, lines, commands(quiz.settings), TYPING)
        self.quiz = quiz
        self._warned: set[int] = set()
        self._told: dict[str, str] = {}
        self._has_gone = False
        self._commands |= {
            "p": self._pause,
            "t": self._clock,
            "z": self._clock,
            **dict.fromkeys((",", "back"), self._previous),
            ".": self._following,
            **dict.fromkeys(("l", "list"), self._list),
            "x": self._papers,
            "u": lambda: self.lines.say(quiz_words.FINAL),
        }

    def run(self) -> None:
        """Ask until the end; a stop leaves the quiz open, to go on later."""
        quiz, say = self.quiz, self.lines.say
        left, total = quiz.left, quiz.total
        questions = (
            words.count(left, "question")
            if left >= total
            else "Every question is answered"
            if not left
            else f"{left} of {words.count(total, 'question')} left"
        )
        questions = "Submitted" if quiz.is_submitted else questions
        limit = quiz.remaining()
        clock = f", {_duration(limit)}" if limit is not None and limit > _NO_TIME else ""
        self._warned |= self._marks
        say(f"{'Exam' if quiz.is_exam else 'Quiz'}. {questions}{clock}. ? for help, q to stop.")
        try:
            while not quiz.ended:
                if quiz.item is not None:
                    self._one(quiz.item)
                    continue
                self._time()
                if not (quiz.is_exam and not self._is_over and self._goes_back()):
                    self._end()
        except Stopped:
            if self._is_repeat():
                with suppress(Stopped):
                    self._end()
                return
            resumes = " You can resume the quiz later." if quiz.given else ""
            say(f"{stopped(quiz.left, 'question')}{resumes}")

    def _is_repeat(self) -> bool:
        """Whether every question has an answer, and the open one is asked again."""
        item = self.quiz.item
        return item is not None and item.again and not self.quiz.unanswered

    def _one(self, item: QuestionView) -> None:
        self._time()
        if self._is_over:
            return
        self._head(item)
        feedback = self._answered(item) if item.scored else self._taught_back(item)
        if feedback is None:
            return
        if not self.quiz.is_exam:
            self._result(feedback)
            if not self._go_on():
                return
        self.quiz.advance()

    def _head(self, item: QuestionView) -> None:
        self.lines.say()
        place = (
            f" Case: {one_line(item.case)}, part {item.case_place[0]} of {item.case_place[1]}."
            if item.case and item.case_place
            else ""
        )
        step = f" {words.step(item.step)}." if item.step else ""
        rules = f" {item.rules}." if item.rules else ""
        again = " Asked again." if item.again else ""
        self.lines.say(
            f"{item.number} of {item.total}. {one_line(item.deck_title)}."
            f"{rules}{place}{step}{again}"
        )
        self._say_question(item, self._told if item.case else {})
        self._told = dict(item.exhibit)

    def _answered(self, item: QuestionView) -> Feedback | None:
        if self.quiz.recalls_first(item):
            self.lines.prompt("Recall the answer, then press enter for the options.")
            if not self._entered():
                return None
        while True:
            try:
                answer = self.asker.ask(item.question)
            except GoTo:
                return None
            sure = ""
            if self.quiz.spec.confidence and answer.kept() != Answer.empty(item.question):
                scored = score(item.question, answer.kept())
                if isinstance(scored, AskBack):
                    self.lines.say(scored.why)
                    continue
                sure = self._confidence()
            if sure in _CHANGES:
                continue
            confidence = quiz_words.SURE.get(sure)
            feedback = self._tried(partial(self.quiz.submit, answer, self._took(), confidence))
            if feedback is not None:
                return feedback

    def _confidence(self) -> str:
        """What is typed of the confidence; '' for none."""
        self.lines.prompt(f"{quiz_words.HOW_SURE} Enter: skip.")
        while (line := self.lines.choose()) not in ("", *quiz_words.SURE, *_CHANGES):
            if line == "q":
                raise Stopped
            if line == "?":
                say_commands(self.lines, _SURE_COMMANDS)
                self.lines.prompt()
            else:
                self.lines.say("Type 1, 2 or 3, or press enter to skip.")
        return line

    def _entered(self) -> bool:
        """Wait for enter; False where a command has brought another question."""
        while line := self.lines.choose():
            if self._command(line):
                return False
        return True

    def _taught_back(self, item: QuestionView) -> Feedback | None:
        """The learner explains, ticks the points made, and says whether to look again."""
        self.lines.prompt("Explain it in your own words. An empty line ends your answer.")
        while (line := self.lines.ask().strip()) != "":
            if (line.startswith(":") or line.casefold() in ("q", "?")) and self._command(
                line.casefold().removeprefix(":")
            ):
                return None
        response = item.question.response
        points = getattr(response, "points", ())
        self.lines.say("Key points:")
        for number, point in enumerate(points, 1):
            self.lines.say(f"{number}. {one_line(point)}")
        self.lines.prompt("Type the numbers of the points you made.")
        while (line := self.lines.choose()) and not is_numbers(line):
            if self._command(line):
                return None
        why(item, self.lines, self.voice)
        again, knew = (PATIENT.grades[rating] for rating in (Rating.AGAIN, Rating.GOOD))
        self.lines.prompt(f"1 {again}, 2 {knew}. Enter: {knew}.")
        while (grade := self.lines.choose()) not in ("1", "2", ""):
            if grade == "q":
                raise Stopped
            self.lines.say("Type 1 or 2, or q to stop.")
        return self.quiz.grade(Rating.AGAIN if grade == "1" else Rating.GOOD, self._took())

    # -- after an answer ---------------------------------------------------------------------------

    def _result(self, feedback: Feedback) -> None:
        if feedback.score is not None:
            tell(feedback, self.lines, self.voice)
        if feedback.at_end:
            self.lines.say("You'll see it again at the end.")

    def _go_on(self) -> bool:
        """Wait until the learner has read; whether the quiz goes on to the next question."""
        return self._wait(f"Press enter to go on.{self._again}", lambda _: False, quiz_words.COUNTS)

    def _goes_back(self) -> bool:
        """Say what is not answered, and do a command; False for an empty line, which alone submits
        the exam.
        """
        open_questions = self.quiz.unanswered
        left = f" {UNANSWERED}" if open_questions else ""
        first = open_questions[0] + 1 if open_questions else 1
        line = self.lines.ask(
            f"Submit? {unanswered(self.quiz)}{left} Enter: submit. back {first}: question {first}."
            " list: all questions."
        ).strip()
        if line:
            self._command(f"{GO[0]} {line}" if line.isdecimal() else line.removeprefix(":"))
        return bool(line)

    @property
    def _is_over(self) -> bool:
        return self.quiz.is_submitted or 0 in self._warned

    @property
    def _marks(self) -> set[int]:
        """The minutes before the end at which the time left is said, as far as they have come."""
        left, limit = self.quiz.remaining(), self.quiz.spec.minutes or 0
        return {
            mark
            for mark in (5, 1)
            if left is not None and mark < limit and left <= timedelta(minutes=mark)
        }

    def _time(self) -> None:
        left = self.quiz.remaining()
        if left is None:
            return
        if left > _NO_TIME and self._marks - self._warned:
            self._warned |= self._marks
            self.lines.say(f"{_duration(left)} left.")
        if left <= _NO_TIME and 0 not in self._warned:
            self._warned.add(0)
            self.lines.say("Time is up. No more questions.")
            self.quiz.go(self.quiz.total)

    # -- the end -----------------------------------------------------------------------------------

    def _end(self) -> None:
        if self.quiz.is_exam:
            self.quiz.submit_exam()
        else:
            self.quiz.end()
        show_result(self.quiz, self.lines)

    # -- commands ----------------------------------------------------------------------------------

    def _command(self, line: str) -> bool:
        """Do a command; whether a question is to be asked now: another one, or this one anew."""
        self._has_gone = False
        return super()._command(line) or self._has_gone

    def _go_to(self, index: int) -> None:
        self.quiz.go(index)
        self._has_gone = True

    def _do(self, line: str) -> None:
        name, _, number = line.removeprefix(":").casefold().partition(" ")
        if name in GO and number:
            self._go(number.strip())
        else:
            super()._do(line)

    def _papers(self) -> None:
        item = self.quiz.item
        for name, text in item.exhibit if item else ():
            self.lines.say(f"{one_line(name)}:")
            self.lines.prose(text)
        if item and not item.exhibit:
            self.lines.say("This question belongs to no case.")

    def _pause(self) -> None:
        self.quiz.pause()
        try:
            line = self.lines.choose("Paused. Press enter to resume.")
        finally:
            self.quiz.resume()
        if line == "q":
            raise Stopped
        self.lines.say("Resumed.")
        self.lines.prompt()

    def _clock(self) -> None:
        left = self.quiz.remaining()
        if left is None:
            self.lines.say("This quiz has no time limit.")
        else:
            self.lines.say(f"{_duration(left)} left." if left > _NO_TIME else OVER)

    def _previous(self) -> None:
        before = self.quiz.before if self.quiz.is_exam else None
        if before is None:
            self.lines.say(quiz_words.NO_EARLIER if self.quiz.is_exam else quiz_words.ONLY_EXAM)
        else:
            self._go_to(before)

    def _following(self) -> None:
        if self.quiz.is_exam:
            self._go_to(self.quiz.after)
        else:
            self.lines.say(quiz_words.ONLY_EXAM)

    def _list(self) -> None:
        """Every question with what is known of it."""
        if not self.quiz.is_exam:
            self.lines.say(quiz_words.ONLY_EXAM)
            return
        for index in range(self.quiz.total):
            page = self.quiz.page(index)
            asked = one_line(spoken(page.question.prompt)) if page is not None else ""
            marks = ", ".join(quiz_words.marks(self.quiz, index))
            prompt = words.shortened(asked, 60)
            self.lines.say(f"{index + 1}. {words.capitalized(marks)}. {prompt}".rstrip())
        self.lines.say("To go to a question, type back and its number, such as back 1.")

    def _go(self, number: str) -> None:
        index = place(number, self.quiz.total)
        if not self.quiz.is_exam:
            self.lines.say(quiz_words.ONLY_EXAM)
        elif index is None:
            self.lines.say(f"Questions are numbered 1 to {self.quiz.total}.")
        elif self.quiz.may_go(index):
            self._go_to(index)
        else:
            self.lines.say(quiz_words.FIXED)


def _duration(left: timedelta) -> str:
    """`5 minutes`; near the end, where each second counts, `48 seconds`."""
    seconds = math.ceil(left.total_seconds())
    if seconds < _IN_SECONDS and seconds % 60:
        return words.count(seconds, "second")
    return words.count(round(seconds / 60), "minute")
