"""The page on which keys are tried: it shows of each press whether it counted, and why not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from learnms.engine.form import Action
from learnms.engine.settings import keys as words
from learnms.engine.settings.form import TRY_KEYS, keys_form
from learnms.tui.kit.content import BOLD, QUIET, paragraph
from learnms.tui.kit.layout import BLANK
from learnms.tui.settings.screen import SettingsScreen

if TYPE_CHECKING:
    from collections.abc import Iterable

    from learnms.engine.form import Form, Row
    from learnms.settings import Settings
    from learnms.tui.kit.layout import Entry, Press

_SHOWN = 5
"""The presses that are shown, the latest first."""
_TRIED = frozenset({"change", "digit", "row"})


class KeysScreen(SettingsScreen):
    """Takes presses as a card does. After one that counts, the row stands for another page."""

    has_side = False

    def __init__(self) -> None:
        super().__init__()
        self._page = 1
        self._presses: list[str] = []

    def form(self) -> Form[Settings]:
        return keys_form(self.shell.workspace.settings, f"page {self._page}")

    @property
    def _is_trying(self) -> bool:
        return isinstance(self.here, Action)

    def disabled_actions(self) -> frozenset[str]:
        """Digits are tried too, since they grade cards."""
        disabled = super().disabled_actions()
        return disabled - {"digit"} if self._is_trying else disabled

    def labels(self) -> dict[str, tuple[str, str]]:
        tried = {"digit": ("0–9", "try")} if self._is_trying else {}
        return {**super().labels(), **tried}

    def guard_key(self) -> object:
        return "page", self._page

    def is_guarded(self, action: str) -> bool:
        return self._is_trying and action in _TRIED

    def intro(self) -> Iterable[Entry]:
        for text in words.ABOUT:
            yield from paragraph(text, QUIET)
        yield BLANK

    def preview(self) -> Iterable[Entry]:
        for number, text in enumerate(self._presses[-_SHOWN:][::-1]):
            yield from paragraph(text, BOLD if not number else "")

    def act(self, row: Row[Settings]) -> None:
        if row.name != TRY_KEYS or self._last is None:
            return
        press, time = self._last
        self._presses.append(
            words.accepted(_name(press), time - self._on_screen.since(self.guard_key()))
        )
        self._page += 1
        self.draw()

    def ignored(self, press: Press, seconds: float | None = None) -> None:
        self._presses.append(words.ignored(_name(press), seconds))
        self.draw()

    def action_digit(self, key: str = "") -> None:
        if self._is_trying:
            self.act(self.here)
        else:
            super().action_digit(key)


def _name(press: Press) -> str:
    """The key of a press, as a person says it."""
    return "Click" if press.action == "row" else press.key.capitalize()
