"""The short commands, against an interpreter that does nothing."""

from __future__ import annotations

import subprocess
import sys
import time
from typing import TYPE_CHECKING

from tests.bench.figures import Figure, compared
from tests.bench.library import surroundings
from tests.end_to_end.terminal import LEARNMS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from tests.bench.figures import Size

CARDS = 200
PASS = [sys.executable, "-c", "pass"]


def took(words: Sequence[str], environment: Mapping[str, str]) -> float:
    """Seconds of a whole process."""
    started = time.perf_counter()
    subprocess.run(
        words, env=environment, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    return time.perf_counter() - started


def _command(
    folder: Path, size: Size, words: list[str], expected: str, cards: int = CARDS
) -> Figure:
    made = surroundings(folder / f"commands-{cards}", cards)
    name = f"learnms {' '.join(words)}, {cards} cards" if words != ["--help"] else "learnms --help"
    return compared(
        name,
        lambda: took([*LEARNMS, *words], made),
        lambda: took(PASS, made),
        2 * size.some,
        expected,
    )


def help_(folder: Path, size: Size) -> Figure:
    """`--help`."""
    return _command(folder, size, ["--help"], "≤ 4 × pass")


def check(folder: Path, size: Size) -> Figure:
    """`check` of a small deck."""
    return _command(folder, size, ["check"], "", cards=10)


def due(folder: Path, size: Size) -> Figure:
    """`due`, the deck cache warm."""
    return _command(folder, size, ["due"], "≤ 8 × pass")


def decks(folder: Path, size: Size) -> Figure:
    """`decks`, the deck cache warm."""
    return _command(folder, size, ["decks"], "≤ 8 × pass")
