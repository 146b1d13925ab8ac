"""Reading and writing lines. Everything written passes through `visible`, so no deck text reaches the terminal raw."""

from __future__ import annotations

from typing import TYPE_CHECKING

from learnms.prose import Line, Table, blocks, inline, table_lines
from learnms.text import visible

if TYPE_CHECKING:
    from typing import TextIO


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
        """Read one line, without its end.

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
        if self._echo:
            self._target.write(visible(text) + "\n")
        return text


def _line(block: Line) -> str:
    return "  " * block.indent + (f"{'-' if block.mark == '•' else block.mark} " if block.mark else "") + block.text


def one_line(text: str) -> str:
    """Deck text on one line."""
    return inline(text)
