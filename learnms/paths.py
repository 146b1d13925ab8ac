"""The data folder and the decks in use. The only module that knows directories and the
environment.
"""

from __future__ import annotations

import os
import shlex
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from learnms.errors import UsageError
from learnms.text import is_text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

OWN_DECKS = "decks"
SOURCES_FILE = "sources.yaml"
SUFFIXES = (".yaml", ".yml")


class DeckFile(NamedTuple):
    """A deck file. `path` is absolute, `shown` as it was written; `named` says that the file itself
    was named.
    """

    path: str
    shown: str
    named: bool


def home_folder(given: str | None, environment: Mapping[str, str]) -> Path:
    """The data folder: `--home`, `LEARNMS_HOME`, or the platform's. It is not created here.

    Raises:
        UsageError: its path exists but is not a folder.
    """
    chosen = given or environment.get("LEARNMS_HOME")
    home, why = Path(chosen or "~"), None
    try:
        home = Path(chosen).expanduser() if chosen else _usual_home()
        if not is_text(str(home)):
            why = "has a name that is not UTF-8"
        elif not home.is_dir() and os.path.lexists(home):
            why = "is a file"
    except RuntimeError:  # `~` of nobody, or no home folder at all
        why = "cannot be found: that home folder does not exist"
    except (OSError, ValueError) as error:  # a name that is too long, or holds what no name can
        why = f"cannot be used: {error.strerror if isinstance(error, OSError) else error}"
    if why is not None:
        message = f"The data folder {home} {why}."
        raise UsageError(message, "Name a folder with --home or LEARNMS_HOME.")
    return Path(os.path.abspath(home))


def _usual_home() -> Path:
    """The platform's folder for a program's data."""
    from platformdirs import user_data_dir  # not needed where the folder is given

    folder = Path(user_data_dir("learnms", appauthor=False))
    if not folder.is_absolute():  # `~` stays as it is where nobody has a home folder
        raise RuntimeError
    return folder


def shipped_decks() -> Path:
    """The decks that come with learnms: inside an installed package, or the repository's folder
    beside it.
    """
    package = Path(__file__).resolve().parent
    inside = package / "shipped"
    # Not `Path.is_dir`, which raises where the folder may not be looked into.
    return inside if os.path.isdir(inside) else package.parent / "decks"


def is_shipped(path: str) -> bool:
    """Whether a deck file is part of the program."""
    return Path(os.path.realpath(path)).is_relative_to(os.path.realpath(shipped_decks()))


def replaceable(files: Sequence[DeckFile]) -> list[str]:
    """The shipped ones of these files, unless the learner named them: a deck of the learner's
    own with the same id replaces it.
    """
    folder = os.path.join(os.path.realpath(shipped_decks()), "")
    return [file.path for file in files if not file.named and file.path.startswith(folder)]


def library_paths(given: Sequence[str], environment: Mapping[str, str], home: Path) -> list[str]:
    """The files and folders of decks in use: `--decks`, `LEARNMS_DECKS`, or the learner's own and
    the shipped ones.

    The learner's own come first, so that a changed copy of a shipped deck is the one that is
    studied.
    """
    if given:
        return list(given)
    listed = [path for path in environment.get("LEARNMS_DECKS", "").split(os.pathsep) if path]
    if listed:
        return listed
    own = home / OWN_DECKS
    return [*([str(own)] if own.is_dir() else []), str(shipped_decks())]


_NAME_A_DECK = "Name a deck (a .yaml file) or a folder of decks."


def deck_files(paths: Sequence[str], *, sources: bool = False) -> list[DeckFile]:
    """Every deck file that the paths name, in order, each once; folders are searched, hidden names
    passed over.

    Args:
        paths: files and folders.
        sources: whether a `sources.yaml` that is named itself counts; in folders it never does.

    Raises:
        UsageError: a path is not there, or it is a whole disk, which would take minutes.
    """
    files: dict[str, DeckFile] = {}
    for written in paths:
        path = os.path.expanduser(written)
        if os.path.isdir(path):
            real = os.path.realpath(path)
            if os.path.dirname(real) == real:
                message = f"`{written}` is a whole disk."
                raise UsageError(message, _NAME_A_DECK)
            for below in _below(path):
                real = os.path.realpath(below)
                files.setdefault(real, DeckFile(real, below, named=False))
        elif os.path.lexists(path):
            if sources or os.path.basename(path) != SOURCES_FILE:
                files[os.path.realpath(path)] = DeckFile(
                    os.path.realpath(path), written, named=True
                )
        else:
            message = f"There is no file or folder `{written}`."
            raise UsageError(message, _NAME_A_DECK)
    return list(files.values())


def decks_of(
    named: Sequence[str], library: Sequence[str], *, sources: bool = False
) -> list[DeckFile]:
    """The deck files that are named, or with none named those of the library.

    Raises:
        UsageError: a path is not there, or no deck is at those that are named.
    """
    files = deck_files(named or library, sources=sources)
    if named and not files:
        message = f"There is no deck in {' or '.join(f'`{path}`' for path in named)}."
        raise UsageError(message, _NAME_A_DECK)
    return files


def _below(folder: str) -> list[str]:
    files = []
    for root, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        files += [
            os.path.join(root, name)
            for name in sorted(names)
            if name.endswith(SUFFIXES) and name != SOURCES_FILE and not name.startswith(".")
        ]
    return files


_CLOUD_FOLDERS = (
    ("dropbox", "Dropbox"),
    ("onedrive", "OneDrive"),
    ("icloud", "iCloud Drive"),
    ("mobile documents", "iCloud Drive"),
    ("google drive", "Google Drive"),
    ("googledrive", "Google Drive"),
    ("nextcloud", "Nextcloud"),
)
_MARKS = ((".stfolder", "Syncthing"), (".dropbox", "Dropbox"), (".dropbox.cache", "Dropbox"))


def sync_program(folder: Path) -> str | None:
    """The sync program that moves this folder between computers, by the names of the folders that
    it lies in and the marks that such programs leave there; None if there is no sign of one.
    """
    real = Path(os.path.realpath(folder))
    for place in (real, *real.parents):
        name = place.name.casefold()
        for start, program in _CLOUD_FOLDERS:
            if name == start or name.startswith((f"{start} ", f"{start}-", f"{start}drive")):
                return program
        for mark, program in _MARKS:
            # in the user's own folder, `.dropbox` holds the program's settings
            if os.path.lexists(place / mark) and place != Path(os.path.expanduser("~")):
                return program
    return None


def command() -> str:
    """How this program was called, as a shell takes it: `learnms`, `.venv/bin/learnms`."""
    called = sys.argv[0]
    name = os.path.basename(called)
    if name == "__main__.py" and os.path.basename(os.path.dirname(called)) == "learnms":
        return "python -m learnms"
    found = shutil.which("learnms")
    if name != "learnms" or (found and os.path.realpath(found) == os.path.realpath(called)):
        return "learnms"
    return shlex.quote(shown_path(os.path.abspath(called)))


def shown_path(path: str) -> str:
    """A path shortened for display: relative inside the working folder, `~` inside the home
    folder.
    """
    try:
        inside = os.path.relpath(path)
    except ValueError:
        return path
    if not inside.startswith(os.pardir):
        return inside
    user = os.environ.get("HOME", "")
    return (
        "~" + path[len(user) :] if user and user != "/" and path.startswith(user + os.sep) else path
    )
