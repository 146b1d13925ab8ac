"""Background tasks: opens the store, re-reads changed decks.

The slow parts run in threads that touch no widget, read nothing while a page may, and end in a
message.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.app import App
from textual.message import Message

from learnms.errors import LearnmsError
from learnms.tui.kit.page import PageScreen

if TYPE_CHECKING:
    from collections.abc import Callable

    from learnms.engine.workspace import Workspace


class WriterLoaded(Message):
    """The modules of the writer are imported."""


class DecksRead(Message):
    """Deck files were read: whether anything changed, or what failed."""

    def __init__(self, *, changed: bool, error: LearnmsError | None = None) -> None:
        super().__init__()
        self.changed = changed
        self.error = error


class BackgroundTasks(App[int]):
    """An application over a workspace that tells its pages what happens in the background."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self.workspace = workspace
        self.is_busy = False
        """Deck files are being read: the data must not be asked meanwhile."""
        self._is_loading = False
        self._is_loaded = False

    def pages(self) -> list[PageScreen]:
        """The open pages, topmost first."""
        return [screen for screen in reversed(self.screen_stack) if isinstance(screen, PageScreen)]

    def open_store(self) -> None:
        """Open the writer, once; its slow import runs in a thread."""
        if self.workspace.store is not None or self.workspace.read_only:
            return
        if self._is_loaded:
            self._open_writer()
        elif not self._is_loading:
            self._is_loading = True
            self.run_worker(self._load_writer, thread=True, group="writer")

    def _load_writer(self) -> None:
        load_writer()
        self.post_message(WriterLoaded())

    def on_writer_loaded(self, message: WriterLoaded) -> None:
        self._is_loaded = True
        self._open_writer()

    def _open_writer(self) -> None:
        if self.is_busy:
            return
        try:
            self.workspace.open_store()
        except LearnmsError as error:
            trouble = error  # a name that outlives the clause
            self._tell(lambda page: page.store_failed(trouble))
        else:
            self._tell(lambda page: page.store_opened())

    def _tell(self, event: Callable[[PageScreen], None]) -> None:
        for page in self.pages():
            try:
                event(page)
            except LearnmsError as error:
                page.complain(str(error))

    def refresh_decks(self) -> None:
        """Read changed deck files in a thread; nothing else reads the data meanwhile."""
        if not self.is_busy:
            self.is_busy = True
            self.run_worker(self._read_decks, thread=True, group="decks")

    def _read_decks(self) -> None:
        try:
            self.post_message(DecksRead(changed=self.workspace.refresh()))
        except LearnmsError as error:
            self.post_message(DecksRead(changed=False, error=error))

    def on_decks_read(self, message: DecksRead) -> None:
        """Show what changed; open the writer if it had to wait."""
        self.is_busy = False
        if message.error is not None:
            self.pages()[0].complain(str(message.error))
        elif message.changed:
            self._tell(lambda page: page.decks_changed())
        if self._is_loaded and self.workspace.store is None:
            self._open_writer()
        self.catch_up()

    def catch_up(self) -> None:
        """Let each page do what it put off while the data could not be read."""
        self._tell(lambda page: page.catch_up())


def load_writer() -> None:
    """Import what writing needs. It takes half a second, so never before the first paint."""
    import learnms.store.log.writer
    import learnms.tui.review.screen  # noqa: F401  both imported for their weight
