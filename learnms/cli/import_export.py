"""`learnms import`, `learnms export`, `learnms rebuild`."""

from __future__ import annotations

import sys
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

from learnms.cli.output import print_json, remark, report_replay
from learnms.engine.wording import choose_from, count, did_you_mean
from learnms.errors import UsageError
from learnms.exchange.hand_in import is_hand_in
from learnms.files import file_named, whole_file, writing
from learnms.paths import command

if TYPE_CHECKING:
    from learnms.cli.context import Context
    from learnms.engine.workspace import Workspace


def import_(context: Context, options: Any) -> int:
    """Import a file: a question bank becomes a deck, a history is added to the log, where
    importing it twice adds nothing.
    """
    from learnms.exchange.formats import BY_NAME, HISTORY, check_named, recognize

    words = options.words
    known = (*HISTORY, *(name for name, format_ in BY_NAME.items() if format_.reader))
    if len(words) > 2 or (len(words) == 2 and words[0] not in known):
        message = f"`import {' '.join(words)}` has no format and file."
        near = did_you_mean(words[0], known).lstrip() if len(words) == 2 else ""
        how = f"Write `learnms import FORMAT FILE`; FORMAT is one of {', '.join(known)}."
        raise UsageError(message, f"{near} {how}".lstrip())
    path = Path(words[-1]).expanduser()
    if not path.exists():
        message = f"There is no file `{words[-1]}`."
        raise UsageError(message)
    if is_hand_in(path):
        message = f"{path} is a hand-in."
        raise UsageError(message, "Read it with `learnms class FOLDER`.")
    if len(words) == 2:
        name = words[0]
        check_named(path, name)
    else:
        name = recognize(path)
    if name not in HISTORY:
        from learnms.cli.banks import import_bank

        if options.history:
            return _with_history(context, path, name, options)
        return import_bank(path, BY_NAME[name], options)
    for option in ("to", "dry_run", "yes", "json", "history"):
        if getattr(options, option):
            message = f"`--{option.replace('_', '-')}` is only for question banks."
            raise UsageError(message, f"{path} is a history, which is added to your answers.")
    with context.writer() as workspace:
        print(_imported(workspace, name, path), file=sys.stderr)
    return 0


def _with_history(context: Context, path: Path, name: str, options: Any) -> int:
    """Import an Anki package as a deck, unless that deck exists, and its review log."""
    from learnms.cli.banks import import_bank, target_of
    from learnms.exchange.formats import BY_NAME

    if name != "anki":
        message = f"`--history` is only for Anki packages, and {path} is not one."
        raise UsageError(message, "Leave out `--history`.")
    from learnms.exchange.anki.read import history

    found = history(path)
    target = target_of(path, options.to)
    if target.exists():
        print(f"{target} exists already: only the review log is imported.", file=sys.stderr)
    else:
        import_bank(path, BY_NAME[name], options)
    for loss in found.losses:
        print(f"Left out of {loss.item}: {loss.text}", file=sys.stderr)
    if options.dry_run or not target.exists():
        reviews = count(max(0, found.text.count("\n") - 1), "review")
        print(f"{reviews} in its log: not imported.", file=sys.stderr)
        return 0
    with context.writer() as workspace:
        print(_imported(workspace, "reviews", path, found.text), file=sys.stderr)
    return 0


def _imported(
    workspace: Workspace, format_: str, path: Path, reviews_text: str | None = None
) -> str:
    """Import a file, and say in a sentence what was added."""
    store = workspace.open_store()
    if format_ == "reviews":
        from learnms.exchange.reviews import import_reviews

        reviews = import_reviews(store, path, text=reviews_text)
        parts = [f"{count(reviews.added, 'review')} added", f"{reviews.known} already known"]
        parts += [f"{reviews.skipped} skipped without a rating"] if reviews.skipped else []
        parts += [f"{reviews.held} with future dates held until then"] if reviews.held else []
        return ", ".join(parts) + "."
    from learnms.exchange.events import import_events

    events = import_events(store, path)
    workspace.take_settings()
    return f"{count(events.added, 'event')} added, {events.known} already known."


def export(context: Context, options: Any) -> int:
    """Write decks for another program, or the data to a file or to standard output."""
    from learnms.exchange.formats import BY_NAME, HISTORY

    if options.format not in HISTORY:
        known = (*HISTORY, *(name for name, format_ in BY_NAME.items() if format_.writer))
        if options.format not in BY_NAME:
            message = f"`{options.format}` is not a format."
            raise UsageError(message, choose_from(options.format, known))
        from learnms.cli.banks import export_bank

        return export_bank(context, BY_NAME[options.format], options)
    if options.json:
        message = "`--json` is only for question banks."
        raise UsageError(message, "Events are JSON already, one on each line.")
    files = [*options.words, *([options.to] if options.to else [])]
    if len(files) > 1:
        message = f"A history is written to one file, not to {len(files)}."
        raise UsageError(message, f"Write `learnms export {options.format} FILE`.")
    with context.workspace() as workspace:
        if not files:
            return _exported(workspace, options.format, sys.stdout)
        suffix = {"reviews": "csv", "events": "jsonl"}[options.format]
        target = file_named(files[0], f"{options.format}.{suffix}")
        with writing(target), whole_file(target, replace=False) as stream:
            return _exported(workspace, options.format, stream)


def _exported(workspace: Workspace, format_: str, stream: TextIO) -> int:
    """Write the history, without events that are damaged; the exit code."""
    from learnms.exchange.events import readable_log

    log = readable_log(workspace.queries.events, workspace.queries.opened)
    # closed also where the reader of the output leaves in the middle
    with closing(log.events) as events:
        if format_ == "reviews":
            from learnms.exchange.reviews import write_reviews

            write_reviews(events, stream, workspace.today)
        else:
            from learnms.exchange.events import write_events

            write_events(events, stream)
    for sentence in log.damage:
        remark(sentence)
    if log.damage:
        remark(f"Run `{command()} doctor` to see what can be done.")
    return 1 if log.is_partial else 0


def rebuild(context: Context, options: Any) -> int:
    """Rebuild every memory from the log, and reparse every deck."""
    with context.writer() as workspace:
        store = workspace.open_store()
        if not options.json:
            report_replay(workspace)
        report = store.rebuild()
        workspace.read_anew()
    if options.json:
        print_json(report._asdict(), indent=None)
    else:
        print(
            f"{count(report.events, 'event')} replayed:"
            f" {count(report.memories, 'memory', 'memories')}, {report.changed} changed.",
            file=sys.stderr,
        )
    return 0
