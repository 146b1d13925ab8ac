"""Building a long exam from a large library, and a key in a matrix."""

from __future__ import annotations

import json
import statistics
import sys
import time
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from learnms.engine.quiz.build import QuizSpec, build
from learnms.engine.workspace import Workspace
from tests.bench.figures import Figure, compared
from tests.bench.library import deck, surroundings
from tests.bench.windows import ROOT, pressed
from tests.end_to_end.terminal import LEARNMS, Terminal

if TYPE_CHECKING:
    from tests.bench.figures import Size

CARDS = 10_000
QUESTIONS = 75
ROWS = 10
KEYS = 9
_MATRIX = """\
  - id: card-matrix
    ask: Question00001, what does each finding call for?
    columns: [Go on, Ask first, Stop]
    rows:
"""


def exam(folder: Path, size: Size) -> Figure:
    """75 questions out of 10,000 cards, against reading and decoding the same rows once."""
    cards = CARDS if not size.quick else CARDS // 10
    file = folder / "deck.yaml"
    file.write_text(deck(cards, mixed=True), "utf-8")
    with Workspace(
        folder / "home", [str(file)], lambda: datetime(2026, 11, 22, 9, tzinfo=UTC)
    ) as workspace:
        rows = workspace.queries.opened.connection

        def ours() -> float:
            started = time.perf_counter()
            assert (
                len(
                    build(
                        workspace.queries,
                        workspace.settings,
                        QuizSpec(mode="exam", questions=QUESTIONS, seed=7),
                        workspace.today,
                    )
                )
                == QUESTIONS
            )
            return time.perf_counter() - started

        def floor() -> float:
            started = time.perf_counter()
            for (body,) in rows.execute("SELECT body FROM deck_card ORDER BY path, position"):
                json.loads(body[8:])  # after its checksum
            return time.perf_counter() - started

        return compared(f"{QUESTIONS}-item exam from {cards} cards", ours, floor, size.few)


def matrix(folder: Path, size: Size) -> Figure:
    """A digit to the painted pick in a matrix of ten rows and three columns."""
    made = surroundings(folder, 1)
    file = folder / "deck.yaml"
    rows = "".join(f"      Finding{row:02} of this patient: Go on\n" for row in range(ROWS))
    file.write_text(deck(0) + _MATRIX + rows + "    source: book §1\n", "utf-8")
    bare = Terminal(
        [sys.executable, str(Path(__file__).with_name("bare_matrix.py"))],
        {**made, "PYTHONPATH": ROOT},
    )
    steps: list[tuple[float, float]] = []
    with Terminal([*LEARNMS, "quiz", "--kind", "matrix-one", "--seed", "1"], made) as ours, bare:
        for window in (ours, bare):
            window.until(partial(_has_matrix, window), "the matrix")
        for number in range(1, 1 + (KEYS if not size.quick else 2)):
            mark = f"{number} of {ROWS}"
            steps.append((pressed(ours, "1", mark), pressed(bare, "1", mark)))
            for window in (ours, bare):
                window.send("\x1b[B")
    taken, least = (statistics.median(step[side] for step in steps) * 1000 for side in (0, 1))
    return Figure(f"key to paint in a {ROWS} × 3 matrix", taken, least)


def _has_matrix(window: Terminal) -> bool:
    return b"Question00001" in window.raw
