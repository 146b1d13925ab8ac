"""Events and days for tests of the rules of learning."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

from learnms.study.event import Event, EventKind, checksum

DAY = date(2026, 11, 22)


def event(
    number: int,
    day: int = 0,
    *,
    kind: EventKind = "review",
    card: str | None = "card-one",
    **columns: Any,
) -> Event:
    """The event number `number` of one device, so many days after `DAY`."""
    at = datetime(2026, 11, 22, 12, tzinfo=UTC) + timedelta(days=day, seconds=number)
    made = Event(
        learner_id="learner",
        id=UUID(int=number + 1),
        kind=kind,
        device_id="device",
        seq=number,
        at_utc=at,
        utc_offset=0,
        study_day=DAY + timedelta(days=day),
        card=card,
        **columns,
    )
    return replace(made, checksum=checksum(made))


def on(day: int) -> date:
    """So many days after `DAY`."""
    return DAY + timedelta(days=day)
