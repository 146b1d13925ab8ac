"""`learnms demo`: the app with a made-up learner, in a folder that is removed at the end."""

from __future__ import annotations

import os
import shlex
import shutil
import signal
import tempfile
import threading
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from learnms.cli.output import announced, remark
from learnms.cli.review import run_lines, wants_lines
from learnms.engine.demo.demo import NOTICE, PREPARING, prepare
from learnms.engine.workspace import Workspace
from learnms.errors import LearnmsError, UsageError
from learnms.paths import command

if TYPE_CHECKING:
    from collections.abc import Iterator

    from learnms.cli.context import Context

_PREFIX = "learnms-demo-"
_SIGNALS = ("SIGINT", "SIGTERM", "SIGHUP")


def demo(context: Context, options: Any) -> int:
    """Make up a learner and open the app, or write their data to a folder with `--keep`."""
    if options.home is not None:
        message = "`demo` does not use a data folder."
        raise UsageError(message, "Remove --home; --keep FOLDER writes the demo's data.")
    if options.keep is not None:
        return _keep(context, options)
    in_lines = wants_lines(options, context)
    with _temporary_folder(context) as folder, _prepared(context, folder, options.who) as workspace:
        workspace.notice = NOTICE
        if in_lines:
            run_lines(workspace)
            return 0
        from learnms.tui.app.app import LearnmsApp, run_app

        return run_app(LearnmsApp(workspace))


def _keep(context: Context, options: Any) -> int:
    """Write the data to a new folder, and say how to open it."""
    folder = Path(os.path.abspath(Path(options.keep).expanduser()))
    if os.path.realpath(folder) == os.path.realpath(context.home_folder):
        message = f"{folder} is your own data folder."
        raise UsageError(message, "Name another folder after --keep.")
    try:
        folder.mkdir(mode=0o700)
    except FileExistsError:
        message = f"{folder} exists already."
        raise UsageError(message, "Name a new folder after --keep.") from None
    except (OSError, ValueError) as error:
        message = f"{folder} cannot be created: {_reason(error)}."
        raise UsageError(message, "Name another folder after --keep.") from None
    with _ended_by_signals():
        try:
            with _prepared(context, folder, options.who):
                pass
        except BaseException:
            _remove(folder)
            raise
    opening = f"{command()} --home {shlex.quote(str(folder))}"
    remark(f"Saved in {folder}. To open it: {opening}")
    return 0


@contextmanager
def _prepared(context: Context, folder: Path, who: str) -> Iterator[Workspace]:
    """The workspace in a new folder, with its history written."""
    own = replace(context, home=str(folder))
    with announced(PREPARING):
        workspace = Workspace(folder, lambda: own.library_paths, context.clock)
        try:
            prepare(workspace, who)
        except BaseException:
            workspace.close()
            raise
    with workspace:
        yield workspace


@contextmanager
def _temporary_folder(context: Context) -> Iterator[Path]:
    """A folder for one run, removed at its end and after the signals that end a program.

    Raises:
        LearnmsError: no folder for temporary files can be written.
    """
    with _ended_by_signals():
        _hold_signals()  # until the folder can be removed
        try:
            folder = _new_folder(context.environment.get("TMPDIR") or None)
            try:
                _let_signals_through()
                yield folder
            finally:
                _remove(folder)
        finally:
            _let_signals_through()


def _new_folder(place: str | None) -> Path:
    try:
        return Path(tempfile.mkdtemp(prefix=_PREFIX, dir=place))
    except OSError as error:
        where = f"The folder for temporary files, {place}," if place else "No temporary folder"
        message = f"{where} can{'not' if place else ''} be written: {_reason(error)}."
        remedy = "Set TMPDIR to a folder that can be written."
        raise LearnmsError(message, remedy) from None


def _hold_signals() -> None:
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_BLOCK, _numbers())


def _let_signals_through() -> None:
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, _numbers())


def _reason(error: OSError | ValueError) -> str:
    return (error.strerror if isinstance(error, OSError) else None) or str(error)


def _remove(folder: Path) -> None:
    """Remove a folder with all that is in it; a second ctrl+c does not stop that."""
    before = {
        number: signal.signal(number, signal.SIG_IGN) for number in _numbers() if _is_main_thread()
    }
    shutil.rmtree(folder, ignore_errors=True)
    for number, handler in before.items():
        signal.signal(number, handler)


@contextmanager
def _ended_by_signals() -> Iterator[None]:
    """Turn SIGTERM and SIGHUP into an exit, as ctrl+c is, so that what is open is closed."""

    def end(number: int, _frame: object) -> NoReturn:
        raise SystemExit(128 + number)

    before = {
        number: signal.signal(number, end)
        for number in _numbers()
        if _is_main_thread() and signal.getsignal(number) is signal.SIG_DFL
    }
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _numbers() -> list[int]:
    return [int(getattr(signal, name)) for name in _SIGNALS if hasattr(signal, name)]


def _is_main_thread() -> bool:
    return threading.current_thread() is threading.main_thread()
