"""The page on which a quiz is chosen. Enter starts at once; everything else has a sensible value
already.
"""

from __future__ import annotations

import random
from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar

from learnms.engine.quiz import form as build
from learnms.engine.quiz.form import Choices, Offer, Row, stopped_words
from learnms.engine.quiz.start import start_quiz
from learnms.tui.kit.content import ACCENT, BOLD, KEY, QUIET, WARN, block, joined, literal
from learnms.tui.kit.layout import BLANK, INDENT, MARGIN, Heading, Press, Text
from learnms.tui.kit.list_page import CURSOR, ListPage

if TYPE_CHECKING:
    from collections.abc import Sequence

    from learnms.engine.quiz.build import Size
    from learnms.engine.quiz.quiz import Quiz
    from learnms.tui.kit.layout import Entry

_LABEL = 16
_BEGINS = {"go_on": "go on", "start": "start", "case": "cases"}
"""The lines that lead on, and what enter is called on them."""
_SEEDS = 1_000_000


def chance() -> int:
    """A seed by chance."""
    return random.SystemRandom().randrange(_SEEDS)


class BuildScreen(ListPage):
    """Chooses a quiz.

    Args:
        stopped: the quizzes that can be gone on with, latest first.
        offer: what there is to choose from.
        choices: what is chosen at first.
    """

    guarded: ClassVar[frozenset[str]] = frozenset(
        {"take_line", "start", "row", "change_on", "change_back"}
    )

    def __init__(self, stopped: Sequence[Quiz], offer: Offer, choices: Choices) -> None:
        super().__init__()
        self.stopped = stopped
        self.offer = offer
        self.choices = choices
        self._is_typed = False
        self._sized: tuple[Choices, Size] | None = None

    def phase(self) -> str:
        """Always the same."""
        return "build"

    def lines(self) -> list[Row]:
        """The lines as they stand."""
        return build.rows(self.choices, self.offer, stopped=len(self.stopped))

    def rows(self) -> int:
        """How many lines there are."""
        return len(self.lines())

    @property
    def _here(self) -> Row:
        return self.lines()[self.cursor]

    def missing(self) -> frozenset[str]:
        """A number is typed; the first lines cannot be changed."""
        name = self._here.name
        missing = set() if name in build.NUMBERS else {"digit", "erase"}
        if name in (*_BEGINS, *build.NUMBERS):
            missing |= {"change_on", "change_back"}
        return frozenset(missing)

    def labels(self) -> dict[str, tuple[str, str]]:
        """What enter does on the line at the ▸."""
        here = self._here
        word = _BEGINS.get(
            here.name, "tick" if here.key else "open" if here.name in build.LISTS else "change"
        )
        return {"take_line": ("enter", "start" if here.name in build.NUMBERS else word)}

    def draw(self) -> None:
        """Show the lines."""
        self.cursor = min(self.cursor, self.rows() - 1)
        self.head.show([BLANK, Heading(literal("Quiz", BOLD)), BLANK])
        entries: list[Entry] = []
        for at, row in enumerate(self.lines()):
            entries.append(
                self._thing(at, row) if row.key and row.name in build.LISTS else self._line(at, row)
            )
            if row.name in _BEGINS and self.lines()[at + 1].name not in _BEGINS:
                entries.append(BLANK)
        help_text = (
            build.STAYS
            if self.stopped and self._here.name in ("start", "go_on")
            else build.HELPS.get(self._here.name, "")
        )
        self.list.show([*entries, BLANK, *([Text(literal(help_text, QUIET))] if help_text else [])])
        self.show_keys()

    def _line(self, at: int, row: Row) -> Text:
        here = at == self.cursor
        lead = joined(
            block(f"{'':{MARGIN}}{'▸' if here else ' '} ", KEY),
            literal(build.LABELS[row.name], f"{BOLD} {ACCENT}" if here else BOLD),
        )
        cursor = block("▏" if here and row.name in build.NUMBERS else "", ACCENT)
        value = joined(literal(self._value(row), BOLD if here else ""), cursor)
        return Text(
            value,
            indent=INDENT + _LABEL,
            lead=lead,
            press=Press("row", str(at)),
            anchor=CURSOR if here else "",
        )

    def _value(self, row: Row) -> str:
        match row.name:
            case "go_on":
                stopped = self.stopped[int(row.key)]
                return f"with the quiz of {build.when(stopped)}: {stopped_words(stopped)}"
            case "start":
                return build.summary(self.choices, self._questions(), patient=self.offer.patient)
            case "case":
                return build.CHOOSE_CASE
            case name:
                return build.value_of(self.choices, self.offer, name)

    def _questions(self) -> Size:
        """How many questions there would be; counted once as long as the choices stay."""
        if self._sized is None or self._sized[0] != self.choices:
            at = self.shell.workspace
            self._sized = self.choices, build.sized(self.choices, at.data, at.settings, at.today)
        return self._sized[1]

    def decks_changed(self) -> None:
        """A deck file was read anew: other questions may fit."""
        self._sized = None
        self.draw()

    def _thing(self, at: int, row: Row) -> Text:
        here = at == self.cursor
        words = dict(self.offer.things(row.name))[row.key]
        mark = "[x] " if row.key in self.choices.of(row.name) else "[ ] "
        lead = joined(
            block(f"{'':{MARGIN}}{'▸' if here else ' '} {'':{_LABEL}}", KEY),
            block(mark, f"{BOLD} {ACCENT}" if here else QUIET),
        )
        content = literal(words, f"{BOLD} {ACCENT}" if here else "")
        return Text(
            content,
            indent=lead.cell_length,
            lead=lead,
            press=Press("row", str(at)),
            anchor=CURSOR if here else "",
        )

    # -- doing -------------------------------------------------------------------------------------

    def move(self, action: str) -> bool:
        """The arrows move the ▸; the next number is typed anew."""
        self._is_typed = False
        return super().move(action)

    def do(self, action: str, key: str) -> None:
        """One method per action."""
        match action:
            case "row":
                self.cursor = int(key)
                self._is_typed = False
                self._take(is_click=True)
            case "take_line" if key == "space" and self._here.name in build.NUMBERS:
                self.say("Type a number. Press enter or t to start.")
            case "take_line":
                self._take()
            case "start":
                self._start()
            case "change_on" | "change_back":
                self._change()
            case "digit" | "erase":
                self.choices = self.choices.typed(
                    self._here.name, key if action == "digit" else "", first=not self._is_typed
                )
                self._is_typed = True
                self.say()
                self.draw()
            case "results":
                self.shell.show_past()
            case "help":
                self.shell.show_help()
            case _:
                self.shell.go_home()

    def _take(self, *, is_click: bool = False) -> None:
        here = self._here
        if here.name == "go_on":
            self.shell.show_quiz(self.stopped[int(here.key)])
        elif here.name == "case":
            self.shell.show_cases()
        elif here.name == "start" or (here.name in build.NUMBERS and not is_click):
            self._start()
        else:
            self._change()

    def _change(self) -> None:
        here = self._here
        if here.key:
            self.choices = self.choices.toggled(here.name, here.key)
        elif here.name in build.LISTS:
            self.choices = replace(
                self.choices, opened="" if self.choices.opened == here.name else here.name
            )
            self.cursor = self.lines().index(here)
        elif here.name not in build.NUMBERS:
            self.choices = self.choices.flipped(here.name)
        self.say()
        self.draw()
        self.bring_into_view()

    def _start(self) -> None:
        workspace = self.shell.workspace
        if workspace.read_only:
            self.say(
                f"{workspace.read_only_reason} Only reading works, so no quiz can be started here.",
                WARN,
            )
            return
        self.shell.show_quiz(start_quiz(workspace, self.choices.spec(chance())))
