"""What the days ahead bring, in words and in stretches of days: the same on the screen, in lines
and on the command line.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from learnms.engine.wording import count, day

if TYPE_CHECKING:
    from datetime import date

    from learnms.engine.forecast.forecast import Forecast

SPANS = {30: "The next 30 days", 365: "The next 12 months"}
"""How far the page looks ahead, in days."""


class Stretch(NamedTuple):
    """Some days ahead: the first, how many, and a day's mean of cards, of the ends of their
    band, and of minutes.
    """

    first: date
    days: int
    reviews: float
    low: float
    high: float
    minutes: float


def stretches(outlook: Forecast, length: int) -> list[Stretch]:
    """The days ahead in stretches of so many; a rest shorter than half of one is left out."""
    made: list[Stretch] = []
    for at in range(0, len(outlook.days), length):
        days = outlook.days[at : at + length]
        if len(days) * 2 >= length or not made:
            sums = [
                sum(column) / len(days)
                for column in zip(
                    *((one.reviews, one.low, one.high, one.minutes) for one in days), strict=True
                )
            ]
            made.append(Stretch(days[0].on, len(days), *sums))
    return made


def ahead(outlook: Forecast, *, patient: bool = False) -> str:
    """What the days ahead bring on average, how sure that is, and the day that brings most. A
    patient reads no ranges.
    """
    if not outlook.days or not any(one.high for one in outlook.days):
        return "Nothing comes in that time."
    [whole] = stretches(outlook, len(outlook.days))
    each = min(
        max(whole.reviews, outlook.low), outlook.high
    )  # a mean of medians, which may lie a little beside the range of the mean
    cards = f"about {count(round(each), 'card')} a day" if each >= 0.5 else "less than a card a day"
    minutes = minutes_a_day(outlook.minutes_per_day)
    return (
        f"{minutes[:1].upper()}{minutes[1:]},"
        f" {cards}.{'' if patient else _range(outlook)}{_most(outlook)}"
    )


def _range(outlook: Forecast) -> str:
    low, high = round(outlook.low), round(outlook.high)
    return f" Most likely {low} to {high} a day on average." if low != high else ""


def _most(outlook: Forecast) -> str:
    """The day that brings most, where that is more than the average may be."""
    today, fullest = outlook.days[0].on, max(outlook.days, key=lambda one: one.reviews)
    if round(fullest.reviews) <= round(outlook.high) + 1:
        return ""
    return (
        f" Most come {'today' if fullest.on == today else f'on {day(fullest.on, today)}'}: about"
        f" {round(fullest.reviews)}."
    )


def minutes_a_day(number: float) -> str:
    """`about 9 minutes a day`."""
    return (
        "less than a minute a day"
        if round(number) < 1
        else f"about {count(round(number), 'minute')} a day"
    )
