"""Other ways to study: ahead of time, cramming, putting cards off, pausing. What would move is
shown before it does.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, NamedTuple

from learnms.engine.postpone import postpone as ways
from learnms.engine.postpone import wording as words
from learnms.engine.queue.catch_up import backlog_now
from learnms.engine.queue.today import some_of
from learnms.engine.review.start import AHEAD, usual_ahead
from learnms.engine.wording import at_a_time, count
from learnms.errors import LearnmsError
from learnms.tui.kit.content import ACCENT, BOLD, KEY, QUIET, WARN, block, joined, literal, said
from learnms.tui.kit.layout import BLANK, INDENT, MARGIN, Heading, Press, Ruled, Text
from learnms.tui.kit.list_page import CURSOR, ListPage

if TYPE_CHECKING:
    from collections.abc import Callable

    from learnms.engine.postpone.postpone import PutOff
    from learnms.tui.kit.layout import Entry

_LABEL = 14
_DIGITS = 4
_PAUSE_DAYS = 7


class Line(NamedTuple):
    """A way: its name, what it would be about, and what it does."""

    name: str
    label: str
    words: str
    help: str


class WaysScreen(ListPage):
    """Shows the ways over the first page, and starts one.

    Args:
        deck: the deck that they are about; None for all that the learner is offered.
    """

    guarded: ClassVar[frozenset[str]] = frozenset({"take_way", "row", "move_days", "undo"})

    def __init__(self, deck: str | None = None) -> None:
        super().__init__()
        self.deck = deck
        self.numbers = {"ahead": AHEAD, "postpone": AHEAD, "pause": _PAUSE_DAYS}
        self.preview: PutOff | None = None
        self._is_typed = False
        self._lines: list[Line] = []

    @property
    def _decks(self) -> list[str] | None:
        return None if self.deck is None else [self.deck]

    def on_mount(self) -> None:
        """Count what there is."""
        self.numbers["ahead"] = usual_ahead(self.shell.workspace)
        self._count()
        super().on_mount()

    def _count(self) -> None:
        there = ways.there_is(self.shell.workspace, self._decks)
        self.numbers |= {
            name: min(self.numbers[name] or AHEAD, most)
            for name, most in (("ahead", there.ahead), ("postpone", there.due))
        }
        lines = [
            Line(
                "ahead",
                "Study ahead",
                f"{{}} cards, of {there.ahead} not due yet" if there.ahead else words.NOTHING_AHEAD,
                words.AHEAD,
            ),
            Line("cram", "Cram", self._learned(there.learned), words.CRAM),
            Line(
                "postpone",
                "Postpone",
                f"{{}} cards, of {words.due(there)}" if there.due else words.NONE_DUE,
                words.POSTPONE,
            ),
            Line("pause", "Pause", "for {} days, all decks", words.PAUSE),
        ]
        if there.is_gathered:
            lines.append(
                Line(
                    "backlog",
                    "Catch up",
                    words.plan(self.shell.workspace.settings.backlog, self.shell.workspace.today),
                    words.BACKLOG,
                )
            )
        self._lines = lines

    def _learned(self, number: int) -> str:
        workspace = self.shell.workspace
        some = some_of(number, workspace.data, workspace.settings)
        learned = f"{count(number, 'card')} that you have learned"
        return f"{learned}{at_a_time(some)}" if some else f"all {learned}"

    def rows(self) -> int:
        """The ways."""
        return len(self._lines)

    def phase(self) -> str:
        """The list, or the preview of what would move."""
        return "ways preview" if self.preview is not None else "ways"

    @property
    def _here(self) -> Line:
        return self._lines[min(self.cursor, len(self._lines) - 1)]

    def missing(self) -> frozenset[str]:
        """A number is typed where there is one."""
        return frozenset() if self._is_numbered else frozenset({"digit", "erase"})

    @property
    def _is_numbered(self) -> bool:
        """Whether the line at the ▸ takes a number: there is something that it could count."""
        return "{}" in self._here.words

    def labels(self) -> dict[str, tuple[str, str]]:
        """What enter does on the line at the ▸."""
        return {
            "take_way": (
                "enter",
                "show what moves" if self._here.name in ("postpone", "pause") else "start",
            )
        }

    # -- drawing -----------------------------------------------------------------------------------

    def draw(self) -> None:
        """Show the ways, and below them what the one at the ▸ does, or what it would move."""
        self.head.show(
            [
                BLANK,
                Heading(literal("Other ways to study", BOLD), literal(self._title(), QUIET)),
                BLANK,
            ]
        )
        entries: list[Entry] = [self._line(at, line) for at, line in enumerate(self._lines)]
        if self.preview is None:
            entries += [BLANK, *said(self._here.help, QUIET)]
        else:
            entries += [BLANK, Ruled(), BLANK, *self._shown(self.preview)]
        self.list.show(entries)
        self.show_keys()

    def _title(self) -> str:
        if self.deck is None:
            return "all decks"
        return next(
            (
                row.title
                for row in self.shell.workspace.data.library.decks()
                if row.deck_id == self.deck
            ),
            self.deck,
        )

    def _line(self, at: int, line: Line) -> Text:
        here = at == self.cursor
        lead = joined(
            block(f"{'':{MARGIN}}{'▸' if here else ' '} ", KEY),
            literal(line.label, f"{BOLD} {ACCENT}" if here else BOLD),
        )
        before, number, after = line.words.partition("{}")
        typed = (
            block(
                f"{self.numbers.get(line.name) or ''}{'▏' if here else ''}",
                f"{BOLD} {ACCENT}" if here else BOLD,
            )
            if number
            else block("")
        )
        content = joined(block(before), typed, block(after))
        return Text(
            content,
            indent=INDENT + _LABEL,
            lead=lead,
            press=Press("row", str(at)),
            anchor=CURSOR if here else "",
        )

    def _shown(self, preview: PutOff) -> list[Entry]:
        patient, today = self.shell.workspace.settings.is_patient, self.shell.workspace.today
        lines = words.put_off(preview, today, patient=patient)
        pressed = Text(
            joined(
                literal("enter", KEY),
                block(" moves them, "),
                literal("n", KEY),
                block(" leaves them"),
            ),
            press=Press("move_days", "enter"),
        )
        return [
            *said(lines[0], BOLD),
            *(entry for line in lines[1:] for entry in said(line)),
            BLANK,
            pressed,
        ]

    def painted(self) -> None:
        """The writer is opened behind the page, and what is shown below the list comes into
        view.
        """
        self.shell.open_store()
        if self.preview is not None:
            self.body.scroll_end(animate=False)

    def store_failed(self, error: LearnmsError) -> None:
        """There is no writer, and a sentence why."""
        self.complain(str(error))

    # -- doing -------------------------------------------------------------------------------------

    def move(self, action: str) -> bool:
        """The arrows move the ▸ as long as nothing is to be decided; the next number is typed
        anew.
        """
        self._is_typed = False
        if self.preview is not None:
            return super(ListPage, self).move(action)
        self.say()
        return super().move(action)

    def do(self, action: str, key: str) -> None:
        """One method per action."""
        match action:
            case "row" if self.preview is None:
                self.cursor, self._is_typed = int(key), False
                self._take()
            case "take_way":
                self._take()
            case "digit" | "erase":
                self._type(key if action == "digit" else "")
            case "undo":
                self._write("Taking back…", self._take_back)
            case "move_days" if (preview := self.preview) is not None:
                self._write("Moving…", lambda: self._carry_out(preview))
            case "no":
                self._leave_preview("Nothing was moved.")
            case "help":
                self.shell.show_help()
            case "home_back":
                self.shell.close_page()
            case _:
                pass

    def _type(self, digit: str) -> None:
        name = self._here.name
        if not self._is_numbered:
            return
        before = str(self.numbers[name] or "") if self._is_typed or not digit else ""
        self.numbers[name] = int(((before + digit)[:_DIGITS] if digit else before[:-1]) or "0")
        self._is_typed = True
        self.say()
        self.draw()

    def _take(self) -> None:
        name, workspace = self._here.name, self.shell.workspace
        self.draw()
        if self._is_numbered and self.numbers.get(name) == 0:
            self.say("Type how many.")
        elif workspace.read_only:
            self.say(
                f"{workspace.read_only_reason} Only reading works, so this cannot be done here.",
                WARN,
            )
        elif name == "backlog":
            self.shell.show_backlog(backlog_now(workspace), None, starts=False)
        elif name in ("postpone", "pause"):
            self._preview(name)
        elif (name == "ahead" and not self._is_numbered) or not self.shell.start_practice(
            "ahead" if name == "ahead" else "cram", self._decks, self.numbers.get(name)
        ):
            self.say(words.NOTHING_TO_PRACTISE)

    def _preview(self, name: str) -> None:
        workspace, number = self.shell.workspace, self.numbers[name]
        if name == "postpone" and not number:
            self.say(words.NOTHING_DUE)
            return
        if name == "postpone":
            found = ways.postponing(
                workspace.data, workspace.settings, workspace.today, number, self._decks
            )
        else:
            found = ways.pausing(workspace.data, workspace.settings, workspace.today, number)
        if found.moves:
            self.say()
            self.preview = found
            self.draw()
        else:
            self.say(words.NOTHING_DUE if name == "postpone" else words.NOTHING_LEARNED)

    def _leave_preview(self, said_so: str) -> None:
        self.preview = None
        self._count()
        self.draw()
        self.say(said_so)

    def _write(self, meanwhile: str, step: Callable[[], None]) -> None:
        """Say what goes on, paint it, then do it: of thousands of cards it takes seconds."""
        if self.shell.workspace.read_only:
            self.say(
                f"{self.shell.workspace.read_only_reason} Only reading works,"
                " so this cannot be done here.",
                WARN,
            )
            return
        self.say(meanwhile)
        self.key_line.call_after_refresh(self._tried, step)

    def _tried(self, step: Callable[[], None]) -> None:
        try:
            step()
        except LearnmsError as error:
            self.complain(f"Not done: {error}")

    def _carry_out(self, preview: PutOff) -> None:
        if self.preview is preview:  # the key may have been pressed twice before the first was done
            number = ways.carry_out(self.shell.workspace.open_store(), preview)
            self._leave_preview(f"{words.moved(number)} u takes that back.")

    def _take_back(self) -> None:
        workspace = self.shell.workspace
        self._leave_preview(
            words.taken_back(
                ways.take_back(workspace.data, workspace.open_store(), workspace.today)
            )
        )
