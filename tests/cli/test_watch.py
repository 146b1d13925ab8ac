"""`learnms check --watch`, as a process whose files are saved under it."""

from __future__ import annotations

import os
import pty
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from tests.cli.conftest import Run

GOOD = """\
deck: Ward
id: ward
sources: {book: {title: B}}
cards:
  - id: one-card
    ask: What is given?
    answer: A steroid
    source: book
"""
BAD = GOOD.replace("answer:", "anser:")
PATIENCE = 20.0


class Watched:
    """A running watch, and what it has printed."""

    def __init__(self, path: Path, *, terminal: bool) -> None:
        self.path = path
        self._text = b""
        self._fd, child = pty.openpty() if terminal else os.pipe()
        self.process = subprocess.Popen(
            [sys.executable, "-m", "learnms", "check", "--watch", path.name],
            cwd=path.parent,
            stdout=child,
            stderr=subprocess.STDOUT,
            stdin=subprocess.DEVNULL,
            env={**os.environ, "TERM": "xterm", "LEARNMS_HOME": str(path.parent / "home")},
        )
        os.close(child)
        os.set_blocking(self._fd, False)

    def sees(self, words: str) -> str:
        """The text up to these words, which is taken out."""
        end = time.monotonic() + PATIENCE
        while words.encode() not in self._text:
            assert time.monotonic() < end, self._text.decode()
            time.sleep(0.02)
            with suppress(BlockingIOError, OSError):
                self._text += os.read(self._fd, 65536)
        before, _, self._text = self._text.partition(words.encode())
        return before.decode()

    def save(self, text: str) -> None:
        self.path.write_text(text, "utf-8")

    def end(self) -> int:
        self.process.send_signal(signal.SIGINT)
        return self.process.wait(PATIENCE)


@pytest.fixture
def watched(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Watched]:
    (tmp_path / "ward.yaml").write_text(GOOD, "utf-8")
    watch = Watched(tmp_path / "ward.yaml", terminal=getattr(request, "param", False))
    yield watch
    watch.process.kill()
    watch.process.wait()


def test_each_save_is_checked_and_ctrl_c_ends_it(watched: Watched) -> None:
    watched.sees("1 card in 1 file: 0 errors")
    watched.save(BAD)
    saved = time.monotonic()
    assert "error LM104: unknown field `anser`" in watched.sees("1 error")
    assert time.monotonic() - saved < PATIENCE / 2
    watched.save(BAD[:90])  # half written
    watched.sees("error")
    watched.path.unlink()
    watched.sees("Waiting for the files to come back.")
    watched.save(GOOD)
    shown = watched.sees("0 errors")

    assert "\x1b" not in shown
    assert watched.end() == 130


def test_the_files_beside_a_deck_count(watched: Watched) -> None:
    watched.sees("0 errors")
    thresholds = watched.path.parent / "learnms.toml"
    thresholds.write_text("[check]\ngrade = 0\n")
    watched.sees("`grade` should be a number from 1 to 20, not 0.")
    thresholds.unlink()
    watched.sees("0 errors")


@pytest.mark.parametrize("watched", [True], indirect=True)
def test_a_terminal_shows_the_newest_check_alone(watched: Watched) -> None:
    assert "\x1b[H" in watched.sees("Watching for changes. Press ctrl+c to stop.")
    watched.save(BAD)
    assert "\x1b[H" in watched.sees("error LM104")


@pytest.mark.parametrize("style", ["json", "sarif", "gitlab", "github"])
def test_formats_for_programs_are_not_watched(run: Run, style: str) -> None:
    ran = run("check", "--watch", "--format", style)

    assert ran.code == 2
    assert "Use --format full or short" in ran.err


def test_a_file_that_is_not_there_cannot_be_watched(run: Run) -> None:
    assert run("check", "--watch", "nothing.yaml").code == 2
