"""Sentences about an exam plan, shared by all interfaces. Patients get no percentages."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from typing import TYPE_CHECKING

from learnms.engine.wording import NO_NEW, between, count, day, percent

if TYPE_CHECKING:
    from datetime import date

    from learnms.engine.exam.readiness import Range, Readiness, TopicReady
    from learnms.engine.voice import Voice
    from learnms.settings import ExamPlan

NOT_FOR_PATIENTS = "No plan needed: cards come back on schedule."
ENDED = "Plan ended. Back to the normal schedule."
KEPT = "Plan saved. Reviews follow it from now on."
HOW = (
    "A plan introduces all new cards well before the exam. Its last days go to the"
    " cards that raise your recall the most."
)
TODAY = "Your exam is today. Good luck."
WEAKEST = 5
"""The number of topics shown."""
_FAR = 300
_NAMED = 2
_APART = "parts of one card come on different days"
_SHARES = (
    (0.95, "nearly all of it"),
    (0.8, "most of it"),
    (0.6, "much of it"),
    (0.4, "about half of it"),
    (0.0, "part of it"),
)


def on_day(on: date, today: date) -> str:
    """A day, with its year if it is far off: `January 15`."""
    return day(on, on) if abs((on - today).days) < _FAR else day(on)


def known(share: float) -> str:
    """A share from 0 to 1 in words."""
    return next(words for least, words in _SHARES if share >= least)


def _figures(recall: Range) -> dict[str, str]:
    """An expected recall for the templates of a voice."""
    return {
        "mean": percent(recall.mean),
        "range": between(recall.low, recall.high),
        "known": known(recall.mean),
    }


def headline(plan: ExamPlan, today: date, voice: Voice, readiness: Readiness | None = None) -> str:
    """The plan in one line: `January 15, in 54 days, expected recall 81–88%`. The recall is left
    out until it has been computed.
    """
    left = (plan.on - today).days
    if left < 0:
        return f"over since {on_day(plan.on, today)}; back to the normal schedule"
    if left == 0:
        return "today"
    words = f"{on_day(plan.on, today)}, in {count(left, 'day')}"
    if readiness is None:
        return words
    return voice.exam_recall.format(plan=words, **_figures(readiness.recall))


def over(plan: ExamPlan, today: date) -> str:
    """The sentence on and after the day of the exam."""
    return (
        f"{TODAY} Today's review is a short warm-up."
        if plan.on == today
        else f"The exam on {on_day(plan.on, today)} is over. Back to the normal schedule."
    )


def warm_up(cards: int, minutes: int) -> str:
    """The review on the day of the exam: `your 15 weakest cards, about 5 minutes`."""
    return f"your {count(cards, 'weakest card')}, about {count(minutes, 'minute')}"


def asked_for(plan: ExamPlan, titles: list[str], voice: Voice) -> str:
    """The plan itself: `20 minutes a day, target 90%, all decks.`"""
    decks = "all decks" if not titles else ", ".join(titles)
    wanted = voice.exam_wanted.format(target=percent(plan.target))
    return f"{count(plan.minutes, 'minute')} a day, {wanted}{decks}."


def sentences(readiness: Readiness, voice: Voice) -> list[str]:
    """What the plan leads to: the recall expected, whether the minutes are enough and why not, how
    reliable that is, the new cards, the last days.
    """
    return [
        expected(readiness, voice),
        verdict(readiness),
        *shortfall(readiness, voice),
        *doubt(readiness, voice),
        new_cards(readiness),
        last_days(readiness),
    ]


def warnings(readiness: Readiness, voice: Voice) -> list[str]:
    """Those of the sentences that are marked with `!`."""
    return [
        *([] if readiness.is_reached else [verdict(readiness)]),
        *shortfall(readiness, voice),
        *doubt(readiness, voice),
    ]


def told(readiness: Readiness, voice: Voice) -> list[str]:
    """All sentences, warnings with their `!`."""
    marked = warnings(readiness, voice)
    return [
        f"! {sentence}" if sentence in marked else sentence
        for sentence in sentences(readiness, voice)
    ]


def expected(readiness: Readiness, voice: Voice) -> str:
    """The recall expected on the morning of the exam."""
    cards = count(readiness.parts, "card")
    return voice.exam_expected.format(cards=cards, **_figures(readiness.recall))


def verdict(readiness: Readiness) -> str:
    """Whether the minutes are enough, and what would do: more minutes or fewer cards."""
    minutes, takes = count(readiness.exam.minutes, "minute"), max(1, round(readiness.minutes))
    if readiness.is_reached:
        return f"{minutes} a day is enough; it will take about {takes}."
    if readiness.is_known and readiness.is_timely:
        return f"Each day will take about {count(takes, 'minute')}, not {readiness.exam.minutes}."
    fewer = count(readiness.too_many, "fewer card") if readiness.too_many else ""
    if readiness.enough is None:
        need = "More minutes would not help: too few days are left"
        need += f"; {fewer} would do" if fewer else ""
    elif readiness.enough_last is None:
        need = f"You need {readiness.enough}" + (f", or {fewer}" if fewer else "")
    else:
        finish = on_day(readiness.enough_last, readiness.today)
        need = f"{count(readiness.enough, 'minute')} a day would finish by {finish}"
        need += f", or {fewer} would do" if fewer else ""
    return f"{minutes} a day is not enough. {need}."


def shortfall(readiness: Readiness, voice: Voice) -> list[str]:
    """What is wrong with the plan: cards that stay unlearned or come too late, or the recall
    wanted that is not reached.
    """
    short = readiness.left - readiness.unfit
    sentences = []
    if short > 0:
        sentences = [_unlearned(short, _left(readiness, voice), voice)]
    elif _is_late(readiness):
        assert readiness.last_new is not None  # else nothing is late
        assert readiness.new_until is not None
        late = f"the last one comes on {on_day(readiness.last_new, readiness.today)}"
        sentences = [
            f"New cards should end by {on_day(readiness.new_until, readiness.today)}, but {late}."
        ]
    if readiness.unfit:
        sentences.append(_unlearned(readiness.unfit, _APART, voice))
    if not readiness.is_known:
        target = percent(readiness.exam.target)
        sentences.append(voice.exam_forgets.format(target=target, **_figures(readiness.recall)))
    return sentences


def _unlearned(number: int, why: str, voice: Voice) -> str:
    return voice.exam_unlearned.format(cards=count(number, "card"), why=why)


def _is_late(readiness: Readiness) -> bool:
    """Whether the last new card comes in the days that the plan keeps free of new cards."""
    last, until = readiness.last_new, readiness.new_until
    return last is not None and until is not None and last > until


def _left(readiness: Readiness, voice: Voice) -> str:
    """The topics with unlearned cards, most first: `8 in “Calculations”, 4 in “Monitoring” and 2
    more topics`.
    """
    left = Counter[str]()
    for row in readiness.topics:
        left[row.title or row.deck] += row.left
    rows = [(name, number) for name, number in left.most_common() if number]
    if not rows:  # less than half a card of each
        return "in several topics"
    names = [voice.exam_topic.format(number=number, title=name) for name, number in rows[:_NAMED]]
    more = len(rows) - len(names)
    return ", ".join(names) + (f" and {count(more, 'more topic')}" if more else "")


def doubt(readiness: Readiness, voice: Voice) -> list[str]:
    """A sentence if predictions have been off so far by more than chance."""
    off = readiness.off
    if off is None:
        return []
    return [
        voice.exam_doubt.format(
            more_or_less="more" if off.gap > 0 else "less",
            higher_or_lower="higher" if off.gap > 0 else "lower",
            predicted=percent(off.predicted),
            actual=percent(off.share.rate),
        )
    ]


def new_cards(readiness: Readiness) -> str:
    """When new cards come."""
    if not readiness.new:
        return NO_NEW
    new = count(readiness.new, "new card")
    if readiness.last_new is None:
        return f"{new}, but none fit into {count(readiness.exam.minutes, 'minute')} a day."
    return f"{new}: {_rate(readiness)}, the last on {on_day(readiness.last_new, readiness.today)}."


def _rate(readiness: Readiness) -> str:
    """`2 a day`, or `30 today, then about 21 a day`."""
    if readiness.new_today in (0, readiness.new_per_day):
        return f"{readiness.new_per_day} a day"
    later = (
        f"about {readiness.new_per_day} a day" if readiness.new_per_day else "fewer than one a day"
    )
    return f"{readiness.new_today} today, then {later}"


def last_days(readiness: Readiness) -> str:
    """What the last days before the exam ask."""
    first = max(readiness.today, readiness.exam.on - timedelta(days=readiness.last_days))
    return (
        f"From {'today' if first == readiness.today else on_day(first, readiness.today)} on, the"
        " cards that raise your recall the most come first."
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


def topic(row: TopicReady, voice: Voice) -> str:
    """A topic's expected recall, in columns: `86%  80–91%`, `most of it`."""
    return voice.exam_topic_recall.format(**_figures(row.recall))
