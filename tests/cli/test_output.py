"""Where what a command writes goes nowhere: a full disk, a closed pipe, a closed output."""

from __future__ import annotations

import errno
import io
import os
import subprocess
import sys
from pathlib import Path

import pytest

from learnms.cli.context import READING
from learnms.text import has_unsafe
from tests.cli.conftest import Run

ROOT = Path(__file__).resolve().parents[2]
FULL = Path("/dev/full")
SENTENCE = "learnms: The output cannot be written: No space left on device.\n"


def command(
    tmp_path: Path, deck_file: Path, line: str, *, unbuffered: bool = False
) -> subprocess.CompletedProcess[str]:
    """Run a line of the shell in which `$L` is learnms."""
    environment = {
        **os.environ,
        "L": f"{sys.executable} -m learnms",
        "LEARNMS_HOME": str(tmp_path / "home"),
        "LEARNMS_DECKS": str(deck_file),
        "LEARNMS_NOW": "2026-11-22T09:00:00+00:00",
        "PYTHONUNBUFFERED": "1" if unbuffered else "",
    }
    return subprocess.run(
        ["sh", "-c", line],
        capture_output=True,
        text=True,
        check=False,
        env=environment,
        timeout=120,
        stdin=subprocess.DEVNULL,
    )


@pytest.mark.skipif(not FULL.exists(), reason="there is no full disk here")
@pytest.mark.parametrize("unbuffered", [True, False])
@pytest.mark.parametrize(
    "words",
    [
        "check --format json",
        "decks",
        "due --json",
        "export events",
        "quiz --plain --seed 1",
        "schema",
    ],
)
def test_a_full_disk_is_one_sentence(
    tmp_path: Path, deck_file: Path, run: Run, words: str, unbuffered: bool
) -> None:
    run("quiz", "--plain", "--seed", "1", typed="1\n")
    done = command(tmp_path, deck_file, f"$L {words} > /dev/full", unbuffered=unbuffered)

    assert done.returncode == 2
    assert done.stderr.endswith(SENTENCE)
    assert "Traceback" not in done.stderr
    assert "Exception ignored" not in done.stderr


@pytest.mark.skipif(not FULL.exists(), reason="there is no full disk here")
@pytest.mark.parametrize("unbuffered", [True, False])
@pytest.mark.parametrize("words", ["--help", "--version", "review --help"])
def test_help_that_cannot_be_written_is_no_success(
    tmp_path: Path, deck_file: Path, words: str, unbuffered: bool
) -> None:
    done = command(tmp_path, deck_file, f"$L {words} > /dev/full", unbuffered=unbuffered)

    assert (done.returncode, done.stderr) == (2, SENTENCE)


@pytest.mark.parametrize("format_", ["events", "reviews"])
def test_a_reader_that_leaves_in_the_middle_of_an_export_is_no_error(
    tmp_path: Path, deck_file: Path, run: Run, format_: str
) -> None:
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


def test_what_is_said_while_decks_are_read_is_gone_afterwards(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    terminal = _Terminal()
    monkeypatch.setattr("sys.stderr", terminal)
    run("due")
    first = terminal.getvalue()
    run("due")

    assert first == f"{READING}\r{' ' * len(READING)}\r"
    assert terminal.getvalue() == first, "decks that are known already are not read again"


def test_a_closed_input_is_one_that_has_ended(tmp_path: Path, deck_file: Path) -> None:
    done = command(tmp_path, deck_file, "$L review --plain <&-")

    assert done.returncode == 0
    assert "Stopped." in done.stdout
    assert done.stderr == ""


def test_what_is_closed_altogether_is_no_reason_to_stop(tmp_path: Path, deck_file: Path) -> None:
    assert command(tmp_path, deck_file, "$L due <&- >&- 2>&-").returncode == 0


def test_a_line_that_is_no_text_is_lost_alone(tmp_path: Path, deck_file: Path) -> None:
    done = command(
        tmp_path,
        deck_file,
        "printf '\\n3\\n\\n\\377\\n\\n3\\n' | $L review --plain --new 2; $L memory --json",
    )

    assert done.stdout.count("That line is not valid text") == 1
    assert done.stdout.count('"reps": 1') == 2


@pytest.mark.skipif(not FULL.exists(), reason="there is no full disk here")
def test_a_deck_that_cannot_be_written_whole_is_not_there(tmp_path: Path, deck_file: Path) -> None:
    folder = tmp_path / "out"
    folder.mkdir()

    done = command(
        tmp_path,
        deck_file,
        f"cd {folder}; ulimit -f 1; trap '' XFSZ; PYTHONPATH={ROOT} $L new deck.yaml",
    )

    assert done.returncode == 1
    assert "cannot be written: File too large" in done.stderr
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize("words", [("export", "events"), ("export", "reviews")], ids=" ".join)
def test_an_export_to_a_full_disk_leaves_nothing_that_is_in_the_way(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...]
) -> None:
    run("review", "--plain", "--new", "1", typed="\n3\n")
    folder = tmp_path / "out"
    folder.mkdir()

    def full(_descriptor: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr("os.fsync", full)
        ran = run(*words, str(folder / "file"))
    assert (ran.code, ran.err) == (
        1,
        f"learnms: {folder / 'file'} cannot be written: No space left on device.\n",
    )
    assert list(folder.iterdir()) == []

    assert run(*words, str(folder / "file")).code == 0
    assert run(*words, str(folder / "file")).code == 2, "it is there now, and stays"


@pytest.mark.parametrize("payload", ["\x1b]0;X\x07", "\u202e", "\x9b31m"])
@pytest.mark.parametrize(
    "words",
    [
        ("review", "--limit", "{}"),
        ("plan", "--target", "{}"),
        ("--{}",),
        ("{}",),
        ("check", "--format", "{}"),
        ("due", "--decks", "{}"),
    ],
    ids=" ".join,
)
def test_what_was_typed_is_not_written_raw(run: Run, words: tuple[str, ...], payload: str) -> None:
    ran = run(*(word.format(payload) for word in words))

    assert ran.code == 2
    assert not has_unsafe(ran.err.rstrip("\n"))
