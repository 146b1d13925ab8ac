"""Reading and writing lines. Everything written passes through `visible`, so no deck text reaches the terminal raw."""

from __future__ import annotations

from typing import TYPE_CHECKING

from learnms.kinds.score import LONGEST
from learnms.prose import Line, Table, blocks, inline, table_lines
from learnms.text import visible, visible_line

if TYPE_CHECKING:
    from typing import TextIO

_QUOTED = 60


class Stopped(Exception):  # noqa: N818  not an error: the input has ended, or the learner leaves
    """The learner stops here."""


class Lines:
    """A conversation over two text streams.

    Args:
        source: where the learner's lines come from.
        target: where ours go.
        echo: write each line read after its prompt, so that the transcript of a pipe reads like that of a terminal.
    """

    def __init__(self, source: TextIO, target: TextIO, *, echo: bool) -> None:
        self._source = source
        self._target = target
        self._echo = echo

    @property
    def is_piped(self) -> bool:
        """Whether the lines come from a pipe or a file and not from a person at a terminal."""
        return self._echo

    def say(self, text: str = "") -> None:
        """Write a line of our own words, in which deck text may stand."""
        self._target.write(visible(text) + "\n")

    def prose(self, text: str, lead: str = "") -> None:
        """Write deck text, its lists and tables in lines; `lead` stands before the first."""
        for block in blocks(text):
            if isinstance(block, Table):
                for row in table_lines(block):
                    self.say(lead + row)
                    lead = ""
                continue
            self.say(lead + _line(block))
            lead = ""

    def ask(self) -> str:
        """Read one line, without its end. A line takes so much and no more, as on the screens; the rest is passed over.

        Raises:
            Stopped: there are no more lines.
        """
        self._target.write("> ")
        self._target.flush()
        try:
            line = self._source.readline()
        except UnicodeDecodeError:
            self.say()
            self.say("That line is not valid text; please type it again.")
            return self.ask()
        if not line:
            self._target.write("\n")
            raise Stopped
        text = line.rstrip("\r\n")
        if len(text) > LONGEST:
            text = text.strip()[: 2 * LONGEST]  # twice, because runs of white space shrink where an answer is made of it
        if self._echo:
            self._target.write(visible(text[:LONGEST]) + ("…" if len(text) > LONGEST else "") + "\n")
        return text


def _line(block: Line) -> str:
    return "  " * block.indent + (f"{'-' if block.mark == '•' else block.mark} " if block.mark else "") + block.text


def one_line(text: str) -> str:
    """Deck text on one line."""
    return inline(text)


def quoted(text: str) -> str:
    """What was typed, to be named in a sentence: on one line, and short."""
    line = visible_line(text)
    return f"`{line}`" if len(line) <= _QUOTED else f"`{line[:_QUOTED]}…`"
