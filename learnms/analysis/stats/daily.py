"""Work by study day: the number of answers, and the time they took."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from learnms.study.sums import Sums


class Worked(NamedTuple):
    """A study day: its answers, how many of them were timed, and the seconds of these."""

    day: date
    answers: int
    timed: int
    seconds: float


def by_day(sums: Sums) -> list[Worked]:
    """The days with an answer, ascending."""
    return [
        Worked(date.fromisoformat(day), one.number, one.hits, one.amount / 1000)
        for day, one in sums.named("day").items()
    ]
