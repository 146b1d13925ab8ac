"""The program in a forked child of the tests: everything is imported already, so that hundreds of
runs cost what their work costs, not what hundreds of interpreters cost to start.
"""

from __future__ import annotations

import faulthandler
import gc
import importlib
import os
import pkgutil
import signal
import sys
import threading
import time
import traceback
import warnings
from contextlib import suppress
from functools import cache, partial
from typing import TYPE_CHECKING, NamedTuple

import learnms
from learnms.__main__ import run
from tests.end_to_end.terminal import LEARNMS, Terminal

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence


@cache
def import_all() -> None:
    """Import the whole program, and what Textual imports only when a screen is drawn."""
    for module in ("sqlmodel", "textual.widgets", "textual.drivers.linux_driver"):
        importlib.import_module(module)
    for info in pkgutil.walk_packages(learnms.__path__, "learnms."):
        if not info.name.endswith("__main__"):
            importlib.import_module(info.name)


def forked(
    words: list[str], environment: Mapping[str, str], before: Callable[[], object] | None = None
) -> Terminal:
    """Run a command in a window, without a start. `before` is called in the child."""
    import_all()
    return Terminal(
        [*LEARNMS, *words], environment, before=partial(become, words, environment, before)
    )


def fork(work: Callable[[], None]) -> int:
    """Run a function in a child, and return the child's id. It ends when the function does."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # pytest-xdist has another thread
        pid = os.fork()
    if not pid:
        code = 1
        try:
            gc.freeze()
            work()
            code = 0
        except BaseException:  # noqa: BLE001  nothing of pytest may run in the child
            traceback.print_exc(file=open(2, "w", closefd=False, encoding="utf-8"))  # noqa: SIM115
        finally:
            os._exit(code)
    return pid


def ended(pid: int) -> int:
    """Wait for a child: its exit code, or minus the signal that ended it."""
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


def wait_for_tracer() -> None:
    """Wait until a tracer has attached itself to this process."""
    while "TracerPid:\t0\n" in _status():
        time.sleep(0.002)


def _status() -> str:
    with open("/proc/self/status", encoding="ascii", errors="replace") as file:  # noqa: PTH123
        return file.read()


def become(
    words: list[str], environment: Mapping[str, str], before: Callable[[], object] | None = None
) -> None:
    """Be the program, as a new process of its own would be; does not return."""
    gc.freeze()  # what the tests have open is not closed by this process
    os.closerange(3, 4096)
    os.environ.clear()
    os.environ.update(environment)
    time.tzset()
    faulthandler.disable()
    warnings.resetwarnings()
    warnings.simplefilter("ignore")
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.default_int_handler if number == 2 else signal.SIG_DFL)
    sys.stdin = sys.__stdin__ = open(0, encoding="utf-8", closefd=False)  # type: ignore[misc]  # noqa: SIM115
    sys.stdout = sys.__stdout__ = open(1, "w", 1, encoding="utf-8", closefd=False)  # type: ignore[misc]  # noqa: SIM115
    sys.stderr = sys.__stderr__ = open(2, "w", 1, encoding="utf-8", closefd=False)  # type: ignore[misc]  # noqa: SIM115
    sys.argv = ["learnms", *words]
    code = 1
    try:
        if before is not None:
            before()
        code = run()
        for thread in threading.enumerate():
            if not thread.daemon and thread is not threading.main_thread():
                thread.join()
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else 0 if end.code is None else 1
    except BaseException:  # noqa: BLE001  what an interpreter does with it
        with suppress(OSError):
            traceback.print_exc()
    finally:
        for stream in (sys.stdout, sys.stderr):
            with suppress(OSError, ValueError):  # the window may be closed
                stream.flush()
        os._exit(code)


class Ran(NamedTuple):
    """What a command did: its exit code, what it wrote, what it said."""

    code: int
    out: str
    err: str


def ran(
    words: Sequence[str],
    environment: Mapping[str, str],
    typed: str = "",
    before: Callable[[], object] | None = None,
) -> Ran:
    """Run a command without a terminal and without a start. `before` is called in the child."""
    import_all()
    pipes = [os.pipe() for _ in range(3)]
    os.write(pipes[0][1], typed.encode())

    def work() -> None:
        for number, (reading, writing) in enumerate(pipes):
            os.dup2(writing if number else reading, number)
        become(list(words), environment, before)

    pid = fork(work)
    os.close(pipes[0][0])
    for _, writing in pipes:
        os.close(writing)
    texts = []
    for reading, _ in pipes[1:]:
        with open(reading, encoding="utf-8", errors="replace") as stream:  # noqa: PTH123
            texts.append(stream.read())
    return Ran(ended(pid), *texts)
