"""The facts about a card that are shown beside its question."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    from learnms.engine.cards.confusions import Confusion
    from learnms.study.event import Part
    from learnms.study.stage import Stage


@dataclass(frozen=True, slots=True)
class CardInfo:
    """The memory of a part in numbers, its last answers (day, rating, form's kind), flag, note and
    confusions. `stability` is in days, `recall` from 0 to 1.
    """

    part: Part
    stage: Stage
    status: str
    stability: float | None
    difficulty: float | None
    recall: float | None
    due: date | None
    reps: int
    lapses: int
    history: tuple[tuple[date, int, str], ...]
    path: str
    line: int
    flagged: bool = False
    note: str = ""
    confused: tuple[Confusion, ...] = ()
