"""A row of buttons below a page, updated in place."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from textual.containers import Grid

from learnms.tui.kit.button import ActionButton

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult

_MOST = 4


class Choice(NamedTuple):
    """A button of the row: its words, the action of the page that it does, and the key that the
    action is told. The `primary` one is filled and has the focus, unless `is_focused` is false.
    """

    label: str
    action: str
    key: str = ""
    hint: str = ""
    detail: str = ""
    number: str = ""
    primary: bool = False
    is_focused: bool = True


class ButtonRow(Grid):
    """Up to four buttons side by side, each as wide as the others.

    They stay and change their labels: mounting new ones for each card takes longer than the card.
    """

    SCOPED_CSS = False  # the breakpoints are classes of the screen
    DEFAULT_CSS = """
    ButtonRow {
        height: auto;
        grid-size: 1 1;
        grid-rows: auto;
        grid-gutter: 0 2;
        padding: 1 0 0 0;
    }
    Screen.-narrow ButtonRow { grid-gutter: 0 1; }
    Screen.-short ButtonRow { padding: 0; }
    Screen.-narrow.-short ButtonRow {
        grid-gutter: 0;
        & ActionButton { min-width: 4; height: 1; &.-tall { height: 2; } }
        & ActionButton.-style-default {
            &, &:hover, &:focus, &.-active { border: none; }
            &:focus, &.-active { text-style: underline; }
        }
    }
    """

    def __init__(self) -> None:
        super().__init__(id="buttons")
        self._buttons = [ActionButton("", "", id=f"button-{n}") for n in range(1, _MOST + 1)]
        self._choices: tuple[Choice, ...] = ()
        self._shown: list[tuple[ActionButton, Choice]] = []

    def compose(self) -> ComposeResult:
        yield from self._buttons

    @property
    def wanted(self) -> ActionButton | None:
        """The button that has the focus, or None."""
        return next(
            (button for button, choice in self._shown if choice.primary and choice.is_focused), None
        )

    @property
    def has_details(self) -> bool:
        """Whether the buttons have two lines."""
        return any(choice.detail for choice in self._choices)

    def show(self, choices: Sequence[Choice]) -> None:
        """Show these buttons."""
        if tuple(choices) == self._choices:
            return
        self._choices = tuple(choices)
        self.display = bool(choices)
        self.styles.grid_size_columns = max(1, len(choices))
        # A single button is the one with the focus: a change of focus repaints the whole screen.
        buttons = sorted(self._buttons, key=lambda button: not button.has_focus)
        self._shown = list(
            zip(buttons if len(choices) == 1 else self._buttons, choices, strict=False)
        )
        for button, choice in self._shown:
            button.variant = "primary" if choice.primary else "default"
            button.do(choice.action, choice.key)
            button.say(choice.label, hint=choice.hint, detail=choice.detail, number=choice.number)
            button.set_class(bool(choice.detail), "-tall")
        in_use = {button for button, _ in self._shown}
        for button in self._buttons:
            button.display = button in in_use
