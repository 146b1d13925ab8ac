"""The rules of an exam plan: the new parts of a day, what fits into its minutes, the last days.

Reviews under a plan and their simulation both follow them.
"""

from __future__ import annotations

import math
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple, TypeVar

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from learnms.study.fsrs_formulas import Fsrs6

_Topic = TypeVar("_Topic", int, tuple[str, str])

EARLY_TARGET = 0.85
"""The desired retention until the exam, unless the learner's own is lower: what a forgotten part
costs until then, the last days make up for, with fewer answers (measured in `tests/bench`).
"""
WINDOW, LONGEST_WINDOW = 3, 10
"""The fewest and the most final days before the exam, which go to the parts that gain the most."""
RESERVE = 7
"""Days before the exam without new parts, if the plan is long enough."""
SHARE = 5
"""A long plan keeps one fifth of its days free of new parts."""
AHEAD = 2
"""Even shares that one day takes if later days would not have enough minutes for theirs."""
LEAST_GAIN = 0.02
"""The recall on the morning of the exam that an answer of the last days has to add."""
SLACK = 2
"""Spare days in a plan for new parts that had to wait."""
WARM_UP = 15
"""Minutes of review on the morning of the exam, or the plan's minutes a day if fewer."""
KNOWN_COST, NEW_COST = 1.1, 1.25
"""Mean answers until a part is right once: one known part in ten is asked again, one new part in
four.
"""
DUE_COST = 2.0 - EARLY_TARGET
"""Mean answers until a part that is due before the exam is right once."""


def early_target(own: float) -> float:
    """The desired retention until the exam of a learner whose own is `own`."""
    return min(own, EARLY_TARGET)


def window(parts: int, answers: float, span: int) -> int:
    """The number of final days: as many as it takes to ask each of `parts` once, 3 to 10, and at
    most a quarter of the `span` of a plan. `answers` is how many the minutes of a day hold.
    """
    every = math.ceil(parts * KNOWN_COST / answers)
    return max(WINDOW, min(every, LONGEST_WINDOW, span // 4))


def is_last(days: int, window: int = WINDOW) -> bool:
    """Whether a day this many days before the exam is one of the final days."""
    return 0 < days <= window


def gain(curve: Fsrs6, stability: float, difficulty: float, elapsed: int, days: int) -> float:
    """The recall that a review now adds on the morning of the exam, per answer.

    A part is recalled with FSRS's probability r, else asked once more, so it takes 2 − r answers
    and leaves recall r·R(days, S good) + (1 − r)·R(days, S again, good), against
    R(elapsed + days, S) without it.

    Args:
        curve: FSRS's formulas.
        stability: in days, before the review.
        difficulty: 1 to 10, before the review.
        elapsed: days since the last review, at least 1.
        days: until the exam.
    """
    known = curve.recall(elapsed, stability)
    passed, _ = curve.after(stability, difficulty, elapsed, 3)
    failed, _ = curve.after(*curve.after(stability, difficulty, elapsed, 1), 0, 3)
    reviewed = known * curve.recall(days, passed) + (1.0 - known) * curve.recall(days, failed)
    return (reviewed - curve.recall(elapsed + days, stability)) / (2.0 - known)


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


def slack(span: int) -> int:
    """How many days the new parts end before they have to."""
    return min(SLACK, span // 6)


def _left_for_new(days: int, span: int) -> int:
    return days - reserve(span) - slack(span) + 1


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


class Share(NamedTuple):
    """What the minutes of a day hold: new parts and due parts.

    `is_short`: the even share of new parts does not fit beside all due parts. New parts come first
    then, because an answer to one adds more than an answer to a known part.
    """

    new: int
    due: int
    is_short: bool


def share_of_day(quota: Quota, answers: float, due: int) -> Share:
    """The new and due parts of a day with `due` due parts and this many answers left."""
    most = fitting(answers - DUE_COST * due, NEW_COST)
    if quota.even <= most:
        return Share(max(0, min(quota.most, most)), due, is_short=False)
    new = min(quota.even, fitting(answers, NEW_COST))
    return Share(new, min(due, fitting(answers - NEW_COST * new, DUE_COST)), is_short=True)


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
