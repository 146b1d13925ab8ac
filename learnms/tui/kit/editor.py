"""The learner's editor at a line of a file."""

from __future__ import annotations

import shlex
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

NO_EDITOR = "No editor was found. To edit from here, set EDITOR or VISUAL."
NO_EDITOR_IN_BROWSER = "A browser tab can't open your editor."
_USUAL = ("nano", "micro", "vim", "vi", "notepad")
"""Editors that are on many computers, the easiest first."""
_PLUS_LINE = frozenset(
    {"vi", "vim", "nvim", "view", "nano", "emacs", "emacsclient", "micro", "kak", "joe", "ne"}
)
_GOTO = frozenset({"code", "code-insiders", "codium", "cursor"})
_COLON = frozenset({"hx", "helix", "subl", "zed"})


def editor_command(environment: Mapping[str, str], path: str, line: int) -> list[str] | None:
    """The command that opens a file at a line: in `$VISUAL`, `$EDITOR` or an editor that many
    computers have; None if there is none.
    """
    command = _chosen(environment) or [name for name in _USUAL if shutil.which(name)][:1]
    if not command:
        return None
    name = Path(command[0]).stem
    if name in _PLUS_LINE:
        return [*command, f"+{line}", path]
    if name in _GOTO:
        return [*command, "-g", f"{path}:{line}"]
    return [*command, f"{path}:{line}" if name in _COLON else path]


def _chosen(environment: Mapping[str, str]) -> list[str]:
    """The words of the editor that the learner chose; empty without one."""
    try:
        return shlex.split(environment.get("VISUAL") or environment.get("EDITOR") or "")
    except ValueError:
        return []


def edited_with(environment: Mapping[str, str], command: list[str]) -> str:
    """The end of the sentence that a file was edited: where the learner chose no editor, which one
    it was, and how to choose.
    """
    if _chosen(environment):
        return ""
    return f" with {command[0]}. To use another editor, set EDITOR."
