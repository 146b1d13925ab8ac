"""Fitting FSRS to a long log, and deriving every memory of a very long one anew."""

from __future__ import annotations

import os
import resource
import subprocess
import time
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import TYPE_CHECKING

from fsrs import Card, Rating, Scheduler
from fsrs_rs_python import FSRS, FSRSItem, FSRSReview, TrainingConfig

from learnms.analysis.optimizer.evaluate import split
from learnms.analysis.optimizer.train import EPOCHS, LEARNING_RATE
from learnms.engine.optimize import optimize as tuning
from learnms.engine.workspace import Workspace
from learnms.store.log.writer import Store
from learnms.store.read.rows import EVENT_COLUMNS, event_row
from learnms.study.day import midnight
from learnms.study.event import Draft
from tests.bench.figures import Figure, compared
from tests.end_to_end.terminal import LEARNMS
from tests.factories.fit import FORGETFUL, deck, events, settled, studied

if TYPE_CHECKING:
    from pathlib import Path

    from learnms.analysis.optimizer.evaluate import Reviews
    from tests.bench.figures import Size
    from tests.factories.fit import Reviewed

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
REVIEWS, CARDS = 100_000, 6000
LONG_REVIEWS, LONG_CARDS, LONG_NEW = 1_000_000, 60_000, 120
_QUICK = 20


def optimise(folder: Path, size: Size) -> Figure:
    """From the log to what a fit would move, against the two fits alone, on items that are there
    already.
    """
    part_of = _QUICK if size.quick else 1
    cards = CARDS // part_of
    file = folder / "deck.yaml"
    file.write_text(deck(range(cards)), "utf-8")
    settled(
        folder / "home", studied(FORGETFUL, REVIEWS // part_of, cards=cards, seed=3), lambda: NOW
    )
    with Workspace(folder / "home", [str(file)], lambda: NOW) as workspace:
        grounds = tuning.gather(workspace)
        items, owners = _items(grounds.reviews)
        seen = split(len(items))
        config = TrainingConfig(num_epochs=EPOCHS, learning_rate=LEARNING_RATE)
        parts: dict[str, float] = {}

        def ours() -> float:
            started = time.perf_counter()
            found = tuning.gather(workspace)
            read = time.perf_counter()
            with tuning.start(found) as running:
                outcome = running.outcome()
            fitted = time.perf_counter()
            assert outcome.wins
            assert tuning.moves(found, outcome.parameters).moved
            done = time.perf_counter()
            parts.update(read=read - started, fit=fitted - read, moves=done - fitted)
            return done - started

        def floor() -> float:
            started = time.perf_counter()
            for end in (seen, len(items)):
                FSRS([]).compute_parameters(
                    items[:end], card_ids=owners[:end], training_config=config
                )
            return time.perf_counter() - started

        figure = compared(
            f"optimise, {len(grounds.reviews)} reviews", ours, floor, size.few, "≤ 3 s"
        )
    note = "; ".join(f"{name} {seconds * 1000:.0f} ms" for name, seconds in parts.items())
    return Figure(
        figure.name, figure.ours, figure.floor, figure.expected, note=f"of the last run: {note}"
    )


def _items(reviews: Reviews) -> tuple[list[FSRSItem], list[int]]:
    items, owners, pasts = list[FSRSItem](), list[int](), dict[int, list[FSRSReview]]()
    for history, gap, rating, usable in reviews.rows():
        past = pasts.setdefault(history, [])
        past.append(FSRSReview(rating, gap))
        if usable:
            items.append(FSRSItem(past))
            owners.append(history)
    return items, owners


def rebuild(folder: Path, size: Size) -> Figure:
    """A rebuild, against the scheduler's steps alone. It takes minutes, most of them to make the
    log.
    """
    part_of = _QUICK if size.quick else 1
    log = studied(
        FORGETFUL, LONG_REVIEWS // part_of, cards=LONG_CARDS // part_of, new=LONG_NEW, seed=3
    )
    write_log(folder / "home", log)
    made = {
        **os.environ,
        "LEARNMS_HOME": str(folder / "home"),
        "LEARNMS_DECKS": str(folder),
        "LEARNMS_NOW": NOW.isoformat(),
    }
    started = time.perf_counter()
    ran = subprocess.run(
        [*LEARNMS, "rebuild"], env=made, check=True, capture_output=True, text=True
    )
    taken = time.perf_counter() - started
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    store = Store.open(folder / "home", lambda: NOW)
    try:
        started = time.perf_counter()
        store.append([Draft(kind="params", data={"parameters": list(FORGETFUL)})])
        adopted = time.perf_counter() - started
    finally:
        store.close()
    note = (
        f"at most {peak:.0f} MiB; adopting other parameters {adopted:.1f} s; it said:"
        f" {' / '.join(ran.stderr.splitlines())}"
    )
    return Figure(f"rebuild, {len(log)} reviews", taken, steps(log), unit="s", note=note)


def write_log(home: Path, log: list[Reviewed]) -> None:
    """Write the events as rows: the store would derive each memory on the way."""
    store = Store.open(home, lambda: NOW)
    columns = ", ".join(EVENT_COLUMNS)
    query = (
        f"INSERT INTO event ({columns}) VALUES ({', '.join(f':{name}' for name in EVENT_COLUMNS)})"
    )
    rows = map(event_row, events(log, NOW.date(), store.learner_id))
    store.connection.execute("BEGIN IMMEDIATE")
    while chunk := list(islice(rows, 10_000)):
        store.connection.executemany(query, chunk)
    store.connection.execute("COMMIT")
    store.close()


def steps(log: list[Reviewed]) -> float:
    """The seconds that py-fsrs takes for the same reviews."""
    first = NOW.date() - timedelta(days=log[-1].day + 1)
    days = [midnight(first + timedelta(days=day)) for day in range(log[-1].day + 1)]
    scheduler = Scheduler(learning_steps=(), relearning_steps=(), enable_fuzzing=False)
    cards: dict[int, Card] = {}
    started = time.perf_counter()
    for number, day, rating in log:
        card = cards.get(number) or Card(card_id=number, due=days[day])
        cards[number], _ = scheduler.review_card(card, Rating(rating), days[day])
    return time.perf_counter() - started
