"""The screen on which a quiz is built. Enter starts at once: everything has a sensible value."""

from __future__ import annotations

import random
from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar

from learnms.engine.quiz import form
from learnms.engine.quiz.form import Choices, Offer, Row, stopped_words
from learnms.engine.quiz.start import start_quiz
from learnms.tui.kit.content import ACCENT, BOLD, QUIET, concat, plain, pointer, raw
from learnms.tui.kit.layout import BLANK, INDENT, Heading, Press, Text
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
    """A random seed."""
    return random.SystemRandom().randrange(_SEEDS)


class BuildScreen(ListPage):
    """Builds a quiz.

    Args:
        stopped: unfinished quizzes, latest first.
        offer: what there is to choose from.
        choices: the first choices.
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

    def mode(self) -> str:
        return "build"

    def lines(self) -> list[Row]:
        """The lines of the form."""
        return form.rows(self.choices, self.offer, stopped=len(self.stopped))

    def rows(self) -> int:
        return len(self.lines())

    @property
    def _here(self) -> Row:
        return self.lines()[self.cursor]

    def disabled_actions(self) -> frozenset[str]:
        """Digits are for numbers; the first lines cannot be changed."""
        name = self._here.name
        disabled = set() if name in form.NUMBERS else {"digit", "erase"}
        if name in (*_BEGINS, *form.NUMBERS):
            disabled |= {"change_on", "change_back"}
        return frozenset(disabled)

    def labels(self) -> dict[str, tuple[str, str]]:
        """Name what enter does on the line at the ▸."""
        here = self._here
        word = _BEGINS.get(
            here.name, "tick" if here.key else "open" if here.name in form.LISTS else "change"
        )
        return {"take_line": ("enter", "start" if here.name in form.NUMBERS else word)}

    def draw(self) -> None:
        self.cursor = min(self.cursor, self.rows() - 1)
        self.head.show([BLANK, Heading(plain("Quiz", BOLD)), BLANK])
        entries: list[Entry] = []
        for index, row in enumerate(self.lines()):
            entries.append(
                self._list_row(index, row)
                if row.key and row.name in form.LISTS
                else self._line(index, row)
            )
            if row.name in _BEGINS and self.lines()[index + 1].name not in _BEGINS:
                entries.append(BLANK)
        help_text = (
            form.STAYS
            if self.stopped and self._here.name in ("start", "go_on")
            else form.HELPS.get(self._here.name, "")
        )
        self.list.show([*entries, BLANK, *([Text(plain(help_text, QUIET))] if help_text else [])])
        self.show_keys()

    def _line(self, index: int, row: Row) -> Text:
        here = index == self.cursor
        lead = concat(
            pointer(here=here), plain(form.LABELS[row.name], f"{BOLD} {ACCENT}" if here else BOLD)
        )
        cursor = raw("▏" if here and row.name in form.NUMBERS else "", ACCENT)
        value = concat(plain(self._value(row), BOLD if here else ""), cursor)
        return Text(
            value,
            indent=INDENT + _LABEL,
            lead=lead,
            press=Press("row", str(index)),
            anchor=CURSOR if here else "",
        )

    def _value(self, row: Row) -> str:
        match row.name:
            case "go_on":
                stopped = self.stopped[int(row.key)]
                return f"with the quiz of {form.when(stopped)}: {stopped_words(stopped)}"
            case "start":
                return form.summary(self.choices, self.offer, self._questions())
            case "case":
                return form.CHOOSE_CASE
            case name:
                return form.value_of(self.choices, self.offer, name)

    def _questions(self) -> Size:
        """How many questions there would be, counted once as long as the choices stay."""
        if self._sized is None or self._sized[0] != self.choices:
            workspace = self.shell.workspace
            size = form.sized(self.choices, workspace.queries, workspace.settings, workspace.today)
            self._sized = self.choices, size
        return self._sized[1]

    def decks_changed(self) -> None:
        self._sized = None
        self.draw()

    def _list_row(self, index: int, row: Row) -> Text:
        here = index == self.cursor
        text = dict(self.offer.things(row.name))[row.key]
        mark = "[x] " if row.key in self.choices.of(row.name) else "[ ] "
        lead = concat(
            pointer(here=here, room=_LABEL), raw(mark, f"{BOLD} {ACCENT}" if here else QUIET)
        )
        content = plain(text, f"{BOLD} {ACCENT}" if here else "")
        return Text(
            content,
            indent=lead.cell_length,
            lead=lead,
            press=Press("row", str(index)),
            anchor=CURSOR if here else "",
        )

    # -- doing -------------------------------------------------------------------------------------

    def move(self, action: str) -> bool:
        """Move the ▸; the next number is typed anew."""
        self._is_typed = False
        return super().move(action)

    def do(self, action: str, key: str) -> None:
        match action:
            case "row":
                self.cursor = int(key)
                self._is_typed = False
                self._take(is_click=True)
            case "take_line" if key == "space" and self._here.name in form.NUMBERS:
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
            case _:
                self.shell.go_home()

    def _take(self, *, is_click: bool = False) -> None:
        here = self._here
        if here.name == "go_on":
            self.shell.show_quiz(self.stopped[int(here.key)])
        elif here.name == "case":
            self.shell.show_cases()
        elif here.name == "start" or (here.name in form.NUMBERS and not is_click):
            self._start()
        else:
            self._change()

    def _change(self) -> None:
        here = self._here
        if here.key:
            self.choices = self.choices.toggled(here.name, here.key)
        elif here.name in form.LISTS:
            self.choices = replace(
                self.choices, opened="" if self.choices.opened == here.name else here.name
            )
            self.cursor = self.lines().index(here)
        elif here.name not in form.NUMBERS:
            self.choices = self.choices.flipped(here.name)
        self.say()
        self.draw()
        self.bring_into_view()

    def _start(self) -> None:
        if not self.refuses_writing("no quiz can be started here"):
            spec = self.choices.spec(chance())
            self.shell.show_quiz(start_quiz(self.shell.workspace, spec))
