"""The facts about a card that are shown with its question."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    from learnms.engine.cards.confusions import Confusion
    from learnms.study.memory import Memory


@dataclass(frozen=True, slots=True)
class CardInfo:
    """The memory of a part and what it means today, its last answers (day, rating, form's kind),
    note and confusions. `recall` is from 0 to 1. `again`: it failed today and is asked again.
    """

    memory: Memory
    status: str
    recall: float | None
    history: tuple[tuple[date, int, str], ...]
    note: str = ""
    confused: tuple[Confusion, ...] = ()
    again: bool = False
