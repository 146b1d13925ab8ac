"""Copies of shipped decks in the learner's folder, which can be changed."""

from __future__ import annotations

import shutil
from pathlib import Path

from learnms.errors import LearnmsError
from learnms.paths import OWN_DECKS, SOURCES_FILE

OFFER_COPY = "This deck is part of learnms. Copy it to your folder and edit the copy?"
OFFER_COPY_TO_ADD = (
    "This deck is part of learnms. Copy it to your folder and add the card to the copy?"
)


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
