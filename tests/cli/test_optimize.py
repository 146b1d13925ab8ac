"""`learnms optimize`: what it says, what it asks, what it adopts and takes back."""

from __future__ import annotations

import io
import json
import os
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

import psutil  # type: ignore[import-untyped]  # it comes without types
import pytest

from learnms.engine.optimize import process as fitting
from learnms.engine.optimize import replay_progress as replaying
from learnms.settings import Settings, write_settings
from tests.cli.conftest import Run
from tests.factories.fit import FORGETFUL, SLOW, answering, deck, settled, studied

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
CARDS = 500
ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def learned(tmp_path: Path, deck_file: Path) -> Path:
    """A forgetful learner's home."""
    deck_file.write_text(deck(range(CARDS)), "utf-8")
    home = tmp_path / "home"
    settled(home, studied(FORGETFUL, 3000, cards=CARDS, seed=0), lambda: NOW)
    return home


class Keyboard(io.StringIO):
    """Lines that a person types at a terminal."""

    def isatty(self) -> bool:
        return True


@pytest.fixture
def typing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Standard input is a terminal."""
    monkeypatch.setattr(io, "StringIO", Keyboard)


def test_it_shows_before_and_after_and_adopts_nothing_unasked(run: Run, learned: Path) -> None:
    before = run("memory", "--json").out

    ran = run("optimize")

    assert (ran.code, ran.err) == (0, "Nothing changed; `learnms optimize --yes` applies them.\n")
    lines = ran.out.splitlines()
    assert lines[0] == "In use: the default parameters."
    assert lines[1].startswith("1,8")
    assert "can be used" in lines[1]
    assert any(line.endswith(" better, and not by chance.") for line in lines)
    assert any(line.startswith("  error (log loss, lower is better): now 0.") for line in lines)
    assert any(line.startswith("Reschedules ") for line in lines)
    assert run("memory", "--json").out == before


def test_yes_adopts_and_undo_takes_it_back(run: Run, learned: Path) -> None:
    before = run("memory", "--json").out
    shown = run("optimize", "--dry-run", "--json").json
    assert not shown["adopted"]
    assert run("memory", "--json").out == before

    ran = run("optimize", "--yes", "--json")
    after = run("memory", "--json")

    assert ran.code == 0
    assert ran.json["adopted"]
    assert {key: ran.json[key] for key in ("moves", "before", "after", "parameters")} == {
        key: shown[key] for key in ("moves", "before", "after", "parameters")
    }
    moved = [
        old
        for old, new in zip(json.loads(before), after.json, strict=True)
        if old["due"] != new["due"]
    ]
    assert len(moved) == shown["moves"]["moved"] > 100
    assert run("rebuild", "--json").json["changed"] == 0
    assert (
        run("optimize", "--dry-run")
        .out.splitlines()[0]
        .startswith("In use: your parameters, optimized on November 22 from 1,8")
    )

    back = run("optimize", "--undo")
    assert (back.code, back.err) == (0, "Undone. Back in use: the default parameters.\n")
    assert run("memory", "--json").out == before
    again = run("optimize", "--undo")
    assert (again.code, again.err) == (
        1,
        "learnms: Nothing to undo: FSRS has not been optimized.\n",
    )


@pytest.mark.usefixtures("typing")
@pytest.mark.parametrize(
    ("typed", "adopted"), [("y\n", True), ("n\n", False), ("\n", False), ("", False)]
)
def test_a_person_is_asked(run: Run, learned: Path, typed: str, adopted: bool) -> None:
    ran = run("optimize", typed=typed)

    assert "Apply them? y or n: " in ran.err
    assert ("Your parameters are now in use" in ran.err) == adopted
    assert (run("optimize", "--undo").code == 0) == adopted


def test_with_too_little_it_says_how_much_is_lacking(run: Run) -> None:
    ran = run("optimize")

    assert ran.code == 0
    assert ran.out.splitlines()[-1] == "Needs 400 reviews: 400 to go."
    report = run("optimize", "--json").json
    assert (report["usable"], report["lacking"], report["wins"], report["adopted"]) == (
        0,
        400,
        None,
        False,
    )


def test_without_the_extra_one_sentence_says_how_to_get_it(
    run: Run, learned: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fitting, "is_there", lambda: False)

    ran = run("optimize")

    assert (ran.code, ran.out) == (1, "")
    assert ran.err == "learnms: To optimize FSRS, run: pip install 'learnms[optimize]'\n"


def test_a_fit_that_fails_changes_nothing(
    run: Run, learned: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = run("memory", "--json").out
    monkeypatch.setattr(fitting, "COMMAND", answering("", 9))

    ran = run("optimize", "--yes")

    assert ran.code == 1
    assert "Nothing changed." in ran.err
    assert run("memory", "--json").out == before


def test_ctrl_c_ends_the_fit_with_the_command(
    run: Run, learned: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fitting, "COMMAND", SLOW)
    ended: list[int] = []
    stop = fitting.FitProcess.stop

    def interrupted(_: fitting.FitProcess, seconds: float | None = None) -> bool:
        raise KeyboardInterrupt

    def noted(self: fitting.FitProcess) -> None:
        stop(self)
        ended.append(self.pid)

    monkeypatch.setattr(fitting.FitProcess, "wait", interrupted)
    monkeypatch.setattr(fitting.FitProcess, "stop", noted)

    assert run("optimize", "--yes").code == 130
    assert len(ended) == 1


@pytest.mark.parametrize("words", [("--undo", "--yes"), ("--undo", "--dry-run")])
def test_undo_stands_alone(run: Run, words: tuple[str, ...]) -> None:
    ran = run("optimize", *words)

    assert (ran.code, ran.out) == (2, "")
    assert "takes no other option" in ran.err


def test_a_patient_reads_no_figures_of_failure(run: Run, learned: Path) -> None:
    write_settings(learned, Settings(who="patient"))

    out = run("optimize", "--dry-run").out

    assert "Your parameters are more accurate." in out
    assert "%" not in out
    assert "loss" not in out


def test_stats_suggest_a_fit_until_it_has_been_tried(run: Run, learned: Path) -> None:
    suggestion = "You have enough new answers to optimize FSRS: `learnms optimize`."
    assert suggestion in run("stats").out

    run("optimize", "--dry-run")
    assert suggestion in run("stats").out, "a dry run leaves no trace"
    run("optimize")

    assert "optimize`." not in run("stats").out
    assert run("stats", "--json").json["suggests_fit"] is False


def test_a_command_that_is_ended_ends_its_fit(learned: Path, tmp_path: Path) -> None:
    """A real process, because signals are for those."""
    script = (
        "import sys; from learnms.engine.optimize import process;"
        " from tests.factories.fit import SLOW;"
        " process.COMMAND = SLOW; process.is_there = lambda: True; from learnms.cli import main;"
        " sys.exit(main(['optimize', '--yes']))"
    )
    environment = {
        **os.environ,
        "LEARNMS_HOME": str(learned),
        "LEARNMS_DECKS": str(tmp_path / "decks"),
        "LEARNMS_NOW": NOW.isoformat(),
    }
    with subprocess.Popen(
        [sys.executable, "-c", script],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as command:
        children: list[psutil.Process] = []
        deadline = time.monotonic() + 60
        while not children and time.monotonic() < deadline:
            children = psutil.Process(command.pid).children()
            time.sleep(0.02)
        assert children
        command.terminate()
        assert command.wait(30) == 128 + signal.SIGTERM
        assert psutil.wait_procs(children, timeout=30)[1] == []


def test_a_long_replay_says_so(run: Run, learned: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(replaying, "_LONG", 3000)

    assert run("rebuild").err.startswith(
        "3,000 events to replay. This takes a while.\n3000 events replayed: "
    )
    assert run("rebuild", "--json").err == ""
    adopted = run("optimize", "--yes")
    assert (
        "3,000 events to replay. This takes a while.\nYour parameters are now in use; "
        in adopted.err
    )
