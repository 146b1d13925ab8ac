"""A quiz as lines: one question after another, its result, or in an exam all results at the end."""

from __future__ import annotations

import time
from dataclasses import replace
from typing import TYPE_CHECKING

from learnms.engine import words
from learnms.engine.results import Results, Tally, results
from learnms.engine.views import Feedback, Item
from learnms.errors import LearnmsError
from learnms.kinds.numeral import AskBack
from learnms.kinds.score import Answer
from learnms.plain.asking import Asker, Moved
from learnms.plain.lines import Lines, Stopped, one_line
from learnms.plain.telling import tell, why
from learnms.study.event import Rating

if TYPE_CHECKING:
    from learnms.engine.quiz import Quiz
    from learnms.study.rating import Confidence

HELP = """Answer by number, or type; enter goes on.
h: hint (not in an exam)   w: glossary   *: flag this question   e: where it is written
g 3: go to question 3 (in an exam, but not back within a case)   p: pause   t: time left
x: the story and the papers again   ?: these keys   q: stop; the quiz goes on from here the next time
While an answer is typed, a command begins with a colon: :h, :q."""

SURE: dict[str, Confidence] = {"1": "guess", "2": "fairly", "3": "certain"}


class PlainQuiz:
    """Drives a quiz over lines until it ends or the learner stops."""

    def __init__(self, quiz: Quiz, lines: Lines) -> None:
        self.quiz = quiz
        self.lines = lines
        self.patient = quiz.settings.is_patient
        self.asker = Asker(lines, self._command)
        self._shown_at = 0.0
        self._warned: set[int] = set()
        self._told: dict[str, str] = {}

    def run(self) -> None:
        """Ask until the end; a stop leaves the quiz open, to go on later."""
        quiz, say = self.quiz, self.lines.say
        left = len(quiz.unanswered)
        clock = f", {words.count(quiz.spec.minutes, 'minute')}" if quiz.spec.minutes else ""
        say(f"{'Exam' if quiz.is_exam else 'Quiz'}. {words.count(left, 'question')}{clock}. ? for help, q to stop.")
        try:
            while quiz.item is not None:
                self._one(quiz.item)
                if quiz.item is None and quiz.unanswered and quiz.is_exam:
                    self._left_open()
            self._end()
        except Stopped:
            say(f"Stopped. {words.count(len(quiz.unanswered), 'question')} left; `learnms quiz --plain` goes on from here.")

    def _one(self, item: Item) -> None:
        self._time()
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

    def _head(self, item: Item) -> None:
        self.lines.say()
        place = f" Case: {one_line(item.case)}, part {item.case_place[0]} of {item.case_place[1]}." if item.case and item.case_place else ""
        step = f" {words.step(item.step)}." if item.step else ""
        self.lines.say(f"{item.number} of {item.total}. {one_line(item.deck_title)}.{place}{step}")
        told = self._told if item.case else {}
        for name, text in item.exhibit:
            if told.get(name) != text:
                self.lines.say(f"{one_line(name)}:")
                self.lines.prose(_addition(told.get(name, ""), text))
        self._told = dict(item.exhibit)
        self.lines.prose(item.question.prompt)

    def _took(self) -> int:
        return round((time.monotonic() - self._shown_at) * 1000)

    def _answered(self, item: Item) -> Feedback | None:
        if self.quiz.spec.recall_first:
            self.lines.say("Say the answer to yourself first; press enter for the options.")
            self.lines.ask()
        while True:
            try:
                answer = self.asker.ask(item.question)
            except Moved:
                return None
            feedback = self._tried(answer, self._confidence() if self.quiz.spec.confidence else None)
            if feedback is not None:
                return feedback

    def _confidence(self) -> Confidence | None:
        self.lines.say("How sure are you? 1 a guess, 2 fairly sure, 3 certain. Enter: not said.")
        return SURE.get(self.lines.ask().strip())

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

    def _taught_back(self, item: Item) -> Feedback | None:
        """The learner explains, ticks the points made, and says whether to look again."""
        self.lines.say("Explain it in your own words, in as many lines as you like. An empty line ends.")
        while (line := self.lines.ask().strip()) != "":
            if line.startswith(":") and self._command(line[1:]):
                return None
        response = item.question.response
        points = getattr(response, "points", ())
        self.lines.say("A good answer makes these points:")
        for number, point in enumerate(points, 1):
            self.lines.say(f"{number}. {one_line(point)}")
        self.lines.say("Type the numbers of those you made.")
        self.lines.ask()
        why(item, self.lines)
        self.lines.say("1 look again, 2 I knew it.")
        while (grade := self.lines.ask().strip()) not in ("1", "2", ""):
            self.lines.say("Type 1 or 2.")
        return self.quiz.grade(Rating.AGAIN if grade == "1" else Rating.GOOD, self._took())

    # -- after an answer -----------------------------------------------------------------------------------------------

    def _result(self, feedback: Feedback) -> None:
        if feedback.score is not None:
            tell(feedback, self.lines, patient=self.patient)

    def _go_on(self, feedback: Feedback) -> bool:
        """Wait until the learner has read; whether the quiz goes on to the next question."""
        again = feedback.score is not None and not feedback.score.right and not feedback.review and bool(feedback.item.part.card) and feedback.item.case is None
        self.lines.say("Press enter to go on, a to be asked this again today." if again else "Press enter to go on.")
        while True:
            line = self.lines.ask().strip()
            if not line:
                return True
            if line == "a" and again:
                self.quiz.ask_again_today()
                self.lines.say("It comes again in today's review.")
            elif self._command(line):
                return False

    def _left_open(self) -> None:
        numbers = " ".join(str(index + 1) for index in self.quiz.unanswered)
        self.lines.say(f"Unanswered: {numbers}. g and a number goes there; enter ends the exam.")
        line = self.lines.ask().strip()
        if line:
            self._command(line)

    def _time(self) -> None:
        left = self.quiz.remaining()
        if left is None:
            return
        minutes = left.total_seconds() / 60
        for mark in (5, 1):
            if mark < (self.quiz.spec.minutes or 0) and 0 < minutes <= mark and mark not in self._warned:
                self._warned.add(mark)
                self.lines.say(f"! {words.count(mark, 'minute')} left.")
        if minutes <= 0 and 0 not in self._warned:
            self._warned.add(0)
            self.lines.say("! The time is over. Finish what you are at; the rest counts as not answered.")
            self.quiz.go(self.quiz.total)

    # -- the end -------------------------------------------------------------------------------------------------------

    def _end(self) -> None:
        counts = False
        if self.quiz.is_exam and self.quiz.given:
            self.lines.say()
            self.lines.say("Does this test count for your schedule? 1 yes, right and wrong alike; enter: no, but what you missed comes tomorrow.")
            try:
                counts = self.lines.ask().strip() == "1"
            except Stopped:
                counts = False
        self.quiz.end(counts=counts)
        tell_results(results(self.quiz), self.lines, patient=self.patient)
        if not self.quiz.is_exam and any(not given.right for given in self.quiz.given.values()):
            self.lines.say("m: make tomorrow's review out of what you missed. Enter: done.")
            try:
                if self.lines.ask().strip() == "m":
                    self.lines.say(f"{words.count(self.quiz.misses_tomorrow(), 'card')} will be asked tomorrow.")
            except Stopped:
                return

    # -- commands ------------------------------------------------------------------------------------------------------

    def _command(self, line: str) -> bool:
        """Do what a command says; whether another question is on the page now."""
        before = self.quiz.index
        name, _, rest = line.partition(" ")
        commands = {
            "q": self._stop,
            "?": lambda: self.lines.say(HELP),
            "h": self._hint,
            "w": self._glossary,
            "*": self._flag,
            "e": self._place,
            "p": self._pause,
            "t": self._clock,
            "x": self._papers,
        }
        if name == "g":
            self._go(rest.strip())
        elif line in commands:
            commands[line]()
        else:
            self.lines.say(f"`{line}` is not a key here. ? shows the keys.")
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
            self.lines.say(f"The question is written in {self.quiz.item.path}, line {self.quiz.item.line}.")

    def _pause(self) -> None:
        self.quiz.pause()
        self.lines.say("Paused. Press enter to go on.")
        self.lines.ask()
        self.quiz.resume()

    def _clock(self) -> None:
        left = self.quiz.remaining()
        self.lines.say("There is no clock." if left is None else f"{max(0, round(left.total_seconds() / 60))} minutes left.")

    def _go(self, number: str) -> None:
        if number.isdecimal() and self.quiz.is_exam and self.quiz.may_go(int(number) - 1):
            self.quiz.go(int(number) - 1)
        else:
            self.lines.say("That question cannot be gone to from here.")


def _addition(before: str, now: str) -> str:
    """What was added to a text that was told already; all of it where it changed."""
    return now[len(before) :].strip() if before and now.startswith(before) else now


def tell_results(result: Results, lines: Lines, *, patient: bool) -> None:
    """The result page as lines; for patients without numbers of right and wrong."""
    lines.say()
    if patient:
        lines.say("That is all. You know most of this." if not result.missed else "That is all. These are worth another look:")
    else:
        _figures(result, lines)
    if result.sure_but_wrong and not patient:
        lines.say("Sure but wrong:")
    for position, missed in enumerate(result.missed):
        if not patient and position == len(result.sure_but_wrong):
            lines.say("Missed:")
        if missed.item is None:
            continue
        lines.say(f"{missed.index + 1}. {one_line(missed.item.question.prompt)}")
        lines.say(f"   Answer: {'; '.join(one_line(line) for line in missed.item.question.right_answer.splitlines())}")


def _figures(result: Results, lines: Lines) -> None:
    if result.percent is None:
        lines.say(f"{result.answered} of {result.asked} answered.")
        return
    error = f" \u00b1 {result.error:.0f}" if result.error is not None else ""
    guess = f" Guessing would get about {result.guess:.0f} per cent." if result.guess is not None else ""
    lines.say(
        f"{_points(result.points)} of {_points(result.max_points)} points, {result.percent:.0f}{error} per cent, {result.answered} of {result.asked} answered.{guess}"
    )
    for heading, tallies in (
        ("By topic", result.topics),
        ("By step", tuple(replace(t, name=words.step(t.name)) for t in result.steps)),
        ("By kind", result.kinds),
    ):
        if len(tallies) > 1:
            lines.say(f"{heading}: " + ", ".join(_tally(tally) for tally in tallies) + ".")


def _tally(tally: Tally) -> str:
    return f"{one_line(tally.name)} {_points(tally.points)} of {_points(tally.max_points)}"


def _points(points: float) -> str:
    return f"{points:g}"
