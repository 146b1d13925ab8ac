"""Other ways to study: ahead of time, cramming, postponing, pausing. Changes are shown before they
are made.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, NamedTuple

from learnms.engine.postpone import postpone, wording
from learnms.engine.queue.catch_up import backlog_now
from learnms.engine.queue.today import some_of
from learnms.engine.review.start import AHEAD, usual_ahead
from learnms.engine.wording import at_a_time, count
from learnms.errors import LearnmsError
from learnms.tui.kit.content import ACCENT, BOLD, KEY, QUIET, concat, paragraph, plain, pointer, raw
from learnms.tui.kit.layout import BLANK, INDENT, Heading, Press, Ruled, Text
from learnms.tui.kit.list_page import CURSOR, ListPage

if TYPE_CHECKING:
    from collections.abc import Callable

    from learnms.engine.postpone.postpone import PutOff
    from learnms.tui.kit.layout import Entry

_LABEL = 14
_DIGITS = 4
_PAUSE_DAYS = 7


class Line(NamedTuple):
    """A way to study: its name, label, what it covers, and what it does."""

    name: str
    label: str
    words: str
    help: str


class WaysScreen(ListPage):
    """Lists the ways and starts one.

    Args:
        deck: the deck to study; None for all that the learner is offered.
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
        self.numbers["ahead"] = usual_ahead(self.shell.workspace)
        self._count()
        super().on_mount()

    def _count(self) -> None:
        there = postpone.there_is(self.shell.workspace, self._decks)
        self.numbers |= {
            name: min(self.numbers[name] or AHEAD, most)
            for name, most in (("ahead", there.ahead), ("postpone", there.due))
        }
        lines = [
            Line(
                "ahead",
                "Study ahead",
                f"{{}} cards, of {there.ahead} not due yet"
                if there.ahead
                else wording.NOTHING_AHEAD,
                wording.AHEAD,
            ),
            Line("cram", "Cram", self._learned(there.learned), wording.CRAM),
            Line(
                "postpone",
                "Postpone",
                f"{{}} cards, of {wording.due(there)}" if there.due else wording.NONE_DUE,
                wording.POSTPONE,
            ),
            Line("pause", "Pause", "for {} days, all decks", wording.PAUSE),
        ]
        if there.is_gathered:
            lines.append(
                Line(
                    "backlog",
                    "Catch up",
                    wording.plan(self.shell.workspace.settings.backlog, self.shell.workspace.today),
                    wording.BACKLOG,
                )
            )
        self._lines = lines

    def _learned(self, number: int) -> str:
        workspace = self.shell.workspace
        some = some_of(number, workspace.queries, workspace.settings)
        learned = f"{count(number, 'card')} that you have learned"
        return f"{learned}{at_a_time(some)}" if some else f"all {learned}"

    def rows(self) -> int:
        return len(self._lines)

    def mode(self) -> str:
        return "ways preview" if self.preview is not None else "ways"

    @property
    def _here(self) -> Line:
        return self._lines[min(self.cursor, len(self._lines) - 1)]

    def disabled_actions(self) -> frozenset[str]:
        """Digits are disabled on lines without a number."""
        return frozenset() if self._is_numbered else frozenset({"digit", "erase"})

    @property
    def _is_numbered(self) -> bool:
        """Whether the line at the ▸ takes a number."""
        return "{}" in self._here.words

    def labels(self) -> dict[str, tuple[str, str]]:
        """Name what enter does on the line at the ▸."""
        return {
            "take_way": (
                "enter",
                "show what moves" if self._here.name in ("postpone", "pause") else "start",
            )
        }

    # -- drawing -----------------------------------------------------------------------------------

    def draw(self) -> None:
        self.head.show(
            [BLANK, Heading(plain("Other ways to study", BOLD), plain(self._title(), QUIET)), BLANK]
        )
        entries: list[Entry] = [self._line(index, line) for index, line in enumerate(self._lines)]
        if self.preview is None:
            entries += [BLANK, *paragraph(self._here.help, QUIET)]
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
                for row in self.shell.workspace.queries.library.decks()
                if row.deck_id == self.deck
            ),
            self.deck,
        )

    def _line(self, index: int, line: Line) -> Text:
        here = index == self.cursor
        lead = concat(pointer(here=here), plain(line.label, f"{BOLD} {ACCENT}" if here else BOLD))
        before, number, after = line.words.partition("{}")
        typed = (
            raw(
                f"{self.numbers.get(line.name) or ''}{'▏' if here else ''}",
                f"{BOLD} {ACCENT}" if here else BOLD,
            )
            if number
            else raw("")
        )
        content = concat(raw(before), typed, raw(after))
        return Text(
            content,
            indent=INDENT + _LABEL,
            lead=lead,
            press=Press("row", str(index)),
            anchor=CURSOR if here else "",
        )

    def _shown(self, preview: PutOff) -> list[Entry]:
        patient, today = self.shell.workspace.settings.is_patient, self.shell.workspace.today
        lines = wording.put_off(preview, today, patient=patient)
        pressed = Text(
            concat(plain("enter", KEY), raw(" moves them, "), plain("n", KEY), raw(" leaves them")),
            press=Press("move_days", "enter"),
        )
        return [
            *paragraph(lines[0], BOLD),
            *(entry for line in lines[1:] for entry in paragraph(line)),
            BLANK,
            pressed,
        ]

    def on_painted(self) -> None:
        """Scroll to a preview."""
        if self.preview is not None:
            self.body.scroll_end(animate=False)

    # -- doing -------------------------------------------------------------------------------------

    def move(self, action: str) -> bool:
        """Move the ▸, or scroll a preview; the next number is typed anew."""
        self._is_typed = False
        if self.preview is not None:
            return super(ListPage, self).move(action)
        self.say()
        return super().move(action)

    def do(self, action: str, key: str) -> None:
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
        elif self.refuses_writing("this cannot be done here"):
            pass
        elif name == "backlog":
            self.shell.show_backlog(backlog_now(workspace), None, starts=False)
        elif name in ("postpone", "pause"):
            self._preview(name)
        elif (name == "ahead" and not self._is_numbered) or not self.shell.start_practice(
            "ahead" if name == "ahead" else "cram", self._decks, self.numbers.get(name)
        ):
            self.say(wording.NOTHING_TO_PRACTISE)

    def _preview(self, name: str) -> None:
        workspace, number = self.shell.workspace, self.numbers[name]
        if name == "postpone" and not number:
            self.say(wording.NOTHING_DUE)
            return
        if name == "postpone":
            preview = postpone.postponing(
                workspace.queries, workspace.settings, workspace.today, number, self._decks
            )
        else:
            preview = postpone.pausing(
                workspace.queries, workspace.settings, workspace.today, number
            )
        if preview.moves:
            self.say()
            self.preview = preview
            self.draw()
        else:
            self.say(wording.NOTHING_DUE if name == "postpone" else wording.NOTHING_LEARNED)

    def _leave_preview(self, message: str) -> None:
        self.preview = None
        self._count()
        self.draw()
        self.say(message)

    def _write(self, meanwhile: str, step: Callable[[], None]) -> None:
        """Show a sentence, then write: of thousands of cards it takes seconds."""
        if self.refuses_writing("this cannot be done here"):
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
            number = postpone.carry_out(self.shell.workspace.open_store(), preview)
            self._leave_preview(f"{wording.moved(number)} u takes that back.")

    def _take_back(self) -> None:
        workspace = self.shell.workspace
        self._leave_preview(
            wording.taken_back(
                postpone.take_back(workspace.queries, workspace.open_store(), workspace.today)
            )
        )
