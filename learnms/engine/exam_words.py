"""What an exam plan says, in sentences: the same on the screen, in lines and on the command line. Patients get no per cents."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from learnms.analysis.exam import WINDOW
from learnms.engine.words import count, day

if TYPE_CHECKING:
    from datetime import date

    from learnms.engine.readiness import Range, Readiness, TopicReady
    from learnms.settings import ExamPlan

NONE = "There is no exam plan."
NOT_FOR_PATIENTS = "There is nothing to plan here: your cards come on their own days."
ENDED = "The plan is ended. Cards come on their own days again."
KEPT = "Kept. Reviews go by it from now on."
HOW = "A plan spreads new cards so that the last comes in time, and asks in the last three days what you would know least."
STAYS = 7
"""Days for which the first page says that an exam is over."""
_FAR = 300
_NAMED = 4
_SHARES = ((0.95, "nearly all of it"), (0.8, "most of it"), (0.6, "much of it"), (0.4, "about half of it"), (0.0, "a part of it"))


def on_day(on: date, today: date) -> str:
    """A day, with its year where it is far off: `15 January`."""
    return day(on, on) if abs((on - today).days) < _FAR else day(on)


def known(share: float) -> str:
    """How much a share is, in words."""
    return next(words for least, words in _SHARES if share >= least)


def percent(share: float) -> str:
    """`88 %`."""
    return f"{100 * share:.0f} %"


def between(found: Range) -> str:
    """`81–88 %`, or one figure where both are the same."""
    low, high = f"{100 * found.low:.0f}", f"{100 * found.high:.0f}"
    return f"{low} %" if low == high else f"{low}–{high} %"


def headline(plan: ExamPlan, today: date, found: Readiness | None = None, *, patient: bool = False) -> str:
    """The plan in a line: `15 January: 54 days, recall 81–88 % expected`; what is expected where that is worked out already."""
    left = (plan.on - today).days
    if left < 0:
        return f"{on_day(plan.on, today)} is over: reviews are as usual again"
    if left == 0:
        return "it is today: reviews are as usual again"
    words = f"{on_day(plan.on, today)}: {count(left, 'day')}"
    if found is None:
        return words
    return f"{words}; you will know {known(found.recall.mean)}" if patient else f"{words}, recall {between(found.recall)} expected"


def over(plan: ExamPlan, today: date) -> str:
    """What a plan says once its day has come."""
    when = "The exam is today. Good luck." if plan.on == today else f"The exam of {on_day(plan.on, today)} is over."
    return f"{when} Reviews are as usual again."


def asked_for(plan: ExamPlan, titles: list[str], *, patient: bool) -> str:
    """What the plan is: `20 minutes a day, 90 % wanted, all decks.`"""
    decks = "all decks" if not titles else ", ".join(titles)
    wanted = "" if patient else f"{percent(plan.target)} wanted on the morning, "
    return f"{count(plan.minutes, 'minute')} a day, {wanted}{decks}."


def sentences(found: Readiness, *, patient: bool) -> list[str]:
    """What the plan leads to: what will be known, whether the minutes do, how far that can be trusted, what is left out, how new cards come, how the last days are."""
    return [
        expected(found, patient=patient),
        verdict(found, patient=patient),
        *doubt(found, patient=patient),
        *left_out(found),
        new_cards(found, patient=patient),
        last_days(found),
    ]


def expected(found: Readiness, *, patient: bool) -> str:
    """What will be known on the morning."""
    if patient:
        return f"On that morning you will probably know {known(found.recall.mean)}."
    return f"On that morning you will know about {percent(found.recall.mean)} of {count(found.parts, 'card')} ({between(found.recall)})."


def verdict(found: Readiness, *, patient: bool) -> str:
    """Whether the minutes are enough, and how many would be."""
    minutes = count(found.exam.minutes, "minute")
    if found.is_reached:
        return f"{minutes} a day {'is' if found.exam.minutes == 1 else 'are'} enough; it will take about {max(1, round(found.minutes))}."
    would = f"{count(found.enough, 'minute')} would do." if found.enough else "more minutes would not do either, because the days are too few."
    if found.is_known:
        return f"As much as you want will be known, but a day will take about {count(round(found.minutes), 'minute')}, not {found.exam.minutes}."
    short = found.left - found.unfit
    if 100 * short >= found.parts:
        left = "not everything would be learned" if patient else f"{count(short, 'card')} left"
        return f"Not reachable at {minutes} a day: {left}, {would}"
    if patient:
        return f"With {minutes} a day some of it may slip; {would}"
    return f"Not reachable at {minutes} a day: {percent(found.recall.mean)} expected in place of {percent(found.exam.target)}, {would}"


def doubt(found: Readiness, *, patient: bool) -> list[str]:
    """That predictions have been off so far, if by more than chance explains."""
    off = found.off
    if off is None:
        return []
    more_or_less = "more" if off.gap > 0 else "less"
    if patient:
        return [f"So far {more_or_less} has stayed with you than was expected, so it may be {more_or_less} on that morning too."]
    figures = f"{percent(off.predicted)} were expected, {percent(off.share.rate)} were remembered"
    return [f"But predictions have been off so far: {figures}, so it may be {more_or_less} than this says. The range allows for that."]


def left_out(found: Readiness) -> list[str]:
    """The topics of which nothing will be learned, if there are any."""
    names = [row.title or row.deck for row in found.topics if row.left >= row.parts]
    if not names:
        return []
    shown, more = names[:_NAMED], len(names) - _NAMED
    rest = f" and {count(more, 'more topic')}" if more > 0 else ""
    return [f"Not reached at all: {', '.join(f'“{name}”' for name in shown)}{rest}."]


def new_cards(found: Readiness, *, patient: bool) -> str:
    """How new cards come, how many fit into the minutes, and what stays unlearned."""
    if not found.new:
        return "Every card has been begun; nothing new comes any more."
    verb, minutes, short = "is" if found.new == 1 else "are", count(found.exam.minutes, "minute"), found.left - found.unfit
    rate, last = _rate(found), f"the last on {on_day(found.last_new, found.today)}" if found.last_new is not None else ""
    stay = "not all of them are learned" if patient else f"{short} {'stays' if short == 1 else 'stay'} unlearned"
    if not last:
        said = f"{count(found.new, 'card')} {verb} new, and none fits into {minutes} a day."
    elif short:
        said = f"{count(found.new, 'card')} {verb} new: {rate} fit into {minutes}, {last}; {stay}."
    else:
        said = f"{count(found.new, 'card')} {verb} new: {rate}, {last}."
    return f"{said} {_unfit(found)}" if found.unfit else said


def _rate(found: Readiness) -> str:
    """`2 a day`, or `30 today, then about 21 a day`."""
    if found.new_today in (0, found.new_per_day):
        return f"{found.new_per_day} a day"
    return f"{found.new_today} today, then about {found.new_per_day} a day"


def _unfit(found: Readiness) -> str:
    return f"{count(found.unfit, 'card')} cannot fit: two parts of one card never come on one day."


def last_days(found: Readiness) -> str:
    """How the last days are."""
    first = max(found.today, found.exam.on - timedelta(days=WINDOW))
    return f"From {'today' if first == found.today else on_day(first, found.today)} on, what you would know least comes first."


def topic(row: TopicReady, *, patient: bool) -> str:
    """A topic's share: `86 %, 80–91 %`."""
    return known(row.recall.mean) if patient else f"{percent(row.recall.mean)}  {between(row.recall)}"
