"""What will be known on the morning of an exam, with its range, and how many minutes a day would
be enough.
"""

from __future__ import annotations

import math
import statistics
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

from learnms.analysis.simulation.exam import reserve
from learnms.analysis.simulation.simulate import simulate

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from learnms.analysis.simulation.simulate import AnswerModel, ExamRules, Parts, Rules, Run
    from learnms.study.fsrs_formulas import Fsrs6

RUNS = 20
_Z = 1.96
_TRIAL_RUNS = 2
_NEAR = 5
"""Minutes below those found with few runs, among which those are looked for that do with many."""
_ENDLESS = 1e6


class Range(NamedTuple):
    """A share of the cards, 0 to 1, and the range in which it lies in 95 of 100 cases."""

    mean: float
    low: float
    high: float

    def widened(self, gap: float) -> Range:
        """The range where predictions have been off by so much: the end to which they were off
        lies as much further away.
        """
        return Range(
            self.mean, max(0.0, self.low + min(0.0, gap)), min(1.0, self.high + max(0.0, gap))
        )


@dataclass(frozen=True, slots=True)
class Expected:
    """The share that will be known on that morning, of all parts and of each group; the new parts
    that never came, by group too; the answers a day.

    `today` new parts come today, `per_day` on an ordinary later day up to the `last` on which one
    comes, which is counted from today; None where none comes.
    """

    overall: Range
    groups: tuple[Range, ...]
    left: int
    lefts: tuple[int, ...]
    answers: float
    today: int
    per_day: float
    last: int | None


class _Known(NamedTuple):
    """What one run leads to: the mean recall of some parts, and the variance of the share of
    them that is then known.
    """

    mean: float
    variance: float


def expected(
    parts: Parts,
    groups: Sequence[Sequence[int]],
    rules: Rules,
    habits: AnswerModel,
    curve: Fsrs6,
    *,
    seed: int = 1,
    runs: int = RUNS,
) -> Expected:
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
    played = [
        simulate(parts, rules, habits, curve, days, seed * runs + number) for number in range(runs)
    ]
    ours = [index for group in groups for index in group]
    answers = statistics.fmean(sum(run.answers) / days for run in played)
    overall, *by_group = (
        _range([_known(run, indices, curve, days) for run in played]) for indices in (ours, *groups)
    )
    left, *lefts = (_left(played, indices) for indices in (ours, *groups))
    return Expected(overall, tuple(by_group), left, tuple(lefts), answers, *_pace(played))


def _left(played: Sequence[Run], indices: Sequence[int]) -> int:
    """How many of some parts are still new at the end, on average."""
    return math.ceil(
        statistics.fmean(sum(not run.stability[index] for index in indices) for run in played) - 0.5
    )


def _pace(played: Sequence[Run]) -> tuple[int, float, int | None]:
    """How many new parts come today, and on an ordinary later day; the last day with one, in the
    middle of the runs.
    """
    today = round(statistics.fmean(run.brought[0] for run in played))
    lasts = [
        max((day for day, number in enumerate(run.brought) if number), default=-1) for run in played
    ]
    last = statistics.median_low(lasts)
    later = [number for run in played for number in run.brought[1 : last + 1]]
    return today, statistics.median(later) if later else 0.0, last if last >= 0 else None


def _known(run: Run, indices: Sequence[int], curve: Fsrs6, day: int) -> _Known:
    recalls = [
        curve.recall(day - run.last[index], run.stability[index]) if run.stability[index] else 0.0
        for index in indices
    ]
    return _Known(
        math.fsum(recalls) / len(recalls),
        math.fsum(recall * (1.0 - recall) for recall in recalls) / len(recalls) ** 2,
    )


def _range(known: Sequence[_Known]) -> Range:
    """The mean of the runs, and where the share lies that is really known: a run's mean varies,
    and each card is known or not.
    """
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
    """Whether as much will be known as was wanted, to the per cent."""
    return round(100 * found.overall.mean) >= round(100 * target)


def is_timely(found: Expected, best: Expected, exam: ExamRules) -> bool:
    """Whether every new part comes, the last of them before the days that the plan keeps free;
    `best` is what unlimited minutes lead to.

    Where those days have begun, only whether all come.
    """
    last_day = exam.day - reserve(exam.span)
    return found.left <= best.left and (
        found.last is None or last_day < 0 or found.last <= max(last_day, best.last or 0)
    )


def is_held(found: Expected, rules: Rules, habits: AnswerModel) -> bool:
    """Whether a day takes no longer than it has, to the minute."""
    assert rules.exam is not None  # callers have a plan
    return round(found.answers * habits.seconds / 60) <= round(
        rules.exam.answers * habits.seconds / 60
    )


def with_minutes(rules: Rules, minutes: float, before: float) -> Rules:
    """The rules with other minutes a day, given those that they are for."""
    exam = rules.exam
    assert exam is not None  # callers have a plan
    more = exam.answers * (minutes / before - 1.0)
    return replace(
        rules,
        exam=replace(exam, answers=exam.answers + more, answers_today=exam.answers_today + more),
    )


def enough(
    parts: Parts,
    groups: Sequence[Sequence[int]],
    rules: Rules,
    habits: AnswerModel,
    curve: Fsrs6,
    *,
    minutes: int,
    most: int,
    seed: int = 1,
) -> int | None:
    """The fewest minutes a day, over those of the rules, with which as much is known as was wanted
    and new parts come in time.

    They are looked for with few runs, and settled with as many as the plan is shown with. None
    where `most` are not enough.
    """
    exam = rules.exam
    assert exam is not None  # callers have a plan
    best = unlimited(parts, groups, rules, habits, curve, seed=seed)

    def is_enough(number: int, runs: int = _TRIAL_RUNS) -> bool:
        found = expected(
            parts, groups, with_minutes(rules, number, minutes), habits, curve, seed=seed, runs=runs
        )
        return is_reached(found, exam.target) and is_timely(found, best, exam)

    number = minutes_enough(is_enough, minutes, most)
    if number is None:
        return None
    if is_enough(number, RUNS):
        return next(
            (
                fewer + 1
                for fewer in range(number - 1, max(minutes, number - _NEAR), -1)
                if not is_enough(fewer, RUNS)
            ),
            number,
        )
    return minutes_enough(lambda more: is_enough(more, RUNS), number, most)


def unlimited(
    parts: Parts,
    groups: Sequence[Sequence[int]],
    rules: Rules,
    habits: AnswerModel,
    curve: Fsrs6,
    *,
    seed: int = 1,
) -> Expected:
    """What is expected without a limit of minutes. What is left even so does not come in time,
    because parts of one card never come on one day.
    """
    return expected(
        parts, groups, with_minutes(rules, _ENDLESS, 1), habits, curve, seed=seed, runs=_TRIAL_RUNS
    )
