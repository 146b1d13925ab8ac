"""Key presses that count: not before their target has been on the screen for a while, and one of a
held key.

Times are those of Textual's messages, made when the terminal delivered the key and when a page was
drawn; nothing here reads a clock.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.screen import Screen

    from learnms.tui.kit.layout import Press

HOLD_SECONDS = 2.0
"""A keyboard begins to repeat a held key within this. Such a press waits whether another
follows, before it counts.
"""

Verdict = Literal["new", "doubtful", "repeated"]


class Waiting(NamedTuple):
    """A press that may be the first repetition of a held key."""

    page: Screen[None]
    press: Press
    time: float
    key: str
    """The key as pressed; on a focused button it is not the one that the action is told."""


class Repeats:
    """Tells a key that is held, or doubled by a trembling hand, from one that is pressed again. One
    object serves all pages, since a key is held across them.

    Args:
        seconds: the same key again within this is one press. A terminal repeats a held key every
            0.03 seconds or so. With 0 every press counts.
    """

    def __init__(self, seconds: Callable[[], float]) -> None:
        self.seconds = seconds
        self.waiting: Waiting | None = None
        self._key = ""
        self._time = -math.inf
        self._is_typed = False

    def pressed(self, key: str, time: float) -> Verdict:
        """Record a press and classify it: a repetition, possibly the first one, or a separate
        press.
        """
        gap = time - self._time if key == self._key else math.inf
        self._key, self._time, self._is_typed = key, time, False
        shortest = self.seconds()
        if gap < shortest:
            return "repeated"
        return "doubtful" if shortest and gap < HOLD_SECONDS else "new"

    def typed(self, key: str, time: float) -> bool:
        """Note a character for a field; whether it repeats a command's key that is still held."""
        is_held = key == self._key and time - self._time < self.seconds() and not self._is_typed
        self._key, self._time, self._is_typed = key, time, not is_held
        return is_held

    def answered(self, key: str, time: float) -> Waiting | None:
        """The press that waited and counts now that another has come; None if the key is held."""
        waiting, self.waiting = self.waiting, None
        is_held = (
            waiting is not None and waiting.key == key and time - waiting.time < self.seconds()
        )
        return None if is_held else waiting


class Shown:
    """When each target of keys came onto the screen; infinity until it has been painted."""

    def __init__(self) -> None:
        self._since: dict[object, float] = {}

    def show(self, *targets: object) -> None:
        """Note what is drawn; what was drawn before keeps its time."""
        self._since = {target: self._since.get(target, math.inf) for target in targets}

    def painted(self, time: float) -> None:
        """Note that everything drawn has been painted."""
        self._since = {
            target: time if since == math.inf else since for target, since in self._since.items()
        }

    def since(self, target: object) -> float:
        """When a target came onto the screen."""
        return self._since.get(target, math.inf)
