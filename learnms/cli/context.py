"""What every command is given: the environment, the clock, the folders."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from learnms import paths
from learnms.clock import clock_from

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date, datetime
    from pathlib import Path

    from learnms.engine.workspace import Workspace


WRITERS_PATIENCE = 0.5
"""Seconds."""
READING = "Reading the decks…"
"""The first start parses every deck: a person who waits for the first page is told so, until it
is there.
"""


@dataclass(frozen=True, slots=True)
class Context:
    """The surroundings of one run. Nothing is opened or made yet."""

    environment: Mapping[str, str]
    clock: Callable[[], datetime]
    home: str | None
    library: list[str]

    @classmethod
    def of(cls, options: Any, environment: Mapping[str, str]) -> Context:
        """From the command line's options and the environment.

        Raises:
            UsageError: `LEARNMS_NOW` is no time.
        """
        return cls(environment, clock_from(environment), options.home, options.library)

    @property
    def home_folder(self) -> Path:
        """The data folder."""
        return paths.home_folder(self.home, self.environment)

    @property
    def library_paths(self) -> list[str]:
        """The files and folders of decks in use."""
        return paths.library_paths(self.library, self.environment, self.home_folder)

    @property
    def today(self) -> date:
        """The calendar day, as deck files count: `checked` is a date, not a study day."""
        return self.clock().date()

    def workspace(self, *, to_write: bool = False) -> Workspace:
        """Everything opened; to write, with a little patience for a short command that holds the
        lock just now.

        Raises:
            LearnmsError: the data is damaged or newer, a path is not there.
        """
        from learnms.engine.workspace import Workspace

        patience = WRITERS_PATIENCE if to_write else 0.0
        is_seen = sys.stderr.isatty()
        told = list[str]()

        def tell() -> None:
            told.append(READING)
            print(READING, end="", file=sys.stderr, flush=True)

        try:
            return Workspace(
                self.home_folder,
                lambda: self.library_paths,
                self.clock,
                patience=patience,
                on_reading=tell if is_seen else None,
            )
        finally:
            if told:
                print(f"\r{'':{len(READING)}}\r", end="", file=sys.stderr, flush=True)
