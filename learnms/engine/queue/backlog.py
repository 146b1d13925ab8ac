"""Backlogs: the question about one, the chosen plan, and the cards that it leaves for today.

Counting needs no FSRS: whatever the weights, recall is higher for the card with the smaller ratio
of elapsed time to stability.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple

from learnms.engine.queries import scope_of
from learnms.engine.queue.exam_terms import is_final_day
from learnms.settings import BacklogPlan
from learnms.study.event import Part

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from learnms.analysis.simulation.backlog import Known
    from learnms.engine.queries import Queries
    from learnms.settings import Settings
    from learnms.store.records import PartRow

FEW = 50
"""After a day of study this many cards make no backlog, unless they take over half an hour."""
AWAY_DAYS = 4
"""After this many days away, the question is asked for fewer cards too."""
FEW_AWAY = 30
USUAL_DAYS = 3
LONG_MINUTES, LONGER_THAN_USUAL = 30, 1.5
PER_DAY = (20, 30, 50)
MORE_PER_DAY = (100, 200)
"""Offered if smaller shares never catch up."""
_SOON = 14
_SLACK = 2


class CatchUp(NamedTuple):
    """A way to work off a backlog: cards a day (0: all today), the minutes a day, and the days
    until it is gone (None: over half a year).
    """

    per_day: int
    minutes: int
    days: int | None


class BacklogQuestion(NamedTuple):
    """The backlog question: the number of due cards and the ways to choose from, first all today;
    `suggested` is an index into `ways`.
    """

    due: int
    ways: tuple[CatchUp, ...]
    suggested: int


# -- what was chosen -------------------------------------------------------------------------------


def plan_on(settings: Settings, day: date) -> BacklogPlan | None:
    """The backlog plan, if it applies on a day."""
    plan = settings.backlog
    return plan if plan is not None and day <= plan.until else None


def left_today(queries: Queries, settings: Settings, today: date) -> int | None:
    """How many due cards of the daily share are still to be asked; None without a limit."""
    plan = plan_on(settings, today)
    if plan is None or not plan.per_day:
        return None
    return max(0, plan.per_day - queries.study.studied_on(today).repeated)


def first_asked(due: Iterable[PartRow], number: int, today: date) -> set[Part]:
    """The first due parts in the order of `study.session.by_recall`."""
    return set(in_order(due, today)[:number])


def in_order(due: Iterable[PartRow], today: date) -> list[Part]:
    """Due parts in the order in which a review asks them."""
    from learnms.study.session import by_recall

    return by_recall((min(0, (row.last_day - today).days) / row.stability, row.part) for row in due)


def chosen(settings: Settings, today: date, way: CatchUp) -> Settings:
    """The settings with a way to catch up.

    "All today" holds for today. A daily share holds until the backlog is gone, at most for twice
    the expected days, so that days without study bring no new question.
    """
    from learnms.analysis.simulation.backlog import HORIZON

    days = 0 if not way.per_day else min(HORIZON, _SLACK * (way.days or HORIZON))
    return replace(settings, backlog=BacklogPlan(way.per_day, today + timedelta(days=days)))


# -- the question ----------------------------------------------------------------------------------


def is_backlog(due: int, usual: int, seconds: float, away: int = 1) -> bool:
    """Whether the due cards are more than about a day's work; after days away, more than a usual
    day. At most the smallest daily share makes no backlog then: there would be nothing to choose.

    Args:
        due: the number of due cards.
        usual: the learner's recent reviews a day.
        seconds: the time of an answer.
        away: days since the last review.
    """
    if away >= AWAY_DAYS and due > PER_DAY[0] and (due > usual or due > FEW_AWAY):
        return True
    is_long = due * seconds > 60 * LONG_MINUTES
    return due > max(FEW, USUAL_DAYS * usual) or (is_long and due > LONGER_THAN_USUAL * usual)


def is_asked(queries: Queries, settings: Settings, today: date, due: int) -> bool:
    """Whether a review of this many due cards begins with the backlog question."""
    if plan_on(settings, today) is not None:
        return False
    exam = settings.exam
    if exam is not None and (exam.on == today or is_final_day(exam, queries, settings, today)):
        return False  # the minutes of the plan limit the review
    seconds = queries.seconds_per_answer()
    if due <= PER_DAY[0] and due * seconds <= 60 * LONG_MINUTES:
        return False  # the usual case needs no read of the log
    return is_backlog(due, queries.usual_reviews(today), seconds, queries.days_away(today))


def gathered(
    queries: Queries, settings: Settings, today: date, due: Sequence[PartRow]
) -> BacklogQuestion:
    """The backlog question for these due cards, with the days that each way takes. Today counts
    even if it is a day off: the question is asked when a review starts.
    """
    from learnms.analysis.simulation.backlog import days_to_catch_up
    from learnms.study.fsrs_formulas import Fsrs6

    seconds, formulas = queries.seconds_per_answer(), Fsrs6(queries.weights(today))
    known, off = (
        _known(queries, settings, today, due),
        {day for day in settings.days_off.numbers(today) if day},
    )
    ways = [CatchUp(0, _minutes(len(due), seconds), 1)]
    for number in (*PER_DAY, *MORE_PER_DAY):
        if number < len(due) and (number in PER_DAY or ways[-1].days is None):
            ways.append(
                CatchUp(
                    number,
                    _minutes(number, seconds),
                    days_to_catch_up(known, number, formulas, settings.target, off),
                )
            )
    soon = (
        index
        for index, way in enumerate(ways)
        if way.per_day and way.days is not None and way.days <= _SOON
    )
    return BacklogQuestion(len(due), tuple(ways), next(soon, len(ways) - 1))


def _known(
    queries: Queries, settings: Settings, today: date, due: Sequence[PartRow]
) -> list[Known]:
    """The learned parts, due ones first in review order."""
    from learnms.analysis.simulation.backlog import Known

    rows = {row.part: row for row in queries.study.learned_parts(today, scope_of(settings))}
    later = [part for part, row in rows.items() if row.due > today]
    return [
        Known(
            row.stability,
            row.difficulty,
            min(0, (row.last_day - today).days),
            (row.due - today).days,
        )
        for row in (rows.get(part) for part in dict.fromkeys([*in_order(due, today), *later]))
        if row is not None
    ]


def _minutes(cards: int, seconds: float) -> int:
    return max(1, round(cards * seconds / 60))
