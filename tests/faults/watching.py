"""Children that are watched: which addresses they connect to, and which files they write."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from tests.conftest import DECK
from tests.end_to_end.terminal import LIMIT, environment

if TYPE_CHECKING:
    from collections.abc import Sequence

ROOT = Path(__file__).resolve().parents[2]
LOCAL = re.compile(r"AF_UNIX|127\.0\.0\.1|\[?::1\b|localhost")

HOOK = """\
import os, sys

def _watch(event, args, write=os.write, flags=os.O_WRONLY | os.O_RDWR | os.O_CREAT):
    if event.startswith(("socket.", "urllib.", "http.", "ftplib.", "smtplib.")):
        if event == "socket.__new__" and args[1] == 1:
            return
        write(_log, f"NET {event} {args[1:]!r}\\n".encode("utf-8", "replace"))
    elif event == "open" and isinstance(args[0], str):
        if (args[2] or 0) & flags or set(args[1] or "") & set("wax+"):
            write(_log, f"FILE {args[0]}\\n".encode("utf-8", "replace"))
    elif event in ("subprocess.Popen", "os.exec", "os.posix_spawn"):
        write(_log, f"RUN {args[0]!r}\\n".encode("utf-8", "replace"))

_log = os.open(os.environ["LEARNMS_WATCHED"], os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
sys.addaudithook(_watch)
"""
"""A `sitecustomize` that notes what Python tells its auditors."""


@dataclass
class Watched:
    """A learner's folder in which children are watched: the place of their notes, and what these
    say.
    """

    folder: Path
    prefix: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        hook = self.folder / "hook"
        hook.mkdir(parents=True)
        (hook / "sitecustomize.py").write_text(HOOK, "utf-8")
        (self.folder / "deck.yaml").write_text(DECK, "utf-8")
        (self.folder / "tmp").mkdir()

    @property
    def environment(self) -> dict[str, str]:
        return environment(
            self.folder,
            self.folder / "deck.yaml",
            PYTHONPATH=f"{self.folder / 'hook'}{os.pathsep}{ROOT}",
            LEARNMS_WATCHED=str(self.folder / "notes"),
            TMPDIR=str(self.folder / "tmp"),
        )

    @property
    def notes(self) -> list[str]:
        path = self.folder / "notes"
        return path.read_text("utf-8", "replace").splitlines() if path.exists() else []

    @property
    def connections(self) -> list[str]:
        """What the child did with sockets that are not of this computer alone."""
        return [note for note in self.notes if note.startswith("NET") and not LOCAL.search(note)]

    @property
    def calls(self) -> list[str]:
        """The system's own record of the same, where `strace` was the prefix."""
        path = self.folder / "calls"
        lines = path.read_text("utf-8", "replace").splitlines() if path.exists() else []
        return [
            line
            for line in lines
            if re.search(r"\b(connect|sendto|sendmsg)\(", line)
            and "AF_INET" in line
            and not LOCAL.search(line)
        ]

    def traced(self) -> list[str]:
        """The prefix that has the system's calls noted."""
        return [
            *("strace", "-f", "-qq", "-e", "trace=connect,sendto,sendmsg,openat,open,creat"),
            *("-o", str(self.folder / "calls")),
        ]

    def run(self, *words: str, umask: int = -1) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [*self.prefix, *words],
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
            timeout=4 * LIMIT,
            stdin=subprocess.DEVNULL,
            cwd=self.folder,
            umask=umask,
        )

    def every_command(self, *options: str, umask: int = -1) -> dict[str, int]:
        """Run every command, and return the exit codes."""
        command = [sys.executable, "-m", "tests.faults.every_command", str(self.folder)]
        done = self.run(*command, *options, umask=umask)
        assert done.returncode == 0, done.stderr
        codes: dict[str, int] = json.loads(done.stdout)
        assert not any(codes.values()), done.stderr
        return codes


def works(*words: str) -> bool:
    """Whether a program is there and may do here what it is for."""
    if shutil.which(words[0]) is None:
        return False
    return not subprocess.run([*words, "true"], capture_output=True, check=False).returncode


def has(*prefixes: Sequence[str]) -> bool:
    """Whether all of these prefixes work here."""
    return all(works(*prefix) for prefix in prefixes)
