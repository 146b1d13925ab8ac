"""The terms of an answer: its topic's retention, the exam's cap, the lightest day; what the button says is what is stored and replayed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

from learnms.engine.start import Desk
from learnms.settings import ExamPlan
from learnms.study.event import Draft, Part, Rating
from tests.conftest import Clock
from tests.engine.test_review import answer_well, sitting

OpenDesk = Callable[[], Desk]


def with_settings(desk: Desk, **values: object) -> Desk:
    desk.choose(replace(desk.settings, **values))  # type: ignore[arg-type]  # the caller names fields
    return desk


def grown(desk: Desk, clock: Clock, rounds: int = 3) -> None:
    """Answers every card well whenever it is due."""
    for _ in range(rounds):
        review = sitting(desk, new=20)
        while review.item is not None:
            answer_well(review)
            review.advance()
        clock.forward(days=7)


def test_an_exam_caps_every_interval_and_a_replay_agrees(open_desk: OpenDesk, clock: Clock) -> None:
    exam = date(2026, 12, 20)
    desk = with_settings(open_desk(), exam=ExamPlan(exam))
    grown(desk, clock)

    review = sitting(desk)
    assert review.item is not None
    assert max(review.item.intervals.values()) <= (exam - review.today).days
    assert all(known.memory.due is not None and known.memory.due <= exam for known in desk.data.reader.memories(review.today) if not known.memory.is_new)
    assert desk.open_store().rebuild().changed == 0


def test_after_the_exam_intervals_are_free_again(open_desk: OpenDesk, clock: Clock) -> None:
    desk = with_settings(open_desk(), exam=ExamPlan(date(2026, 11, 21)))

    review = sitting(desk)

    assert review.item is not None
    assert review.item.intervals[Rating.EASY] > 5


def test_an_exam_of_other_decks_caps_nothing(open_desk: OpenDesk) -> None:
    desk = with_settings(open_desk(), exam=ExamPlan(date(2026, 11, 24), decks=("another",)))

    review = sitting(desk)

    assert review.item is not None
    assert review.item.intervals[Rating.EASY] > 5


def test_a_full_day_is_spared_and_the_log_replays_to_the_same(open_desk: OpenDesk, clock: Clock) -> None:
    desk = open_desk()
    review = sitting(desk)
    assert review.item is not None
    asked = review.item
    full = review.today + timedelta(days=asked.intervals[Rating.EASY])
    store = desk.open_store()
    crowd = [Draft(kind="review", card=f"crowd-{number}", rating=3, target=0.9) for number in range(30)]
    store.append(crowd)
    store.append([Draft(kind="due", card=f"crowd-{number}", due=full) for number in range(30)])

    review = sitting(desk, new=50)
    assert review.item is not None
    assert review.item.part == asked.part
    review.reveal()
    days = review.item.intervals[Rating.EASY]
    feedback = review.grade(Rating.EASY)

    assert review.today + timedelta(days=days) != full
    assert (feedback.due - review.today).days == days
    assert store.rebuild().changed == 0


def test_without_balance_the_day_is_the_seeded_one(open_desk: OpenDesk) -> None:
    desk = with_settings(open_desk(), balance=False)

    assert sitting(desk).terms.load == {}


def test_a_wish_outside_the_fuzz_is_not_granted(open_desk: OpenDesk, clock: Clock) -> None:
    desk = open_desk()
    store = desk.open_store()
    far = desk.today + timedelta(days=300)

    [event] = store.append([Draft(kind="review", card="card-flash", rating=3, target=0.9, due=far)])

    assert event.due is not None
    assert event.due < far
    assert desk.data.reader.memory(Part("card-flash")).due == event.due
    assert store.rebuild().changed == 0


def test_the_night_belongs_to_the_day_before_until_the_hour_that_was_chosen(open_desk: OpenDesk, clock: Clock) -> None:
    clock.at = clock.at.replace(hour=6)
    desk = with_settings(open_desk(), rollover_hour=7)

    review = sitting(desk)
    answer_well(review)

    assert review.today == date(2026, 11, 21)
    assert desk.data.history.on_day(date(2026, 11, 21))
