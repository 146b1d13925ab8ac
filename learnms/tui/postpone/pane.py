"""What the selected choice does, beside the choices, with the buttons that do it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from textual.containers import Container, Horizontal

from learnms.tui.kit.button import ActionButton
from learnms.tui.kit.flow_view import FlowView
from learnms.tui.kit.sheet import Sheet

if TYPE_CHECKING:
    from collections.abc import Iterable

    from learnms.tui.kit.layout import Entry

_WIDE = 100


class Doing(NamedTuple):
    """What a button says and does."""

    label: str
    action: str
    key: str


class Choices(Container):
    """Choices, and from 100 columns beside them, else below, the pane about the selected one."""

    DEFAULT_CSS = """
    Choices {
        height: auto;
        layout: vertical;
        & > ChoicePane { margin: 1 0 0 0; }
    }
    Choices.-beside {
        layout: horizontal;
        & > #list { width: 8fr; }
        & > ChoicePane { width: 7fr; margin: 0 0 0 2; }
    }
    """

    def on_resize(self) -> None:
        self.set_class(self.app.size.width >= _WIDE, "-beside")


class ChoicePane(Sheet):
    """Shows a choice: its title, what it does, and its buttons, the first of them filled."""

    DEFAULT_CSS = """
    ChoicePane {
        padding: 0;
        & > TitleLine { padding: 0 4; }
        #buttons { height: 3; margin: 1 4 0 4; }
        #second { margin: 0 0 0 2; }
    }
    """

    def __init__(self) -> None:
        self.text = FlowView()
        self.first = ActionButton("", "start_item", "enter", variant="primary", id="first")
        self.second = ActionButton("", "no", "n", id="second")
        buttons = Horizontal(self.first, self.second, id="buttons")
        super().__init__(self.text, buttons, title=" ")

    def show(
        self, title: str, entries: Iterable[Entry], doing: Doing, other: Doing | None = None
    ) -> None:
        """Show a choice."""
        self.title_line.show(title)
        self.text.show(entries)
        self.second.display = other is not None
        for button, does in ((self.first, doing), (self.second, other)):
            if does is not None:
                button.say(does.label, hint=does.key)
                button.do(does.action, does.key)
