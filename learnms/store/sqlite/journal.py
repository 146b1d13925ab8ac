"""Whether the write-ahead log that a killed program left is whole. SQLite stops reading it at the
first damaged frame, without a word, and drops the answers behind it.

The layout is that of https://www.sqlite.org/fileformat2.html, section 4.
"""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

_HEADER, _FRAME_HEADER = 32, 24
_MAGIC = 0x377F0682
_MASK = 0xFFFFFFFF


def journal_is_broken(database: Path) -> bool:
    """Whether a damaged frame of the write-ahead log has committed ones behind it. False if there
    is no such log. Nobody may be writing meanwhile.
    """
    try:
        data = database.with_name(f"{database.name}-wal").read_bytes()
    except OSError:
        return False
    if len(data) < _HEADER + _FRAME_HEADER:
        return False
    magic, _, page_size = struct.unpack(">III", data[:12])
    size = _FRAME_HEADER + (65536 if page_size == 1 else page_size)
    order = ">" if magic & 1 else "<"
    salts = data[16:24]
    state = _checksum(order, (0, 0), data[:24])
    if magic & ~1 != _MAGIC or struct.pack(">II", *state) != data[24:32]:
        return any(data[_HEADER:])
    starts = range(_HEADER, len(data) - size + 1, size)
    for start in starts:
        header = data[start : start + _FRAME_HEADER]
        state = _checksum(order, state, header[:8])
        state = _checksum(order, state, data[start + _FRAME_HEADER : start + size])
        if header[8:16] != salts or struct.pack(">II", *state) != header[16:24]:
            # A kill leaves only the last frame half-written.
            return any(
                data[later + 8 : later + 16] == salts and any(data[later + 4 : later + 8])
                for later in starts
                if later > start
            )
    return False


def _checksum(order: str, state: tuple[int, int], data: bytes) -> tuple[int, int]:
    first, second = state
    for low, high in struct.iter_unpack(f"{order}II", data):
        first = (first + low + second) & _MASK
        second = (second + high + first) & _MASK
    return first, second
