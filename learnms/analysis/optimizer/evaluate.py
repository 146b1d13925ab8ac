"""Compares how well two sets of FSRS weights predict a learner's answers."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple, Self

from learnms.study.sums import loss

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date

    from learnms.study.event import Part
    from learnms.study.fsrs_formulas import Fsrs6
    from learnms.study.trials import Answered

NEEDED = 400
"""The minimum of usable reviews for a fit; with fewer, noise dominates."""
KEPT_OUT = 0.2
"""The share of the usable reviews, the latest ones, held out to evaluate a fit."""
_FORGOTTEN = 1


@dataclass(frozen=True, slots=True)
class Reviews:
    """Reviews in the order of replay, as columns of equal length.

    `histories` are numbers of histories (a part up to a reset, or after one), `gaps` days since the
    previous review of the same history (0 for the first, and on the same day), `ratings` 1 to 4.
    `usable` says that a review tests memory: it comes a day or more after the previous one, and
    not with a practice answer.
    """

    histories: list[int]
    gaps: list[int]
    ratings: list[int]
    usable: list[bool]

    @classmethod
    def of(cls, answers: Iterable[Answered]) -> Self:
        """The reviews among answers."""
        reviews = cls([], [], [], [])
        running: dict[Part, tuple[int, date]] = {}
        begun = 0
        for answer in answers:
            if answer.kind == "reset":
                running.pop(answer.part, None)
            elif answer.kind == "review" and answer.rating is not None:
                history, last = running.get(answer.part, (begun, answer.day))
                begun = max(begun, history + 1)
                running[answer.part] = history, answer.day
                gap = max(0, (answer.day - last).days)
                reviews.histories.append(history)
                reviews.gaps.append(gap)
                reviews.ratings.append(answer.rating)
                reviews.usable.append(gap > 0 and answer.repeats != "practice")
        return reviews

    def __len__(self) -> int:
        return len(self.ratings)

    @property
    def count(self) -> int:
        """How many of them are usable."""
        return sum(self.usable)

    def columns(self) -> dict[str, list[int] | list[bool]]:
        """The columns by name, as `train` reads them."""
        return {
            "histories": self.histories,
            "gaps": self.gaps,
            "ratings": self.ratings,
            "usable": self.usable,
        }

    def rows(self) -> Iterator[tuple[int, int, int, bool]]:
        """History, gap, rating and usability of each review."""
        return zip(self.histories, self.gaps, self.ratings, self.usable, strict=True)


class Prediction(NamedTuple):
    """The predicted recall of a usable review (0 to 1), whether it was right, and what
    `typical_error` groups it by.

    `gap` is in days; `tests` counts the reviews a day or more after the previous one, up to this
    one; `lapses` the earlier ones that failed.
    """

    recall: float
    right: bool
    gap: int
    tests: int
    lapses: int


def predictions(reviews: Reviews, formulas: Fsrs6) -> list[Prediction]:
    """The recall predicted before each usable review, from all reviews before it in its history."""
    predicted: list[Prediction] = []
    states: dict[int, tuple[float, float, int, int]] = {}
    for history, gap, rating, usable in reviews.rows():
        state = states.get(history)
        if state is None:
            states[history] = (*formulas.first(rating), 0, 0)
            continue
        stability, difficulty, tests, lapses = state
        tests += gap > 0
        if usable:
            predicted.append(
                Prediction(
                    formulas.recall(gap, stability), rating != _FORGOTTEN, gap, tests, lapses
                )
            )
        if gap > 0 and rating == _FORGOTTEN:
            lapses += 1
        states[history] = (*formulas.after(stability, difficulty, gap, rating), tests, lapses)
    return predicted


def losses(predicted: Iterable[Prediction]) -> list[float]:
    """The log loss of each prediction."""
    return [loss(prediction.recall, right=prediction.right) for prediction in predicted]


def bin_of(prediction: Prediction) -> tuple[int, int, int]:
    """The bin of `typical_error`: gap, tests and lapses, each on a scale that grows by a constant
    factor.

    Source: open-spaced-repetition/fsrs-rs, `dataset.rs`, `r_matrix_index`.
    """
    return (
        _step(prediction.gap, 2.48 * 100, 3.62),
        _step(prediction.tests + 1, 1.99, 1.89),
        _step(prediction.lapses, 1.65, 1.73) if prediction.lapses else 0,
    )


def _step(value: int, scale: float, base: float) -> int:
    return round(scale * base ** math.floor(math.log(value, base)))


def typical_error(predicted: Sequence[Prediction]) -> float:
    """The root mean square, weighted by reviews, of mean prediction minus share recalled in bins of
    similar reviews.

    It is the "RMSE (bins)" of the srs-benchmark, with every review weighing the same. Small samples
    make it large even for good weights, so it only compares weights on the same reviews.

    Raises:
        ZeroDivisionError: there are no predictions.
    """
    bins: dict[tuple[int, int, int], list[float]] = {}
    for prediction in predicted:
        total = bins.setdefault(bin_of(prediction), [0.0, 0.0])
        total[0] += prediction.recall - prediction.right
        total[1] += 1
    return math.sqrt(sum(off * off / n for off, n in bins.values()) / len(predicted))


class Measured(NamedTuple):
    """How well weights predict: mean log loss, typical error (0 to 1), number of reviews."""

    log_loss: float
    typical_error: float
    n: int


def measured(predicted: Sequence[Prediction]) -> Measured:
    """How good the predictions are; there must be at least one."""
    return Measured(
        sum(losses(predicted)) / len(predicted), typical_error(predicted), len(predicted)
    )


class Gain(NamedTuple):
    """The mean decrease of the log loss, and its standard error from the paired differences."""

    mean: float
    standard_error: float

    @property
    def is_clear(self) -> bool:
        """Whether the gain is above 0 and above one standard error."""
        return self.mean > self.standard_error and self.mean > 0


def gain(before: Sequence[float], after: Sequence[float]) -> Gain:
    """The gain of the second losses over the first, for the same two or more reviews."""
    differences = [old - new for old, new in zip(before, after, strict=True)]
    n = len(differences)
    mean = sum(differences) / n
    spread = sum((difference - mean) ** 2 for difference in differences) / (n - 1)
    return Gain(mean, math.sqrt(spread / n))


def split(count: int) -> int:
    """The number of the earliest of `count` usable reviews that an evaluated fit may see."""
    return count - math.ceil(count * KEPT_OUT)


def is_worth_trying(tried_at: int, usable: int) -> bool:
    """Whether a fit should be suggested: there are enough usable reviews, and twice as many as
    at the last try (0 before the first).
    """
    return usable >= max(NEEDED, 2 * tried_at)


class Outcome(NamedTuple):
    """The result of a fit: the new weights, how well the weights in force and the new ones predict
    the reviews kept out, and whether the new ones win.

    Where they win, `parameters` are fitted to all reviews, while `after` and `gain` are of weights
    that did not see the latest.
    """

    parameters: tuple[float, ...]
    before: Measured
    after: Measured
    gain: Gain
    wins: bool

    @classmethod
    def read(cls, written: Any) -> Self:
        """An outcome from JSON.

        Raises:
            TypeError, ValueError: it is not an outcome.
        """
        parameters, before, after, gained, wins = written
        return cls(
            tuple(float(weight) for weight in parameters),
            Measured(*before),
            Measured(*after),
            Gain(*gained),
            bool(wins),
        )
