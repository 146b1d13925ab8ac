"""The recall expected on the morning of an exam, and the minutes a day that would be enough."""

from __future__ import annotations

import math
import statistics
from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

from learnms.analysis.simulation.exam import is_last, reserve, slack
from learnms.analysis.simulation.simulate import simulate
from learnms.analysis.stats.quantiles import Z_95

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Sequence

    from learnms.analysis.simulation.simulate import AnswerModel, Parts, Rules, Run
    from learnms.study.fsrs_formulas import Fsrs6

RUNS = 20
_TRIAL_RUNS = 2
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

    `overall` and `groups` are the shares known on the morning of the exam; `answers` is their
    number a day. `left` new parts never come, `lefts` of each group: `unfit` of them, `unfits` of
    each group, because their card asked another part until the end, the others for lack of time.
    For lack of time, `late` new parts do not come before the days that the plan keeps free of them.
    `today` new parts come today and `per_day` on an ordinary later day, up to the `last` on which
    one comes, counted from today (None if none comes).
    """

    overall: Range
    groups: tuple[Range, ...]
    left: int
    lefts: tuple[int, ...]
    unfit: int
    unfits: tuple[int, ...]
    late: int
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
    studied = [day for day in range(days) if day not in rules.off]
    answers = statistics.fmean(sum(run.answers) / max(1, len(studied)) for run in simulated)
    overall, *by_group = (
        _range([_known(run, indices, formulas, days) for run in simulated])
        for indices in (planned, *groups)
    )
    new = [index for index in planned if not parts.stability[index]]
    timely = _last_for_new(studied, days, rules.exam.span)
    short, unfit, late = Counter[int](), Counter[int](), 0
    for run in simulated:
        for waiting, indices in zip(
            (short, unfit), _behind(parts, run, new, studied[-1:]), strict=True
        ):
            waiting.update(indices)
        late += len(_behind(parts, run, new, timely)[0]) if timely else 0
    shorts, unfits = (
        _rounded([sum(number[index] for index in group) for group in groups], runs)
        for number in (short, unfit)
    )
    return Expected(
        overall,
        tuple(by_group),
        sum(shorts) + sum(unfits),
        tuple(map(sum, zip(shorts, unfits, strict=True))),
        sum(unfits),
        tuple(unfits),
        _mean(late, runs),
        answers,
        *_pace(simulated, rules.off),
    )


def _last_for_new(studied: Sequence[int], exam: int, span: int) -> Sequence[int]:
    """The last of the days studied that may bring new parts: one, or more where the plan ends them
    earlier and then brings by and by what had to wait. None once the free days have started.
    """
    free = reserve(span)
    timely = [day for day in studied if day <= exam - free]
    return timely[-1 - (slack(span) if is_last(free) else 0) :]


def _behind(
    parts: Parts, run: Run, new: Sequence[int], days: Sequence[int]
) -> tuple[list[int], list[int]]:
    """Those of the new parts that have not come by the end of these days, which follow each other:
    those for which there was no time, and those that waited because their card asked another part
    on one of the days, so that more time would not have helped.
    """
    last = days[-1] if days else -1
    asked = {parts.card[index] for index, day in run.brought.items() if day in days}
    asked |= parts.asked if 0 in days else set()
    short, waiting = list[int](), list[int]()
    for index in new:
        if last < run.brought.get(index, math.inf):
            can_wait = days and (parts.card[index] in asked or parts.free[index] > last)
            (waiting if can_wait else short).append(index)
    return short, waiting


def _mean(number: int, runs: int) -> int:
    """The rounded mean of a sum over the runs; a half is rounded down."""
    return (2 * number + runs - 1) // (2 * runs)


def _rounded(numbers: Sequence[int], runs: int) -> list[int]:
    """The means of sums over the runs, rounded so that they add up to the rounded mean of all."""
    means = [number // runs for number in numbers]
    missing = _mean(sum(numbers), runs) - sum(means)
    order = sorted(range(len(numbers)), key=lambda at: -(numbers[at] % runs))
    for at in order[:missing]:
        means[at] += 1
    return means


def _pace(runs: Sequence[Run], off: Container[int]) -> tuple[int, float, int | None]:
    """The new parts of today and of an ordinary later day, which is not `off`; the last day with
    one, the median of the runs.
    """
    by_day = [Counter(run.brought.values()) for run in runs]
    today = round(statistics.fmean(day[0] for day in by_day))
    last = statistics.median_low([max(day, default=-1) for day in by_day])
    days = [day for day in range(1, last + 1) if day not in off]
    later = [numbers[day] for numbers in by_day for day in days]
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


def is_timely(outcome: Expected) -> bool:
    """Whether every new part for which there can be time comes before the days that the plan keeps
    free of them. Once these have started, it is enough that all such parts come.
    """
    return outcome.left == outcome.unfit and not outcome.late


def overrun(outcome: Expected, rules: Rules, model: AnswerModel) -> float:
    """How many times as long as planned a day takes; 1 if it fits, rounded to whole minutes."""
    assert rules.exam is not None  # callers have a plan
    taken, planned = (
        answers * model.seconds / 60 for answers in (outcome.answers, rules.exam.answers)
    )
    return taken / planned if round(taken) > round(planned) else 1.0


def is_enough(
    parts: Parts,
    groups: Sequence[Sequence[int]],
    rules: Rules,
    model: AnswerModel,
    formulas: Fsrs6,
    *,
    seed: int = 1,
    runs: int = RUNS,
    outcome: Expected | None = None,
) -> bool:
    """Whether the minutes of the rules are enough: the target is reached, and all new parts come in
    time. Where a day takes longer than planned, less of it has to be enough, so that more minutes
    are never worse than fewer.

    `outcome` is that of the rules, if known.
    """
    assert rules.exam is not None  # callers have a plan
    if outcome is None:
        outcome = expected(parts, groups, rules, model, formulas, seed=seed, runs=runs)
    if not is_reached(outcome, rules.exam.target) or not is_timely(outcome):
        return False
    excess = overrun(outcome, rules, model)
    if excess == 1.0:
        return True
    less = with_minutes(rules, 1.0, excess)
    outcome = expected(parts, groups, less, model, formulas, seed=seed, runs=runs)
    return (
        is_reached(outcome, rules.exam.target)
        and is_timely(outcome)
        and overrun(outcome, rules, model) == 1.0
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
    """The fewest minutes a day, above those of the rules, that are enough; None if `most` are not.

    The search uses few runs; the result is confirmed with as many as a plan uses.
    """

    def would_do(number: int, runs: int = _TRIAL_RUNS) -> bool:
        more = with_minutes(rules, number, minutes)
        return is_enough(parts, groups, more, model, formulas, seed=seed, runs=runs)

    number = fewest(would_do, minutes, most)
    if number is None or not would_do(number, RUNS):
        return fewest(lambda more: would_do(more, RUNS), number or minutes, most)
    while number - 1 > minutes and would_do(number - 1, RUNS):
        number -= 1
    return number


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
    new = len(parts.new)
    step = next(step for below, step in _ROUNDED if new < below)

    def would_do(steps: int, runs: int = _TRIAL_RUNS) -> bool:
        fewer = _without(parts, groups, steps * step)
        return is_enough(*fewer, rules, model, formulas, seed=seed, runs=runs)

    most = (new - 1) // step
    least = fewest(would_do, 0, most)
    tried = () if least is None else range(least, most + 1)
    return next((steps * step for steps in tried if would_do(steps, RUNS)), None)


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
