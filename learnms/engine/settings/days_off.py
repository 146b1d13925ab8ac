"""The days off: adding and removing them, and their words."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from learnms.days_off import DaysOff
from learnms.engine.form import Days, Group, Tick
from learnms.engine.wording import WEEKDAYS, count, short_day
from learnms.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from learnms.settings import Settings

NONE = "none"
REMOVES = "Select to plan reviews on these days again."


def added(settings: Settings, days: DaysOff, today: date) -> Settings:
    """The settings with more days off; those that are over go.

    Raises:
        UsageError: there would be too many in a row, or too many ranges.
    """
    return _with(settings, (*settings.days_off.coming(today).ranges, *days.ranges))


def removed(settings: Settings, days: DaysOff, today: date) -> Settings:
    """The settings without these days off; those that are over go.

    Raises:
        UsageError: there would be too many ranges.
    """
    left = settings.days_off.coming(today).without(days)
    return _with(settings, left.ranges)


def _with(settings: Settings, ranges: Iterable[tuple[date, date]]) -> Settings:
    try:
        return replace(settings, days_off=DaysOff.of(ranges))
    except ValueError as error:
        message = f"{error}.".capitalize()
        raise UsageError(message) from None


def spelled(days: tuple[date, date], today: date) -> str:
    """A range in words: `Thu, Dec 24`, `Thu, Dec 24 to Sat, Dec 26`."""
    return " to ".join(
        f"{WEEKDAYS[day.weekday()][:3]}, {short_day(day, today)}" for day in dict.fromkeys(days)
    )


def listed(days: DaysOff, today: date) -> str:
    """All days off that are not over."""
    return "; ".join(spelled(each, today) for each in days.coming(today).ranges) or NONE


def ignored(days: DaysOff, today: date, off: DaysOff | None = None) -> list[str]:
    """The ranges that changed nothing: those that are over; with `off`, from which they were
    removed, also those without a day off.
    """
    coming = days.coming(today).ranges
    past = [each for each in days.ranges if each not in coming]
    apart = [each for each in coming if off is not None and off.without(DaysOff((each,))) == off]
    named = ("In the past, left out", past), ("Not days off", apart)
    return [
        f"{why}: {'; '.join(spelled(each, today) for each in ranges)}."
        for why, ranges in named
        if ranges
    ]


def days_off_row(
    settings: Settings, name: str, label: str, help_text: str, today: date | None
) -> Group[Settings]:
    """The row of the days off: one line to add some, and one for each range, which removes it.
    Without `today` it only says what it is for.
    """
    if today is None:
        return Group(name, label, help_text, about="", inner=())
    coming: Sequence[tuple[date, date]] = settings.days_off.coming(today).ranges
    total = sum((last - first).days + 1 for first, last in coming)
    first: Days[Settings] = Days(
        f"{name}/add",
        "Add days off",
        today=today,
        put=lambda days: added(settings, days, today),
        verb="add",
    )
    ticks: list[Tick[Settings]] = [
        Tick(
            f"{name}/{days[0]}",
            spelled(days, today),
            REMOVES,
            is_on=True,
            toggled=partial(removed, settings, DaysOff((days,)), today),
            verb="remove",
        )
        for days in coming
    ]
    about = NONE if not coming else listed(settings.days_off, today)
    if len(coming) > 1:
        about = f"{count(total, 'day')}, next: {spelled(coming[0], today)}"
    return Group(name, label, help_text, about=about, inner=(first, *ticks))
