"""The folder of the data: who can open it."""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_OTHERS = stat.S_IRWXG | stat.S_IRWXO


def loose_files(home: Path) -> list[Path]:
    """The data folder and the files of learnms in it that other users can open."""
    if os.name != "posix" or not home.is_dir():
        return []
    return [path for path in (home, *_files(home)) if _is_loose(path)]


def _files(home: Path) -> Iterator[Path]:
    for pattern in ("learnms.db*", "settings.toml", "log-head.json", "backups", "backups/*.db"):
        yield from sorted(home.glob(pattern))


def _is_loose(path: Path) -> bool:
    try:
        return bool(path.lstat().st_mode & _OTHERS) and not path.is_symlink()
    except OSError:
        return False
