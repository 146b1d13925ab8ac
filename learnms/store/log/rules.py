"""Rules that apply to the whole log, not to one part."""

from __future__ import annotations

from dataclasses import dataclass, field

from learnms.study import schedule
from learnms.study.replay import Relinks


@dataclass(frozen=True, slots=True)
class Rules:
    """Rules for the whole log: the renamings, and FSRS's weights with the event that set them."""

    relinks: Relinks = field(default_factory=Relinks)
    weights: tuple[float, ...] = schedule.DEFAULT_PARAMETERS
    params_id: str | None = None
