"""Histograms: counts of values between given bounds."""

from __future__ import annotations

import math
from bisect import bisect_right
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

STABILITY_BOUNDS = (1.0, 3.0, 7.0, 21.0, 60.0, 180.0, 365.0)
"""Bounds of the slots of stability, in days."""
RECALL_BOUNDS = (0.5, 0.6, 0.7, 0.8, 0.85, 0.9, 0.95)
"""Bounds of the slots of recall."""


class Slot(NamedTuple):
    """The number of values that are at least `low` and below `high`."""

    low: float
    high: float
    number: int


def spread(
    values: Iterable[float], bounds: Sequence[float], *, least: float = 0.0, most: float = math.inf
) -> tuple[Slot, ...]:
    """The counts between ascending bounds. The first slot begins at `least`; the last ends at
    `most` and includes it.
    """
    counts = [0] * (len(bounds) + 1)
    for value in values:
        counts[bisect_right(bounds, value)] += 1
    edges = (least, *bounds, most)
    return tuple(
        Slot(low, high, count) for (low, high), count in zip(pairwise(edges), counts, strict=True)
    )
