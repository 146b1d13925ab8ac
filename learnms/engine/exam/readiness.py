"""Ready by a date: a plan made, checked, kept and ended, and what it leads to on the morning of
the exam.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple

from learnms.analysis.simulation.exam import reserve
from learnms.analysis.simulation.readiness import (
    Range,
    enough,
    expected,
    fits_minutes,
    is_reached,
    is_timely,
    unlimited,
)
from learnms.analysis.stats.calibration import Outcome, calibration
from learnms.analysis.stats.recall import trials_of
from learnms.engine.dates import example
from learnms.engine.exam.ending import free
from learnms.engine.forecast.exam_rules import exam_rules
from learnms.engine.forecast.snapshot import Snapshot, standing
from learnms.engine.queue.exam_days import span_of
from learnms.engine.wording import short_day
from learnms.errors import LearnmsError, UsageError
from learnms.settings import HIGHEST_TARGET, LOWEST_TARGET, MOST_MINUTES, ExamPlan
from learnms.store.read.queries import Scope

if TYPE_CHECKING:
    from collections.abc import Sequence

    from learnms.analysis.simulation.readiness import Expected
    from learnms.analysis.simulation.simulate import Rules
    from learnms.analysis.stats.calibration import Calibration
    from learnms.engine.workspace import Workspace

MOST_DAYS = 1096
"""Three years: a plan looks no further."""
DEFAULT_MINUTES = 20
DEFAULT_TARGET = 0.9
_ALIKE = 10
"""Days of a plan are called alike where they differ by no more than one in so many new cards."""

__all__ = [
    "DEFAULT_MINUTES",
    "DEFAULT_TARGET",
    "MOST_DAYS",
    "Range",
    "Readiness",
    "TopicReady",
    "end",
    "keep",
    "made",
    "readiness",
    "why_not",
]


class TopicReady(NamedTuple):
    """A topic of the plan: its deck's title and its own ('' for cards without one), its parts,
    how many of them will be known, and how many stay new.
    """

    deck: str
    title: str
    parts: int
    recall: Range
    left: int = 0


@dataclass(frozen=True, slots=True)
class Readiness:
    """What a plan leads to.

    `days` are left, today among them. Of `parts`, `new` were never asked. Today brings `new_today`
    more of them, a day `new_per_day` (those that today brought already among them; an ordinary
    later day where that differs), the last comes on `last_new` (None without any). `recall` is the
    share that will be known on the morning, by topic in `topics`. `left` are new parts that do not
    come in time, `unfit` of them whatever the minutes, since parts of one card never come on one
    day. `minutes` is what a day takes on average. `is_known` says that as much is known as was
    wanted, `is_timely` that every card comes, the last by `new_until`, and `is_reached` both, and
    that a day takes no longer than it has; else `enough` minutes would do, None if not even ten
    hours. `off` is how past predictions fitted, where they were off by more than chance explains;
    the ranges allow for their gap.
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
    off: Calibration | None = None
    new_today: int = 0
    unfit: int = 0
    is_known: bool = True
    is_timely: bool = True
    new_until: date | None = None


# -- making, keeping and ending a plan -------------------------------------------------------------


def made(
    workspace: Workspace,
    on: date,
    minutes: int = DEFAULT_MINUTES,
    target: float = DEFAULT_TARGET,
    decks: Sequence[str] = (),
) -> ExamPlan:
    """A plan out of what was asked for; nothing is kept yet.

    Args:
        workspace: everything opened.
        on: the day of the exam.
        minutes: minutes a day.
        target: the recall wanted on its morning.
        decks: decks by id, title or file; none for all that are offered.

    Raises:
        UsageError: something of it cannot be; the sentence says what.
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
    if problem:
        raise UsageError(*problem)
    return plan


def why_not(plan: ExamPlan, today: date) -> tuple[str, str] | None:
    """What is wrong with a plan and what to do about it, in a sentence each; None where nothing
    is.
    """
    if plan.on == today:
        return (
            "The exam is today, so there is no day left to plan.",
            f"Name a later day, such as {example(today)}.",
        )
    if plan.on < today:
        return (
            f"{short_day(plan.on)} is past: today is {short_day(today)}.",
            "Name a day that is still to come.",
        )
    if (plan.on - today).days > MOST_DAYS:
        return (
            f"{short_day(plan.on)} is more than three years away, and a plan looks no further.",
            "Until then the usual reviews do the same.",
        )
    if not 1 <= plan.minutes <= MOST_MINUTES:
        return (
            f"A day of a plan has 1 to {MOST_MINUTES} minutes, not {plan.minutes}.",
            "20 is a good start.",
        )
    if not LOWEST_TARGET <= plan.target <= HIGHEST_TARGET:
        return (
            (
                f"The recall wanted is between {LOWEST_TARGET:.2f} and {HIGHEST_TARGET:.2f}, not"
                f" {plan.target:g}."
            ),
            "0.90 is a good start.",
        )
    return None


def _offered(workspace: Workspace, ids: Sequence[str]) -> Sequence[str]:
    offered = [
        row.deck_id
        for row in workspace.data.library.decks(Scope(workspace.settings.role))
        if row.total
    ]
    for ident in ids:
        if ident not in offered:
            known = ", ".join(offered) or "none"
            raise UsageError(
                f"The deck `{ident}` has no cards that you are offered.",
                f"A plan can have: {known}.",
            )
    return ids


def keep(workspace: Workspace, plan: ExamPlan) -> None:
    """Go by a plan from now on. What an earlier one held on its day goes back to its own days.

    Raises:
        LearnmsError: nothing can be written here.
    """
    before = workspace.settings.exam
    if before is not None and before.on != plan.on:
        free(workspace.data, workspace.open_store, workspace.today, before.on)
    workspace.choose(replace(workspace.settings, exam=plan))


def end(workspace: Workspace) -> ExamPlan | None:
    """End the plan, which is returned: cards come on their own days again. None where there was
    none.

    Raises:
        LearnmsError: nothing can be written here.
    """
    before = workspace.settings.exam
    if before is not None:
        free(workspace.data, workspace.open_store, workspace.today, before.on)
        workspace.choose(replace(workspace.settings, exam=None))
    return before


# -- what it leads to ------------------------------------------------------------------------------


def readiness(
    workspace: Workspace, plan: ExamPlan | None = None, *, seed: int = 1, search: bool = True
) -> Readiness:
    """What a plan leads to, from how everything stands today; days that were missed need nothing
    else.

    The data is held only while it is read, so that a page can ask in a thread.

    Args:
        workspace: everything opened.
        plan: in place of the one in force.
        seed: the same gives the same.
        search: look for the minutes that would be enough, where those of the plan are not.

    Raises:
        LearnmsError: there is no plan, it cannot be, or its decks have no cards.
    """
    settings = workspace.settings if plan is None else replace(workspace.settings, exam=plan)
    exam = _possible(settings.exam, workspace.today)
    now = standing(workspace, settings, of_plan=True)
    groups = _groups(now)
    rules = replace(now.rules(), exam=exam_rules(workspace, now, limits=True))
    assert rules.exam is not None  # the plan is in force
    indices = list(groups.values())
    played = (now.parts, indices, rules, now.habits, now.curve)
    found, best = expected(*played, seed=seed), unlimited(*played, seed=seed)
    known, timely = is_reached(found, exam.target), is_timely(found, best, rules.exam)
    reached = known and timely and fits_minutes(found, rules, now.habits)
    takes, more, off = found.answers * now.habits.seconds / 60, None, _off(now)
    if search and not reached:
        more = (
            round(takes)
            if known and timely
            else enough(*played, minutes=exam.minutes, most=MOST_MINUTES, seed=seed)
        )
    gap = off.gap if off is not None else 0.0
    return Readiness(
        exam=exam,
        today=now.today,
        days=(exam.on - now.today).days,
        parts=sum(map(len, indices)),
        new=len(now.parts.new),
        new_per_day=_per_day(found, rules),
        last_new=None if found.last is None else now.today + timedelta(days=found.last),
        recall=found.overall.widened(gap),
        topics=_topics(
            workspace, groups, [recall.widened(gap) for recall in found.groups], found.lefts
        ),
        left=found.left,
        minutes=takes,
        is_reached=reached,
        enough=more,
        off=off,
        new_today=found.today,
        unfit=min(found.left, best.left),
        is_known=known,
        is_timely=timely,
        new_until=exam.on - timedelta(days=reserve(span_of(exam, now.today))),
    )


def _off(now: Snapshot) -> Calibration | None:
    """How predictions of recall fitted what happened, over everything as the progress page says
    it; None where they fit, or too few came true.
    """
    found = calibration(
        [Outcome(trial.predicted, trial.right) for trial in trials_of(now.answers, now.curve)]
    )
    return found if found is not None and found.matters else None


def _possible(plan: ExamPlan | None, today: date) -> ExamPlan:
    if plan is None:
        raise LearnmsError(
            "There is no exam plan.", f"Make one with a day: learnms plan --exam {example(today)}"
        )
    problem = why_not(plan, today)
    if problem:
        raise LearnmsError(*problem)
    return plan


def _per_day(found: Expected, rules: Rules) -> int:
    """How many new parts a day brings: as many as today, those that it brought already among
    them, unless later days differ.
    """
    today = found.today + (rules.exam.introduced if rules.exam is not None else 0)
    return (
        today
        if not found.last or abs(found.per_day - today) <= today / _ALIKE
        else round(found.per_day)
    )


def _groups(now: Snapshot) -> dict[tuple[str, str], list[int]]:
    """The places of the plan's parts by deck and topic, in the library's order; those without a
    topic under ''.

    Raises:
        LearnmsError: there are none.
    """
    groups: dict[tuple[str, str], list[int]] = {}
    for index, row in enumerate(now.rows):
        groups.setdefault((row.deck_id, row.topic or ""), []).append(index)
    if not groups:
        raise LearnmsError("There are no cards to get ready in these decks.", "Choose other decks.")
    return groups


def _topics(
    workspace: Workspace,
    groups: dict[tuple[str, str], list[int]],
    ranges: Sequence[Range],
    lefts: Sequence[int],
) -> tuple[TopicReady, ...]:
    with workspace.guard:
        decks = workspace.data.library.decks()
    titles = {row.deck_id: row.title for row in decks}
    names = {
        (row.deck_id, key): title or key
        for row in decks
        for key, title, _ in row.head.get("topics", [])
    }
    return tuple(
        TopicReady(
            titles.get(deck, deck), names.get((deck, topic), topic), len(indices), known, left
        )
        for ((deck, topic), indices), known, left in zip(groups.items(), ranges, lefts, strict=True)
    )
