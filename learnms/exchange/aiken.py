"""Reads AIKEN: a question, options that begin with `A.` or `A)`, and a line `ANSWER: B`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from learnms.exchange.formats import decoded
from learnms.exchange.hostile import read_file
from learnms.exchange.html_text import clean
from learnms.exchange.markdown_html import as_markdown
from learnms.exchange.moodle import cards as cards
from learnms.exchange.moodle.bank import BankBuilder, Item, NotCarriedError
from learnms.exchange.moodle.cards import Answer

if TYPE_CHECKING:
    from pathlib import Path

    from learnms.exchange.bank import ImportedBank

_OPTION = re.compile(r"(?P<letter>[A-Za-z])[.)](?:\s+|$)(?P<text>.*)")
_ANSWER = re.compile(r"ANSWERS?\s*:\s*(?P<letters>.*)$", re.IGNORECASE)
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def read(path: Path) -> ImportedBank:
    """The question bank in an AIKEN file.

    Raises:
        LearnmsError: the file cannot be read.
    """
    reader = _Reader(path.stem)
    was_blank = False
    for number, line in enumerate(re.split(r"\r\n?|\n", decoded(read_file(path))[0]), 1):
        text = clean(line)
        if text:
            reader.take(number, text, was_blank=was_blank)
        was_blank = not text
    return reader.end()


class _Reader:
    """Collects the lines of one question after the other."""

    def __init__(self, title: str) -> None:
        self._builder = BankBuilder(title)
        self._begin()

    def _begin(self) -> None:
        self._line = 0
        self._stem: list[str] = []
        self._options: list[list[str]] = []

    def take(self, number: int, text: str, *, was_blank: bool) -> None:
        """Take a line that is not empty."""
        answer = _ANSWER.match(text)
        option = _OPTION.match(text)
        if answer:
            self._line = self._line or number
            self._close(answer["letters"].strip())
            return
        letter = option["letter"].upper() if option else ""
        expected = _LETTERS[len(self._options)] if len(self._options) < len(_LETTERS) else ""
        if option and letter == expected and (self._stem or self._options):
            self._options.append([option["text"]])
        elif self._options and option and letter == "A":
            # The question before has no answer line, and its last line is the new question.
            stem = self._options[-1][1:][-1:]
            self._lacks_answer()
            self._line, self._stem = number - len(stem), stem
            self._options = [[option["text"]]]
        elif self._options and was_blank:
            self._lacks_answer()
            self._line, self._stem = number, [text]
        elif self._options:
            self._options[-1].append(text)
        else:
            self._line = self._line or number
            self._stem.append(text)

    def _lacks_answer(self) -> None:
        reason = "It has no `ANSWER:` line after its options."
        self._builder.leave_out(Item(f"line {self._line}"), reason)
        self._begin()

    def _close(self, letters: str) -> None:
        item = Item(f"line {self._line}")
        try:
            self._builder.add(item, self._fields(letters, item))
        except NotCarriedError as error:
            self._builder.leave_out(item, str(error))
        self._begin()

    def _fields(self, letters: str, item: Item) -> dict[str, object]:
        if not self._options:
            message = "It has an `ANSWER:` line but no options such as `A.` and `B.` before it."
            raise NotCarriedError(message)
        letter = letters.rstrip(".)").upper()
        names = _LETTERS[: len(self._options)]
        if len(letter) != 1 or letter not in names:
            message = (
                f"`ANSWER: {letters[:20]}` is not one of the letters of its options, A to"
                f" {names[-1]}."
            )
            raise NotCarriedError(message)
        answers = [
            Answer(
                as_markdown(" ".join(lines).strip()), cards.FULL if name == letter else cards.NONE
            )
            for name, lines in zip(names, self._options, strict=True)
        ]
        return cards.choice(as_markdown("\n".join(self._stem)), answers, item, single=True)

    def end(self) -> ImportedBank:
        """The bank, after the last line."""
        if self._options:
            self._lacks_answer()
        elif self._stem:
            reason = "It has no options such as `A.` and `B.` after it."
            self._builder.leave_out(Item(f"line {self._line}"), reason)
        return self._builder.bank()
