"""Questions as lines, in a review and in a quiz: their papers, their commands, how answers are
saved.
"""

from __future__ import annotations

import time
from dataclasses import replace
from typing import TYPE_CHECKING

from learnms.engine.question.wording import NO_CALCULATOR, NO_GLOSSARY, NO_HINT, PRIMER, flag_words
from learnms.engine.wording import count
from learnms.errors import LearnmsError
from learnms.kinds.number_input import AskBack
from learnms.kinds.response import TypeIn
from learnms.plain.kit.commands import CALCULATOR, say_commands
from learnms.plain.kit.console import Console, Stopped, one_line, refused, spoken, unchanged
from learnms.plain.kit.prompts import Asker
from learnms.plain.kit.tools import Pages, calculation

if TYPE_CHECKING:
    from collections.abc import Callable

    from learnms.engine.question.session import QuestionSession
    from learnms.engine.question.views import Feedback, QuestionView
    from learnms.plain.kit.commands import Commands

WORDS_AT_ONCE = 10
"""Words of the glossary that are said at a time."""


class Questions:
    """Asks the questions of a session over lines.

    Args:
        session: the review or the quiz.
        lines: the console.
        listed: the commands that `?` lists.
        typing: the sentence about commands while an answer is typed.
    """

    def __init__(
        self, session: QuestionSession, lines: Console, listed: Commands, typing: str
    ) -> None:
        self.session = session
        self.lines = lines
        self.voice = session.voice
        self.asker = Asker(lines, self._command)
        self.pages = Pages(lines)
        self._listed = listed
        self._typing = typing
        self._shown_at = 0.0
        self._next_word = 0
        self._commands: dict[str, Callable[[], None]] = {
            "q": self._stop,
            "?": self._help,
            "*": lambda: lines.say(flag_words(session.voice, on=session.flag())),
            "h": self._hint,
            "w": self._glossary,
            "e": self._place,
            "]": lambda: self.pages.turn(session.item, 1),
            "[": lambda: self.pages.turn(session.item, -1),
        }
        if session.settings.is_patient:  # who has no files
            del self._commands["e"]

    # -- asking ------------------------------------------------------------------------------------

    def _say_question(self, item: QuestionView, told: dict[str, str]) -> None:
        """Say the papers, without what was `told` of them already, and the question."""
        for name, text in item.exhibit:
            if told.get(name) != text:
                self.lines.say(f"{one_line(name)}:")
                self.lines.prose(_addition(told.get(name, ""), text))
        self.lines.prose(spoken(item.question.prompt))
        self._next_word = 0
        self._shown_at = time.monotonic()

    def _took(self) -> int | None:
        """Milliseconds since the question was shown; None for a pipe, whose speed means nothing."""
        return None if self.lines.is_piped else round((time.monotonic() - self._shown_at) * 1000)

    def _tried(self, commit: Callable[[], Feedback | AskBack]) -> Feedback | None:
        """Commit an answer; None where it has to be given again."""
        try:
            result = commit()
        except LearnmsError as error:
            self.lines.say(f"Not saved: {error} Give your answer again.")
            return None
        if isinstance(result, AskBack):
            self.lines.say(result.why)
            return None
        return result

    # -- after an answer ---------------------------------------------------------------------------

    def _wait(self, prompt: str, others: Callable[[str], bool], counts: str) -> bool:
        """Wait until the learner has read; whether the next question comes then.

        Args:
            prompt: what may be typed.
            others: does what only this page knows; whether it was that.
            counts: said where a wrong practice answer is let count.
        """
        self.lines.prompt(prompt)
        while True:
            line = self.lines.choose()
            if not line:
                return True
            if line == "a" and self.session.may_ask_again:
                self._let_count(counts)
            elif not others(line) and self._command(line):
                return False

    @property
    def _again(self) -> str:
        """How a wrong practice answer is let count, where it can be."""
        if not self.session.may_ask_again:
            return ""
        has_figures = self.voice.has_figures
        return f" a: {'count it and repeat it' if has_figures else 'see it again'} today."

    def _let_count(self, counts: str) -> None:
        try:
            self.session.ask_again_today()
        except LearnmsError as error:
            self.lines.say(f"Not saved: {error}")
        else:
            self.lines.say(counts)

    # -- commands ----------------------------------------------------------------------------------

    def _command(self, line: str) -> bool:
        """Do a command; whether a question is asked now that was not before: another one, or the
        same without its answer.
        """
        before, was_open = self.session.item, self._is_open
        try:
            self._do(line)
        except LearnmsError as error:
            self.lines.say(unchanged(error))
        now = self.session.item
        if now is None or before is None:
            return now is not before
        is_other = now != replace(before, flagged=now.flagged)
        return is_other or (self._is_open and not was_open)

    @property
    def _is_open(self) -> bool:
        """Whether the question has neither an answer nor shows one."""
        return self.session.feedback is None and not self.session.revealed

    def _do(self, line: str) -> None:
        name = line.removeprefix(":").casefold()
        if name in self._commands:
            self._commands[name]()
        elif calculation(line) is not None:
            self.lines.say(NO_CALCULATOR)
        else:
            self.lines.say(refused(line))

    def _help(self) -> None:
        """List the commands, then say again what is asked for."""
        item = self.session.item
        response = item.question.response if item is not None else None
        is_number = isinstance(response, TypeIn) and response.number is not None
        say_commands(self.lines, (*self._listed, *(CALCULATOR if is_number else ())))
        self.lines.say(self._typing)
        if item is not None:
            self.lines.prompt()

    def _stop(self) -> None:
        raise Stopped

    def _hint(self) -> None:
        hint = self.session.hint()
        self.lines.say(f"Hint: {one_line(hint)}" if hint else NO_HINT)

    def _glossary(self) -> None:
        """Say ten words of the glossary, those of the card first, and the primer after the first
        ten; the next time the next ten.
        """
        item = self.session.item
        if item is None:
            return
        listed = (*item.words[0], *item.words[1])
        first = self._next_word if self._next_word < len(listed) else 0
        self._next_word = first + WORDS_AT_ONCE
        for term, meaning in listed[first : self._next_word]:
            self.lines.say(f"{one_line(term)}: {one_line(meaning)}")
        if item.primer and not first:
            self.lines.say(f"{PRIMER}:")
            self.lines.prose(item.primer)
        if not listed and not item.primer:
            self.lines.say(NO_GLOSSARY)
        if (left := len(listed) - self._next_word) > 0:
            self.lines.say(f"{count(left, 'more word')}. w: the next. ? WORD: look one up.")
        self.lines.prompt()

    def _place(self) -> None:
        item = self.session.item
        if item is not None:
            self.lines.say(f"File: {item.path}, line {item.line}.")


def _addition(before: str, now: str) -> str:
    """What was added to a text that was told already; all of it where it changed."""
    return now[len(before) :].strip() if before and now.startswith(before) else now
