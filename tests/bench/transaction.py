"""An answer in the store, against the same two rows written by the standard library's sqlite3."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from tests.bench.figures import Figure, compared
from tests.bench.raw_transaction import RawStore

if TYPE_CHECKING:
    from pathlib import Path

    from tests.bench.figures import Size


def transaction(folder: Path, size: Size) -> Figure:
    """One review, durable."""
    from learnms.store.log.writer import (
        Store,
    )  # not needed by the figures that are measured in other processes
    from learnms.study.event import Draft

    now = datetime(2026, 11, 22, 9, tzinfo=UTC)
    made = folder / "transaction"
    made.mkdir(parents=True)
    store, raw = Store.open(made / "home", lambda: now), RawStore(made / "raw.db")
    answer = {
        "seed": 12345,
        "options": [
            ["A steroid and an antihistamine", "A live vaccine", "Nothing at all", "An antibiotic"]
        ],
        "picked": [[0]],
    }
    numbers = {"ours": 0, "floor": 0}

    def ours() -> float:
        numbers["ours"] += 1
        draft = Draft(
            kind="review",
            card=f"card-{numbers['ours']:05}",
            form="f" * 16,
            form_kind="single",
            wording_hash="w" * 16,
            key_hash="k" * 16,
            rating=3,
            points=1.0,
            max_points=1.0,
            answer=answer,
            took_ms=4200,
            target=0.9,
        )
        started = time.perf_counter()
        store.append([draft])
        return time.perf_counter() - started

    def floor() -> float:
        numbers["floor"] += 1
        started = time.perf_counter()
        raw.answer(numbers["floor"])
        return time.perf_counter() - started

    try:
        return compared("answer transaction", ours, floor, 5 * size.many, "≤ 2 × raw sqlite3")
    finally:
        store.close()
        raw.close()
