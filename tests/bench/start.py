"""From the start of the program to the first painted page and card."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.bench.figures import Figure, compared
from tests.bench.library import surroundings
from tests.bench.windows import BARE, painted
from tests.end_to_end.terminal import LEARNMS

if TYPE_CHECKING:
    from pathlib import Path

    from tests.bench.figures import Size

SMALL, LARGE = 200, 10_000


def home(folder: Path, size: Size) -> Figure:
    """`learnms` to the painted first page."""
    made = surroundings(folder / "home-page", SMALL)
    return compared(
        "start to first painted home",
        lambda: painted(LEARNMS, made, "Measured"),
        lambda: painted([*BARE, "home"], made, "Measured"),
        size.some,
        "≤ 1.4 × bare page",
    )


def card(folder: Path, size: Size) -> Figure:
    """`learnms review` to the first painted card."""
    made = surroundings(folder / "first-card", SMALL)
    return compared(
        f"start to first card, {SMALL} cards",
        lambda: painted([*LEARNMS, "review"], made, "Question00001"),
        lambda: painted([*BARE, "review"], made, "Question00001"),
        size.some,
        "≤ 1.5 × bare page",
    )


def library(folder: Path, size: Size) -> Figure:
    """The first card of a large library beside that of a small one."""
    large, small = surroundings(folder / "large", LARGE), surroundings(folder / "small", SMALL)
    return compared(
        f"first card, {LARGE} cards against {SMALL}",
        lambda: painted([*LEARNMS, "review", "--new", "10"], large, "Question00001"),
        lambda: painted([*LEARNMS, "review", "--new", "10"], small, "Question00001"),
        size.some,
        "≈ 1",
    )
