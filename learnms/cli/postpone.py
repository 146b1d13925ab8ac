"""`learnms postpone`: due cards put off, or a pause; what would move is shown first."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Any

from learnms.cli.review import lines_of, refuse_read_only
from learnms.engine.postpone import postpone as ways
from learnms.engine.postpone import wording as words
from learnms.errors import UsageError

if TYPE_CHECKING:
    from learnms.cli.context import Context
    from learnms.engine.postpone.postpone import PutOff
    from learnms.engine.workspace import Workspace


def postpone(context: Context, options: Any) -> int:
    """Put cards off, pause, or take the latest of today back."""
    _check(options)
    with context.workspace(to_write=not options.dry_run) as workspace:
        if not options.dry_run:
            refuse_read_only(workspace)
        if options.undo:
            return _undo(workspace, options)
        if options.cards is not None:
            preview = ways.postponing(
                workspace.data, workspace.settings, workspace.today, options.cards
            )
        else:
            preview = ways.pausing(
                workspace.data, workspace.settings, workspace.today, options.days
            )
        return _go(workspace, options, preview)


def _check(options: Any) -> None:
    """Exactly one thing is asked for.

    Raises:
        UsageError: none, or several.
    """
    asked = [options.cards is not None, options.days is not None, bool(options.undo)]
    if sum(asked) != 1:
        message = "Say one of --cards N, --days D and --undo."
        raise UsageError(
            message,
            "`learnms postpone --cards 20` puts 20 of the due cards off, `--days 7` pauses for a"
            " week.",
        )
    if options.undo and options.dry_run:
        message = "--undo has no dry run."
        raise UsageError(message, "Leave --dry-run out.")


def _undo(workspace: Workspace, options: Any) -> int:
    number = ways.take_back(workspace.data, workspace.open_store(), workspace.today)
    print(json.dumps({"taken_back": number}) if options.json else words.taken_back(number))
    return 0


def _go(workspace: Workspace, options: Any, preview: PutOff) -> int:
    is_asked = not (options.dry_run or options.json) and sys.stdin.isatty() and sys.stdout.isatty()
    if not preview.moves:
        if options.json:
            _print_json(preview, done=False)
        else:
            print(words.NOTHING_DUE if preview.way == "postpone" else words.NOTHING_LEARNED)
        return 0
    if is_asked:
        from learnms.plain.postpone import confirmed

        if not confirmed(preview, lines_of(workspace), workspace):
            print("Nothing was moved.")
            return 0
    elif not options.json:
        print(
            "\n".join(
                words.put_off(preview, workspace.today, patient=workspace.settings.is_patient)
            )
        )
    if not options.dry_run:
        ways.carry_out(workspace.open_store(), preview)
    if options.json:
        _print_json(preview, done=not options.dry_run)
    elif not options.dry_run:
        print(f"{words.moved(len(preview.moves))} `learnms postpone --undo` takes that back today.")
    return 0


def _print_json(preview: PutOff, *, done: bool) -> None:
    moves = [
        {
            "card": move.part.card,
            "part": move.part.part,
            "before": move.before.isoformat(),
            "after": move.after.isoformat(),
        }
        for move in preview.moves
    ]
    value = {
        "way": preview.way,
        "cards": len(moves),
        "recall_before": preview.recall_before,
        "recall_after": preview.recall_after,
        "first": preview.first.isoformat() if preview.first is not None else None,
        "last": preview.last.isoformat() if preview.last is not None else None,
        "done": done,
        "moves": moves,
    }
    print(json.dumps(value, indent=2, ensure_ascii=True))
