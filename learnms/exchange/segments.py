"""The files of a synced folder: `FOLDER/<learner id>/<device id>/<number>.jsonl`.

A device writes only its own folder, so that sync programs have nothing to merge. A segment is JSON
Lines: one event per line, and after each append a line with the number of events and the SHA-256
of everything before it. A file that does not end with such a line is not complete yet. In an
encrypted segment the first line holds the key's salt, and each line of events is a block that
`sealed` made.
"""

from __future__ import annotations

import json
import os
import re
import stat
from contextlib import suppress
from dataclasses import dataclass, field
from errno import EFBIG, EINVAL
from hashlib import sha256
from typing import TYPE_CHECKING, Literal, NamedTuple

from learnms.exchange.events import line_of
from learnms.exchange.sealed import HEADER_KEY
from learnms.files import NotAFileError, TooLargeError, sync_folder

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from learnms.exchange.sealed import Keys, Sealer
    from learnms.study.event import Event

EVENTS_PER_SEGMENT = 1000
BYTES_PER_SEGMENT = 16 * 2**20
"""A segment is sealed when it holds that many events or bytes."""
LARGEST = 256 * 2**20
"""Bytes; a larger file is not a segment."""
EVENTS_PER_BLOCK = 100

SUFFIX = ".jsonl"
MARKER = "erased.json"
END_KEY = "learnms_segment"
_BLOCK_KEY = "block"
_HEADER_START = f'{{"{HEADER_KEY}"'.encode()
_LONGEST_HEADER = 4096
_VERSION = 1
_NUMBERED = re.compile(r"(\d{6})\.jsonl")
_PLAIN_NAME = re.compile(r"[0-9a-z][0-9a-z-]{0,63}")


def folder_name(ident: str) -> str:
    """The name of a learner's or a device's folder: its id, or a hash of one that is no name."""
    return ident if _PLAIN_NAME.fullmatch(ident) else sha256(ident.encode()).hexdigest()[:32]


class Stored(NamedTuple):
    """A file of a learner's folder: its path, `<device>/<name>` for people and for `meta`, the
    folder that it lies in, its size in bytes and its time in nanoseconds.
    """

    path: Path
    name: str
    device: str
    size: int
    mtime_ns: int

    @property
    def number(self) -> int | None:
        """The segment's number; None for another name, such as that of a conflict copy."""
        match = _NUMBERED.fullmatch(self.path.name)
        return int(match[1]) if match else None


def learner_folders(folder: Path) -> list[Path]:
    """The folders in a synced folder that hold segments or an erase marker, by name."""
    return [
        entry
        for entry in _folders(folder)
        if os.path.lexists(entry / MARKER) or next(iter(stored_files(entry)), None) is not None
    ]


def stored_files(learner: Path) -> list[Stored]:
    """The segments of a learner's folder, by name. Links, pipes and hidden files are passed over:
    no sync program needs them, and they could lead anywhere.

    Raises:
        OSError: the folder cannot be listed.
    """
    files = []
    for device in _folders(learner):
        with os.scandir(device) as entries:
            for entry in entries:
                name = entry.name
                if name.startswith(".") or not name.lower().endswith(SUFFIX):
                    continue
                info = _status(entry)
                if info is not None and stat.S_ISREG(info.st_mode):
                    shown = f"{device.name}/{name}"
                    files.append(
                        Stored(device / name, shown, device.name, info.st_size, info.st_mtime_ns)
                    )
    return sorted(files, key=lambda file: file.name)


def _folders(folder: Path) -> list[Path]:
    """The folders in a folder, by name; none if it is not there."""
    try:
        with os.scandir(folder) as entries:
            names = [
                entry.name
                for entry in entries
                if not entry.name.startswith(".") and entry.is_dir(follow_symlinks=False)
            ]
    except (FileNotFoundError, NotADirectoryError):
        return []
    return [folder / name for name in sorted(names)]


def _status(entry: os.DirEntry[str]) -> os.stat_result | None:
    try:
        return entry.stat(follow_symlinks=False)
    except OSError:  # it vanished
        return None


# -- reading ---------------------------------------------------------------------------------------


@dataclass(slots=True)
class Segment:
    """What is in a file: the lines of its events, in order, as far as they can be read.

    `state` is `complete` if the file ends with the right hash of what comes before, `waiting` if
    its end is not there yet, `damaged` if the end is there and something before it changed; `why`
    says what. `sound_size` is the number of bytes up to the last line, if all of them can be read.
    """

    file: Stored
    digest: str = ""
    size: int = 0
    state: Literal["complete", "waiting", "damaged"] = "waiting"
    why: str = ""
    lines: list[str] = field(default_factory=list)
    header: dict[str, object] | None = None
    encrypted: bool | None = None
    """None where nothing has been read that tells."""
    sealed: bool = False
    sound_size: int = 0
    count: int = 0
    """The number of events that the last end names, which an encrypted file tells without a key."""


def data_of(file: Stored, most: int | None = None) -> bytes:
    """The bytes of a segment's file, or its first ones.

    Raises:
        OSError: it vanished, is no file, is too large or cannot be read.
    """
    flags = os.O_RDONLY | _optional("O_NONBLOCK", "O_NOFOLLOW", "O_BINARY")
    with open(file.path, "rb", opener=lambda path, _: os.open(path, flags)) as stream:
        info = os.fstat(stream.fileno())
        if not stat.S_ISREG(info.st_mode):  # something took the file's place
            raise NotAFileError(EINVAL, "it is not an ordinary file")
        if most is None and info.st_size > LARGEST:
            raise TooLargeError(EFBIG, f"it is larger than {LARGEST // 2**20} MiB")
        return stream.read(LARGEST if most is None else most)


def _optional(*names: str) -> int:
    """Flags of `os.open` that some systems do not have."""
    flags = 0
    for name in names:
        flags |= getattr(os, name, 0)
    return flags


def read_segment(file: Stored, data: bytes, keys: Keys | None) -> Segment:
    """Read a segment. Without keys, the blocks of an encrypted one are left out.

    Raises:
        WrongPassphraseError: the keys do not fit.
    """
    reader = _Reader(Segment(file, size=len(data)), keys)
    start = 0
    while (end := data.find(b"\n", start)) >= 0:
        reader.take(data[start:end])
        start = end + 1
    return reader.done(data[start:])


def first_line(file: Stored) -> bytes:
    """The start of a segment's file, up to its first newline: what tells whether it is encrypted.

    Raises:
        OSError: it vanished, is no file or cannot be read.
    """
    return data_of(file, _LONGEST_HEADER).partition(b"\n")[0]


def header_in(line: bytes) -> dict[str, object] | None:
    """The header of an encryption in a first line; None if there is none."""
    if not line.startswith(_HEADER_START):
        return None
    try:
        header = _object(line).get(HEADER_KEY)
    except ValueError:
        header = None
    return header if isinstance(header, dict) else {}


class _Reader:
    """Reads a segment line by line."""

    def __init__(self, segment: Segment, keys: Keys | None) -> None:
        self._segment = segment
        self._keys = keys
        self._sealer: Sealer | None = None
        self._hash = sha256()
        self._offset = self._number = 0
        self._is_sound = True
        self._ends: bool | None = None
        """Whether the last line is an end, and whether it is right."""

    def take(self, line: bytes) -> None:
        """Take a whole line, without its newline."""
        self._number += 1
        self._ends = None
        if line.strip():
            try:
                self._read(line)
            except ValueError as error:
                self._is_sound = False
                self._segment.why = self._segment.why or f"line {self._number}: {error}"
        self._hash.update(line)
        self._hash.update(b"\n")
        self._offset += len(line) + 1
        if self._is_sound:
            self._segment.sound_size = self._offset

    def done(self, tail: bytes) -> Segment:
        """The segment, given what comes after the last newline."""
        segment = self._segment
        self._hash.update(tail)
        segment.digest = self._hash.hexdigest()
        if tail or self._ends is None:
            segment.state = "waiting"
        elif self._ends and self._is_sound:
            segment.state = "complete"
        else:
            segment.state = "damaged"
        segment.sealed = segment.sealed and segment.state == "complete"
        return segment

    def _read(self, line: bytes) -> None:
        if line.startswith(f'{{"{END_KEY}"'.encode()):
            end = _object(line)
            self._ends = end.get("sha256") == self._hash.hexdigest()
            self._segment.sealed = end.get("sealed") is True
            count = end.get("events")
            self._segment.count = count if isinstance(count, int) else 0
            if not self._ends:
                raise ValueError("something before this line was changed")
        elif not self._offset and (header := header_in(line)) is not None:
            self._segment.encrypted = True
            self._segment.header = header
            if self._keys is not None:
                self._sealer = self._keys.opened(self._segment.header)
        elif self._segment.encrypted:
            if self._sealer is not None:
                block = self._sealer.unsealed(_object(line).get(_BLOCK_KEY))
                self._segment.lines += block.decode().split("\n")
        else:
            text = line.decode()
            if not (text.startswith("{") and text.endswith("}")):
                raise ValueError("this is not an event")
            self._segment.encrypted = False
            self._segment.lines.append(text)


def _object(line: bytes) -> dict[str, object]:
    try:
        value = json.loads(line)
    except RecursionError as error:
        raise ValueError("this is nested too deeply") from error
    if not isinstance(value, dict):
        raise ValueError("this is not an object")  # noqa: TRY004  one kind of error for a bad line
    return value


class Columns(NamedTuple):
    """What tells events apart, without reading them in full."""

    id: str
    checksum: str
    learner_id: str
    kind: str


def columns_of(line: str) -> Columns:
    """The columns of a line that tell whether it has to be read in full.

    Raises:
        ValueError: the line is not an event.
    """
    try:
        value = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise ValueError("this is not JSON") from error
    if isinstance(value, dict):
        columns = [value.get(name) for name in Columns._fields]
        if all(isinstance(column, str) for column in columns):
            return Columns._make(columns)
    raise ValueError("this is not an event")


# -- writing ---------------------------------------------------------------------------------------


class Written(NamedTuple):
    """A segment after an append: its name in `Stored`, its size, its time, its hash."""

    name: str
    size: int
    mtime_ns: int
    digest: str


def append(
    device: Path, last: Segment | int, events: Sequence[Event], keys: Keys | None
) -> list[Written]:
    """Append events to a device's segments, sealing each that is full, and sync them to the disk.

    Args:
        device: the folder of this device, which is made if it is missing.
        last: the segment with the highest number, or only that number, 0 for none. A torn end is
            cut off, what is damaged is left as it is.
        events: in the order in which they are written; none completes a torn segment.
        keys: encrypt the events; None to write them as they are.

    Raises:
        OSError: a file cannot be written.
    """
    for folder in (device.parent, device):
        if not folder.is_dir():
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            with suppress(OSError):  # whatever the umask; a stick may not know permissions
                folder.chmod(0o700)
    lines = [line_of(event) for event in events]
    segment = None if isinstance(last, int) else last
    number = last if isinstance(last, int) else last.file.number or 0
    header = segment.header if segment is not None else None
    if segment is None or segment.sealed or segment.why:
        number, segment = number + 1, None
    written = []
    while lines or (segment is not None and segment.state == "waiting"):
        piece = _Piece(device / f"{number:06}{SUFFIX}", segment, header, keys)
        lines = piece.add(lines)
        written.append(piece.write())
        header = piece.header
        number, segment = number + 1, None
    return written


class _Piece:
    """What is appended to one segment."""

    def __init__(
        self, path: Path, last: Segment | None, header: dict[str, object] | None, keys: Keys | None
    ) -> None:
        self._path = path
        self._kept = last.sound_size if last is not None else 0
        self._is_new = last is None
        self._count = len(last.lines) if last is not None else 0
        self._new = bytearray()
        self.header = header if keys is not None else None
        self._sealer: Sealer | None = None
        if keys is not None:
            self.header = header or keys.new_header()
            self._sealer = keys.opened(self.header)
            if not self._kept:
                self._put({HEADER_KEY: self.header})

    def add(self, lines: list[str]) -> list[str]:
        """Add as many lines as there is room for; the others are returned."""
        number = 0
        room = EVENTS_PER_SEGMENT - self._count
        while number < min(room, len(lines)) and len(self._new) < BYTES_PER_SEGMENT:
            block = lines[number : min(number + EVENTS_PER_BLOCK, room)]
            if self._sealer is None:
                self._new += "".join(f"{line}\n" for line in block).encode()
            else:
                self._put({_BLOCK_KEY: self._sealer.sealed("\n".join(block).encode())})
            number += len(block)
        self._count += number
        return lines[number:]

    def _put(self, value: dict[str, object]) -> None:
        self._new += json.dumps(value, separators=(",", ":")).encode() + b"\n"

    def write(self) -> Written:
        """Write what was added, and the end."""
        flags = os.O_RDWR | _optional("O_NOFOLLOW", "O_BINARY")
        flags |= os.O_CREAT | os.O_EXCL if self._is_new else 0
        descriptor = os.open(self._path, flags, 0o600)
        try:
            if self._is_new and os.name == "posix":
                with suppress(OSError):
                    os.fchmod(descriptor, 0o600)
            digest = sha256(_read_all(descriptor, self._kept))
            digest.update(self._new)
            size = self._kept + len(self._new)
            is_full = self._count >= EVENTS_PER_SEGMENT or size >= BYTES_PER_SEGMENT
            end = {END_KEY: _VERSION, "events": self._count, "sha256": digest.hexdigest()}
            before = len(self._new)
            self._put({**end, "sealed": True} if is_full else end)
            digest.update(self._new[before:])
            os.ftruncate(descriptor, self._kept)
            os.lseek(descriptor, self._kept, os.SEEK_SET)
            _write_all(descriptor, self._new)
            os.fsync(descriptor)
            info = os.fstat(descriptor)
        finally:
            os.close(descriptor)
        if self._is_new:
            with suppress(OSError):  # some network drives cannot
                sync_folder(self._path.parent)
        name = f"{self._path.parent.name}/{self._path.name}"
        return Written(name, info.st_size, info.st_mtime_ns, digest.hexdigest())


def _read_all(descriptor: int, size: int) -> bytes:
    pieces = []
    while size and (piece := os.read(descriptor, size)):
        pieces.append(piece)
        size -= len(piece)
    return b"".join(pieces)


def _write_all(descriptor: int, data: bytes | bytearray) -> None:
    view = memoryview(data)
    while view:
        view = view[os.write(descriptor, view) :]
