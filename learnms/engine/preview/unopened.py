"""A workspace that opens no data: for pages about a file alone."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from learnms.engine.workspace import Workspace

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from pathlib import Path

    from learnms.settings import Settings


class UnopenedWorkspace(Workspace):
    """The settings of a data folder, which need not exist. Nothing is read besides them, and
    nothing is written: a theme that is chosen holds until the program ends.

    Args:
        home_folder: the data folder.
        clock: aware local time.
        who: the role to see pages as, in place of the learner's.
    """

    def __init__(
        self, home_folder: Path, clock: Callable[[], datetime], *, who: str | None = None
    ) -> None:
        self.home_folder = home_folder
        self.clock = clock
        self.notice = None
        self._broken = None
        self.replaced = frozenset()
        self.read_only = True
        self.store = None
        settings = self._read_settings()
        self.settings = settings if who is None else replace(settings, who=who)
        self.notice = None  # a broken settings file is no matter here

    def choose(self, settings: Settings) -> None:
        """Take other settings."""
        self.settings = settings
