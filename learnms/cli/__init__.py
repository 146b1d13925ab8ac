"""The commands. `main` parses the words and hands over to one module per command, imported only
when it is wanted.
"""

from __future__ import annotations

import os
import signal
import sys
from contextlib import suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code: 0 fine, 1 findings or problems, 2 wrong use, or
    nowhere to write the answer.
    """
    words = list(sys.argv[1:] if argv is None else argv)
    _stand_odd_streams()
    from learnms.errors import LearnmsError

    try:
        return _run(words)
    except LearnmsError as error:
        _complain(str(error))
        return error.exit_code
    except BrokenPipeError:
        _let_go_of_stdout()
        return 1
    except OSError as error:
        if (
            error.filename is not None
        ):  # what cannot be opened has a name; what cannot be written any more has none
            raise
        _let_go_of_stdout()
        with suppress(OSError):
            _complain(f"The output cannot be written: {error.strerror}.")
        return 2
    except KeyboardInterrupt:
        return 130


def _run(words: Sequence[str]) -> int:
    from importlib import import_module

    from learnms.cli.arguments import MODULES, parse

    try:
        options = parse(words)
    except SystemExit:
        sys.stdout.flush()  # a help text that cannot be written is no success
        raise
    from learnms.cli.context import Context

    module, function = MODULES[options.command or ""]
    context = Context.of(options, os.environ)
    if (
        signal.getsignal(signal.SIGINT) is signal.SIG_DFL
    ):  # what is under way from here on is put in order
        signal.signal(signal.SIGINT, signal.default_int_handler)
    result: int = getattr(import_module(f"learnms.cli.{module}"), function)(context, options)
    sys.stdout.flush()
    return result


def _complain(text: str) -> None:
    from learnms.text import visible_line

    print(f"learnms: {visible_line(text)}", file=sys.stderr)


def _stand_odd_streams() -> None:
    """In a terminal that is not UTF-8 a character that cannot be shown is spelled out; neither
    that nor a closed stream is a reason to stop.
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


def _let_go_of_stdout() -> None:
    """Nobody takes what we write: nothing more is written, not even by the interpreter when it
    ends.
    """
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
