"""Postponing and catching up: how overdue a card is, how long it can wait, how long a backlog
lasts.
"""

from __future__ import annotations

import math
from collections import deque
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Mapping

    from learnms.study.fsrs_formulas import Fsrs6

LEAST_GROWTH, MOST_GROWTH = 0.05, 0.10
"""The growth of a postponed card's interval, as a share of it (open-spaced-repetition,
fsrs4anki-helper, postpone.py).
"""
HORIZON = 180
"""Days within which a backlog must be cleared."""


class Known(NamedTuple):
    """A card in review: its stability in days, its difficulty, and the days of its last review
    (0 or below) and of its due day, counted from today.
    """

    stability: float
    difficulty: float
    last: int
    due: int


def overdueness(recall: float, target: float) -> float:
    """How overdue a card is, as a share of its interval: 0 on the due day, 1 after twice the
    interval.

    Source: fsrs4anki-helper, postpone.py: (1/R - 1) / (1/target - 1) - 1.
    """
    return (1.0 / recall - 1.0) / (1.0 / target - 1.0) - 1.0


def put_off_range(interval: int) -> tuple[int, int]:
    """The fewest and the most days from today to which a card can be postponed: its interval grows
    by 5 to 10%, at least by a day.
    """
    low = max(1, math.ceil(LEAST_GROWTH * interval))
    return low, max(low, math.floor(MOST_GROWTH * interval))


def emptiest(low: int, high: int, load: Mapping[int, int], off: Container[int] = ()) -> int:
    """The day in a range on which the fewest cards are due; if several tie, the first. A day off is
    taken only where all days of the range are.
    """
    days = range(low, high + 1)
    return min([day for day in days if day not in off] or days, key=lambda day: load.get(day, 0))


def mean_recall(cards: Iterable[tuple[float, int]], formulas: Fsrs6) -> float | None:
    """The mean predicted recall of cards given as stability and days since the last review; None
    without cards.
    """
    recalls = [formulas.recall(elapsed, stability) for stability, elapsed in cards]
    return math.fsum(recalls) / len(recalls) if recalls else None


def days_to_catch_up(
    cards: Iterable[Known], per_day: int, formulas: Fsrs6, target: float, off: Container[int] = ()
) -> int | None:
    """The days until no overdue card is left, with `per_day` reviews a day; None if that takes
    longer than the horizon.

    As many cards fail as recall predicts, spread evenly. Each comes back when its new stability
    says. Cards that are not due yet come on their due day; no new ones are started.

    Args:
        cards: those in review; the due ones in the order in which they are asked.
        per_day: at least 1.
        formulas: FSRS's.
        target: the desired retention.
        off: the days off, counted from today, without reviews.
    """
    queue: deque[Known] = deque()
    coming: dict[int, list[Known]] = {}
    for card in cards:
        if card.due <= 0:
            queue.append(card)
        elif card.due < HORIZON:
            coming.setdefault(card.due, []).append(card)
    failing = 0.0
    for day in range(HORIZON):
        queue.extend(coming.pop(day, ()))
        if day in off:
            continue
        for _ in range(min(per_day, len(queue))):
            card = queue.popleft()
            failing += 1.0 - formulas.recall(day - card.last, card.stability)
            fails = failing >= 1.0
            failing -= fails
            stability, difficulty = formulas.after(
                card.stability, card.difficulty, day - card.last, 1 if fails else 3
            )
            due = day + formulas.interval(stability, target)
            if due < HORIZON:
                coming.setdefault(due, []).append(Known(stability, difficulty, day, due))
        if not queue:
            return day + 1
    return None
