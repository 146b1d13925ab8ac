"""The clock, which `LEARNMS_NOW` can fix for tests and demonstrations."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from learnms.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


FIRST_YEAR, LAST_YEAR = 1980, 2200
"""Range of years that leaves decades on both sides for date arithmetic."""


def clock_from(environment: Mapping[str, str]) -> Callable[[], datetime]:
    """A clock of aware local time.

    Raises:
        UsageError: `LEARNMS_NOW` is not an ISO 8601 time with an offset, or its year is out of
            range.
    """
    fixed = environment.get("LEARNMS_NOW")
    if not fixed:
        return lambda: datetime.now(UTC).astimezone()
    try:
        time = datetime.fromisoformat(fixed)
    except ValueError:
        time = None
    if time is None or time.tzinfo is None:
        message = f"LEARNMS_NOW is `{fixed}`, which is not a time with a UTC offset."
        raise UsageError(message, "Write it as 2026-11-22T09:00:00+01:00.")
    if not FIRST_YEAR <= time.year < LAST_YEAR:
        message = f"LEARNMS_NOW is `{fixed}`, and that year is out of range."
        raise UsageError(message, f"Use a year from {FIRST_YEAR} to {LAST_YEAR - 1}.")
    return lambda: time
