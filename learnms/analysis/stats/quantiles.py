"""Quantiles: of a sample, and of the standard normal distribution."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

Z_95 = 1.959963984540054
"""The 97.5% quantile of the standard normal distribution: two-sided 95%."""


def quantile(ordered: Sequence[float], share: float) -> float:
    """The value below which a share of the numbers lies, interpolated linearly.

    Args:
        ordered: the numbers, ascending; at least one.
        share: 0 to 1.
    """
    position = share * (len(ordered) - 1)
    below = int(position)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (position - below) * (ordered[above] - ordered[below])
