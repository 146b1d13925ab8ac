"""What will be known on the morning of an exam, with its range, and how many minutes a day would be enough."""

from __future__ import annotations

import math
import statistics
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

from learnms.analysis.simulate import simulate

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from learnms.analysis.fsrs6 import Fsrs6
    from learnms.analysis.simulate import Habits, Parts, Rules, Run

RUNS = 20
_Z = 1.96
_TRIAL_RUNS = 2


class Range(NamedTuple):
    """A share of the cards, 0 to 1, and the range in which it lies in 95 of 100 cases."""

    mean: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Expected:
    """The share that will be known on that morning, of all parts and of each group; the new parts that never came; the answers a day."""

    overall: Range
    groups: tuple[Range, ...]
    left: int
    answers: float


class _Known(NamedTuple):
    """What one run leads to: the mean recall of some parts, and the variance of the share of them that is then known."""

    mean: float
    variance: float


def expected(parts: Parts, groups: Sequence[Sequence[int]], rules: Rules, habits: Habits, curve: Fsrs6, *, seed: int = 1, runs: int = RUNS) -> Expected:
    """Play the days until the exam through, some times.

    Args:
        parts: as they stand today.
        groups: the places of the plan's parts, by group.
        rules: with the plan.
        habits: how the learner answers.
        curve: the formulas.
        seed: the same gives the same.
        runs: how many times.
    """
    assert rules.exam is not None  # callers have a plan
    days = rules.exam.day
    played = [simulate(parts, rules, habits, curve, days, seed * runs + number) for number in range(runs)]
    ours = [index for group in groups for index in group]
    left = statistics.fmean(sum(not run.stability[index] for index in ours) for run in played)
    answers = statistics.fmean(sum(run.answers) / days for run in played)
    overall, *by_group = (_range([_known(run, indices, curve, days) for run in played]) for indices in (ours, *groups))
    return Expected(overall, tuple(by_group), math.ceil(left - 0.5), answers)


def _known(run: Run, indices: Sequence[int], curve: Fsrs6, day: int) -> _Known:
    recalls = [curve.recall(day - run.last[index], run.stability[index]) if run.stability[index] else 0.0 for index in indices]
    return _Known(math.fsum(recalls) / len(recalls), math.fsum(recall * (1.0 - recall) for recall in recalls) / len(recalls) ** 2)


def _range(known: Sequence[_Known]) -> Range:
    """The mean of the runs, and where the share lies that is really known: a run's mean varies, and each card is known or not."""
    means = [one.mean for one in known]
    mean = statistics.fmean(means)
    between = statistics.variance(means) * (1 + 1 / len(means)) if len(means) > 1 else 0.0
    spread = _Z * math.sqrt(between + statistics.fmean(one.variance for one in known))
    return Range(mean, max(0.0, mean - spread), min(1.0, mean + spread))


def minutes_enough(is_enough: Callable[[int], bool], least: int, most: int) -> int | None:
    """The fewest minutes over `least` that are enough, or None where not even `most` are."""
    if least >= most or not is_enough(most):
        return None
    low, high = least, most
    step = max(1, least // 2)
    while low + step < high and not is_enough(low + step):
        low, step = low + step, step * 2
    high = min(high, low + step)
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if is_enough(middle) else (middle, high)
    return high


def is_reached(found: Expected, target: float) -> bool:
    """Whether everything was learned in time and as much is known as was wanted, to the per cent."""
    return not found.left and round(found.overall.mean, 2) >= round(target, 2)


def with_minutes(rules: Rules, minutes: float, before: float) -> Rules:
    """The rules with other minutes a day, given those that they are for."""
    exam = rules.exam
    assert exam is not None  # callers have a plan
    more = exam.answers * (minutes / before - 1.0)
    return replace(rules, exam=replace(exam, answers=exam.answers + more, answers_today=exam.answers_today + more))


def enough(parts: Parts, groups: Sequence[Sequence[int]], rules: Rules, habits: Habits, curve: Fsrs6, *, minutes: int, most: int, seed: int = 1) -> int | None:
    """The fewest minutes a day, over those of the rules, with which the plan is reached; None where `most` are not enough."""
    exam = rules.exam
    assert exam is not None  # callers have a plan

    def is_enough(number: int) -> bool:
        found = expected(parts, groups, with_minutes(rules, number, minutes), habits, curve, seed=seed, runs=_TRIAL_RUNS)
        return is_reached(found, exam.target)

    return minutes_enough(is_enough, minutes, most)
