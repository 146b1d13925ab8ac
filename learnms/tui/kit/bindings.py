"""Bindings of a screen, made from the table of keys for the modes that the screen has."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.binding import Binding

from learnms.tui.kit.keys import KEYS
from learnms.tui.kit.modes import MODES

if TYPE_CHECKING:
    from textual.binding import BindingType

_NAMES = {",": "comma"}
"""Keys whose character has another meaning in a binding."""


def bindings(*groups: str) -> list[BindingType]:
    """The bindings of all actions of some modes, each group named by its first word; the screen's
    `check_action` says which are on.

    An action gets the pressed key as its argument, so that one action serves all digits. The footer
    reads the table itself, most important keys first.
    """
    modes = [mode for mode in MODES if mode.split()[0] in groups]
    actions = dict.fromkeys(action for mode in modes for part in MODES[mode] for action in part)
    return [
        Binding(
            _NAMES.get(key, key),
            f"{action}({key!r})",
            KEYS[action].word,
            show=False,
            key_display=KEYS[action].label,
        )
        for action in actions
        for key in KEYS[action].keys
    ]
