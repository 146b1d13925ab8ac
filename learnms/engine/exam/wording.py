"""What an exam plan says, in sentences: the same on the screen, in lines and on the command
line. Patients get no per cents.
"""

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
"""Days for which the first page says that an exam is over."""
WEAKEST = 5
"""So many topics are shown."""
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
    """A day, with its year where it is far off: `15 January`."""
    return day(on, on) if abs((on - today).days) < _FAR else day(on)


def known(share: float) -> str:
    """How much a share is, in words."""
    return next(words for least, words in _SHARES if share >= least)


def between(found: Range) -> str:
    """`81–88 %`, or one figure where both are the same."""
    low, high = f"{100 * found.low:.0f}", f"{100 * found.high:.0f}"
    return f"{low} %" if low == high else f"{low}–{high} %"


def headline(
    plan: ExamPlan, today: date, found: Readiness | None = None, *, patient: bool = False
) -> str:
    """The plan in a line: `15 January: 54 days, recall 81–88 % expected`; what is expected where
    that is worked out already.
    """
    left = (plan.on - today).days
    if left < 0:
        return f"{on_day(plan.on, today)} is over: back to the normal schedule"
    if left == 0:
        return "today"
    words = f"{on_day(plan.on, today)}: {count(left, 'day')}"
    if found is None:
        return words
    return (
        f"{words}; you will know {known(found.recall.mean)}"
        if patient
        else f"{words}, recall {between(found.recall)} expected"
    )


def over(plan: ExamPlan, today: date) -> str:
    """What a plan says once its day has come."""
    return (
        f"{TODAY} A review is a short warm-up."
        if plan.on == today
        else f"The exam of {on_day(plan.on, today)} is over. Back to the normal schedule."
    )


def warm_up(cards: int, minutes: int) -> str:
    """What a review on the day of the exam is: `15 cards that you know least, about 5 minutes`."""
    return f"{count(cards, 'card')} that you know least, about {count(minutes, 'minute')}"


def asked_for(plan: ExamPlan, titles: list[str], *, patient: bool) -> str:
    """What the plan is: `20 minutes a day, 90 % wanted, all decks.`"""
    decks = "all decks" if not titles else ", ".join(titles)
    wanted = "" if patient else f"{percent(plan.target)} wanted on the morning, "
    return f"{count(plan.minutes, 'minute')} a day, {wanted}{decks}."


def sentences(found: Readiness, *, patient: bool) -> list[str]:
    """What the plan leads to: what will be known, whether the minutes do and why not, how far
    that can be trusted, how new cards come, how the last days are.
    """
    return [
        expected(found, patient=patient),
        verdict(found),
        *shortfall(found, patient=patient),
        *doubt(found, patient=patient),
        new_cards(found),
        last_days(found),
    ]


def warnings(found: Readiness, *, patient: bool) -> list[str]:
    """Those of the sentences that a `!` belongs before."""
    return [
        *([] if found.is_reached else [verdict(found)]),
        *shortfall(found, patient=patient),
        *doubt(found, patient=patient),
    ]


def told(found: Readiness, *, patient: bool) -> list[str]:
    """The sentences, each warning with its sign."""
    marked = warnings(found, patient=patient)
    return [
        f"! {sentence}" if sentence in marked else sentence
        for sentence in sentences(found, patient=patient)
    ]


def expected(found: Readiness, *, patient: bool) -> str:
    """What will be known on the morning."""
    if patient:
        return f"On that morning you will probably know {known(found.recall.mean)}."
    return (
        f"On that morning you will know about {percent(found.recall.mean)} of"
        f" {count(found.parts, 'card')} ({between(found.recall)})."
    )


def verdict(found: Readiness) -> str:
    """Whether the minutes are enough, and how many would be."""
    minutes, takes = count(found.exam.minutes, "minute"), max(1, round(found.minutes))
    if found.is_reached:
        return f"{minutes} a day is enough; it will take about {takes}."
    if found.is_known and found.is_timely:
        return f"A day will take about {count(takes, 'minute')}, not {found.exam.minutes}."
    need = (
        f"You need {found.enough}."
        if found.enough
        else "More would not help: there are too few days."
    )
    return f"{minutes} a day is not enough. {need}"


def shortfall(found: Readiness, *, patient: bool) -> list[str]:
    """What the minutes are not enough for: the cards that stay unlearned, new cards that come
    late, or what will not be known.
    """
    short = found.left - found.unfit
    said = []
    if short > 0:
        said = [
            (
                f"Not all cards will be learned: {_left(found, patient=True)}."
                if patient
                else f"{_stay(short)} unlearned: {_left(found, patient=False)}."
            )
        ]
    elif not found.is_timely and found.last_new is not None and found.new_until is not None:
        late = f"the last comes on {on_day(found.last_new, found.today)}"
        said = [f"New cards should end by {on_day(found.new_until, found.today)}; {late}."]
    if not found.is_known:
        less = f"{percent(found.exam.target)} wanted, {percent(found.recall.mean)} expected."
        said.append("You may forget some of it by that morning." if patient else less)
    return said


def _stay(cards: int) -> str:
    return f"{count(cards, 'card')} {'stays' if cards == 1 else 'stay'}"


def _left(found: Readiness, *, patient: bool) -> str:
    """The topics with cards that stay unlearned, those with the most first: `8 of
    “Calculations”, 4 of “Monitoring” and 2 more topics`.
    """
    left = Counter[str]()
    for row in found.topics:
        left[row.title or row.deck] += row.left
    rows = [(name, number) for name, number in left.most_common() if number]
    if not rows:  # less than half a card of each
        return "of several topics"
    names = [f"“{name}”" if patient else f"{number} of “{name}”" for name, number in rows[:_NAMED]]
    more = len(rows) - len(names)
    return ", ".join(names) + (f" and {count(more, 'more topic')}" if more else "")


def doubt(found: Readiness, *, patient: bool) -> list[str]:
    """That predictions have been off so far, if by more than chance explains."""
    off = found.off
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


def new_cards(found: Readiness) -> str:
    """How new cards come, and what does not fit whatever the minutes."""
    if not found.new:
        return "No new cards are left."
    new = f"{count(found.new, 'card')} {'is' if found.new == 1 else 'are'} new"
    if found.last_new is None:
        said = f"{new}, and none fits into {count(found.exam.minutes, 'minute')} a day."
    else:
        said = f"{new}: {_rate(found)}, the last on {on_day(found.last_new, found.today)}."
    return f"{said} {_unfit(found)}" if found.unfit else said


def _rate(found: Readiness) -> str:
    """`2 a day`, or `30 today, then about 21 a day`."""
    if found.new_today in (0, found.new_per_day):
        return f"{found.new_per_day} a day"
    later = f"about {found.new_per_day} a day" if found.new_per_day else "less than one a day"
    return f"{found.new_today} today, then {later}"


def _unfit(found: Readiness) -> str:
    return f"{count(found.unfit, 'card')} cannot fit: two parts of one card never come on one day."


def last_days(found: Readiness) -> str:
    """How the last days are."""
    first = max(found.today, found.exam.on - timedelta(days=WINDOW))
    return (
        f"From {'today' if first == found.today else on_day(first, found.today)} on, what you would"
        " know least comes first."
    )


def weakest(found: Readiness) -> list[TopicReady]:
    """The topics of which least will be known, the lowest first."""
    return sorted(found.topics, key=lambda row: row.recall.mean)[:WEAKEST]


def weakest_title(found: Readiness) -> str:
    """What stands above them; empty where they are all."""
    return (
        f"The {WEAKEST} weakest of {len(found.topics)} topics:"
        if len(found.topics) > WEAKEST
        else ""
    )


def topic(row: TopicReady, *, patient: bool) -> str:
    """A topic's share: `86 %, 80–91 %`."""
    return (
        known(row.recall.mean) if patient else f"{percent(row.recall.mean)}  {between(row.recall)}"
    )
