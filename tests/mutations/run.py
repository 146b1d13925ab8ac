"""Applies mutations to a copy of the tree, one at a time, and runs the tests that catch them."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tests.mutations.record import Edit, Mutation

ROOT = Path(__file__).resolve().parents[2]
TREES = ("learnms", "tests", "decks")
LONGEST = 90.0
"""Seconds after which a run of tests is stopped."""
HANG = 15.0
"""The same where the tests are expected to hang."""

State = Literal["killed", "survived", "does not apply", "tests broken"]

WITHOUT = tuple(
    f"-pno:{plugin}" for plugin in ("cacheprovider", "textual-snapshot", "syrupy", "timeout")
)
"""Plugins that these tests do without: to load Textual takes longer than most of them."""

_TESTS_FAILED = 1


class Outcome(NamedTuple):
    """What became of a mutation; `by` is the test that caught it, or what went wrong."""

    state: State
    by: str = ""


class Run(NamedTuple):
    """The end of a run of tests: pytest's exit code, None if it was stopped, and its output."""

    code: int | None
    output: str


@contextmanager
def copied_tree() -> Iterator[Path]:
    """A copy of the code, the tests and the decks, which is deleted afterwards."""
    with tempfile.TemporaryDirectory(prefix="learnms-mutations-") as folder:
        copy = Path(folder)
        for name in TREES:
            shutil.copytree(ROOT / name, copy / name, ignore=shutil.ignore_patterns("__pycache__"))
        for name in ("pyproject.toml", "README.md", "LICENSE"):
            shutil.copy(ROOT / name, copy / name)
        yield copy


def applies(edit: Edit, root: Path = ROOT) -> bool:
    """Whether the text to replace stands exactly once in its file, and is to become another."""
    path = root / edit.file
    is_there = path.is_file() and path.read_text("utf-8").count(edit.old) == 1
    return is_there and edit.old != edit.new


@contextmanager
def applied(mutation: Mutation, copy: Path) -> Iterator[None]:
    """The copy with the mutation; afterwards as it was."""
    before = {edit.file: (copy / edit.file).read_text("utf-8") for edit in mutation.edits}
    try:
        for edit in mutation.edits:
            path = copy / edit.file
            _write(path, path.read_text("utf-8").replace(edit.old, edit.new))
        yield
    finally:
        for file, text in before.items():
            _write(copy / file, text)


def _write(path: Path, text: str) -> None:
    """Write a module with a time it never had: bytecode of the same size and second would stay."""
    later = path.stat().st_mtime_ns + 2_000_000_000
    path.write_text(text, "utf-8")
    os.utime(path, ns=(later, later))


def run_tests(tests: Sequence[str], copy: Path, seconds: float = LONGEST) -> Run:
    """Run these tests in the copy until one fails, in a process group that can be stopped."""
    command = [sys.executable, "-m", "pytest", "-x", "-q", "-o", "addopts=", "-n", "0"]
    command += [*WITHOUT, "--tb=no", "-rfE", *tests]
    environment = {
        **os.environ,
        "PYTHONPATH": str(copy),
        "LEARNMS_HOME": str(copy / "home"),
        "CI": "1",  # Hypothesis draws the same examples each time
    }
    with subprocess.Popen(
        command,
        cwd=copy,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    ) as running:
        try:
            output, _ = running.communicate(timeout=seconds)
        except subprocess.TimeoutExpired:
            _stop(running)
            return Run(None, "")
        except BaseException:
            _stop(running)
            raise
    return Run(running.returncode, output)


def _stop(running: subprocess.Popen[str]) -> None:
    with suppress(ProcessLookupError):
        if os.name == "posix":
            os.killpg(running.pid, signal.SIGKILL)
        else:
            running.kill()
    running.communicate()


def judged(run: Run, *, hangs: bool) -> Outcome:
    """What a run of the tests says of a mutation."""
    if run.code is None:
        return Outcome("killed", "timeout") if hangs else Outcome("tests broken", "timeout")
    if run.code == 0:
        return Outcome("survived")
    if run.code != _TESTS_FAILED:
        return Outcome("tests broken", run.output.strip()[-300:])
    failed = (line for line in run.output.splitlines() if line.startswith("FAILED "))
    tests = (line.removeprefix("FAILED ").partition(" - ")[0] for line in failed)
    return Outcome("killed", next(tests, "an error of a fixture"))


def judge(mutation: Mutation, copy: Path) -> Outcome:
    """Whether the tests of a mutation catch it."""
    lost = [edit for edit in mutation.edits if not applies(edit, copy)]
    if lost:
        return Outcome("does not apply", f"{lost[0].file}: {lost[0].old[:60]!r}")
    with applied(mutation, copy):
        run = run_tests(mutation.tests, copy, HANG if mutation.hangs else LONGEST)
    return judged(run, hangs=mutation.hangs)


def score(mutations: Sequence[Mutation]) -> int:
    """Judge mutations and print a line for each and the score; 1 unless all are caught."""
    begun = time.monotonic()
    with copied_tree() as copy:
        tests = sorted({test for mutation in mutations for test in mutation.tests})
        unharmed = run_tests(tests, copy, LONGEST + 10 * len(mutations))
        if unharmed.code != 0:
            _say(f"The tests fail without a mutation:\n{unharmed.output}")
            return 1
        states: list[State] = []
        for mutation in mutations:
            outcome = judge(mutation, copy)
            states.append(outcome.state)
            _say(f"{outcome.state:<14}  {mutation.name:<44}  {outcome.by.rpartition('/')[2]}")
            if outcome.state != "killed":
                _say(f"{'':<14}  {mutation.why}")
    killed = states.count("killed")
    _say(f"{killed} of {len(states)} killed in {time.monotonic() - begun:.0f} s")
    return 0 if killed == len(states) else 1


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()
