"""Answers as the log gives them, in few words."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from learnms.store.read.answers import Answered
from learnms.study.event import Part

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
