"""What other weights of FSRS would do to the days on which cards are due: what a replay of the log
would give, without the replay.

The states before the latest review of each part are worked out in plain floats. Where rounding
could make their day another than the replay's, the part is worked out once more by the scheduler
itself, so the days are always the replay's.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, Protocol

from learnms.study import replay, schedule
from learnms.study.fsrs_formulas import Fsrs6
from learnms.study.memory import Memory

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import date

    from learnms.study.event import Event, Part

    State = tuple[float, float, date]
    """Stability in days, difficulty, last study day."""
    Step = Callable[[State | None, int, date], State]

KINDS = ("review", "practice", "evidence", "due")
"""The kinds of answer, and of what is done to a due day, that `due_days` wants to see, beside
resets.
"""
_CLOSE = 1e-7
"""Relative; plain floats and the scheduler agree a hundred times better than this."""
_APART = 1e-4


class Happened(replay.Sure, Protocol):
    """What was answered, or done to a due day, as `store.answers.Answered` has it."""

    @property
    def kind(self) -> str: ...
    @property
    def day(self) -> date: ...
    @property
    def rating(self) -> int | None: ...


class _Latest(NamedTuple):
    """The memory before the latest review, and the state after it."""

    before: Memory
    after: State


def due_days(
    answers: Mapping[Part, Sequence[Happened]],
    latest: Mapping[Part, Event],
    weights: tuple[float, ...],
) -> dict[Part, date]:
    """The day on which each part would be due.

    Parts whose day was set otherwise after their latest review keep it, whatever the weights; they
    are left out.

    Args:
        answers: of each part the counting `KINDS` and resets, in the order of replay.
        latest: of each part the latest counting review since its last reset.
        weights: FSRS's, 21 of them.
    """
    formulas = Fsrs6(weights)

    def quick(state: State | None, rating: int, day: date) -> State:
        if state is None:
            return (*formulas.first(rating), day)
        return (*formulas.after(state[0], state[1], (day - state[2]).days, rating), day)

    def exact(state: State | None, rating: int, day: date) -> State:
        done = schedule.step(state, rating, day, parameters=weights)
        return done.stability, done.difficulty, day

    found: dict[Part, date] = {}
    for part, event in latest.items():
        walked = _walked(answers[part], quick)
        if walked is None:
            continue
        target = event.target if event.target is not None else schedule.DEFAULT_TARGET
        if _is_safe(walked, event, formulas, target):
            interval = formulas.interval(walked.after[0], target)
        else:
            walked = _walked(answers[part], exact)
            assert walked is not None  # the same answers
            interval = schedule.step(
                walked.before.recallable(), event.rating or 0, walked.after[2], target, weights
            ).interval
        found[part] = replay.due_day(walked.before, part, event, walked.after[2], interval)
    return found


def _walked(answers: Sequence[Happened], step: Step) -> _Latest | None:
    """A part's answers up to its latest review; None where its day has been set otherwise since."""
    state: State | None = None
    latest: _Latest | None = None
    reps, sure_wrong = 0, None
    for answer in answers:
        if answer.kind == "reset":
            state, latest, reps, sure_wrong = None, None, 0, None
            continue
        if answer.kind == "due":
            latest = None
            continue
        if replay.is_sure_wrong(answer):
            sure_wrong = answer.day
        if answer.kind == "review" and answer.rating is not None:
            stability, difficulty, last = state if state is not None else (None, None, None)
            before = Memory(
                stability, difficulty, last_day=last, reps=reps, sure_wrong_day=sure_wrong
            )
            state = step(state, answer.rating, answer.day)
            latest, reps = _Latest(before, state), reps + 1
    return latest


def _is_safe(walked: _Latest, event: Event, formulas: Fsrs6, target: float) -> bool:
    """Whether the last digits can change nothing: the interval is not about to round the other
    way, nor is it open whether the states agree.
    """
    stability = walked.after[0]
    if formulas.interval(stability * (1 - _CLOSE), target) != formulas.interval(
        stability * (1 + _CLOSE), target
    ):
        return False
    pairs = (
        (event.stability_before, walked.before.stability),
        (event.difficulty_before, walked.before.difficulty),
    )
    return all(
        stored is None
        or derived is None
        or not _CLOSE < abs(stored - derived) / max(abs(stored), abs(derived)) < _APART
        for stored, derived in pairs
    )
