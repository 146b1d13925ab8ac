"""The simulated learner: what they remember, and how they grade and doubt themselves.

Their memory follows FSRS under weights other than the default ones, and each card is easier or
harder than FSRS knows, so that predictions are a little off, as they are for people.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from learnms.study.event import Rating
from learnms.study.fsrs_formulas import Fsrs6
from learnms.study.schedule import DEFAULT_PARAMETERS

if TYPE_CHECKING:
    from datetime import date
    from random import Random

    from learnms.study.event import Part
    from learnms.study.rating import Confidence

_FIRST_WEIGHTS, _DECAY = 4, 20
"""The weights before the first are initial stabilities; the second is the index of the decay."""
_WEIGHTS = (
    *(0.8 * weight for weight in DEFAULT_PARAMETERS[:_FIRST_WEIGHTS]),
    *DEFAULT_PARAMETERS[_FIRST_WEIGHTS:_DECAY],
    0.19,
)
"""Shorter first intervals and a steeper curve of forgetting than the default ones."""
_SPREAD = 0.45
"""Standard deviation of the logarithm of a card's factor on stability."""
_KNOWN_AT_FIRST, _KNOWN_AGAIN = 0.66, 0.87
_STUBBORN = 0.42
"""Recall of the cards that become leeches."""
_MOST_LAPSES = 9
_GRADES = ((Rating.HARD, 0.12), (Rating.GOOD, 0.9), (Rating.EASY, 1.0))
"""Upper limits of the draws for each grade of a card that is remembered."""
_CERTAIN, _FAIRLY = {True: 0.55, False: 0.2}, {True: 0.9, False: 0.65}
"""Upper limits of the draws for a confidence, by whether the answer is right."""


@dataclass(slots=True)
class _Trace:
    """What the learner really keeps of a part."""

    stability: float
    difficulty: float
    day: date
    factor: float
    lapses: int = 0


class SimulatedLearner:
    """Remembers, grades, doubts. Everything is drawn from one generator.

    `stubborn` are the parts that do not stick; `is_patient`: grades with two buttons.
    """

    def __init__(self, chance: Random, *, is_patient: bool) -> None:
        self.chance = chance
        self.stubborn: set[Part] = set()
        self._is_patient = is_patient
        self._formulas = Fsrs6(_WEIGHTS)
        self._traces: dict[Part, _Trace] = {}

    def recalls(self, part: Part, day: date) -> bool:
        """Whether the learner knows the answer now."""
        trace = self._traces.get(part)
        if trace is None:
            return self.chance.random() < _KNOWN_AT_FIRST
        if trace.day == day:
            return self.chance.random() < _KNOWN_AGAIN
        recall = self._formulas.recall((day - trace.day).days, trace.stability * trace.factor)
        if part in self.stubborn and trace.lapses < _MOST_LAPSES:
            recall = _STUBBORN
        return self.chance.random() < recall

    def reviewed(self, part: Part, day: date, rating: int) -> None:
        """A review leaves its trace."""
        trace = self._traces.get(part)
        if trace is None:
            stability, difficulty = self._formulas.first(rating)
            factor = math.exp(self.chance.gauss(0.0, _SPREAD))
            self._traces[part] = _Trace(stability, difficulty, day, factor)
            return
        elapsed = (day - trace.day).days
        trace.lapses += rating == Rating.AGAIN and elapsed > 0
        trace.stability, trace.difficulty = self._formulas.after(
            trace.stability, trace.difficulty, elapsed, rating
        )
        trace.day = day

    def grade(self, *, remembers: bool) -> Rating:
        """The learner's own grade."""
        if not remembers:
            return Rating.AGAIN
        if self._is_patient:
            return Rating.GOOD
        draw = self.chance.random()
        return next(rating for rating, limit in _GRADES if draw < limit)

    def confidence(self, *, is_right: bool) -> Confidence:
        """How sure the learner says to be."""
        draw = self.chance.random()
        if draw < _CERTAIN[is_right]:
            return "certain"
        return "fairly" if draw < _FAIRLY[is_right] else "guess"

    def seconds(self, *, is_scored: bool, is_typed: bool) -> float:
        """The time until the answer, in seconds."""
        median = 34.0 if is_typed else 26.0 if is_scored else 16.0
        return min(115.0, median * math.exp(self.chance.gauss(0.0, 0.45)))
