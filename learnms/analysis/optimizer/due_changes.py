"""The due days under other FSRS weights, as a replay of the log with them would give."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from learnms.retention import DEFAULT_TARGET
from learnms.study import replay, schedule
from learnms.study.memory import Memory

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from learnms.study.event import Event, Part
    from learnms.study.trials import Answered

KINDS = ("review", "practice", "evidence", "due")
"""The kinds of event that `due_days` reads, besides resets."""


class _Latest(NamedTuple):
    """The study day of a part's latest review, and the memory before it."""

    day: date
    before: Memory


def due_days(
    answers: Mapping[Part, Sequence[Answered]],
    latest: Mapping[Part, Event],
    weights: tuple[float, ...],
) -> dict[Part, date]:
    """The day on which each part would be due.

    A part whose day was set by hand after its latest review keeps that day under any weights; it
    is left out.

    Args:
        answers: for each part the counting `KINDS` and resets, in the order of replay.
        latest: for each part the latest counting review since its last reset.
        weights: FSRS's, 21 of them.
    """
    days: dict[Part, date] = {}
    for part, event in latest.items():
        review = _latest_review(answers[part], weights)
        if review is None:
            continue
        target = event.target if event.target is not None else DEFAULT_TARGET
        day, before = review
        after = schedule.step(before.recallable(), event.rating or 0, day, target, weights)
        days[part] = replay.due_day(before, part, event, day, after.interval)
    return days


def _latest_review(answers: Sequence[Answered], weights: tuple[float, ...]) -> _Latest | None:
    """A part's latest review; None if its due day was set by hand since."""
    state: tuple[float, float, date] | None = None
    latest: _Latest | None = None
    reps, sure_wrong_day = 0, None
    for answer in answers:
        if answer.kind == "reset":
            state, latest, reps, sure_wrong_day = None, None, 0, None
            continue
        if answer.kind == "due":
            latest = None
            continue
        if replay.is_sure_wrong(answer):
            sure_wrong_day = answer.day
        if answer.kind == "review" and answer.rating is not None:
            stability, difficulty, last_day = state if state is not None else (None, None, None)
            before = Memory(
                stability, difficulty, last_day=last_day, reps=reps, sure_wrong_day=sure_wrong_day
            )
            after = schedule.step(state, answer.rating, answer.day, parameters=weights)
            state = after.stability, after.difficulty, answer.day
            latest, reps = _Latest(answer.day, before), reps + 1
    return latest
