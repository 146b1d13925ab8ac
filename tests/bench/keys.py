"""From a key to its paint in the running program, against a bare page; and the memory that both
take.
"""

from __future__ import annotations

import statistics
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

import psutil  # type: ignore[import-untyped]  # it comes without types

from tests.bench.figures import Figure
from tests.bench.library import surroundings
from tests.bench.windows import BARE, ROOT, pressed
from tests.end_to_end.terminal import LEARNMS, Terminal

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.bench.figures import Size

CARDS = 200
WARM_UP = 5
FOR_MEMORY = 50
MIB = 1024 * 1024


GRADING, ASKING = "Grade", "Hint"
"""Words on the key line after an answer, and with a question: with them, all of the page is
painted. The bare page has painted its text by then, and mounts its key line anew.
"""

Step = tuple[float, float]
"""The seconds of one key to its paint, ours and the bare page's."""


class Turn(NamedTuple):
    """One card."""

    reveal: Step
    next: Step


class Pair(NamedTuple):
    """The program and the bare page, side by side at the same card."""

    ours: Terminal
    bare: Terminal

    def turn(self, number: int) -> Turn:
        """Show the answer of a card and go to the next, in both."""
        ours, bare = self
        answer, question = f"Answer{number:05}", f"Question{number + 1:05}"
        reveal, advance = (" ", answer, GRADING), ("3", question, ASKING)
        return Turn(
            (pressed(ours, *reveal), pressed(bare, *reveal)),
            (pressed(ours, *advance), pressed(bare, *advance)),
        )


@contextmanager
def _pair(folder: Path) -> Iterator[Pair]:
    """Both at their first card, past the first turns, in which the writer opens."""
    made = surroundings(folder, CARDS)
    (folder / "raw.db").unlink(missing_ok=True)
    bare = Terminal([*BARE, "review", str(folder / "raw.db")], {**made, "PYTHONPATH": ROOT})
    with Terminal([*LEARNMS, "review"], made) as ours, bare:
        for window in (ours, bare):
            window.until(partial(_has_first_card, window), "the first card")
        pair = Pair(ours, bare)
        for number in range(1, WARM_UP + 1):
            pair.turn(number)
        yield pair


def _has_first_card(window: Terminal) -> bool:
    return b"Question00001" in window.raw


def _turns(folder: Path, size: Size) -> list[Turn]:
    with _pair(folder) as pair:
        return [pair.turn(WARM_UP + 1 + at) for at in range(size.many)]


def _figure(name: str, steps: list[Step], expected: str) -> Figure:
    ours, bare = (statistics.median(step[side] for step in steps) * 1000 for side in (0, 1))
    return Figure(name, ours, bare, expected)


def reveal(folder: Path, size: Size) -> Figure:
    """Space to the painted answer."""
    steps = [turn.reveal for turn in _turns(folder, size)]
    return _figure("key to paint of reveal", steps, "≤ 2 × bare page")


def next_(folder: Path, size: Size) -> Figure:
    """A grade to the painted next card, saved before."""
    steps = [turn.next for turn in _turns(folder, size)]
    return _figure("key to paint of grade and next", steps, "≤ 2 × bare page + raw transaction")


def memory(folder: Path, size: Size) -> Figure:
    """What the program holds after fifty cards."""
    with _pair(folder / "memory") as pair:
        for number in range(
            WARM_UP + 1, WARM_UP + 1 + (FOR_MEMORY - WARM_UP if not size.quick else 2)
        ):
            pair.turn(number)
        ours, bare = (psutil.Process(window.pid).memory_info().rss / MIB for window in pair)
    return Figure(f"memory after {FOR_MEMORY} cards", ours, bare, "≤ 90 MiB", unit="MiB")
