"""Postponing and pausing, each with a preview before anything moves."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from typing import TYPE_CHECKING, Literal, NamedTuple
from uuid import uuid4

from learnms.analysis.simulation.backlog import emptiest, mean_recall, overdueness, put_off_range
from learnms.engine.queries import scope_of
from learnms.engine.queue.backlog import plan_on
from learnms.engine.queue.catch_up import backlog_question
from learnms.engine.wording import short_day
from learnms.errors import UsageError
from learnms.study.event import LONGEST_PAUSE, Draft, Part
from learnms.study.fsrs_formulas import Fsrs6

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from learnms.engine.queries import Queries
    from learnms.engine.workspace import Workspace
    from learnms.settings import Settings
    from learnms.store.log.writer import Store
    from learnms.store.records import PartRow
    from learnms.study.event import Event

Way = Literal["postpone", "pause"]

_SPREAD = 400
"""Days ahead for which the load is read."""


class Move(NamedTuple):
    """A part, its day now and its new day."""

    part: Part
    before: date
    after: date


class PutOff(NamedTuple):
    """The preview of a postponement or a pause. `recall_before` and `recall_after` are the means of
    the predicted recall on the days now and then; `until` is the day after a pause.
    """

    way: Way
    moves: tuple[Move, ...]
    recall_before: float | None
    recall_after: float | None
    until: date | None = None

    @property
    def first(self) -> date | None:
        """The first of the new days."""
        return min((move.after for move in self.moves), default=None)

    @property
    def last(self) -> date | None:
        """The last of the new days."""
        return max((move.after for move in self.moves), default=None)


class Available(NamedTuple):
    """What can be practiced or postponed: cards due `ahead` of today, `learned` parts, `due` parts.

    `sisters` of the due parts wait because another part of their card is asked today.
    `is_gathered`: there is a backlog, or a plan for one.
    """

    ahead: int
    learned: int
    due: int
    sisters: int
    is_gathered: bool


def there_is(workspace: Workspace, decks: Sequence[str] | None) -> Available:
    """What can be practiced or postponed in these decks, or in all that are offered."""
    today = workspace.today
    rows = [
        row
        for row in workspace.queries.study.learned_parts(today, scope_of(workspace.settings, decks))
        if not row.put_off
    ]
    later = {row.part.card for row in rows if row.due > today}
    is_gathered = (
        plan_on(workspace.settings, today) is not None or backlog_question(workspace) is not None
    )
    due = [row.part.card for row in rows if row.due <= today and row.last_day < today]
    asked = set(due) - workspace.queries.study.studied_on(today).cards
    return Available(len(later), len(rows), len(due), len(due) - len(asked), is_gathered)


# -- postponing ------------------------------------------------------------------------------------


def postponing(
    queries: Queries,
    settings: Settings,
    today: date,
    number: int,
    decks: Sequence[str] | None = None,
) -> PutOff:
    """Preview postponing this many due cards: those that lose least, each by 5 to 10 percent of its
    interval.

    Raises:
        UsageError: the number is below 1, or the exam is tomorrow.
    """
    if number < 1:
        message = "Postpone at least one card."
        raise UsageError(message)
    formulas = Fsrs6(queries.weights(today))
    due = [
        row
        for row in queries.study.learned_parts(today, scope_of(settings, decks))
        if row.due <= today and row.last_day < today and not row.put_off
    ]

    def loss(row: PartRow) -> tuple[float, float, str, str]:
        recall = formulas.recall((today - row.last_day).days, row.stability)
        return (
            overdueness(recall, settings.target_of(row.deck_id, row.topic)),
            -row.stability,
            row.part.card,
            row.part.part or "",
        )

    load = Counter(
        {
            (day - today).days: count
            for day, count in queries.memory.due_by_day(
                today, today + timedelta(days=_SPREAD)
            ).items()
        }
    )
    off = frozenset(settings.days_off.numbers(today))
    moves = []
    for row in sorted(_free_to_wait(settings, today, due), key=loss)[:number]:
        low, high = (
            min(days, (_latest(settings, today, row) - today).days)
            for days in put_off_range(max(1, (row.due - row.last_day).days))
        )
        days = emptiest(low, high, load, off)
        load[days] += 1
        moves.append((row, _moved_to(settings, today, row, today + timedelta(days=days))))
    return _put_off("postpone", moves, today, formulas)


def pausing(queries: Queries, settings: Settings, today: date, days: int) -> PutOff:
    """Preview moving every due date by this many days; due cards move to that many days from today.

    Raises:
        UsageError: it is not 1 to 365 days, or the exam is tomorrow.
    """
    if not 1 <= days <= LONGEST_PAUSE:
        raise UsageError(f"A pause must be 1 to {LONGEST_PAUSE} days, not {days}.")
    pause = timedelta(days=days)
    rows = _free_to_wait(settings, today, queries.study.learned_parts(today))
    moves = [(row, _moved_to(settings, today, row, max(row.due, today) + pause)) for row in rows]
    return _put_off("pause", moves, today, Fsrs6(queries.weights(today)))._replace(
        until=today + pause
    )


def _free_to_wait(settings: Settings, today: date, rows: Sequence[PartRow]) -> Sequence[PartRow]:
    """The parts that can be postponed and still come before an exam.

    Raises:
        UsageError: the exam is tomorrow, so there are none.
    """
    movable = [row for row in rows if _latest(settings, today, row) > max(row.due, today)]
    if (
        rows
        and not movable
        and settings.exam is not None
        and settings.exam.on == today + timedelta(days=1)
    ):
        raise UsageError(
            "Nothing can be postponed: no days left before the exam on"
            f" {short_day(settings.exam.on)}."
        )
    return movable


def _latest(settings: Settings, today: date, row: PartRow) -> date:
    """The last day to which a part can be postponed: the day before an exam that covers it."""
    exam = settings.exam
    if exam is None or exam.on <= today or not exam.covers(row.deck_id) or row.due > exam.on:
        return date.max
    return exam.on - timedelta(days=1)


def _moved_to(settings: Settings, today: date, row: PartRow, day: date) -> date:
    """The day to which a part is postponed if `day` is wanted: not after the last one, and not on a
    day off.
    """
    latest = _latest(settings, today, row)
    days = (min(day, latest) - today).days
    return today + timedelta(days=settings.days_off.moved(days, today, latest))


def _put_off(
    way: Way, moves: Iterable[tuple[PartRow, date]], today: date, formulas: Fsrs6
) -> PutOff:
    real = [
        (row, max(row.due, today), after) for row, after in moves if after > max(row.due, today)
    ]
    before = mean_recall(
        ((row.stability, (day - row.last_day).days) for row, day, _ in real), formulas
    )
    after = mean_recall(
        ((row.stability, (day - row.last_day).days) for row, _, day in real), formulas
    )
    return PutOff(way, tuple(Move(row.part, day, moved) for row, day, moved in real), before, after)


def carry_out(store: Store, put_off: PutOff) -> int:
    """Write the new due days as one batch, which is undone as a whole; returns their number."""
    data = {"batch": uuid4().hex, "way": put_off.way}
    if put_off.until is not None:
        data["pause_until"] = put_off.until.isoformat()
    store.append(
        [
            Draft(kind="due", card=move.part.card, part=move.part.part, due=move.after, data=data)
            for move in put_off.moves
        ]
    )
    return len(put_off.moves)


def take_back(queries: Queries, store: Store, today: date) -> int:
    """Undo today's latest postponement or pause, or a pause in force; how many cards move back."""
    latest, pause = _latest_today(queries, today), queries.study.pause(today)
    if latest is None and pause is not None:
        latest = queries.events.event(pause.event)
    if latest is None:
        return 0
    batch = queries.events.of_batch(latest)
    store.append([Draft(kind="void", ref=event.id) for event in batch])
    return len(batch)


def _latest_today(queries: Queries, today: date) -> Event | None:
    device = queries.study.identity("device_id")
    events = queries.events.counting_on_day(today)
    for event in sorted(events, key=lambda event: event.seq, reverse=True):
        is_ours = (
            event.kind == "due"
            and event.device_id == device
            and isinstance(event.data, dict)
            and event.data.get("way") in ("postpone", "pause")
        )
        if is_ours:
            return event
    return None
