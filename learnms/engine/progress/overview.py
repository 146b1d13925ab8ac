"""The pictures of the progress overview: each a title, one figure, a chart and one sentence."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from learnms.analysis.stats.recall import ENOUGH
from learnms.engine.document import (
    Bar,
    BarChart,
    CalendarChart,
    Column,
    ColumnChart,
    Picture,
    StepChart,
)
from learnms.engine.forecast import wording as forecast_wording
from learnms.engine.forecast.wording import SPANS
from learnms.engine.progress import wording
from learnms.engine.wording import count, day, percent, short_day, shortened

if TYPE_CHECKING:
    from collections.abc import Mapping

    from learnms.engine.document import Document
    from learnms.engine.forecast.forecast import Forecast
    from learnms.engine.progress.progress import Progress
    from learnms.engine.voice import Voice

WAITING = "Calculating…"
_TOPICS = 7
_FORTNIGHT = 14
_NEAR = min(SPANS)
_NUMBERS = (
    *("one", "two", "three", "four", "five", "six"),
    *("seven", "eight", "nine", "ten", "eleven", "twelve"),
)


def overview(progress: Progress, outlooks: Mapping[int, Forecast | str], voice: Voice) -> Document:
    """Retention, study days, forecast, weakest topics. A patient's are in words."""
    return (
        retention(progress) if voice.has_figures else known(progress),
        study_days(progress, voice),
        forecast(outlooks.get(_NEAR), voice),
        _topics(progress, voice),
    )


# -- retention -------------------------------------------------------------------------------------


def retention(progress: Progress) -> Picture:
    """Retention by week against the goal."""
    overall, goal = progress.overall, f"goal {percent(progress.goal)}"
    if not overall.is_enough:
        needed = count(ENOUGH - overall.n, "more repeat review")
        return Picture("Retention", "", goal, sentence=f"{needed} needed.")
    weeks = wording.latest_weeks(progress.group("week"), progress.today)
    rates = tuple(row.share.rate if row.share.is_enough else None for row in weeks)
    least = min((rate for rate in rates if rate is not None), default=1.0)
    first = short_day(date.fromisoformat(weeks[0].key), progress.today)
    chart = StepChart(rates, progress.goal, min(0.6, int(10 * least) / 10), first, "this week")
    return Picture(
        "Retention", percent(overall.rate), f", {goal}", chart, _trend(rates, progress.goal)
    )


def _trend(rates: tuple[float | None, ...], goal: float) -> str:
    """For how many weeks in a row the goal has been reached, or missed."""
    known = [rate >= goal for rate in rates if rate is not None]
    if not known:
        return "Too few reviews per week."
    since = next((at for at, side in enumerate(known[::-1]) if side != known[-1]), len(known))
    side = "Above" if known[-1] else "Below"
    if since > 1:
        return f"{side} your goal for {_NUMBERS[since - 1]} weeks."
    if rates[-1] is None:
        return f"{side} your goal when last measured."
    return f"{side} your goal this week."


def known(progress: Progress) -> Picture:
    """How far a patient's cards have come, in words."""
    bars = tuple(
        Bar(name, progress.memories.states[state], wording.known_share(progress.memories, state))
        for state, name in wording.PATIENT_STATES.items()
    )
    return Picture("Your cards", chart=BarChart(bars), sentence=wording.in_words(progress))


# -- days ------------------------------------------------------------------------------------------


def study_days(progress: Progress, voice: Voice) -> Picture:
    """The calendar, with the days studied of those since the first, as on the home screen. A
    patient reads the last day only.
    """
    answers, today = {worked.day: worked.answers for worked in progress.days}, progress.today
    if not answers:
        return Picture("Study days", sentence="No study days yet.")
    if not voice.has_figures:
        last = max(answers)
        when = "You studied today" if last == today else f"You last studied on {day(last, today)}"
        return Picture("Study days", chart=CalendarChart(answers, today), sentence=f"{when}.")
    days = progress.days
    total = (today - min(answers)).days + (today in answers)
    mean = sum(answers.values()) / len(days)
    timed = [worked.seconds / 60 for worked in days if worked.timed]
    minutes = round(sum(timed) / len(timed)) if timed else 0
    parts = [count(round(mean), "answer"), *([count(minutes, "minute")] if minutes else [])]
    return Picture(
        "Study days",
        str(len(days)),
        f" of {count(total, 'day')}",
        CalendarChart(answers, today),
        f"{', '.join(parts)} a day.",
    )


def last_day(progress: Progress) -> Picture:
    """When a patient studied last, without a count."""
    return Picture("Study days", sentence=wording.last_day(progress))


def forecast(
    outlook: Forecast | str | None, voice: Voice, title: str = "Forecast", each: int = 0
) -> Picture:
    """The cards of the days ahead, in columns of `each` days; 0 are days without what they may
    reach.
    """
    if outlook is None or isinstance(outlook, str):
        return Picture(title, sentence=outlook or WAITING)
    stretches = forecast_wording.stretches(outlook, each or 1)
    if not any(stretch.high for stretch in stretches):
        return Picture(title, sentence=forecast_wording.NOTHING)
    minutes = forecast_wording.minutes_a_day(outlook.minutes_per_day)
    time = f"{minutes[:1].upper()}{minutes[1:]}."
    if not voice.has_figures:
        return Picture(title, sentence=time)
    columns = tuple(
        Column(stretch.reviews, stretch.high if each else None) for stretch in stretches
    )
    below = (
        forecast_wording.months(stretches)
        if each > 1
        else tuple(
            (at, short_day(stretch.first, stretch.first))
            for at, stretch in enumerate(stretches)
            if at % _FORTNIGHT == 0
        )
    )
    mean = sum(day.reviews for day in outlook.days) / len(outlook.days)
    return Picture(
        title,
        f"{mean:.0f}" if mean >= 1 else "under 1",
        " cards a day",
        ColumnChart(columns, below),
        time,
    )


# -- topics ----------------------------------------------------------------------------------------


def _topics(progress: Progress, voice: Voice) -> Picture:
    """The weakest topics against the goal."""
    rows = wording.named_rows(progress.group("topic"), progress.today)
    if not rows:
        needed = f"A topic needs {ENOUGH} repeat reviews."
        return Picture("Topics", sentence=needed if voice.has_figures else "Too early to tell.")
    bars = tuple(
        Bar(
            shortened(name, 40),
            share.rate,
            percent(share.rate) if voice.has_figures else wording.stays(share.rate),
        )
        for name, share in rows[:_TOPICS]
    )
    if not voice.has_figures:
        return Picture("Topics", "", "weakest first", BarChart(bars, most=1.0))
    below = sum(share.rate < progress.goal for _, share in rows)
    sentence = (
        f"{count(below, 'topic')} {'is' if below == 1 else 'are'} below your goal."
        if below
        else "All topics meet your goal."
    )
    return Picture("Topics", "", "weakest first", BarChart(bars, 1.0, progress.goal), sentence)
