"""The settings screen: each row is changed in place and saved at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from learnms.engine.form import Number
from learnms.engine.settings.form import settings_form
from learnms.engine.settings.topics import topics
from learnms.errors import LearnmsError
from learnms.paths import shown_path
from learnms.settings import FILE, Settings
from learnms.tui.kit.bindings import bindings
from learnms.tui.kit.form_screen import FormScreen
from learnms.tui.kit.saving import NOT_SAVED

if TYPE_CHECKING:
    from textual.binding import BindingType

    from learnms.engine.form import Form
    from learnms.engine.settings.form import TopicRow


class SettingsScreen(FormScreen[Settings]):
    """Shows the settings and changes them."""

    BINDINGS: ClassVar[list[BindingType]] = bindings("settings")

    live: ClassVar[bool] = False
    way_out: ClassVar[str] = "Press esc to cancel."

    def __init__(self) -> None:
        super().__init__()
        self._topics: list[TopicRow] | None = None

    def mode(self) -> str:
        return "settings"

    def form(self) -> Form[Settings]:
        workspace = self.shell.workspace
        if self.opened == "targets" and self._topics is None:
            self._topics = topics(workspace)
        file = shown_path(str(workspace.home_folder / FILE))
        return settings_form(workspace.settings, self._topics or [], file)

    def put(self, state: Settings) -> None:
        before = self.shell.workspace.notice
        try:
            self.shell.choose(state)
        except LearnmsError as error:
            self.complain(f"{NOT_SAVED} {error}")
        else:
            notice = self.shell.workspace.notice
            self.say("Saved." if notice in (None, before) else f"Saved. {notice}")
        self.draw()

    def action_done(self, key: str = "") -> None:
        """Leave; an invalid number is restored first."""
        if self.settle():
            self.shell.close_page()
            return
        self.draft, row = None, self.here
        is_known = isinstance(row, Number) and row.value is not None
        self.say(f"Not changed: still {row.words}." if is_known else "Not changed.")
        self.draw()
