"""Nothing that only POSIX systems have is used without a guard, and the part without screens runs
where none of it is there. This is no test on Windows.
"""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path, PureWindowsPath

import pytest

from learnms.decks import check as checking
from learnms.decks import code_scanning
from learnms.paths import deck_files

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "learnms"

MODULES = {"fcntl", "termios", "tty", "pty", "pwd", "grp", "resource", "posix", "readline"}
"""Modules that Windows lacks."""
NAMES = {
    "os": {
        *("getuid", "geteuid", "getgid", "getegid", "getgroups", "fork", "forkpty", "killpg"),
        *("setsid", "setpgid", "getpgid", "getpgrp", "tcgetpgrp", "tcsetpgrp", "fchmod", "fchown"),
        *("chown", "lchown", "nice", "wait", "wait3", "wait4", "mkfifo", "mknod", "openpty"),
        *("statvfs", "sysconf", "uname", "getloadavg", "sched_getaffinity", "ttyname", "ctermid"),
        *("set_blocking", "get_blocking", "pread", "pwrite", "sync", "fdatasync", "posix_fadvise"),
        *("O_NONBLOCK", "O_NOFOLLOW", "O_DIRECTORY", "O_CLOEXEC", "O_SYNC", "O_DSYNC", "O_NOCTTY"),
        *("WIFEXITED", "WEXITSTATUS", "WIFSIGNALED", "WTERMSIG", "WNOHANG"),
    },
    "signal": {
        *("SIGHUP", "SIGTSTP", "SIGCONT", "SIGSTOP", "SIGQUIT", "SIGKILL", "SIGUSR1", "SIGUSR2"),
        *("SIGALRM", "SIGCHLD", "SIGPIPE", "SIGWINCH", "SIGTTIN", "SIGTTOU", "alarm", "setitimer"),
        *("pause", "pthread_sigmask", "pthread_kill", "sigwait", "sigpending", "siginterrupt"),
        *("SIG_BLOCK", "SIG_UNBLOCK", "SIG_SETMASK", "set_wakeup_fd"),
    },
    "select": {"select", "poll", "epoll", "kqueue"},  # `select` there takes nothing but sockets
    "time": {"tzset", "clock_gettime", "pthread_getcpuclockid"},
    "socket": {"AF_UNIX", "socketpair"},
}
"""Names that Windows lacks, or that do something else there."""
_GUARD = re.compile(r"os\.name\b|sys\.platform\b|\bhasattr\(|\bgetattr\(")
_DIRECTIVE = re.compile(r"%-[dmyHIjMSUWe]")

REVIEWED = {
    ("plain/preview.py", "select.select"): "`_waits` is False where `os.name` is not `posix`"
}
"""Uses whose guard stands elsewhere, and where."""


def uses(path: Path) -> Iterator[tuple[str, bool]]:
    """The names of POSIX that a module uses, and whether a guard stands around or before them."""
    tree = ast.parse(path.read_text("utf-8"))
    parents = {child: node for node in ast.walk(tree) for child in ast.iter_child_nodes(node)}
    for node in ast.walk(tree):
        for name in _names(node):
            yield name, _is_guarded(node, parents)


def _names(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names if alias.name in MODULES]
    if isinstance(node, ast.ImportFrom):
        taken = {alias.name for alias in node.names} & NAMES.get(node.module or "", set())
        return [f"{node.module}.{name}" for name in taken] + [
            name for name in [node.module or ""] if name in MODULES
        ]
    if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
        is_posix = node.attr in NAMES.get(node.value.id, set())
        return [f"{node.value.id}.{node.attr}"] if is_posix else []
    return []


def _is_guarded(node: ast.AST, parents: dict[ast.AST, ast.AST]) -> bool:
    """Whether a condition about the platform holds the node, or ends its function before it."""
    here = node
    while here in parents:
        parent = parents[here]
        if (
            isinstance(parent, ast.If | ast.IfExp)
            and here is not parent.test
            and _asks(parent.test)
        ):
            return True
        if isinstance(parent, ast.BoolOp) and any(
            _asks(value)
            for value in parent.values[: parent.values.index(here)]  # type: ignore[arg-type]
        ):
            return True
        for block in (getattr(parent, field, None) for field in ("body", "orelse")):
            before = block[: block.index(here)] if isinstance(block, list) and here in block else ()
            if any(map(_returns_elsewhere, before)):
                return True
        here = parent
    return False


def _asks(test: ast.expr) -> bool:
    return bool(_GUARD.search(ast.unparse(test)))


def _returns_elsewhere(step: ast.stmt) -> bool:
    """Whether a statement ends the function on another platform."""
    ends = ast.Return | ast.Raise | ast.Continue
    return isinstance(step, ast.If) and _asks(step.test) and isinstance(step.body[-1], ends)


@pytest.mark.parametrize(
    "path", sorted(PACKAGE.rglob("*.py")), ids=lambda path: str(path.relative_to(PACKAGE))
)
def test_what_only_posix_has_is_guarded(path: Path) -> None:
    inside = path.relative_to(PACKAGE).as_posix()

    assert [
        name for name, guarded in uses(path) if not guarded and (inside, name) not in REVIEWED
    ] == []
    assert not _DIRECTIVE.search(path.read_text("utf-8")), "Windows writes `%#d`"


def test_what_was_reviewed_is_still_there() -> None:
    for inside, name in REVIEWED:
        assert (name, False) in set(uses(PACKAGE / inside))


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("import fcntl", [("fcntl", False)]),
        ("from signal import SIGHUP", [("signal.SIGHUP", False)]),
        ("import os\nos.fchmod(1, 2)", [("os.fchmod", False)]),
        ("import os\nif os.name == 'posix':\n    os.fchmod(1, 2)", [("os.fchmod", True)]),
        ("if hasattr(os, 'chown'):\n    os.chown(1)", [("os.chown", True)]),
        ("x = hasattr(os, 'getuid') and os.getuid()", [("os.getuid", True)]),
        ("x = os.getuid() and hasattr(os, 'getuid')", [("os.getuid", False)]),
        (
            "def f():\n    if os.name != 'posix':\n        return\n    os.fork()",
            [("os.fork", True)],
        ),
        (
            "def f():\n    os.fork()\n    if os.name != 'posix':\n        return",
            [("os.fork", False)],
        ),
    ],
)
def test_the_search_finds_what_it_should(
    tmp_path: Path, source: str, found: list[tuple[str, bool]]
) -> None:
    path = tmp_path / "module.py"
    path.write_text(source, "utf-8")

    assert list(uses(path)) == found


AS_ON_WINDOWS = f"""
import os, pathlib, signal, sys, types
import asyncio, ctypes, multiprocessing, platform, shutil, subprocess, tempfile, uuid  # as they are
import fsrs, sqlalchemy.dialects.sqlite, sqlmodel, tomlkit, yaml

sys.platform, os.name = "win32", "nt"
pathlib.Path.__new__.__globals__["WindowsPath"] = pathlib.PosixPath  # taken by `os.name`
for module, names in {NAMES!r}.items():
    for name in names & {{"getuid", "geteuid", "fchmod", "fchown", "chown", "fork", "killpg",
                         "O_NOFOLLOW", "O_DIRECTORY", "SIGHUP", "SIGTSTP", "SIGCONT",
                         "SIGPIPE", "SIGQUIT", "pthread_sigmask", "tzset"}}:
        if hasattr(sys.modules.get(module), name):
            delattr(sys.modules[module], name)
for name in {MODULES!r}:
    sys.modules[name] = None
locks = []
sys.modules["msvcrt"] = types.SimpleNamespace(
    LK_NBLCK=2, LK_UNLCK=0, locking=lambda *words: locks.append(words)
)
ctypes.windll = types.SimpleNamespace(
    kernel32=types.SimpleNamespace(GetDriveTypeW=lambda root: 3)
)
from learnms.cli import main
failed = []
for line in sys.stdin.read().split("\\n--\\n"):
    import io
    words, _, typed = line.partition("\\n")
    sys.stdin = io.StringIO(typed.replace("|", "\\n"))
    code = main(words.split())
    print(f"== {{words}}: {{code}}")
    if code:
        failed.append(words)
print("locked", len(locks) > 0, failed)
"""

DECK = """\
deck: Ward
id: ward
sources: {book: {title: The book}}
cards:
  - ask: What is given?
    answer: A steroid
    explain: |
      Two lines,
      both kept.
    source: book
    checked: 2026-11-22
  - id: two-card
    ask: Which one?
    right: {text: This, why: It is.}
    wrong: [{text: That, why: It is not.}, {text: Other, why: Nor this.}]
    source: book
    checked: 2026-11-22
"""


def test_commands_run_where_nothing_of_posix_is_there(tmp_path: Path) -> None:
    deck = tmp_path / "ward.yaml"
    deck.write_bytes(DECK.replace("\n", "\r\n").encode())
    lines = [
        "fix ward.yaml",
        "check ward.yaml --strict",
        "new other.yaml",
        "decks",
        "review --plain --new 2\n|3|1||3|3|q|",
        "quiz --plain\n1||1||q|",
        "due --json",
        "memory",
        "browse is:learning --flag",
        "stats",
        "forecast --days 3",
        "plan --exam 2027-01-15",
        "postpone --days 2",
        "export events events.jsonl",
        "import events events.jsonl",
        "export gift ward.yaml --to bank.gift",
        "import gift bank.gift --yes --to bank.yaml",
        "rebuild",
        "info",
        "completion bash -- review w",
    ]
    done = subprocess.run(
        [sys.executable, "-c", AS_ON_WINDOWS],
        input="\n--\n".join(lines),
        capture_output=True,
        text=True,
        check=False,
        cwd=tmp_path,
        env={
            **os.environ,
            "PYTHONPATH": str(ROOT),
            "LEARNMS_HOME": str(tmp_path / "home"),
            "LEARNMS_DECKS": str(deck),
            "LEARNMS_NOW": "2026-11-22T09:00:00+00:00",
        },
    )

    assert done.returncode == 0, done.stderr
    assert "locked True []" in done.stdout, done.stdout + done.stderr
    assert b"\r\n" in deck.read_bytes(), "line ends stay as they were"


def test_line_ends_and_paths_of_windows_are_read(tmp_path: Path) -> None:
    path = tmp_path / "ward.yaml"
    path.write_bytes(DECK.replace("\n", "\r\n").encode())
    checked = checking.check(deck_files([str(path)]), date(2026, 11, 22))

    assert {finding.code for finding in checked.findings} <= {"LM705", "LM801"}
    assert checked.cards == 2


def test_reports_name_files_with_slashes(monkeypatch: pytest.MonkeyPatch) -> None:
    def other_drive(_path: str) -> str:
        raise ValueError

    monkeypatch.setattr(code_scanning, "PurePath", PureWindowsPath)
    monkeypatch.setattr(code_scanning, "Path", PureWindowsPath)
    assert code_scanning._path(r"decks\ward.yaml") == "decks/ward.yaml"
    monkeypatch.setattr("os.path.relpath", other_drive)
    assert code_scanning._path(r"D:\decks\ward.yaml") == "D:/decks/ward.yaml"
