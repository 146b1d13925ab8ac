"""Event ids: UUIDv7, which sort by time and are unique across devices."""

from __future__ import annotations

import secrets
from hashlib import sha256
from typing import TYPE_CHECKING
from uuid import UUID

if TYPE_CHECKING:
    from datetime import datetime

_RANDOM_BITS = 74


def _uuid7(milliseconds: int, low_bits: int) -> UUID:
    """Version 7 (RFC 9562): 48 bits of time, then 74 bits that differ within one millisecond."""
    high = (milliseconds & (2**48 - 1)) << 80 | 7 << 76 | (low_bits >> 62) << 64
    return UUID(int=high | 2 << 62 | low_bits & (2**62 - 1))


class IdMaker:
    """Ids from the times of events. Each is greater than the last, even within one millisecond or
    if the clock goes back.
    """

    def __init__(self) -> None:
        self._milliseconds = -1
        self._low_bits = 0

    def next(self, at: datetime) -> UUID:
        """The id of an event that happens at an aware time."""
        milliseconds = max(0, int(at.timestamp() * 1000))
        if milliseconds > self._milliseconds:
            self._milliseconds, self._low_bits = milliseconds, secrets.randbits(_RANDOM_BITS - 1)
        else:
            self._low_bits += 1 + secrets.randbits(32)
        return _uuid7(self._milliseconds, self._low_bits)


def id_of_content(milliseconds: int, content: str) -> UUID:
    """The id of an imported event: the same time and content give the same id, so a second import
    adds nothing.

    `milliseconds` count since the epoch and are not negative.
    """
    digest = sha256(content.encode("utf-8", "surrogatepass")).digest()
    return _uuid7(milliseconds, int.from_bytes(digest[:10], "big") >> (80 - _RANDOM_BITS))
