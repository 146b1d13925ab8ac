"""Retention: the answers that test memory, and the share remembered with its interval."""

from __future__ import annotations

import math
from collections.abc import Hashable
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple, Protocol, TypeVar

from learnms.analysis.stats.quantiles import Z_95

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from datetime import date

    from learnms.study.event import Part
    from learnms.study.fsrs_formulas import Fsrs6

ENOUGH = 20
"""The fewest trials of which a share is shown."""
_FORGOTTEN = 1

K = TypeVar("K", bound=Hashable)


class Answer(Protocol):
    """An answer, as `store.read.answers.Answered` is one. A `reset` makes its part new again."""

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
    """A test of memory: the first answer of a study day to a part last reviewed on an earlier day.

    `gap` is in days, at least 1; `right` is any rating but Again; `predicted` is the recall
    predicted before the answer, 0 to 1, and `stability` that before it, in days. `worked_out` says
    that both were computed later, because the review was imported without them.
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
    """The number of trials, and how many of them were right."""

    n: int = 0
    right: int = 0

    @property
    def is_enough(self) -> bool:
        """Whether there are enough trials for the share to be shown."""
        return self.n >= ENOUGH

    @property
    def rate(self) -> float:
        """The share, 0 to 1.

        Raises:
            ZeroDivisionError: there are no trials.
        """
        return self.right / self.n

    @property
    def interval(self) -> tuple[float, float]:
        """The 95 % confidence interval of the share."""
        return wilson(self.right, self.n)


def wilson(right: int, n: int) -> tuple[float, float]:
    """Wilson's score interval, 95 %, without continuity correction (Wilson 1927; Newcombe 1998,
    method 3).

    Without trials it is 0 to 1. Trials are taken as independent, which those of one card are not
    quite.
    """
    if not n:
        return 0.0, 1.0
    rate, square = right / n, Z_95 * Z_95
    middle = (rate + square / (2 * n)) / (1 + square / n)
    half = Z_95 / (1 + square / n) * math.sqrt(rate * (1 - rate) / n + square / (4 * n * n))
    return (0.0 if right == 0 else max(0.0, middle - half)), (
        1.0 if right == n else min(1.0, middle + half)
    )


def share(trials: Iterable[Trial]) -> Share:
    """The share of the trials that was remembered."""
    outcomes = [trial.right for trial in trials]
    return Share(len(outcomes), sum(outcomes))


def shares(trials: Iterable[Trial], key: Callable[[Trial], K]) -> dict[K, Share]:
    """The share remembered by key, in the order of the keys' first appearance."""
    counts: dict[K, list[int]] = {}
    for trial in trials:
        count = counts.setdefault(key(trial), [0, 0])
        count[0] += 1
        count[1] += trial.right
    return {name: Share(n, right) for name, (n, right) in counts.items()}


def trials_of(answers: Sequence[Answer], formulas: Fsrs6) -> list[Trial]:
    """The trials among answers in the order of replay, resets included.

    Left out are the first review of a part, further reviews of the same day, reviews after a
    practice answer to the part on that day, and reviews that go with a practice answer, because
    some exist only where that was wrong.
    """
    trials: list[Trial] = []
    last: dict[Part, date] = {}
    practised: dict[Part, date] = {}
    worked_out = _worked_out(answers, formulas)
    for index, answer in enumerate(answers):
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
        predicted, stability = worked_out.get(index) or (
            answer.recall_before,
            answer.stability_before,
        )
        assert predicted is not None
        assert stability is not None
        trials.append(
            Trial(
                part,
                day,
                answer.rating != _FORGOTTEN,
                (day - before).days,
                predicted,
                stability,
                answer.form_kind,
                index in worked_out,
            )
        )
    return trials


def _worked_out(answers: Sequence[Answer], formulas: Fsrs6) -> dict[int, tuple[float, float]]:
    """Recall and stability before the reviews that lack them, by index of the answer."""
    lacking = _lacking(answers)
    states: dict[Part, tuple[float, float, date]] = {}
    computed: dict[int, tuple[float, float]] = {}
    for index, answer in enumerate(answers) if lacking else ():
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
                computed[index] = formulas.recall(elapsed, stability), stability
            states[part] = (
                *formulas.after(stability, difficulty, elapsed, answer.rating),
                answer.day,
            )
    return computed


def _lacking(answers: Sequence[Answer]) -> set[Part]:
    """The parts with a review, not their first, that holds no prediction, as imported ones do."""
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
