"""The search as lines: a query lists cards, a number opens one, a colon begins a command."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from learnms.engine import wording as words
from learnms.engine.browse.search import Found, leeches, orders_of, whole
from learnms.engine.browse.search_help import examples
from learnms.engine.browse.selection import selected
from learnms.engine.cards.actions import (
    READ_ONLY,
    Changes,
    checked_note,
    day_of,
    reset_question,
    sentence,
    undone_sentence,
)
from learnms.engine.cards.card import taken_for
from learnms.engine.cards.wording import confusion
from learnms.errors import LearnmsError
from learnms.plain.card import DUE, NOTE, PlainCard
from learnms.plain.kit.commands import LOOK_UP, say_commands
from learnms.plain.kit.console import (
    NOTHING_CHANGED,
    Console,
    agreed,
    one_line,
    refused,
    spoken,
    unchanged,
)
from learnms.plain.kit.form import ask_value, place
from learnms.plain.kit.prompts import numbers_of
from learnms.plain.study import study

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date

    from learnms.engine.cards.actions import Action
    from learnms.engine.cards.target import Target
    from learnms.engine.workspace import Workspace
    from learnms.plain.kit.commands import Commands
    from learnms.settings import Settings

AT_ONCE = 20
"""Rows that are listed at a time."""
_MOST_LEECHES = 50
_LONGEST = 160
"""Characters of a question in a row."""
_COMMANDS: Commands = (
    ("NUMBER", "open that card"),
    ("enter", "more results, or back"),
    (":@ 1 3 (at sign)", "suspend or unsuspend cards 1 and 3; :@ all takes all results"),
    (":- 1 3 (hyphen)", "bury until tomorrow"),
    (":* 1 3 (asterisk)", "flag or unflag"),
    (":n 1 3", "write a note"),
    (":d 1 3", "set the due date"),
    (":r 1 3", "reset: make new again"),
    (":u", "undo the last action of today"),
    (":a", "all cards"),
    (":s", "sort by the next order"),
    (":c", "study the cards found: review, cram or quiz"),
    (":l", "leeches: cards you keep forgetting"),
    *LOOK_UP,
    ("q", "back"),
)
_PATIENT_COMMANDS: Commands = (
    ("NUMBER", "open that card"),
    ("enter", "more results, or back"),
    (":@ 1 3 (at sign)", "hide cards 1 and 3, or show them again; :@ all takes all results"),
    (":- 1 3 (hyphen)", "hide until tomorrow"),
    (":* 1 3 (asterisk)", "mark, or remove the mark"),
    (":n 1 3", "write a note"),
    (":d 1 3", "choose the day you see them next"),
    (":r 1 3", "start over"),
    (":u", "undo the last action of today"),
    (":a", "all cards"),
    (":s", "sort by the next order"),
    (":c", "study the cards found"),
    (":l", "cards that keep slipping away"),
    *LOOK_UP,
    ("q", "back"),
)


def commands(settings: Settings) -> Commands:
    """The commands of the search for a learner of this role."""
    return _PATIENT_COMMANDS if settings.is_patient else _COMMANDS


def run(workspace: Workspace, lines: Console, query: str = "") -> None:
    """Search until the learner goes back; first for a query, if there is one."""
    PlainBrowse(workspace, lines).run(query)


class PlainBrowse:
    """A search over lines."""

    def __init__(self, workspace: Workspace, lines: Console) -> None:
        self.workspace = workspace
        self.lines = lines
        self.browser = whole(workspace.queries, workspace.settings, workspace.today)
        self.query = ""
        self.result = Found([])
        self.shown = 0

    @property
    def changes(self) -> Changes:
        """What changes cards; refused where only reading works."""
        return Changes(self.workspace)

    def run(self, query: str) -> None:
        """Ask for a query, list, act; until `q`, or an empty line where no results are left."""
        size = words.count(self.browser.size, "question")
        if query:
            self._search(query)
        else:
            self.lines.prompt(f"Search {size}. Type a search. ? for help. Enter: back.")
        while True:
            line = self.lines.ask().strip()
            if line.casefold() in ("q", ":q") or not (line or self._left):
                return
            try:
                self._do(line)
            except LearnmsError as error:
                self.lines.say(unchanged(error))

    def _do(self, line: str) -> None:
        if line.startswith(":"):
            self._command(line)
        elif line == "?":
            self._help()
        elif not line:
            self._list()
        elif line.isdecimal() and 1 <= int(line[:6]) <= self.shown and len(line) < 7:
            self._open(self.result.rows[int(line) - 1])
        else:
            self._search(line)

    def _search(self, query: str) -> None:
        self.query, self.shown = query, 0
        self.result = self.browser.find(query)
        if not self.result.understood:
            self.result = replace(self.result, rows=[])
            for remark in self.result.remarks:
                self.lines.say(remark)
            self.lines.prompt("Search not understood. Change it. ? for help. Enter: back.")
            return
        for remark in self.result.remarks:
            self.lines.say(remark)
        by = orders_of(self.workspace.voice)[self.browser.order]
        order = "" if self.browser.order == "deck" else f", sorted by {by}"
        if self.result.rows:
            found = f"{words.count(len(self.result.rows), 'question')} found{order}."
            self.lines.say(f"{found} {self.result.note}".rstrip())
        elif not self.result.remarks:
            self.lines.say("No matches.")
        self._list()

    @property
    def _left(self) -> int:
        """Results that are not listed yet."""
        return len(self.result.rows) - self.shown

    def _list(self) -> None:
        """List the next rows."""
        end = min(len(self.result.rows), self.shown + AT_ONCE)
        flagged = self.workspace.voice.statuses["flagged"]
        for number in range(self.shown, end):
            entry = self.browser.entry(self.result.rows[number])
            signs = "".join(
                (
                    f", {flagged}" if "flagged" in entry.states else "",
                    ", with a note" if entry.note else "",
                )
            )
            where = f", {self.browser.badge(entry)}" if entry.group.region else ""
            self.lines.say(
                f"{number + 1}. {words.shortened(one_line(spoken(entry.prompt)), _LONGEST)}"
                f" ({self.browser.standing(entry)}{signs}{where})"
            )
        self.shown = end
        self._ask()

    def _ask(self) -> None:
        """Say what may be typed below the rows."""
        how = "Type a number to open that card, or another search."
        enter = f"Enter: more ({self._left} left). q: back." if self._left else "Enter: back."
        self.lines.prompt(f"{how if self.shown else 'Type a search.'} {enter}")

    def _open(self, row: int) -> None:
        entry = self.browser.entry(row)
        draft = entry.place if entry.part is None else None
        PlainCard(self.workspace, self.lines, entry.part, draft).run()
        if entry.part is not None:
            self.browser.reread([entry.part])
        self.lines.prompt()

    # -- commands ----------------------------------------------------------------------------------

    def _command(self, line: str) -> None:
        name, operands = line[1:].lstrip()[:1].casefold(), line[1:].lstrip()[1:]
        simple: dict[str, Callable[[], None]] = {
            "?": self._help,
            "a": lambda: self._search(""),
            "s": self._order,
            "l": self._leeches,
            "c": self._study,
            "u": self._undo,
        }
        actions: dict[str, Callable[[Sequence[Target]], None]] = {
            "@": lambda targets: self._apply(self.changes.toggled("suspend", targets), targets),
            "-": lambda targets: self._apply(self.changes.toggled("bury", targets), targets),
            "*": lambda targets: self._apply(self.changes.toggled("flag", targets), targets),
            "n": self._note,
            "d": self._day,
            "r": self._reset,
        }
        if name in simple and not operands:
            simple[name]()
        elif name in actions and not operands[:1].isalpha():
            targets = self._chosen(name, operands.strip().casefold())
            if targets:
                actions[name](targets)
        else:
            self.lines.say(refused(line))

    def _help(self) -> None:
        for written, finds in examples(self.workspace.voice):
            self.lines.say(f"{written}: {finds}")
        say_commands(self.lines, commands(self.workspace.settings))

    def _chosen(self, name: str, operands: str) -> list[Target]:
        """The rows that a command names by number, or all of the result."""
        self.workspace.require_writable(READ_ONLY)
        if not self.result.rows:
            self.lines.say("No cards are listed. Type a search first.")
            return []
        if operands == "all" and self.result.remarks:
            self.lines.say(
                "Part of the search was not understood. Type card numbers instead of all."
            )
            return []
        if operands == "all":
            return self.browser.targets(self.result.rows)
        # Only cards that were said can be named, so that a slip changes none that is unknown.
        places = [place(number, self.shown) for number in numbers_of(operands)]
        chosen = [self.result.rows[index] for index in places if index is not None]
        if not places or len(chosen) < len(places):
            numbers = f"numbers from 1 to {self.shown}" if self.shown > 1 else "the number 1"
            self.lines.say(f"Which cards? Add {numbers}, or all, such as :{name} 1 or :{name} all.")
            return []
        return self.browser.targets(chosen)

    def _apply(
        self, action: Action, targets: Sequence[Target], text: str = "", due: date | None = None
    ) -> None:
        done = self.changes.apply(action, targets, text=text, on=due)
        self.browser.reread(done.parts)
        self.lines.say(sentence(done, self.changes.today, self.workspace.voice))

    def _note(self, targets: Sequence[Target]) -> None:
        text = ask_value(self.lines, NOTE, checked_note, takes_text=True)
        self._apply("note", targets, text=text)

    def _day(self, targets: Sequence[Target]) -> None:
        due = ask_value(self.lines, DUE, lambda text: day_of(text, self.changes.today))
        self._apply("due", targets, due=due)

    def _reset(self, targets: Sequence[Target]) -> None:
        if agreed(self.lines, f"{reset_question(len(targets))} y: reset. Enter: cancel."):
            self._apply("reset", targets)
        else:
            self.lines.say(NOTHING_CHANGED)

    def _undo(self) -> None:
        undone = self.changes.undo()
        if undone is not None:
            self.browser.reread(undone.parts)
        self.lines.say(undone_sentence(undone, self.workspace.voice))

    def _order(self) -> None:
        orders = tuple(orders_of(self.workspace.voice))
        self.browser.order = orders[(orders.index(self.browser.order) + 1) % len(orders)]
        self._search(self.query)

    def _study(self) -> None:
        """Study the cards of the latest search, or all; the rows are read again afterwards."""
        workspace = self.workspace
        workspace.require_writable(READ_ONLY)
        result = self.browser.find(self.query)
        offered = workspace.queries.offered(workspace.settings)
        if not study(workspace, self.lines, selected(self.browser, result, self.query, offered)):
            self._ask()
            return
        self.browser = whole(workspace.queries, workspace.settings, workspace.today)
        self._search(self.query)

    def _leeches(self) -> None:
        rows, voice = leeches(self.browser)[:_MOST_LEECHES], self.workspace.voice
        if not rows:
            self.lines.say("No leeches." if voice.has_figures else "No card keeps slipping away.")
            return
        # The numbers of the cards said last are those that open and change cards.
        self.query, self.result, self.shown = "is:leech", Found(rows), len(rows)
        for number, entry in enumerate(map(self.browser.entry, rows), 1):
            often = f" ({words.count(entry.lapses, 'lapse')})" if voice.has_figures else ""
            self.lines.say(f"{number}. {one_line(spoken(entry.prompt))}{often}")
            for confused in (
                taken_for(self.workspace.queries, self.browser.today, entry.part)[:3]
                if entry.part is not None
                else ()
            ):
                self.lines.say(f"  {confusion(confused, voice)}")
        self.lines.say(voice.leech_advice)
        self._ask()
