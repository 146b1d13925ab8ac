"""`learnms demo`: a made-up learner, and nothing left of them."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from learnms.engine.demo.demo import NOTICE
from tests.patient import scores

if TYPE_CHECKING:
    from tests.cli.conftest import Run


@pytest.fixture(autouse=True)
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder for temporary files, empty at first."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setenv("TMPDIR", str(folder))
    return folder


def test_home_says_that_it_is_a_demo(run: Run) -> None:
    ran = run("demo", typed="q\n")

    assert (ran.code, ran.err) == (0, "")
    assert NOTICE in ran.out
    assert re.search(r"\d+ of \d+ learned", ran.out)
    assert "Exam plan" in ran.out


def test_nothing_is_left_and_the_real_data_is_not_touched(
    run: Run, tmp_path: Path, temporary: Path
) -> None:
    assert run("demo", typed="\n\n3\nq\nq\n").code == 0

    assert list(temporary.iterdir()) == []
    assert not (tmp_path / "home").exists()


def test_progress_quizzes_and_plan_have_something_to_show(run: Run) -> None:
    said = run("demo", typed="g\n\np\n\nb is:flagged\n:q\nq\n").out

    assert "No study days yet" not in said
    assert re.search(r"\d+%", said)


def test_a_patient_reads_no_score(run: Run) -> None:
    typed = "?\ng\n2\n\nt\nr\n1\n\nq\n\n3\n\nq\nq\nb\nq\nq\n"
    said = run("demo", "--who", "patient", typed=typed).out

    assert NOTICE in said
    assert scores(said) == []


def test_keep_writes_a_folder_that_opens(run: Run, tmp_path: Path, temporary: Path) -> None:
    folder = tmp_path / "kept"

    ran = run("demo", "--keep", str(folder))

    assert ran.code == 0
    assert f"--home {folder}" in ran.err
    assert list(temporary.iterdir()) == []
    opened = run("--home", str(folder), typed="q\n")
    assert " learned" in opened.out
    assert NOTICE not in opened.out
    assert run("doctor", "--full", "--home", str(folder)).code == 0


def test_the_command_that_opens_it_works_in_every_folder(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert f"--home {tmp_path / 'kept'}\n" in run("demo", "--keep", "kept").err


def test_the_same_day_gives_the_same_history(run: Run, tmp_path: Path) -> None:
    logs = []
    for name in ("one", "two"):
        run("demo", "--keep", str(tmp_path / name))
        memory = run("memory", "--json", "--home", str(tmp_path / name))
        logs.append(memory.out)

    assert logs[0] == logs[1]
    assert '"lapses"' in logs[0]


def test_keep_never_writes_into_what_is_there(run: Run, tmp_path: Path) -> None:
    there = tmp_path / "there"
    there.mkdir()
    (there / "mine.txt").write_text("mine", "utf-8")

    ran = run("demo", "--keep", str(there))

    assert ran.code == 2
    assert ran.err == f"learnms: {there} exists already. Name a new folder after --keep.\n"
    assert [path.name for path in there.iterdir()] == ["mine.txt"]
    home = tmp_path / "home"
    assert "your own data folder" in run("demo", "--keep", str(home)).err
    assert not home.exists()
    assert "cannot be created" in run("demo", "--keep", str(there / "none" / "new")).err


def test_it_takes_no_data_folder(run: Run, tmp_path: Path) -> None:
    ran = run("demo", "--home", str(tmp_path / "mine"))

    assert ran.code == 2
    assert "`demo` does not use a data folder." in ran.err
    assert not (tmp_path / "mine").exists()


def test_a_temporary_folder_that_cannot_be_written_is_named(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path / "none"))

    ran = run("demo", typed="q\n")

    assert ran.code == 1
    assert ran.out == ""
    assert ran.err == (
        f"learnms: The folder for temporary files, {tmp_path / 'none'}, cannot be written: No such"
        " file or directory. Set TMPDIR to a folder that can be written.\n"
    )


def test_an_error_while_preparing_leaves_nothing(
    run: Run, tmp_path: Path, temporary: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stopped(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("learnms.cli.demo.prepare", stopped)

    ran = run("demo")
    kept = run("demo", "--keep", str(tmp_path / "kept"))

    assert (ran.code, ran.out, ran.err) == (130, "", "")
    assert kept.code == 130
    assert list(temporary.iterdir()) == []
    assert not (tmp_path / "kept").exists()


def test_a_signal_while_the_folder_is_made_waits_until_it_can_be_removed(
    run: Run, temporary: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make = tempfile.mkdtemp

    def interrupted(**named: Any) -> str:
        made = str(make(**named))
        signal.raise_signal(signal.SIGINT)
        return made

    monkeypatch.setattr(tempfile, "mkdtemp", interrupted)

    assert run("demo", "--plain").code == 130
    assert list(temporary.iterdir()) == []


@pytest.mark.parametrize(
    ("name", "is_preparing"),
    [("SIGTERM", True), ("SIGINT", True), ("SIGHUP", False), ("SIGINT", False)],
)
def test_a_signal_leaves_nothing(
    name: str, is_preparing: bool, tmp_path: Path, temporary: Path, deck_file: Path
) -> None:
    environment = {
        **os.environ,
        "LEARNMS_HOME": str(tmp_path / "home"),
        "LEARNMS_DECKS": str(deck_file),
        "LEARNMS_NOW": "2026-11-22T09:00:00+00:00",
    }
    demo = subprocess.Popen(
        [sys.executable, "-m", "learnms", "demo", "--plain"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=environment,
    )
    assert demo.stdout is not None
    if is_preparing:
        deadline = time.monotonic() + 60
        while not list(temporary.iterdir()) and time.monotonic() < deadline:
            time.sleep(0.005)
    else:
        while not demo.stdout.readline().startswith("Note:"):
            pass
    demo.send_signal(getattr(signal, name))
    _, said = demo.communicate(timeout=60)

    assert demo.returncode not in (0, None)
    assert said == ""
    assert list(temporary.iterdir()) == []
