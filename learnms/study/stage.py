"""The stage of a part: new, learning, young, mature. It is shown to people only; the schedule does
not use it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from learnms.study.memory import Memory

Stage = Literal["new", "learning", "young", "mature"]

STAGES: tuple[Stage, ...] = ("new", "learning", "young", "mature")
MATURE = 21.0
"""The stability in days from which on a part is mature; Anki goes by the interval."""
_OVERNIGHT = 1.0


def stage(memory: Memory) -> Stage:
    """The stage of a part.

    A part is learning while it was reviewed on one study day only or its stability is below a day.
    """
    if memory.stability is None:
        return "new"
    if memory.first_day == memory.last_day or memory.stability < _OVERNIGHT:
        return "learning"
    return "young" if memory.stability < MATURE else "mature"
