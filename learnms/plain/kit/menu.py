"""A menu in lines: a prompt, then what the learner chooses, until they go back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from learnms.plain.kit.console import Stopped

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from learnms.plain.kit.console import Console


def choices(lines: Console, prompt: Callable[[], str]) -> Iterator[str]:
    """Say the prompt and yield what is typed, again and again, until an empty line, `q` or the end
    of the input.
    """
    while True:
        try:
            line = lines.choose(prompt())
        except Stopped:
            return
        if line in ("", "q"):
            return
        yield line
