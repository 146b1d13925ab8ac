"""`learnms import`, `learnms export`, `learnms rebuild`: the learner's data in and out."""

from __future__ import annotations

import sys
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

from learnms.engine.wording import count
from learnms.errors import LearnmsError, UsageError
from learnms.files import whole_file

if TYPE_CHECKING:
    from learnms.cli.context import Context
    from learnms.engine.workspace import Workspace

FORMATS = ("reviews", "events")


def _writing(context: Context) -> Workspace:
    workspace = context.workspace(to_write=True)
    if workspace.read_only:
        workspace.close()
        workspace.require_writable()
    return workspace


def import_(context: Context, options: Any) -> int:
    """Take in a file; importing it twice adds nothing."""
    words = options.words
    if len(words) > 2 or (len(words) == 2 and words[0] not in FORMATS):
        message = f"`import {' '.join(words)}` is not understood."
        raise UsageError(
            message, f"Write `learnms import FORMAT FILE`; FORMAT is {' or '.join(FORMATS)}."
        )
    path = Path(words[-1])
    format_ = (
        words[0]
        if len(words) == 2
        else {".csv": "reviews", ".jsonl": "events"}.get(path.suffix, "")
    )
    if not format_:
        message = f"The format of {path} is not clear from its name."
        raise UsageError(
            message, f"Write `learnms import FORMAT {path}`; FORMAT is {' or '.join(FORMATS)}."
        )
    if not path.is_file():
        message = f"There is no file `{path}`."
        raise UsageError(message)
    workspace = _writing(context)
    try:
        print(_imported(workspace, format_, path), file=sys.stderr)
    finally:
        workspace.close()
    return 0


def _imported(workspace: Workspace, format_: str, path: Path) -> str:
    """Import, and say in words what came of it."""
    store = workspace.open_store()
    if format_ == "reviews":
        from learnms.exchange.reviews import import_reviews

        reviews = import_reviews(store, path)
        parts = [f"{count(reviews.added, 'review')} added", f"{reviews.known} known already"]
        parts += [f"{reviews.skipped} without a rating left out"] if reviews.skipped else []
        parts += [f"{reviews.held} dated after tomorrow wait until then"] if reviews.held else []
        return ", ".join(parts) + "."
    from learnms.exchange.events import import_events

    events = import_events(store, path)
    return f"{count(events.added, 'event')} added, {events.known} known already."


def export(context: Context, options: Any) -> int:
    """Write a file, or to standard output."""
    workspace = context.workspace()
    try:
        if options.file:
            target = Path(options.file)
            try:
                with whole_file(target, replace=False) as stream:
                    _exported(workspace, options.format, stream)
            except FileExistsError:
                message = f"{target} is there already."
                raise UsageError(message, "Choose another name; nothing was written.") from None
            except OSError as error:
                message = f"{target} cannot be written: {error.strerror}."
                raise LearnmsError(message) from error
        else:
            _exported(workspace, options.format, sys.stdout)
    finally:
        workspace.close()
    return 0


def _exported(workspace: Workspace, format_: str, stream: TextIO) -> None:
    with closing(
        workspace.data.history.all()
    ) as events:  # also where whoever reads our output leaves in the middle
        if format_ == "reviews":
            from learnms.exchange.reviews import write_reviews

            write_reviews(events, stream, workspace.today)
        else:
            from learnms.exchange.events import write_events

            write_events(events, stream)


def rebuild(context: Context, options: Any) -> int:
    """Derive every memory anew from the log, and parse every deck anew."""
    from learnms.engine.optimize.replay_progress import ReplayProgress

    workspace = _writing(context)
    try:
        store = workspace.open_store()
        if not options.json:
            store.on_progress = told = ReplayProgress(
                lambda text: print(text, file=sys.stderr, flush=True)
            )
            told.begin(workspace.data.history.count())
        report = store.rebuild()
        workspace.read_anew()
    finally:
        workspace.close()
    if options.json:
        import json

        print(
            json.dumps(
                {"events": report.events, "memories": report.memories, "changed": report.changed}
            )
        )
    else:
        print(
            f"{report.events} events give {report.memories} memories; {report.changed} were"
            " different before.",
            file=sys.stderr,
        )
    return 0
