"""The settings screen: each row is changed in place and saved at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from learnms.engine.form import Action, Days
from learnms.engine.settings.form import ERASE, TRY_KEYS, settings_form
from learnms.engine.settings.topics import decks, topics
from learnms.errors import LearnmsError
from learnms.paths import shown_path
from learnms.settings import FILE, SETTINGS, Settings
from learnms.tui.kit.bindings import bindings
from learnms.tui.kit.content import QUIET, WARN
from learnms.tui.kit.form_screen import FormScreen
from learnms.tui.kit.saving import NOT_SAVED

if TYPE_CHECKING:
    from collections.abc import Iterable

    from textual.binding import BindingType

    from learnms.engine.form import Form, Row
    from learnms.engine.settings.form import TopicRow


CONFIRM = "Change your role to {role}? Decks and wording change. Press again."


class SettingsScreen(FormScreen[Settings]):
    """Shows the settings and changes them."""

    BINDINGS: ClassVar[list[BindingType]] = bindings("settings")

    DEFAULT_CSS = "SettingsScreen.-regular #head { padding: 1 0 0 0; }"
    live: ClassVar[bool] = False

    def __init__(self) -> None:
        super().__init__()
        self._topics: list[TopicRow] | None = None
        self._decks: list[tuple[str, str]] | None = None
        self._asked: Settings | None = None

    def mode(self) -> str:
        return "settings"

    def form(self) -> Form[Settings]:
        workspace = self.shell.workspace
        if self.opened == "targets" and self._topics is None:
            self._topics = topics(workspace)
        file = shown_path(str(workspace.home_folder / FILE))
        if self.opened == "new_per_deck" and self._decks is None:
            self._decks = decks(workspace)
        return settings_form(
            workspace.settings, self._topics or [], self._decks or [], file, workspace.today
        )

    def disabled_actions(self) -> frozenset[str]:
        """Enter also does the action, and adds days off."""
        disabled = super().disabled_actions()
        if isinstance(self.here, Days):
            return disabled
        disabled |= {"add_days"}
        return disabled - {"change"} if isinstance(self.here, Action) else disabled

    def idle(self) -> frozenset[str]:
        """The digits represent all keys that can be typed."""
        return frozenset({"letter"})

    def action_add_days(self, key: str = "") -> None:
        """Add the days off that are typed."""
        if self.settle():
            self.draw()

    def about(self, form: Form[Settings]) -> Iterable[str]:
        """Nothing below the rows: they fill the screen, so the line above the keys explains one."""
        return super().about(form) if self.is_wide else ()

    def say(self, text: str = "", style: str = QUIET) -> None:
        """Show a sentence above the keys, or what the row at the ▸ is for."""
        if text or self.is_wide:
            super().say(text, style)
        else:
            super().say(" ".join(super().about(self.form())))

    def go_to(self, index: int) -> bool:
        is_typed = self.draft is not None
        goes = super().go_to(index)
        if goes and not is_typed:
            self.say()
        return goes

    def change(self, state: Settings) -> None:
        """Change a row; the role only where that is confirmed by a second press."""
        before = self.shell.workspace.settings
        if state.who == before.who or self._asked == state:
            self._asked = None
            super().change(state)
            if state.who != before.who:  # there are more rows then, or fewer
                self.cursor = [row.name for row in self.lines()].index("who")
                self.draw()
            self.bring_into_view()  # rows may be elsewhere now
        else:
            self._asked = state
            self.say(CONFIRM.format(role=dict(SETTINGS["who"].values)[state.who]), WARN)

    def act(self, row: Row[Settings]) -> None:
        if row.name == TRY_KEYS:
            self.shell.show_key_test()
        elif row.name != ERASE:
            return
        elif self.shell.workspace.read_only:
            self.complain(self.shell.workspace.read_only_reason)
        else:
            self.shell.show_erase()

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
        """Leave, unless what was typed is no number."""
        if self.settle():
            self.shell.close_page()
