"""`learnms check` of a large deck, against the C parser alone on the same file."""

from __future__ import annotations

import sys
import time
from dataclasses import replace
from typing import TYPE_CHECKING

import yaml

from learnms.decks.read_deck import read_deck
from learnms.garbage import collection_paused
from learnms.kinds.fields import Report
from learnms.syntax.compose import compose
from learnms.syntax.source import read_source
from tests.bench.commands import took
from tests.bench.figures import Figure, compared
from tests.bench.library import deck
from tests.end_to_end.terminal import LEARNMS, environment

if TYPE_CHECKING:
    from pathlib import Path

    from tests.bench.figures import Size

CARDS = 10_000
PARSE = "import sys, yaml; yaml.load(open(sys.argv[1], encoding='utf-8'), Loader=yaml.CSafeLoader)"


def _large(folder: Path, size: Size) -> tuple[Path, int]:
    """A deck of 10,000 cards of four kinds, about ten lines each, and how many it has."""
    cards = CARDS if not size.quick else CARDS // 10
    file = folder / "large.yaml"
    file.write_text(deck(cards, mixed=True), "utf-8")
    return file, cards


def check_large(folder: Path, size: Size) -> Figure:
    """All findings."""
    file, cards = _large(folder, size)
    made = environment(folder, file)
    return compared(
        f"check of {cards} cards",
        lambda: took([*LEARNMS, "check", str(file)], made),
        lambda: took([sys.executable, "-c", PARSE, str(file)], made),
        size.few,
        "≤ 5 × CSafeLoader",
    )


def read_large(folder: Path, size: Size) -> Figure:
    """The findings of LM0, LM1 and LM2 alone, in this process: those of reading a file."""
    file, cards = _large(folder, size)

    def ours() -> float:
        started = time.perf_counter()
        with collection_paused():  # as a check does
            source, _ = read_source(file, str(file))
            assert source is not None
            root, _, _ = compose(source)
            read_deck(source, root, {}, Report(source.path, source))
        return time.perf_counter() - started

    def floor() -> float:
        started = time.perf_counter()
        yaml.load(file.read_text("utf-8"), Loader=yaml.CSafeLoader)
        return time.perf_counter() - started

    figure = compared(f"LM0 to LM2 of {cards} cards", ours, floor, size.few, "≤ 2 × CSafeLoader")
    with collection_paused():
        paused = floor() * 1000
    return replace(figure, note=f"without garbage collection, CSafeLoader takes {paused:.1f} ms")
