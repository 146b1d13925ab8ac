"""What can be done to cards by hand, one or many: the same keys over the list and over the page of
one card.

A note or a day is typed into a line below; what cannot be seen at once (forgetting) is asked about;
everything is taken back with `u`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from learnms.engine.cards.actions import (
    NOT_OF_CARD,
    READ_ONLY,
    Changes,
    Done,
    Undone,
    checked_note,
    day_of,
    sentence,
    undone_sentence,
)
from learnms.engine.wording import count
from learnms.errors import LearnmsError
from learnms.paths import is_shipped
from learnms.tui.kit.content import BOLD, QUIET, WARN, said
from learnms.tui.kit.editor import copy_to_own
from learnms.tui.kit.inputs import Field
from learnms.tui.kit.page import Page
from learnms.tui.kit.saving import SavesAnswers

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from textual.widget import Widget

    from learnms.engine.cards.actions import Action
    from learnms.engine.cards.target import Target
    from learnms.study.event import Part

Asking = Literal["", "note", "due", "really", "copy"]
MANY = 500
"""Cards from which on a change takes long enough to say so first."""
NO_CARD = "There is no card here."
_PHASES: dict[Asking, str] = {
    "note": "browse write",
    "due": "browse write",
    "really": "browse really",
    "copy": "browse copy",
}
_ASKED = {
    "note": "A private note; empty takes it away:",
    "due": "Asked next on: a date such as 2026-12-01, tomorrow, or +10 for in ten days:",
}


class CardActions(SavesAnswers):
    """A page on which cards are changed."""

    again = "Press the key again."

    def __init__(self, said: str = "") -> None:
        super().__init__(said)
        self.asked = Page("asked")
        self.given = Field("given")
        self._asking: Asking = ""
        self._changes: Changes | None = None

    def below(self) -> Iterable[Widget]:
        """The line for a note or a day, under what it is for."""
        return self.asked, self.given

    # -- what a page says --------------------------------------------------------------------------

    def chosen(self) -> Sequence[Target]:
        """What is to be changed."""
        raise NotImplementedError

    def note_now(self) -> str:
        """The note that there is already, to be changed."""
        return ""

    def place(self) -> tuple[str, int] | None:
        """The file and the line at which the card is written; None for one that no deck holds."""
        raise NotImplementedError

    def changed(self, parts: Sequence[Part]) -> None:
        """Something is known of some parts that was not before."""
        raise NotImplementedError

    def rest_phase(self) -> str:
        """The state of the page while nothing is asked."""
        raise NotImplementedError

    def draw_page(self) -> None:
        """Show everything but the line below and the keys."""
        raise NotImplementedError

    def resting_focus(self) -> Widget | None:
        """What has the letters while nothing is asked."""
        return None

    # -- the state ---------------------------------------------------------------------------------

    @property
    def changes(self) -> Changes:
        """What writes."""
        if self._changes is None:
            workspace = self.shell.workspace
            self._changes = Changes(workspace.data, workspace.settings, workspace.clock)
            self._changes.store = workspace.store
        return self._changes

    def writes(self) -> Changes:
        """The changes."""
        return self.changes

    def phase(self) -> str:
        """What is asked, or the page at rest."""
        return _PHASES.get(self._asking, self.rest_phase())

    def draw(self) -> None:
        """Show the page, with the line to type into where something is asked."""
        writing = self._asking in _ASKED
        self.asked.display = self.given.display = writing
        self.asked.show(said(_ASKED[self._asking], BOLD) if writing else [])
        self.draw_page()
        wanted = self.given if writing else self.resting_focus() if not self._asking else None
        if self.focused is not wanted:
            self.set_focus(wanted, scroll_visible=False)
        self.show_keys()

    def painted(self) -> None:
        """The writer may still be closed."""
        self.shell.open_store()

    def do(self, action: str, key: str) -> None:
        """One method per action."""
        getattr(self, f"do_{action}")(key)

    # -- changing ----------------------------------------------------------------------------------

    def _may(self) -> bool:
        """Whether there is something to change, and changing works here; a sentence says so
        where not.
        """
        if self.shell.workspace.read_only:
            self.complain(f"{self.shell.workspace.read_only_reason} {READ_ONLY}")
            return False
        if not self.chosen():
            self.say(NO_CARD)
            return False
        return True

    def _apply(self, act: Action, *, text: str = "", on: date | None = None) -> None:
        targets = list(self.chosen())

        def write() -> None:
            self._commit(lambda: self.changes.apply(act, targets, text=text, on=on), self._told)

        if len(targets) > MANY:
            self.say(f"{count(len(targets), 'card')}: this takes a moment…")
            self.set_timer(0.05, write)
        else:
            write()

    def _told(self, done: Done) -> None:
        self.changed(done.parts)
        back = " u takes it back." if done.parts else ""
        self.draw()
        self.say(f"{sentence(done, self.changes.today)}{back}", "" if done.parts else QUIET)

    def _toggle(self, act: Literal["suspend", "bury", "flag"]) -> None:
        if self._may():
            self._apply(self.changes.toggled(act, self.chosen()))

    def do_suspend(self, key: str) -> None:
        """Leave out, or ask again."""
        self._toggle("suspend")

    def do_later(self, key: str) -> None:
        """Put off until tomorrow, or not any more."""
        self._toggle("bury")

    def do_flag(self, key: str) -> None:
        """Flag, or take the flag away."""
        self._toggle("flag")

    def undoes(self) -> Part | None:
        """The part that taking back stops at; None for whatever came last today."""
        return None

    def do_undo(self, key: str) -> None:
        """Take back what came last today; what still waits to be saved first."""
        if self._held is not None:
            self._held, self._then = None, None
            self.say("Taken back before it was saved.")
            return
        if self.shell.workspace.read_only:
            self.complain(f"{self.shell.workspace.read_only_reason} {READ_ONLY}")
            return
        of = self.undoes()
        if of is not None and not self.changes.is_last_of(of):
            self.say(NOT_OF_CARD)
            return
        size = self.changes.undo_size()
        if size > MANY:
            self.say(f"{count(size, 'card')}: this takes a moment…")
            self.set_timer(0.05, self._undo)
        else:
            self._undo()

    def _undo(self) -> None:
        self._commit(self.changes.undo, self._undone)

    def _undone(self, undone: Undone | None) -> None:
        if undone is not None:
            self.changed(undone.parts)
            self.draw()
        self.say(undone_sentence(undone))

    # -- asking first ------------------------------------------------------------------------------

    def _ask(self, asking: Asking, value: str = "") -> None:
        self._asking = asking
        if asking in _ASKED:
            self.say()
            self.given.value = value
            self.given.cursor_position = len(value)
        self.draw()

    def do_note(self, key: str) -> None:
        """Type a note."""
        if self._may():
            self._ask("note", self.note_now())

    def do_due(self, key: str) -> None:
        """Type a day."""
        if self._may():
            self._ask("due")

    def do_keep(self, key: str) -> None:
        """Keep the note or the day; what is none is said, and can be mended."""
        asking, text = self._asking, self.given.value
        try:
            note = checked_note(text) if asking == "note" else ""
            on = day_of(text, self.changes.today) if asking == "due" else None
        except LearnmsError as error:
            self.complain(str(error))
            return
        self._ask("")
        self._apply("note" if asking == "note" else "due", text=note, on=on)

    def do_drop(self, key: str) -> None:
        """Leave everything as it was."""
        self.say()
        self._ask("")

    def do_reset(self, key: str) -> None:
        """Ask whether to forget what is known."""
        if self._may():
            number = len(self.chosen())
            which = "this card" if number == 1 else count(number, "card")
            self._ask("really")
            self.say(
                f"Forget what is known of {which}? {'It is' if number == 1 else 'They are'} new"
                " then. What you answered stays in the log.",
                WARN,
            )

    def do_really(self, key: str) -> None:
        """Forget it."""
        self._ask("")
        self._apply("reset")

    # -- the file ----------------------------------------------------------------------------------

    def do_edit(self, key: str) -> None:
        """Open the card's file; a shipped one is offered for copying first."""
        place = self.place()
        if place is None:
            self.say(
                "No deck holds this card, so there is no file to open."
                if self.chosen()
                else NO_CARD
            )
        elif is_shipped(place[0]):
            self._ask("copy")
            self.say(
                "This deck is part of learnms. Copy it into your own folder, and change the copy?",
                WARN,
            )
        else:
            self.say(self.shell.edit(*place))

    def do_yes(self, key: str) -> None:
        """Copy, and open the copy."""
        self.do_no(key)
        place = self.place()
        if place is not None:
            copy, _ = copy_to_own(place[0], self.shell.workspace.home_folder)
            self.say(self.shell.edit(str(copy), place[1]))

    def do_no(self, key: str) -> None:
        """Leave it."""
        self.say()
        self._ask("")

    def do_help(self, key: str) -> None:
        """All keys."""
        self.shell.show_help()

    def do_leave_page(self, key: str) -> None:
        """Back to where this page was opened; what still waits for the writer is saved first."""
        if self.is_holding:
            self.save_then(self.shell.close_page)
        else:
            self.shell.close_page()
