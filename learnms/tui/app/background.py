"""Background tasks: imports and opens the store, re-reads changed decks.

The slow parts run in threads that touch no widget and not the main connection, and end in a
message.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from textual.app import App
from textual.message import Message

from learnms.errors import LearnmsError
from learnms.store.deck_cache.refresh import ParsedChanges
from learnms.tui.kit.content import WARN
from learnms.tui.kit.page import PageScreen
from learnms.tui.kit.threads import Result, result_of, run_in_thread

if TYPE_CHECKING:
    from collections.abc import Callable

    from learnms.engine.workspace import Workspace

OPENING = "Loading your progress…"
_SOON = 0.2


class StoreImported(Message):
    """The modules of the store are imported."""


class DecksParsed(Result[ParsedChanges]):
    """The deck files that changed, or why they cannot be read."""


class DataChecked(Message):
    """All events were checked; `notice` says what is damaged."""

    def __init__(self, notice: str | None) -> None:
        super().__init__()
        self.notice = notice


class BackgroundTasks(App[int]):
    """An application over a workspace that does its slow tasks behind the page."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self.workspace = workspace
        self._is_importing = False
        self._is_imported = workspace.store is not None
        self._waiting: Callable[[], None] | None = None
        self._is_parsing = False
        self._is_checked = False

    def pages(self) -> list[PageScreen]:
        """The open pages, topmost first."""
        return [screen for screen in reversed(self.screen_stack) if isinstance(screen, PageScreen)]

    # -- the store ---------------------------------------------------------------------------------

    @property
    def is_open(self) -> bool:
        """Whether the store is open; where only reading works, whether its modules are there."""
        return self._is_imported and (self.workspace.store is not None or self.workspace.read_only)

    @property
    def is_waiting(self) -> bool:
        """Whether a step waits for the store."""
        return self._waiting is not None

    def prepare_store(self) -> None:
        """Import the store's modules in a thread, once; then open it."""
        if not self._is_imported and not self._is_importing:
            self._is_importing = True
            run_in_thread(self, _imported)

    def when_open(self, step: Callable[[], None]) -> None:
        """Do a step of the page as soon as the store is open. Where it cannot be opened, the page
        says why, and the step is dropped.
        """
        if self.is_open:
            step()
        elif not self.is_waiting:
            self._waiting = step
            self.pages()[0].say(OPENING, WARN)
            if self._is_imported:
                self._open()
            else:
                self.prepare_store()

    def on_store_imported(self, message: StoreImported) -> None:
        self._is_imported = True
        self._open()

    def _open(self) -> None:
        step, self._waiting = self._waiting, None
        try:
            if not self.workspace.read_only:
                self.workspace.open_store()
        except LearnmsError as error:
            self.pages()[0].complain(str(error))
            return
        self._tell_changed()
        self._check_data()
        if step is not None:
            page = self.pages()[0]
            page.say()
            try:
                step()
            except LearnmsError as error:
                page.complain(str(error))

    def _check_data(self) -> None:
        """Check all events in a thread, once."""
        if not self._is_checked:
            self._is_checked = True
            run_in_thread(self, lambda: DataChecked(self.workspace.check_data()))

    def on_data_checked(self, message: DataChecked) -> None:
        """Let home say what is damaged."""
        if any(page.is_writing for page in self.pages()):  # the connection is in use
            self.set_timer(_SOON, partial(self.post_message, message))
            return
        if message.notice is not None and self.workspace.notice is None:
            self.workspace.notice = message.notice
            self._tell_changed()

    def _tell_changed(self) -> None:
        for page in self.pages():
            try:
                page.decks_changed()
            except LearnmsError as error:
                page.complain(str(error))

    # -- deck files --------------------------------------------------------------------------------

    def refresh_decks(self) -> None:
        """Parse changed deck files in a thread; then take them in."""
        if not self._is_parsing:
            self._is_parsing = True
            run_in_thread(self, partial(result_of, DecksParsed, self.workspace.parse_decks))

    def on_decks_parsed(self, message: DecksParsed) -> None:
        """Take in what changed, and show it."""
        if any(page.is_writing for page in self.pages()):  # the connection is in use
            self.set_timer(_SOON, partial(self.post_message, message))
            return
        self._is_parsing = False
        try:
            if isinstance(message.result, LearnmsError):
                raise message.result
            is_changed = self.workspace.store_decks(message.result)
        except LearnmsError as error:
            self.pages()[0].complain(str(error))
        else:
            if is_changed:
                self._tell_changed()


def _imported() -> Message:
    import_store()
    return StoreImported()


def import_store() -> None:
    """Import what reading and writing need. It takes half a second, so never before the first
    paint.
    """
    import learnms.store.log.writer
    import learnms.tui.review.screen  # noqa: F401  both imported for their weight
