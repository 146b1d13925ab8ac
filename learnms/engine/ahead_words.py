"""What the days ahead bring, in words and in stretches of days: the same on the screen, in lines and on the command line."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from learnms.engine.words import count

if TYPE_CHECKING:
    from datetime import date

    from learnms.engine.outlook import Outlook

SPANS = {30: "The next 30 days", 365: "The next 12 months"}
"""How far the page looks ahead, in days."""


class Stretch(NamedTuple):
    """Some days ahead: the first, how many, and a day's mean of cards, of the ends of their band, and of minutes."""

    first: date
    days: int
    reviews: float
    low: float
    high: float
    minutes: float


def stretches(outlook: Outlook, length: int) -> list[Stretch]:
    """The days ahead in stretches of so many; a rest shorter than half of one is left out."""
    made: list[Stretch] = []
    for at in range(0, len(outlook.days), length):
        days = outlook.days[at : at + length]
        if len(days) * 2 >= length or not made:
            sums = [sum(column) / len(days) for column in zip(*((one.reviews, one.low, one.high, one.minutes) for one in days), strict=True)]
            made.append(Stretch(days[0].on, len(days), *sums))
    return made


def ahead(outlook: Outlook) -> str:
    """What the days ahead bring, and how sure that is."""
    if not outlook.days or not any(one.high for one in outlook.days):
        return "Nothing comes in that time."
    [whole] = stretches(outlook, len(outlook.days))
    low, high = round(whole.low), round(whole.high)
    futures = f"Of 10 possible futures, 8 bring {f'{low} to {high}' if low != high else low} cards on a single day"
    per = whole.minutes / whole.reviews if whole.reviews else 0.0
    took = f" ({round(low * per)} to {round(high * per)} minutes)" if round(low * per) != round(high * per) and high * per >= 2 else ""
    cards_ = f"about {count(round(whole.reviews), 'card')} a day" if whole.reviews >= 0.5 else "less than a card a day"
    minutes_ = minutes_a_day(outlook.minutes_per_day)
    return f"{minutes_[:1].upper()}{minutes_[1:]}, {cards_}. {futures}{took}."


def minutes_a_day(number: float) -> str:
    """`about 9 minutes a day`."""
    return "less than a minute a day" if round(number) < 1 else f"about {count(round(number), 'minute')} a day"
