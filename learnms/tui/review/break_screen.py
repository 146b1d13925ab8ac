"""The page that offers a break between two cards."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from learnms.engine.review.wording import BREAK, BREAK_SAVED
from learnms.tui.kit.bindings import bindings
from learnms.tui.kit.button_row import ButtonRow, Choice
from learnms.tui.kit.content import BOLD, QUIET, paragraph, plain
from learnms.tui.kit.layout import BLANK, Heading
from learnms.tui.kit.page import PageScreen

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from textual.binding import BindingType
    from textual.widget import Widget


class BreakScreen(PageScreen):
    """Asks once; everything is saved already.

    Args:
        studied: the sentence about the time studied.
        go_on: shows the next card.
    """

    BINDINGS: ClassVar[list[BindingType]] = bindings("break")
    DEFAULT_CSS = """
    BreakScreen {
        align-horizontal: center;
        #body { max-width: 92; }
        #buttons { max-width: 92; padding: 1 2 0 2; }
    }
    """
    guarded: ClassVar[frozenset[str]] = frozenset({"go_on", "stop_session"})

    def __init__(self, studied: str, go_on: Callable[[], None]) -> None:
        super().__init__()
        self._studied = studied
        self._go_on = go_on
        self.buttons = ButtonRow()

    def compose_footer(self) -> Iterable[Widget]:
        yield self.buttons

    def mode(self) -> str:
        return "break"

    def draw(self) -> None:
        self.head.show([Heading(plain("Break", BOLD))])
        self.list.show(
            [*paragraph(f"{self._studied} {BREAK}", BOLD), BLANK, *paragraph(BREAK_SAVED, QUIET)]
        )
        self.buttons.show(
            [
                Choice("Go on", "go_on", hint="enter", primary=True),
                Choice("Stop", "stop_session", hint="q"),
            ]
        )
        self.set_focus(self.buttons.wanted)
        self.show_keys()

    def action_go_on(self, key: str = "") -> None:
        """Show the next card."""
        self.shell.close_page()
        self._go_on()

    def action_stop_session(self, key: str = "") -> None:
        """Leave the review."""
        self.shell.close_page()
        self.shell.leave_review()
