"""Changes of the clocks and of the zone: one study day per local day, nothing due twice or lost."""

from __future__ import annotations

import itertools
import shutil
import tempfile
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import NamedTuple
from zoneinfo import ZoneInfo

import pytest

from learnms.store.first_paint import StudyQueries
from learnms.store.log.writer import Store
from learnms.store.sqlite.connection import open_reader
from learnms.study.day import study_day
from learnms.study.event import Part
from tests.factories.store import Clock, CountingParser, answer, card, deck, load, memory

ZONES = (
    *("UTC", "Europe/Berlin", "America/New_York", "America/St_Johns", "Asia/Kathmandu"),
    *("Pacific/Kiritimati", "Pacific/Pago_Pago", "Australia/Lord_Howe", "Africa/Casablanca"),
    *("Pacific/Chatham", "America/Santiago", "Antarctica/Troll"),
)
"""Twelve, with +05:45, -11 and +14; with changes of half an hour, of two hours, and at midnight."""

YEARS = range(2024, 2028)
AROUND = timedelta(hours=3)
MINUTE = timedelta(minutes=1)


@cache
def changes(zone: str) -> list[datetime]:
    """The hours in which the clocks of a zone change; where they never do, some day's noon."""
    local = ZoneInfo(zone)
    start = datetime(YEARS.start, 1, 1, tzinfo=UTC)
    hours = (start + timedelta(hours=n) for n in range(len(YEARS) * 8766))
    found = [
        before
        for before, after in itertools.pairwise(hours)
        if before.astimezone(local).utcoffset() != after.astimezone(local).utcoffset()
    ]
    return found or [datetime(2026, 3, 29, 12, tzinfo=UTC)]


def minutes_of(change: datetime, zone: str) -> list[datetime]:
    """Every minute three hours before and after a change, and before and after 04:00 of the days
    around it, in order.
    """
    local = ZoneInfo(zone)
    day = change.astimezone(local).date()
    mornings = (
        datetime(on.year, on.month, on.day, 4, tzinfo=local).astimezone(UTC)
        for on in (day + timedelta(days=n) for n in range(-1, 3))
    )
    spans = [(centre - AROUND, centre + AROUND) for centre in (change, *mornings)]
    every = {
        start + n * MINUTE for start, end in spans for n in range(int((end - start) / MINUTE) + 1)
    }
    return [at.astimezone(local) for at in sorted(every)]


@pytest.mark.parametrize("zone", ZONES)
def test_every_minute_around_a_change_belongs_to_one_day_that_never_goes_back(zone: str) -> None:
    for change in changes(zone):
        minutes = minutes_of(change, zone)
        days = [study_day(at) for at in minutes]

        assert days == sorted(days)
        assert {later - earlier for earlier, later in itertools.pairwise(days)} <= {
            timedelta(0),
            timedelta(days=1),
        }
        for day, at in zip(days, minutes, strict=True):
            assert day == at.date() - timedelta(days=at.hour < 4)


class Sitting(NamedTuple):
    """A card that was answered: its study day, and the day on which it was due."""

    day: date
    due: date | None


def answered(minutes: list[datetime]) -> dict[str, list[Sitting]]:
    """A learner who looks at each of these minutes, and answers what is due, each with another
    rating than the one before; the first time all cards.
    """
    folder = Path(tempfile.mkdtemp(prefix="learnms-zones-"))
    names = [f"card-{letter}" for letter in "abcd"]
    path = deck(folder / "deck.json", *map(card, names))
    clock = Clock(minutes[0])
    found: dict[str, list[Sitting]] = {name: [] for name in names}
    try:
        opened = open_reader(folder / "nowhere")
        load(opened, CountingParser(), path)
        store, queries = Store.open(folder, clock, opened), StudyQueries(opened.connection)
        for number, clock.at in enumerate(minutes):
            today = queries.effective_day(store.today)
            due = [row.part.card for row in queries.due_parts(today)]
            for name in due if number else names:
                before = memory(store, name)
                event = answer(store, name, 2 if found[name] else 1 + names.index(name) % 2)
                found[name].append(Sitting(event.study_day, before.due))
        assert store.rebuild().changed == 0
        last = queries.effective_day(store.today)
        for name in names:
            due_day = memory(store, name).due
            assert due_day is not None
            assert due_day > last, f"{name} is lost"
            assert Part(name) not in {row.part for row in queries.due_parts(last)}
        opened.close()
    finally:
        shutil.rmtree(folder)
    return found


@pytest.mark.parametrize("every", [30, pytest.param(1, marks=pytest.mark.long)])
@pytest.mark.parametrize("zone", ZONES)
def test_nothing_is_due_twice_or_lost_around_a_change(zone: str, every: int) -> None:
    for change in changes(zone)[: 2 if every == 1 else 1]:
        cards = answered(minutes_of(change, zone)[::every])

        for sittings in cards.values():
            assert max(Counter(one.day for one in sittings).values()) == 1, "due twice in a day"
            assert all(one.due is not None and one.due <= one.day for one in sittings[1:])
        days = {one.day for sittings in cards.values() for one in sittings}
        assert len(days) >= 3


@pytest.mark.parametrize(
    ("origin", "destination"),
    [
        ("Pacific/Kiritimati", "Pacific/Pago_Pago"),
        ("Pacific/Pago_Pago", "Pacific/Kiritimati"),
        ("Europe/Berlin", "America/New_York"),
        ("America/New_York", "Asia/Kathmandu"),
    ],
)
def test_a_journey_makes_nothing_due_twice_or_lost(origin: str, destination: str) -> None:
    """Half an hour in each place; across the date line the local day goes back or ahead."""
    start = datetime(2026, 11, 22, 0, 17, tzinfo=UTC)
    times = [start + timedelta(minutes=30 * n) for n in range(48 * 5)]
    here, there = ZoneInfo(origin), ZoneInfo(destination)

    cards = answered([at.astimezone(here if n < 120 else there) for n, at in enumerate(times)])

    for sittings in cards.values():
        days = [one.day for one in sittings]
        assert days == sorted(set(days))
        assert all(one.due is not None and one.due <= one.day for one in sittings[1:])
