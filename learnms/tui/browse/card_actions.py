"""Actions on one card or many, the same on the search and on a card's page.

A note or a day is typed into a line below; forgetting is confirmed first; `u` takes everything
back.
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
    reset_question,
    sentence,
    undone_sentence,
)
from learnms.engine.decks.own_copy import OFFER_COPY, copy_to_own
from learnms.engine.wording import count
from learnms.errors import LearnmsError
from learnms.paths import is_shipped
from learnms.tui.kit.content import BOLD, QUIET, WARN, paragraph
from learnms.tui.kit.flow_view import FlowView
from learnms.tui.kit.inputs import Field
from learnms.tui.kit.saving import PRESS_AGAIN, SavesAnswers

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from textual.widget import Widget

    from learnms.engine.cards.actions import Action
    from learnms.engine.cards.target import Target
    from learnms.study.event import Part

Asking = Literal["", "note", "due", "confirm", "copy"]
MANY = 500
"""The number of cards from which a change takes long enough to announce it."""
NO_CARD = "No card selected."
_MODES: dict[Asking, str] = {
    "note": "browse write",
    "due": "browse write",
    "confirm": "browse really",
    "copy": "browse copy",
}
_ASKED = {
    "note": "Private note (leave empty to remove it):",
    "due": "{day} (such as 2026-12-01, tomorrow, or +10 for ten days):",
}


class CardActions(SavesAnswers):
    """A page on which cards can be changed."""

    DEFAULT_CSS = """
    CardActions {
        #given { display: none; margin: 0 4; }
        #asked { display: none; }
    }
    """

    again = PRESS_AGAIN

    def __init__(self, message: str = "") -> None:
        super().__init__(message)
        self.asked = FlowView("asked")
        self.given = Field("given")
        self._asking: Asking = ""

    def compose_footer(self) -> Iterable[Widget]:
        return self.asked, self.given

    # -- what a page says --------------------------------------------------------------------------

    def chosen(self) -> Sequence[Target]:
        """The cards to be changed."""
        raise NotImplementedError

    def note_now(self) -> str:
        """The present note of the card."""
        return ""

    def place(self) -> tuple[str, int] | None:
        """File and line of the card; None if it is not in any deck."""
        raise NotImplementedError

    def changed(self, parts: Sequence[Part]) -> None:
        """Reload these parts."""
        raise NotImplementedError

    def rest_mode(self) -> str:
        """The mode while nothing is asked."""
        raise NotImplementedError

    def draw_page(self) -> None:
        """Show everything but the line below and the key line."""
        raise NotImplementedError

    def resting_focus(self) -> Widget | None:
        """The widget that receives letters while nothing is asked."""
        return None

    # -- the state ---------------------------------------------------------------------------------

    @property
    def changes(self) -> Changes:
        """What changes cards; refused where only reading works."""
        return Changes(self.shell.workspace)

    def mode(self) -> str:
        return _MODES.get(self._asking, self.rest_mode())

    def draw(self) -> None:
        writing = self._asking in _ASKED
        self.asked.display = self.given.display = writing
        is_nurse = self.shell.workspace.voice.has_figures
        asked = _ASKED.get(self._asking, "").format(day="Due date" if is_nurse else "Next day")
        self.asked.show(paragraph(asked, BOLD) if writing else [])
        self.draw_page()
        wanted = self.given if writing else self.resting_focus() if not self._asking else None
        if self.focused is not wanted:
            self.set_focus(wanted, scroll_visible=False)
        self.show_keys()

    # -- changing ----------------------------------------------------------------------------------

    def _may(self) -> bool:
        """Whether there is something to change and it may be changed; if not, say why."""
        self.shell.workspace.require_writable(READ_ONLY)
        if not self.chosen():
            self.say(NO_CARD)
            return False
        return True

    def _apply(self, act: Action, *, text: str = "", on: date | None = None) -> None:
        targets = list(self.chosen())

        def write() -> None:
            self._commit(lambda: self.changes.apply(act, targets, text=text, on=on), self._told)

        if len(targets) > MANY:
            self.say(f"Changing {count(len(targets), 'card')}…")
            self.call_after_refresh(write)
        else:
            write()

    def _told(self, done: Done) -> None:
        self.changed(done.parts)
        back = " Press u to undo." if done.parts else ""
        self.draw()
        self.say(
            f"{sentence(done, self.changes.today, self.shell.workspace.voice)}{back}",
            "" if done.parts else QUIET,
        )

    def _toggle(self, act: Literal["suspend", "bury", "flag"]) -> None:
        if self._may():
            self._apply(self.changes.toggled(act, self.chosen()))

    def action_suspend(self, key: str = "") -> None:
        """Suspend or unsuspend the cards."""
        self._toggle("suspend")

    def action_bury(self, key: str = "") -> None:
        """Bury the cards until tomorrow, or unbury them."""
        self._toggle("bury")

    def action_flag(self, key: str = "") -> None:
        """Flag or unflag the cards."""
        self._toggle("flag")

    def undoes(self) -> Part | None:
        """The part to which undo is limited; None for today's last action on any card."""
        return None

    def action_undo(self, key: str = "") -> None:
        """Undo today's last action."""
        self.shell.workspace.require_writable(READ_ONLY)
        of = self.undoes()
        if of is not None and not self.changes.is_last_of(of):
            self.say(NOT_OF_CARD)
            return
        size = self.changes.undo_size()
        if size > MANY:
            self.say(f"Restoring {count(size, 'card')}…")
            self.call_after_refresh(self._undo)
        else:
            self._undo()

    def _undo(self) -> None:
        self._commit(self.changes.undo, self._undone)

    def _undone(self, undone: Undone | None) -> None:
        if undone is not None:
            self.changed(undone.parts)
            self.draw()
        self.say(undone_sentence(undone, self.shell.workspace.voice))

    # -- asking first ------------------------------------------------------------------------------

    def _ask(self, asking: Asking, value: str = "") -> None:
        self._asking = asking
        if asking in _ASKED:
            self.say()
            self.given.value = value
            self.given.cursor_position = len(value)
        self.draw()

    def action_note(self, key: str = "") -> None:
        """Open the line for a note."""
        if self._may():
            self._ask("note", self.note_now())

    def action_due(self, key: str = "") -> None:
        """Open the line for a due date."""
        if self._may():
            self._ask("due")

    def action_save_text(self, key: str = "") -> None:
        """Save the typed note or due date, or say why it is refused."""
        asking, text = self._asking, self.given.value
        try:
            note = checked_note(text) if asking == "note" else ""
            on = day_of(text, self.changes.today) if asking == "due" else None
        except LearnmsError as error:
            self.complain(str(error))
            return
        self._ask("")
        self._apply("note" if asking == "note" else "due", text=note, on=on)

    def action_discard_text(self, key: str = "") -> None:
        """Close the line without a change."""
        self.say()
        self._ask("")

    def action_reset(self, key: str = "") -> None:
        """Ask whether to reset the cards."""
        if self._may():
            self._ask("confirm")
            self.say(reset_question(len(self.chosen())), WARN)

    def action_confirm(self, key: str = "") -> None:
        """Reset the cards."""
        self._ask("")
        self._apply("reset")

    # -- the file ----------------------------------------------------------------------------------

    def action_edit(self, key: str = "") -> None:
        """Open the card's file; for a shipped deck, offer a copy first."""
        place = self.place()
        if place is None:
            self.say(
                "This card is not in any deck, so it has no file." if self.chosen() else NO_CARD
            )
        elif is_shipped(place[0]):
            self._ask("copy")
            self.say(OFFER_COPY, WARN)
        else:
            self.say(self.shell.edit(*place))

    def action_copy_deck(self, key: str = "") -> None:
        """Copy the deck and open the copy."""
        self.action_no(key)
        place = self.place()
        if place is not None:
            copy, _ = copy_to_own(place[0], self.shell.workspace.home_folder)
            self.say(self.shell.edit(str(copy), place[1]))

    def action_no(self, key: str = "") -> None:
        """Close the question without a change."""
        self.say()
        self._ask("")

    def action_leave_page(self, key: str = "") -> None:
        """Close the page."""
        self.shell.close_page()
