"""`learnms check` of a large deck, against the C parser alone on the same file."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from tests.bench.commands import took
from tests.bench.figures import Figure, compared
from tests.bench.library import deck
from tests.end_to_end.terminal import LEARNMS, environment

if TYPE_CHECKING:
    from pathlib import Path

    from tests.bench.figures import Size

CARDS = 10_000
PARSE = "import sys, yaml; yaml.load(open(sys.argv[1], encoding='utf-8'), Loader=yaml.CSafeLoader)"


def check_large(folder: Path, size: Size) -> Figure:
    """A deck of 10,000 cards of four kinds, about ten lines each."""
    cards = CARDS if not size.quick else CARDS // 10
    file = folder / "large.yaml"
    file.write_text(deck(cards, mixed=True), "utf-8")
    made = environment(folder, file)
    return compared(
        f"check of {cards} cards",
        lambda: took([*LEARNMS, "check", str(file)], made),
        lambda: took([sys.executable, "-c", PARSE, str(file)], made),
        size.few,
        "≤ 5 × CSafeLoader",
    )
