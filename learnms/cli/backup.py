"""`learnms backup` and `learnms restore`. Neither opens the present data for writing."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from learnms.cli.output import agreed, announced, console, print_json, print_table, remark
from learnms.engine.backups import wording as words
from learnms.engine.backups.backups import listed, make, newest_good, offer
from learnms.engine.backups.restore import restore as go_back
from learnms.engine.wording import size
from learnms.errors import LearnmsError, UsageError
from learnms.files import free_file
from learnms.paths import shown_path
from learnms.store.sqlite.backup import BACKUP_FOLDER
from learnms.study.day import study_day

if TYPE_CHECKING:
    from learnms.cli.context import Context
    from learnms.engine.backups.backups import Listed, Offer
    from learnms.errors import DamagedError


def backup(context: Context, options: Any) -> int:
    """Save a backup, or list them."""
    if options.list:
        return _list(context, options)
    if options.json:
        message = "`--json` is only for `--list`."
        raise UsageError(message, "Leave it out.")
    target = free_file(options.file) if options.file else None
    made = make(context.home_folder, context.clock(), target)
    remark(words.made(made, shown_path(str(made.path))))
    return 0


def _list(context: Context, options: Any) -> int:
    if options.file:
        message = f"`--list` takes no file, and `{options.file}` is one."
        raise UsageError(message, "Leave one of them out.")
    rows = _checked(context)
    now = context.clock()
    if options.json:
        print_json(
            [
                {
                    "path": str(row.backup.path),
                    "at": row.backup.at.astimezone(now.tzinfo).isoformat(),
                    "events": row.events,
                    "size": row.size,
                    "reason": row.backup.label,
                    "good": not row.problem,
                    "problem": row.problem or None,
                }
                for row in rows
            ]
        )
    elif rows:
        print_table([_cells(row, context) for row in rows])
        remark(words.folder(shown_path(str(context.home_folder / BACKUP_FOLDER))))
    else:
        remark(words.NONE)
    return 0


def _checked(context: Context) -> list[Listed]:
    """The backups, each checked, which takes a second for 20,000 events."""
    with announced(words.CHECKING):
        return list(listed(context.home_folder, context.clock()))


def _cells(row: Listed, context: Context) -> list[str]:
    return [
        words.when(row.backup.at, context.clock()),
        words.events(row.events),
        size(row.size),
        words.reason(row.backup.label),
        words.state(row),
    ]


def restore(context: Context, options: Any) -> int:
    """Go back to a backup."""
    settings = context.settings
    chosen = _chosen(context, options)
    if chosen is None:
        remark(words.KEPT_AS_IT_IS)
        return 0
    now, today = context.clock(), study_day(context.clock(), settings.rollover_hour)
    remark(words.offered(chosen, now, today, chosen.path.name))
    if not options.yes and not agreed("Restore it?"):
        remark(words.KEPT_AS_IT_IS)
        return 0
    with announced(words.RESTORING):
        done = go_back(context.home_folder, chosen.path, context.clock, settings.rollover_hour)
    remark(words.restored(done, shown_path(str(done.kept))))
    return 0


def offer_restore(context: Context, error: DamagedError, *, in_lines: bool) -> str | None:
    """Say at the start what is damaged, and offer the newest good backup. Returns what was
    restored, as a sentence; None if nothing was.
    """
    from learnms.engine.backups.damage import Damage
    from learnms.engine.preview.unopened import UnopenedWorkspace

    with announced(words.CHECKING):
        damage = Damage(UnopenedWorkspace(context.home_folder, context.clock), error)
    if in_lines:
        from learnms.plain.damage import run
        from learnms.plain.kit.signals import end_on_signals

        with end_on_signals():
            is_restored = run(damage, console(damage.workspace, has_words=False))
    else:
        from learnms.tui.app.damage import run as show

        is_restored = show(damage)
    return damage.restored if is_restored else None


def _chosen(context: Context, options: Any) -> Offer | None:
    """The backup that was named, the newest good one, or the one that is chosen at a terminal."""
    home = context.home_folder
    if not options.yes and not sys.stdin.isatty():
        message = "`learnms restore` asks before it replaces your data, and there is no terminal."
        raise UsageError(message, "Add --yes.")
    if options.file:
        return offer(home, Path(options.file).expanduser())
    if options.yes:
        with announced(words.CHECKING):
            newest = newest_good(home, context.clock())
        if newest is None:
            raise LearnmsError(words.NONE_GOOD, words.HOW_TO_NAME)
        return newest
    rows = _checked(context)
    if not rows:
        raise LearnmsError(words.NONE, words.HOW_TO_NAME)
    numbers = [[f"{number}", *_cells(row, context)] for number, row in enumerate(rows, 1)]
    print_table(numbers)
    row = _asked(rows)
    return offer(home, row.backup.path) if row is not None else None


def _asked(rows: list[Listed]) -> Listed | None:
    """The backup whose number is typed; None for an empty line."""
    usual = next((number for number, row in enumerate(rows, 1) if not row.problem), None)
    if usual is None:
        raise LearnmsError(words.NONE_GOOD, words.HOW_TO_NAME)
    while True:
        print(
            f"Number of the backup ({usual} is the newest good one), or Enter to stop: ",
            end="",
            file=sys.stderr,
            flush=True,
        )
        typed = sys.stdin.readline().strip()
        if typed in ("", "q"):
            return None
        if not typed.isdecimal() or not 1 <= int(typed[:4]) <= len(rows):
            remark(f"`{typed}` is not a number from 1 to {len(rows)}.")
        elif (row := rows[int(typed) - 1]).problem:
            remark(f"Backup {typed} is {words.state(row)}: choose another.")
        else:
            return row
