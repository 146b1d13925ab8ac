"""The process that fits: whatever becomes of it, there is an outcome or a sentence, and never a
process left behind.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import time

import pytest

from learnms.analysis.optimizer import train as fit
from learnms.analysis.optimizer.evaluate import Gain, Measured, Outcome
from learnms.engine.optimize.process import MISSING, FitProcess, StoppedError, is_there
from learnms.errors import LearnmsError
from learnms.study.schedule import DEFAULT_PARAMETERS
from tests.factories.fit import FORGETFUL, SLOW, answering, reviews_of, studied

FEW = reviews_of(studied(FORGETFUL, 100, cards=20))
OUTCOME = Outcome(
    DEFAULT_PARAMETERS, Measured(0.4, 0.05, 80), Measured(0.3, 0.04, 80), Gain(0.1, 0.01), wins=True
)


def is_running(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def patiently(fitting: FitProcess, stage: str) -> None:
    deadline = time.monotonic() + 60
    while fitting.stage != stage and time.monotonic() < deadline:
        time.sleep(0.005)
    assert fitting.stage == stage


def test_a_fit_ends_in_an_outcome() -> None:
    reviews = reviews_of(studied(FORGETFUL, 3000, cards=500, seed=0))

    with FitProcess(reviews, DEFAULT_PARAMETERS) as fitting:
        outcome = fitting.outcome()

    assert outcome.wins
    assert fitting.is_done
    assert fitting.stage == fit.LEARNING_ALL
    assert not is_running(fitting.pid)


def test_a_fit_that_is_stopped_says_so_and_is_gone() -> None:
    with FitProcess(FEW, DEFAULT_PARAMETERS, SLOW) as fitting:
        patiently(fitting, fit.LEARNING)
        assert not fitting.wait(0.01)
        assert not fitting.is_done
        assert fitting.seconds > 0
        fitting.stop()

    with pytest.raises(StoppedError, match="Nothing changed"):
        fitting.outcome()
    assert not is_running(fitting.pid)
    fitting.stop()


def test_leaving_ends_the_process() -> None:
    with FitProcess(FEW, DEFAULT_PARAMETERS, SLOW) as fitting:
        patiently(fitting, fit.LEARNING)

    assert not is_running(fitting.pid)


@pytest.mark.parametrize("command", [SLOW, None], ids=["slow", "real"])
def test_a_fit_that_is_killed_fails_in_words(command: tuple[str, ...] | None) -> None:
    with FitProcess(FEW, DEFAULT_PARAMETERS, *([command] if command else [])) as fitting:
        os.kill(fitting.pid, signal.SIGKILL)

        with pytest.raises(
            LearnmsError, match=r"ended without a result \(code -9\)\. Nothing changed"
        ):
            fitting.outcome()


@pytest.mark.parametrize(
    ("message", "code", "words"),
    [
        ("hello", 0, "unreadable output"),
        ("[1, 2]", 0, "unreadable output"),
        ('{"outcome": [[1], [1], [1], [1], true]}', 0, "unreadable output"),
        ('{"something": 1}', 0, "unreadable output"),
        ('{"error": "no items"}', 0, "could not be optimized with these answers: no items"),
        ('{"stage": "learning"}', 3, r"without a result \(code 3\)"),
        (
            json.dumps(
                {"outcome": OUTCOME._replace(parameters=(0.8, *DEFAULT_PARAMETERS[1:20], 9.0))}
            ),
            0,
            r"parameters\[20\] = 9.0 is out of bounds",
        ),
        (
            json.dumps({"outcome": OUTCOME._replace(parameters=DEFAULT_PARAMETERS[:19])}),
            0,
            "Expected 21 parameters",
        ),
        (
            json.dumps(
                {"outcome": OUTCOME._replace(parameters=(float("nan"), *DEFAULT_PARAMETERS[1:]))}
            ),
            0,
            "out of bounds",
        ),
    ],
)
def test_what_it_answers_is_looked_at(message: str, code: int, words: str) -> None:
    with (
        FitProcess(FEW, DEFAULT_PARAMETERS, answering(message, code)) as fitting,
        pytest.raises(LearnmsError, match=words),
    ):
        fitting.outcome()


def test_an_outcome_is_read_as_it_was_written() -> None:
    with FitProcess(
        FEW, DEFAULT_PARAMETERS, answering(json.dumps({"outcome": OUTCOME}))
    ) as fitting:
        assert fitting.outcome() == OUTCOME


def test_without_the_extra_one_sentence_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    without = (
        "import sys; sys.modules['fsrs_rs_python'] = None; from learnms.analysis.optimizer.train"
        " import main; sys.exit(main())"
    )
    with (
        FitProcess(FEW, DEFAULT_PARAMETERS, (sys.executable, "-c", without)) as fitting,
        pytest.raises(LearnmsError) as told,
    ):
        fitting.outcome()

    assert str(told.value) == MISSING
    assert "pip install 'learnms[optimize]'" in MISSING
    assert is_there()
    monkeypatch.setitem(sys.modules, "fsrs_rs_python", None)
    assert not is_there()


def test_what_cannot_be_started_fails_in_words() -> None:
    with pytest.raises(LearnmsError, match="could not start"):
        FitProcess(FEW, DEFAULT_PARAMETERS, ["/nowhere/python"])
