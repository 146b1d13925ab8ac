"""The text area for explanations. Textual's TextArea is slow to import, so this comes late."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.widgets import TextArea

from learnms.tui.kit.inputs import edit_at_once

if TYPE_CHECKING:
    from textual import events

LONGEST = 10_000
"""Characters; a paste is cut to them, however large."""


class Pad(TextArea):
    """A text area of limited length that leaves enter to the page."""

    DEFAULT_CSS = """
    Pad {
        height: 5;
        max-width: 75;
        margin: 1 4 0 4;
        padding: 0 1 0 0;
        border: none;
        border-left: vkey $rule;
        background: $panel;
        color: $text;
        &:focus { border: none; border-left: outer $primary; background-tint: transparent; }
    }
    """

    def __init__(self) -> None:
        super().__init__(
            id="pad", theme="css", compact=True, show_line_numbers=False, soft_wrap=True
        )
        self.cursor_blink = False

    async def _on_key(self, event: events.Key) -> None:
        if event.key == "enter" or (event.is_printable and len(self.text) >= LONGEST):
            event.prevent_default()
        elif not event.is_printable:
            await edit_at_once(self, event)

    async def _on_paste(self, event: events.Paste) -> None:
        event.prevent_default()
        event.stop()
        self.insert(event.text[: max(0, LONGEST - len(self.text))])
