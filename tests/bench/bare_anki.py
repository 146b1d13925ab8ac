"""Anki's package on as large a collection, in a process of its own: what it takes for the same
work.

Run as a program, under an interpreter that has the package `anki`, with a folder, a number of
cards and the letters of a search; it prints seconds as JSON. `LEARNMS_BENCH_ANKI` names that
interpreter; otherwise this one is asked.
"""

from __future__ import annotations

import importlib.util
import json
import os
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

NOT_INSTALLED = "Anki not installed"
_DAY_MS = 86_400_000
_GAPS = (1, 2, 4, 8, 15, 27, 45, 75, 120)
_FIELDS = (
    "Question{n:05}, what does the medicine bind to on the surface of the cell?",
    "Answer{n:05}, a protein that is found on some of the cells.<br>It is found from the pre-B"
    " stage on, and is lost when the cell becomes a plasma cell.<br>So antibodies that are there"
    " already go on being made.",
)


def interpreter() -> str | None:
    """The interpreter that has the package; None if there is none."""
    named = os.environ.get("LEARNMS_BENCH_ANKI")
    if named:
        return named
    return sys.executable if importlib.util.find_spec("anki") else None


def measured(folder: Path, cards: int, typed: str) -> dict[str, float]:
    """Seconds by the name of the work: `import`, `card`, `search` (a letter, the median),
    `slowest` (the slowest letter), `progress`; empty without the package.
    """
    python = interpreter()
    if python is None:
        return {}
    folder.mkdir(parents=True, exist_ok=True)
    words = [python, str(Path(__file__)), str(folder), str(cards), typed]
    ran = subprocess.run(words, check=True, capture_output=True, text=True)
    found: dict[str, float] = json.loads(ran.stdout.splitlines()[-1])
    return found


def _timed(action: Callable[[], object]) -> float:
    started = time.perf_counter()
    action()
    return time.perf_counter() - started


def _main(folder: Path, cards: int, typed: str) -> dict[str, float]:
    from anki.collection import AddNoteRequest, Collection  # type: ignore[import-not-found, unused-ignore]

    path = str(folder / "collection.anki2")
    collection: Any = Collection(path)
    shape = collection.models.by_name("Basic")

    def take_in() -> None:
        asked = []
        for number in range(1, cards + 1):
            note = collection.new_note(shape)
            note.fields = [text.format(n=number) for text in _FIELDS]
            asked.append(AddNoteRequest(note=note, deck_id=collection.decks.get_current_id()))
        collection.add_notes(asked)

    taken = {"import": _timed(take_in)}
    collection.close()
    _study(path)

    def first_card() -> None:
        nonlocal collection
        collection = Collection(path)
        collection.sched.getCard().question()

    taken["card"] = _timed(first_card)
    letters = sorted(
        _timed(lambda end=end: collection.find_cards(f'"{typed[:end]}"'))  # type: ignore[misc, unused-ignore]
        for end in range(1, len(typed) + 1)
    )
    taken["search"], taken["slowest"] = letters[len(letters) // 2], letters[-1]
    taken["progress"] = _timed(lambda: collection._backend.graphs(search="", days=365))
    collection.close()
    return taken


def _study(path: str) -> None:
    """Ten reviews of every card but the last twentieth, as rows."""
    with closing(sqlite3.connect(path)) as connection, connection:
        listed = [row for (row,) in connection.execute("SELECT id FROM cards ORDER BY id")]
        del listed[len(listed) - len(listed) // 20 :]
        now, number = int(time.time() * 1000), 0
        log = []
        for at, card in enumerate(listed):
            back = (1 + at % 180 + sum(_GAPS)) * _DAY_MS
            for gap in (0, *_GAPS):
                back -= gap * _DAY_MS
                number += 1
                log.append((now - back + number, card, -1, 3, gap or 1, gap or 1, 2500, 6000, 1))
        connection.executemany(
            "INSERT OR IGNORE INTO revlog VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", log
        )
        connection.executemany(
            "UPDATE cards SET type = 2, queue = 2, ivl = 180, reps = 10, due = ? WHERE id = ?",
            [(180 - at % 180, card) for at, card in enumerate(listed)],
        )


if __name__ == "__main__":
    print(json.dumps(_main(Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3])))
