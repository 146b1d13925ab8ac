"""Exam plans: made, checked, kept and ended; and the recall expected on the morning of the exam."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple

from learnms.analysis.simulation.exam import reserve, window
from learnms.analysis.simulation.readiness import (
    Range,
    enough,
    expected,
    is_enough,
    is_reached,
    is_timely,
    too_many,
    with_minutes,
)
from learnms.analysis.stats.calibration import calibration
from learnms.engine.dates import example
from learnms.engine.exam.ending import release_overdue
from learnms.engine.exam.form import DEFAULT_MINUTES, NO_PLAN, why_not
from learnms.engine.forecast.exam_rules import exam_rules
from learnms.engine.forecast.snapshot import Snapshot, take_snapshot
from learnms.engine.queries import scope_of
from learnms.engine.queue.exam_terms import span_of
from learnms.errors import LearnmsError, UsageError
from learnms.retention import DEFAULT_TARGET
from learnms.settings import MOST_MINUTES, ExamPlan
from learnms.study.sums import Tally

if TYPE_CHECKING:
    from collections.abc import Sequence

    from learnms.analysis.simulation.readiness import Expected
    from learnms.analysis.simulation.simulate import AnswerModel, Parts, Rules
    from learnms.analysis.stats.calibration import Calibration
    from learnms.engine.workspace import Workspace
    from learnms.store.records import DeckFile
    from learnms.study.fsrs_formulas import Fsrs6

_ALIKE = 10
"""Days count as equal if their new cards differ by at most one in this many."""

__all__ = ["Range", "Readiness", "TopicReady", "end", "keep", "made", "readiness"]


class TopicReady(NamedTuple):
    """A topic of the plan: the titles of its deck and of itself ('' for cards without a topic), the
    number of its parts, the recall expected, and the parts that are `left` new, `unfit` of them
    whatever the minutes.
    """

    deck: str
    title: str
    parts: int
    recall: Range
    left: int = 0
    unfit: int = 0


@dataclass(frozen=True, slots=True)
class Readiness:
    """What a plan leads to.

    `days` remain, today included, `study_days` without the days off. Of all `parts`, `new` were
    never asked: `new_today` more come today, `new_per_day` on a day (today, or an ordinary later
    day if that differs), the last on `last_new` (None if none comes). `recall` is the share known
    on the morning of the exam, by topic in `topics`. `left` new parts do not come in time, `unfit`
    of them whatever the minutes, because two parts of one card never come on one day.
    `minutes` is the mean of a day.

    `is_known`: the recall wanted is reached. `is_timely`: every part for which there can be time
    comes by `new_until`. `is_reached`: both, and a day takes no longer than planned; otherwise
    `enough` minutes would do (None if ten hours are too few), with which the last new part comes on
    `enough_last`. For the minutes of the plan, the last `too_many` new parts are too many (None if
    they are not, or if even one new part is). `is_off_why`: no minutes would do, but some would
    without the days off. `off` are past predictions if they were off by more than chance; the
    ranges allow for their gap. From `last_days_from` on, the cards that gain the most come first
    (None if all those days are off).
    """

    exam: ExamPlan
    today: date
    days: int
    parts: int
    new: int
    new_per_day: int
    last_new: date | None
    recall: Range
    topics: tuple[TopicReady, ...]
    left: int
    minutes: float
    is_reached: bool
    enough: int | None
    enough_last: date | None = None
    too_many: int | None = None
    off: Calibration | None = None
    new_today: int = 0
    unfit: int = 0
    is_known: bool = True
    is_timely: bool = True
    new_until: date | None = None
    study_days: int = 1
    is_off_why: bool = False
    last_days_from: date | None = None


# -- making, keeping and ending a plan -------------------------------------------------------------


def made(
    workspace: Workspace,
    on: date,
    minutes: int = DEFAULT_MINUTES,
    target: float = DEFAULT_TARGET,
    decks: Sequence[str] = (),
) -> ExamPlan:
    """A checked plan, not saved yet.

    Args:
        workspace: the open workspace.
        on: the day of the exam.
        minutes: minutes a day.
        target: the recall wanted on the morning of the exam, 0 to 1.
        decks: decks by id, title or file; none for all that are offered.

    Raises:
        UsageError: a value is out of range, or a deck is not offered.
    """
    before = workspace.settings.exam
    ids = _offered(workspace, workspace.deck_ids(decks))
    begun = (
        before.begun
        if before is not None and before.on == on and before.begun is not None
        else workspace.today
    )
    plan = ExamPlan(on, minutes, target, tuple(ids), begun)
    problem = why_not(plan, workspace.today)
    if problem is not None:
        raise problem
    return plan


def _offered(workspace: Workspace, ids: Sequence[str]) -> Sequence[str]:
    offered = [
        row.deck_id for row in workspace.queries.decks(scope_of(workspace.settings)) if row.total
    ]
    for ident in ids:
        if ident not in offered:
            known = ", ".join(offered) or "none"
            raise UsageError(f"The deck `{ident}` has no cards for you.", f"Choose from: {known}.")
    return ids


def keep(workspace: Workspace, plan: ExamPlan) -> None:
    """Save a plan and follow it from now on. Cards that an earlier plan held go back to their own
    days.

    Raises:
        LearnmsError: nothing can be written here.
    """
    before = workspace.settings.exam
    if before is not None and before.on != plan.on:
        release_overdue(workspace.queries, workspace.open_store, workspace.today, before.on)
    workspace.choose(replace(workspace.settings, exam=plan))


def end(workspace: Workspace) -> ExamPlan | None:
    """End the plan and return it, or None: cards come on their own days again.

    Raises:
        LearnmsError: nothing can be written here.
    """
    before = workspace.settings.exam
    if before is not None:
        release_overdue(workspace.queries, workspace.open_store, workspace.today, before.on)
        workspace.choose(replace(workspace.settings, exam=None))
    return before


# -- what it leads to ------------------------------------------------------------------------------


def readiness(
    workspace: Workspace, plan: ExamPlan | None = None, *, seed: int = 1, search: bool = True
) -> Readiness:
    """What a plan leads to, simulated from today's memories; missed days need no special case.

    A page calls this in a thread.

    Args:
        workspace: the open workspace.
        plan: replaces the plan in force.
        seed: the same seed gives the same figures.
        search: look for the minutes, and for the number of fewer cards, that would be enough.

    Raises:
        LearnmsError: there is no plan, it is not valid, or its decks have no cards.
    """
    settings = workspace.settings if plan is None else replace(workspace.settings, exam=plan)
    with workspace.reading() as queries:
        today = queries.today(workspace.clock, settings)
        exam = _possible(settings.exam, today)
        now = take_snapshot(queries, settings, today, of_plan=True)
        groups = _groups(now)
        rules = replace(now.rules(), exam=exam_rules(queries, now, limits=True))
        decks = queries.deck_files()
    assert rules.exam is not None  # the plan is in force
    indices = list(groups.values())
    played = (now.parts, indices, rules, now.habits, now.curve)
    outcome = expected(*played, seed=seed)
    reached, off = is_enough(*played, seed=seed, outcome=outcome), _off(now)
    studied = [day for day in range(rules.exam.day) if day not in rules.off]
    needs = (
        _needs(played, outcome, exam.minutes, seed)
        if search and studied and not reached
        else _Needs(outcome)
    )
    unfits = tuple(map(min, outcome.lefts, needs.best.unfits))
    last_days = rules.exam.day - window(len(now.parts), rules.exam.answers, rules.exam.span)
    gap = off.gap if off is not None else 0.0
    return Readiness(
        exam=exam,
        today=now.today,
        days=rules.exam.day,
        parts=len(now.parts),
        new=len(now.parts.new),
        new_per_day=_per_day(outcome, rules),
        last_new=_day(now.today, outcome.last),
        recall=outcome.overall.widened(gap),
        topics=_topics(decks, groups, outcome, unfits, gap),
        left=outcome.left,
        minutes=outcome.answers * now.habits.seconds / 60,
        is_reached=reached,
        enough=needs.minutes,
        enough_last=_day(now.today, needs.last),
        too_many=needs.fewer,
        off=off,
        new_today=outcome.today,
        unfit=sum(unfits),
        is_known=is_reached(outcome, exam.target),
        is_timely=is_timely(outcome),
        new_until=exam.on - timedelta(days=reserve(span_of(exam, now.today))),
        study_days=len(studied),
        is_off_why=needs.is_off_why,
        last_days_from=_day(now.today, next((day for day in studied if day >= last_days), None)),
    )


class _Needs(NamedTuple):
    """What would do: minutes a day, with which the last new part comes on the day `last` from
    today; fewer new parts; or no days off. `best` is the outcome of these minutes, or of ten hours.
    """

    best: Expected
    minutes: int | None = None
    last: int | None = None
    fewer: int | None = None
    is_off_why: bool = False


def _needs(
    played: tuple[Parts, list[list[int]], Rules, AnswerModel, Fsrs6],
    outcome: Expected,
    minutes: int,
    seed: int,
) -> _Needs:
    """What would do instead of the minutes of a plan, which are not enough."""
    parts, groups, rules, habits, curve = played
    assert rules.exam is not None  # the plan is in force
    number = enough(*played, minutes=minutes, most=MOST_MINUTES, seed=seed)
    more = with_minutes(rules, number or MOST_MINUTES, minutes)
    best, timely = expected(parts, groups, more, habits, curve, seed=seed), is_timely(outcome)
    if timely and is_reached(outcome, rules.exam.target):
        return _Needs(best, number)
    fewer = too_many(*played, seed=seed)
    if number is not None:
        return _Needs(best, number, None if timely else best.last, fewer)
    without = replace(more, off=frozenset())
    is_off_why = bool(rules.off) and is_enough(parts, groups, without, habits, curve, seed=seed)
    return _Needs(best, None, None, fewer, is_off_why)


def _day(today: date, number: int | None) -> date | None:
    """The day of a number, counted from today."""
    return None if number is None else today + timedelta(days=number)


def _off(now: Snapshot) -> Calibration | None:
    """The calibration of past predictions, as on the progress page; None if they fit or are few."""
    fit = calibration(Tally(now.curve).take(now.answers).sums)
    return fit if fit is not None and fit.matters else None


def _possible(plan: ExamPlan | None, today: date) -> ExamPlan:
    if plan is None:
        raise LearnmsError(NO_PLAN, f"Create one: learnms plan --exam {example(today)}")
    problem = why_not(plan, today)
    if problem is not None:
        raise problem
    return plan


def _per_day(outcome: Expected, rules: Rules) -> int:
    """New parts a day: those of today, already asked ones included, unless later days differ."""
    today = outcome.today + (rules.exam.introduced if rules.exam is not None else 0)
    return (
        today
        if not outcome.last or abs(outcome.per_day - today) <= today / _ALIKE
        else round(outcome.per_day)
    )


def _groups(now: Snapshot) -> dict[tuple[str, str], list[int]]:
    """The indices of the plan's parts by deck and topic ('' for none), in the library's order.

    Raises:
        LearnmsError: there are no parts.
    """
    groups: dict[tuple[str, str], list[int]] = {}
    for index, row in enumerate(now.rows):
        groups.setdefault((row.deck_id, row.topic or ""), []).append(index)
    if not groups:
        raise LearnmsError("These decks have no cards to plan.", "Choose other decks.")
    return groups


def _topics(
    decks: Sequence[DeckFile],
    groups: dict[tuple[str, str], list[int]],
    outcome: Expected,
    unfits: Sequence[int],
    gap: float,
) -> tuple[TopicReady, ...]:
    titles = {row.deck_id: row.title for row in decks}
    names = {
        (row.deck_id, key): title or key
        for row in decks
        for key, title, _ in row.head.get("topics", [])
    }
    columns = zip(groups.items(), outcome.groups, outcome.lefts, unfits, strict=True)
    return tuple(
        TopicReady(
            titles.get(deck, deck),
            names.get((deck, topic), topic),
            len(indices),
            recall.widened(gap),
            left,
            unfit,
        )
        for ((deck, topic), indices), recall, left, unfit in columns
    )
