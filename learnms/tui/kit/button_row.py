"""A row of buttons below a page, filled anew in place."""

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
    action is told. The `primary` one is filled and has the focus, unless `is_focused` says no.
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

    They stay and change their words: mounting them anew for each card takes longer than the card.
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
    Screen.-narrow.-short ButtonRow { grid-gutter: 0; }
    """

    def __init__(self) -> None:
        super().__init__(id="buttons")
        self._buttons = [ActionButton("", "", id=f"button-{n}") for n in range(1, _MOST + 1)]
        self._choices: tuple[Choice, ...] = ()

    def compose(self) -> ComposeResult:
        yield from self._buttons

    @property
    def wanted(self) -> ActionButton | None:
        """The button that has the focus, or None."""
        return next(
            (
                button
                for button, choice in zip(self._buttons, self._choices, strict=False)
                if choice.primary and choice.is_focused
            ),
            None,
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
        for button, choice in zip(self._buttons, choices, strict=False):
            button.variant = "primary" if choice.primary else "default"
            button.do(choice.action, choice.key)
            button.say(choice.label, hint=choice.hint, detail=choice.detail, number=choice.number)
            button.set_class(bool(choice.detail), "-tall")
        for index, button in enumerate(self._buttons):
            button.display = index < len(choices)
