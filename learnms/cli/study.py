"""`learnms` and `learnms review`: the screens, or lines where there is no terminal to draw on."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

from learnms.text import visible_line

if TYPE_CHECKING:
    from collections.abc import Mapping

    from learnms.cli.context import Context
    from learnms.engine.start import Desk
    from learnms.plain.lines import Lines


def wants_lines(options: Any, environment: Mapping[str, str]) -> bool:
    """Whether lines are asked for, or nothing else can be drawn."""
    return bool(options.plain) or environment.get("TERM", "") in ("", "dumb") or not (sys.stdin.isatty() and sys.stdout.isatty())


def home(context: Context, options: Any) -> int:
    """Open the application; in lines, say what waits and go into review."""
    if wants_lines(options, context.environment):
        return _plain_home(context)
    from learnms.tui.app import run

    desk = context.desk(to_write=True)
    try:
        return run(desk)
    finally:
        desk.close()


def review(context: Context, options: Any) -> int:
    """Straight into review."""
    if wants_lines(options, context.environment):
        return _plain(context, options.deck, options.limit, options.new)
    from learnms.tui.app import run

    desk = context.desk(to_write=True)
    try:
        refuse_read_only(desk)
        return run(desk, "review", desk.review(desk.deck_ids(options.deck) or None, options.limit, options.new))
    finally:
        desk.close()


def refuse_read_only(desk: Desk) -> None:
    """Say at once that nothing could be saved.

    Raises:
        LearnmsError: the folder cannot be written, or another learnms is open on it.
    """
    from learnms.errors import LearnmsError

    if desk.read_only:
        raise LearnmsError(desk.notice or "Nothing can be written here.")


def _plain_home(context: Context) -> int:
    from learnms.plain.home import run
    from learnms.plain.signals import end_on_signals

    desk = context.desk(to_write=True)
    try:
        with end_on_signals():
            run(desk, lines_of())
    finally:
        desk.close()
    return 0


def lines_of() -> Lines:
    """The conversation over standard input and output."""
    from learnms.plain.lines import Lines

    return Lines(sys.stdin, sys.stdout, echo=not sys.stdin.isatty())


def _plain(context: Context, decks: list[str], limit: int | None, new: int | None) -> int:
    from learnms.plain.review import PlainReview
    from learnms.plain.signals import end_on_signals

    desk = context.desk(to_write=True)
    try:
        refuse_read_only(desk)
        if desk.notice:
            print(f"learnms: {visible_line(desk.notice)}", file=sys.stderr)
        named = desk.deck_ids(decks) or None
        desk.open_store()
        with end_on_signals():
            PlainReview(desk.review(named, limit, new), lines_of()).run()
    finally:
        desk.close()
    return 0
