"""The clock of Textual's messages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.message import Message

if TYPE_CHECKING:
    pass


def now() -> float:
    """The present time on the clock of Textual's messages."""
    return Message().time
