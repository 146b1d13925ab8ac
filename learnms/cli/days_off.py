"""`learnms days-off`: the dates on which no reviews are planned."""

from __future__ import annotations

import sys
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from learnms.days_off import LONGEST, NEVER
from learnms.engine.dates import read_ranges
from learnms.engine.settings.days_off import added, ignored, listed, removed

if TYPE_CHECKING:
    from learnms.cli.context import Context


def days_off(context: Context, options: Any) -> int:
    """List the days off, add some, remove some, or remove all."""
    is_change = bool(options.days) or options.clear or options.remove
    with context.writer() if is_change else context.workspace() as workspace:
        settings, today, notes = workspace.settings, workspace.today, list[str]()
        if is_change:
            settings = replace(settings, days_off=NEVER) if options.clear else settings
            if options.days or options.remove:
                longest = None if options.remove else LONGEST
                days = read_ranges(",".join(options.days), today, longest=longest)
                notes = ignored(days, today, settings.days_off if options.remove else None)
                change = removed if options.remove else added
                settings = change(settings, days.coming(today), today)
            workspace.choose(settings)
        print(f"Days off: {listed(settings.days_off, today)}.")
        for note in notes:
            print(note, file=sys.stderr)
    return 0
