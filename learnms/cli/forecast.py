"""`learnms forecast`: the reviews and minutes of the coming days."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from learnms.cli.output import print_json, print_table
from learnms.engine import wording as words
from learnms.engine.exam import wording as exam_words
from learnms.engine.forecast.forecast import WORKLOAD_DAYS, outlook, workload
from learnms.engine.forecast.wording import minutes_a_day

if TYPE_CHECKING:
    from learnms.cli.context import Context
    from learnms.engine.forecast.forecast import Day, Forecast, Workload
    from learnms.engine.voice import Voice
    from learnms.engine.workspace import Workspace
    from learnms.settings import Settings

FORECAST_DAYS = 30
_MOST_DAY_ROWS = 35
"""A longer forecast has one row per week."""
_WEEK = 7


def forecast(context: Context, options: Any) -> int:
    """Print the reviews and minutes of the coming days; with `--workload`, compare desired
    retentions.
    """
    with context.workspace() as workspace:
        workspace.hand_over()
        if options.workload:
            days = WORKLOAD_DAYS if options.days is None else options.days
            comparison = workload(workspace, days, options.seed)
            if options.json:
                print_json(_workload_json(workspace, comparison))
            else:
                _print_workload(comparison, workspace.voice)
        else:
            days = FORECAST_DAYS if options.days is None else options.days
            coming = outlook(workspace, days, options.seed)
            if options.json:
                head = {"study_day": workspace.today.isoformat(), "seed": options.seed}
                print_json(head | forecast_json(coming))
            else:
                _print_forecast(coming, workspace.settings, workspace.voice)
    return 0


def forecast_json(coming: Forecast) -> dict[str, Any]:
    """A forecast by name: reviews a day with their range, and minutes."""
    days = [
        {
            "day": day.on.isoformat(),
            "reviews": day.reviews,
            "low": day.low,
            "high": day.high,
            "minutes": day.minutes,
        }
        for day in coming.days
    ]
    return {"minutes_per_day": coming.minutes_per_day, "days": days}


def _print_forecast(coming: Forecast, settings: Settings, voice: Voice) -> None:
    length = 1 if len(coming.days) <= _MOST_DAY_ROWS else _WEEK
    print(
        f"The next {words.count(len(coming.days), 'day')}: {minutes_a_day(coming.minutes_per_day)}."
    )
    if voice.has_figures:
        print("If you review every day, the number will be between low and high 8 times out of 10.")
    if settings.session_minutes:
        print(
            f"Assumes one review of at most {words.count(settings.session_minutes, 'minute')} a"
            " day; an exam plan uses its own minutes."
        )
    rows = [
        [
            "day" if length == 1 else "week of",
            "cards a day",
            *(["low", "high"] if voice.has_figures else []),
            "minutes a day",
        ]
    ]
    for start in range(0, len(coming.days), length):
        days = coming.days[start : start + length]
        cards, low, high, minutes = (
            sum(values) / len(days) for values in zip(*map(_figures, days), strict=True)
        )
        rows.append(
            [
                words.short_day(days[0].on),
                f"{cards:.0f}",
                *([f"{low:.0f}", f"{high:.0f}"] if voice.has_figures else []),
                f"{minutes:.0f}",
            ]
        )
    print_table(rows, figures=True)


def _figures(day: Day) -> tuple[float, float, float, float]:
    return day.reviews, day.low, day.high, day.minutes


def _workload_json(workspace: Workspace, comparison: Workload) -> dict[str, Any]:
    return {
        "study_day": workspace.today.isoformat(),
        "days": comparison.days,
        "parts": comparison.parts,
        "current": comparison.current,
        "levels": [asdict(level) for level in comparison.levels],
    }


_EFFORT = ("easy-going", "light", "steady", "thorough", "very thorough")
"""Names of the workload levels for patients, who see no percentages."""


def _print_workload(comparison: Workload, voice: Voice) -> None:
    until = f"After {words.count(comparison.days, 'day')}, "
    if voice.has_figures:
        print(f"{until}without an exam plan, by desired retention:")
        rows = [["desired retention", "minutes a day", "cards a day", "cards remembered"]]
    else:
        print(f"{until}by effort:")
        rows = [["effort", "minutes a day", "you will know"]]
    for name, level in zip(_EFFORT, comparison.levels, strict=True):
        minutes = f"{level.minutes_per_day:.1f}"
        if not voice.has_figures:
            rows.append(
                [name, minutes, exam_words.known(level.remembered / max(1, comparison.parts))]
            )
        else:
            rows.append(
                [
                    f"{level.target:.2f}",
                    minutes,
                    f"{level.reviews_per_day:.0f}",
                    f"{level.remembered:.0f} of {comparison.parts}",
                ]
            )
    print_table(rows, figures=True)
    if voice.has_figures:
        print(
            f"Yours is {comparison.current:.2f}; change it in the settings. Figures are averages"
            " over the second half of the period."
        )
