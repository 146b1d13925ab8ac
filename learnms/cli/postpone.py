"""`learnms postpone`: postpone due cards or pause, with a preview."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

from learnms.cli.output import console, print_json
from learnms.engine.postpone import postpone as postponing
from learnms.engine.postpone import wording as words
from learnms.errors import UsageError

if TYPE_CHECKING:
    from learnms.cli.context import Context
    from learnms.engine.postpone.postpone import PutOff
    from learnms.engine.workspace import Workspace


def postpone(context: Context, options: Any) -> int:
    """Postpone cards, pause, or undo today's latest change."""
    _check(options)
    with context.workspace() if options.dry_run else context.writer() as workspace:
        if options.undo:
            return _undo(workspace, options)
        if options.cards is not None:
            preview = postponing.postponing(
                workspace.queries, workspace.settings, workspace.today, options.cards
            )
        else:
            preview = postponing.pausing(
                workspace.queries, workspace.settings, workspace.today, options.days
            )
        return _go(workspace, options, preview)


def _check(options: Any) -> None:
    """Check that exactly one action is requested.

    Raises:
        UsageError: none, or several.
    """
    asked = [options.cards is not None, options.days is not None, bool(options.undo)]
    if sum(asked) != 1:
        message = "Choose one of --cards N, --days D or --undo."
        raise UsageError(
            message,
            "`learnms postpone --cards 20` postpones 20 due cards, `--days 7` pauses for a week.",
        )
    if options.undo and options.dry_run:
        message = "--undo and --dry-run can't be combined."
        raise UsageError(message, "Use one of them.")


def _undo(workspace: Workspace, options: Any) -> int:
    number = postponing.take_back(workspace.queries, workspace.open_store(), workspace.today)
    if options.json:
        print_json({"taken_back": number}, indent=None)
    else:
        print(words.taken_back(number))
    return 0


def _go(workspace: Workspace, options: Any, preview: PutOff) -> int:
    is_asked = not (options.dry_run or options.json) and sys.stdin.isatty() and sys.stdout.isatty()
    if not preview.moves:
        if options.json:
            print_json(_to_json(preview, done=False))
        else:
            none = workspace.voice.none_to_postpone
            print(none if preview.way == "postpone" else words.NOTHING_LEARNED)
        return 0
    if is_asked:
        from learnms.plain.postpone import confirmed

        if not confirmed(preview, console(workspace), workspace):
            print("Nothing was rescheduled.")
            return 0
    elif not options.json:
        print("\n".join(words.put_off(preview, workspace.today, workspace.voice)))
    if not options.dry_run:
        postponing.carry_out(workspace.open_store(), preview)
    if options.json:
        print_json(_to_json(preview, done=not options.dry_run))
    elif not options.dry_run:
        print(f"{words.moved(len(preview.moves))} `learnms postpone --undo` undoes it today.")
    return 0


def _to_json(preview: PutOff, *, done: bool) -> dict[str, Any]:
    moves = [
        {
            "card": move.part.card,
            "part": move.part.part,
            "before": move.before.isoformat(),
            "after": move.after.isoformat(),
        }
        for move in preview.moves
    ]
    return {
        "way": preview.way,
        "cards": len(moves),
        "recall_before": preview.recall_before,
        "recall_after": preview.recall_after,
        "first": preview.first.isoformat() if preview.first is not None else None,
        "last": preview.last.isoformat() if preview.last is not None else None,
        "done": done,
        "moves": moves,
    }
