"""The clock of a quiz: what is spent, what is left, and pauses that cost nothing."""

from __future__ import annotations

from datetime import timedelta

from learnms.engine.quiz.timer import Timed
from tests.conftest import Clock


def test_a_pause_takes_nothing_of_the_time(clock: Clock) -> None:
    timed = Timed(clock, 10)
    clock.forward(minutes=2)
    timed.pause()
    clock.forward(hours=5)
    assert timed.elapsed() == timedelta(minutes=2), "nor is it counted while it lasts"
    timed.pause()
    timed.resume()
    clock.forward(minutes=3)
    timed.resume()

    assert timed.elapsed() == timedelta(minutes=5)
    assert timed.remaining() == timedelta(minutes=5)


def test_the_time_left_goes_below_zero_and_is_none_without_a_limit(clock: Clock) -> None:
    timed, endless = Timed(clock, 1), Timed(clock, None)
    clock.forward(minutes=3)

    assert timed.remaining() == timedelta(minutes=-2)
    assert endless.remaining() is None
