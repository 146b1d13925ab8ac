"""What a process wrote, synced and said, in order, read from a trace of its system calls."""

from __future__ import annotations

import re
import shutil
import subprocess
import time
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SYNCS = ("fsync", "fdatasync")
CALLS = (
    *("openat", "close", "write", "pwrite64", "ftruncate", "unlink", "unlinkat", "rename"),
    *("renameat", "renameat2", "link", "linkat", "mkdir", *SYNCS),
)

_CALL = re.compile(r"^(?:\d+\s+)?(?P<name>\w+)\((?P<args>.*)\)\s+= (?P<result>-?\d+)")
_BEGUN = re.compile(r"^(?P<pid>\d+)\s+(?P<start>\w+\(.*?)\s*<unfinished \.\.\.>$")
_RESUMED = re.compile(r"^(?P<pid>\d+)\s+<\.\.\. \w+ resumed>(?P<rest>.*)$")
_TEXT = re.compile(r'"((?:\\x[0-9a-f]{2})*)"')


@cache
def strace() -> str | None:
    """The tracer, if there is one that may trace."""
    found = shutil.which("strace")
    if found is None:
        return None
    tried = subprocess.run([found, "-f", "true"], capture_output=True, check=False)
    return found if tried.returncode == 0 else None


def attach(pid: int, out: Path, *options: str) -> subprocess.Popen[bytes]:
    """Trace a running process into a file. Ends with the process."""
    tracer = strace()
    assert tracer is not None
    return subprocess.Popen(
        [tracer, "-f", "-qq", "-o", str(out), *options, "-p", str(pid)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


@dataclass(frozen=True)
class Call:
    """One system call that succeeded: its name, its arguments as strace shows them, its result."""

    name: str
    args: str
    result: int

    def texts(self) -> list[bytes]:
        """Its texts and buffers."""
        return [bytes.fromhex(found.replace("\\x", "")) for found in _TEXT.findall(self.args)]

    def numbers(self) -> list[int]:
        """Its numbers, with a text where a text stands left out."""
        return [int(n) for n in re.findall(r"(?<![\w\\])-?\d+(?![\w\\])", _TEXT.sub("", self.args))]


def calls(lines: list[str]) -> Iterator[Call]:
    """The calls of a trace made with `-xx`; one that was interrupted stands where it ended."""
    begun: dict[str, str] = {}
    for line in lines:
        whole = line
        if match := _BEGUN.match(line):
            begun[match["pid"]] = match["start"]
            continue
        if match := _RESUMED.match(line):
            whole = f"{match['pid']} {begun.pop(match['pid'], '')}{match['rest']}"
        if (match := _CALL.match(whole)) and int(match["result"]) >= 0:
            yield Call(match["name"], match["args"], int(match["result"]))


@dataclass(frozen=True)
class Change:
    """A write, if there is data, or else a change of a file's length, at this offset."""

    offset: int
    data: bytes | None

    def on(self, content: bytearray) -> None:
        """Do it."""
        end = self.offset + len(self.data or b"")
        if self.data is None:
            del content[self.offset :]
        if len(content) < end:
            content.extend(bytes(end - len(content)))
        if self.data is not None:
            content[self.offset : end] = self.data


@dataclass
class TracedFile:
    """A file as a disk without power may hold it: what is certain, and what is not synced yet.

    `is_certain`: its name was synced with its folder.
    """

    synced: bytearray = field(default_factory=bytearray)
    pending: list[Change] = field(default_factory=list)
    is_certain: bool = False

    def sync(self) -> None:
        for change in self.pending:
            change.on(self.synced)
        self.pending.clear()


@dataclass
class Disk:
    """A folder as a trace leaves it, call by call. A removed name is removed at once, as it is in
    the worst case; a renamed file must not occur under the names that are followed.

    `names` are those of the files that are followed, `existing` the content of those that are there
    from the start. `without_syncs`: no sync reaches the disk.
    """

    folder: str
    names: tuple[str, ...]
    existing: dict[str, bytes]
    without_syncs: bool = False
    files: dict[str, TracedFile] = field(default_factory=dict)
    open: dict[int, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for name, content in self.existing.items():
            self.files[name] = TracedFile(bytearray(content), is_certain=True)

    def take(self, call: Call) -> bool:
        """Take note of a call; whether it changed a file that is followed."""
        if call.name == "openat":
            self._opened(call)
            return False
        if call.name in ("unlink", "unlinkat"):
            return self.files.pop(self._name(call.texts()[0]), None) is not None
        numbers = call.numbers()
        name = self.open.get(numbers[0]) if numbers else None
        if call.name == "close" and numbers:
            self.open.pop(numbers[0], None)
        if name is None:
            return False
        if call.name in SYNCS and not self.without_syncs:
            self._synced(name)
        file = self.files.get(name)
        if file is not None and call.name == "pwrite64":
            file.pending.append(Change(numbers[-1], call.texts()[0][: call.result]))
            return True
        if file is not None and call.name == "ftruncate":
            file.pending.append(Change(numbers[1], None))
            return True
        assert call.name != "write", f"{name} is written at the place where the last write ended"
        return False

    def _opened(self, call: Call) -> None:
        path = call.texts()[0].decode()
        name = "." if path.rstrip("/") == self.folder else self._name(path.encode())
        self.open.pop(call.result, None)
        if name == "." or name in self.names:
            self.open[call.result] = name
            if name != "." and name not in self.files and "O_CREAT" in call.args:
                self.files[name] = TracedFile()

    def _name(self, path: bytes) -> str:
        folder, _, name = path.decode().rpartition("/")
        return name if folder == self.folder else ""

    def _synced(self, name: str) -> None:
        if name != ".":
            self.files[name].sync()
            return
        for file in self.files.values():
            file.is_certain = True


def trace(pid: int, out: Path) -> subprocess.Popen[bytes]:
    """Trace what a process does to files."""
    return attach(pid, out, "-xx", "-s", "200000", "-e", f"trace={','.join(CALLS)}")


def gone(tracer: subprocess.Popen[bytes]) -> None:
    """Wait for the end of a tracer, whose process has ended."""
    end = time.monotonic() + 60
    while tracer.poll() is None:
        assert time.monotonic() < end, "the tracer does not end"
        time.sleep(0.005)
