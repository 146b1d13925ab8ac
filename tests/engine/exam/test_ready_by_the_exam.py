"""Learners whose memory is known study towards an exam in the real engine: with a plan, and on
the usual schedule.
"""

from __future__ import annotations

import statistics
from datetime import timedelta
from functools import cache
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import NamedTuple

import pytest

from learnms.engine.exam.readiness import Range, keep, made, readiness
from learnms.study.schedule import DEFAULT_PARAMETERS
from tests.conftest import Clock
from tests.factories.exam import TODAY, Learner, deck, opened

LEARNERS = 20
CARDS = 60
DAYS = 30
MINUTES = 8
ASKED = 5
"""How often everything is due on the morning: whether it is known then is a matter of chance."""
FORGETFUL = tuple(
    weight * {0: 0.8, 2: 0.7, 8: 0.93, 20: 1.25}.get(at, 1.0)
    for at, weight in enumerate(DEFAULT_PARAMETERS)
)
"""Weights of a learner who forgets sooner; learnms has fitted them."""
USUAL = 0.92
"""The desired retention of the usual schedule: it takes as many minutes as the plan, or more."""


class Morning(NamedTuple):
    """What a learner came to: true mean recall, the shares known when asked everything (some
    times), minutes a day, and what had been expected.
    """

    recall: float
    known: tuple[float, ...]
    minutes: float
    expected: Range | None


def studied(seed: int, *, planned: bool) -> Morning:
    clock, on = Clock(), TODAY + timedelta(days=DAYS)
    learner = Learner(seed, MINUTES, FORGETFUL if seed % 2 else DEFAULT_PARAMETERS)
    with (
        TemporaryDirectory() as folder,
        opened(
            Path(folder), deck(CARDS), clock=clock, target=0.9 if planned else USUAL
        ) as workspace,
    ):
        learner.adopts_weights(workspace)
        expected = None
        if planned:
            keep(workspace, made(workspace, on, MINUTES))
            expected = readiness(workspace, search=False).recall
        learner.studies_until(workspace, clock, on)
        recalls = [learner.recall(row.part, on) for row in workspace.queries.library.parts()]
    chance = Random(seed)
    known = tuple(sum(chance.random() < recall for recall in recalls) / CARDS for _ in range(ASKED))
    return Morning(statistics.fmean(recalls), known, learner.answers * 22 / 60 / DAYS, expected)


@cache
def mornings(*, planned: bool) -> list[Morning]:
    return [studied(seed, planned=planned) for seed in range(LEARNERS)]


@pytest.mark.long
def test_at_equal_minutes_more_is_known_on_the_morning_than_with_the_usual_schedule() -> None:
    planned, usual = mornings(planned=True), mornings(planned=False)
    gains = [learner.recall - other.recall for learner, other in zip(planned, usual, strict=True)]
    minutes = (
        statistics.fmean(learner.minutes for learner in planned),
        statistics.fmean(learner.minutes for learner in usual),
    )

    assert minutes[0] <= minutes[1]
    assert statistics.fmean(gains) > 3 * statistics.stdev(gains) / LEARNERS**0.5


def test_what_was_expected_on_the_first_day_comes_true() -> None:
    learners = mornings(planned=True)
    inside = sum(
        learner.expected is not None and learner.expected.low <= known <= learner.expected.high
        for learner in learners
        for known in learner.known
    )

    assert inside >= 0.9 * LEARNERS * ASKED
    assert all(
        learner.expected is not None
        and learner.expected.low <= learner.recall <= learner.expected.high
        for learner in learners
    )
