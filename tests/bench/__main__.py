"""`python -m tests.bench`: every figure beside its floor from the same run, as a table. It
judges nothing.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from tests.bench import (
    ahead,
    backlog,
    checking,
    classes,
    commands,
    exam_plan,
    keys,
    progress,
    quizzes,
    searching,
    sizes,
    start,
    transaction,
    tuning,
)
from tests.bench.figures import HEAD, Figure, Size

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

FIGURES: dict[str, Callable[[Path, Size], Figure]] = {
    "home": start.home,
    "card": start.card,
    "library": start.library,
    "help": commands.help_,
    "check": commands.check,
    "due": commands.due,
    "decks": commands.decks,
    "reveal": keys.reveal,
    "next": keys.next_,
    "transaction": transaction.transaction,
    "check-large": checking.check_large,
    "check-read": checking.read_large,
    "memory": keys.memory,
    "exam": quizzes.exam,
    "matrix": quizzes.matrix,
    "search": searching.search,
    "search-large": searching.search_large,
    "letter": searching.letter,
    "progress": progress.progress,
    "forecast": ahead.forecast,
    "forecast-band": ahead.band,
    "gathered": backlog.question,
    "share": backlog.share,
    "optimise": tuning.optimise,
}
LONG: dict[str, Callable[[Path, Size], Figure]] = {
    "rebuild": tuning.rebuild,
    "progress-long": progress.progress_long,
    "class": classes.class_,
    **sizes.SIZED,
    **{
        name: partial(exam_plan.against_plain, setting)
        for name, setting in exam_plan.SETTINGS.items()
    },
}
"""What takes minutes."""


def table(figures: Iterable[Figure]) -> str:
    """Rows in aligned columns, the notes below."""
    found = list(figures)
    rows = [HEAD, *(figure.row() for figure in found)]
    widths = [max(len(row[at]) for row in rows) for at in range(len(HEAD))]
    lines = [
        "  ".join(
            cell.ljust(width) if at in (0, 4) else cell.rjust(width)
            for at, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        for row in rows
    ]
    notes = [f"{figure.name}: {figure.note}" for figure in found if figure.note]
    return "\n".join([*(line.rstrip() for line in lines), *notes])


def main() -> None:
    """Measure what was asked for."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument(
        "--quick", action="store_true", help="a few repetitions only, to see that it runs"
    )
    parser.add_argument(
        "figure", nargs="*", help=f"some of {', '.join(FIGURES)}; without a name all"
    )
    parser.add_argument(
        "--long", action="store_true", help=f"also what takes minutes: {', '.join(LONG)}"
    )
    options = parser.parse_args()
    known = {**FIGURES, **(LONG if options.long else {})}
    unknown = [name for name in options.figure if name not in known]
    if unknown:
        parser.error(
            f"there is no figure {', '.join(unknown)}; there are {', '.join(known)}"
            + ("" if options.long else f", and with --long {', '.join(LONG)}")
        )
    figures = []
    with tempfile.TemporaryDirectory(prefix="learnms-bench-") as folder:
        for name in options.figure or known:
            print(f"{name}…", file=sys.stderr, flush=True)
            made = Path(folder) / name
            made.mkdir()
            figures.append(known[name](made, Size(options.quick)))
    print(table(figures))


if __name__ == "__main__":
    main()
