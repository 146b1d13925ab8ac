"""The preview of a deck file as lines: a card, its findings, and what was saved meanwhile."""

from __future__ import annotations

import os
import select
from contextlib import suppress
from typing import TYPE_CHECKING, cast

from learnms.decks.report import remedy_of
from learnms.engine.preview.preview import KEPT, LEFT_OUT, NO_CARDS, UNSHOWN
from learnms.engine.voice import NURSE, PATIENT
from learnms.errors import LearnmsError
from learnms.plain.kit.commands import say_commands
from learnms.plain.kit.console import Console, Stopped, one_line, refused, spoken
from learnms.plain.kit.feedback import answer_key, why
from learnms.plain.kit.form import place
from learnms.plain.kit.prompts import say_options

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import TextIO

    from learnms.engine.preview.preview import Preview, Stop, Watched
    from learnms.plain.kit.commands import Commands
    from learnms.syntax.finding import Finding

_POLL_SECONDS = 0.2
COMMANDS: Commands = (
    ("enter", "show the answer, then the next card"),
    ("n", "next card"),
    ("p", "previous card"),
    ("NUMBER", "the card of that number, such as 4"),
    ("v", "next form of the card"),
    ("h", "hint"),
    ("f", "next finding and its card"),
    ("l", "list all findings"),
    ("e", "file and line"),
    ("? (question mark)", "these commands"),
    ("q", "stop"),
)


class _WatchedInput:
    """Standard input that looks at the deck file while it waits for a line.

    At a terminal it looks several times a second; a pipe's lines are there already, so it looks
    before each.
    """

    def __init__(self, source: TextIO, look: Callable[[], None]) -> None:
        self._source = source
        self._look = look
        self._waits = os.name == "posix" and source.isatty()

    def readline(self) -> str:
        """The next line; '' at the end."""
        self._look()
        while self._waits and not select.select([self._source], [], [], _POLL_SECONDS)[0]:
            self._look()
        return self._source.readline()


def run(watched: Watched, source: TextIO, target: TextIO) -> None:
    """Show one card after another until the input ends or the reader stops.

    Args:
        watched: the deck file.
        source: where lines come from.
        target: where they go.
    """
    with suppress(Stopped):
        PlainPreview(watched, source, target).run()


class PlainPreview:
    """One card of a deck file at a time, with what `check` says of it."""

    def __init__(self, watched: Watched, source: TextIO, target: TextIO) -> None:
        self.watched = watched
        self.stop = self.form = 0
        self.finding = -1
        self.is_revealed = False
        watched_input = cast("TextIO", _WatchedInput(source, self._look))
        self.lines = Console(watched_input, target, echo=not source.isatty())

    def run(self) -> None:
        """Say the first card, then do what is typed.

        Raises:
            Stopped: the input has ended, or the reader stops.
        """
        self._say_file()
        self._say_stop()
        while True:
            self._prompt()
            self._do(self.lines.choose())

    @property
    def preview(self) -> Preview:
        """The file as last read."""
        return self.watched.preview

    @property
    def _stop(self) -> Stop | None:
        return self.preview.stops[self.stop] if self.preview.stops else None

    # -- reading again -----------------------------------------------------------------------------

    def _look(self) -> None:
        """Read the file again if it was saved, and say it and the card."""
        if not self.watched.is_changed():
            return
        before = self.preview
        try:
            fresh = self.watched.reload()
        except LearnmsError as error:
            self.lines.say()
            self.lines.say(str(error))
            self.lines.write_prompt()
            return
        self.lines.say()
        at = f" at {fresh.saved:%H:%M:%S}" if fresh.saved is not None else ""
        self.lines.say(f"Saved{at}, read again.")
        self._say_file()
        if fresh.kept:
            self.lines.say(KEPT)
            for finding in fresh.findings:
                self._say_finding(finding)
        else:
            self.stop = fresh.same_stop(before, self.stop)
            self.finding = fresh.same_finding(before, self.finding)
            views = self._stop.views if self._stop is not None else ()
            self.form = max(0, min(self.form, len(views) - 1))
            self._say_stop()
        self._prompt()
        self.lines.write_prompt()

    # -- saying ------------------------------------------------------------------------------------

    def _prompt(self) -> None:
        views = self._stop.views if self._stop is not None else ()
        enter = "answer" if views and not self.is_revealed else "next card"
        self.lines.prompt(f"Enter: {enter}. f: next finding. ?: all commands. q: stop.")

    def _say_file(self) -> None:
        counts = ", ".join(words for _, words in self.preview.counted()) or "no findings"
        self.lines.say(f"{one_line(self.preview.file.shown)}: {self.preview.size}, {counts}.")

    def _say_stop(self) -> None:
        """Say the card, its question and its findings."""
        lines, stop = self.lines, self._stop
        self.is_revealed = False
        lines.say()
        if stop is None:
            lines.say(NO_CARDS)
            self._list_findings()
            return
        lines.say(f"{one_line(stop.about(self.form)).replace(' · ', ', ')}.")
        if stop.left_out:
            lines.say(LEFT_OUT)
        if not stop.views:
            lines.say(UNSHOWN)
        else:
            view = stop.views[self.form]
            for name, text in view.exhibit:
                lines.say(f"{one_line(name)}:")
                lines.prose(text)
            lines.prose(spoken(view.question.prompt))
            say_options(view.question, lines)
        for at in self.preview.findings_of(self.stop):
            self._say_finding(self.preview.findings[at])

    def _say_answer(self) -> None:
        assert self._stop is not None
        view = self._stop.views[self.form]
        voice = PATIENT if self.preview.is_for_patients else NURSE
        self.is_revealed = True
        answer_key(view.question, self.lines, voice)
        if view.question.full:
            self.lines.prose(view.question.full, "In full: ")
        why(view, self.lines, voice)

    def _say_finding(self, finding: Finding) -> None:
        where = f"{finding.severity.capitalize()} {finding.code}, line {finding.line}"
        if finding.file != self.preview.file.shown:
            where += f" of {one_line(finding.file)}"
        self.lines.say(f"{where}: {one_line(finding.message)}.")
        remedy, lines = remedy_of(finding.fix)
        if remedy:
            self.lines.say(one_line(remedy))
        for line in lines:
            self.lines.say(line)

    def _list_findings(self) -> None:
        for finding in self.preview.findings:
            self._say_finding(finding)
        if not self.preview.findings:
            self.lines.say("No findings: this deck checks clean.")

    # -- doing -------------------------------------------------------------------------------------

    def _do(self, line: str) -> None:
        stops = self.preview.stops
        number = place(line, len(stops))
        if line == "q":
            raise Stopped
        if line == "?":
            say_commands(self.lines, COMMANDS)
        elif line == "l":
            self._list_findings()
        elif line == "e":
            self.lines.say(f"File: {self.preview.file.path}, line {self._line}.")
        elif line == "f":
            self._next_finding()
        elif number is not None:
            self._go_to(number)
        elif line.isdecimal():
            self.lines.say(f"Cards are numbered 1 to {len(stops)}." if stops else NO_CARDS)
        elif line not in ("", "n", "p", "v", "h"):
            self.lines.say(refused(line))
        elif self._stop is None:
            self.lines.say(NO_CARDS)
        else:
            self._do_with_card(line, self._stop)

    def _do_with_card(self, line: str, stop: Stop) -> None:
        if not line and stop.views and not self.is_revealed:
            self._say_answer()
        elif line in ("", "n", "p"):
            self._go_to((self.stop + (-1 if line == "p" else 1)) % len(self.preview.stops))
        elif line == "v" and len(stop.views) < 2:
            self.lines.say("This card has only one form.")
        elif line == "v":
            self._go_to(self.stop, (self.form + 1) % len(stop.views))
        else:
            hint = stop.views[self.form].hint if stop.views else None
            self.lines.say(f"Hint: {one_line(hint)}" if hint else "This card has no hint.")

    @property
    def _line(self) -> int:
        if 0 <= self.finding < len(self.preview.findings):
            finding = self.preview.findings[self.finding]
            if self.preview.stop_of(finding) == self.stop:
                return finding.line
        return self._stop.lines.first if self._stop is not None else 1

    def _go_to(self, stop: int, form: int = 0) -> None:
        self.stop, self.form = stop, form
        self._say_stop()

    def _next_finding(self) -> None:
        """Go to the next finding; the card it is about comes with it."""
        if not self.preview.findings:
            self._list_findings()
            return
        self.finding = (self.finding + 1) % len(self.preview.findings)
        finding = self.preview.findings[self.finding]
        stop = self.preview.stop_of(finding)
        if stop is not None and stop != self.stop:
            self._go_to(stop)
        else:
            self._say_finding(finding)
