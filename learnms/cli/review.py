"""`learnms` and `learnms review`: the screens, or lines where there is no terminal to draw on."""

from __future__ import annotations

import sys
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from learnms.engine.queue.catch_up import backlog_question
from learnms.engine.review.start import start_practice, start_review
from learnms.errors import UsageError
from learnms.text import visible_line

if TYPE_CHECKING:
    from collections.abc import Mapping

    from learnms.cli.context import Context
    from learnms.engine.review.practice import Kind
    from learnms.engine.review.review import Review
    from learnms.engine.workspace import Workspace
    from learnms.plain.kit.console import Console


def wants_lines(options: Any, environment: Mapping[str, str]) -> bool:
    """Whether lines are asked for, or nothing else can be drawn: Textual draws on standard
    error, so that has to be the terminal too.
    """
    streams = (sys.stdin, sys.stdout, sys.stderr)
    return (
        bool(options.plain)
        or environment.get("TERM", "") in ("", "dumb")
        or not all(stream is not None and stream.isatty() for stream in streams)
    )


def home(context: Context, options: Any) -> int:
    """Open the application; in lines, say what waits and go into review."""
    if wants_lines(options, context.environment):
        return _plain_home(context)
    from learnms.tui.app.app import run

    workspace = context.workspace(to_write=True)
    try:
        return run(workspace)
    finally:
        workspace.close()


def review(context: Context, options: Any) -> int:
    """Straight into review."""
    kind = _practice(options)
    if wants_lines(options, context.environment):
        return _plain(context, options, kind)
    from learnms.tui.app.app import BacklogPrompt, run

    workspace = context.workspace(to_write=True)
    try:
        refuse_read_only(workspace)
        decks = workspace.deck_ids(options.deck) or None
        question = backlog_question(workspace, decks, options.limit) if kind is None else None
        if question is not None:
            return run(workspace, "review", asked=BacklogPrompt(question, decks, options.new))
        return run(workspace, "review", _sitting(workspace, options, kind, decks))
    finally:
        workspace.close()


def _practice(options: Any) -> Kind | None:
    """Which practice is asked for in place of a review.

    Raises:
        UsageError: the options exclude each other.
    """
    if options.ahead is not None and options.cram:
        message = "--ahead and --cram are two things."
        raise UsageError(message, "Leave one of them out.")
    kind: Kind | None = "cram" if options.cram else "ahead" if options.ahead is not None else None
    if kind is not None and options.new is not None:
        message = "Practice brings no new cards."
        raise UsageError(message, "Leave --new out.")
    return kind


def _sitting(
    workspace: Workspace, options: Any, kind: Kind | None, decks: list[str] | None
) -> Review:
    """The review that the options ask for, or the practice."""
    if kind is None:
        return start_review(workspace, decks, options.limit, options.new)
    wanted = [number for number in (options.ahead, options.limit) if number is not None]
    return start_practice(workspace, kind, decks, min(wanted, default=None))


def refuse_read_only(workspace: Workspace) -> None:
    """Say at once that nothing could be saved.

    Raises:
        LearnmsError: the folder cannot be written, or another learnms is open on it.
    """
    from learnms.errors import LearnmsError

    if workspace.read_only:
        raise LearnmsError(workspace.notice or "Nothing can be written here.")


def _plain_home(context: Context) -> int:
    from learnms.plain.home import run
    from learnms.plain.kit.signals import end_on_signals

    workspace = context.workspace(to_write=True)
    try:
        with end_on_signals():
            run(workspace, lines_of(workspace))
    finally:
        workspace.close()
    return 0


def lines_of(workspace: Workspace) -> Console:
    """The conversation over standard input and output."""
    from learnms.plain.kit.console import Console, terminal_guard

    guard = terminal_guard(sys.stdin, lambda: workspace.settings.guard / 1000)
    return Console(sys.stdin, sys.stdout, echo=not sys.stdin.isatty(), guard=guard)


def _plain(context: Context, options: Any, kind: Kind | None) -> int:
    from learnms.plain.backlog import answered
    from learnms.plain.kit.console import Stopped
    from learnms.plain.kit.signals import end_on_signals
    from learnms.plain.review import PlainReview

    workspace = context.workspace(to_write=True)
    try:
        refuse_read_only(workspace)
        if workspace.notice:
            print(f"learnms: {visible_line(workspace.notice)}", file=sys.stderr)
        decks, lines = workspace.deck_ids(options.deck) or None, lines_of(workspace)
        workspace.open_store()
        with end_on_signals(), suppress(Stopped):
            if kind is not None or answered(workspace, lines, decks, options.limit):
                PlainReview(_sitting(workspace, options, kind, decks), lines).run()
    finally:
        workspace.close()
    return 0
