"""A figure beside its floor, both from the same run: on a busy machine only their ratio says
something.
"""

from __future__ import annotations

import statistics
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    Probe = Callable[[], float]


@dataclass(frozen=True, slots=True)
class Figure:
    """One row of the table. `ours` and `floor` are in `unit`; `expected` is what was hoped for,
    in words; `note` goes below.
    """

    name: str
    ours: float
    floor: float
    expected: str = ""
    unit: str = "ms"
    note: str = ""

    def row(self) -> tuple[str, ...]:
        """The cells of the table."""
        return (
            self.name,
            f"{self.ours:.1f} {self.unit}",
            f"{self.floor:.1f} {self.unit}",
            f"{self.ours / self.floor:.2f}",
            self.expected,
        )


HEAD = ("figure", "ours", "floor", "ratio", "expected")


@dataclass(slots=True)
class Size:
    """How much to measure. `few` is for what takes seconds each time, `many` for what takes
    milliseconds.
    """

    quick: bool = False
    few: int = field(init=False)
    some: int = field(init=False)
    many: int = field(init=False)

    def __post_init__(self) -> None:
        self.few, self.some, self.many = (1, 2, 5) if self.quick else (3, 11, 60)


def compared(name: str, ours: Probe, floor: Probe, times: int, expected: str = "") -> Figure:
    """The medians of interleaved repetitions, in milliseconds, after a warm-up of each.

    The first run may have to write bytecode, which makes a start four times slower: where it took
    much longer than the second one, the note says so.
    """
    first = ours()
    floor()
    pairs = [(ours(), floor()) for _ in range(times)]
    mine, theirs = ([pair[at] * 1000 for pair in pairs] for at in (0, 1))
    note = (
        f"the first run took {first * 1000:.0f} ms, the second {mine[0]:.0f} ms"
        if first * 1000 > 1.5 * mine[0]
        else ""
    )
    return Figure(name, statistics.median(mine), statistics.median(theirs), expected, note=note)
