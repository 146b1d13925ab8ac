"""The context of a command: environment, clock and folders."""

from __future__ import annotations

import sys
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from learnms import paths
from learnms.clock import clock_from
from learnms.errors import LearnmsError
from learnms.settings import SettingsError, read_settings

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import date, datetime

    from learnms.engine.workspace import Workspace
    from learnms.settings import Settings


LOCK_PATIENCE = 0.5
"""Seconds to wait for the writer lock, which another short command may hold."""
READING = "Reading the decks…"
"""Shown on a terminal while the first start parses every deck."""


@dataclass(frozen=True, slots=True)
class Context:
    """The context of one command. Nothing is opened or created yet."""

    environment: Mapping[str, str]
    clock: Callable[[], datetime]
    home: str | None
    library: list[str]

    @classmethod
    def of(cls, options: Any, environment: Mapping[str, str]) -> Context:
        """From the command line's options and the environment.

        Raises:
            UsageError: `LEARNMS_NOW` is not a time.
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
        """The calendar day, as in deck files: `checked` is a date, not a study day."""
        return self.clock().date()

    @property
    def settings(self) -> Settings:
        """The learner's settings, before anything is opened: of a broken file those that fit."""
        try:
            return read_settings(self.home_folder)
        except SettingsError as error:
            return error.good

    def only(self, names: Sequence[str]) -> Context:
        """For decks of which some are named as files: the library with nothing but these decks, so
        that no other deck with the same id is taken. Where no file is named, the library as it is.

        Raises:
            UsageError: the library has no such deck.
        """
        files = [name for name in names if name.endswith(paths.SUFFIXES) and Path(name).is_file()]
        others = [name for name in names if name not in files]
        if not files:
            return self
        if others:
            with self.workspace() as workspace:
                idents = workspace.deck_ids(others)
                files += [
                    row.path for row in workspace.queries.deck_files() if row.deck_id in idents
                ]
        return replace(self, library=files)

    def writer(self) -> Workspace:
        """Open the workspace for a command that writes.

        Raises:
            LearnmsError: nothing can be written, or as `workspace` raises.
        """
        workspace = self.workspace(to_write=True)
        try:
            workspace.require_writable()
        except LearnmsError:
            workspace.close()
            raise
        return workspace

    def workspace(self, *, to_write: bool = False) -> Workspace:
        """Open the workspace. With `to_write`, wait for the writer lock; if it stays taken, the
        workspace is read-only.

        Raises:
            LearnmsError: the data is damaged or newer, a path is not there.
        """
        from learnms.engine.workspace import Workspace

        is_shown = False

        def show_reading() -> None:
            nonlocal is_shown
            is_shown = True
            print(READING, end="", file=sys.stderr, flush=True)

        try:
            return Workspace(
                self.home_folder,
                lambda: self.library_paths,
                self.clock,
                patience=LOCK_PATIENCE if to_write else 0.0,
                on_reading=show_reading if sys.stderr.isatty() else None,
            )
        finally:
            if is_shown:
                print(f"\r{'':{len(READING)}}\r", end="", file=sys.stderr, flush=True)
