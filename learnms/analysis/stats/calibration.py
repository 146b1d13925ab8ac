"""Predicted against actual recall: bins, the gap, and whether predictions beat the average."""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from learnms.analysis.stats.quantiles import Z_95
from learnms.analysis.stats.recall import ENOUGH, Share

if TYPE_CHECKING:
    from collections.abc import Sequence

LEAST_BINS, MOST_BINS = 5, 10
_PER_BIN = 50
_NEVER = 1e-7
"""The least distance of a prediction from 0 and 1, which keeps its logarithm finite."""


class Outcome(NamedTuple):
    """A predicted recall, 0 to 1, and whether the answer was right."""

    predicted: float
    right: bool


class Bin(NamedTuple):
    """Trials with similar predictions: the lowest, the highest and the mean prediction, and the
    share that was right.
    """

    low: float
    high: float
    predicted: float
    share: Share

    @property
    def is_off(self) -> bool:
        """Whether the mean prediction lies outside the interval of the actual share."""
        low, high = self.share.interval
        return not low <= self.predicted <= high


@dataclass(frozen=True, slots=True)
class Calibration:
    """How well predictions fit the outcomes. Log losses are in nats, the mean over all trials.

    `log_loss_average` is the loss of always predicting the learner's own average. `skill` is
    1 - `log_loss` / `log_loss_average`: above 0 where predictions are better, None where the
    average is never wrong. `skill_error` is its standard error, from the paired differences.
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
        """Actual minus predicted recall; below 0 more is forgotten than predicted."""
        return self.share.rate - self.predicted

    @property
    def gap_interval(self) -> tuple[float, float]:
        """The 95 % confidence interval of the gap."""
        low, high = self.share.interval
        return low - self.predicted, high - self.predicted

    @property
    def matters(self) -> bool:
        """Whether the interval of the gap excludes 0."""
        low, high = self.gap_interval
        return low > 0 or high < 0

    @property
    def is_worse(self) -> bool:
        """Whether always predicting the average is better by more than chance."""
        skill = self.skill_interval
        return skill is not None and skill[1] < 0

    @property
    def fits(self) -> bool:
        """Whether neither the mean nor a bin is off, and the average predicts no better."""
        return not self.matters and not self.is_worse and not any(bin_.is_off for bin_ in self.bins)

    @property
    def skill_interval(self) -> tuple[float, float] | None:
        """The 95 % confidence interval of the skill."""
        if self.skill is None or self.skill_error is None:
            return None
        return self.skill - Z_95 * self.skill_error, self.skill + Z_95 * self.skill_error


def calibration(outcomes: Sequence[Outcome]) -> Calibration | None:
    """How well predictions fit; None under 20 of them."""
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
    """The log loss of one prediction: minus the log of the outcome's predicted probability."""
    probability = predicted if right else 1.0 - predicted
    return -math.log(min(1.0, max(_NEVER, probability)))


def _mean(values: Sequence[float]) -> float:
    return math.fsum(values) / len(values)


def _standard_error(values: Sequence[float]) -> float:
    mean = _mean(values)
    return math.sqrt(
        math.fsum((value - mean) ** 2 for value in values) / (len(values) - 1) / len(values)
    )


def bins(outcomes: Sequence[Outcome]) -> tuple[Bin, ...]:
    """The predictions in ascending order, cut into bins whose sizes differ by one at most.

    A bin has at least 20 trials; from 100 trials on there are five bins, from 500 on ten. Outcomes
    do not affect the order, so equal predictions are not sorted by them.
    """
    ordered = sorted(outcomes, key=lambda outcome: outcome.predicted)
    n = len(ordered)
    count = (
        max(1, n // ENOUGH)
        if n < LEAST_BINS * ENOUGH
        else min(MOST_BINS, max(LEAST_BINS, n // _PER_BIN))
    )
    edges = [n * number // count for number in range(count + 1)]
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
