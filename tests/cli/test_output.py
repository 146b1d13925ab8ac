"""Where what a command writes goes nowhere: a full disk, a closed pipe, a closed output."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from pathlib import Path

import pytest

from learnms.cli.context import READING
from tests.cli.conftest import Run

FULL = Path("/dev/full")
SENTENCE = "learnms: The output cannot be written: No space left on device.\n"


def command(tmp_path: Path, deck_file: Path, line: str, *, unbuffered: bool = False) -> subprocess.CompletedProcess[str]:
    """Run a line of the shell in which `$L` is learnms."""
    environment = {
        **os.environ,
        "L": f"{sys.executable} -m learnms",
        "LEARNMS_HOME": str(tmp_path / "home"),
        "LEARNMS_DECKS": str(deck_file),
        "LEARNMS_NOW": "2026-11-22T09:00:00+00:00",
        "PYTHONUNBUFFERED": "1" if unbuffered else "",
    }
    return subprocess.run(["sh", "-c", line], capture_output=True, text=True, check=False, env=environment, timeout=120, stdin=subprocess.DEVNULL)


@pytest.mark.skipif(not FULL.exists(), reason="there is no full disk here")
@pytest.mark.parametrize("unbuffered", [True, False])
@pytest.mark.parametrize("words", ["check --format json", "decks", "due --json", "export events", "quiz --plain --seed 1", "schema"])
def test_a_full_disk_is_one_sentence(tmp_path: Path, deck_file: Path, run: Run, words: str, unbuffered: bool) -> None:
    run("quiz", "--plain", "--seed", "1", typed="1\n")
    done = command(tmp_path, deck_file, f"$L {words} > /dev/full", unbuffered=unbuffered)

    assert done.returncode == 2
    assert done.stderr.endswith(SENTENCE)
    assert "Traceback" not in done.stderr
    assert "Exception ignored" not in done.stderr


@pytest.mark.skipif(not FULL.exists(), reason="there is no full disk here")
@pytest.mark.parametrize("words", ["--help", "--version", "review --help"])
def test_help_that_cannot_be_written_is_no_success(tmp_path: Path, deck_file: Path, words: str) -> None:
    done = command(tmp_path, deck_file, f"$L {words} > /dev/full")

    assert (done.returncode, done.stderr) == (2, SENTENCE)


@pytest.mark.parametrize("format_", ["events", "reviews"])
def test_a_reader_that_leaves_in_the_middle_of_an_export_is_no_error(tmp_path: Path, deck_file: Path, run: Run, format_: str) -> None:
    for seed in range(8):
        run("quiz", "--plain", "--seed", str(seed), typed="1\n")
    for line in (f"$L export {format_} | head -1", f"$L export {format_} | true"):
        done = command(tmp_path, deck_file, line, unbuffered=True)

        assert done.stderr == ""


def test_a_closed_output_is_no_error(tmp_path: Path, deck_file: Path) -> None:
    done = command(tmp_path, deck_file, "$L decks >&-")

    assert (done.returncode, done.stderr) == (0, "")


class _Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_what_is_said_while_decks_are_read_is_gone_afterwards(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = _Terminal()
    monkeypatch.setattr("sys.stderr", terminal)
    run("due")
    first = terminal.getvalue()
    run("due")

    assert first == f"{READING}\r{' ' * len(READING)}\r"
    assert terminal.getvalue() == first, "decks that are known already are not read again"
