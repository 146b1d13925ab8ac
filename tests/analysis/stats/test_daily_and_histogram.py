"""Work by day, and how values are spread."""

from __future__ import annotations

import math
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from learnms.analysis.stats.daily import Worked, by_day
from learnms.analysis.stats.histogram import RECALL_BOUNDS, STABILITY_BOUNDS, spread
from tests.factories.answers import START, answer, reset, tallied


def test_a_day_counts_its_answers_once_and_its_minutes_as_far_as_they_are_known() -> None:
    answers = [
        answer(2, kind="practice", took_ms=5_000),
        answer(2, repeats="practice"),
        answer(0, took_ms=10_000),
        answer(0, kind="evidence", took_ms=1_000),
        answer(0, repeats="evidence", took_ms=1_000),
        answer(0),
        answer(4),
        reset(9),
    ]

    assert by_day(tallied(answers)) == [
        Worked(START, 3, 2, 11.0),
        Worked(START + timedelta(days=2), 1, 1, 5.0),
        Worked(START + timedelta(days=4), 1, 0, 0.0),
    ]


def test_who_goes_for_tea_is_counted_two_minutes() -> None:
    assert by_day(tallied([answer(took_ms=3_600_000)]))[0].seconds == 120.0


@given(st.lists(st.floats(0, 5000)))
def test_every_value_is_in_the_slot_that_holds_it(values: list[float]) -> None:
    slots = spread(values, STABILITY_BOUNDS)

    assert [slot.number for slot in slots] == [
        sum(slot.low <= value < slot.high for value in values) for slot in slots
    ]
    assert slots[-1].high == math.inf


def test_a_recall_of_one_is_in_the_last_slot() -> None:
    assert [slot.number for slot in spread([1.0, 0.95, 0.0, 0.5], RECALL_BOUNDS, most=1.0)] == [
        1,
        1,
        0,
        0,
        0,
        0,
        0,
        2,
    ]
