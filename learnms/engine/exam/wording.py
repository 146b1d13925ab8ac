"""Sentences about an exam plan, shared by all interfaces. Patients get no percentages."""

from __future__ import annotations

from collections import Counter
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
_ONE_A_DAY = "a card with several questions asks only one a day"
_ALL_OFF = "Every day until the exam is a day off, so no reviews are planned."
_STUDY = "Shorten your days off in the settings, or choose a later date."
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
        *last_days(readiness),
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
    planned, takes = readiness.exam.minutes, max(1, round(readiness.minutes))
    minutes = f"{count(planned, 'minute')} a day"
    if not readiness.study_days:
        return _ALL_OFF if readiness.is_reached else f"{_ALL_OFF} {_STUDY}"
    if readiness.is_reached:
        return (
            f"{minutes} is enough. You will need about {takes}."
            if takes < planned
            else f"{minutes} is enough."
        )
    if readiness.is_known and readiness.is_timely:
        return f"Each day will take about {count(takes, 'minute')}, not {planned}."
    return f"{minutes} is not enough. {_need(readiness)}"


def _need(readiness: Readiness) -> str:
    """What would do instead of the minutes of the plan."""
    fewer = [count(readiness.too_many, "fewer card")] if readiness.too_many else []
    if readiness.enough is not None:
        minutes, last = f"{count(readiness.enough, 'minute')} a day", readiness.enough_last
        if last is not None:
            until = "today" if last == readiness.today else f"by {on_day(last, readiness.today)}"
            minutes += f" to finish the new cards {until}"
        return _you_need(minutes, *fewer)
    why, days = "too few days are left", count(readiness.days, "day")
    if readiness.is_off_why:
        off = readiness.days - readiness.study_days
        are = "is a day off" if off == 1 else "are days off"
        why, fewer = f"{off} of the {days} until the exam {are}", ["fewer days off", *fewer]
    sentence = f"More minutes would not help: {why}."
    return f"{sentence} {_you_need(*fewer)}" if fewer else sentence


def _you_need(*needs: str) -> str:
    return f"You need {', or '.join(needs)}."


def shortfall(readiness: Readiness, voice: Voice) -> list[str]:
    """What is wrong with the plan: cards that stay unlearned or come too late, or the recall
    wanted that is not reached.
    """
    short, sentences = readiness.left - readiness.unfit, list[str]()
    if short and readiness.study_days:
        sentences = [_unlearned(short, _left(readiness, voice), voice)]
    elif not readiness.is_timely and _is_late(readiness):
        assert readiness.last_new is not None  # else nothing is late
        assert readiness.new_until is not None
        late = f"the last one comes on {on_day(readiness.last_new, readiness.today)}"
        sentences = [
            f"New cards should end by {on_day(readiness.new_until, readiness.today)}, but {late}."
        ]
    if readiness.unfit:
        sentences.append(_unlearned(readiness.unfit, _ONE_A_DAY, voice))
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
    """The topics with cards for which there is no time, most first: `8 in “Calculations”, 4 in
    “Monitoring”, the rest in 2 more topics`.
    """
    left = Counter[str]()
    for row in readiness.topics:
        left[row.title or row.deck] += row.left - row.unfit
    rows = [(name, number) for name, number in left.most_common() if number]
    names = [voice.exam_topic.format(number=number, title=name) for name, number in rows[:_NAMED]]
    more = count(len(rows) - len(names), "more topic")
    return ", ".join([*names, f"the rest in {more}"] if len(rows) > len(names) else names)


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
    new, last, today = count(readiness.new, "new card"), readiness.last_new, readiness.today
    if last is None:
        minutes = count(readiness.exam.minutes, "minute")
        is_short = readiness.study_days and readiness.left > readiness.unfit
        return f"{new}, but none {f'fit into {minutes} a day' if is_short else 'before the exam'}."
    number = readiness.new - readiness.left
    if readiness.left:
        new = f"{number} of {new}"
    if last == today:
        return f"{new}, {'today' if number == 1 else 'all today'}."
    if number == 1:
        return f"{new}, on {on_day(last, today)}."
    return f"{new}: {_rate(readiness)}, the last on {on_day(last, today)}."


def _rate(readiness: Readiness) -> str:
    """`2 a day`, or `30 today, then about 21 a day`."""
    if readiness.new_today in (0, readiness.new_per_day):
        return f"{readiness.new_per_day} a day"
    later = (
        f"about {readiness.new_per_day} a day" if readiness.new_per_day else "fewer than one a day"
    )
    return f"{readiness.new_today} today, then {later}"


def last_days(readiness: Readiness) -> list[str]:
    """What the last days before the exam ask; nothing if they are days off."""
    first, today = readiness.last_days_from, readiness.today
    if first is None:
        return []
    return [
        f"From {'today' if first == today else on_day(first, today)} on, the cards that raise your"
        " recall the most come first."
    ]


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
