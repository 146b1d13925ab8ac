"""Sums over answers, the source of every figure on the progress page.

They are whole numbers, so that sums are exact in any order: the store adds up the days before
today, and replaces a part whose history changes.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from learnms.study.event import LONGEST_MS
from learnms.study.stage import MATURE
from learnms.study.trials import History

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from learnms.study.event import Part
    from learnms.study.fsrs_formulas import Fsrs6
    from learnms.study.trials import Answered, Trial

STEPS = 10_000
"""Predictions are counted in this many steps from 0 to 1."""
_UNIT = 2**64
_NEVER = 1e-7
"""The least distance of a prediction from 0 and 1, which keeps its logarithm finite."""


@dataclass(slots=True)
class Sum:
    """A number of answers, how many of them are of one sort, and the sum of something."""

    number: int = 0
    hits: int = 0
    amount: int = 0


class Sums:
    """Sums by name and key.

    `day` (ISO): answers, those that were timed, milliseconds. Tests of memory, those that were
    right, and where it says so a sum in `fixed` numbers: `trial` by day (ISO), `kind` by kind of
    question, `maturity` (`young`, `mature`), `step` by predicted recall in `STEPS`, `predicted`
    (the predicted recall), `loss` by outcome (`right`, `wrong`; the log loss), `square` by outcome
    (its square). Numbers only: `worked_out`, tests of memory without a noted prediction; `asked`,
    answers with a confidence; `usable`, reviews that FSRS can be fitted to.
    """

    def __init__(self) -> None:
        self._named: dict[str, dict[str, Sum]] = {}

    def add(self, name: str, key: str, number: int, hits: int = 0, amount: int = 0) -> None:
        """Add to one sum."""
        # The rest of a rebuild waits for this: a million answers add to nine million sums.
        try:
            row = self._named[name][key]
        except KeyError:
            self._named.setdefault(name, {})[key] = Sum(number, hits, amount)
            return
        row.number += number
        row.hits += hits
        if amount:
            row.amount += amount

    def merge(self, other: Sums, times: int = 1) -> None:
        """Add other sums; -1 times takes them out."""
        for name, key, row in other.rows():
            self.add(name, key, times * row.number, times * row.hits, times * row.amount)

    def rows(self) -> Iterator[tuple[str, str, Sum]]:
        """Every sum with its name and key."""
        for name, rows in self._named.items():
            for key, row in rows.items():
                yield name, key, row

    def named(self, name: str) -> dict[str, Sum]:
        """The sums of one name that count anything, by key in ascending order."""
        return {
            key: row
            for key, row in sorted(self._named.get(name, {}).items(), key=_key)
            if row.number
        }

    def one(self, name: str, key: str = "") -> Sum:
        """One sum; an empty one if there is none."""
        return self._named.get(name, {}).get(key) or Sum()

    def predict(self, predicted: float, *, right: bool) -> None:
        """Add a predicted recall and its outcome."""
        outcome, own = "right" if right else "wrong", fixed(loss(predicted, right=right))
        self.add("step", f"{round(predicted * STEPS):05}", 1, right)
        self.add("predicted", "", 1, right, fixed(predicted))
        self.add("loss", outcome, 1, right, own)
        self.add("square", outcome, 1, right, own * own)


def _key(item: tuple[str, Sum]) -> str:
    return item[0]


def fixed(number: float) -> int:
    """A number as a whole number of 2**-64."""
    return round(number * _UNIT)


def floating(amount: int, power: int = 1) -> float:
    """The number of a sum of `fixed` numbers, or of their squares."""
    number: float = amount / _UNIT**power
    return number


def loss(predicted: float, *, right: bool) -> float:
    """The log loss of one prediction: minus the log of the outcome's predicted probability."""
    probability = predicted if right else 1.0 - predicted
    return -math.log(min(1.0, max(_NEVER, probability)))


class Tally:
    """Sums over answers in the order of replay, and the history of each part; over all of them,
    or those that follow `histories` and `sums`.
    """

    def __init__(
        self,
        formulas: Fsrs6,
        histories: dict[Part, History] | None = None,
        sums: Sums | None = None,
    ) -> None:
        self._formulas = formulas
        self.sums = Sums() if sums is None else sums
        self.histories = {} if histories is None else histories

    def take(self, answers: Iterable[Answered]) -> Tally:
        """Add the next answers, resets included; returns itself."""
        for answer in answers:
            history = self.histories.get(answer.part)
            if history is None:
                history = self.histories[answer.part] = History()
            self._answer(answer)
            is_usable, trial = history.take(answer, self._formulas)
            if is_usable:
                self.sums.add("usable", "", 1)
            if trial is not None:
                self._trial(trial)
        return self

    def _answer(self, answer: Answered) -> None:
        if answer.confidence:
            self.sums.add("asked", "", 1)
        if answer.kind == "reset" or answer.repeats is not None:
            return
        took = answer.took_ms
        self.sums.add(
            "day", answer.day.isoformat(), 1, took is not None, min(took or 0, LONGEST_MS)
        )

    def _trial(self, trial: Trial) -> None:
        sums, right = self.sums, trial.right
        sums.add("trial", trial.day.isoformat(), 1, right)
        sums.add("kind", trial.form_kind or "", 1, right)
        sums.add("maturity", "young" if trial.stability < MATURE else "mature", 1, right)
        sums.predict(trial.predicted, right=right)
        if trial.worked_out:
            sums.add("worked_out", "", 1)
