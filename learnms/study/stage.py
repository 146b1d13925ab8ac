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
"""The stability in days at which a part becomes mature; Anki uses the interval."""
_OVERNIGHT = 1.0


def stage(memory: Memory) -> Stage:
    """The stage of a part."""
    return stage_of(memory.stability, on_one_day=memory.first_day == memory.last_day)


def stage_of(stability: float | None, *, on_one_day: bool) -> Stage:
    """The stage of a part with this stability in days, None if it is new.

    A part is learning while it was reviewed on one study day only or its stability is below a day.
    """
    if stability is None:
        return "new"
    if on_one_day or stability < _OVERNIGHT:
        return "learning"
    return "young" if stability < MATURE else "mature"
