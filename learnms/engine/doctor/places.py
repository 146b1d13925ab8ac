"""The folder of the data: who can open it, and whether a service copies it elsewhere."""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_OTHERS = stat.S_IRWXG | stat.S_IRWXO
_SERVICES = {
    "dropbox": "Dropbox",
    "onedrive": "OneDrive",
    "com~apple~clouddocs": "iCloud",
    "mobile documents": "iCloud",
    "icloud": "iCloud",
    "google drive": "Google Drive",
    "googledrive": "Google Drive",
    "syncthing": "Syncthing",
    "nextcloud": "Nextcloud",
}
"""The beginnings of names of synced folders, in lower case."""
_MARKS = {".stfolder": "Syncthing", ".dropbox": "Dropbox", ".dropbox.cache": "Dropbox"}
"""What a service leaves in its folder."""


def sync_service(home: Path) -> str | None:
    """The service that keeps copies of a folder elsewhere, as far as names tell."""
    real = os.path.realpath(home)
    for part in Path(real.casefold()).parts:
        for beginning, service in _SERVICES.items():
            if part.startswith(beginning):
                return service
    folder = real
    while True:
        for mark, service in _MARKS.items():
            if os.path.exists(os.path.join(folder, mark)):
                return service
        parent = os.path.dirname(folder)
        if parent == folder:
            return None
        folder = parent


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
