"""Forecasts of reviews and minutes, and of the cost of other desired retentions.

Everything is simulated from today's memories. The same seed gives the same figures.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from learnms.analysis.simulation.simulate import simulate
from learnms.analysis.stats.quantiles import quantile
from learnms.engine.forecast.exam_rules import exam_rules
from learnms.engine.forecast.snapshot import asked_today, take_snapshot
from learnms.engine.queue.today import length
from learnms.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from learnms.analysis.simulation.simulate import Run
    from learnms.engine.forecast.snapshot import Snapshot
    from learnms.engine.workspace import Workspace

RUNS = 20
LEVELS = (0.75, 0.80, 0.85, 0.90, 0.95)
"""The desired retentions whose workload is compared."""
WORKLOAD_DAYS = 365
MOST_DAYS = 3650
_LEVEL_RUNS = 5


@dataclass(frozen=True, slots=True)
class Day:
    """A day ahead: the parts asked (median, 10% and 90% quantile of the runs) and the median of
    the minutes.
    """

    on: date
    reviews: float
    low: float
    high: float
    minutes: float


@dataclass(frozen=True, slots=True)
class Forecast:
    """The days ahead, today first, and the mean of their minutes. A part asked twice on a day
    counts once; `low` and `high` are the 10% and 90% quantiles, over the runs, of the mean parts
    a day.
    """

    days: tuple[Day, ...]
    minutes_per_day: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Level:
    """A desired retention: its minutes and parts a day, and the parts remembered, on average over
    the second half.
    """

    target: float
    minutes_per_day: float
    reviews_per_day: float
    remembered: float


@dataclass(frozen=True, slots=True)
class Workload:
    """The levels after `days` of study with all `parts`; `current` is the learner's retention."""

    days: int
    parts: int
    current: float
    levels: tuple[Level, ...]


def checked_days(days: int) -> int:
    """The number of days, if a forecast can look that far ahead.

    Raises:
        UsageError: it cannot.
    """
    if not 1 <= days <= MOST_DAYS:
        raise UsageError(f"Days must be 1 to {MOST_DAYS}, not {days}.", "Try 30 or 365.")
    return days


def outlook(workspace: Workspace, days: int, seed: int = 1) -> Forecast:
    """Reviews and minutes of the coming days, today first, with one review a day.

    Today is what a review started now would ask. The exam plan, the backlog plan and the length of
    a review are respected. A page calls this in a thread.

    Raises:
        LearnmsError: the number of days is out of range, or the data cannot be read.
    """
    checked_days(days)
    settings = workspace.settings
    with workspace.reading() as queries:
        now = take_snapshot(queries, settings, queries.today(workspace.clock, settings))
        rules = replace(
            now.rules(),
            today=asked_today(queries, now),
            exam=exam_rules(queries, now),
            backlog=_backlog(now),
            length=length(now.settings, now.habits.seconds),
        )
    runs = [
        simulate(now.parts, rules, now.habits, now.curve, days, seed * RUNS + number)
        for number in range(RUNS)
    ]
    ahead = tuple(_day(runs, day, now) for day in range(days))
    means = sorted(sum(run.asked) / days for run in runs)
    minutes = sum(sum(run.answers) for run in runs) * now.habits.seconds / 60 / (len(runs) * days)
    return Forecast(ahead, minutes, quantile(means, 0.1), quantile(means, 0.9))


def _day(runs: Sequence[Run], day: int, now: Snapshot) -> Day:
    asked = sorted(run.asked[day] for run in runs)
    answers = sorted(run.answers[day] for run in runs)
    low, middle, high = (quantile(asked, share) for share in (0.1, 0.5, 0.9))
    return Day(
        now.today + timedelta(days=day),
        middle,
        low,
        high,
        quantile(answers, 0.5) * now.habits.seconds / 60,
    )


def _backlog(now: Snapshot) -> tuple[int, int] | None:
    """The backlog plan: parts to repeat a day, and the number of its last day; None without one."""
    plan = now.settings.backlog
    return (
        (plan.per_day, (plan.until - now.today).days)
        if plan is not None and plan.per_day and plan.until >= now.today
        else None
    )


def workload(workspace: Workspace, days: int = WORKLOAD_DAYS, seed: int = 1) -> Workload:
    """The cost and gain of each desired retention, without an exam plan; topics with
    their own retention keep it.

    Raises:
        LearnmsError: the number of days is out of range, or the data cannot be read.
    """
    checked_days(days)
    settings = workspace.settings
    with workspace.reading() as queries:
        now = take_snapshot(queries, settings, queries.today(workspace.clock, settings))
    rules, levels = now.rules(), []
    watched = frozenset(range(days // 2, days, max(1, days // 50)))
    for target in LEVELS:
        parts = replace(now.parts, target=now.targets(replace(now.settings, target=target)))
        runs = [
            simulate(parts, rules, now.habits, now.curve, days, seed * RUNS + number, watched)
            for number in range(_LEVEL_RUNS)
        ]
        per_day = 1 / (len(runs) * days)
        levels.append(
            Level(
                target,
                sum(sum(run.answers) for run in runs) * now.habits.seconds / 60 * per_day,
                sum(sum(run.asked) for run in runs) * per_day,
                sum(sum(run.remembered.values()) for run in runs) / (len(runs) * len(watched)),
            )
        )
    return Workload(days, len(now.parts), now.settings.target, tuple(levels))
