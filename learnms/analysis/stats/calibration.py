"""Calibration: predicted versus actual recall, in bins and overall, and skill against the
average.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from learnms.analysis.stats.quantiles import Z_95
from learnms.analysis.stats.recall import ENOUGH, Share
from learnms.study.sums import STEPS, fixed, floating, loss

if TYPE_CHECKING:
    from learnms.study.sums import Sums

LEAST_BINS, MOST_BINS = 5, 10
_PER_BIN = 50


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
        """Whether the mean prediction is outside the confidence interval of the actual share."""
        low, high = self.share.interval
        return not low <= self.predicted <= high


@dataclass(frozen=True, slots=True)
class Calibration:
    """How well predictions fit the outcomes. Log losses are in nats, the mean over all trials.

    `log_loss_average` is the loss of always predicting the learner's own average. `skill` is 1 -
    `log_loss` / `log_loss_average`: above 0 if predictions are better, None if the average is never
    wrong. `skill_error` is its standard error, from the paired differences.
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
        """Actual minus predicted recall; negative if more is forgotten than predicted."""
        return self.share.rate - self.predicted

    @property
    def gap_interval(self) -> tuple[float, float]:
        """The 95% confidence interval of the gap."""
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
        """Whether neither the mean nor any bin is off, and the average does not predict better."""
        return not self.matters and not self.is_worse and not any(bin_.is_off for bin_ in self.bins)

    @property
    def skill_interval(self) -> tuple[float, float] | None:
        """The 95% confidence interval of the skill."""
        if self.skill is None or self.skill_error is None:
            return None
        return self.skill - Z_95 * self.skill_error, self.skill + Z_95 * self.skill_error


def calibration(sums: Sums) -> Calibration | None:
    """The calibration of the predictions in these sums; None if there are fewer than 20."""
    predicted = sums.one("predicted")
    n = predicted.number
    if n < ENOUGH:
        return None
    whole = Share(n, predicted.hits)
    losses = floating(sum(one.amount for one in sums.named("loss").values())) / n
    average, skill, error = 0.0, None, None
    if whole.right not in (0, n):
        hit, miss = loss(whole.rate, right=True), loss(whole.rate, right=False)
        average = (whole.right * hit + (n - whole.right) * miss) / n
        mean, spread = _gains(sums, fixed(hit), fixed(miss))
        skill, error = mean / average, spread / average
    return Calibration(
        floating(predicted.amount) / n, whole, bins(sums), losses, average, skill, error
    )


def _gains(sums: Sums, hit: int, miss: int) -> tuple[float, float]:
    """The mean gain of each prediction over the average, and its standard error."""
    n = total = squares = 0
    for outcome, base in (("right", hit), ("wrong", miss)):
        own, square = sums.one("loss", outcome), sums.one("square", outcome)
        n += own.number
        total += own.number * base - own.amount
        squares += own.number * base * base - 2 * base * own.amount + square.amount
    deviations = floating(n * squares - total * total, power=2) / n
    return floating(total) / n, math.sqrt(deviations / (n - 1) / n)


def bins(sums: Sums) -> tuple[Bin, ...]:
    """The predictions in ascending order, cut into bins whose sizes differ by one at most.

    A bin has at least 20 trials; from 100 trials on there are five bins, from 500 on ten. Equal
    predictions that fall into two bins are divided with their outcomes in proportion.
    """
    steps = [(int(key), one.number, one.hits) for key, one in sums.named("step").items()]
    n = sum(number for _, number, _ in steps)
    count = (
        max(1, n // ENOUGH)
        if n < LEAST_BINS * ENOUGH
        else min(MOST_BINS, max(LEAST_BINS, n // _PER_BIN))
    )
    edges = [n * number // count for number in range(count + 1)]
    return tuple(_bin(steps, start, end) for start, end in pairwise(edges) if end > start)


def _bin(steps: list[tuple[int, int, int]], start: int, end: int) -> Bin:
    """The bin of the predictions from one place in their order to another."""
    members, first = list[tuple[int, int, int]](), 0
    for step, number, right in steps:
        low, high = max(start - first, 0), min(end - first, number)
        if low < high:
            members.append((step, high - low, right * high // number - right * low // number))
        first += number
    mean = sum(step * number for step, number, _ in members) / (STEPS * (end - start))
    right = sum(hits for _, _, hits in members)
    return Bin(members[0][0] / STEPS, members[-1][0] / STEPS, mean, Share(end - start, right))
