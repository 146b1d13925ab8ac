"""Work by study day: the number of answers, and the time they took."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, Protocol

from learnms.study.event import LONGEST_MS

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date


class Timed(Protocol):
    """An answer with the time it took. One that `repeats` another answer is not counted again."""

    @property
    def kind(self) -> str: ...
    @property
    def day(self) -> date: ...
    @property
    def took_ms(self) -> int | None: ...
    @property
    def repeats(self) -> str | None: ...


class Worked(NamedTuple):
    """A study day: its answers, how many of them were timed, and the seconds of these."""

    day: date
    answers: int
    timed: int
    seconds: float


def by_day(answers: Iterable[Timed]) -> list[Worked]:
    """The days with an answer, ascending."""
    days: dict[date, list[int]] = {}
    for answer in answers:
        if answer.kind == "reset" or answer.repeats is not None:
            continue
        counts = days.setdefault(answer.day, [0, 0, 0])
        counts[0] += 1
        if answer.took_ms is not None:
            counts[1] += 1
            counts[2] += min(answer.took_ms, LONGEST_MS)
    return [
        Worked(day, answers, timed, milliseconds / 1000)
        for day, (answers, timed, milliseconds) in sorted(days.items())
    ]
