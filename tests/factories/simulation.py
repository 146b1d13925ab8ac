"""Columns for the tests of simulations."""

from __future__ import annotations

from random import Random

from learnms.analysis.simulation.simulate import AnswerModel, Parts
from learnms.study.fsrs_formulas import Fsrs6
from learnms.study.schedule import DEFAULT_PARAMETERS

CURVE = Fsrs6(DEFAULT_PARAMETERS)
GOOD = AnswerModel(20.0, first=(0.0, 0.0, 1.0, 0.0))
"""Grades everything new as Good."""


def add(
    parts: Parts,
    stability: float = 0.0,
    *,
    last: int = 0,
    due: int = 0,
    difficulty: float = 5.0,
    card: int | None = None,
    planned: bool = True,
) -> int:
    """Another part; new without a stability. Returns its place."""
    index = len(parts)
    parts.stability.append(stability)
    parts.difficulty.append(difficulty)
    parts.last.append(last)
    parts.due.append(due)
    parts.target.append(0.9)
    parts.free.append(0)
    parts.card.append(index if card is None else card)
    parts.planned.append(planned)
    if not stability:
        parts.new.append(index)
    return index


def learned(number: int, seed: int = 1) -> Parts:
    """Parts in the middle of being learned."""
    chance, parts = Random(seed), Parts()
    for _ in range(number):
        stability = chance.lognormvariate(3, 1)
        interval = max(1, round(stability))
        last = -chance.randrange(interval)
        add(parts, stability, last=last, due=last + interval, difficulty=chance.uniform(1, 10))
    return parts


def new(number: int) -> Parts:
    """Parts that were never asked."""
    parts = Parts()
    for _ in range(number):
        add(parts)
    return parts
