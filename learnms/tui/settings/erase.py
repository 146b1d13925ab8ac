"""The page that erases all data: it says what that is, and asks once more."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from learnms.engine.erase import wording as words
from learnms.engine.erase.inventory import take_inventory
from learnms.engine.form import Action, Form
from learnms.tui.kit.bindings import bindings
from learnms.tui.kit.content import WARN, paragraph
from learnms.tui.kit.form_screen import FormScreen
from learnms.tui.kit.layout import BLANK

if TYPE_CHECKING:
    from collections.abc import Iterable

    from textual.binding import BindingType

    from learnms.engine.form import Row
    from learnms.tui.kit.layout import Entry

_KEEP, _GO = "keep", "go"


class EraseScreen(FormScreen[None]):
    """Says what is erased and what is kept; the second press on the lower row does it."""

    BINDINGS: ClassVar[list[BindingType]] = bindings("settings")
    has_side = False
    guarded: ClassVar[frozenset[str]] = frozenset({"change", "row"})

    def __init__(self) -> None:
        super().__init__()
        self._is_asked = False
        self._listed: list[str] = []

    def prepare(self) -> None:
        workspace = self.shell.workspace
        inventory = take_inventory(workspace.home_folder)
        self._listed = words.listed(inventory, workspace.clock().date())

    def mode(self) -> str:
        return "settings"

    def form(self) -> Form[None]:
        rows: tuple[Action[Any], ...] = (
            Action(_KEEP, words.KEEP, words.KEEP_HELP, verb="back"),
            Action(_GO, words.GO, words.GO_HELP, verb="erase"),
        )
        return Form(words.TITLE, (rows,))

    def disabled_actions(self) -> frozenset[str]:
        return super().disabled_actions() - {"change"}

    def intro(self) -> Iterable[Entry]:
        for line in self._listed:
            yield from paragraph(line)
        yield BLANK

    def move(self, action: str) -> bool:
        self._is_asked = False
        return super().move(action)

    def act(self, row: Row[None]) -> None:
        if row.name == _KEEP:
            self.shell.close_page()
        elif self._is_asked:
            self.shell.erase()
        else:
            self._is_asked = True
            self.say(words.AGAIN, WARN)

    def action_done(self, key: str = "") -> None:
        self.shell.close_page()
