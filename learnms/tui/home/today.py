"""The sheet about today: what waits in big numbers, what to say about it, and two buttons."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding
from textual.containers import Horizontal, Vertical
from textual.widgets import Digits, Static

from learnms.tui.home.view import in_line
from learnms.tui.kit.button import ActionButton
from learnms.tui.kit.content import QUIET, plain, stacked
from learnms.tui.kit.sheet import Sheet

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult
    from textual.binding import BindingType
    from textual.widget import Widget

    from learnms.tui.home.view import Choice, Number

_MOST = 4


class Figure(Vertical):
    """A large number with a label below."""

    SCOPED_CSS = False  # the breakpoints are classes of the screen
    DEFAULT_CSS = """
    Figure {
        width: 14;
        height: 4;
        Digits { width: auto; text-style: bold; }
        Static { width: 1fr; color: $text-muted; text-wrap: nowrap; }
    }
    .-wide Figure { width: 17; }
    Figure.-last { width: 1fr; height: 5; }
    Figure.-none, .-wide Figure.-last { display: none; }
    """

    def __init__(self) -> None:
        super().__init__()
        self.digits, self.label = Digits(), Static(markup=False)

    def compose(self) -> ComposeResult:
        yield self.digits
        yield self.label

    def show(self, number: Number | None, *, is_last: bool) -> None:
        """Show a number, or nothing."""
        self.set_class(number is None, "-none")
        self.set_class(is_last, "-last")
        if number is not None:
            self.digits.update(number.figure)
            more = [plain(number.more, "bold $text")] if number.more else []
            self.label.update(stacked(plain(number.label), *more))


class Buttons(Horizontal):
    """Buttons in a row; the arrows go from one to the other."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("left,right", "other", show=False)]

    def action_other(self) -> None:
        """Move to the other button, if there is one."""
        others = [button for button in self.query(ActionButton) if button.display]
        if len(others) > 1:
            self.screen.set_focus(next(each for each in others if not each.has_focus))


class TodaySheet(Sheet):
    """What waits today, and where to begin."""

    SCOPED_CSS = False  # the breakpoints are classes of the screen
    DEFAULT_CSS = """
    TodaySheet {
        margin: 0 0 1 0;
        #numbers { height: 5; }
        #numbers-line, #how { display: none; width: 1fr; }
        #how { height: auto; color: $text-muted; padding: 0 0 0 2; }
        #said { height: auto; margin: 0 0 1 0; }
        Buttons { height: 3; }
        #first { width: 3fr; }
        #second { width: 2fr; margin: 0 0 0 2; }
    }
    .-short TodaySheet { margin: 0; }
    .-narrow TodaySheet #second { margin: 0 0 0 1; }
    .-narrow #numbers, .-short #numbers { display: none; }
    .-narrow #numbers-line, .-short #numbers-line { display: block; height: 2; }
    Screen TodaySheet.-empty #numbers, Screen TodaySheet.-empty #numbers-line { display: none; }
    """

    def __init__(self) -> None:
        self.numbers = [Figure() for _ in range(_MOST)]
        self.how, self.line = (
            Static(id="how", markup=False),
            Static(id="numbers-line", markup=False),
        )
        self.said = Static(id="said", markup=False)
        self.first = ActionButton("", "open", id="first", variant="primary")
        self.second = ActionButton("", "quiz", id="second")
        super().__init__(
            Horizontal(*self.numbers, self.how, id="numbers"),
            self.line,
            self.said,
            Buttons(self.first, self.second),
            id="today",
        )

    def show(
        self,
        shown: Sequence[Number],
        sentences: Sequence[tuple[str, str]],
        how: str,
        choices: tuple[Choice | None, Choice | None],
    ) -> None:
        """Show numbers, sentences and buttons; `how` is shown beside few numbers."""
        last = len(shown) - 1
        for place, figure in enumerate(self.numbers):
            number = shown[place] if place <= last else None
            figure.show(number, is_last=number is not None and number.is_countdown)
        self.set_class(not shown, "-empty")
        self.how.update(plain(how, QUIET))
        self.how.display = bool(how)
        self.line.update(in_line(shown))
        self.said.update(stacked(*(plain(text, style) for text, style in sentences)))
        self.said.display = bool(sentences)
        for button, choice in zip((self.first, self.second), choices, strict=True):
            button.display = choice is not None
            if choice is not None:
                button.do(choice.action)

    def name_keys(
        self, choices: tuple[Choice | None, Choice | None], focused: Widget | None
    ) -> None:
        """Show on each button the key that presses it: enter on the focused one."""
        for button, choice in zip((self.first, self.second), choices, strict=True):
            if choice is not None:
                key = "" if choice.key == "enter" else choice.key
                button.say(choice.label, hint="enter" if button is focused else key)
