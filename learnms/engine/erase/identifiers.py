"""The random ids that only one learner's data holds: where one of them stands, data is left."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple
from uuid import UUID

from learnms.files import checked_file

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

_MOST_EVENTS = 20
_CHUNK = 1 << 20


class Identifiers(NamedTuple):
    """The ids of a learner, of the learner's devices, and of some events of the log, in hex. All
    are empty if the data could not be read.
    """

    learner: str = ""
    devices: tuple[str, ...] = ()
    events: tuple[str, ...] = ()

    @classmethod
    def of(cls, learner: str, devices: Iterable[str], events: Sequence[UUID]) -> Identifiers:
        """With a sample of the events: the first, the last, and some between."""
        step = max(1, len(events) // _MOST_EVENTS)
        sample = [*events[::step][:_MOST_EVENTS], *events[-1:]]
        return cls(learner, tuple(devices), tuple(dict.fromkeys(ident.hex for ident in sample)))

    def spellings(self) -> tuple[bytes, ...]:
        """Each id as it may stand in a file: in hex, with hyphens, and as 16 bytes."""
        ids = [UUID(ident) for ident in (self.learner, *self.devices, *self.events) if ident]
        return tuple(
            spelling
            for ident in ids
            for spelling in (ident.hex.encode(), str(ident).encode(), ident.bytes)
        )

    def are_in(self, path: Path) -> bool:
        """Whether a regular file or its name holds one of the ids.

        Raises:
            OSError: it cannot be read.
        """
        spellings = self.spellings()
        if not spellings:
            return False
        if any(spelling in path.name.encode(errors="replace") for spelling in spellings):
            return True
        checked_file(path)
        overlap = max(map(len, spellings)) - 1
        with path.open("rb") as file:
            tail = b""
            while chunk := file.read(_CHUNK):
                text = tail + chunk
                if any(spelling in text for spelling in spellings):
                    return True
                tail = text[-overlap:]
        return False
