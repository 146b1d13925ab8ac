"""The rules of an exam plan: the new parts of a day, what fits into its minutes, the last days.

Reviews under a plan and their simulation both follow them.
"""

from __future__ import annotations

import math
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple, TypeVar

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_Topic = TypeVar("_Topic", int, tuple[str, str])

WINDOW = 3
"""The final days before the exam, in which the parts with the lowest recall come first."""
RESERVE = 7
"""Days before the exam without new parts, if the plan is long enough."""
SHARE = 5
"""A long plan keeps one fifth of its days free of new parts."""
AHEAD = 2
"""Even shares that one day takes if later days would not have enough minutes for theirs."""
WELL_KNOWN = 0.97
"""Recall on the morning of the exam above which the last days ask a part only if it is due."""
SLACK = 2
"""Spare days in a plan for new parts that had to wait."""
WARM_UP = 15
"""Minutes of review on the morning of the exam, or the plan's minutes a day if fewer."""
KNOWN_COST, NEW_COST = 1.1, 1.25
"""Mean answers until a part is right once: one known part in ten is asked again, one new part in
four.
"""


def is_last(days: int) -> bool:
    """Whether a day this many days before the exam is one of the final days."""
    return 0 < days <= WINDOW


def reserve(span: int) -> int:
    """How many days before the exam the last new part has to come: a week or a fifth of the days,
    whichever is more.

    New parts get at least half of the days. `span` is the number of days from the plan's start to
    the exam.
    """
    return max(1, min(max(RESERVE, math.ceil(span / SHARE)), span // 2))


def days_for_new(days: int, span: int) -> int:
    """The days, today among them, over which new parts are spread, `days` before the exam.

    They end a little before they have to: a part waits where another of its card is asked. What is
    late comes at once; in the last days it leaves room for what is known worst.
    """
    enough = _left_for_new(days, span)
    return enough if enough >= 1 else 1 if days > WINDOW else days


def _left_for_new(days: int, span: int) -> int:
    return days - reserve(span) - min(SLACK, span // 6) + 1


def is_pressing(days: int, span: int) -> bool:
    """Whether new parts have to come now, even before due parts of the same card."""
    return is_last(days) or _left_for_new(days, span) <= 1


class Quota(NamedTuple):
    """The most new parts of a day, and its even share of them."""

    most: int
    even: int


def new_quota(left: int, days: int, span: int, answers: float, off: int = 0) -> Quota:
    """The number of new parts for today so that the last of `left` comes in time.

    They are spread evenly. Where the minutes would not hold that later, when earlier ones come back
    each day, more of them come now, while there is room.

    Args:
        left: the new parts of the plan, those that today brought already among them.
        days: until the exam, today among them.
        span: the days of the whole plan.
        answers: how many answers the minutes of a day hold.
        off: how many of the `days_for_new` are days off.
    """
    if left <= 0 or days <= 0:
        return Quota(0, 0)
    even = math.ceil(left / max(1, days_for_new(days, span) - off))
    is_tight = even * cost_until(days) > answers and days > WINDOW
    return Quota(min(left, AHEAD * even) if is_tight else even, even)


def cost_until(days: int) -> float:
    """The approximate number of answers that a new part takes until an exam this many days ahead:
    intervals grow by a factor, so reviews grow with the logarithm.
    """
    return NEW_COST + KNOWN_COST * (1.0 + 0.9 * math.log(days))


def spread(topics: Sequence[_Topic], total: Mapping[_Topic, int]) -> list[int]:
    """The order of new parts if there is no time for all of them: each topic's first part, then
    parts that keep the topics equally far along. Within a topic they keep their order. If topics
    tie, the one with the earliest part comes first.

    Args:
        topics: the topic of each new part, in the library's order.
        total: the parts of each topic, learned ones among them.

    Returns:
        The indices of the new parts.
    """
    left = Counter(topics)
    begun = {topic: max(0, total.get(topic, 0) - number) for topic, number in left.items()}
    ranked = []
    for index, topic in enumerate(topics):
        ranked.append((begun[topic] / max(1, total.get(topic, 0)), index))
        begun[topic] += 1
    return [index for _, index in sorted(ranked)]


def fitting(answers: float, cost: float) -> int:
    """The number of parts that fit into this many answers, at this cost in answers each."""
    return max(0, math.floor(answers / cost + 1e-9))
