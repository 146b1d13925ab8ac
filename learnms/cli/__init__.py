"""The commands. `main` parses the words and hands over to one module per command, imported only when it is wanted."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code: 0 fine, 1 findings or problems, 2 wrong use."""
    from learnms.cli.arguments import parse

    words = list(sys.argv[1:] if argv is None else argv)
    _stand_odd_encodings()
    options = parse(words)
    from learnms.errors import LearnmsError

    try:
        return _run(options.command, options)
    except LearnmsError as error:
        _complain(str(error))
        return error.exit_code
    except BrokenPipeError:
        _let_go_of_stdout()
        return 1
    except KeyboardInterrupt:
        return 130


def _run(command: str | None, options: object) -> int:
    from importlib import import_module

    from learnms.cli.arguments import MODULES
    from learnms.cli.context import Context

    module, function = MODULES[command or ""]
    context = Context.of(options, os.environ)
    result: int = getattr(import_module(f"learnms.cli.{module}"), function)(context, options)
    sys.stdout.flush()
    return result


def _complain(text: str) -> None:
    from learnms.text import visible_line

    print(f"learnms: {visible_line(text)}", file=sys.stderr)


def _stand_odd_encodings() -> None:
    """In a terminal that is not UTF-8 a character that cannot be shown is spelled out; it is no reason to stop."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="backslashreplace")


def _let_go_of_stdout() -> None:
    """The reader of our pipe has left: nothing more is written, not even by the interpreter when it ends."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
