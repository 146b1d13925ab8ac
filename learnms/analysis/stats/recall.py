"""Retention: the share remembered with its interval."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

from learnms.analysis.stats.quantiles import Z_95

if TYPE_CHECKING:
    from collections.abc import Iterable

    from learnms.study.sums import Sum

ENOUGH = 20
"""The minimum of trials for which a share is shown."""


class Share(NamedTuple):
    """The number of trials, and how many of them were right."""

    n: int = 0
    right: int = 0

    @property
    def is_enough(self) -> bool:
        """Whether there are enough trials for the share to be shown."""
        return self.n >= ENOUGH

    @property
    def rate(self) -> float:
        """The share, 0 to 1.

        Raises:
            ZeroDivisionError: there are no trials.
        """
        return self.right / self.n

    @property
    def interval(self) -> tuple[float, float]:
        """The 95% confidence interval of the share."""
        return wilson(self.right, self.n)


def wilson(right: int, n: int) -> tuple[float, float]:
    """Wilson's score interval, 95%, without continuity correction (Wilson 1927; Newcombe 1998,
    method 3).

    Without trials it is 0 to 1. Trials are treated as independent, which those of one card are not
    quite.
    """
    if not n:
        return 0.0, 1.0
    rate, square = right / n, Z_95 * Z_95
    middle = (rate + square / (2 * n)) / (1 + square / n)
    half = Z_95 / (1 + square / n) * math.sqrt(rate * (1 - rate) / n + square / (4 * n * n))
    return (0.0 if right == 0 else max(0.0, middle - half)), (
        1.0 if right == n else min(1.0, middle + half)
    )


def share(sums: Iterable[Sum]) -> Share:
    """The share of the trials in some sums that was remembered."""
    counts = [(one.number, one.hits) for one in sums]
    return Share(sum(n for n, _ in counts), sum(right for _, right in counts))
