"""The application before anything is opened: the pages that need no data."""

from __future__ import annotations

from learnms.tui.app.app import LearnmsApp


class UnopenedApp(LearnmsApp):
    """The application over an `UnopenedWorkspace`: it opens no store and has no library."""

    @property
    def is_open(self) -> bool:
        return True  # there is nothing to open

    def prepare_store(self) -> None:
        """Open nothing."""

    def refresh_decks(self) -> None:
        """Read nothing."""
