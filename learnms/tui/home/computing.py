"""What home shows after its first paint, computed in a thread: all panels if there is room,
otherwise only the readiness for an exam.
"""

from __future__ import annotations

from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, Protocol

from textual.message import Message

from learnms.errors import LearnmsError
from learnms.tui.kit.threads import run_in_thread

if TYPE_CHECKING:
    from learnms.engine.exam.readiness import Readiness
    from learnms.engine.home.overview import HomeView
    from learnms.engine.home.panels import Panels
    from learnms.engine.workspace import Workspace
    from learnms.tui.kit.shell import Shell

WIDE = 100
"""Columns from which the panels have room."""


class PanelsComputed(Message):
    """The results; None if they cannot be computed."""

    def __init__(self, panels: Panels | None) -> None:
        super().__init__()
        self.panels = panels


class HomePage(Protocol):
    """The page that shows the panels, as this module sees it."""

    view: HomeView

    @property
    def shell(self) -> Shell: ...
    def post_message(self, message: Message) -> bool: ...


class Computing:
    """Keeps the panels of a page up to date.

    Args:
        page: the page that shows them, and receives `PanelsComputed`.
    """

    def __init__(self, page: HomePage) -> None:
        self._page = page
        self._is_working = False
        self._is_stale = True

    @property
    def is_settled(self) -> bool:
        """Whether nothing is left to be computed."""
        return not self._is_working and not (self._is_stale and self._is_wanted)

    @property
    def _is_wanted(self) -> bool:
        days = self._page.view.days_left
        return self._page.shell.size.width >= WIDE or (days is not None and days > 0)

    @property
    def panels(self) -> Panels | None:
        """The panels as last computed on this day."""
        panels = self._page.shell.panels
        return panels if panels is not None and panels.today == self._page.view.today else None

    @property
    def readiness(self) -> Readiness | None:
        """What the exam plan leads to, as last computed for it."""
        home, panels = self._page.view, self.panels
        ready = panels.readiness if panels is not None else None
        return ready if ready is not None and ready.exam == home.exam else None

    def outdated(self) -> None:
        """Compute again after a change."""
        self._is_stale = True
        self.begin()

    def begin(self) -> None:
        """Compute in a thread, once the store is open."""
        shell = self._page.shell
        if self._is_stale and not self._is_working and self._is_wanted and shell.is_open:
            self._is_working, self._is_stale = True, False
            run_in_thread(self._page, partial(_computed, shell.workspace))

    def update(self, panels: Panels | None) -> bool:
        """Use the results; returns whether the page changes. What changed meanwhile is computed
        again.
        """
        self._is_working = False
        shell = self._page.shell
        is_other = panels is not None and panels != shell.panels
        shell.panels = panels if is_other else shell.panels
        self.begin()
        return is_other


def _computed(workspace: Workspace) -> Message:
    from learnms.engine.home.panels import panels  # simulation: not before the first paint

    with suppress(LearnmsError):  # the page of progress says why it cannot be computed
        return PanelsComputed(panels(workspace))
    return PanelsComputed(None)
