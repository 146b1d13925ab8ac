"""The learner's editor at a line of a file; copies of shipped decks in the learner's folder."""

from __future__ import annotations

import shlex
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from learnms.errors import LearnmsError
from learnms.paths import OWN_DECKS, SOURCES_FILE

if TYPE_CHECKING:
    from collections.abc import Mapping

OFFER_COPY = "This deck is part of learnms. Copy it to your folder and edit the copy?"

_PLUS_LINE = frozenset(
    {"vi", "vim", "nvim", "view", "nano", "emacs", "emacsclient", "micro", "kak", "joe", "ne"}
)
_GOTO = frozenset({"code", "code-insiders", "codium", "cursor"})
_COLON = frozenset({"hx", "helix", "subl", "zed"})


def editor_command(environment: Mapping[str, str], path: str, line: int) -> list[str] | None:
    """The command that opens a file at a line in `$VISUAL` or `$EDITOR`; None without either."""
    chosen = environment.get("VISUAL") or environment.get("EDITOR") or ""
    try:
        command = shlex.split(chosen)
    except ValueError:
        command = []
    if not command:
        return None
    name = Path(command[0]).stem
    if name in _PLUS_LINE:
        return [*command, f"+{line}", path]
    if name in _GOTO:
        return [*command, "-g", f"{path}:{line}"]
    return [*command, f"{path}:{line}" if name in _COLON else path]


def copy_to_own(path: str, home_folder: Path) -> tuple[Path, bool]:
    """Copy a deck and its sources into the learner's folder. A copy that exists stays as it is.

    Returns the copy, and whether this call made it.

    Raises:
        LearnmsError: it cannot be written.
    """
    source, folder = Path(path), home_folder / OWN_DECKS
    target = folder / source.name
    if target.exists():
        return target, False
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        beside = source.parent / SOURCES_FILE
        if beside.is_file() and not (folder / SOURCES_FILE).exists():
            shutil.copyfile(beside, folder / SOURCES_FILE)
        shutil.copyfile(source, target)
    except OSError as error:
        message = f"{target} cannot be written: {error.strerror}."
        raise LearnmsError(message) from error
    return target, True
