"""What commands print: tables, JSON, remarks on standard error, and the progress of a replay."""

from __future__ import annotations

import json
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from learnms.text import visible_line

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from learnms.engine.workspace import Workspace
    from learnms.plain.kit.console import Console


_NO = ("0", "no", "false", "off")


def chosen_lines(options: Any, environment: Mapping[str, str]) -> bool | None:
    """Whether plain text was chosen by `--plain` or `--no-plain`, or for good by `LEARNMS_PLAIN`;
    None where it was not said.
    """
    if options.plain is not None:
        return bool(options.plain)
    chosen = environment.get("LEARNMS_PLAIN", "")
    return chosen.casefold() not in _NO if chosen else None


def has_colors(environment: Mapping[str, str]) -> bool:
    """Whether standard output takes colors: a terminal that knows them, and nobody asked for
    none (`NO_COLOR`, https://no-color.org).
    """
    return (
        not environment.get("NO_COLOR")
        and environment.get("TERM", "") not in ("", "dumb")
        and sys.stdout.isatty()
    )


def print_json(value: object, indent: int | None = 2) -> None:
    """Print a value as JSON in ASCII; without an indent on one line."""
    print(json.dumps(value, indent=indent))


def print_table(rows: Sequence[Sequence[str]], *, figures: bool = False) -> None:
    """Print rows of equal length in aligned columns. With `figures` all columns but the first are
    aligned at the right.
    """
    cleaned = [[visible_line(cell) for cell in row] for row in rows]
    widths = [max(map(len, column)) for column in zip(*cleaned, strict=True)]
    for first, *others in cleaned:
        cells = [first.ljust(widths[0])] + [
            cell.rjust(width) if figures else cell.ljust(width)
            for cell, width in zip(others, widths[1:], strict=True)
        ]
        print("  ".join(cells).rstrip())


def remark(text: str) -> None:
    """Print a one-line message on standard error."""
    print(f"learnms: {visible_line(text)}", file=sys.stderr)


@contextmanager
def announced(text: str) -> Iterator[None]:
    """Show on a terminal what is being done, until it is done."""
    is_shown = sys.stderr.isatty()
    if is_shown:
        print(text, end="", file=sys.stderr, flush=True)
    try:
        yield
    finally:
        if is_shown:
            print(f"\r{'':{len(text)}}\r", end="", file=sys.stderr, flush=True)


def agreed(question: str) -> bool:
    """Whether the answer to a question is yes, asked at a terminal."""
    print(f"{question} y or n: ", end="", file=sys.stderr, flush=True)
    return sys.stdin.readline().strip().casefold() in ("y", "yes")


def remark_notice(workspace: Workspace) -> None:
    """Print the workspace's notice about its data; a command that only reads does not mention
    read-only mode.
    """
    if workspace.notice and not workspace.read_only:
        remark(workspace.notice)


def report_replay(workspace: Workspace) -> None:
    """Show the progress of a full replay while the store opens: a bar in a terminal, sentences
    elsewhere.
    """
    from learnms.engine.optimize.replay_progress import ReplayBar, ReplayProgress

    is_terminal = sys.stderr.isatty()
    end = "" if is_terminal else "\n"
    progress = (ReplayBar if is_terminal else ReplayProgress)(
        lambda text: print(text, end=end, file=sys.stderr, flush=True)
    )
    workspace.open_store().on_progress = progress
    progress.begin(workspace.queries.events.count())


def console(workspace: Workspace, *, has_words: bool = True) -> Console:
    """The plain-text front end over standard input and output; with `has_words`, words can be
    looked up.
    """
    from learnms.plain.kit.console import Console, terminal_guard

    def look_up(lines: Console, query: str) -> None:
        from learnms.plain.help import look_up  # only where a word is looked up

        look_up(workspace, lines, query)

    guard = terminal_guard(
        sys.stdin,
        lambda: workspace.settings.guard / 1000,
        lambda: workspace.settings.repeat_ms / 1000,
    )
    echo = not sys.stdin.isatty()
    return Console(
        sys.stdin, sys.stdout, echo=echo, guard=guard, look_up=look_up if has_words else None
    )
