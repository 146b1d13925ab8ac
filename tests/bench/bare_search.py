"""The floor of a search: a Textual page with a line to type into and eighteen lines of text that
follow it, and nothing behind it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.app import App
from textual.content import Content
from textual.widgets import Input, Static

if TYPE_CHECKING:
    from textual.app import ComposeResult

ROWS = 16


class BareSearch(App[None]):
    """Writes what is typed, and a row of text so many times."""

    ENABLE_COMMAND_PALETTE = False
    CSS: ClassVar[str] = (
        "Static { width: 1fr; height: auto; text-wrap: nowrap; } Input { height: 1; border: none; }"
    )

    def __init__(self) -> None:
        super().__init__()
        self.head, self.rows = Static("Question", markup=False), Static(markup=False)

    def compose(self) -> ComposeResult:
        yield self.head
        yield Input(compact=True)
        yield self.rows

    def on_input_changed(self, event: Input.Changed) -> None:
        """Everything follows a letter."""
        self.head.update(Content(f"{len(event.value)} letters"))
        self.rows.update(
            Content(
                "\n".join(
                    f"  · {event.value} Question{row:05}, what does the medicine bind to on the"
                    " cell?  new"
                    for row in range(ROWS)
                )
            )
        )


if __name__ == "__main__":
    BareSearch().run()
