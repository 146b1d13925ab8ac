"""Getting ready for an exam, in numbers: how many new parts a day brings, what fits into its
minutes, what comes in the last days.

The review of a plan and its simulation both go by these rules.
"""

from __future__ import annotations

import math
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple, TypeVar

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_Topic = TypeVar("_Topic", int, tuple[str, str])

WINDOW = 3
"""The last days before the exam, in which the parts come lowest first."""
RESERVE = 7
"""Days before the exam on which nothing new comes, where the plan is long enough for them."""
SHARE = 5
"""A long plan keeps one part in so many of its days free of new cards."""
AHEAD = 2
"""How many times the even share a day brings where the minutes would not hold the even share
later on.
"""
WELL_KNOWN = 0.97
"""Recall on the morning of the exam above which the last days do not ask a part before it is
due.
"""
SLACK = 2
"""Days that a plan leaves for new parts that had to wait."""
WARM_UP = 15
"""Minutes on the morning of the exam, where the plan's day has no fewer."""
KNOWN_COST, NEW_COST = 1.1, 1.25
"""Answers that a part takes until it was right once: one in ten is asked again; of what is new,
one in four.
"""


def is_last(days: int) -> bool:
    """Whether a day so many days before the exam is one of the last, in which the parts come
    lowest first.
    """
    return 0 < days <= WINDOW


def reserve(span: int) -> int:
    """How many days before the exam the last new part comes, at the latest: a week or a fifth of
    the days, whichever is more.

    New parts have half of the days at least. `span` is the days from the plan's begin to the exam.
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
    """Whether new parts have to come now, so that of a card they come before what is due."""
    return is_last(days) or _left_for_new(days, span) <= 1


class Quota(NamedTuple):
    """How many new parts a day brings at most, and how many it brings where they are spread
    evenly.
    """

    most: int
    even: int


def new_quota(left: int, days: int, span: int, answers: float) -> Quota:
    """How many new parts today brings so that the last of `left` comes in time.

    They are spread evenly. Where the minutes would not hold that later, when earlier ones come back
    each day, more of them come now, while there is room.

    Args:
        left: the new parts of the plan, those that today brought already among them.
        days: until the exam, today among them.
        span: the days of the whole plan.
        answers: how many answers the minutes of a day hold.
    """
    if left <= 0 or days <= 0:
        return Quota(0, 0)
    even = math.ceil(left / days_for_new(days, span))
    is_tight = even * cost_until(days) > answers and days > WINDOW
    return Quota(min(left, AHEAD * even) if is_tight else even, even)


def cost_until(days: int) -> float:
    """About how many answers a new part takes until an exam so many days ahead: intervals grow
    by a factor, so reviews come with the logarithm.
    """
    return NEW_COST + KNOWN_COST * (1.0 + 0.9 * math.log(days))


def spread(topics: Sequence[_Topic], total: Mapping[_Topic, int]) -> list[int]:
    """The order in which new parts come where there is no time for all: each topic's first, then so
    that all topics come equally far.

    Within a topic they keep their order. Of topics that are equally far the one whose part stands
    first comes first.

    Args:
        topics: the topic of each new part, in the library's order.
        total: the parts of each topic, learned ones among them.

    Returns:
        The places of the new parts.
    """
    left = Counter(topics)
    begun = {topic: max(0, total.get(topic, 0) - number) for topic, number in left.items()}
    ranked = []
    for place, topic in enumerate(topics):
        ranked.append((begun[topic] / max(1, total.get(topic, 0)), place))
        begun[topic] += 1
    return [place for _, place in sorted(ranked)]


def fitting(answers: float, cost: float) -> int:
    """How many parts of that cost so many answers are enough for."""
    return max(0, math.floor(answers / cost + 1e-9))
