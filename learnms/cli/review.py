"""`learnms` and `learnms review`: full screens, or plain text if there is no terminal."""

from __future__ import annotations

import sys
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from learnms.cli.output import asks_for_lines, console, remark
from learnms.engine.queue.catch_up import backlog_question
from learnms.engine.review.start import start_practice, start_review
from learnms.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from learnms.cli.context import Context
    from learnms.engine.review.practice import Kind
    from learnms.engine.review.review import Review
    from learnms.engine.workspace import Workspace


def wants_lines(options: Any, environment: Mapping[str, str]) -> bool:
    """Whether to use plain text: it was requested, or a stream is not a terminal (Textual draws on
    standard error, so all three must be).
    """
    streams = (sys.stdin, sys.stdout, sys.stderr)
    return (
        asks_for_lines(options, environment)
        or environment.get("TERM", "") in ("", "dumb")
        or not all(stream is not None and stream.isatty() for stream in streams)
    )


def home(context: Context, options: Any) -> int:
    """Open the application at its home page."""
    if wants_lines(options, context.environment):
        return _plain_home(context)
    from learnms.tui.app.app import run

    with context.workspace(to_write=True) as workspace:
        return run(workspace)


def review(context: Context, options: Any) -> int:
    """Start a review, or a practice."""
    kind = _practice(options)
    if wants_lines(options, context.environment):
        return _plain(context, options, kind)
    from learnms.tui.app.app import BacklogPrompt, run

    with context.writer() as workspace:
        workspace.open_store()
        decks = workspace.deck_ids(options.deck) or None
        question = backlog_question(workspace, decks, options.limit) if kind is None else None
        if question is not None:
            return run(workspace, "review", asked=BacklogPrompt(question, decks, options.new))
        return run(workspace, "review", _session(workspace, options, kind, decks))


def _practice(options: Any) -> Kind | None:
    """The practice requested in place of a review.

    Raises:
        UsageError: the options exclude each other.
    """
    if options.ahead is not None and options.cram:
        message = "--ahead and --cram can't be combined."
        raise UsageError(message, "Use one of them.")
    kind: Kind | None = "cram" if options.cram else "ahead" if options.ahead is not None else None
    if kind is not None and options.new is not None:
        message = "Practice has no new cards."
        raise UsageError(message, "Remove --new.")
    return kind


def _session(
    workspace: Workspace, options: Any, kind: Kind | None, decks: list[str] | None
) -> Review:
    """The review or the practice that the options ask for."""
    if kind is None:
        return start_review(workspace, decks, options.limit, options.new)
    wanted = [number for number in (options.ahead, options.limit) if number is not None]
    return start_practice(workspace, kind, decks, min(wanted, default=None))


def _plain_home(context: Context) -> int:
    from learnms.plain.home import run
    from learnms.plain.kit.signals import end_on_signals

    with context.workspace(to_write=True) as workspace, end_on_signals():
        run(workspace, console(workspace))
    return 0


def _plain(context: Context, options: Any, kind: Kind | None) -> int:
    from learnms.plain.backlog import answered
    from learnms.plain.kit.console import Stopped
    from learnms.plain.kit.signals import end_on_signals
    from learnms.plain.review import PlainReview

    with context.writer() as workspace:
        if workspace.notice:
            remark(workspace.notice)
        decks, lines = workspace.deck_ids(options.deck) or None, console(workspace)
        workspace.open_store()
        with end_on_signals(), suppress(Stopped):
            if kind is not None or answered(workspace, lines, decks, options.limit):
                PlainReview(_session(workspace, options, kind, decks), lines).run()
    return 0
