"""Input lines, limited in length, and the calculator's result."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from textual.widgets import Input

from learnms.kinds.expression import FormulaError, worked
from learnms.kinds.score import LONGEST as LONGEST
from learnms.kinds.score import typed
from learnms.tui.kit.content import BOLD, QUIET, WARN, concat, plain, raw
from learnms.tui.kit.layout import Text
from learnms.tui.kit.modes import resolve

if TYPE_CHECKING:
    from textual import events
    from textual.widget import Widget

    from learnms.tui.kit.layout import Entry
    from learnms.tui.kit.page import PageScreen


async def edit_at_once(field: Widget, event: events.Key) -> None:
    """Do what a key such as backspace does in a field, unless it is a key of the page.

    Textual runs bindings once the key has come up through the page, which is after the characters
    that were typed behind it.
    """
    page = cast("PageScreen", field.screen)
    if resolve(page.mode(), event.key, page.absent()) is not None:
        return
    for binding in field._bindings.key_to_bindings.get(event.key, ()):
        event.prevent_default()
        event.stop()
        await field.run_action(binding.action)
        return


class Field(Input):
    """A line to type into."""

    DEFAULT_CSS = """
    Field {
        height: 1;
        max-width: 75;
        margin: 1 4 0 4;
        padding: 0 1 0 0;
        border: none;
        border-left: vkey $rule;
        background: $panel;
        color: $text;
        &:focus {
            border: none;
            border-left: outer $primary;
            background-tint: transparent;
        }
    }
    """

    def __init__(self, name: str, *, select_on_focus: bool = False) -> None:
        super().__init__(id=name, select_on_focus=select_on_focus, max_length=LONGEST)
        self.cursor_blink = False

    async def _on_key(self, event: events.Key) -> None:
        is_typing = event.is_printable and bool(event.character)
        if not is_typing:
            await edit_at_once(self, event)
        elif not cast("PageScreen", self.screen).takes_typing(event.character or "", event.time):
            event.prevent_default()
            event.stop()

    def _on_paste(self, event: events.Paste) -> None:
        event.prevent_default()
        event.stop()
        room = max(0, LONGEST - len(self.value) + len(self.selected_text))
        self.replace(typed(event.text)[:room], *self.selection)


class SearchField(Field):
    """A line to search with. It selects the words of the last search as it is entered, so that
    typing replaces them; a `/` typed then is the key that enters it.
    """

    def __init__(self, name: str) -> None:
        super().__init__(name, select_on_focus=True)
        self._is_continued = False

    def go_on(self) -> None:
        """Go on behind the words that are there, as after a page above; `/` still selects them."""
        self.action_end()
        self._is_continued = True

    async def _on_key(self, event: events.Key) -> None:
        is_entered = self._is_continued or self.selected_text == self.value
        self._is_continued = False
        if event.character == "/" and is_entered:
            self.select_all()
            event.prevent_default()
            event.stop()
        else:
            await super()._on_key(event)


def worked_out(text: str) -> list[Entry]:
    """The calculator's result, or what to type."""
    if not text.strip():
        return [Text(plain("a calculation, such as 500 / 4", QUIET))]
    try:
        result = worked(text)
    except FormulaError as error:
        return [Text(plain(error.message, WARN))]
    return [Text(concat(raw(f"{result.sign} ", QUIET), plain(result.text, BOLD)))]
