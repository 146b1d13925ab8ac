"""The button of a page: it does an action of the page, through the same guard as a key."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.widgets import Button

from learnms.tui.kit.content import ACCENT, BOLD, QUIET, concat, plain, raw, stacked
from learnms.tui.kit.layout import Press

if TYPE_CHECKING:
    from textual.widgets._button import ButtonVariant


class ActionButton(Button):
    """A flat button with a name, and its key or a second line below.

    Args:
        label: a verb and its object.
        action: the action of the page that it does.
        key: the key that the action is told.
        hint: the key as people read it, beside the name.
        detail: a second line in quiet text, such as an interval.
        variant: `primary` for the one filled button of a page.
    """

    DEFAULT_CSS = """
    ActionButton {
        width: 1fr;
        height: 3;
        min-width: 8;
        text-align: center;
        content-align: center middle;
        &.-tall { height: 4; }
    }
    ActionButton.-style-default {
        background: $panel;
        color: $text;
        border: blank $panel;
        text-style: none;
        &:hover { background: $panel; border: round $primary; }
        &:focus, &.-active {
            background: $panel;
            border: heavy $primary;
            text-style: none;
            background-tint: transparent;
            tint: transparent;
        }
        &:disabled { color: $text-disabled; text-opacity: 100%; }
    }
    ActionButton.-style-default.-primary {
        background: $primary;
        color: $on-primary;
        border: blank $primary;
        &:hover { background: $primary; color: $on-primary; border: round $on-primary; }
        &:focus, &.-active { background: $primary; border: heavy $on-primary; }
    }
    """

    def __init__(
        self,
        label: str,
        action: str,
        key: str = "",
        *,
        hint: str = "",
        detail: str = "",
        variant: ButtonVariant = "default",
        id: str | None = None,
        classes: str = "",
    ) -> None:
        self.press_of = Press(action, key)
        super().__init__("", variant, id=id, classes=classes)
        # In the last two columns of a window, Textual would wrap the words to a width of 0.
        self.styles.line_pad = 0
        self.say(label, hint=hint, detail=detail)

    def say(self, label: str, *, hint: str = "", detail: str = "", number: str = "") -> None:
        """Put other words on the button, with its number before or its key behind its name."""
        is_filled = self.variant == "primary"
        key = "" if is_filled else ACCENT
        name = concat(
            raw(f"{number} " if number else "", f"{BOLD} {key}"),
            plain(label, BOLD),
            raw(f"  {hint}" if hint else "", key),
        )
        self.label = stacked(name, plain(detail, "" if is_filled else QUIET)) if detail else name

    def do(self, action: str, key: str = "") -> None:
        """Let the button do another action."""
        self.press_of = Press(action, key)

    def _start_active_affect(self) -> None:
        """Leave out the flash: nothing on a page blinks."""
