"""How far a part has come: new, learning, young, mature. Words for people; the schedule knows no
stages.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from learnms.study.memory import Memory

Stage = Literal["new", "learning", "young", "mature"]

STAGES: tuple[Stage, ...] = ("new", "learning", "young", "mature")
MATURE = 21.0
"""Days of stability from which on a part is mature (as in Anki, there by interval); below it is
young.
"""
_OVERNIGHT = 1.0


def stage(memory: Memory) -> Stage:
    """The stage of a part.

    Learning is what has not yet lasted a night: reviewed on one study day only, or with a stability
    under a day.
    """
    if memory.stability is None:
        return "new"
    if memory.first_day == memory.last_day or memory.stability < _OVERNIGHT:
        return "learning"
    return "young" if memory.stability < MATURE else "mature"
