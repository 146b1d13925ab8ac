"""Getting ready for an exam, in numbers: how many new parts a day brings, what fits into its minutes, what comes in the last days.

The review of a plan and its simulation both go by these rules.
"""

from __future__ import annotations

import math
from collections import Counter
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_Topic = TypeVar("_Topic", int, tuple[str, str])

WINDOW = 3
"""The last days before the exam, in which the parts come lowest first."""
RESERVE = 7
"""Days before the exam on which nothing new comes, where the plan is long enough for them."""
SHARE = 5
"""A plan of few days keeps one part in so many of them free of new cards."""
WELL_KNOWN = 0.97
"""Recall on the morning of the exam above which the last days do not ask a part before it is due."""
KNOWN_COST, NEW_COST = 1.1, 1.25
"""Answers that a part takes until it was right once: one in ten is asked again; of what is new, one in four."""


def is_last(days: int) -> bool:
    """Whether a day so many days before the exam is one of the last, in which the parts come lowest first."""
    return 0 < days <= WINDOW


def reserve(span: int) -> int:
    """How many days before the exam the last new part comes, at the latest; `span` is the days from the plan's begin to the exam."""
    return min(RESERVE, math.ceil(span / SHARE))


def days_for_new(days: int, span: int) -> int:
    """The days, today among them, over which new parts are spread, `days` before the exam.

    Where the plan's own reserve has been reached already, a fifth of the days that are left is kept free instead.
    """
    enough = days - reserve(span) + 1
    return enough if enough >= 1 else days - reserve(days) + 1


def new_quota(left: int, days: int, span: int) -> int:
    """How many new parts today brings so that the last of `left` comes in time."""
    return math.ceil(left / days_for_new(days, span)) if left > 0 and days > 0 else 0


def spread(topics: Sequence[_Topic], total: Mapping[_Topic, int]) -> list[int]:
    """The order in which new parts come where there is no time for all: each topic's first, then so that all topics come equally far.

    Within a topic they keep their order. Of topics that are equally far the one whose part stands first comes first.

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
