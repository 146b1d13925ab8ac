"""Pages that write. What fails to be saved stays on the page."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from learnms.errors import LearnmsError
from learnms.tui.kit.page import PageScreen

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")

RETRY = "Your answer is kept. Press the key again to save it."
PRESS_AGAIN = "Press the key again."
NOT_SAVED = "Not saved, so this applies to this session only:"


class SavesAnswers(PageScreen):
    """A page over an object of the engine that writes."""

    again = RETRY
    """What to do where saving failed."""

    def _commit(self, step: Callable[[], T], after: Callable[[T], None]) -> None:
        """Let the engine write, and call `after` with the outcome; show a message if it fails."""
        try:
            outcome = step()
        except LearnmsError as error:
            self.complain(f"Not saved: {error} {self.again}")
        else:
            self.say()
            after(outcome)

    def decks_changed(self) -> None:
        """Keep the page: it may show an answer."""
