"""Pages that write. What cannot be saved yet is held, visibly, and done again by itself; what
fails stays on the page.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, TypeVar

from learnms.errors import LearnmsError, NotOpenError
from learnms.tui.kit.content import WARN
from learnms.tui.kit.page import PageScreen

if TYPE_CHECKING:
    from collections.abc import Callable

    from learnms.store.log.writer import Store

T = TypeVar("T")

OPENING = "opening your progress… this is kept, and saved in a moment"
SAVING = "opening your progress… this is saved first"
RETRY = "Your answer is still here: press the key again to save it."


class Writes(Protocol):
    """Something of the engine that writes once it has the writer: a sitting, a quiz, changes by
    hand.
    """

    store: Store | None


class SavesAnswers(PageScreen):
    """A page over something of the engine that is given the writer as soon as there is one."""

    again = RETRY
    """What to do where saving failed."""

    def __init__(self, message: str = "") -> None:
        super().__init__(message)
        self._held: Callable[[], None] | None = None
        self._on_saved: Callable[[], None] | None = None
        self._on_failure: Callable[[LearnmsError], None] | None = None

    def writes(self) -> Writes:
        """What is given the writer."""
        raise NotImplementedError

    def _commit(self, step: Callable[[], T], after: Callable[[T], None]) -> None:
        """Let the engine write, then show what came of it; hold the step while there is no
        writer.
        """
        self._held = None
        try:
            outcome = step()
        except NotOpenError as error:
            if self.shell.workspace.read_only:
                self._failed(LearnmsError(self.shell.workspace.notice or str(error)))
                return
            self._held = lambda: self._commit(step, after)
            self.say(OPENING, WARN)
            self.shell.open_store()
        except LearnmsError as error:
            self._failed(error)
        else:
            self.say()
            after(outcome)
            if self._on_saved is not None:
                self._on_saved()

    def _failed(self, error: LearnmsError) -> None:
        on_failure = self._on_failure
        self._held, self._on_saved, self._on_failure = None, None, None
        self.complain(f"Not saved: {error} {self.again}")
        if on_failure is not None:
            on_failure(error)

    @property
    def is_holding(self) -> bool:
        """Whether an answer waits for the writer."""
        return self._held is not None

    def save_then(
        self, on_saved: Callable[[], None], on_failure: Callable[[LearnmsError], None] | None = None
    ) -> None:
        """Do something once the held answer is saved; or something else where it cannot be."""
        self._on_saved, self._on_failure = on_saved, on_failure
        self.say(SAVING, WARN)

    def store_opened(self) -> None:
        """The writer is there: what was held is given again."""
        self.writes().store = self.shell.workspace.store
        if self._held is not None:
            self._held()

    def store_failed(self, error: LearnmsError) -> None:
        """There is no writer, and a sentence why."""
        if self._held is not None:
            self._failed(error)

    def decks_changed(self) -> None:
        """A deck file was read anew; a page that shows what was answered stays as it is."""
