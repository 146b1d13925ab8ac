"""FSRS-6 in plain floats, for passes over many thousands of reviews. What is scheduled goes through
`study.schedule`.

Formulas: open-spaced-repetition, "The Algorithm" (fsrs4anki wiki, FSRS-6), as py-fsrs 6.3 computes
them. Each agrees with `study.schedule` within 1e-9.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

LOWEST_STABILITY, HIGHEST_STABILITY = 0.001, 36_500.0
LONGEST_INTERVAL = 36_500


class Fsrs6:
    """The formulas under one set of 21 weights. Stability is in days, difficulty 1 to 10,
    elapsed time in whole days.
    """

    __slots__ = (
        "_decay",
        "_easy_target",
        "_exponent",
        "_factor",
        "_first",
        "_growth",
        "_reversion",
        "_short_forget",
        "_w",
    )

    def __init__(self, weights: Sequence[float]) -> None:
        w = tuple(weights)
        self._w = w
        self._decay = -w[20]
        self._exponent = -1.0 / w[20]
        self._factor = 0.9**self._exponent - 1.0
        self._growth = math.exp(w[8])
        self._short_forget = math.exp(w[17] * w[18])
        self._reversion = w[7]
        self._easy_target = w[7] * (w[4] - math.exp(w[5] * 3) + 1.0)
        difficulties = (w[4] - math.exp(w[5] * (rating - 1)) + 1.0 for rating in (1, 2, 3, 4))
        self._first = tuple(
            (max(w[at], LOWEST_STABILITY), min(10.0, max(1.0, d)))
            for at, d in enumerate(difficulties)
        )

    def recall(self, elapsed: int, stability: float) -> float:
        """The predicted recall, 0 to 1, this many days after the last review; a last review in the
        future, after a clock was set back, counts as today.
        """
        if elapsed < 0:
            return 1.0
        recall: float = (1.0 + self._factor * elapsed / stability) ** self._decay
        return recall

    def first(self, rating: int) -> tuple[float, float]:
        """Stability and difficulty after the first review."""
        return self._first[rating - 1]

    def after(
        self, stability: float, difficulty: float, elapsed: int, rating: int
    ) -> tuple[float, float]:
        """Stability and difficulty after a review this many days after the last; 0 is the same
        day.
        """
        if elapsed < 1:
            grown = self._same_day(stability, rating)
        elif rating == 1:
            grown = self._forgotten(stability, difficulty, self.recall(elapsed, stability))
        else:
            grown = self._recalled(stability, difficulty, self.recall(elapsed, stability), rating)
        return min(HIGHEST_STABILITY, max(LOWEST_STABILITY, grown)), self._difficulty(
            difficulty, rating
        )

    def interval(self, stability: float, target: float) -> int:
        """The whole days, at least 1, after which recall has fallen to the target."""
        days: int = round(stability / self._factor * (target**self._exponent - 1.0))
        return min(LONGEST_INTERVAL, max(1, days))

    def _same_day(self, stability: float, rating: int) -> float:
        w = self._w
        increase: float = math.exp(w[17] * (rating - 3 + w[18])) * stability ** -w[19]
        return stability * (increase if rating == 1 else max(increase, 1.0))

    def _forgotten(self, stability: float, difficulty: float, recall: float) -> float:
        w = self._w
        long_term = (
            w[11]
            * difficulty ** -w[12]
            * ((stability + 1.0) ** w[13] - 1.0)
            * math.exp((1.0 - recall) * w[14])
        )
        return float(min(long_term, stability / self._short_forget))

    def _recalled(self, stability: float, difficulty: float, recall: float, rating: int) -> float:
        w = self._w
        bonus = w[15] if rating == 2 else w[16] if rating == 4 else 1.0
        return float(
            stability
            * (
                1.0
                + self._growth
                * (11.0 - difficulty)
                * stability ** -w[9]
                * (math.exp((1.0 - recall) * w[10]) - 1.0)
                * bonus
            )
        )

    def _difficulty(self, difficulty: float, rating: int) -> float:
        damped = difficulty - self._w[6] * (rating - 3) * (10.0 - difficulty) / 9.0
        return min(10.0, max(1.0, self._easy_target + (1.0 - self._reversion) * damped))
