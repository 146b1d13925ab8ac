"""Asking a scored question in lines: one prompt for text, a list or steps, one after another for several groups."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from learnms.engine import answer_words, words
from learnms.kinds.response import Arrange, Group, Pick, TypeIn
from learnms.kinds.score import Answer
from learnms.plain.lines import Lines, one_line

if TYPE_CHECKING:
    from collections.abc import Callable

    from learnms.kinds.pose import Question

_BLANK = re.compile(r"\{\{(\d+)\}\}")
_SPAN = re.compile(r"\[\[(\d+)\]\]")


class Moved(Exception):  # noqa: N818  not an error: a command has brought another card to the page
    """The question is not on the page any more."""


class Asker:
    """Puts questions and reads their answers.

    Args:
        lines: the conversation.
        command: does what a command says; True where another card is on the page then.
        then: what an empty answer leads to.
    """

    def __init__(self, lines: Lines, command: Callable[[str], bool], then: str = "to see the answer") -> None:
        self.lines = lines
        self._command = command
        self._then = then
        self._gave_up = False

    def ask(self, question: Question) -> Answer:
        """Read an answer, however many lines it takes.

        Raises:
            Moved: a command has brought another card.
            Stopped: the learner leaves.
        """
        self._gave_up = False
        match question.response:
            case TypeIn(_, number):
                return Answer(text=self._line(f"{words.number_asked(number)}; the unit may be left out." if number else "Type the answer.", typed=True))
            case Arrange(steps):
                return self._steps(question, len(steps))
            case Pick(groups):
                say_text(question, self.lines)
                return Answer(picks=tuple(self._group(question, position) for position in range(len(groups))))
            case _:
                message = "a self-graded question is not asked for an answer"
                raise ValueError(message)

    def _line(self, how: str, *, typed: bool = False) -> str:
        """One line that is no command; an empty one only if it is meant."""
        self.lines.say(how)
        while True:
            line = self.lines.ask().strip()
            command = line[1:] if typed and line.startswith(":") else line
            is_command = line == "?" or line.startswith(":") if typed else bool(line) and not is_numbers(line)
            if is_command:
                if self._command(command):
                    raise Moved
            elif line or self._gave_up:
                return line
            else:
                self._gave_up = True
                self.lines.say(f"Nothing given. Press enter again {self._then}, or answer now.")

    def _numbers(self, how: str, count: int, limit: int | None) -> list[int]:
        """Positions from 0, each once."""
        while True:
            line = self._line(how)
            numbers = [10 if token == "0" else int(token) for token in line.replace(",", " ").split()]
            if any(not 1 <= number <= count for number in numbers):
                self.lines.say(f"The options are numbered 1 to {count}.")
                continue
            chosen = list(dict.fromkeys(number - 1 for number in numbers))
            if limit is not None and len(chosen) > limit:
                self.lines.say(f"Choose {words.count(limit, 'option')}, not {len(chosen)}.")
                continue
            return chosen

    def _group(self, question: Question, position: int) -> tuple[int, ...]:
        response = question.response
        assert isinstance(response, Pick)
        group, order = response.groups[position], question.order[position]
        if len(response.groups) > 1:
            self.lines.say(f"{position + 1} of {len(response.groups)}. {label_of(response, position)}")
        if response.shape != "passage":
            for number, index in enumerate(order, 1):
                self.lines.say(f"{number}. {one_line(group.options[index].text)}")
        chosen = self._numbers(_how(group), len(order), group.limit)
        return tuple(order[place] for place in chosen)

    def _steps(self, question: Question, count: int) -> Answer:
        assert isinstance(question.response, Arrange)
        shown = question.order[0]
        for number, index in enumerate(shown, 1):
            self.lines.say(f"{number}. {one_line(question.response.steps[index])}")
        example = " ".join(str(number) for number in [2, 1, *range(3, count + 1)])
        while True:
            chosen = self._numbers(f"Type all {count} numbers in the right order, such as {example}.", count, None)
            if not chosen or len(chosen) == count:
                return Answer(order=tuple(shown[place] for place in chosen))
            self.lines.say(f"Type all {count} numbers, each once.")


def say_text(question: Question, lines: Lines) -> None:
    """The sentence with its gaps, or the passage with its spans numbered; nothing where there is neither."""
    response = question.response
    if not isinstance(response, Pick) or response.text is None:
        return
    if response.shape == "passage":
        options = response.groups[0].options

        def span(match: re.Match[str]) -> str:
            number = int(match[1])
            return f"[{number}: {options[number - 1].text}]" if 1 <= number <= len(options) else match[0]

        lines.prose(_SPAN.sub(span, response.text))
    else:
        lines.prose(_BLANK.sub(lambda match: f"[blank {match[1]}]", response.text))


def _how(group: Group) -> str:
    if group.limit == 1:
        return "Type the number of your choice."
    if group.limit is None:
        return "Type the numbers of all that apply, such as 1 3."
    return f"Type {group.limit} numbers, such as {' '.join(str(n + 1) for n in range(group.limit))}."


def label_of(response: Pick, position: int) -> str:
    """How a group is called, on one line."""
    return one_line(answer_words.label_of(response, position))


def is_numbers(text: str) -> bool:
    """Whether a line holds nothing but numbers."""
    return all(token.isdecimal() and len(token) < 4 for token in text.replace(",", " ").split())
