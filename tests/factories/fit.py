"""Learners whose memory follows weights unknown to the schedule, which a fit has to find."""

from __future__ import annotations

import heapq
import random
import sys
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple

from learnms.analysis.optimizer.evaluate import Reviews
from learnms.store.log.events import with_checksum
from learnms.store.log.uuid7 import id_of_content
from learnms.study.event import Event, Part
from learnms.study.fsrs_formulas import Fsrs6
from learnms.study.schedule import DEFAULT_PARAMETERS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

TARGET = 0.9
FORGETFUL = tuple(
    weight
    # first stabilities, growth, the curve's decay
    * {0: 0.3, 1: 0.3, 2: 0.35, 3: 0.4, 8: 0.75, 20: 2.0}.get(number, 1.0)
    for number, weight in enumerate(DEFAULT_PARAMETERS)
)
"""Forgets a new card three times as fast as most people, and gains less from each review."""


class Reviewed(NamedTuple):
    """A review of a log: the number of the card, the day counted from the first, the rating."""

    card: int
    day: int
    rating: int


class _Card(NamedTuple):
    due: int
    number: int
    planned: tuple[float, float]
    true: tuple[float, float]
    last: int


def studied(
    weights: tuple[float, ...], reviews: int, *, cards: int, new: int = 15, seed: int = 1
) -> list[Reviewed]:
    """The first so many reviews of a learner with these weights, who is scheduled by FSRS's own:
    some days off, failed cards again until right.
    """
    chance, plan, truth = random.Random(seed), Fsrs6(DEFAULT_PARAMETERS), Fsrs6(weights)
    log: list[Reviewed] = []
    waiting: list[_Card] = []
    begun = day = 0
    while len(log) < reviews:
        day += 1
        if chance.random() < 0.1:
            continue
        due = []
        while waiting and waiting[0].due <= day:
            due.append(heapq.heappop(waiting))
        fresh = range(begun, min(cards, begun + new))
        begun = max(begun, fresh.stop)
        for card in due:
            elapsed = day - card.last
            recalled = chance.random() < truth.recall(elapsed, card.true[0])
            rating = chance.choices((2, 3, 4), (15, 70, 15))[0] if recalled else 1
            states = (
                plan.after(*card.planned, elapsed, rating),
                truth.after(*card.true, elapsed, rating),
            )
            heapq.heappush(
                waiting, _asked(card.number, day, rating, *states, log, chance, plan, truth)
            )
        for number in fresh:
            rating = chance.choices((1, 2, 3, 4), (25, 10, 50, 15))[0]
            heapq.heappush(
                waiting,
                _asked(
                    number,
                    day,
                    rating,
                    plan.first(rating),
                    truth.first(rating),
                    log,
                    chance,
                    plan,
                    truth,
                ),
            )
    return log[:reviews]


def _asked(
    number: int,
    day: int,
    rating: int,
    planned: tuple[float, float],
    true: tuple[float, float],
    log: list[Reviewed],
    chance: random.Random,
    plan: Fsrs6,
    truth: Fsrs6,
) -> _Card:
    log.append(Reviewed(number, day, rating))
    while rating == 1:
        rating = 3 if chance.random() < 0.85 else 1
        planned, true = plan.after(*planned, 0, rating), truth.after(*true, 0, rating)
        log.append(Reviewed(number, day, rating))
    days = max(1, round(plan.interval(planned[0], TARGET) * chance.uniform(0.9, 1.1)))
    return _Card(day + days, number, planned, true, day)


def reviews_of(log: Iterable[Reviewed]) -> Reviews:
    """The columns that a fit is given."""
    columns = Reviews([], [], [], [])
    last: dict[int, int] = {}
    for card, day, rating in log:
        gap = day - last.get(card, day)
        last[card] = day
        for column, value in zip(
            (columns.histories, columns.gaps, columns.ratings), (card, gap, rating), strict=True
        ):
            column.append(value)
        columns.usable.append(gap > 0)
    return columns


def part(number: int) -> Part:
    """The part that a card of the log is."""
    return Part(f"card-{number:05}")


LEARNER = "the learner of the log"


def events(log: Iterable[Reviewed], end: date, learner_id: str = LEARNER) -> Iterator[Event]:
    """The log as events whose last day is the day before `end`, as another device would have
    written them.
    """
    listed = list(log)
    first = end - timedelta(days=listed[-1].day + 1)
    for number, (card, day, rating) in enumerate(listed):
        study_day = first + timedelta(days=day)
        moment = datetime(
            study_day.year, study_day.month, study_day.day, 12, tzinfo=UTC
        ) + timedelta(milliseconds=number)
        ident = id_of_content(int(moment.timestamp() * 1000), str(number))
        yield with_checksum(
            Event(
                learner_id=learner_id,
                id=ident,
                kind="review",
                device_id=None,
                seq=0,
                at_utc=moment,
                utc_offset=0,
                study_day=study_day,
                card=part(card).card,
                form_kind="flashcard",
                rating=rating,
                took_ms=6000,
                target=TARGET,
            )
        )


def deck(cards: Iterable[int]) -> str:
    """A deck that holds the cards of a log."""
    head = (
        "deck: Tuned\nid: tuned-deck\nsources:\n  book: {title: The book, publisher: A publisher,"
        " revised: 2025-01}\ncards:\n"
    )
    card = (
        "  - id: card-{n:05}\n    ask: Question {n}?\n    answer: Answer {n}.\n    source: book"
        " §{n}\n    checked: 2026-11-22\n"
    )
    return head + "".join(card.format(n=n) for n in cards)


def settled(home: Path, log: Iterable[Reviewed], clock: Callable[[], datetime]) -> None:
    """Make a home whose log ends the day before the clock's."""
    from learnms.store.log.writer import Store

    store = Store.open(home, clock)
    store.import_events(events(log, store.today), checked=True)
    store.close()


SLOW = (
    sys.executable,
    "-c",
    (
        'import sys, time; sys.stdin.read(); print(\'{"stage": "learning"}\', flush=True);'
        " time.sleep(600)"
    ),
)
"""The command of a fit that never ends."""


def answering(message: str, code: int = 0) -> tuple[str, ...]:
    """The command of a fit that prints one line and exits with this code."""
    return (
        sys.executable,
        "-c",
        f"import sys; sys.stdin.read(); print({message!r}, flush=True); sys.exit({code})",
    )
