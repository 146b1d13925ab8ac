"""A filter on everything written to the terminal, which removes control characters.

Textual writes escape sequences from content unchanged, so no widget is trusted.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.segment import Segment
from textual.filter import LineFilter

from learnms.text import has_unsafe

if TYPE_CHECKING:
    from textual.color import Color


class OutputGuard(LineFilter):
    """Removes characters that a terminal might obey. They have no width, so the layout stays."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """The segments without control characters; Textual's own control segments pass."""
        if not any(not control and _is_suspect(text) for text, _, control in segments):
            return segments
        return [
            segment if segment.control else Segment(_clean(segment.text), segment.style)
            for segment in segments
        ]


def _is_suspect(text: str) -> bool:
    return not text.isprintable() and any(_is_unsafe(char) for char in text)


def _is_unsafe(char: str) -> bool:
    return char in "\n\t" or has_unsafe(char)


def _clean(text: str) -> str:
    return "".join(char for char in text if not _is_unsafe(char))


GUARD = OutputGuard()
