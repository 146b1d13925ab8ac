"""What an action on a card applies to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from learnms.study.event import Part


EntryKind = Literal["card", "case", "draft", "orphan"]


@dataclass(frozen=True, slots=True)
class Target:
    """What an action changes. A draft has no part; a case's part has no schedule."""

    part: Part | None
    kind: EntryKind = "card"
