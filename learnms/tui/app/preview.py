"""The application around the preview: it opens no data and writes nothing."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from learnms.engine.help.pages import pages
from learnms.engine.preview.unopened import UnopenedWorkspace
from learnms.tui.app.app import run_app
from learnms.tui.app.unopened import UnopenedApp
from learnms.tui.preview.screen import PreviewScreen

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime
    from pathlib import Path

    from textual.screen import Screen

    from learnms.engine.preview.preview import Watched
    from learnms.tui.kit.page import PageScreen


def run(watched: Watched, home_folder: Path, clock: Callable[[], datetime]) -> int:
    """Show the preview until it is left, and return the exit code.

    Args:
        watched: the deck file.
        home_folder: where the settings are.
        clock: aware local time.
    """
    # who writes decks sees what an instructor sees, whatever they study as
    workspace = UnopenedWorkspace(home_folder, clock, who="instructor")
    return run_app(PreviewApp(watched, workspace))


class PreviewApp(UnopenedApp):
    """The application with the preview as its only page."""

    def __init__(self, watched: Watched, workspace: UnopenedWorkspace) -> None:
        super().__init__(workspace, opens_home=False)
        self._watched = watched

    def get_default_screen(self) -> Screen[None]:
        return PreviewScreen(self._watched)

    def close_page(self) -> None:
        self.stop()

    def _routes(self, page: PageScreen) -> Iterator[tuple[str, Callable[[], None]]]:
        for help_page in pages(self.workspace.settings, self.workspace.home_folder):
            yield f"Help: {help_page.title}", partial(self.show_help, help_page.title)
