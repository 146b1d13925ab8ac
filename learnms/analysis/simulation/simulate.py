"""Simulates studying day by day: what each day asks, and what is known at the end of it.

Outcomes are drawn from the recall that FSRS predicts. A part that failed is asked again on the same
day, and is then right. Days are counted from today, which is 0. The same seed gives the same run.
"""

from __future__ import annotations

import math
from collections import Counter, deque
from dataclasses import dataclass, field
from itertools import accumulate, groupby
from random import Random
from typing import TYPE_CHECKING

from learnms.analysis.simulation.exam import (
    KNOWN_COST,
    LEAST_GAIN,
    NEW_COST,
    Quota,
    days_for_new,
    early_target,
    fitting,
    gain,
    is_last,
    is_pressing,
    new_quota,
    share_of_day,
    spread,
    window,
)
from learnms.days_off import nearer
from learnms.study.schedule import EASY_DAY, LONGEST_BALANCED, fuzz_range
from learnms.study.session import LOWEST_EVERY

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Mapping, Sequence, Sized

    from learnms.study.fsrs_formulas import Fsrs6

_BEYOND = LONGEST_BALANCED + 30
"""Days beyond the last with a known load, so that the last days are balanced like the first."""


@dataclass(frozen=True, slots=True)
class AnswerModel:
    """How a learner answers: seconds per answer, the shares of Again, Hard, Good and Easy among
    first answers, and those of Hard, Good and Easy among right ones.
    """

    seconds: float
    first: tuple[float, float, float, float] = (0.25, 0.0, 0.75, 0.0)
    passed: tuple[float, float, float] = (0.0, 1.0, 0.0)


@dataclass(slots=True)
class Parts:
    """The parts in study as they are today, as columns, in the library's order.

    `stability` is 0 for a new part; `last` and `due` are days from today; `free` is the first day
    on which the part may be asked; `card` numbers cards from 0, whose parts are never asked on one
    day; `planned` says whether a plan covers it. `new` are the new parts in the order in which they
    come; `asked` the cards that were asked today. `topic` numbers topics, over which a plan spreads
    new parts that cannot all come, those of one `priority` after the other; empty, they keep their
    order. The first `forward` of `new` were
    put forward by the learner, and come first in any case. `guessable` are the new parts that are
    first asked by a question in which a right guess is likely. `limited` are the new parts whose
    deck has a limit of its own, with the deck.
    """

    stability: list[float] = field(default_factory=list)
    difficulty: list[float] = field(default_factory=list)
    last: list[int] = field(default_factory=list)
    due: list[int] = field(default_factory=list)
    target: list[float] = field(default_factory=list)
    free: list[int] = field(default_factory=list)
    card: list[int] = field(default_factory=list)
    planned: list[bool] = field(default_factory=list)
    topic: list[int] = field(default_factory=list)
    priority: list[int] = field(default_factory=list)
    forward: int = 0
    new: list[int] = field(default_factory=list)
    asked: set[int] = field(default_factory=set)
    guessable: set[int] = field(default_factory=set)
    limited: dict[int, str] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.stability)


@dataclass(frozen=True, slots=True)
class ExamRules:
    """A plan for an exam this many days from today.

    `answers` is how many answers fit into the minutes of a day, `answers_today` how many still into
    today's; `target` the recall wanted; `span` the days from the plan's begin; `introduced` how
    many of its new parts today brought already. `limits` says that a review ends when its minutes
    are over, also where more is due. `warm_up` is how many answers the morning of the exam has.
    """

    day: int
    answers: float
    answers_today: float
    target: float
    span: int
    introduced: int = 0
    limits: bool = False
    warm_up: float = 0.0


@dataclass(frozen=True, slots=True)
class Rules:
    """The rules of a day: the limits on new parts, today and later; load balancing; the exam plan,
    if any.

    `weekday` is that of today, Monday 0; `easy` are weekdays that stay light. `backlog` is how many
    parts are repeated on a day while more are due, and until which day that holds. `today` are the
    parts that a review started now would ask, due ones and new ones; None leaves them to these
    rules. `length` is how many parts the one review of a day has at most; a plan goes by its
    minutes instead. `decks` are the limits of decks, today and later; a plan has none. `off` are
    the days off, counted from today.
    """

    new_per_day: int
    new_today: int
    balance: bool = False
    weekday: int = 0
    easy: frozenset[int] = frozenset()
    exam: ExamRules | None = None
    backlog: tuple[int, int] | None = None
    today: tuple[Sequence[int], Sequence[int]] | None = None
    length: int | None = None
    decks: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    off: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Run:
    """The result of a run: by day the parts asked and the answers given, and the state of each part
    at the end.

    `remembered` says how many parts would be remembered at the beginning of each day that was
    watched; `brought` the day on which each new part of the plan came, without those that were
    chosen for today beforehand.
    """

    asked: list[int]
    answers: list[int]
    stability: list[float]
    last: list[int]
    remembered: dict[int, float]
    brought: dict[int, int]


def simulate(
    parts: Parts,
    rules: Rules,
    habits: AnswerModel,
    curve: Fsrs6,
    days: int,
    seed: int,
    watched: Container[int] = (),
) -> Run:
    """Simulate this many days. `watched` are the days for which `Run.remembered` is computed."""
    return _Course(parts, rules, habits, curve, days, seed).run(watched)


def _spread(parts: Parts, fresh: Iterable[int]) -> list[int]:
    """The new parts of a plan, in their order if there is no time for all of them. The order is the
    same on every day, because the first parts of each topic always come first.
    """
    if not parts.topic:
        return []
    put_forward = set(parts.new[: parts.forward])
    first, others = list[int](), list[int]()
    for index in fresh:
        (first if index in put_forward else others).append(index)
    total = Counter(parts.topic)
    for _, group in groupby(others, key=lambda index: parts.priority[index]):
        level = list(group)
        order = spread([parts.topic[index] for index in level], total)
        first += [level[position] for position in order]
    return first


class _Course:
    """The state of a simulation."""

    def __init__(
        self, parts: Parts, rules: Rules, habits: AnswerModel, curve: Fsrs6, days: int, seed: int
    ) -> None:
        self.rules, self.curve, self.days = rules, curve, days
        self.random = Random(seed).random
        self.stability, self.difficulty, self.last = (
            list(parts.stability),
            list(parts.difficulty),
            list(parts.last),
        )
        self.card, self.free, self.target, self.planned = (
            parts.card,
            parts.free,
            parts.target,
            parts.planned,
        )
        self.guessable = parts.guessable
        self.due = [max(due, free, 0) for due, free in zip(parts.due, parts.free, strict=True)]
        self.asked_on = [-1] * (max(parts.card, default=-1) + 1)
        for card in parts.asked:
            self.asked_on[card] = 0
        self.queue: list[list[int]] = [[] for _ in range(days + _BEYOND)]
        for index, due in enumerate(self.due):
            if self.stability[index] and due < len(self.queue):
                self.queue[due].append(index)
        covered = parts.planned if rules.exam is not None else [False] * len(parts)
        self.window = window(sum(covered), rules.exam.answers, rules.exam.span) if rules.exam else 0
        self.fresh = {
            wanted: deque(index for index in parts.new if covered[index] is wanted)
            for wanted in (True, False)
        }
        self.spread = deque(_spread(parts, self.fresh[True]))
        self.left = len(self.fresh[True])
        self.brought = dict[int, int]()
        self.limited = parts.limited
        self.room: dict[str, int] = {}
        self.room_day = -1
        self.first = tuple(accumulate(habits.first))
        self.passed = tuple(accumulate(habits.passed))
        self.ranges = [fuzz_range(interval) for interval in range(LONGEST_BALANCED + 1)]

    def run(self, watched: Container[int]) -> Run:
        """Simulate all days."""
        asked, answers, remembered = list[int](), list[int](), dict[int, float]()
        for day in range(self.days):
            if day in watched:
                remembered[day] = self._remembered(day)
            exam = self.rules.exam
            if day in self.rules.off:
                self._put_off(self._waiting(day), day)
                chosen = []
            elif day == 0 and self.rules.today is not None:
                chosen = self._given(*self.rules.today)
            elif exam is None or day > exam.day:
                chosen = self._usual(day)
            elif day == exam.day:
                chosen = self._warm_up(day, exam)
            elif is_last(exam.day - day, self.window):
                chosen = self._most_gained(day, exam)
            elif self._share(day, {self.card[index] for index in self._waiting(day)}) is not None:
                chosen = self._usual(day)
            else:
                chosen = self._towards(day, exam)
            asked.append(len(chosen))
            answers.append(sum(self._ask(index, day) for index in chosen))
        return Run(asked, answers, self.stability, self.last, remembered, self.brought)

    def _remembered(self, day: int) -> float:
        recall = self.curve.recall
        return math.fsum(
            recall(day - last, stability)
            for stability, last in zip(self.stability, self.last, strict=True)
            if stability
        )

    # -- what a day asks ---------------------------------------------------------------------------

    def _given(self, known: Sequence[int], new: Sequence[int]) -> list[int]:
        chosen = [*known, *new]
        taken = set(chosen)
        self._put_off([index for index in self.queue[0] if index not in taken], 0)
        self.fresh = {
            wanted: deque(index for index in fresh if index not in taken)
            for wanted, fresh in self.fresh.items()
        }
        self.left = len(self.fresh[True])
        for index in chosen:
            self.asked_on[self.card[index]] = 0
        return chosen

    def _usual(self, day: int) -> list[int]:
        waiting = self._one_each(self._waiting(day), day)
        allowance = self.rules.new_per_day if day else self.rules.new_today
        if (share := self._share(day, waiting)) is not None:
            waiting, allowance = self._within(waiting, share, day), 0
        if self.rules.length is not None:
            waiting = self._within(waiting, self.rules.length, day)
            allowance = min(allowance, self.rules.length - len(waiting))
        brought = self._bring(True, allowance, day)
        return [*waiting, *brought, *self._bring(False, allowance - len(brought), day)]

    def _share(self, day: int, waiting: Sized) -> int | None:
        """The share of a backlog that a day asks, without new parts; None where it holds all."""
        if self.rules.backlog is None:
            return None
        share, last = self.rules.backlog
        return share if day <= last and len(waiting) > share else None

    def _warm_up(self, day: int, exam: ExamRules) -> list[int]:
        """The morning of the exam: a few parts with the lowest recall. Others wait for later."""
        self._free(day)
        recall, last, stability = self.curve.recall, self.last, self.stability
        ranked = [
            (recall(day - last[index], stability[index]), index)
            for index, is_planned in enumerate(self.planned)
            if is_planned and stability[index]
        ]
        most, chosen = fitting(exam.warm_up, KNOWN_COST), list[int]()
        for _, index in sorted(ranked):
            if len(chosen) < most and self.free[index] <= day:
                chosen += self._one_each((index,), day, put_off=False)
        taken = set(chosen)
        self._put_off((index for index in self._waiting(day) if index not in taken), day)
        return chosen

    def _free(self, day: int) -> None:
        """Move the parts that the plan had capped to the days on which they would be due."""
        for index in self._waiting(day):
            due = self.last[index] + self.curve.interval(self.stability[index], self.target[index])
            if self.planned[index] and due > day:
                self.due[index] = due
                if due < len(self.queue):
                    self.queue[due].append(index)

    def _towards(self, day: int, exam: ExamRules) -> list[int]:
        """A day of a plan: due parts, then new ones as the plan and the minutes allow; where the
        even share of new parts would not fit, it comes first, and due parts get what it leaves.
        """
        waiting, brought = self._waiting(day), list[int]()
        room = exam.answers if day else exam.answers_today
        presses = is_pressing(exam.day - day, exam.span)
        planned = [index for index in waiting if self.planned[index]]
        due = len({self.card[each] for each in planned if self.asked_on[self.card[each]] != day})
        quota = self._quota(day, exam)
        share = share_of_day(quota, room, due)
        if presses:
            brought = self._bring_planned(quota, share.new, day)
        ours = self._one_each(planned, day)
        others = self._one_each((index for index in waiting if not self.planned[index]), day)
        if share.is_short:
            ours = self._within(ours, share.due, day)
        elif exam.limits:
            ours = self._within(ours, fitting(room, KNOWN_COST), day)
        if not presses:
            brought = self._bring_planned(quota, share.new, day)
        return [*ours, *others, *brought, *self._bring(False, self._allowance(day, brought), day)]

    def _most_gained(self, day: int, exam: ExamRules) -> list[int]:
        """One of the last days: the parts of which an answer adds most to the recall on the
        morning of the exam, as many as the minutes allow.
        """
        room, quota = exam.answers if day else exam.answers_today, self._quota(day, exam)
        even = share_of_day(quota._replace(most=quota.even), room, 0)
        brought = self._bring_planned(quota, even.new, day)
        ranked, left = [], exam.day - day
        for index, is_planned in enumerate(self.planned):
            stability, elapsed = self.stability[index], day - self.last[index]
            if is_planned and stability and elapsed > 0 and self.free[index] <= day:
                more = gain(self.curve, stability, self.difficulty[index], elapsed, left)
                if more >= LEAST_GAIN:
                    ranked.append((-more, index))
        most, chosen = fitting(room - NEW_COST * len(brought), KNOWN_COST), list[int]()
        for _, index in sorted(ranked):
            if len(chosen) >= most:
                break
            chosen += self._one_each((index,), day, put_off=False)
        waiting = self._waiting(day)
        taken = set(chosen)
        self._put_off(
            (index for index in waiting if self.planned[index] and index not in taken), day
        )
        others = self._one_each((index for index in waiting if not self.planned[index]), day)
        return [*chosen, *others, *brought, *self._bring(False, self._allowance(day, brought), day)]

    def _allowance(self, day: int, brought: list[int]) -> int:
        """The new parts from outside the plan: what the plan leaves of the learner's own limit."""
        return (self.rules.new_per_day if day else self.rules.new_today) - len(brought)

    def _waiting(self, day: int) -> list[int]:
        """The due parts, without those still queued here that were asked early."""
        return [index for index in self.queue[day] if self.due[index] == day]

    def _one_each(self, indices: Iterable[int], day: int, *, put_off: bool = True) -> list[int]:
        """The first part of each card that was not asked today."""
        chosen, asked_on, card = [], self.asked_on, self.card
        for index in indices:
            if asked_on[card[index]] != day:
                asked_on[card[index]] = day
                chosen.append(index)
            elif put_off:
                self._put_off((index,), day)
        return chosen

    def _within(self, indices: list[int], most: int, day: int) -> list[int]:
        """At most this many parts, in the order of a review: the highest recall first, and some
        from the other end.
        """
        if len(indices) <= most:
            return indices
        ordered = sorted(
            indices,
            key=lambda index: -self.curve.recall(day - self.last[index], self.stability[index]),
        )
        lowest = most // LOWEST_EVERY
        late = ordered[most - lowest : len(ordered) - lowest]
        for index in late:
            self.asked_on[self.card[index]] = -1
        self._put_off(late, day)
        return ordered[: most - lowest] + ordered[len(ordered) - lowest :]

    def _put_off(self, indices: Iterable[int], day: int) -> None:
        for index in indices:
            self.due[index] = day + 1
            self.queue[day + 1].append(index)

    def _quota(self, day: int, exam: ExamRules) -> Quota:
        introduced = exam.introduced if day == 0 else 0
        days, off = exam.day - day, self.rules.off
        rest = off.intersection(range(day + 1, day + days_for_new(days, exam.span)))
        most, even = new_quota(self.left + introduced, days, exam.span, exam.answers, len(rest))
        return Quota(most - introduced, even - introduced)

    def _bring_planned(self, quota: Quota, number: int, day: int) -> list[int]:
        """A day's new parts of the plan, spread over the topics if the minutes do not allow the
        even share.
        """
        is_few = quota.even > number and self.spread
        chosen = self._bring(True, number, day, self.spread if is_few else None, limits=False)
        self.brought.update(dict.fromkeys(chosen, day))
        return chosen

    def _bring(
        self,
        planned: bool,
        most: int,
        day: int,
        order: deque[int] | None = None,
        *,
        limits: bool = True,
    ) -> list[int]:
        """The next new parts, one of each card, within the `limits` of decks. Parts that came by
        the plan's other order are still queued here, and skipped.
        """
        fresh, chosen, skipped = (
            self.fresh[planned] if order is None else order,
            list[int](),
            list[int](),
        )
        while fresh and len(chosen) < most:
            index = fresh.popleft()
            if self.stability[index]:
                continue
            taken = (
                self.free[index] <= day
                and (not limits or self._has_room(index, day))
                and self._one_each((index,), day, put_off=False)
            )
            if taken and limits and index in self.limited:
                self.room[self.limited[index]] -= 1
            (chosen if taken else skipped).append(index)
        fresh.extendleft(reversed(skipped))
        self.left -= len(chosen) if planned else 0
        return chosen

    def _has_room(self, index: int, day: int) -> bool:
        """Whether the limit of a new part's deck allows it on a day."""
        if index not in self.limited:
            return True
        if self.room_day != day:
            self.room_day = day
            self.room = {deck: limits[day > 0] for deck, limits in self.rules.decks.items()}
        return self.room[self.limited[index]] > 0

    # -- what an answer does -----------------------------------------------------------------------

    def _ask(self, index: int, day: int) -> int:
        """Ask a part until it is right. Returns the number of answers."""
        stability, curve, count, first = self.stability[index], self.curve, 1, 1
        if stability:
            elapsed = day - self.last[index]
            rating = self._rating() if self.random() < curve.recall(elapsed, stability) else 1
            stability, difficulty = curve.after(stability, self.difficulty[index], elapsed, rating)
        else:
            draw = self.random()
            rating = next((grade for grade, share in enumerate(self.first, 1) if draw < share), 3)
            stability, difficulty = curve.first(rating)
            first = rating
        if rating == 1:
            stability, difficulty = curve.after(stability, difficulty, 0, self._rating())
            count = 2
        self.stability[index], self.difficulty[index], self.last[index] = stability, difficulty, day
        days = 1
        if first == 1 or index not in self.guessable:  # no lucky first guess
            days = self._days(index, curve.interval(stability, self._target(index, day)), day)
        due = self._moved(day + days, day, index) if self.rules.off else day + days
        self.due[index] = due
        if due < len(self.queue):
            self.queue[due].append(index)
        return count

    def _rating(self) -> int:
        hard, good, _ = self.passed
        if good - hard >= 1.0:
            return 3
        draw = self.random()
        return 2 if draw < hard else 3 if draw < good else 4

    def _target(self, index: int, day: int) -> float:
        """The desired retention, the lower one of a plan until its exam."""
        exam, own = self.rules.exam, self.target[index]
        is_early = exam is not None and day < exam.day and self.planned[index]
        return early_target(own) if is_early else own

    def _days(self, index: int, interval: int, day: int) -> int:
        """The stored interval: fuzzed, balanced, and capped at the exam."""
        low, high = self.ranges[interval] if interval <= LONGEST_BALANCED else fuzz_range(interval)
        days = low if low == high else low + int(self.random() * (high - low + 1))
        if self.rules.balance and low < high and interval <= LONGEST_BALANCED:
            days = self._lightest(low, high, days, day)
        exam = self.rules.exam
        return (
            days
            if exam is None or day >= exam.day or not self.planned[index]
            else min(days, exam.day - day)
        )

    def _moved(self, due: int, day: int, index: int) -> int:
        """The rule of `DaysOff.moved`, on days counted from today."""
        off, exam, earlier, later = self.rules.off, self.rules.exam, due, due
        while earlier in off:
            earlier -= 1
        while later in off:
            later += 1
        latest = exam.day if exam is not None and self.planned[index] and day < exam.day else None
        return nearer(due, earlier, later, first=day + 1, latest=latest)

    def _lightest(self, low: int, high: int, seeded: int, day: int) -> int:
        """The rule of `study.schedule.lightest`, with the days counted from today."""
        queue, rules = self.queue, self.rules
        easy, off, weekday = rules.easy, rules.off, rules.weekday
        best, least = seeded, 1 << 60
        for days in range(low, high + 1):
            if day + days in off:
                continue
            load = len(queue[day + days])
            if easy and (weekday + day + days) % 7 in easy:
                load = (load + 1) * EASY_DAY
            cost = load * 1024 + abs(days - seeded)
            if cost < least:
                best, least = days, cost
        return best
