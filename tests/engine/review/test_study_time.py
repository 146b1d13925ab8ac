"""The time studied in a run of the program, and when a break is offered."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from learnms.engine.review.study_time import StudyTime
from learnms.settings import WHO, Settings

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


def studied(*minutes: float) -> StudyTime:
    """The time after cards that took so long."""
    time, now = StudyTime(), NOW
    time.begin(now)
    for each in minutes:
        now += timedelta(minutes=each)
        time.answered(now)
    return time


def test_nobody_is_offered_a_break_until_one_is_wanted() -> None:
    assert not any(studied(*[5] * 20).is_break_due(Settings(who=who)) for who in WHO)


@pytest.mark.parametrize(("minutes", "is_due"), [((4, 4, 4), False), ((5, 5, 5), True)])
def test_a_break_is_due_after_the_chosen_minutes(minutes: tuple[int, ...], is_due: bool) -> None:
    assert studied(*minutes).is_break_due(Settings(break_minutes=15)) is is_due


def test_it_is_offered_once_and_again_after_as_long() -> None:
    time, settings = studied(5, 5, 5), Settings(break_minutes=15)

    assert time.offer() == 15
    assert not time.is_break_due(settings)
    for minute in range(5, 20, 5):
        assert not time.is_break_due(settings)
        time.answered(NOW + timedelta(minutes=15 + minute))
    assert time.is_break_due(settings)
    assert time.offer() == 30


def test_time_away_from_the_keys_and_between_reviews_does_not_count() -> None:
    time = studied(60)
    assert time.minutes == 5

    time.begin(NOW + timedelta(hours=3))
    time.answered(NOW + timedelta(hours=3, minutes=2))
    assert time.minutes == 7


def test_a_clock_that_is_set_back_takes_nothing_away() -> None:
    assert studied(3, -60, 2).minutes == 5


@pytest.mark.parametrize(("longest", "is_due"), [(0, True), (10, False), (15, False), (30, True)])
def test_a_review_that_ends_by_itself_before_it_needs_no_break(longest: int, is_due: bool) -> None:
    settings = Settings(break_minutes=15, session_minutes=longest)

    assert studied(5, 5, 5).is_break_due(settings) is is_due
