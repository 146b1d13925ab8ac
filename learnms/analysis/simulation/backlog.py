"""What is put off and what is caught up with: how overdue a card is, by how much it can wait,
how long a backlog lasts.
"""

from __future__ import annotations

import math
from collections import deque
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from learnms.study.fsrs_formulas import Fsrs6

LEAST_GROWTH, MOST_GROWTH = 0.05, 0.10
"""By how much of itself an interval grows where a card is put off (open-spaced-repetition,
fsrs4anki-helper, postpone.py).
"""
HORIZON = 180
"""Days after which catching up is not looked for any more."""


class Known(NamedTuple):
    """A card in review: its stability and last review in days (the latter counted from today, so
    0 or below), its difficulty, the days until it is due.
    """

    stability: float
    difficulty: float
    last: int
    due: int


def overdueness(recall: float, target: float) -> float:
    """How far recall has fallen below the target, in parts of the interval that leads to it: 0 on
    the due day, 1 after twice the interval.

    Source: fsrs4anki-helper, postpone.py: (1/R - 1) / (1/target - 1) - 1.
    """
    return (1.0 / recall - 1.0) / (1.0 / target - 1.0) - 1.0


def put_off_range(interval: int) -> tuple[int, int]:
    """The fewest and the most days from today to which a card goes that is put off: its interval
    grows by 5 to 10 per cent, but by a day at least.
    """
    low = max(1, math.ceil(LEAST_GROWTH * interval))
    return low, max(low, math.floor(MOST_GROWTH * interval))


def emptiest(low: int, high: int, load: Mapping[int, int]) -> int:
    """The day of a range on which least is due; of equal ones the first."""
    return min(range(low, high + 1), key=lambda day: load.get(day, 0))


def mean_recall(cards: Iterable[tuple[float, int]], formulas: Fsrs6) -> float | None:
    """The mean predicted recall of cards given as stability and days since the last review; None
    without cards.
    """
    recalls = [formulas.recall(elapsed, stability) for stability, elapsed in cards]
    return math.fsum(recalls) / len(recalls) if recalls else None


def days_to_catch_up(
    cards: Iterable[Known], per_day: int, formulas: Fsrs6, target: float
) -> int | None:
    """After how many days of repeating so many cards nothing waits any more; None where that takes
    longer than the horizon.

    Every review is one day's work. Of the cards repeated as many fail as recall predicts, evenly
    strewn among them; each comes back when its new stability says. Cards that are not due yet come
    when they are due; new ones are not begun.

    Args:
        cards: those in review; the due ones in the order in which they are asked.
        per_day: at least 1.
        formulas: FSRS's.
        target: the desired retention.
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
