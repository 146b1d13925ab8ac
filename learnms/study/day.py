"""Study days, the unit of the schedule: a local day that begins at 04:00, or at an hour that the
learner chose.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import NamedTuple

ROLLOVER_HOUR = 4


class Moment(NamedTuple):
    """The time of an event, as it is logged.

    `at_utc` is aware UTC, `utc_offset` the local offset in minutes.
    """

    at_utc: datetime
    utc_offset: int
    study_day: date


def study_day(local: datetime, rollover_hour: int = ROLLOVER_HOUR) -> date:
    """The study day of a local time; `rollover_hour` is the hour at which a day begins.

    The wall clock decides, so a day with 23 or 25 hours is one day like any other.
    """
    return (local.replace(tzinfo=None) - timedelta(hours=rollover_hour)).date()


def moment(local: datetime, rollover_hour: int = ROLLOVER_HOUR) -> Moment:
    """The moment of an aware local time.

    Raises:
        ValueError: the time has no offset.
    """
    offset = local.utcoffset()
    if offset is None:
        raise ValueError("a time needs a UTC offset")
    return Moment(
        local.astimezone(UTC), round(offset.total_seconds() / 60), study_day(local, rollover_hour)
    )


@lru_cache(maxsize=10_000)
def midnight(day: date) -> datetime:
    """The UTC midnight that represents a study day in py-fsrs."""
    return datetime(day.year, day.month, day.day, tzinfo=UTC)
