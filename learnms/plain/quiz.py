"""A quiz as lines: questions with their feedback, or in an exam all results at the end."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from learnms.engine import wording as words
from learnms.engine.question.views import Feedback, QuestionView
from learnms.engine.quiz.ending import COUNT, LEFT, NO, UNANSWERED, YES, unanswered
from learnms.engine.quiz.results import results
from learnms.errors import LearnmsError
from learnms.kinds.number_input import AskBack
from learnms.kinds.score import Answer
from learnms.plain.kit.console import Console, Stopped, one_line, quoted, spoken
from learnms.plain.kit.feedback import tell, why
from learnms.plain.kit.prompts import Asker, GoTo, is_numbers
from learnms.plain.kit.tools import Pages, calculate
from learnms.plain.quiz_results import run as show_result
from learnms.plain.quiz_results import tell_score
from learnms.study.event import Rating

if TYPE_CHECKING:
    from collections.abc import Callable

    from learnms.engine.quiz.quiz import Quiz
    from learnms.study.rating import Confidence

HELP = """Answer by number, or type; enter goes on.
h: hint (not in an exam)   w: glossary   *: flag this question   e: where it is written
, and .: the question before and after (in an exam)   l: all questions   g 3: go to question 3
p: pause   z: time left   x: the story and the papers again   ] and [: their next page,\
 the page before
=: calculator, or = and a sum   ?: these keys   q: stop; the quiz goes on from here the next time
While an answer is typed, a command begins with a colon, such as :h or :=; ? and q need none."""
PATIENT_HELP = """Answer by number, or type; enter goes on.
h: hint   w: what the words mean   *: flag this question   ?: these keys   q: stop;\
 the quiz goes on from here the next time
While an answer is typed, a command begins with a colon, such as :h; ? and q need none."""

COUNTS = f"{COUNT} y: {YES} Enter: {NO}"
ONLY_EXAM = "Only an exam goes back and forward."
SURE: dict[str, Confidence] = {"1": "guess", "2": "fairly", "3": "certain"}


class PlainQuiz:
    """Drives a quiz over lines until it ends or the learner stops."""

    def __init__(self, quiz: Quiz, lines: Console) -> None:
        self.quiz = quiz
        self.lines = lines
        self.patient = quiz.settings.is_patient
        self.asker = Asker(lines, self._command)
        self.pages = Pages(lines)
        self._shown_at = 0.0
        self._warned: set[int] = set()
        self._shown: dict[str, str] = {}
        self._commands: dict[str, Callable[[], None]] = {
            "q": self._stop,
            "?": lambda: self.lines.say(PATIENT_HELP if self.patient else HELP),
            "h": self._hint,
            "w": self._glossary,
            "*": self._flag,
            "e": self._place,
            "p": self._pause,
            "t": self._clock,
            "z": self._clock,
            ",": self._previous,
            ".": self._following,
            "l": self._list,
            "]": lambda: self.pages.turn(quiz.item, 1),
            "[": lambda: self.pages.turn(quiz.item, -1),
            "x": self._papers,
            "u": lambda: self.lines.say(words.QUIZ_KEEPS),
        }
        if self.patient:
            del self._commands["e"]

    def run(self) -> None:
        """Ask until the end; a stop leaves the quiz open, to go on later."""
        quiz, say = self.quiz, self.lines.say
        left, total = quiz.left, quiz.total
        questions = (
            words.count(left, "question")
            if left >= total
            else f"{left} of {words.count(total, 'question')} left"
        )
        questions = "Submitted" if quiz.is_submitted else questions
        clock = f", {words.count(quiz.spec.minutes, 'minute')}" if quiz.spec.minutes else ""
        say(f"{'Exam' if quiz.is_exam else 'Quiz'}. {questions}{clock}. ? for help, q to stop.")
        try:
            while not quiz.ended:
                if quiz.item is not None:
                    self._one(quiz.item)
                elif not (quiz.is_exam and not self._is_over and self._goes_back()):
                    self._end()
        except Stopped:
            say(
                f"Stopped. {words.count(quiz.left, 'question')} left; `learnms quiz --plain` goes"
                " on from here."
            )

    def _one(self, item: QuestionView) -> None:
        self._time()
        if self._is_over:
            return
        self._head(item)
        self._shown_at = time.monotonic()
        feedback = self._answered(item) if item.scored else self._taught_back(item)
        if feedback is None:
            return
        if not self.quiz.is_exam:
            self._result(feedback)
            if not self._go_on(feedback):
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
        again = " Asked again." if item.again else ""
        self.lines.say(
            f"{item.number} of {item.total}. {one_line(item.deck_title)}.{place}{step}{again}"
        )
        shown = self._shown if item.case else {}
        for name, text in item.exhibit:
            if shown.get(name) != text:
                self.lines.say(f"{one_line(name)}:")
                self.lines.prose(_addition(shown.get(name, ""), text))
        self._shown = dict(item.exhibit)
        self.lines.prose(spoken(item.question.prompt))

    def _took(self) -> int | None:
        """Milliseconds since the question was shown; None for a pipe, whose speed means nothing."""
        return None if self.lines.is_piped else round((time.monotonic() - self._shown_at) * 1000)

    def _answered(self, item: QuestionView) -> Feedback | None:
        if self.quiz.recalls_first(item):
            self.lines.say("Recall the answer, then press enter for the options.")
            if not self._entered():
                return None
        while True:
            try:
                answer = self.asker.ask(item.question)
            except GoTo:
                return None
            asks = self.quiz.spec.confidence and answer.kept() != Answer.empty(item.question)
            feedback = self._tried(answer, self._confidence() if asks else None)
            if feedback is not None:
                return feedback

    def _confidence(self) -> Confidence | None:
        self.lines.say("How sure are you? 1 a guess, 2 fairly sure, 3 certain. Enter: not said.")
        while (line := self.lines.ask().strip()) not in ("", *SURE):
            if line == "q":
                raise Stopped
            self.lines.say("Type 1, 2 or 3, or press enter.")
        return SURE.get(line)

    def _entered(self) -> bool:
        """Wait for enter; False where a command has brought another question."""
        while line := self.lines.ask().strip():
            if self._command(line):
                return False
        return True

    def _tried(self, answer: Answer, confidence: Confidence | None) -> Feedback | None:
        try:
            feedback = self.quiz.submit(answer, self._took(), confidence)
        except LearnmsError as error:
            self.lines.say(f"Not saved: {error} Give your answer again.")
            return None
        if isinstance(feedback, AskBack):
            self.lines.say(feedback.why)
            return None
        return feedback

    def _taught_back(self, item: QuestionView) -> Feedback | None:
        """The learner explains, ticks the points made, and says whether to look again."""
        self.lines.say(
            "Explain it in your own words, in as many lines as you like. An empty line ends."
        )
        while (line := self.lines.ask().strip()) != "":
            if (line.startswith(":") or line.casefold() in ("q", "?")) and self._command(
                line.casefold().removeprefix(":")
            ):
                return None
        response = item.question.response
        points = getattr(response, "points", ())
        self.lines.say("A good answer makes these points:")
        for number, point in enumerate(points, 1):
            self.lines.say(f"{number}. {one_line(point)}")
        self.lines.say("Type the numbers of those you made.")
        while (line := self.lines.ask().strip()) and not is_numbers(line):
            if self._command(line):
                return None
        why(item, self.lines, patient=self.patient)
        self.lines.say("1 look again, 2 I knew it.")
        while (grade := self.lines.ask().strip()) not in ("1", "2", ""):
            if grade == "q":
                raise Stopped
            self.lines.say("Type 1 or 2.")
        return self.quiz.grade(Rating.AGAIN if grade == "1" else Rating.GOOD, self._took())

    # -- after an answer ---------------------------------------------------------------------------

    def _result(self, feedback: Feedback) -> None:
        if feedback.score is not None:
            tell(feedback, self.lines, patient=self.patient)
        if feedback.at_end:
            self.lines.say("It is asked again at the end.")

    def _go_on(self, feedback: Feedback) -> bool:
        """Wait until the learner has read; whether the quiz goes on to the next question."""
        again = (
            ", a to let it count and be asked this again today" if self.quiz.may_ask_again else ""
        )
        self.lines.say(f"Press enter to go on{again}.")
        while True:
            line = self.lines.ask().strip()
            if not line:
                return True
            if line == "a" and self.quiz.may_ask_again:
                self._let_count()
            elif self._command(line):
                return False

    def _let_count(self) -> None:
        try:
            self.quiz.ask_again_today()
        except LearnmsError as error:
            self.lines.say(f"Not saved: {error}")
        else:
            self.lines.say("It counts, and is asked again at the end.")

    def _goes_back(self) -> bool:
        """Say what is not answered, and do a command; whether there was one, so that the exam is
        not submitted yet.
        """
        left = f" {UNANSWERED}" if self.quiz.unanswered else ""
        self.lines.say(
            f"{unanswered(self.quiz)}{left} Submit? Enter: submit. g and a number: go to that"
            " question."
        )
        line = self.lines.ask().strip()
        if not line:
            return False
        self._command(line)
        return line.partition(" ")[0] in ("g", *self._commands)

    @property
    def _is_over(self) -> bool:
        return self.quiz.is_submitted or 0 in self._warned

    def _time(self) -> None:
        left = self.quiz.remaining()
        if left is None:
            return
        minutes = left.total_seconds() / 60
        for mark in (5, 1):
            if (
                mark < (self.quiz.spec.minutes or 0)
                and 0 < minutes <= mark
                and mark not in self._warned
            ):
                self._warned.add(mark)
                self.lines.say(f"! {words.count(mark, 'minute')} left.")
        if minutes <= 0 and 0 not in self._warned:
            self._warned.add(0)
            self.lines.say("! The time is over. The rest counts as not answered.")
            self.quiz.go(self.quiz.total)

    # -- the end -----------------------------------------------------------------------------------

    def _end(self) -> None:
        counts = False
        if self.quiz.is_exam:
            self.quiz.submit_exam()
            self.lines.say()
            if not self.patient:
                tell_score(results(self.quiz), self.lines)
            self.lines.say(COUNTS)
            try:
                line = self.lines.ask().strip()
            except Stopped:
                line = ""
            if line == "q":
                self.quiz.end()
                self.lines.say(LEFT)
                return
            counts = line.casefold() in ("y", "yes", "1")  # 1 is the key of the page
        self.quiz.end(counts=counts)
        show_result(self.quiz, results(self.quiz), self.lines, offers_misses=not self.quiz.is_exam)

    # -- commands ----------------------------------------------------------------------------------

    def _command(self, line: str) -> bool:
        """Do a command; whether another question is current now."""
        before = self.quiz.index
        name, _, number = line.partition(" ")
        if name == "g":
            self._go(number.strip())
        elif line.startswith("="):
            calculate(self.lines, line[1:])
        elif line in self._commands:
            self._commands[line]()
        else:
            self.lines.say(f"{quoted(line)} is not a key here. ? shows the keys.")
        return self.quiz.index != before

    def _stop(self) -> None:
        raise Stopped

    def _hint(self) -> None:
        hint = self.quiz.hint()
        self.lines.say(f"Hint: {one_line(hint)}" if hint else "There is no hint here.")

    def _glossary(self) -> None:
        item = self.quiz.item
        for term, meaning in item.glossary if item else ():
            self.lines.say(f"{one_line(term)}: {one_line(meaning)}")
        if item and not item.glossary:
            self.lines.say("This deck has no glossary.")

    def _flag(self) -> None:
        self.lines.say("Flagged." if self.quiz.flag() else "The flag is gone.")

    def _papers(self) -> None:
        item = self.quiz.item
        for name, text in item.exhibit if item else ():
            self.lines.say(f"{one_line(name)}:")
            self.lines.prose(text)
        if item and not item.exhibit:
            self.lines.say("There are no papers here.")

    def _place(self) -> None:
        if self.quiz.item is not None:
            self.lines.say(
                f"The question is written in {self.quiz.item.path}, line {self.quiz.item.line}."
            )

    def _pause(self) -> None:
        self.quiz.pause()
        self.lines.say("Paused. Press enter to go on.")
        self.lines.ask()
        self.quiz.resume()

    def _clock(self) -> None:
        left = self.quiz.remaining()
        self.lines.say(
            "There is no clock."
            if left is None
            else f"{max(0, round(left.total_seconds() / 60))} minutes left."
        )

    def _previous(self) -> None:
        before = self.quiz.before if self.quiz.is_exam else None
        if before is None:
            self.lines.say(
                "There is no question to go back to." if self.quiz.is_exam else ONLY_EXAM
            )
        else:
            self.quiz.go(before)

    def _following(self) -> None:
        if self.quiz.is_exam:
            self.quiz.go(self.quiz.after)
        else:
            self.lines.say(ONLY_EXAM)

    def _list(self) -> None:
        """Every question with what is known of it; `g` goes to one."""
        if not self.quiz.is_exam:
            self.lines.say(ONLY_EXAM)
            return
        for index in range(self.quiz.total):
            marks = [
                "answered" if index in self.quiz.given else "open",
                *(["flagged"] if index in self.quiz.flags else []),
            ]
            page = self.quiz.page(index)
            prompt = f" {one_line(page.question.prompt)[:60]}" if page is not None else ""
            self.lines.say(f"{index + 1}. {', '.join(marks)}.{prompt}")
        self.lines.say("g and a number goes there.")

    def _go(self, number: str) -> None:
        if number.isdecimal() and self.quiz.is_exam and self.quiz.may_go(int(number) - 1):
            self.quiz.go(int(number) - 1)
        else:
            self.lines.say("You can't go to that question now.")


def _addition(before: str, now: str) -> str:
    """What was added to a text that was told already; all of it where it changed."""
    return now[len(before) :].strip() if before and now.startswith(before) else now
