"""Answers as the log gives them, in few words."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any, NamedTuple

from learnms.study.event import Part
from learnms.study.fsrs_formulas import Fsrs6
from learnms.study.schedule import DEFAULT_PARAMETERS
from learnms.study.sums import Sums, Tally
from learnms.study.trials import Answered, History, Trial

FORMULAS = Fsrs6(DEFAULT_PARAMETERS)
START = date(2026, 1, 5)


def answer(
    day: int = 0, rating: int | None = 3, card: str = "a", kind: str = "review", **more: Any
) -> Answered:
    """An answer so many days after the start, without a prediction unless one is given."""
    given = {
        "recall_before": None,
        "stability_before": None,
        "took_ms": None,
        "form_kind": None,
        "points": None,
        "max_points": None,
        "confidence": None,
        "form": None,
    }
    return Answered(kind, Part(card), START + timedelta(days=day), rating, **{**given, **more})


def reset(day: int = 0, card: str = "a") -> Answered:
    return answer(day, None, card, "reset")


def trials_of(answers: Iterable[Answered]) -> list[Trial]:
    """The tests of memory among answers in their order."""
    histories: dict[Part, History] = {}
    taken = (histories.setdefault(one.part, History()).take(one, FORMULAS)[1] for one in answers)
    return [trial for trial in taken if trial is not None]


def tallied(answers: Iterable[Answered]) -> Sums:
    """The sums over answers."""
    return Tally(FORMULAS).take(answers).sums


class Outcome(NamedTuple):
    """A predicted recall, 0 to 1, and whether the answer was right."""

    predicted: float
    right: bool


def predicted(outcomes: Iterable[Outcome]) -> Sums:
    """The sums over predictions and their outcomes."""
    sums = Sums()
    for one in outcomes:
        sums.predict(one.predicted, right=one.right)
    return sums
