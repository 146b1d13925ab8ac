"""The forecast in words and in stretches of days, shared by all interfaces."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from learnms.engine.wording import MONTHS, count, day, took

if TYPE_CHECKING:
    from datetime import date

    from learnms.engine.forecast.forecast import Forecast
    from learnms.engine.voice import Voice

SPANS = {30: "The next 30 days", 365: "The next 12 months"}
"""The spans of the page in days, with their titles."""
NOTHING = "Nothing is due in this period."


class Stretch(NamedTuple):
    """Consecutive days: the first, their number, and the means of a day's cards, of the ends of
    their band, and of the minutes.
    """

    first: date
    days: int
    reviews: float
    low: float
    high: float
    minutes: float


def stretches(outlook: Forecast, length: int) -> list[Stretch]:
    """The days ahead in stretches of `length` days; a last one shorter than half is left out."""
    parts: list[Stretch] = []
    for start in range(0, len(outlook.days), length):
        days = outlook.days[start : start + length]
        if len(days) * 2 >= length or not parts:
            sums = [
                sum(column) / len(days)
                for column in zip(
                    *(
                        (each_day.reviews, each_day.low, each_day.high, each_day.minutes)
                        for each_day in days
                    ),
                    strict=True,
                )
            ]
            parts.append(Stretch(days[0].on, len(days), *sums))
    return parts


def months(parts: list[Stretch]) -> tuple[tuple[int, str], ...]:
    """Where each month begins among some stretches, and its name."""
    numbers = [part.first.month for part in parts]
    return tuple(
        (at, MONTHS[month - 1][:3])
        for at, month in enumerate(numbers)
        if not at or month != numbers[at - 1]
    )


def numbers(outlook: Forecast, length: int, voice: Voice) -> tuple[tuple[str, ...], ...]:
    """The stretches in words: first day, cards a day, minutes."""
    rows = []
    for part in stretches(outlook, length):
        cards = f"{count(round(part.reviews), 'card')} a day for {count(part.days, 'day')}"
        range_ = f" ({part.low:.0f} to {part.high:.0f})" if voice.has_figures else ""
        rows.append((day(part.first, outlook.days[0].on), cards + range_, took(part.minutes)))
    return tuple(rows)


def ahead(outlook: Forecast, voice: Voice) -> str:
    """The mean of the days ahead, its range, and the fullest day; to a patient the minutes."""
    if not outlook.days or not any(each_day.high for each_day in outlook.days):
        return NOTHING
    [whole] = stretches(outlook, len(outlook.days))
    # A mean of medians may lie a little outside the range of the mean.
    each = min(max(whole.reviews, outlook.low), outlook.high)
    cards = (
        f"about {count(round(each), 'card')} a day" if each >= 0.5 else "fewer than one card a day"
    )
    minutes = minutes_a_day(outlook.minutes_per_day)
    said = f"{minutes[:1].upper()}{minutes[1:]}"
    return f"{said}, {cards}.{_range(outlook)}{_most(outlook)}" if voice.has_figures else f"{said}."


def _range(outlook: Forecast) -> str:
    low, high = round(outlook.low), round(outlook.high)
    return f" Likely average: {low} to {high} a day." if low != high else ""


def _most(outlook: Forecast) -> str:
    """The fullest day, if it is above the range of the mean."""
    today, fullest = outlook.days[0].on, max(outlook.days, key=lambda each_day: each_day.reviews)
    if round(fullest.reviews) <= round(outlook.high) + 1:
        return ""
    return (
        f" Busiest day: {'today' if fullest.on == today else day(fullest.on, today)}, about"
        f" {round(fullest.reviews)}."
    )


def minutes_a_day(number: float) -> str:
    """`about 9 minutes a day`."""
    return (
        "less than a minute a day"
        if round(number) < 1
        else f"about {count(round(number), 'minute')} a day"
    )
