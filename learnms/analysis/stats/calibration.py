"""Predicted against actual recall: bins, the gap between them, and whether predicting beats
always saying one's average.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from learnms.analysis.stats.recall import ENOUGH, Share

if TYPE_CHECKING:
    from collections.abc import Sequence

LEAST_BINS, MOST_BINS = 5, 10
_PER_BIN = 50
_Z = 1.959963984540054
_NEVER = 1e-7
"""A prediction is taken as at least this far from 0 and 1, because a logarithm has to be finite."""


class Outcome(NamedTuple):
    """A predicted recall, 0 to 1, and whether it was remembered."""

    predicted: float
    right: bool


class Bin(NamedTuple):
    """Tests with about the same prediction: the lowest, the highest and the mean one, and how
    many were right.
    """

    low: float
    high: float
    predicted: float
    share: Share

    @property
    def is_off(self) -> bool:
        """Whether the mean prediction lies outside the interval of what happened."""
        low, high = self.share.interval
        return not low <= self.predicted <= high


@dataclass(frozen=True, slots=True)
class Calibration:
    """How predictions fit what happened. Log losses are in nats, the mean over all tests.

    `log_loss_average` is that of always saying the learner's own average; `skill` 1 - the one / the
    other, above 0 where predicting is better, None where the average is never wrong; `skill_error`
    its standard error, from the paired differences.
    """

    predicted: float
    share: Share
    bins: tuple[Bin, ...]
    log_loss: float
    log_loss_average: float
    skill: float | None
    skill_error: float | None

    @property
    def gap(self) -> float:
        """Actual less predicted recall; below 0 more is forgotten than predicted."""
        return self.share.rate - self.predicted

    @property
    def gap_interval(self) -> tuple[float, float]:
        """Between what the gap lies with 95 % confidence."""
        low, high = self.share.interval
        return low - self.predicted, high - self.predicted

    @property
    def matters(self) -> bool:
        """Whether the interval of the gap excludes 0."""
        low, high = self.gap_interval
        return low > 0 or high < 0

    @property
    def is_worse(self) -> bool:
        """Whether always saying the average would be better by more than chance."""
        skill = self.skill_interval
        return skill is not None and skill[1] < 0

    @property
    def fits(self) -> bool:
        """Whether nothing speaks against the predictions: neither their mean nor a bin is off,
        and the average is no better.
        """
        return not self.matters and not self.is_worse and not any(one.is_off for one in self.bins)

    @property
    def skill_interval(self) -> tuple[float, float] | None:
        """Between what the skill lies with 95 % confidence."""
        if self.skill is None or self.skill_error is None:
            return None
        return self.skill - _Z * self.skill_error, self.skill + _Z * self.skill_error


def calibration(outcomes: Sequence[Outcome]) -> Calibration | None:
    """How these predictions fit; None under 20 of them."""
    n = len(outcomes)
    if n < ENOUGH:
        return None
    whole = Share(n, sum(outcome.right for outcome in outcomes))
    losses = [loss(predicted, right=right) for predicted, right in outcomes]
    if whole.right in (0, n):
        average, skill, error = 0.0, None, None
    else:
        hit, miss = loss(whole.rate, right=True), loss(whole.rate, right=False)
        average = (whole.right * hit + (n - whole.right) * miss) / n
        gains = [
            (hit if right else miss) - own for own, (_, right) in zip(losses, outcomes, strict=True)
        ]
        skill, error = _mean(gains) / average, _standard_error(gains) / average
    return Calibration(
        _mean([predicted for predicted, _ in outcomes]),
        whole,
        bins(outcomes),
        _mean(losses),
        average,
        skill,
        error,
    )


def loss(predicted: float, *, right: bool) -> float:
    """The log loss of one prediction: minus the logarithm of the probability given to what
    happened.
    """
    given = predicted if right else 1.0 - predicted
    return -math.log(min(1.0, max(_NEVER, given)))


def _mean(values: Sequence[float]) -> float:
    return math.fsum(values) / len(values)


def _standard_error(values: Sequence[float]) -> float:
    mean = _mean(values)
    return math.sqrt(
        math.fsum((value - mean) ** 2 for value in values) / (len(values) - 1) / len(values)
    )


def bins(outcomes: Sequence[Outcome]) -> tuple[Bin, ...]:
    """The predictions in ascending order, cut into bins of equal count, within one.

    At least 20 tests a bin; from 100 tests on at least five bins, from 500 on ten. What happened
    plays no part in the order, so equal predictions are not sorted by their outcome.
    """
    ordered = sorted(outcomes, key=lambda outcome: outcome.predicted)
    n = len(ordered)
    count = (
        max(1, n // ENOUGH)
        if n < LEAST_BINS * ENOUGH
        else min(MOST_BINS, max(LEAST_BINS, n // _PER_BIN))
    )
    edges = [n * at // count for at in range(count + 1)]
    return tuple(_bin(ordered[start:end]) for start, end in pairwise(edges) if end > start)


def _bin(members: Sequence[Outcome]) -> Bin:
    n = len(members)
    mean = _mean([member.predicted for member in members])
    return Bin(
        members[0].predicted,
        members[-1].predicted,
        mean,
        Share(n, sum(member.right for member in members)),
    )
