"""Sentences about an exam plan, the same for all interfaces. Patients get no percentages."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from typing import TYPE_CHECKING

from learnms.analysis.simulation.exam import WINDOW
from learnms.engine.wording import count, day, percent

if TYPE_CHECKING:
    from datetime import date

    from learnms.engine.exam.readiness import Range, Readiness, TopicReady
    from learnms.settings import ExamPlan

NONE = "There is no exam plan."
NOT_FOR_PATIENTS = "There is nothing to plan here: your cards come on their own days."
ENDED = "Plan ended. Back to the normal schedule."
KEPT = "Kept. Reviews follow it from now on."
HOW = (
    "A plan spreads new cards so that they end well before the exam. The last three days ask what"
    " you would know least."
)
TODAY = "Your exam is today. Good luck."
STAYS = 7
"""Days for which the home screen says that an exam is over."""
WEAKEST = 5
"""The number of topics shown."""
_FAR = 300
_NAMED = 4
_SHARES = (
    (0.95, "nearly all of it"),
    (0.8, "most of it"),
    (0.6, "much of it"),
    (0.4, "about half of it"),
    (0.0, "a part of it"),
)


def on_day(on: date, today: date) -> str:
    """A day, with its year if it is far off: `15 January`."""
    return day(on, on) if abs((on - today).days) < _FAR else day(on)


def known(share: float) -> str:
    """A share from 0 to 1 in words."""
    return next(words for least, words in _SHARES if share >= least)


def between(likely: Range) -> str:
    """A range of shares: `81–88 %`, or one figure if its ends look the same."""
    low, high = f"{100 * likely.low:.0f}", f"{100 * likely.high:.0f}"
    return f"{low} %" if low == high else f"{low}–{high} %"


def headline(
    plan: ExamPlan, today: date, readiness: Readiness | None = None, *, patient: bool = False
) -> str:
    """The plan in one line: `15 January: 54 days, recall 81–88 % expected`. The expectation is left
    out until it has been computed.
    """
    left = (plan.on - today).days
    if left < 0:
        return f"{on_day(plan.on, today)} is over: back to the normal schedule"
    if left == 0:
        return "today"
    words = f"{on_day(plan.on, today)}: {count(left, 'day')}"
    if readiness is None:
        return words
    return (
        f"{words}; you will know {known(readiness.recall.mean)}"
        if patient
        else f"{words}, recall {between(readiness.recall)} expected"
    )


def over(plan: ExamPlan, today: date) -> str:
    """The sentence on and after the day of the exam."""
    return (
        f"{TODAY} A review is a short warm-up."
        if plan.on == today
        else f"The exam of {on_day(plan.on, today)} is over. Back to the normal schedule."
    )


def warm_up(cards: int, minutes: int) -> str:
    """The review on the day of the exam: `15 cards that you know least, about 5 minutes`."""
    return f"{count(cards, 'card')} that you know least, about {count(minutes, 'minute')}"


def asked_for(plan: ExamPlan, titles: list[str], *, patient: bool) -> str:
    """The plan itself: `20 minutes a day, 90 % wanted on the morning, all decks.`"""
    decks = "all decks" if not titles else ", ".join(titles)
    wanted = "" if patient else f"{percent(plan.target)} wanted on the morning, "
    return f"{count(plan.minutes, 'minute')} a day, {wanted}{decks}."


def sentences(readiness: Readiness, *, patient: bool) -> list[str]:
    """What the plan leads to: the recall expected, whether the minutes are enough and why not, how
    reliable that is, the new cards, the last days.
    """
    return [
        expected(readiness, patient=patient),
        verdict(readiness),
        *shortfall(readiness, patient=patient),
        *doubt(readiness, patient=patient),
        new_cards(readiness),
        last_days(readiness),
    ]


def warnings(readiness: Readiness, *, patient: bool) -> list[str]:
    """Those of the sentences that are marked with `!`."""
    return [
        *([] if readiness.is_reached else [verdict(readiness)]),
        *shortfall(readiness, patient=patient),
        *doubt(readiness, patient=patient),
    ]


def told(readiness: Readiness, *, patient: bool) -> list[str]:
    """All sentences, warnings with their `!`."""
    marked = warnings(readiness, patient=patient)
    return [
        f"! {sentence}" if sentence in marked else sentence
        for sentence in sentences(readiness, patient=patient)
    ]


def expected(readiness: Readiness, *, patient: bool) -> str:
    """The recall expected on the morning of the exam."""
    if patient:
        return f"On that morning you will probably know {known(readiness.recall.mean)}."
    return (
        f"On that morning you will know about {percent(readiness.recall.mean)} of"
        f" {count(readiness.parts, 'card')} ({between(readiness.recall)})."
    )


def verdict(readiness: Readiness) -> str:
    """Whether the minutes are enough, and how many would be."""
    minutes, takes = count(readiness.exam.minutes, "minute"), max(1, round(readiness.minutes))
    if readiness.is_reached:
        return f"{minutes} a day is enough; it will take about {takes}."
    if readiness.is_known and readiness.is_timely:
        return f"A day will take about {count(takes, 'minute')}, not {readiness.exam.minutes}."
    need = (
        f"You need {readiness.enough}."
        if readiness.enough
        else "More would not help: there are too few days."
    )
    return f"{minutes} a day is not enough. {need}"


def shortfall(readiness: Readiness, *, patient: bool) -> list[str]:
    """What the minutes are too few for: cards that stay unlearned or come too late, or the recall
    wanted.
    """
    short = readiness.left - readiness.unfit
    sentences = []
    if short > 0:
        sentences = [
            (
                f"Not all cards will be learned: {_left(readiness, patient=True)}."
                if patient
                else f"{_stay(short)} unlearned: {_left(readiness, patient=False)}."
            )
        ]
    elif (
        not readiness.is_timely
        and readiness.last_new is not None
        and readiness.new_until is not None
    ):
        late = f"the last comes on {on_day(readiness.last_new, readiness.today)}"
        sentences = [
            f"New cards should end by {on_day(readiness.new_until, readiness.today)}; {late}."
        ]
    if not readiness.is_known:
        less = (
            f"{percent(readiness.exam.target)} wanted, {percent(readiness.recall.mean)} expected."
        )
        sentences.append("You may forget some of it by that morning." if patient else less)
    return sentences


def _stay(cards: int) -> str:
    return f"{count(cards, 'card')} {'stays' if cards == 1 else 'stay'}"


def _left(readiness: Readiness, *, patient: bool) -> str:
    """The topics with unlearned cards, most first: `8 of “Calculations”, 4 of “Monitoring” and 2
    more topics`.
    """
    left = Counter[str]()
    for row in readiness.topics:
        left[row.title or row.deck] += row.left
    rows = [(name, number) for name, number in left.most_common() if number]
    if not rows:  # less than half a card of each
        return "of several topics"
    names = [f"“{name}”" if patient else f"{number} of “{name}”" for name, number in rows[:_NAMED]]
    more = len(rows) - len(names)
    return ", ".join(names) + (f" and {count(more, 'more topic')}" if more else "")


def doubt(readiness: Readiness, *, patient: bool) -> list[str]:
    """That predictions have been off so far, if by more than chance."""
    off = readiness.off
    if off is None:
        return []
    more_or_less = "more" if off.gap > 0 else "less"
    if patient:
        return [
            f"So far {more_or_less} has stayed with you than was expected, so it may be"
            f" {more_or_less} on that morning too."
        ]
    figures = f"{percent(off.predicted)} were expected, {percent(off.share.rate)} were remembered"
    return [
        f"But predictions have been off so far: {figures}, so it may be {more_or_less} than this"
        " says. The range allows for that."
    ]


def new_cards(readiness: Readiness) -> str:
    """When new cards come, and how many cannot fit whatever the minutes."""
    if not readiness.new:
        return "No new cards are left."
    new = f"{count(readiness.new, 'card')} {'is' if readiness.new == 1 else 'are'} new"
    if readiness.last_new is None:
        sentence = f"{new}, and none fits into {count(readiness.exam.minutes, 'minute')} a day."
    else:
        sentence = (
            f"{new}: {_rate(readiness)}, the last on {on_day(readiness.last_new, readiness.today)}."
        )
    return f"{sentence} {_unfit(readiness)}" if readiness.unfit else sentence


def _rate(readiness: Readiness) -> str:
    """`2 a day`, or `30 today, then about 21 a day`."""
    if readiness.new_today in (0, readiness.new_per_day):
        return f"{readiness.new_per_day} a day"
    later = (
        f"about {readiness.new_per_day} a day" if readiness.new_per_day else "less than one a day"
    )
    return f"{readiness.new_today} today, then {later}"


def _unfit(readiness: Readiness) -> str:
    return (
        f"{count(readiness.unfit, 'card')} cannot fit: two parts of one card never come on one day."
    )


def last_days(readiness: Readiness) -> str:
    """What the last days before the exam ask."""
    first = max(readiness.today, readiness.exam.on - timedelta(days=WINDOW))
    return (
        f"From {'today' if first == readiness.today else on_day(first, readiness.today)} on, what"
        " you would know least comes first."
    )


def weakest(readiness: Readiness) -> list[TopicReady]:
    """The topics with the lowest recall expected, the lowest first."""
    return sorted(readiness.topics, key=lambda row: row.recall.mean)[:WEAKEST]


def weakest_title(readiness: Readiness) -> str:
    """The heading of these topics; '' where they are all topics."""
    return (
        f"The {WEAKEST} weakest of {len(readiness.topics)} topics:"
        if len(readiness.topics) > WEAKEST
        else ""
    )


def topic(row: TopicReady, *, patient: bool) -> str:
    """A topic's expected recall: `86 %  80–91 %`."""
    return (
        known(row.recall.mean) if patient else f"{percent(row.recall.mean)}  {between(row.recall)}"
    )
