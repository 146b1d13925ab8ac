"""What a review started now would ask. Counting it needs no FSRS; ordering it does."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from learnms.engine.queries import scope_of
from learnms.engine.queue import backlog
from learnms.store.read.queries import Scope
from learnms.study.event import Part

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date, datetime

    from learnms.engine.queries import Queries
    from learnms.settings import ExamPlan, Settings
    from learnms.store.read.memory import FailedPart, LearnedPart, NewPart


@dataclass(frozen=True, slots=True)
class ReviewQueue:
    """The parts of a review in their order, and how many of them, at the front, are due.

    `failed` are those among the due ones that failed before on this day, each with when.
    """

    parts: list[Part]
    due: int
    failed: tuple[tuple[datetime, Part], ...] = ()


@dataclass(frozen=True, slots=True)
class DueCounts:
    """What waits today: parts that failed today and were not right since; and one part per card,
    due ones (unordered) and new ones within the day's limit.

    `later` counts the due parts that a chosen way through a backlog, or the last days before an
    exam, leave to the coming days. The first `ordered` of the due parts stand in the order in which
    they are asked.
    """

    due: list[LearnedPart]
    new: list[NewPart]
    later: int = 0
    ordered: int = 0
    again: list[FailedPart] = field(default_factory=list)

    @property
    def to_ask(self) -> list[FailedPart | LearnedPart]:
        """Everything that is due: what is to be repeated, then the rest."""
        return [*self.again, *self.due]


def waiting(
    data: Queries,
    settings: Settings,
    today: date,
    *,
    decks: Sequence[str] | None = None,
    new: int | None = None,
) -> DueCounts:
    """What waits on a study day: siblings buried, the daily limit of new parts applied (`new`
    replaces it).

    What is to be repeated is in addition: a day's share of a backlog, the minutes of an exam plan
    and the new cards of a day held it already when it failed.
    """
    again = data.reader.failed_parts(today, scope_of(settings, decks))
    return replace(
        _waiting(data, settings, today, decks, new, {(row.card, row.part) for row in again}),
        again=again,
    )


def _waiting(
    data: Queries,
    settings: Settings,
    today: date,
    decks: Sequence[str] | None,
    new: int | None,
    failed: set[tuple[str, str | None]],
) -> DueCounts:
    """What waits beside the parts that `failed` today."""
    scope = scope_of(settings, decks)
    seen = data.reader.cards_reviewed_on(today)
    rows = [
        row
        for row in _due_parts(data, settings, today, scope)
        if (row.card, row.part) not in failed
    ]
    due = _one_per_card(rows, seen, today)
    asked = seen | {row.card for row in due}
    left, first = backlog.left_today(data, settings, today), due
    if left is not None:
        everything = (
            due
            if decks is None
            else _one_per_card(
                [*data.reader.due_parts(today, scope_of(settings, None)), *due], seen, today
            )
        )
        chosen = backlog.first_asked(everything, left, today)
        first = [row for row in due if (row.card, row.part) in chosen]
        if (
            new is None
            and len(everything) > left
            and (settings.exam is None or settings.exam.on < today)
        ):
            new = (
                0  # while a backlog lasts, new cards would only lengthen it; an exam does not wait
            )
    if settings.exam is not None and settings.exam.on >= today:
        return _towards_exam(settings.exam, data, settings, today, decks, due, first, new, seen)
    allowance = (
        max(0, settings.daily_new - data.reader.introduced_on(today)) if new is None else new
    )
    return DueCounts(
        first,
        data.reader.new_parts(today, scope, limit=allowance, skip_cards=asked, one_per_card=True),
        len(due) - len(first),
    )


def _due_parts(data: Queries, settings: Settings, today: date, scope: Scope) -> list[LearnedPart]:
    """What is due, but for what only an exam that is over has left on its day."""
    rows = data.reader.due_parts(today, scope)
    if settings.exam is None or settings.exam.on > today:
        return rows
    from learnms.engine.queue import exam_days as exam  # only where there was one

    held = exam.held_back(data, settings, today)
    return [row for row in rows if row.changed or (row.card, row.part) not in held]


def _towards_exam(
    plan: ExamPlan,
    data: Queries,
    settings: Settings,
    today: date,
    decks: Sequence[str] | None,
    due: list[LearnedPart],
    first: list[LearnedPart],
    new: int | None,
    seen: set[str],
) -> DueCounts:
    """What waits while a plan is on, and on the day of its exam; `first` is what is asked of the
    due parts where no exam is near.
    """
    from learnms.engine.queue import exam_days as exam  # only while there is one

    asked = exam.warm_up if plan.on == today else exam.asked
    found = asked(plan, data, settings, today, decks=decks, due=first, new=new, seen=seen)
    later = {row.card for row in due} - {row.card for row in found.due}
    return DueCounts(found.due, found.new, len(later), found.ordered)


def _one_per_card(rows: Iterable[LearnedPart], seen: set[str], today: date) -> list[LearnedPart]:
    """Siblings wait until tomorrow; but a part whose answer changed since its review of today
    comes at once.
    """
    cards = set(seen)
    chosen = []
    for row in rows:
        if row.card not in cards or (row.changed and row.last_day >= today):
            cards.add(row.card)
            chosen.append(row)
    return chosen


def length(settings: Settings, seconds: float) -> int | None:
    """The most parts of a review at so many seconds each: the cards wanted at a time, or as many
    as the minutes hold; None without a limit.
    """
    limits = [settings.cards_at_a_time] if settings.cards_at_a_time else []
    if settings.session_minutes:
        limits.append(max(1, int(60 * settings.session_minutes / seconds)))
    return min(limits, default=None)


def at_a_time(data: Queries, settings: Settings) -> int | None:
    """The most parts that a review of this learner has; None without a limit."""
    return length(settings, data.seconds_per_answer() if settings.session_minutes else 0.0)


def some_of(total: int, data: Queries, settings: Settings) -> int:
    """How many of so many cards one review asks, 0 where it asks all."""
    limit = at_a_time(data, settings)
    return limit if limit is not None and limit < total else 0


def plan_review(
    data: Queries,
    settings: Settings,
    today: date,
    *,
    decks: Sequence[str] | None = None,
    limit: int | None = None,
    new: int | None = None,
) -> ReviewQueue:
    """The parts in the order in which they are asked: those to be repeated, due ones by predicted
    recall, then new ones.

    What failed less than ten minutes ago is asked last all the same: the session sees to that.
    `limit` is the most parts; without one a review has as many as the learner's cards at a time and
    minutes for it allow.
    """
    from learnms.study import schedule
    from learnms.study.session import by_recall

    found = waiting(data, settings, today, decks=decks, new=new)
    if limit is None:
        limit = at_a_time(data, settings)
    weights = data.weights(today)
    first, rest = found.due[: found.ordered], found.due[found.ordered :]
    due = [Part(row.card, row.part) for row in first]
    due += by_recall(
        (schedule.recall(row.stability, row.last_day, today, weights), Part(row.card, row.part))
        for row in rest
    )
    fresh = [Part(row.card, row.part) for row in found.new]
    again = [Part(row.card, row.part) for row in found.again]
    parts = [*again, *due, *fresh][:limit]
    failed = tuple((row.at, part) for row, part in zip(found.again, parts, strict=False))
    return ReviewQueue(parts, min(len(again) + len(due), len(parts)), failed)
