"""The form of a new card, over a deck's page: it is written into the deck's file."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, ClassVar

from learnms.decks.deck_file import as_yaml
from learnms.engine.decks.new_card import NewCard, card_form, fields_of, problem, write_card
from learnms.engine.form import Text as TextRow
from learnms.kinds.score import typed
from learnms.tui.kit.bindings import bindings
from learnms.tui.kit.content import BOLD, QUIET, RIGHT, WARN, paragraph, raw
from learnms.tui.kit.flow_view import FlowView
from learnms.tui.kit.form_screen import FormScreen
from learnms.tui.kit.inputs import Field
from learnms.tui.kit.layout import BLANK, Text
from learnms.tui.kit.modes import resolve

if TYPE_CHECKING:
    from collections.abc import Iterable

    from textual import events
    from textual.binding import BindingType
    from textual.widget import Widget

    from learnms.engine.decks.new_card import DeckChoices
    from learnms.engine.form import Form, Row
    from learnms.tui.kit.layout import Entry

UNKEPT = "Not added. Choose Add card, or press esc again to discard it."
READ_ONLY = "Nothing was added."
NO_TEXT = "Nothing is typed on this line. Press ↓ for the next one."
_KEYS = frozenset({" ", "?"})
"""Printable keys that keep their meaning on every row."""


class NewCardScreen(FormScreen[NewCard]):
    """Asks for a card and writes it into a deck file.

    A text is typed into the field below the rows, which enter or the first character opens; enter
    goes on to the next row, and opens the field again where that is a text too.

    Args:
        path: the deck file.
        choices: the deck's sources and topics.
    """

    BINDINGS: ClassVar[list[BindingType]] = bindings("new")
    DEFAULT_CSS = """
    NewCardScreen {
        #asked { padding: 1 0 0 0; display: none; }
        #given { display: none; margin: 0 4 1 4; }
        &.-short #asked { padding: 0; }
        &.-short #given { margin: 0 4; }
    }
    """
    guarded: ClassVar[frozenset[str]] = frozenset({"fill_line", "row", "value", "save_text"})

    def __init__(self, path: str, choices: DeckChoices) -> None:
        super().__init__()
        self.path = path
        self.choices = choices
        self.new_card = NewCard()
        self._empty = self.new_card
        self.asked, self.given = FlowView("asked"), Field("given")
        self._is_typing = False
        self._is_leaving = False

    def compose_footer(self) -> Iterable[Widget]:
        return self.asked, self.given

    # -- what shows --------------------------------------------------------------------------------

    def mode(self) -> str:
        return "new card typing" if self._is_typing else "new card"

    def form(self) -> Form[NewCard]:
        return card_form(self.new_card, self.choices)

    def labels(self) -> dict[str, tuple[str, str]]:
        """Say that enter goes on to the next line."""
        return {**super().labels(), "save_text": ("enter", "next line")}

    def preview(self) -> Iterable[Entry]:
        """The card as it will stand in the file, where there is room beside the rows."""
        if not self.is_wide or problem(self.new_card):
            return ()
        today = self.shell.workspace.clock().date()
        lines = as_yaml(fields_of(self.new_card, today)).splitlines()
        return [*paragraph(f"In {self.file_name}:", QUIET), BLANK, *(Text(raw(t)) for t in lines)]

    @property
    def file_name(self) -> str:
        """The name of the deck file."""
        return os.path.basename(self.path)

    def draw(self) -> None:
        self.asked.display = self.given.display = self._is_typing
        about = paragraph(self.here.help, QUIET) if self.here.help else []
        self.asked.show([*paragraph(self.here.label, BOLD), *about] if self._is_typing else [])
        super().draw()
        wanted = self.given if self._is_typing else None
        if self.focused is not wanted:
            self.set_focus(wanted, scroll_visible=False)

    # -- doing -------------------------------------------------------------------------------------

    def put(self, state: NewCard) -> None:
        self.new_card = state

    def do(self, action: str, key: str) -> None:
        self._is_leaving = self._is_leaving and action == "leave_page"
        super().do(action, key)

    def on_key(self, event: events.Key) -> None:
        """Open the field with the first character typed, and keep those typed before it has the
        focus: no text is lost, and none of its letters is a key. Other keys are the page's, whose
        own handler Textual calls next.
        """
        character = event.character if event.is_printable else None
        if not character or (character in _KEYS and not self._is_typing):
            return
        if isinstance(self.here, TextRow):
            self._insert(self.here, character)
        elif resolve(self.mode(), character, self.absent()) is None:
            self.say(NO_TEXT)
        else:
            return
        event.stop()
        event.prevent_default()

    def on_paste(self, event: events.Paste) -> None:
        """Open the field with a text that is pasted, unless the field itself has taken it."""
        if isinstance(self.here, TextRow) and (text := typed(event.text)):
            self._insert(self.here, text)
            event.stop()

    def _insert(self, row: TextRow[NewCard], text: str) -> None:
        if not self._is_typing:
            self._is_leaving = False
            self._type_text(row)
        self.given.insert_text_at_cursor(text)

    def act(self, row: Row[NewCard]) -> None:
        """Type a text, or add the card."""
        if isinstance(row, TextRow):
            self._type_text(row)
        else:
            self._add()

    def _type_text(self, row: TextRow[NewCard]) -> None:
        self._is_typing = True
        self.given.value = row.value
        self.given.cursor_position = len(row.value)
        self.say()
        self.draw()
        self.call_after_refresh(self.bring_into_view)

    def action_save_text(self, key: str = "") -> None:
        """Take what was typed, and go on to the next row."""
        row = self.here
        assert isinstance(row, TextRow)  # else nothing is typed
        self._is_typing = False
        self.put(row.put(row.read(self.given.value)))
        self.cursor = min(self.cursor + 1, self.rows() - 1)
        following = self.here
        if isinstance(following, TextRow) and not following.value:
            self._type_text(following)
        else:
            self.draw()
            self.bring_into_view()

    def action_discard_text(self, key: str = "") -> None:
        """Leave the text as it was."""
        self._is_typing = False
        self.draw()

    def _add(self) -> None:
        """Write the card, and begin the next one."""
        workspace = self.shell.workspace
        workspace.require_writable(READ_ONLY)
        written = write_card(workspace, self.path, self.new_card)
        self._empty = self.new_card = self.new_card.next()
        self.cursor = 0
        self.draw()
        self.bring_into_view()
        self.say(written.short(), WARN if written.findings else RIGHT)
        self.shell.refresh_decks()

    def action_leave_page(self, key: str = "") -> None:
        """Close the form; warn first about a card that was not added."""
        if not self.new_card.is_same(self._empty) and not self._is_leaving:
            self._is_leaving = True
            self.say(UNKEPT, WARN)
            return
        self.shell.close_page()
