"""Days off: the dates on which no reviews are planned."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from learnms.text import shown

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

LONGEST = 365
"""The most days off in a row."""
MOST = 100
"""The most ranges."""
EXAMPLE = "2026-12-24 or 2026-12-24..2026-12-26"
_DAY = timedelta(days=1)
_TO = ".."


@dataclass(frozen=True, slots=True)
class DaysOff:
    """Days off, as ranges from a first to a last day, in order and with a day between them."""

    ranges: tuple[tuple[date, date], ...] = ()

    @classmethod
    def of(cls, ranges: Iterable[tuple[date, date]], *, longest: int | None = LONGEST) -> DaysOff:
        """The days of these ranges, in any order; those that touch become one. A range has at most
        `longest` days.

        Raises:
            ValueError: a range ends before it begins, is too long, or there are too many.
        """
        apart: list[tuple[date, date]] = []
        for first, last in sorted(ranges):
            if last < first:
                message = f"{first}{_TO}{last} ends before it begins"
                raise ValueError(message)
            if apart and (first - apart[-1][1]).days <= 1:
                apart[-1] = apart[-1][0], max(last, apart[-1][1])
            else:
                apart.append((first, last))
        for first, last in apart:
            if longest is not None and (last - first).days >= longest:
                message = f"{first}{_TO}{last} is longer than {longest} days"
                raise ValueError(message)
        if len(apart) > MOST:
            message = f"at most {MOST} ranges of days off, not {len(apart)}"
            raise ValueError(message)
        return cls(tuple(apart))

    @classmethod
    def of_texts(cls, texts: Iterable[str]) -> DaysOff:
        """The days of dates and ranges in ISO format, such as `2026-12-24..2026-12-26`.

        Raises:
            ValueError: a text is neither, or the ranges do not fit.
        """
        return cls.of(map(_range, texts))

    @property
    def texts(self) -> list[str]:
        """The ranges in ISO format; a single day is a date."""
        return [
            first.isoformat() if first == last else f"{first}{_TO}{last}"
            for first, last in self.ranges
        ]

    def __contains__(self, day: object) -> bool:
        return isinstance(day, date) and self.around(day) is not None

    def around(self, day: date) -> tuple[date, date] | None:
        """The range that includes a day."""
        return next((each for each in self.ranges if each[0] <= day <= each[1]), None)

    def coming(self, today: date) -> DaysOff:
        """The ranges that are not over."""
        return DaysOff(tuple(each for each in self.ranges if each[1] >= today))

    def without(self, other: DaysOff) -> DaysOff:
        """These days but the days of `other`, which may be a part of a range."""
        left = list(self.ranges)
        for first, last in other.ranges:
            left = [
                (low, high)
                for begin, end in left
                for low, high in ((begin, min(end, first - _DAY)), (max(begin, last + _DAY), end))
                if low <= high
            ]
        return DaysOff(tuple(left))

    def number(self, after: date, before: date) -> int:
        """How many days off lie between two days, without these."""
        low, high = after + _DAY, before - _DAY
        shares = ((max(first, low), min(last, high)) for first, last in self.ranges)
        return sum(max(0, (last - first).days + 1) for first, last in shares)

    def numbers(self, today: date) -> Iterator[int]:
        """The coming days off, counted from today."""
        for first, last in self.coming(today).ranges:
            yield from range(max(0, (first - today).days), (last - today).days + 1)

    def moved(self, days: int, today: date, latest: date | None = None) -> int:
        """The interval from today that ends on the nearest day that is not off, at least a day and
        not beyond `latest` if it can end before.
        """
        around = self.around(today + timedelta(days=days)) if self.ranges else None
        if around is None:
            return days
        earlier, later = (around[0] - today).days - 1, (around[1] - today).days + 1
        end = (latest - today).days if latest is not None else None
        return nearer(days, earlier, later, first=1, latest=end)


def nearer(day: int, earlier: int, later: int, *, first: int, latest: int | None) -> int:
    """The nearer of two days around a day off, the earlier one if they are equally near. It is not
    before `first`, and not after `latest` if the earlier one will do.
    """
    is_late = latest is not None and later > latest
    return earlier if earlier >= first and (is_late or day - earlier <= later - day) else later


def _range(text: str) -> tuple[date, date]:
    first, to, last = text.partition(_TO)
    try:
        return date.fromisoformat(first), date.fromisoformat(last if to else first)
    except ValueError:
        message = f"{shown(text)} is not a date or a range of dates, such as {EXAMPLE}"
        raise ValueError(message) from None


NEVER = DaysOff()
"""No days off."""
