"""What an action on a card applies to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from learnms.study.event import Part

if TYPE_CHECKING:
    pass


from typing import TYPE_CHECKING

if TYPE_CHECKING:
    pass


@dataclass(frozen=True, slots=True)
class Target:
    """Something to change. A draft has no part; parts of cases are answered, but have no
    schedule.
    """

    part: Part | None
    kind: EntryKind = "card"


EntryKind = Literal["card", "case", "draft", "orphan"]
