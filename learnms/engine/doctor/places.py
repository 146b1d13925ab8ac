"""The folder of the data: who can open it."""

from __future__ import annotations

import os
import stat
from typing import TYPE_CHECKING

from learnms.store.sqlite.backup import BACKUP_FOLDER
from learnms.store.sqlite.connection import own_files

if TYPE_CHECKING:
    from pathlib import Path

_OTHERS = stat.S_IRWXG | stat.S_IRWXO


def loose_files(home: Path) -> list[Path]:
    """The data folder and the files of learnms in it that other users can open."""
    if os.name != "posix" or not home.is_dir():
        return []
    return [path for path in (home, home / BACKUP_FOLDER, *own_files(home)) if _is_loose(path)]


def _is_loose(path: Path) -> bool:
    try:
        return bool(path.lstat().st_mode & _OTHERS) and not path.is_symlink()
    except OSError:
        return False
