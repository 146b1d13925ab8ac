"""The state of everything in study today, in columns: the start of a simulation."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from learnms.analysis.simulation.simulate import AnswerModel, Parts, Rules
from learnms.engine.queries import scope_of
from learnms.engine.queue.siblings import room_for_new
from learnms.engine.queue.today import plan_review
from learnms.settings import WEEKDAYS
from learnms.study.event import Rating
from learnms.study.fsrs_formulas import Fsrs6
from learnms.study.memory import NEW
from learnms.study.rating import GUESSABLE_KINDS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import date

    from learnms.engine.queries import Queries
    from learnms.settings import Settings
    from learnms.store.read.library import IndexedPart
    from learnms.study.event import Part
    from learnms.study.memory import Memory
    from learnms.study.trials import Answered

ENOUGH = 50
"""Answers needed to estimate how a learner grades; with fewer, defaults are used."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The columns of `parts`, the `rows` in the same order, and the other inputs of a simulation.

    `introduced` counts new parts already asked today, `room` is what decks with a limit may still
    bring; `curve` has the formulas with the weights in
    use; `answers` are of any kind, in replay order.
    """

    today: date
    settings: Settings
    rows: list[IndexedPart]
    parts: Parts
    introduced: int
    room: dict[str, int]
    habits: AnswerModel
    curve: Fsrs6
    answers: list[Answered]

    def rules(self) -> Rules:
        """The rules of a day by the learner's settings, without an exam plan or today's review."""
        settings = self.settings
        easy = frozenset(WEEKDAYS.index(name) for name in settings.easy_days)
        off = frozenset(settings.days_off.numbers(self.today))
        return Rules(
            settings.daily_new,
            max(0, settings.daily_new - self.introduced),
            settings.balance,
            self.today.weekday(),
            easy,
            decks={deck: (self.room[deck], limit) for deck, limit in settings.new_per_deck},
            off=off,
        )

    def targets(self, settings: Settings) -> list[float]:
        """The desired retention of each part under other settings."""
        return [settings.target_of(row.deck_id, row.topic) for row in self.rows]


def take_snapshot(
    queries: Queries, settings: Settings, today: date, *, of_plan: bool = False
) -> Snapshot:
    """The state of everything offered to the learner.

    Args:
        queries: the queries.
        settings: the learner's own, or others.
        today: the study day.
        of_plan: only what the exam plan covers.

    Raises:
        LearnmsError: the data cannot be read.
    """
    rows = list(queries.library.parts(scope_of(settings, None)))
    known = {row.part: row.memory for row in queries.memory.memories(today)}
    exam = settings.exam if of_plan else None
    rows = [
        row
        for row in rows
        if not known.get(row.part, NEW).suspended and (exam is None or exam.covers(row.deck_id))
    ]
    studied = queries.study.studied_on(today)
    parts, asked = _columns(rows, known, settings, today), studied.cards
    parts.asked = {number for card, number in _numbers(rows).items() if card in asked}
    guessable = queries.library.first_asked_as(GUESSABLE_KINDS)
    parts.guessable = {index for index in parts.new if rows[index].part.card in guessable}
    answers = queries.answers.all(today, ("review", "practice", "evidence"), with_resets=True)
    habits = habits_of(
        (answer for answer in answers if answer.kind in ("review", "reset")),
        queries.seconds_per_answer(),
    )
    return Snapshot(
        today,
        settings,
        rows,
        parts,
        studied.introduced,
        room_for_new(queries, settings, today),
        habits,
        Fsrs6(queries.weights(today)),
        answers,
    )


def asked_today(queries: Queries, now: Snapshot) -> tuple[list[int], list[int]]:
    """The indices of the due and of the new parts that a review started now would ask."""
    if now.today in now.settings.days_off:
        return [], []
    place = {row.part: index for index, row in enumerate(now.rows)}
    queue = plan_review(queries, now.settings, now.today)
    asked = [place[part] for part in queue.parts if part in place]
    is_new = {index: not now.parts.stability[index] for index in asked}
    return [index for index in asked if not is_new[index]], [
        index for index in asked if is_new[index]
    ]


def _numbers(rows: Iterable[IndexedPart]) -> dict[str, int]:
    """A number for each card, from 0."""
    numbers: dict[str, int] = {}
    for row in rows:
        numbers.setdefault(row.part.card, len(numbers))
    return numbers


def _columns(
    rows: list[IndexedPart], known: dict[Part, Memory], settings: Settings, today: date
) -> Parts:
    parts, numbers, forward = Parts(), _numbers(rows), list[int]()
    topics: dict[tuple[str, str | None], int] = {}
    target_of, limited = _remembered(settings.target_of), dict(settings.new_per_deck)
    exam = settings.exam
    for index, row in enumerate(rows):
        memory = known.get(row.part, NEW)
        is_changed = memory.has_changed(row.key_hash)
        due = (memory.due - today).days if memory.due is not None else 0
        parts.stability.append(memory.stability or 0.0)
        parts.difficulty.append(memory.difficulty or 0.0)
        parts.last.append(
            min(0, (memory.last_day - today).days) if memory.last_day is not None else 0
        )
        parts.due.append(0 if is_changed else due)
        parts.target.append(target_of(row.deck_id, row.topic))
        parts.free.append(
            max(0, (memory.buried_until - today).days) if memory.buried_until is not None else 0
        )
        parts.card.append(numbers[row.part.card])
        parts.planned.append(exam is not None and exam.covers(row.deck_id))
        if memory.is_new:
            (forward if memory.due is not None and due <= 0 else parts.new).append(index)
            if row.deck_id in limited:
                parts.limited[index] = row.deck_id
        parts.topic.append(topics.setdefault((row.deck_id, row.topic), len(topics)))
        parts.priority.append(row.priority)
    parts.new.sort(key=lambda index: (rows[index].priority, rows[index].turn))
    parts.new, parts.forward = forward + parts.new, len(forward)
    return parts


def _remembered(
    target_of: Callable[[str, str | None], float],
) -> Callable[[str, str | None], float]:
    """The function with a cache: thousands of parts share a few decks and topics."""
    kept: dict[tuple[str, str | None], float] = {}

    def ask(deck: str, topic: str | None) -> float:
        target = kept.get((deck, topic))
        if target is None:
            target = kept[deck, topic] = target_of(deck, topic)
        return target

    return ask


def habits_of(answers: Iterable[Answered], seconds: float) -> AnswerModel:
    """How a learner grades, from the first answer to a part on each day.

    With fewer than 50 answers, defaults are used: a quarter of new parts fails at first (fsrs-rs
    simulates with 24%), and every recalled part is Good.
    """
    first, passed = defaultdict[int, int](int), defaultdict[int, int](int)
    last: dict[Part, date] = {}
    for answer in answers:
        if answer.kind == "reset":
            last.pop(answer.part, None)
        elif answer.rating is not None:
            if answer.part not in last:
                first[answer.rating] += 1
            elif last[answer.part] != answer.day and answer.rating != Rating.AGAIN:
                passed[answer.rating] += 1
            last[answer.part] = answer.day
    habits = AnswerModel(seconds)
    at_first, later = sum(first.values()), sum(passed.values())
    again, hard, good, easy = (
        (first[rating] / at_first for rating in (1, 2, 3, 4))
        if at_first >= ENOUGH
        else habits.first
    )
    shares = (
        tuple(passed[rating] / later for rating in (2, 3, 4)) if later >= ENOUGH else habits.passed
    )
    return AnswerModel(seconds, (again, hard, good, easy), (shares[0], shares[1], shares[2]))
