"""A real workspace on a temporary home, with a fixed clock and decks of the test's own."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from learnms.engine.workspace import Workspace
from learnms.settings import Settings, write_settings
from learnms.tui.app.app import LearnmsApp
from tests.factories import decks
from tests.tui.pilot import Clock

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=timezone(timedelta(hours=1)))


@pytest.fixture(autouse=True)
def plain_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing of the machine shows in a test."""
    monkeypatch.setattr("learnms.tui.kit.editor.shutil.which", lambda name: None)
    for name in ("NO_COLOR", "VISUAL", "EDITOR", "TEXTUAL_THEME", "TEXTUAL_ANIMATIONS"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture(autouse=True)
def any_key_counts(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keys come as fast as the page is painted, which no hand does; the tests of the guard
    itself keep it.
    """
    if "guarded_keys" not in request.fixturenames:
        monkeypatch.setattr(LearnmsApp, "guard_seconds", 0.0)


@pytest.fixture
def guarded_keys() -> None:
    """The guard holds as for a learner."""


@pytest.fixture
def clock() -> Clock:
    """A clock that moves when it is told."""
    return Clock(NOW)


@pytest.fixture
def make_workspace(tmp_path: Path, clock: Clock) -> Iterator[Callable[..., Workspace]]:
    """Opens workspaces on the test's home; closes them at the end."""
    workspaces: list[Workspace] = []

    def make(
        *texts: str, who: str = "student", files: dict[str, str] | None = None, **settings: Any
    ) -> Workspace:
        home, folder = tmp_path / "home", tmp_path / "library"
        folder.mkdir(exist_ok=True)
        files_by_name = {
            f"deck-{at}.yaml": text
            for at, text in enumerate(texts or (decks.deck(*decks.ALL_KINDS),), 1)
        }
        for name, text in {**files_by_name, **(files or {})}.items():
            (folder / name).write_text(text, "utf-8")
        write_settings(home, Settings(who=who, **settings))
        workspace = Workspace(home, [str(folder)], clock)
        workspaces.append(workspace)
        return workspace

    yield make
    for workspace in workspaces:
        workspace.close()
