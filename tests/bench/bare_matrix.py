"""The floor of the matrix: a Textual page of one Static that is updated with a grid of ten rows
and three columns.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.app import App
from textual.content import Content
from textual.widgets import Static

if TYPE_CHECKING:
    from textual import events
    from textual.app import ComposeResult

ROWS = 10


class BareMatrix(App[None]):
    """Each digit sets the row at the cursor, each arrow moves it; the whole grid is drawn anew."""

    ENABLE_COMMAND_PALETTE = False

    def __init__(self) -> None:
        super().__init__()
        self.at = 0
        self.picked: dict[int, int] = {}
        self.grid = Static(markup=False)

    def compose(self) -> ComposeResult:
        yield self.grid

    def on_mount(self) -> None:
        self.show_grid()

    def show_grid(self) -> None:
        """The grid as it stands."""
        lines = [
            f"    Finding{row:02} of this patient   "
            + "   ".join("●" if self.picked.get(row) == column else "·" for column in range(3))
            for row in range(ROWS)
        ]
        self.grid.update(
            Content(
                "\n".join(
                    ["    Question00001", *lines, f"    {len(self.picked)} of {ROWS} rows answered"]
                )
            )
        )

    def on_key(self, event: events.Key) -> None:
        if event.key == "down":
            self.at = min(ROWS - 1, self.at + 1)
        elif event.key.isdecimal():
            self.picked[self.at] = int(event.key) - 1
        self.show_grid()


if __name__ == "__main__":
    BareMatrix().run()
