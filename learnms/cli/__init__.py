"""The commands. `main` parses the words and calls the command's module, imported only then."""

from __future__ import annotations

import errno
import os
import signal
import sys
from contextlib import suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import TextIO


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code: 0 fine, 1 findings or problems, 2 wrong use or
    output that cannot be written.
    """
    words = list(sys.argv[1:] if argv is None else argv)
    _prepare_streams()
    from learnms.errors import LearnmsError

    try:
        return _run(words)
    except LearnmsError as error:
        _complain(str(error))
        return error.exit_code
    except BrokenPipeError:
        return 1
    except OSError as error:
        if error.errno == errno.ENAMETOOLONG:
            _complain("The file name is too long. Use a shorter one.")
            return 2
        if error.filename is not None:  # a file that cannot be opened has a name, a stream has none
            raise
        with suppress(OSError):
            _complain(f"The output cannot be written: {error.strerror}.")
        return 2
    except KeyboardInterrupt:
        return 130
    finally:
        for stream in (sys.stdout, sys.stderr):
            try:
                stream.flush()
            except (OSError, ValueError):
                _silence(stream)


def _run(words: Sequence[str]) -> int:
    from importlib import import_module

    from learnms.cli.arguments.parser import COMMANDS, parse
    from learnms.errors import LearnmsError

    try:
        options = parse(words)
    except SystemExit:
        sys.stdout.flush()  # a help text that cannot be written is an error
        raise
    from learnms.cli.context import Context

    command = COMMANDS.get(options.command)
    module, function = (command.module, command.function) if command else ("review", "home")
    context = Context.of(options, os.environ)
    if signal.getsignal(signal.SIGINT) is signal.SIG_DFL:
        # from here on ctrl+c has something to put in order
        signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        run = getattr(import_module(f"learnms.cli.{module}"), function)
        exit_code: int = run(context, options)
    except (LearnmsError, OSError):
        raise
    except Exception as error:
        from learnms.cli.doctor import damage_behind  # only after what should never happen

        damage = damage_behind(context)
        if damage is None:
            raise
        raise damage from error
    sys.stdout.flush()
    return exit_code


def _complain(text: str) -> None:
    from learnms.cli.output import remark

    remark(text)


def _prepare_streams() -> None:
    """Replace closed streams by the null device, and spell out characters that a stream's
    encoding does not have.
    """
    for name in ("stdin", "stdout", "stderr"):
        if getattr(sys, name) is None:
            mode = "r" if name == "stdin" else "w"
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: SIM115, PTH123
    for stream, errors in (
        (sys.stdin, "surrogateescape"),
        (sys.stdout, "backslashreplace"),
        (sys.stderr, "backslashreplace"),
    ):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors=errors)


def _silence(stream: TextIO) -> None:
    """Send a standard stream to the null device: the interpreter flushes it once more at its end,
    and its exit code would be 120 where that fails.
    """
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
