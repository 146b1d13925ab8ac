"""What is shown about a card beside its question."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from learnms.engine.home.overview import DeckRow as DeckRow
from learnms.engine.home.overview import HomeView as HomeView

if TYPE_CHECKING:
    from datetime import date

    from learnms.engine.cards.confusions import Confusion
    from learnms.study.event import Part
    from learnms.study.stage import Stage


@dataclass(frozen=True, slots=True)
class CardInfo:
    """What `i` shows: the memory of a part in numbers, its last answers (day, rating, form's
    kind), the learner's flag and note, and what it is taken for.
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
