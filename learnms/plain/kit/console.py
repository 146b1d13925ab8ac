"""Reading and writing lines. Everything written passes through `visible`, so no deck text
reaches the terminal raw.
"""

from __future__ import annotations

import math
import os
import re
import select
import shutil
import textwrap
import time
from itertools import zip_longest
from typing import TYPE_CHECKING

from learnms.engine.question.wording import GAP
from learnms.engine.wording import count
from learnms.kinds.score import LONGEST
from learnms.markdown import Line, Table, blocks, inline
from learnms.plain.kit.signals import wait_for_line, waiting
from learnms.text import is_text, visible, visible_line

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import TextIO

_QUOTED = 60
_LOOK_UP = re.compile(r"(?P<colon>:?)\?\s*(?P<words>\w.*)")
_NUMBER = re.compile(r"(?P<number>\d+)[.,]")
_LEAD = re.compile(r" *(?:\d+\. |- )?")
_RANGE = re.compile(r"(?<=\d)–(?=\d)")
_LEAST_WIDTH = 20
NOTHING_CHANGED = "Nothing changed."
_NAMED = 3
"""Columns from which on each cell is read with the name of its column."""


_LONGEST_DELAY = 0.7
"""Seconds within which a keyboard begins to repeat a held key."""
_JUDGES = frozenset(["", *"1234567890", "a", "y"])
"""The lines that go on, grade, choose or agree: each is one slip of a finger."""


class Stopped(Exception):  # noqa: N818  not an error: the input has ended, or the learner leaves
    """The learner stops here."""


class LineGuard:
    """Reads lines from a terminal, and passes over those that came by accident: one that judges and
    came before its prompt had been there for the guard time, and those of a held enter.

    Args:
        read: reads a line. is_ready: whether a line can be read, or comes within so many seconds.
        seconds: the guard time; 0 lets every line count. repeat: empty lines that come faster
        than this are those of a held key. now: the time, which never goes back.
    """

    def __init__(
        self,
        read: Callable[[], str],
        is_ready: Callable[[float], bool],
        seconds: Callable[[], float],
        repeat: Callable[[], float],
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        self._read = read
        self._is_ready = is_ready
        self._seconds = seconds
        self._repeat = repeat
        self._now = now
        self.ignored: Callable[[float | None], None] = lambda seconds: None
        """Called for a line that is passed over: so many seconds after its prompt, or as one of a
        held key.
        """
        self.waited = 0.0
        """Seconds from the latest prompt to the line that counted."""
        self._waiting: tuple[str, float] | None = None
        self._entered = -math.inf

    def line(self) -> str:
        """The first line that counts for the prompt just shown; '' at the end of the input."""
        prompted = self._now()
        while True:
            line, at = self._waiting or self._arrived()
            self._waiting = None
            text, self.waited = line.strip(), at - prompted
            if not line or text not in _JUDGES or not self._seconds():
                return line
            since = at - self._entered
            self._entered = self._entered if text else at
            is_early = at - prompted < self._seconds()
            is_held = since < self._repeat() or (not is_early and not text and self._is_held(since))
            if not is_early and not is_held:
                return line
            self.ignored(None if is_held else self.waited)

    def drop(self) -> None:
        """Pass over the lines that were typed already. The end of the input stays."""
        while self._seconds() and self._waiting is None and self._is_ready(0):
            line, at = self._arrived()
            self._waiting = None if line else (line, at)

    def _arrived(self) -> tuple[str, float]:
        return self._read(), self._now()

    def _is_held(self, since: float) -> bool:
        """Whether the empty line just read is one of a held key, so many seconds after the one
        before: two more follow, or one where the key may have been down since then. A single one
        behind it is the same press of a trembling hand. Any other line waits its turn.
        """
        followers = 0
        while self._repeat() and self._is_ready(self._repeat()):
            line, at = self._arrived()
            if not line or line.strip():
                self._waiting = (line, at)
                break
            self._entered = at
            followers += 1
            self.ignored(None)
        return followers > (0 if since < _LONGEST_DELAY else 1)


class Console:
    """A conversation over two text streams.

    Args:
        source: where the learner's lines come from. target: where ours go. echo: write each line
        read after its prompt, so that the transcript of a pipe reads like that of a terminal.
        guard: reads the lines of a terminal; without it every line counts. look_up: says what is
        known of the words after a `?`; without it such a line is one like any other.
    """

    def __init__(
        self,
        source: TextIO,
        target: TextIO,
        *,
        echo: bool,
        guard: LineGuard | None = None,
        look_up: Callable[[Console, str], None] | None = None,
    ) -> None:
        self._target = target
        self._echo = echo
        self._wraps = target.isatty()
        self.guard = guard
        self._read = source.readline if guard is None else guard.line
        self._look_up = look_up
        self._prompt = ""

    @property
    def is_piped(self) -> bool:
        """Whether the lines come from a pipe or a file and not from a person at a terminal."""
        return self._echo

    def say(self, text: str = "") -> None:
        """Write a line of our own words, in which deck text may stand. A terminal gets as many
        lines as its width asks for.
        """
        shown = visible(text)
        self._target.write((_wrapped(shown) if self._wraps else shown) + "\n")

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

    def prompt(self, text: str = "") -> None:
        """Say what may be typed until the next prompt; without a text, say it again."""
        self._prompt = text or self._prompt
        if self._prompt:
            self.say(self._prompt)

    def drop_typed(self) -> None:
        """Pass over what was typed before a question that must not be answered by accident."""
        if self.guard is not None:
            self.guard.drop()

    def choose(self, prompt: str = "") -> str:
        """Read one line that names a choice: capitals do not matter, nor the full stop or comma
        behind a number.

        Raises:
            Stopped: there are no more lines.
        """
        line = self.ask(prompt).strip().casefold()
        number = _NUMBER.fullmatch(line)
        return number["number"] if number else line

    def ask(self, prompt: str = "", *, takes_help: bool = True) -> str:
        """Read one line, without its end. `? relapse` looks a word up; then the prompt is said
        again. A line takes so much and no more, as on the screens; the rest is passed over.

        Args:
            prompt: said first, for this line alone; without one, what `prompt` said holds.
            takes_help: False where a line may begin with `?`; then `:? relapse` looks a word up.

        Raises:
            Stopped: there are no more lines.
        """
        if prompt:
            self.say(prompt)
        while True:
            text = self._line()
            if text is None:
                self.say()
                self.say("That line is not valid text. Type it again.")
                continue
            words = _LOOK_UP.fullmatch(text.strip())
            if self._look_up is None or not words or not (takes_help or words["colon"]):
                return text
            self._look_up(self, words["words"])
            self.say(prompt or self._prompt)

    def write_prompt(self) -> None:
        """Write the sign before which a line is typed."""
        self._target.write("> ")
        self._target.flush()

    def _line(self) -> str | None:
        """The next line, or as much of it as is taken; None for one that is not text.

        Raises:
            Stopped: there are no more lines.
        """
        self.write_prompt()
        with waiting():
            line = self._read()
        if not line:
            self._target.write("\n")
            raise Stopped
        # Bytes that are no UTF-8 come as lone surrogates, so that only their own line is lost.
        if not is_text(line):
            return None
        text = line.rstrip("\r\n")
        if len(text) > LONGEST:
            # Twice the length, because runs of white space shrink where an answer is made of it.
            text = text.strip()[: 2 * LONGEST]
        if self._echo:
            self._target.write(
                visible(text[:LONGEST]) + ("…" if len(text) > LONGEST else "") + "\n"
            )
        return text


def terminal_guard(
    source: TextIO, seconds: Callable[[], float], repeat: Callable[[], float]
) -> LineGuard | None:
    """The guard of a terminal's lines; None where the lines come from a pipe or a file, or cannot
    be waited for, as on Windows.
    """
    if os.name != "posix" or not source.isatty():
        return None

    def is_ready(timeout: float) -> bool:
        # a terminal gives one line at a time, so that none waits unseen in Python's buffer
        return bool(select.select([source], [], [], timeout)[0])

    def read() -> str:
        wait_for_line(source)
        return source.readline()

    return LineGuard(read, is_ready, seconds, repeat)


def _wrapped(text: str) -> str:
    """A text that breaks between words at the width of the terminal, below its first word where a
    line is an item of a list. Words longer than a line, such as addresses, stay whole.
    """
    width = max(_LEAST_WIDTH, shutil.get_terminal_size().columns)
    return "\n".join(
        line
        if len(line) <= width
        else textwrap.fill(
            line,
            width,
            subsequent_indent=" " * len(_lead(line)),
            break_long_words=False,
            break_on_hyphens=False,
        )
        for line in text.split("\n")
    )


def _lead(line: str) -> str:
    """The spaces and the number or hyphen that begin a line."""
    match = _LEAD.match(line)
    return match[0] if match else ""


def spoken(prompt: str) -> str:
    """A question with its gaps in words, as a screen reader says them: `(blank: number)` for `[…
    number]`.
    """
    return GAP.sub(lambda gap: f"(blank: {gap['hint']})" if gap["hint"] else "(blank)", prompt)


def in_words(text: str) -> str:
    """Our own words and figures as a screen reader says them: `85 to 89%` for `85–89%`, and commas
    for dots between them.
    """
    return _RANGE.sub(" to ", text).replace(" · ", ", ")


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


def agreed(lines: Console, prompt: str) -> bool:
    """Whether the answer to a prompt is yes: `y` alone is; neither enter nor the end of the input
    moves anything.
    """
    try:
        return lines.choose(prompt) in ("y", "yes")
    except Stopped:
        return False


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


def unchanged(error: Exception) -> str:
    """What is said where an error has kept a change from being made."""
    reason = str(error)
    return reason if reason == NOTHING_CHANGED else f"Nothing changed: {reason}"


def refused(line: str) -> str:
    """What is said to a line that is not one of the choices."""
    return f"{quoted(line)} is not a choice. Type ? for help."


def stopped(left: int, word: str) -> str:
    """What is said where a session is left with so many cards or questions to go."""
    return f"Stopped. {count(left, word)} left." if left else "Stopped."
