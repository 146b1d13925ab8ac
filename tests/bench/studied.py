"""Libraries of 1,000, 10,000 and 100,000 cards, each card reviewed ten times. Each is made once a
run: its decks are parsed, its log is written as rows, and `learnms rebuild` derives the memories.
"""

from __future__ import annotations

import os
import random
import resource
import subprocess
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from learnms.settings import Settings, write_settings
from tests.bench.library import deck
from tests.bench.tuning import write_log
from tests.end_to_end.terminal import LEARNMS, environment
from tests.factories.fit import Reviewed

if TYPE_CHECKING:
    from pathlib import Path

    from tests.bench.figures import Size

SIZES = (1_000, 10_000, 100_000)
REVIEWS = 10
_CARDS_PER_FILE = 10_000
_QUICK = 20
_GAPS = (1, 2, 4, 8, 15, 27, 45, 75, 120)
"""Days between the reviews of a card that is remembered, close to those of FSRS."""
_SPREAD = 20
"""Days over which the last reviews of the cards are spread; none is due again by today."""
_EARLY = 5
_OVERDUE, _LONG_AGO = 30, 600
"""How many cards are due in every library, and how many days ago they were reviewed last."""


@dataclass(frozen=True, slots=True)
class Studied:
    """A library that was studied: its decks, the environment that names its home, and its log.
    `parsing` and `rebuilding` are the seconds that `learnms due` took to take in the decks, and
    `learnms rebuild`; `rebuilding_mib` is the most memory of the latter.
    """

    folder: Path
    cards: int
    made: dict[str, str]
    log: list[Reviewed]
    parsing: float
    rebuilding: float
    rebuilding_mib: float

    @property
    def files(self) -> list[Path]:
        """The decks."""
        return sorted((self.folder / "decks").iterdir())


_MADE: dict[tuple[Path, int], Studied] = {}


def studied(folder: Path, size: Size, cards: int) -> Studied:
    """The library of a size, made once beside the folder of the figure that asks first."""
    cards //= _QUICK if size.quick else 1
    place = folder.parent / f"studied-{cards}"
    known = _MADE.get((place, cards))
    if known is None:
        known = _MADE[place, cards] = _make(place, cards)
    return known


def _make(folder: Path, cards: int) -> Studied:
    decks = folder / "decks"
    decks.mkdir(parents=True)
    for start in range(0, cards, _CARDS_PER_FILE):
        number = start // _CARDS_PER_FILE
        file = decks / f"deck-{number:02}.yaml"
        file.write_text(
            deck(min(_CARDS_PER_FILE, cards - start), name=f"n{number:02}", first=start + 1),
            "utf-8",
        )
        long_ago = file.stat().st_mtime - 3600  # a file changed just now is looked at once more
        os.utime(file, (long_ago, long_ago))
    write_settings(folder / "home", Settings(who="student", new_per_day=20, guard_ms=0))
    made = environment(folder, decks)
    parsing = _run(made, "due")
    log = reviews(cards)
    write_log(folder / "home", log)
    before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    rebuilding = _run(made, "rebuild")
    peak = max(before, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss) / 1024
    return Studied(folder, cards, made, log, parsing, rebuilding, peak)


def _run(made: dict[str, str], command: str) -> float:
    started = time.perf_counter()
    subprocess.run([*LEARNMS, command], env=made, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - started


def reviews(cards: int) -> list[Reviewed]:
    """Ten reviews of every card but the last twentieth, which is new, in the order of their days;
    of the early ones, a tenth failed.
    """
    chance = random.Random(7)
    log = []
    for card in range(1, cards - cards // 20 + 1):
        day = -chance.randrange(_SPREAD) - (_LONG_AGO if card <= _OVERDUE else 0)
        days = [day]
        for gap in reversed(_GAPS):
            day -= gap
            days.append(day)
        for number, at in enumerate(reversed(days)):
            rating = 1 if number < _EARLY and chance.random() < 0.1 else 3
            log.append(Reviewed(card, at, rating))
    first = min(review.day for review in log)
    log.sort(key=lambda review: review.day)
    return [review._replace(day=review.day - first) for review in log]
