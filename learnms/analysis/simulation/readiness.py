"""The recall expected on the morning of an exam, and the minutes a day that would be enough."""

from __future__ import annotations

import math
import statistics
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

from learnms.analysis.simulation.exam import reserve
from learnms.analysis.simulation.simulate import simulate
from learnms.analysis.stats.quantiles import Z_95

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Sequence

    from learnms.analysis.simulation.simulate import AnswerModel, ExamRules, Parts, Rules, Run
    from learnms.study.fsrs_formulas import Fsrs6

RUNS = 20
_TRIAL_RUNS = 2
_NEAR = 5
"""How many minutes below the result of a few runs are retried with many runs."""
_ENDLESS = 1e6
_ROUNDED = (20, 1), (100, 5), (1000, 10), (math.inf, 50)
"""Below how many new parts a number of them is rounded to a multiple of what."""


class Range(NamedTuple):
    """A share of the cards, 0 to 1, with its 95% prediction interval."""

    mean: float
    low: float
    high: float

    def widened(self, gap: float) -> Range:
        """The range extended by the gap of past predictions, on the side to which they were off."""
        return Range(
            self.mean, max(0.0, self.low + min(0.0, gap)), min(1.0, self.high + max(0.0, gap))
        )


@dataclass(frozen=True, slots=True)
class Expected:
    """The expected outcome of a plan.

    `overall` and `groups` are the shares known on the morning of the exam, `left` and `lefts` the
    new parts that never came, of all parts and of each group; `answers` is their number a day.
    `today` new parts come today and `per_day` on an ordinary later day, up to the `last` on which
    one comes, counted from today (None if none comes).
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
    """The outcome of one run for some parts: their mean recall, and the variance of the share of
    them that is known.
    """

    mean: float
    variance: float


def expected(
    parts: Parts,
    groups: Sequence[Sequence[int]],
    rules: Rules,
    model: AnswerModel,
    formulas: Fsrs6,
    *,
    seed: int = 1,
    runs: int = RUNS,
) -> Expected:
    """Simulate the days until the exam.

    Args:
        parts: the parts as they are today.
        groups: the indices of the plan's parts, by group.
        rules: rules with an exam.
        model: how the learner answers.
        formulas: FSRS's.
        seed: the same seed gives the same result.
        runs: how many times the days are simulated.
    """
    assert rules.exam is not None  # callers have a plan
    days = rules.exam.day
    simulated = [
        simulate(parts, rules, model, formulas, days, seed * runs + number)
        for number in range(runs)
    ]
    planned = [index for group in groups for index in group]
    studied = max(1, days - len(rules.off.intersection(range(days))))
    answers = statistics.fmean(sum(run.answers) / studied for run in simulated)
    overall, *by_group = (
        _range([_known(run, indices, formulas, days) for run in simulated])
        for indices in (planned, *groups)
    )
    left, *lefts = (_left(simulated, indices) for indices in (planned, *groups))
    return Expected(
        overall, tuple(by_group), left, tuple(lefts), answers, *_pace(simulated, rules.off)
    )


def _left(runs: Sequence[Run], indices: Sequence[int]) -> int:
    """The mean number of parts that are still new at the end."""
    return math.ceil(
        statistics.fmean(sum(not run.stability[index] for index in indices) for run in runs) - 0.5
    )


def _pace(runs: Sequence[Run], off: Container[int]) -> tuple[int, float, int | None]:
    """The new parts of today and of an ordinary later day, which is not `off`; the last day with
    one, the median of the runs.
    """
    today = round(statistics.fmean(run.brought[0] for run in runs))
    lasts = [
        max((day for day, number in enumerate(run.brought) if number), default=-1) for run in runs
    ]
    last = statistics.median_low(lasts)
    days = [day for day in range(1, last + 1) if day not in off]
    later = [run.brought[day] for run in runs for day in days]
    return today, statistics.median(later) if later else 0.0, last if last >= 0 else None


def _known(run: Run, indices: Sequence[int], formulas: Fsrs6, day: int) -> _Known:
    recalls = [
        formulas.recall(day - run.last[index], run.stability[index])
        if run.stability[index]
        else 0.0
        for index in indices
    ]
    return _Known(
        math.fsum(recalls) / len(recalls),
        math.fsum(recall * (1.0 - recall) for recall in recalls) / len(recalls) ** 2,
    )


def _range(known: Sequence[_Known]) -> Range:
    """The mean of the runs, and the range of the share that is known: means vary between runs, and
    within a run each card is known or not.
    """
    means = [outcome.mean for outcome in known]
    mean = statistics.fmean(means)
    between = statistics.variance(means) * (1 + 1 / len(means)) if len(means) > 1 else 0.0
    spread = Z_95 * math.sqrt(between + statistics.fmean(outcome.variance for outcome in known))
    return Range(mean, max(0.0, mean - spread), min(1.0, mean + spread))


def fewest(is_enough: Callable[[int], bool], least: int, most: int) -> int | None:
    """The lowest number above `least` that is enough; None if even `most` is not."""
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


def is_reached(outcome: Expected, target: float) -> bool:
    """Whether the target is reached, rounded to whole percent."""
    return round(100 * outcome.overall.mean) >= round(100 * target)


def is_timely(outcome: Expected, best: Expected, exam: ExamRules) -> bool:
    """Whether every new part comes, the last one before the days that the plan keeps free.

    `best` is the outcome of unlimited minutes. Once the free days have started, it is enough that
    all parts come.
    """
    last_day = exam.day - reserve(exam.span)
    return outcome.left <= best.left and (
        outcome.last is None or last_day < 0 or outcome.last <= max(last_day, best.last or 0)
    )


def fits_minutes(outcome: Expected, rules: Rules, model: AnswerModel) -> bool:
    """Whether the answers fit into the minutes of a day, rounded to whole minutes."""
    assert rules.exam is not None  # callers have a plan
    return round(outcome.answers * model.seconds / 60) <= round(
        rules.exam.answers * model.seconds / 60
    )


def with_minutes(rules: Rules, minutes: float, before: float) -> Rules:
    """The rules with other minutes a day; `before` are the minutes they were made for."""
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
    model: AnswerModel,
    formulas: Fsrs6,
    *,
    minutes: int,
    most: int,
    seed: int = 1,
) -> int | None:
    """The fewest minutes a day, above those of the rules, that reach the target and bring all new
    parts in time; None if `most` are not enough.

    The search uses few runs; the result is confirmed with as many as a plan uses.
    """
    exam = rules.exam
    assert exam is not None  # callers have a plan
    best = unlimited(parts, groups, rules, model, formulas, seed=seed)

    def is_enough(number: int, runs: int = _TRIAL_RUNS) -> bool:
        outcome = expected(
            parts,
            groups,
            with_minutes(rules, number, minutes),
            model,
            formulas,
            seed=seed,
            runs=runs,
        )
        return is_reached(outcome, exam.target) and is_timely(outcome, best, exam)

    number = fewest(is_enough, minutes, most)
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
    return fewest(lambda more: is_enough(more, RUNS), number, most)


def too_many(
    parts: Parts,
    groups: Sequence[Sequence[int]],
    rules: Rules,
    model: AnswerModel,
    formulas: Fsrs6,
    *,
    seed: int = 1,
) -> int | None:
    """How many of the new parts, the last ones, are too many for the minutes of the rules, rounded
    up; None if even one new part is.
    """
    assert rules.exam is not None  # callers have a plan
    exam, new = rules.exam, len(parts.new)
    step = next(step for below, step in _ROUNDED if new < below)

    def is_enough(steps: int, runs: int = _TRIAL_RUNS) -> bool:
        rest = *_without(parts, groups, steps * step), rules, model, formulas
        outcome = expected(*rest, seed=seed, runs=runs)
        return (
            is_reached(outcome, exam.target)
            and fits_minutes(outcome, rules, model)
            and is_timely(outcome, unlimited(*rest, seed=seed), exam)
        )

    most = (new - 1) // step
    least = fewest(is_enough, 0, most)
    tried = () if least is None else range(least, most + 1)
    return next((steps * step for steps in tried if is_enough(steps, RUNS)), None)


def _without(
    parts: Parts, groups: Sequence[Sequence[int]], number: int
) -> tuple[Parts, list[list[int]]]:
    """The parts and groups without so many new parts, the last ones."""
    out = set(parts.new[-number:])
    planned = [is_planned and at not in out for at, is_planned in enumerate(parts.planned)]
    rest = ([index for index in group if index not in out] for group in groups)
    return (
        replace(parts, new=parts.new[:-number], planned=planned),
        [group for group in rest if group],
    )


def unlimited(
    parts: Parts,
    groups: Sequence[Sequence[int]],
    rules: Rules,
    model: AnswerModel,
    formulas: Fsrs6,
    *,
    seed: int = 1,
) -> Expected:
    """The outcome of unlimited minutes. Parts that are left even so cannot come in time, because
    parts of one card never come on one day.
    """
    return expected(
        parts,
        groups,
        with_minutes(rules, _ENDLESS, 1),
        model,
        formulas,
        seed=seed,
        runs=_TRIAL_RUNS,
    )
