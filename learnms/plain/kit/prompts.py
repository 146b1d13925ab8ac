"""Prompts for the answer to a scored question: one for text, a list or steps, one for each group
of several.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from learnms.engine import wording as words
from learnms.engine.question import wording as answer_words
from learnms.kinds.incomplete import OR_NOW, open_groups, what_is_missing
from learnms.kinds.response import NUMBERED_BLANK, NUMBERED_SPAN, Arrange, Group, Pick, TypeIn
from learnms.kinds.score import Answer
from learnms.plain.kit.console import Console, one_line
from learnms.plain.kit.tools import Calculator, calculation
from learnms.text import fold

if TYPE_CHECKING:
    from collections.abc import Callable

    from learnms.kinds.present import Question


class GoTo(Exception):  # noqa: N818  not an error: a command has brought another card to the page
    """The question is no longer the current one."""


class Asker:
    """Puts questions and reads their answers.

    Args:
        lines: the console.
        command: does a command; returns True if that brings another question.
    """

    def __init__(self, lines: Console, command: Callable[[str], bool]) -> None:
        self.lines = lines
        self.calculator = Calculator(lines)
        self._command = command

    def ask(self, question: Question) -> Answer:
        """Read an answer, however many lines it takes. For an incomplete one it asks back: an empty
        line submits it, anything else adds to it.

        Raises:
            GoTo: a command has brought another card.
            Stopped: the learner leaves.
        """
        self.calculator.clear()
        if isinstance(question.response, Pick):
            say_text(question, self.lines)
            answer = Answer(
                picks=tuple(
                    self._group(question, position)
                    for position in range(len(question.response.groups))
                )
            )
        elif isinstance(question.response, Arrange):
            _say_steps(question, self.lines)
            answer = self._steps(question)
        else:
            answer = self._text(question)
        while left := what_is_missing(question, answer):
            self.lines.say(f"{left} {OR_NOW}")
            more = self._more(question, answer)
            if more is None:
                break
            answer = more
        return answer

    def _more(self, question: Question, answer: Answer) -> Answer | None:
        """The answer with one more of its open parts; None for an empty line."""
        match question.response:
            case Pick():
                position = open_groups(question.response, answer)[0]
                picked = self._group(question, position)
                return (
                    Answer(picks=(*answer.picks[:position], picked, *answer.picks[position + 1 :]))
                    if picked
                    else None
                )
            case Arrange():
                steps = self._steps(question)
                return steps if steps.order else None
            case _:
                text = self._text(question)
                return text if text.text else None

    def _text(self, question: Question) -> Answer:
        number = question.response.number if isinstance(question.response, TypeIn) else None
        bare = bare_commands(question)
        stop = "q" if "q" in bare else ":q"
        how = (
            f"{words.number_asked(number)}; the unit may be left out. = for the calculator,"
            if number
            else "Type the answer."
        )
        how = f"{how} {'?' if '?' in bare else ':?'} for help, {stop} to stop."
        return Answer(text=self._line(how, bare, calculates=number is not None))

    def _line(
        self, how: str, bare: frozenset[str] | None = None, *, calculates: bool = False
    ) -> str:
        """One line that is no command.

        Args:
            how: the prompt.
            bare: the commands that need no colon in a typed answer.
            calculates: the answer is a number, which the calculator may give.
        """
        self.lines.prompt(how)
        while True:
            line = self.lines.ask(takes_help=bare is None or "?" in bare).strip()
            if calculates and (wanted := calculation(line)) is not None:
                if (result := self.calculator.work_out(wanted)) is not None:
                    return result
                continue
            is_command = (
                bool(line) and not is_numbers(line)
                if bare is None
                else line.startswith(":") or fold(line) in bare
            )
            if not is_command:
                return line
            if self._command(
                fold(line) if bare is not None and fold(line) in bare else line.removeprefix(":")
            ):
                raise GoTo

    def _numbers(self, how: str, count: int, limit: int | None) -> list[int]:
        """The typed positions, counted from 0, each once."""
        while True:
            line = self._line(how)
            numbers = [10 if token == "0" else int(token) for token in numbers_of(line)]
            if any(not 1 <= number <= count for number in numbers):
                self.lines.say(f"Options are numbered 1 to {count}.")
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
        _say_group(question, position, self.lines)
        chosen = self._numbers(_how(group), len(order), group.limit)
        return tuple(order[place] for place in chosen)

    def _steps(self, question: Question) -> Answer:
        shown = question.order[0]
        count = len(shown)
        example = " ".join(str(number) for number in [2, 1, *range(3, count + 1)])
        chosen = self._numbers(
            f"Type all {count} numbers in the right order, such as {example}.", count, None
        )
        return Answer(order=tuple(shown[place] for place in chosen))


def bare_commands(question: Question) -> frozenset[str]:
    """The commands that need no colon in a typed answer: help and leaving, unless the question
    accepts them as an answer.
    """
    accepted = {fold(text) for text in question.accepted}
    has_mark = any(text.startswith("?") for text in accepted)
    return frozenset({"q"} if has_mark else {"?", "q"}) - accepted


def say_text(question: Question, lines: Console) -> None:
    """Say the question's sentence with its gaps, or its passage with the spans numbered."""
    response = question.response
    if not isinstance(response, Pick) or response.text is None:
        return
    if response.shape == "passage":
        options = response.groups[0].options

        def span(match: re.Match[str]) -> str:
            number = int(match[1])
            return (
                f"[{number}: {options[number - 1].text}]"
                if 1 <= number <= len(options)
                else match[0]
            )

        lines.prose(NUMBERED_SPAN.sub(span, response.text))
    else:
        lines.prose(NUMBERED_BLANK.sub(lambda match: f"[blank {match[1]}]", response.text))


def say_options(question: Question, lines: Console) -> None:
    """Say everything that can be chosen, in the order shown; nothing where the answer is typed."""
    say_text(question, lines)
    if isinstance(question.response, Pick):
        for position in range(len(question.response.groups)):
            _say_group(question, position, lines)
    elif isinstance(question.response, Arrange):
        _say_steps(question, lines)


def _say_group(question: Question, position: int, lines: Console) -> None:
    response = question.response
    assert isinstance(response, Pick)
    if len(response.groups) > 1:
        lines.say(f"{position + 1} of {len(response.groups)}. {label_of(response, position)}")
    if response.shape != "passage":
        for number, index in enumerate(question.order[position], 1):
            lines.say(f"{number}. {one_line(response.groups[position].options[index].text)}")


def _say_steps(question: Question, lines: Console) -> None:
    assert isinstance(question.response, Arrange)
    for number, index in enumerate(question.order[0], 1):
        lines.say(f"{number}. {one_line(question.response.steps[index])}")


def _how(group: Group) -> str:
    if group.limit == 1:
        return "Type the number of your choice."
    if group.limit is None:
        return "Type the numbers of all that apply, such as 1 3."
    return (
        f"Type {group.limit} numbers, such as {' '.join(str(n + 1) for n in range(group.limit))}."
    )


def label_of(response: Pick, position: int) -> str:
    """The label of a group, on one line."""
    return one_line(answer_words.label_of(response, position))


def numbers_of(text: str) -> list[str]:
    """The words of a list such as `1 3`, `1, 3` or `1. 3.`."""
    return text.replace(",", " ").replace(".", " ").split()


def is_numbers(text: str) -> bool:
    """Whether a line holds only numbers."""
    tokens = numbers_of(text)
    return bool(tokens) and all(token.isdecimal() and len(token) < 4 for token in tokens)
