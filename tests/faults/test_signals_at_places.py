"""A signal at the worst moment: while an answer is written, or before the program has begun.
Each at a place, not at a time.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from functools import partial

import pytest

from learnms.store.log.statements import Ledger
from learnms.store.log.writer import Store
from tests.end_to_end.place import Place
from tests.end_to_end.terminal import LIMIT
from tests.faults.forked import ran

SIGNALS = [signal.SIGTERM, signal.SIGHUP, signal.SIGINT]

AT_IMPORT = """
import os, signal, sys
wanted, *words = sys.argv[1:]
class Striker:
    def find_spec(self, name, path=None, target=None):
        if name == wanted:
            sys.meta_path.remove(self)
            os.kill(os.getpid(), signal.SIGINT)
        return None
sys.meta_path.insert(0, Striker())
from learnms.__main__ import run
sys.argv[1:] = words
code = run()
os.kill(os.getpid(), signal.SIGINT)
sys.exit(code)
"""


def strike(number: int, where: str) -> None:
    """In the child: let the signal come when a part of an answer has been written."""
    owner: type = Store if where == "add" else Ledger
    name = "_add" if where == "add" else "put_memories"
    real = getattr(owner, name)

    def struck(self: object, *args: object, **named: object) -> object:
        done = real(self, *args, **named)
        os.kill(os.getpid(), number)
        return done

    setattr(owner, name, struck)


@pytest.mark.parametrize("where", ["add", "memory"])
@pytest.mark.parametrize("number", SIGNALS)
def test_a_signal_while_an_answer_is_written_lets_it_be_written(
    place: Place, number: signal.Signals, where: str
) -> None:
    place.known_learner()
    struck = partial(strike, int(number), where)
    done = ran(["review", "--plain"], place.environment(), "\n3\n\n3\n\n", struck)

    assert done.code == 128 + number
    assert "Traceback" not in done.err
    assert "Good. Next on" in done.out
    assert place.answers() == [("card-flash", 3)]
    assert ran(["rebuild"], place.environment()).code == 0


@pytest.mark.parametrize(
    ("module", "words"),
    [
        *(
            (module, ("review", "--plain"))
            for module in (
                *("learnms.cli", "learnms.errors", "learnms.cli.arguments.parser"),
                *("learnms.cli.context", "learnms.engine.workspace", "sqlite3", "nowhere"),
            )
        ),
        ("learnms.engine.workspace", ("due",)),
    ],
)
def test_ctrl_c_at_any_moment_of_the_start_and_after_the_end_is_no_traceback(
    place: Place, module: str, words: tuple[str, ...]
) -> None:
    place.known_learner()
    done = subprocess.run(
        [sys.executable, "-c", AT_IMPORT, module, *words],
        env={**place.environment(), "PYTHONPATH": os.getcwd()},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
        timeout=LIMIT,
    )

    assert done.returncode in (130, -signal.SIGINT)
    assert "Traceback" not in done.stderr
    assert "KeyboardInterrupt" not in done.stderr


def test_signals_of_a_fast_pipe_never_end_in_a_traceback(place: Place) -> None:
    """Lines that come as fast as they are read, ended at whatever moment the signal meets."""
    place.known_learner()
    for number in (signal.SIGTERM, signal.SIGHUP):
        command = [sys.executable, "-m", "learnms", "review", "--plain"]
        with subprocess.Popen(
            command,
            env=place.environment(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        ) as child:
            assert child.stdin is not None
            assert child.stdout is not None
            child.stdin.write("\n1\n" * 400)
            child.stdin.flush()
            while "Again." not in child.stdout.readline():
                pass
            child.send_signal(number)
            _, said = child.communicate(timeout=LIMIT)
        assert child.returncode in (128 + number, 0), "0 where it was through before"
        assert "Traceback" not in said
