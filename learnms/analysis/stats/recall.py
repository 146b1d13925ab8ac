"""What was remembered: the answers that tested memory, and shares of them with how sure they
are.
"""

from __future__ import annotations

import math
from collections.abc import Hashable
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple, Protocol, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from datetime import date

    from learnms.study.event import Part
    from learnms.study.fsrs_formulas import Fsrs6

ENOUGH = 20
"""A share of fewer trials than this says nothing."""
_Z = 1.959963984540054
"""The standard normal's 97.5 % quantile: two-sided 95 %."""
_FORGOTTEN = 1

K = TypeVar("K", bound=Hashable)


class Answer(Protocol):
    """An answer in the order of replay, as `store.answers.Answered` has it; a `reset` begins its
    part anew.
    """

    @property
    def kind(self) -> str: ...
    @property
    def part(self) -> Part: ...
    @property
    def day(self) -> date: ...
    @property
    def rating(self) -> int | None: ...
    @property
    def recall_before(self) -> float | None: ...
    @property
    def stability_before(self) -> float | None: ...
    @property
    def form_kind(self) -> str | None: ...
    @property
    def repeats(self) -> str | None: ...


class Trial(NamedTuple):
    """A true test of memory: the first answer of a study day to a part that was last reviewed on an
    earlier one.

    `gap` is in days, at least 1; `right` is any rating but Again; `predicted` the recall that was
    predicted, 0 to 1; `stability` what it was before, in days; `worked_out` says that both were
    worked out afterwards, because the review came from elsewhere without them.
    """

    part: Part
    day: date
    right: bool
    gap: int
    predicted: float
    stability: float
    form_kind: str | None
    worked_out: bool


@dataclass(frozen=True, slots=True)
class Share:
    """How many of how many were right."""

    n: int = 0
    right: int = 0

    @property
    def is_enough(self) -> bool:
        """Whether there are enough trials to say anything."""
        return self.n >= ENOUGH

    @property
    def rate(self) -> float:
        """The share, 0 to 1.

        Raises:
            ZeroDivisionError: of nothing.
        """
        return self.right / self.n

    @property
    def interval(self) -> tuple[float, float]:
        """Between what the true share lies with 95 % confidence."""
        return wilson(self.right, self.n)


def wilson(right: int, n: int) -> tuple[float, float]:
    """Wilson's score interval, 95 %, without continuity correction (Wilson 1927; Newcombe 1998,
    method 3).

    Without any trial it is everything from 0 to 1. It takes the trials as independent; those of one
    card are not quite.
    """
    if not n:
        return 0.0, 1.0
    rate, square = right / n, _Z * _Z
    middle = (rate + square / (2 * n)) / (1 + square / n)
    half = _Z / (1 + square / n) * math.sqrt(rate * (1 - rate) / n + square / (4 * n * n))
    return (0.0 if right == 0 else max(0.0, middle - half)), (
        1.0 if right == n else min(1.0, middle + half)
    )


def share(trials: Iterable[Trial]) -> Share:
    """How much of these was remembered."""
    outcomes = [trial.right for trial in trials]
    return Share(len(outcomes), sum(outcomes))


def shares(trials: Iterable[Trial], key: Callable[[Trial], K]) -> dict[K, Share]:
    """How much was remembered by some key, in the order of its first appearance."""
    counts: dict[K, list[int]] = {}
    for trial in trials:
        found = counts.setdefault(key(trial), [0, 0])
        found[0] += 1
        found[1] += trial.right
    return {name: Share(n, right) for name, (n, right) in counts.items()}


def trials_of(answers: Sequence[Answer], formulas: Fsrs6) -> list[Trial]:
    """The trials among answers that are in the order of replay, resets included.

    Left out are the first review of a part, further ones of the same day, and those with a practice
    answer to the part before them on that day. So are reviews that go with a practice answer: some
    are there only because it was wrong.
    """
    found: list[Trial] = []
    last: dict[Part, date] = {}
    practised: dict[Part, date] = {}
    worked_out = _worked_out(answers, formulas)
    for at, answer in enumerate(answers):
        part, day = answer.part, answer.day
        if answer.kind == "reset":
            last.pop(part, None)
            continue
        if answer.kind != "review":
            practised[part] = day
            continue
        before, last[part] = last.get(part), day
        if (
            before is None
            or day <= before
            or answer.repeats == "practice"
            or practised.get(part) == day
        ):
            continue
        predicted, stability = worked_out.get(at) or (answer.recall_before, answer.stability_before)
        assert predicted is not None
        assert stability is not None
        found.append(
            Trial(
                part,
                day,
                answer.rating != _FORGOTTEN,
                (day - before).days,
                predicted,
                stability,
                answer.form_kind,
                at in worked_out,
            )
        )
    return found


def _worked_out(answers: Sequence[Answer], formulas: Fsrs6) -> dict[int, tuple[float, float]]:
    """Recall and stability before the reviews that lack them, by their place among the answers."""
    lacking = _lacking(answers)
    states: dict[Part, tuple[float, float, date]] = {}
    found: dict[int, tuple[float, float]] = {}
    for at, answer in enumerate(answers) if lacking else ():
        part = answer.part
        if part not in lacking:
            continue
        if answer.kind == "reset":
            states.pop(part, None)
        elif answer.kind == "review" and answer.rating is not None:
            state = states.get(part)
            if state is None:
                states[part] = (*formulas.first(answer.rating), answer.day)
                continue
            stability, difficulty, day = state
            elapsed = (answer.day - day).days
            if answer.recall_before is None or answer.stability_before is None:
                found[at] = formulas.recall(elapsed, stability), stability
            states[part] = (
                *formulas.after(stability, difficulty, elapsed, answer.rating),
                answer.day,
            )
    return found


def _lacking(answers: Sequence[Answer]) -> set[Part]:
    """The parts with a later review without a prediction, as imported ones are."""
    begun: set[Part] = set()
    lacking: set[Part] = set()
    for answer in answers:
        if answer.kind == "reset":
            begun.discard(answer.part)
        elif answer.kind == "review":
            if answer.part in begun and (
                answer.recall_before is None or answer.stability_before is None
            ):
                lacking.add(answer.part)
            begun.add(answer.part)
    return lacking
