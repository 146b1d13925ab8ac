"""The driver of the application behind `learnms serve`, named in its `TEXTUAL_DRIVER`."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, cast

from textual import events
from textual.drivers.web_driver import WebDriver

if TYPE_CHECKING:
    from learnms.tui.app.app import LearnmsApp


class BrowserDriver(WebDriver):
    """Textual's driver for a browser, which also ends with the server, begins with the focus, and
    opens nothing from the network.
    """

    def start_application_mode(self) -> None:
        super().start_application_mode()
        # Textual begins without the focus; our page has it from the start
        self._app.call_later(self._app.post_message, events.AppFocus())

    def run_input_thread(self) -> None:
        """Read the input. Its end means that the tab was closed or the server has ended; Textual's
        driver would go on without either.
        """
        super().run_input_thread()
        if not self.exit_event.is_set():
            with suppress(RuntimeError):  # the application ended meanwhile
                self._loop.call_soon_threadsafe(cast("LearnmsApp", self._app).hang_up)

    def open_url(self, url: str, new_tab: bool = True) -> None:
        """Open nothing: learnms never uses the network."""
