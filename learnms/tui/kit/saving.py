"""Pages that write. What cannot be saved yet is held and saved later; what fails stays."""

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
    """An object of the engine that writes through a store: a review, a quiz, changes to cards."""

    store: Store | None


class SavesAnswers(PageScreen):
    """A page over an object of the engine, which receives the store as soon as it is open."""

    again = RETRY
    """What to do where saving failed."""

    def __init__(self, message: str = "") -> None:
        super().__init__(message)
        self._held: Callable[[], None] | None = None
        self._on_saved: Callable[[], None] | None = None
        self._on_failure: Callable[[LearnmsError], None] | None = None

    def writes(self) -> Writes:
        """The object that receives the store."""
        raise NotImplementedError

    def _commit(self, step: Callable[[], T], after: Callable[[T], None]) -> None:
        """Let the engine write and call `after` with the outcome; hold the step while there is no
        store.
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
        return self._held is not None

    def save_then(
        self, on_saved: Callable[[], None], on_failure: Callable[[LearnmsError], None] | None = None
    ) -> None:
        self._on_saved, self._on_failure = on_saved, on_failure
        self.say(SAVING, WARN)

    def store_opened(self) -> None:
        """Save what was held."""
        self.writes().store = self.shell.workspace.store
        if self._held is not None:
            self._held()

    def store_failed(self, error: LearnmsError) -> None:
        if self._held is not None:
            self._failed(error)

    def decks_changed(self) -> None:
        """Keep the page: it may show an answer."""
