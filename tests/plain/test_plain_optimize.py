"""Fitting FSRS to the learner, as lines."""

from __future__ import annotations

import io
import threading
from pathlib import Path

import pytest

from learnms.engine.optimize import optimize as tuning
from learnms.engine.optimize import process as fitting
from learnms.engine.workspace import Workspace
from learnms.plain.kit.console import Console
from learnms.plain.optimize import run
from learnms.settings import Settings, write_settings
from learnms.study.schedule import DEFAULT_PARAMETERS
from tests.conftest import Clock
from tests.factories.fit import FORGETFUL, SLOW, deck, settled, studied

CARDS = 500


@pytest.fixture
def workspace(tmp_path: Path, clock: Clock) -> Workspace:
    """A forgetful learner's."""
    return opened(tmp_path, clock, 3000)


def opened(folder: Path, clock: Clock, reviews: int) -> Workspace:
    file = folder / "deck.yaml"
    file.write_text(deck(range(CARDS)), "utf-8")
    settled(folder / "home", studied(FORGETFUL, reviews, cards=CARDS, seed=0), clock)
    return Workspace(folder / "home", [str(file)], clock)


def transcript(workspace: Workspace, *typed: str) -> str:
    target = io.StringIO()
    with workspace:
        run(
            workspace,
            Console(io.StringIO("".join(line + "\n" for line in typed)), target, echo=True),
        )
    return target.getvalue()


def test_a_fit_is_tried_shown_and_used(workspace: Workspace) -> None:
    text = transcript(workspace, "f", "y", "u", "")

    assert text.startswith("\nOptimize.\nFSRS schedules your cards. It starts with default")
    assert "In use: the default parameters." in text
    assert "f: optimize (you confirm before anything changes). Enter: back.\n> f" in text
    assert (
        " better, and not by chance.\nThese answers were not used for training.\n  error (log"
        " loss, lower is better): now 0." in text
    )
    assert "Reschedules " in text
    assert (
        "y: apply the new parameters. Enter: cancel.\n> y\nYour parameters are now in use; " in text
    )
    assert "In use: your parameters, optimized on November 22 from 1,8" in text
    assert (
        "u: restore the previous parameters. Enter: back.\n> u\nUndone.\nIn use: the default"
        " parameters." in text
    )


def test_anything_else_than_yes_leaves_everything_as_it_is(
    workspace: Workspace, tmp_path: Path, clock: Clock
) -> None:
    text = transcript(workspace, "f", "", "q")

    assert "> \nNothing changed." in text
    with Workspace(tmp_path / "home", [], clock) as again:
        assert tuning.gather(again).weights == DEFAULT_PARAMETERS
        assert again.queries.fit_tried_at() == tuning.gather(again).usable, (
            "but that it was tried is remembered"
        )


def test_ctrl_c_stops_the_fit_and_nothing_else(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fitting, "COMMAND", SLOW)

    def interrupted(_: fitting.FitProcess, seconds: float | None = None) -> bool:
        raise KeyboardInterrupt

    monkeypatch.setattr(fitting.FitProcess, "wait", interrupted)
    text = transcript(workspace, "f", "")

    assert "Stopped. Nothing changed." in text
    assert not [
        thread
        for thread in threading.enumerate()
        if thread.name.startswith("Thread") and "_listen" in thread.name
    ]


def test_a_fit_that_goes_on_says_so(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    waits = iter([False, True])
    real = fitting.FitProcess.wait
    monkeypatch.setattr(
        fitting.FitProcess, "wait", lambda self, seconds=None: real(self) and next(waits, True)
    )

    assert ": 0 seconds.\n" in transcript(workspace, "f", "", "")


def test_with_too_little_only_the_way_back_is_offered(tmp_path: Path, clock: Clock) -> None:
    text = transcript(opened(tmp_path, clock, 300), "f", "u", "")

    assert "to go.\nEnter: back.\n> f\n`f` is not a choice." in text
    assert "`u` is not a choice." in text


def test_without_the_extra_it_says_how_to_get_it(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fitting, "is_there", lambda: False)

    text = transcript(workspace, "f", "")

    assert "To optimize FSRS, run: pip install 'learnms[optimize]'.\nEnter: back." in text
    assert "`f` is not a choice." in text


def test_where_nothing_can_be_written_it_says_so(
    workspace: Workspace, tmp_path: Path, clock: Clock
) -> None:
    with workspace:
        second = Workspace(tmp_path / "home", [str(tmp_path / "deck.yaml")], clock)
        assert second.read_only
        text = transcript(second, "f", "y", "")

    assert "nother learnms" in text.partition("> y\n")[2]


def test_a_patient_reads_no_figures(tmp_path: Path, clock: Clock) -> None:
    opened(tmp_path, clock, 3000).close()
    write_settings(tmp_path / "home", Settings(who="patient"))
    text = transcript(
        Workspace(tmp_path / "home", [str(tmp_path / "deck.yaml")], clock), "f", "", ""
    )

    assert "Your parameters are more accurate." in text
    assert "loss" not in text
    assert "%" not in text
