"""`learnms days-off`: the dates on which no reviews are planned."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from learnms.days_off import NEVER
from learnms.engine.dates import read_days
from learnms.engine.settings.days_off import added, listed, removed

if TYPE_CHECKING:
    from learnms.cli.context import Context


def days_off(context: Context, options: Any) -> int:
    """List the days off, add some, remove some, or remove all."""
    is_change = bool(options.days) or options.clear or options.remove
    with context.writer() if is_change else context.workspace() as workspace:
        settings, today = workspace.settings, workspace.today
        if is_change:
            settings = replace(settings, days_off=NEVER) if options.clear else settings
            if options.days or options.remove:
                days = read_days(",".join(options.days), today)
                settings = (removed if options.remove else added)(settings, days, today)
            workspace.choose(settings)
        print(f"Days off: {listed(settings.days_off, today)}.")
    return 0
