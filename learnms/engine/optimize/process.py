"""A fit of FSRS in its own process, which ends as soon as nobody waits for it."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from contextlib import suppress
from importlib.util import find_spec
from threading import Event, Thread
from typing import TYPE_CHECKING, Any, Self

from learnms.analysis.optimizer.evaluate import Outcome
from learnms.errors import LearnmsError
from learnms.study import schedule

if TYPE_CHECKING:
    from collections.abc import Sequence

    from learnms.analysis.optimizer.evaluate import Reviews

COMMAND = (sys.executable, "-P", "-m", "learnms.analysis.optimizer.train")
"""`-P`: a file of the current folder must not be imported as a module."""
MISSING = "To optimize FSRS, run: pip install 'learnms[optimize]'"
UNCHANGED = "Nothing changed."


class StoppedError(LearnmsError):
    """The fit was stopped before it was done."""


def is_there() -> bool:
    """Whether the optimizer is installed."""
    return find_spec("fsrs_rs_python") is not None


class FitProcess:
    """A running fit. It stores nothing, however it ends.

    `stage` is one of the stages of `analysis.optimizer.train`, '' while it starts.

    Args:
        reviews: the learner's reviews.
        in_force: the weights in use.
        command: the command of the process.

    Raises:
        LearnmsError: the process could not be started.
    """

    def __init__(
        self, reviews: Reviews, in_force: Sequence[float], command: Sequence[str] = COMMAND
    ) -> None:
        self.stage = ""
        self._outcome: Outcome | None = None
        self._error = ""
        self._is_stopped = False
        self._done = Event()
        self._began = time.monotonic()
        self._task = json.dumps(
            {
                **reviews.columns(),
                "in_force": list(in_force),
                "defaults": schedule.DEFAULT_PARAMETERS,
            }
        ).encode()
        try:
            # Its own session: ctrl+c goes to the program alone, which ends the fit itself.
            self._process = subprocess.Popen(
                command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                start_new_session=sys.platform != "win32",
            )
        except OSError as error:
            message = f"The optimizer could not start: {error.strerror or error}."
            raise LearnmsError(message) from error
        self._listener = Thread(target=self._listen, daemon=True)
        self._listener.start()

    @property
    def pid(self) -> int:
        """The process id."""
        return self._process.pid

    @property
    def seconds(self) -> float:
        """Seconds since the start."""
        return time.monotonic() - self._began

    @property
    def is_done(self) -> bool:
        """Whether it has ended, with or without success."""
        return self._done.is_set()

    def wait(self, seconds: float | None = None) -> bool:
        """Wait until it ends, at most this many seconds; whether it has ended."""
        return self._done.wait(seconds)

    def outcome(self) -> Outcome:
        """The outcome; waits until the fit has ended.

        Raises:
            StoppedError: the fit was stopped.
            LearnmsError: it failed, or the optimizer is not installed.
        """
        self.wait()
        if self._outcome is None and self._is_stopped:
            raise StoppedError("Optimization stopped.", UNCHANGED)
        if self._outcome is None:
            raise LearnmsError(
                self._error
                or f"The optimizer ended without a result (code {self._process.returncode})."
                f" {UNCHANGED}"
            )
        return self._outcome

    def stop(self) -> None:
        """Kill the process; does nothing once it has ended."""
        if not self.is_done:
            self._is_stopped = True
        self._process.kill()
        self._listener.join()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def _listen(self) -> None:
        """Send the task, then read messages until the process ends."""
        process = self._process
        assert process.stdin is not None
        assert process.stdout is not None
        try:
            # A process that has ended already sends no message, and `outcome` reports that.
            with suppress(OSError), process.stdin as stdin:
                stdin.write(self._task)
            with process.stdout as stdout:
                for line in stdout:
                    self._read_message(line)
        finally:
            process.wait()
            self._done.set()

    def _read_message(self, line: bytes) -> None:
        try:
            message: dict[str, Any] = json.loads(line)
            if "outcome" in message:
                outcome = Outcome.read(message["outcome"])
                self._outcome = outcome._replace(
                    parameters=schedule.checked_weights(outcome.parameters)
                )
            elif "missing" in message:
                self._error = MISSING
            elif "error" in message:
                self._error = (
                    f"FSRS could not be optimized with these answers: {message['error']}."
                    f" {UNCHANGED}"
                )
            else:
                self.stage = str(message["stage"])
        except LearnmsError as error:
            self._error = f"{error} {UNCHANGED}"
        except (ValueError, TypeError, KeyError):
            self._error = f"The optimizer returned unreadable output. {UNCHANGED}"
