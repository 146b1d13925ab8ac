"""The footer of a page: as many keys as fit, in the order of need."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from textual.message import Message
from textual.widgets import Footer
from textual.widgets._footer import FooterKey  # not exported; drawn and styled as in Textual

from learnms.tui.kit.layout import Press

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual import events
    from textual.app import ComposeResult
    from textual.screen import Screen

_SLOTS = 12
_MARGIN = 2
_PALETTE_FROM = 70
"""Columns from which the command palette has its place at the right."""
_ALWAYS = (
    "help",
    "stop_session",
    "close_panel",
    "leave_page",
    "back_home",
    "close_result",
    "close_item",
    "done",
    "close",
)
"""Actions that are always in the footer: the way to all keys, and the way out."""
MORE_KEYS = "more keys"
"""The action of the `…` on the footer."""


class Hint(NamedTuple):
    """A key on the footer: its label, its word, and what a click on it does; None if several keys
    share the label, because it is unknown which one is meant.
    """

    label: str
    word: str
    press: Press | None
    action: str = ""

    @property
    def width(self) -> int:
        return len(self.label) + len(self.word) + 3


_PALETTE = Hint("ctrl+p", "commands", Press("command_palette"))
_DOTS = Hint("…", "", Press(MORE_KEYS))


class KeyHint(FooterKey):
    """A key of the footer. It is updated in place, because mounting ten keys with every card takes
    five times as long as the card.
    """

    DEFAULT_CSS = """
    KeyHint {
        padding: 0 2 0 0;
        .footer-key--key { padding: 0; }
        .footer-key--description { padding: 0 0 0 1; }
    }
    """

    class Pressed(Message):
        """A key was clicked."""

        def __init__(self, press: Press) -> None:
            super().__init__()
            self.press = press

    def __init__(self) -> None:
        # as its `compact` is going to set it; a change of classes would style it once more
        super().__init__("", "", "", "", classes="-compact")
        self.press: Press | None = None

    def fill(self, hint: Hint | None) -> None:
        """Show a key, or nothing."""
        self.display = hint is not None
        if hint is None:
            return
        word = hint.word[:1].upper() + hint.word[1:]
        changed = (self.key_display, self.description) != (hint.label, word)
        self.press, self.key_display, self.description = hint.press, hint.label, word
        if changed:
            self.refresh(layout=True)

    def on_mouse_down(self) -> None:
        """Nothing yet: a click counts when the button goes up, as everywhere else."""

    def on_click(self, event: events.Click) -> None:
        event.stop()
        if self.press is not None:
            self.post_message(self.Pressed(self.press))


class KeyFooter(Footer):
    """Textual's footer with as many keys as fit.

    Textual's own shows all bindings and cuts the last; here the most important keys stay, always
    with the way to all keys, and a click on `…` turns to the rest.
    """

    DEFAULT_CSS = """
    KeyFooter {
        padding: 0 2 0 3;
        #palette { dock: right; padding: 0 2 0 0; }
    }
    """

    def __init__(self) -> None:
        super().__init__(id="keys", show_command_palette=False)
        self.hints: tuple[Hint, ...] = ()
        self._first = self._end = 0
        self._slots = [KeyHint() for _ in range(_SLOTS)]
        self._palette = KeyHint()
        self._palette.id = "palette"

    def compose(self) -> ComposeResult:
        yield from self._slots
        yield self._palette

    def bindings_changed(self, screen: Screen[object]) -> None:
        """Keep the keys: the page says itself what to show, and in which order."""

    def show(self, hints: Sequence[Hint], *, turned: bool = False) -> None:
        """Show these keys from the first on, or with `turned` those that had no room before."""
        if turned:
            self._first = self._end if self._end < len(self.hints) else 0
        elif tuple(hints) != self.hints:
            self.hints, self._first = tuple(hints), 0
        else:
            return
        self._fill()

    def on_resize(self) -> None:
        self._fill()

    def _fill(self) -> None:
        width = self.app.size.width
        has_palette = width >= _PALETTE_FROM
        self._palette.fill(_PALETTE if has_palette else None)
        room = width - 2 * _MARGIN - 1 - (_PALETTE.width + _MARGIN if has_palette else 0)
        shown, self._end = fitting(self.hints, self._first, room)
        empty = [None] * (_SLOTS - len(shown))
        for slot, hint in zip(self._slots, [*shown, *empty], strict=True):
            slot.fill(hint)


def fitting(hints: Sequence[Hint], first: int, room: int) -> tuple[list[Hint], int]:
    """The keys from `first` on that fit into this many cells, with those that are always there and
    `…` if some do not fit; and the index of the first that does not.
    """
    rest = hints[first:]
    if not first and len(rest) <= _SLOTS and sum(hint.width for hint in rest) <= room:
        return list(rest), len(hints)
    always = [hint for hint in hints if hint.action in _ALWAYS]
    room -= sum(hint.width for hint in always) + _DOTS.width
    shown, end = list[Hint](), first
    for hint in rest:
        if hint not in always:
            room -= hint.width
            if room < 0 or len(shown) + len(always) > _SLOTS - 2:
                break
        shown.append(hint)
        end += 1
    return [*shown, *(hint for hint in always if hint not in shown), _DOTS], end
