"""`learnms` and `learnms review`: full screens, or plain text if there is no terminal."""

from __future__ import annotations

import sys
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from learnms.cli.output import chosen_lines, console, remark
from learnms.engine.queue.catch_up import backlog_question
from learnms.engine.review.start import start_practice, start_review
from learnms.errors import DamagedError, UsageError

if TYPE_CHECKING:
    from learnms.cli.context import Context
    from learnms.engine.review.practice import Kind
    from learnms.engine.review.review import Review
    from learnms.engine.workspace import Workspace
    from learnms.study.event import Part


NOT_IN_BROWSER = "Plain text needs a terminal. Run `learnms` in one; it starts in plain text."
_MOST_SECONDS = 0.5
"""How long home in lines waits for the check of the data."""


def wants_lines(options: Any, context: Context) -> bool:
    """Whether to use plain text. In this order: a screen that Textual has in place of a terminal,
    such as a browser, is used unless `--plain` is given; without a terminal (Textual draws on
    standard error, so all three streams must be one) there is only plain text; then `--plain` or
    `--no-plain`, `LEARNMS_PLAIN`, and the setting.
    """
    environment = context.environment
    if environment.get("TEXTUAL_DRIVER"):
        return bool(options.plain)
    streams = (sys.stdin, sys.stdout, sys.stderr)
    is_terminal = all(stream is not None and stream.isatty() for stream in streams)
    if not is_terminal or environment.get("TERM", "") in ("", "dumb"):
        return True
    chosen = chosen_lines(options, environment)
    return context.settings.plain_text if chosen is None else chosen


def home(context: Context, options: Any) -> int:
    """Open the application at its home page."""
    in_lines = wants_lines(options, context)
    start = _plain_home if in_lines else _home
    try:
        return start(context)
    except DamagedError as error:
        from learnms.cli.backup import offer_restore

        message = offer_restore(context, error, in_lines=in_lines)
        return start(context, message) if message else 1


def _home(context: Context, message: str | None = None) -> int:
    from learnms.tui.app.app import run

    with context.workspace(to_write=True) as workspace:
        workspace.notice = workspace.notice or message
        is_first_start = not workspace.settings.who
        code = run(workspace)
        if is_first_start and workspace.settings.plain_text:  # chosen on its first page
            if context.environment.get("TEXTUAL_DRIVER"):
                print(NOT_IN_BROWSER, file=sys.stderr)
            else:
                run_lines(workspace)
        return code


def review(context: Context, options: Any) -> int:
    """Start a review, or a practice."""
    kind = _practice(options)
    if wants_lines(options, context):
        return _plain(context, options, kind)
    from learnms.tui.app.app import BacklogPrompt, run

    with context.writer() as workspace:
        workspace.open_store()
        decks = workspace.deck_ids(options.deck) or None
        if options.search is not None:
            found = _of_search(workspace, options, kind, decks)
            return run(workspace, "review", found) if found is not None else 0
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
    workspace: Workspace,
    options: Any,
    kind: Kind | None,
    decks: list[str] | None,
    found: frozenset[Part] | None = None,
) -> Review:
    """The review or the practice that the options ask for."""
    if kind is None:
        return start_review(workspace, decks, options.limit, options.new, found)
    wanted = [number for number in (options.ahead, options.limit) if number is not None]
    return start_practice(workspace, kind, decks, min(wanted, default=None), found)


def _of_search(
    workspace: Workspace, options: Any, kind: Kind | None, decks: list[str] | None
) -> Review | None:
    """The review or the practice of what a search finds; None, with a remark, if none of that is
    asked.

    Raises:
        LearnmsError: the search is not valid, or finds nothing.
    """
    from learnms.engine.browse.selection import NOTHING, select

    selection = select(
        workspace.queries, workspace.settings, workspace.today, options.search, decks
    )
    for sentence in selection.remarks:
        remark(sentence)
    session = _session(workspace, options, kind, selection.decks, selection.parts)
    if session.item is None:
        remark(NOTHING[kind or "review"])
        return None
    return session


def _plain_home(context: Context, message: str | None = None) -> int:
    with context.workspace(to_write=True) as workspace:
        workspace.notice = workspace.notice or message
        run_lines(workspace)
    return 0


def run_lines(workspace: Workspace) -> None:
    """Run home in plain text until the learner stops."""
    from learnms.plain.home import run
    from learnms.plain.kit.signals import end_on_signals

    with end_on_signals():
        _check_data(workspace)
        run(workspace, console(workspace))


def _check_data(workspace: Workspace) -> None:
    """Check all events in a thread: a short log before home is shown, a long one behind it."""
    import threading

    def check() -> None:
        workspace.notice = workspace.notice or workspace.check_data()

    thread = threading.Thread(target=check, daemon=True)
    thread.start()
    thread.join(_MOST_SECONDS)


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
            if options.search is not None:
                found = _of_search(workspace, options, kind, decks)
                if found is not None:
                    PlainReview(found, lines).run()
            elif kind is not None or answered(workspace, lines, decks, options.limit):
                PlainReview(_session(workspace, options, kind, decks), lines).run()
    return 0
