"""What a review started now would ask. Counting needs no FSRS; ordering does."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from learnms.engine.queries import scope_of
from learnms.engine.queue import backlog
from learnms.engine.queue.siblings import NO_LIMITS, new_of_each_card, room_for_new
from learnms.store.scope import Scope
from learnms.study.event import Part

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date, datetime

    from learnms.engine.queries import Queries
    from learnms.engine.queue.exam_days import Plan
    from learnms.settings import Settings
    from learnms.store.records import FailedPart, NewPart, PartRow


@dataclass(frozen=True, slots=True)
class ReviewQueue:
    """The parts of a review in order; `due` of them are due.

    `failed` are the due parts that failed earlier on this day, each with the time.
    """

    parts: list[Part]
    due: int
    failed: tuple[tuple[datetime, Part], ...] = ()


class DueCounts(NamedTuple):
    """What waits today, one part per card: due parts, and new parts within the daily limit; `again`
    are parts that failed today and were not right since.

    `later` counts due parts that a backlog plan or the last days before an exam leave to the coming
    days. The first `ordered` due parts are in the order in which they are asked; the others are
    not ordered. The first `new_first` of the new parts are asked before the due
    ones.
    """

    due: list[PartRow]
    new: list[NewPart]
    later: int = 0
    ordered: int = 0
    new_first: int = 0
    again: list[FailedPart] = field(default_factory=list)

    @property
    def to_ask(self) -> list[FailedPart | PartRow]:
        """Everything due: failed parts, then the others."""
        return [*self.again, *self.due]


def waiting(
    queries: Queries,
    settings: Settings,
    today: date,
    *,
    decks: Sequence[str] | None = None,
    found: frozenset[Part] | None = None,
    new: int | None = None,
) -> DueCounts:
    """What waits on a study day: siblings buried, the daily limits of new parts applied (`new`
    replaces the general one, and with `decks` also theirs), of the parts that a search `found`
    only.

    Failed parts come on top: they were counted in the backlog's share, the minutes of an exam plan
    or the new cards when they were first asked.
    """
    again = queries.study.failed_parts(today, scope_of(settings, decks, found))
    failed = {row.part for row in again}
    waiting = _waiting(queries, settings, today, decks, found, new, failed)
    return waiting._replace(again=again)


def planned(
    queries: Queries, settings: Settings, today: date, *, new: int | None = None
) -> DueCounts:
    """What waits on a study day, and nothing on a day off."""
    if today in settings.days_off:
        return DueCounts([], [], again=[])
    return waiting(queries, settings, today, new=new)


def _waiting(
    queries: Queries,
    settings: Settings,
    today: date,
    decks: Sequence[str] | None,
    found: frozenset[Part] | None,
    new: int | None,
    failed: set[Part],
) -> DueCounts:
    """What waits besides the parts that `failed` today."""
    scope = scope_of(settings, decks, found)
    done = queries.study.studied_on(today)
    seen = done.cards
    rows = [row for row in _due_parts(queries, settings, today, scope) if row.part not in failed]
    due = _one_per_card(rows, seen, today)
    asked = seen | {row.part.card for row in due}
    left, first = backlog.left_today(queries, settings, today), due
    if left is not None:
        everything = (
            due
            if decks is None and found is None
            else _one_per_card([*due, *queries.due_parts(today, scope_of(settings))], seen, today)
        )
        chosen = backlog.first_asked(everything, left, today)
        first = [row for row in due if row.part in chosen]
        if new is None and len(everything) > left:
            new = 0  # new cards would only lengthen a backlog, and the question says that they wait
    if settings.exam is not None and settings.exam.on >= today:
        from learnms.engine.queue.exam_days import Plan  # only while there is one

        plan = Plan(settings.exam, queries, settings, today, decks, found, seen)
        return _towards_exam(plan, due, first, new)
    allowance = max(0, settings.daily_new - done.introduced) if new is None else new
    is_own_number = new is not None and decks is not None  # replaces the decks' limits too
    room = NO_LIMITS if is_own_number else room_for_new(queries, settings, today)
    fresh = new_of_each_card(queries, today, scope, asked, allowance, room)
    return DueCounts(first, fresh, len(due) - len(first))


def _due_parts(
    queries: Queries, settings: Settings, today: date, scope: Scope
) -> Sequence[PartRow]:
    """The due parts, without those that a past exam left on its day."""
    rows = queries.due_parts(today, scope)
    if settings.exam is None or settings.exam.on > today:
        return rows
    from learnms.engine.queue import exam_days as exam  # only where there was one

    held = exam.held_back(queries, settings, today)
    return [row for row in rows if row.changed or row.part not in held]


def _towards_exam(
    plan: Plan, due: list[PartRow], first: list[PartRow], new: int | None
) -> DueCounts:
    """What waits under an exam plan and on the day of the exam; `first` are the due parts that
    would be asked without one.
    """
    queue = (plan.warm_up if plan.exam.on == plan.today else plan.asked)(first, new)
    later = {row.part.card for row in due} - {row.part.card for row in queue.due}
    return DueCounts(queue.due, queue.new, len(later), queue.ordered, queue.new_first)


def _one_per_card(rows: Iterable[PartRow], seen: set[str], today: date) -> list[PartRow]:
    """One part of each card: siblings wait until tomorrow, unless their answer key has changed
    since today's review.
    """
    cards = set(seen)
    chosen = []
    for row in rows:
        if row.part.card not in cards or (row.changed and row.last_day >= today):
            cards.add(row.part.card)
            chosen.append(row)
    return chosen


def length(settings: Settings, seconds: float) -> int | None:
    """The longest review in parts: the cards at a time, or as many as fit into the minutes at
    `seconds` each; None without a limit.
    """
    limits = [settings.cards_at_a_time] if settings.cards_at_a_time else []
    if settings.session_minutes:
        limits.append(max(1, int(60 * settings.session_minutes / seconds)))
    return min(limits, default=None)


def at_a_time(queries: Queries, settings: Settings) -> int | None:
    """The longest review of this learner, in parts; None without a limit."""
    return length(settings, queries.seconds_per_answer() if settings.session_minutes else 0.0)


def some_of(total: int, queries: Queries, settings: Settings) -> int:
    """How many of `total` cards one review asks; 0 for all."""
    limit = at_a_time(queries, settings)
    return limit if limit is not None and limit < total else 0


def plan_review(
    queries: Queries,
    settings: Settings,
    today: date,
    *,
    decks: Sequence[str] | None = None,
    found: frozenset[Part] | None = None,
    limit: int | None = None,
    new: int | None = None,
) -> ReviewQueue:
    """The parts of a review in order: failed ones, due ones by predicted recall, then new ones; new
    ones before due ones where a plan for an exam has too little time for both.

    The session still asks last what failed less than ten minutes ago. `limit` is the most parts,
    by default what the learner's cards at a time and minutes allow.
    """
    from learnms.study import schedule
    from learnms.study.session import by_recall

    counts = waiting(queries, settings, today, decks=decks, found=found, new=new)
    if limit is None:
        limit = at_a_time(queries, settings)
    weights = queries.weights(today)
    ordered, unordered = counts.due[: counts.ordered], counts.due[counts.ordered :]
    due = [row.part for row in ordered]
    due += by_recall(
        (schedule.recall(row.stability, row.last_day, today, weights), row.part)
        for row in unordered
    )
    fresh = [row.part for row in counts.new]
    again = [row.part for row in counts.again]
    first = counts.new_first
    parts = [*again, *fresh[:first], *due, *fresh[first:]][:limit]
    failed = tuple((row.at, part) for row, part in zip(counts.again, parts, strict=False))
    return ReviewQueue(parts, len(set(parts) - set(fresh)), failed)
