"""A settings file with faults: the good values hold, and nothing of it is lost when something is
saved.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from learnms.engine.workspace import Workspace
from learnms.settings import FILE, read_settings

OpenWorkspace = Callable[[], Workspace]


def test_what_fits_is_used_and_the_rest_is_named(
    tmp_path: Path, open_workspace: OpenWorkspace
) -> None:
    _write(tmp_path, 'who = "patient"\nnew_per_day = 3\ntarget = 5\n')

    workspace = open_workspace()

    assert workspace.settings.who == "patient"
    assert workspace.settings.new_per_day == 3
    assert "`target`" in (workspace.notice or "")


def test_saving_keeps_the_broken_file_and_takes_the_notice_away(
    tmp_path: Path, open_workspace: OpenWorkspace
) -> None:
    _write(tmp_path, "new_per_day = \n")
    workspace = open_workspace()
    assert "is not valid TOML" in (workspace.notice or "")

    workspace.choose(replace(workspace.settings, theme="light"))

    home = tmp_path / "home"
    assert (home / f"{FILE}.broken").read_text() == "new_per_day = \n"
    assert read_settings(home).theme == "light"
    assert workspace.notice == "The unreadable settings.toml was saved as settings.toml.broken."

    workspace.choose(replace(workspace.settings, theme="dark"))
    assert not (home / f"{FILE}.broken2").exists()
    assert open_workspace().notice is None


def _write(folder: Path, text: str) -> None:
    (folder / "home").mkdir()
    (folder / "home" / FILE).write_text(text)
