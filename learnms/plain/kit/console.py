"""Reading and writing lines. Everything written passes through `visible`, so no deck text
reaches the terminal raw.
"""

from __future__ import annotations

import re
from itertools import zip_longest
from typing import TYPE_CHECKING

from learnms.kinds.score import LONGEST
from learnms.markdown import Line, Table, blocks, inline
from learnms.plain.kit.signals import waiting
from learnms.text import is_text, visible, visible_line

if TYPE_CHECKING:
    from typing import TextIO

_QUOTED = 60
_GAP = re.compile(r"\[… ?(?P<hint>[^\]]*)\]")
_NAMED = 3
"""Columns from which on each cell is read with the name of its column."""


class Stopped(Exception):  # noqa: N818  not an error: the input has ended, or the learner leaves
    """The learner stops here."""


class Console:
    """A conversation over two text streams.

    Args:
        source: where the learner's lines come from. target: where ours go. echo: write each line
        read after its prompt, so that the transcript of a pipe reads like that of a terminal.
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
                for row in _rows(block):
                    self.say(lead + inline(row))
                    lead = ""
                continue
            self.say(lead + _line(block))
            lead = ""

    def ask(self) -> str:
        """Read one line, without its end. A line takes so much and no more, as on the screens; the
        rest is passed over.

        Raises:
            Stopped: there are no more lines.
        """
        self._target.write("> ")
        self._target.flush()
        with waiting():
            line = self._source.readline()
        if not line:
            self._target.write("\n")
            raise Stopped
        if not is_text(
            line
        ):  # bytes that are no UTF-8 come as lone surrogates, so that only their own line is lost
            self.say()
            self.say("That line is not valid text; please type it again.")
            return self.ask()
        text = line.rstrip("\r\n")
        if len(text) > LONGEST:
            text = text.strip()[
                : 2 * LONGEST
            ]  # twice, because runs of white space shrink where an answer is made of it
        if self._echo:
            self._target.write(
                visible(text[:LONGEST]) + ("…" if len(text) > LONGEST else "") + "\n"
            )
        return text


def spoken(prompt: str) -> str:
    """A question with its gaps in words, as a screen reader says them: `(blank: number)` for `[…
    number]`.
    """
    return _GAP.sub(lambda gap: f"(blank: {gap['hint']})" if gap["hint"] else "(blank)", prompt)


def _rows(table: Table) -> list[str]:
    """A table row by row: `MS: relapse in June, recovered`; with more columns each cell after
    the name of its column.
    """
    head, *rows = table.rows or ((),)
    if not rows:
        return [", ".join(head)]
    if len(head) < _NAMED:
        return [": ".join(cell for cell in row if cell) for row in (head, *rows) if any(row)]
    return [_named(head, row) for row in rows]


def _named(head: tuple[str, ...], row: tuple[str, ...]) -> str:
    cells = [
        f"{name} {cell}".strip()
        for name, cell in zip_longest(head[1:], row[1:], fillvalue="")
        if cell
    ]
    return ": ".join(part for part in (" ".join(row[:1]), ", ".join(cells)) if part)


def agreed(lines: Console) -> bool:
    """Whether the next line says yes: `y` alone does; enter never moves anything."""
    return lines.ask().strip().casefold() in ("y", "yes")


def _line(block: Line) -> str:
    return (
        "  " * block.indent
        + (f"{'-' if block.mark == '•' else block.mark} " if block.mark else "")
        + block.text
    )


def one_line(text: str) -> str:
    """Deck text on one line."""
    return inline(text)


def quoted(text: str) -> str:
    """What was typed, to be named in a sentence: on one line, and short."""
    line = visible_line(text)
    return f"`{line}`" if len(line) <= _QUOTED else f"`{line[:_QUOTED]}…`"
