"""The review of a day under an exam plan, and the cards that go back to their own days afterwards.

Counting loads FSRS only in the last days before the exam, when the cards that gain most come first,
and on its day, when those known least do.
"""

from __future__ import annotations

from datetime import timedelta
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from learnms.analysis.simulation.exam import (
    KNOWN_COST,
    LEAST_GAIN,
    NEW_COST,
    WARM_UP,
    Quota,
    days_for_new,
    fitting,
    gain,
    is_pressing,
    new_quota,
    share_of_day,
    spread,
)
from learnms.engine.queries import scope_of
from learnms.engine.queue.backlog import first_asked
from learnms.engine.queue.exam_terms import answers_in, is_final_day, scope_of_plan, span_of
from learnms.engine.queue.siblings import new_of_each_card, one_of_each_card, room_for_new
from learnms.store.scope import Scope
from learnms.study.event import Part

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date
    from uuid import UUID

    from learnms.engine.queries import Queries
    from learnms.settings import ExamPlan, Settings
    from learnms.store.records import NewPart, PartRow
    from learnms.study.fsrs_formulas import Fsrs6


class Today(NamedTuple):
    """What a plan leaves for today: the days to the exam, the new and due parts that remain, and
    the answers that still fit into the minutes.

    `is_last`: one of the final days. `is_short`: new parts come first, and due parts get what they
    leave. `is_few`: not even today's share of new parts fits.
    """

    days: int
    new: int
    due: int
    answers: float
    is_last: bool
    is_short: bool
    is_few: bool


class ExamQueue(NamedTuple):
    """What a review asks under a plan. The first `ordered` of the due parts are in their order;
    the first `new_first` of the new parts come before the due ones.
    """

    due: list[PartRow]
    new: list[NewPart]
    ordered: int
    new_first: int = 0


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
        parts of the plan that gain most. Decks outside the plan follow as usual.

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
        presses = day.is_last or is_pressing(day.days, span_of(exam, today))
        if presses:
            fresh = self._new(count, self.seen, spread_out=day.is_few)
        waits = self.seen | {row.part.card for row in fresh}
        due = [row for row in due if row.part.card not in waits or row.last_day >= today]
        others = [
            row
            for row in due
            if not exam.covers(row.deck_id) or (row.changed and row.last_day >= today)
        ]
        if day.is_last:
            room = fitting(day.answers - NEW_COST * len(fresh), KNOWN_COST)
            chosen = self._most_gained(room, waits)
            due, ordered = chosen + others, len(chosen)
        elif day.is_short and self._is_all:
            first = first_asked([row for row in due if exam.covers(row.deck_id)], day.due, today)
            first |= {row.part for row in others}
            due = [row for row in due if row.part in first]
        taken = self.seen | {row.part.card for row in due}
        if not presses:
            fresh = self._new(count, taken, spread_out=day.is_few)
        left_over = self.settings.daily_new - self.queries.study.studied_on(today).introduced
        most = max(0, left_over if new is None else new) - len(fresh)
        new_first = len(fresh) if day.is_short or presses else 0
        fresh += self._other_new(most, taken | {row.part.card for row in fresh})
        return ExamQueue(due, fresh, ordered, new_first)

    def warm_up(self, due: list[PartRow], new: int | None) -> ExamQueue:
        """What a review asks on the day of the exam: the least known parts, for a short time; new
        parts only if `new` asks for them.

        Its answers are reviews. The arguments are those of `asked`.
        """
        answers = answers_in(min(self.exam.minutes, WARM_UP), self.queries)
        if self._is_all:
            done = self.queries.study.studied_on(self.today, self.scope)
            answers -= KNOWN_COST * done.repeated + NEW_COST * done.introduced
        chosen = self._lowest_first(fitting(answers, KNOWN_COST), self.seen)
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
        most, even = new_quota(
            left_new + done.introduced, days, span, in_a_day, off.number(self.today, end_of_new)
        )
        answers = in_a_day - KNOWN_COST * done.repeated - NEW_COST * done.introduced
        even -= done.introduced
        last = is_final_day(exam, self.queries, self.settings, self.today)
        quota = Quota(even if last else most - done.introduced, even)
        share = share_of_day(quota, answers, 0 if last else due)
        return Today(days, share.new, share.due, answers, last, share.is_short, even > share.new)

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

    def _most_gained(self, most: int, seen: set[str]) -> list[PartRow]:
        """The parts of which an answer adds most to the recall on the morning of the exam, one of
        each card; those to which it adds too little wait, unless their answer key has changed.
        """
        left = (self.exam.on - self.today).days
        return self._ranked(
            most,
            seen,
            lambda curve, row: (
                -gain(curve, row.stability, row.difficulty, (self.today - row.last_day).days, left)
            ),
            -LEAST_GAIN,
        )

    def _lowest_first(self, most: int, seen: set[str]) -> list[PartRow]:
        """The parts with the lowest recall today, one of each card."""
        return self._ranked(
            most,
            seen,
            lambda curve, row: curve.recall((self.today - row.last_day).days, row.stability),
            1.0,
        )

    def _ranked(
        self, most: int, seen: set[str], rank: Callable[[Fsrs6, PartRow], float], below: float
    ) -> list[PartRow]:
        """The parts of the plan with the lowest rank up to `below`, one of each card; a changed
        answer key counts in any case.
        """
        from learnms.study.fsrs_formulas import Fsrs6

        curve = Fsrs6(self.queries.weights(self.today))
        rows = []
        for row in self.queries.study.learned_parts(self.today, self._chosen()):
            if row.put_off or row.last_day >= self.today:
                continue
            place = rank(curve, row)
            if place <= below or row.changed:
                rows.append((place, row.part.card, row.part.part or "", row))
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
