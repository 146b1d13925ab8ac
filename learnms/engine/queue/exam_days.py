"""The review of a day under an exam plan, and the cards that go back to their own days afterwards.

Counting loads FSRS only in the last days before the exam and on its day, when the least known
cards come first.
"""

from __future__ import annotations

from datetime import timedelta
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from learnms.analysis.simulation.exam import (
    KNOWN_COST,
    NEW_COST,
    WARM_UP,
    WELL_KNOWN,
    days_for_new,
    fitting,
    is_last,
    is_pressing,
    new_quota,
    spread,
)
from learnms.engine.queries import scope_of
from learnms.engine.queue.siblings import new_of_each_card, one_of_each_card, room_for_new
from learnms.store.scope import Scope
from learnms.study.event import Part

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from uuid import UUID

    from learnms.engine.queries import Queries
    from learnms.settings import ExamPlan, Settings
    from learnms.store.records import NewPart, PartRow


class Today(NamedTuple):
    """What a plan leaves for today: the days to the exam, the remaining new parts, and the answers
    that still fit into the minutes.

    `is_short`: today's even share of new parts does not fit.
    """

    days: int
    new: int
    answers: float
    is_short: bool


class ExamQueue(NamedTuple):
    """What a review asks under a plan. The first `ordered` of the due parts are in their order."""

    due: list[PartRow]
    new: list[NewPart]
    ordered: int


def in_force(settings: Settings, today: date) -> ExamPlan | None:
    """The plan, if its exam is still to come."""
    exam = settings.exam
    return exam if exam is not None and exam.on > today else None


def scope_of_plan(exam: ExamPlan, settings: Settings) -> Scope:
    """The decks of the plan that are offered to the learner."""
    return scope_of(settings)._replace(decks=frozenset(exam.decks) if exam.decks else None)


def span_of(exam: ExamPlan, today: date) -> int:
    """The days of the whole plan, from its start, or from today if that is unknown."""
    return (
        exam.on - (exam.begun if exam.begun is not None and exam.begun <= today else today)
    ).days


def answers_in(minutes: int, queries: Queries) -> float:
    """How many answers this learner gives in this many minutes."""
    return minutes * 60 / queries.seconds_per_answer()


class Plan:
    """An exam plan in force, on a study day.

    Args:
        exam: the plan.
        queries: the queries.
        settings: the learner's settings.
        today: the study day.
        decks: ids of the chosen decks, None for all that are offered.
        found: the parts that a search found, None without one.
        seen: the cards asked today.
    """

    def __init__(
        self,
        exam: ExamPlan,
        queries: Queries,
        settings: Settings,
        today: date,
        decks: Sequence[str] | None,
        found: frozenset[Part] | None,
        seen: set[str],
    ) -> None:
        self.exam = exam
        self.queries = queries
        self.settings = settings
        self.today = today
        self.decks = decks
        self.found = found
        self._is_all = decks is None and found is None
        self.seen = seen
        self.scope = scope_of_plan(exam, settings)

    def asked(self, due: list[PartRow], new: int | None) -> ExamQueue:
        """What a review asks: due parts, and the plan's share of new parts; in the last days the
        least known parts of the plan first. Decks outside the plan follow as usual.

        Args:
            due: the due parts of these decks, one of each card.
            new: a number of new parts that replaces the plan's.
        """
        exam, today = self.exam, self.today
        ours = [row for row in due if exam.covers(row.deck_id)]
        day = self._day(len(ours) if self._is_all else self._due())
        count = day.new if new is None else new
        fresh: list[NewPart] = []
        ordered = 0
        presses = is_pressing(day.days, span_of(exam, today))
        if presses:
            fresh = self._new(count, self.seen, spread_out=day.is_short)
        waits = self.seen | {row.part.card for row in fresh}
        due = [row for row in due if row.part.card not in waits or row.last_day >= today]
        if is_last(day.days):
            room = fitting(day.answers - NEW_COST * len(fresh), KNOWN_COST)
            chosen = self._lowest_first(room, waits)
            others = [
                row
                for row in due
                if not exam.covers(row.deck_id) or (row.changed and row.last_day >= today)
            ]
            due, ordered = chosen + others, len(chosen)
        taken = self.seen | {row.part.card for row in due}
        if not presses:
            fresh = self._new(count, taken, spread_out=day.is_short)
        left_over = self.settings.daily_new - self.queries.study.studied_on(today).introduced
        most = max(0, left_over if new is None else new) - len(fresh)
        fresh += self._other_new(most, taken | {row.part.card for row in fresh})
        return ExamQueue(due, fresh, ordered)

    def warm_up(self, due: list[PartRow], new: int | None) -> ExamQueue:
        """What a review asks on the day of the exam: the least known parts, for a short time; new
        parts only if `new` asks for them.

        Its answers are reviews. The arguments are those of `asked`.
        """
        answers = answers_in(min(self.exam.minutes, WARM_UP), self.queries)
        if self._is_all:
            done = self.queries.study.studied_on(self.today, self.scope)
            answers -= KNOWN_COST * done.repeated + NEW_COST * done.introduced
        chosen = self._lowest_first(fitting(answers, KNOWN_COST), self.seen, below=1.0)
        others = [
            row
            for row in due
            if row.last_day >= self.today
            or (not self._is_all and not self.exam.covers(row.deck_id))
        ]
        taken = self.seen | {row.part.card for row in (*chosen, *others)}
        scope = self._among(self.decks)
        fresh = new_of_each_card(self.queries, self.today, scope, taken, new or 0)
        return ExamQueue(chosen + others, fresh, len(chosen))

    def _day(self, due: int) -> Today:
        """What the plan leaves for the rest of a day with `due` of its parts due.

        Everything is computed from what is left, so missed days add a little to the remaining ones.
        """
        exam, days = self.exam, (self.exam.on - self.today).days
        done = self.queries.study.studied_on(self.today, self.scope)
        left_new = self.queries.study.left_new(self.scope)
        in_a_day = answers_in(exam.minutes, self.queries)
        span, off = span_of(exam, self.today), self.settings.days_off
        end_of_new = self.today + timedelta(days=days_for_new(days, span))
        quota = new_quota(
            left_new + done.introduced, days, span, in_a_day, off.number(self.today, end_of_new)
        )
        answers = in_a_day - KNOWN_COST * done.repeated - NEW_COST * done.introduced
        due_first = 0 if is_last(days) else due
        most = fitting(answers - KNOWN_COST * due_first, NEW_COST)
        return Today(
            days,
            max(0, min(quota.most - done.introduced, most)),
            answers,
            quota.even - done.introduced > most,
        )

    def _due(self) -> int:
        rows = self.queries.study.due_parts(self.today, self.scope)
        return len({row.part.card for row in rows} - self.seen)

    def _chosen(self) -> Scope:
        """The decks of the plan, of these only the chosen ones."""
        if self.decks is None:
            return self.scope._replace(parts=self.found)
        return self._among([deck for deck in self.decks if self.exam.covers(deck)])

    def _among(self, decks: Sequence[str] | None) -> Scope:
        """The chosen decks, even if there are none; without a choice those that are offered."""
        offered = scope_of(self.settings, found=self.found)
        return offered if decks is None else offered._replace(role=None, decks=frozenset(decks))

    def _new(self, most: int, taken: set[str], *, spread_out: bool) -> list[NewPart]:
        """New parts of the plan, one of each card: by priority and in the library's order, or
        spread over the topics of each priority if not all can come.
        """
        scope, study = self._chosen(), self.queries.study
        if not spread_out:
            return new_of_each_card(self.queries, self.today, scope, taken, most)
        rows = list(study.new_parts(self.today, scope)) if most > 0 else []
        forward, others = (
            [row for row in rows if row.put_forward is wanted] for wanted in (True, False)
        )
        topics = study.topics(scope)
        ordered: list[NewPart] = []
        for _, group in groupby(others, key=lambda row: row.priority):
            level = list(group)
            order = spread([(row.deck_id, row.topic) for row in level], topics)
            ordered += [level[place] for place in order]
        return one_of_each_card((*forward, *ordered), taken, most)

    def _other_new(self, most: int, taken: set[str]) -> list[NewPart]:
        """New parts of decks outside the plan, at most what it leaves of the daily limit."""
        if most <= 0 or not self.exam.decks:
            return []
        offered = self.decks
        if offered is None:
            offered = [row.deck_id for row in self.queries.decks(scope_of(self.settings))]
        others = frozenset(deck for deck in offered if not self.exam.covers(deck))
        scope = self._among(self.decks)._replace(decks=others)
        room = room_for_new(self.queries, self.settings, self.today)
        return new_of_each_card(self.queries, self.today, scope, taken, most, room)

    def _lowest_first(
        self, most: int, seen: set[str], *, below: float = WELL_KNOWN
    ) -> list[PartRow]:
        """The parts with the lowest recall on the morning of the exam, one of each card; parts
        above `below` wait unless they are due.
        """
        from learnms.study.fsrs_formulas import Fsrs6

        curve = Fsrs6(self.queries.weights(self.today))
        rows = []
        for row in self.queries.study.learned_parts(self.today, self._chosen()):
            if row.put_off or row.last_day >= self.today:
                continue
            known = curve.recall((self.exam.on - row.last_day).days, row.stability)
            if known < below or row.due <= self.today or row.changed:
                rows.append((known, row.part.card, row.part.part or "", row))
        ordered = (row for *_, row in sorted(rows, key=lambda ranked: ranked[:3]))
        return one_of_each_card(ordered, seen, most)


# -- after the exam --------------------------------------------------------------------------------


class Released(NamedTuple):
    """A part that an exam held on its day, the due day to which it goes back, and the id of its
    last review.
    """

    part: Part
    due: date
    event: UUID


def released(queries: Queries, today: date, on: date) -> list[Released]:
    """The parts that are due on the day of an exam only because of it, with their own due days."""
    capped = queries.study.capped_at(on)
    if not capped:
        return []
    from learnms.study.fsrs_formulas import Fsrs6
    from learnms.study.schedule import fuzzed  # fsrs: only where there is something to release

    curve = Fsrs6(queries.weights(today))
    parts = [
        Released(
            row.part,
            row.last_day
            + timedelta(
                days=fuzzed(curve.interval(row.stability, row.target), row.part, row.reps - 1)
            ),
            row.event,
        )
        for row in capped
    ]
    return [part for part in parts if part.due > on]


def held_back(queries: Queries, settings: Settings, today: date) -> set[Part]:
    """The parts that a past exam left on its day and that are not due yet."""
    exam = settings.exam
    if exam is None or exam.on > today:
        return set()
    return {release.part for release in released(queries, today, exam.on) if release.due > today}
