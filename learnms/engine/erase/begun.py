"""The file that says that erasing has begun, with what the next attempt could not find out."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, NamedTuple

from learnms.engine.erase.identifiers import Identifiers
from learnms.files import read_bytes, whole_file
from learnms.store.sqlite.connection import ERASING_NAME

if TYPE_CHECKING:
    from pathlib import Path

_LARGEST = 1 << 20


class Begun(NamedTuple):
    """What an attempt knew: the ids that are searched for at its end, the names of the files in the
    data folder that were recognized by their content, which is overwritten by now, and the paths of
    the synced folders.
    """

    identifiers: Identifiers = Identifiers()
    exports: tuple[str, ...] = ()
    synced: tuple[str, ...] = ()

    @classmethod
    def read(cls, home: Path) -> Begun | None:
        """What the latest attempt wrote, as far as it can be read; None if there was none, or it
        got to its end.
        """
        path = home / ERASING_NAME
        if not path.is_file():
            return None
        try:
            learner, devices, events, exports, synced = json.loads(read_bytes(path, _LARGEST))
            ids = Identifiers(str(learner), tuple(map(str, devices)), tuple(map(str, events)))
            ids.spellings()
            return cls(ids, tuple(map(str, exports)), tuple(map(str, synced)))
        except (OSError, ValueError, TypeError, RecursionError):
            return cls()

    def write(self, home: Path) -> None:
        """Say that erasing begins.

        Raises:
            OSError: the folder cannot be written.
        """
        with whole_file(home / ERASING_NAME, replace=True) as file:
            json.dump([*self.identifiers, self.exports, self.synced], file)
