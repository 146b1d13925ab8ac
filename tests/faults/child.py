"""The program in a process of its own that may take little memory and little time of the
processor, with what it took.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tempfile
from contextlib import suppress
from typing import TYPE_CHECKING, NamedTuple

from tests.end_to_end.terminal import LEARNMS, NOW

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

MEBIBYTE = 1 << 20
SPACE = 2048
"""Mebibytes of address space; a child that asks for more gets a MemoryError."""
SECONDS = 20
"""Of the processor, after which the system ends the child, so that its code is negative."""


class Ran(NamedTuple):
    """The end of a child: its code, what it wrote, and the most memory that it used, in MiB."""

    code: int
    out: str
    err: str
    memory: int

    def said(self) -> str:
        return self.out + self.err


_MEASURED = """
import os, sys
child = os.posix_spawnp(sys.argv[2], sys.argv[2:], os.environ)
_, status, usage = os.wait4(child, 0)
with open(sys.argv[1], "w") as file:
    file.write(str(usage.ru_maxrss))
code = os.waitstatus_to_exitcode(status)
if code < 0:
    os.kill(os.getpid(), -code)
sys.exit(code)
"""
"""Starts a command from a small process: Linux counts the memory of the process that forked it."""


def ran(
    words: Sequence[str | bytes],
    environment: Mapping[str, str],
    *,
    typed: bytes = b"",
    seconds: int = SECONDS,
) -> Ran:
    """Run a command to its end."""
    with (
        tempfile.TemporaryFile() as out,
        tempfile.TemporaryFile() as err,
        tempfile.NamedTemporaryFile() as measured,
    ):
        child = subprocess.Popen(
            [sys.executable, "-S", "-c", _MEASURED, measured.name, *words],
            env=environment,
            stdin=subprocess.PIPE,
            stdout=out,
            stderr=err,
            preexec_fn=lambda: _limit(seconds),
        )
        assert child.stdin is not None
        with suppress(BrokenPipeError), child.stdin as stdin:
            stdin.write(typed)
        child.wait()
        out.seek(0)
        err.seek(0)
        most = int(measured.read() or 0)
        memory = most // (1024 if sys.platform != "darwin" else MEBIBYTE)
        return Ran(
            child.returncode,
            out.read().decode("utf-8", "backslashreplace"),
            err.read().decode("utf-8", "backslashreplace"),
            memory,
        )


def _limit(seconds: int) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (SPACE * MEBIBYTE, SPACE * MEBIBYTE))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def learnms(
    folder: Path,
    *words: str | bytes,
    typed: bytes = b"",
    seconds: int = SECONDS,
    variables: Mapping[str, str] | None = None,
) -> Ran:
    """Run learnms in a folder: its data are in `home`, its decks in `decks`. `variables` are added
    to the environment.
    """
    environment = {
        **os.environ,
        "HOME": str(folder),
        "LEARNMS_HOME": str(folder / "home"),
        "LEARNMS_DECKS": str(folder / "decks"),
        "LEARNMS_NOW": NOW,
        **(variables or {}),
    }
    return ran([*LEARNMS, *words], environment, typed=typed, seconds=seconds)
