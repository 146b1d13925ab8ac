"""Tools at a question: a calculator, and the pages of its papers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from learnms.kinds.expression import FormulaError, worked
from learnms.plain.kit.console import one_line

if TYPE_CHECKING:
    from learnms.engine.question.views import QuestionView
    from learnms.plain.kit.console import Console


def calculate(lines: Console, text: str = "") -> None:
    """Say the result of a sum; without one, of each line until an empty one."""
    if text.strip():
        _say_result(lines, text)
        return
    lines.say("Calculator. Type a sum, such as 500 / 4. Enter: back to the question.")
    while (line := lines.ask().strip()) not in ("", "q"):
        _say_result(lines, line.removeprefix("="))


def _say_result(lines: Console, text: str) -> None:
    try:
        result = worked(text)
    except FormulaError as error:
        lines.say(f"{error.message[:1].upper()}{error.message[1:]}.")
    else:
        lines.say(f"{'=' if result.sign == '=' else 'About'} {result.text}")


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
        self.lines.say(f"{one_line(name)}, page {self._index + 1} of {len(pages)}:")
        self.lines.prose(text)
