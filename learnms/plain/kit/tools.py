"""Tools at a question: a calculator, and the pages of its papers."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from learnms.kinds.expression import FormulaError, worked
from learnms.plain.kit.console import one_line

if TYPE_CHECKING:
    from learnms.engine.question.views import QuestionView
    from learnms.plain.kit.console import Console

_CALCULATION = re.compile(r"(?::?=|:?calc\b)(?P<text>.*)", re.IGNORECASE)
_EXAMPLE = "= 500 / 4"


def calculation(line: str) -> str | None:
    """What a line wants calculated; '' for the last result, None where it is not for the
    calculator.
    """
    match = _CALCULATION.fullmatch(line.strip())
    return match["text"].strip() if match else None


class Calculator:
    """The calculator of a question that asks for a number."""

    def __init__(self, lines: Console) -> None:
        self.lines = lines
        self._result: str | None = None

    def clear(self) -> None:
        """Forget the last result, which belongs to the question before."""
        self._result = None

    def work_out(self, text: str) -> str | None:
        """Say the result of a calculation. Without one, the last result is the answer, and is
        returned.
        """
        if not text:
            if self._result is None:
                self.lines.say(f"No result yet. Type a calculation, such as {_EXAMPLE}.")
            else:
                self.lines.say(f"Your answer: {self._result}")
            return self._result
        try:
            result = worked(text)
        except FormulaError as error:
            problem = f"{error.message[:1].upper()}{error.message[1:]}"
            self.lines.say(f"{problem}. Type it like {_EXAMPLE}.")
            return None
        self.lines.say(f"{'=' if result.sign == '=' else 'About'} {result.text}")
        if self._result is None:
            self.lines.say("To answer with this result, type = alone.")
        self._result = result.text
        return None


class Pages:
    """The pages of a question's papers, shown one at a time from the first."""

    def __init__(self, lines: Console) -> None:
        self.lines = lines
        self._item: QuestionView | None = None
        self._index = 0

    def turn(self, item: QuestionView | None, step: int) -> None:
        """Say the next page, or the one before."""
        pages = item.exhibit if item is not None else ()
        if not pages:
            self.lines.say("This question has no tabs.")
            return
        self._index = (self._index + step) % len(pages) if item is self._item else step % len(pages)
        self._item = item
        name, text = pages[self._index]
        self.lines.say(f"{one_line(name)}, tab {self._index + 1} of {len(pages)}:")
        self.lines.prose(text)
