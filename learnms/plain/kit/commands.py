"""Commands in lines: what is typed, and what it does."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from learnms.plain.kit.console import Console

Commands = tuple[tuple[str, str], ...]
"""What is typed, with what it does. A sign stands with its name, because a screen reader may pass
over it.
"""

LOOK_UP: Commands = (
    ("? (question mark)", "these commands"),
    ("? WORD", "look a word up, such as ? relapse"),
    ("? pages", "list the help pages; ? and a title opens one"),
)
CALCULATOR: Commands = (
    ("= (equals sign) and a calculation", "show its result, such as = 500 / 4"),
    ("= alone", "answer with the last result"),
)
"""The commands of a question that asks for a number."""


def say_commands(lines: Console, commands: Commands) -> None:
    """Say what can be typed, one command a line."""
    for typed, about in commands:
        lines.say(f"{typed}: {about}")
