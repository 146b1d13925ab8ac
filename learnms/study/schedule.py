"""The FSRS scheduler: from ratings and study days to stability, difficulty and whole-day intervals.

This is the only module that imports fsrs.

py-fsrs counts 24-hour windows, so it is given study days as UTC midnights and never wall-clock
times; its learning steps are empty (the session asks a failed card again) and its fuzz is off (ours
is seeded, so that the interval on the button is the one stored).
"""

from __future__ import annotations

import hashlib
import math
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from fsrs import Card, Scheduler, State
from fsrs import Rating as FsrsRating
from fsrs.scheduler import DEFAULT_PARAMETERS as _FSRS_PARAMETERS

from learnms.errors import LearnmsError
from learnms.retention import DEFAULT_TARGET, HIGHEST_TARGET, LOWEST_TARGET
from learnms.study.day import midnight

if TYPE_CHECKING:
    from collections.abc import Collection, Container, Mapping, Sequence

    from learnms.study.event import Part, Rating

DEFAULT_PARAMETERS: tuple[float, ...] = tuple(float(w) for w in _FSRS_PARAMETERS)
ALGORITHM = "FSRS-6"
MAX_STABILITY = 36_500.0
MAX_INTERVAL = 36_500

_EPOCH = datetime(2000, 1, 1, tzinfo=UTC)


_RATINGS = {int(rating): rating for rating in FsrsRating}


class Step(NamedTuple):
    """The result of a review: stability in days, difficulty 1 to 10, the unfuzzed interval in
    days.
    """

    stability: float
    difficulty: float
    interval: int


class _Card(Card):
    """A card for one step. py-fsrs copies a card before changing it; this one is not shared, so it
    is changed in place.
    """

    def __copy__(self) -> _Card:
        return self


def checked_target(target: float) -> float:
    """The desired retention, if FSRS can work with it.

    Raises:
        LearnmsError: it is not between 0.70 and 0.97. py-fsrs itself accepts 1.2.
    """
    if not (math.isfinite(target) and LOWEST_TARGET <= target <= HIGHEST_TARGET):
        msg = (
            f"The desired retention {target:g} is not between {LOWEST_TARGET:.2f} and"
            f" {HIGHEST_TARGET:.2f}."
        )
        raise LearnmsError(msg, "0.90 is a good start.")
    return target


def checked_weights(weights: Sequence[float]) -> tuple[float, ...]:
    """The weights, if FSRS-6 can work with them: 21, within the bounds of py-fsrs.

    Raises:
        LearnmsError: they are not; the sentence names the first that is out of bounds.
    """
    checked = tuple(float(weight) for weight in weights)
    try:
        _scheduler(checked, DEFAULT_TARGET)
    except ValueError as error:
        msg = f"FSRS-6 does not accept these parameters: {str(error).splitlines()[-1]}."
        raise LearnmsError(msg) from None
    return checked


@lru_cache(maxsize=64)
def _scheduler(parameters: tuple[float, ...], target: float) -> Scheduler:
    return Scheduler(
        parameters=parameters,
        desired_retention=checked_target(target),
        learning_steps=(),
        relearning_steps=(),
        maximum_interval=MAX_INTERVAL,
        enable_fuzzing=False,
    )


def _card(stability: float, difficulty: float, last_day: date) -> _Card:
    return _Card(
        card_id=1,
        state=State.Review,
        step=None,
        stability=stability,
        difficulty=difficulty,
        due=_EPOCH,
        last_review=midnight(last_day),
    )


def step(
    before: tuple[float, float, date] | None,
    rating: Rating | int,
    day: date,
    target: float = DEFAULT_TARGET,
    parameters: tuple[float, ...] = DEFAULT_PARAMETERS,
) -> Step:
    """One review on a study day.

    Args:
        before: stability, difficulty and last study day, or None for a new part. rating: 1 to 4.
        day: the study day; one before the last counts as the last, so elapsed days are never
        negative. target: desired retention, 0.70 to 0.97. parameters: FSRS-6's 21 weights.

    Stability is clamped at 36,500 days, as Anki and fsrs-rs do.
    """
    if before is None:
        card = _Card(card_id=1, due=_EPOCH)
    else:
        stability, difficulty, last_day = before
        day = max(day, last_day)
        card = _card(stability, difficulty, last_day)
    at = midnight(day)
    after, _ = _scheduler(parameters, target).review_card(card, _RATINGS[rating], at)
    assert after.stability is not None
    assert after.difficulty is not None
    return Step(min(after.stability, MAX_STABILITY), after.difficulty, (after.due - at).days)


def recall(
    stability: float, last_day: date, day: date, parameters: tuple[float, ...] = DEFAULT_PARAMETERS
) -> float:
    """Predicted recall, 0 to 1, on a study day, in whole days."""
    scheduler = _scheduler(parameters, DEFAULT_TARGET)
    return float(
        scheduler.get_card_retrievability(
            _card(stability, 5.0, last_day), midnight(max(day, last_day))
        )
    )


def fuzz_range(interval: int) -> tuple[int, int]:
    """The first and last day between which an interval is spread.

    Anki's ranges (its `states/fuzz.rs`): 1 day from 2.5 days on, plus 15% of the part up to 7
    days, 10% of the part up to 20 and 5% of the rest; shorter intervals stay.
    """
    if interval < 2.5:
        return interval, interval
    delta = 1.0
    for factor, start, end in ((0.15, 2.5, 7.0), (0.10, 7.0, 20.0), (0.05, 20.0, math.inf)):
        delta += factor * max(min(float(interval), end) - start, 0.0)
    return max(1, round(interval - delta)), min(MAX_INTERVAL, round(interval + delta))


LONGEST_BALANCED = 90
EASY_DAY = 4


def lightest(
    interval: int,
    seeded: int,
    day: date,
    load: Mapping[date, int],
    easy: Collection[int] = (),
    off: Container[date] = (),
) -> int:
    """The interval within the fuzz range that ends on the day with the fewest due parts; if several
    tie, the one nearest to the seeded interval. Where only days off are in the range, the seeded
    one.

    Args:
        interval: the unfuzzed interval in days. Over 90 days (as in Anki) nothing is balanced.
        seeded: what `fuzzed` gives.
        day: the study day.
        load: how many parts are due by day.
        easy: weekdays (Monday is 0) that should stay light: one counts as much as four other days.
        off: days without reviews, which are left out.
    """
    low, high = fuzz_range(interval)
    if interval > LONGEST_BALANCED or low == high:
        return seeded

    def cost(days: int) -> tuple[int, int, int]:
        on = day + timedelta(days=days)
        return (
            (load.get(on, 0) + (on.weekday() in easy)) * (EASY_DAY if on.weekday() in easy else 1),
            abs(days - seeded),
            days,
        )

    days = [days for days in range(low, high + 1) if day + timedelta(days=days) not in off]
    return min(days, key=cost, default=seeded)


def fuzzed(interval: int, part: Part, reviews: int) -> int:
    """The fuzzed interval, seeded by the part and its number of reviews, so it is reproducible."""
    low, high = fuzz_range(interval)
    seed = hashlib.blake2b(
        f"{part.card}\0{part.part or ''}\0{reviews}".encode(), digest_size=8
    ).digest()
    fraction = int.from_bytes(seed, "big") / 2**64
    return min(high, low + math.floor(fraction * (high - low + 1)))
