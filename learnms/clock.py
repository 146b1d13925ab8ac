"""The only place that asks what time it is. `LEARNMS_NOW` fixes it, for tests and
demonstrations.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from learnms.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


FIRST_YEAR, LAST_YEAR = 1980, 2200
"""Years in which days can be reckoned with in both directions, for decades."""


def clock_from(environment: Mapping[str, str]) -> Callable[[], datetime]:
    """A clock of aware local time.

    Raises:
        UsageError: `LEARNMS_NOW` is no ISO 8601 time with an offset, or of a year that is out of
            range.
    """
    fixed = environment.get("LEARNMS_NOW")
    if not fixed:
        return lambda: datetime.now(UTC).astimezone()
    try:
        at = datetime.fromisoformat(fixed)
    except ValueError:
        at = None
    if at is None or at.tzinfo is None:
        message = f"LEARNMS_NOW is `{fixed}`, which is no time with an offset."
        raise UsageError(message, "Write it as 2026-11-22T09:00:00+01:00.")
    if not FIRST_YEAR <= at.year < LAST_YEAR:
        message = f"LEARNMS_NOW is `{fixed}`, and that year is out of range."
        raise UsageError(message, f"Name a time from {FIRST_YEAR} to {LAST_YEAR - 1}.")
    return lambda: at
