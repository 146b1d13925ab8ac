"""What is asked next in a sitting."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learnms.study.event import Part, Rating
from learnms.study.session import RETRY_AFTER, Session, by_recall, is_to_repeat

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
TODAY = NOW.date()
A, B, C = Part("a-a"), Part("b-b"), Part("c-c")


def test_recall_falls_and_every_sixth_is_the_lowest() -> None:
    parts = [(1 - n / 100, Part(f"card-{n:02d}")) for n in range(12)]

    order = [int(part.card[-2:]) for part in by_recall(parts)]

    assert order == [0, 1, 2, 3, 4, 11, 5, 6, 7, 8, 9, 10]


@given(st.lists(st.tuples(st.floats(0, 1), st.integers(0, 10**6)), unique_by=lambda pair: pair[1]))
def test_every_due_part_is_asked_once(pairs: list[tuple[float, int]]) -> None:
    parts = [(recall, Part(f"card-{n}")) for recall, n in pairs]

    assert sorted(by_recall(parts)) == sorted(part for _, part in parts)


def test_a_failed_part_comes_back_after_ten_minutes() -> None:
    session = Session.of([A, B, C])
    session.answered(A, Rating.AGAIN, NOW)

    assert session.next(NOW + timedelta(minutes=9)) == B
    assert session.next(NOW + RETRY_AFTER) == A


def test_what_failed_before_the_sitting_is_asked_as_if_it_had_failed_in_it() -> None:
    session = Session.of([A, B, C], [(NOW - timedelta(minutes=4), A)])

    assert (session.total, session.left) == (3, 3)
    assert session.next(NOW) == B
    assert session.next(NOW + timedelta(minutes=6)) == A, "ten minutes after it failed"
    session.answered(B, Rating.GOOD, NOW)
    session.answered(C, Rating.GOOD, NOW)
    assert session.next(NOW) == A, "or at the end"


@pytest.mark.parametrize(
    ("rating", "reviewed", "moved_to", "stays"),
    [
        (1, TODAY, None, True),
        (2, TODAY, None, False),
        (3, TODAY, None, False),
        (None, None, None, False),
        (1, TODAY - timedelta(days=1), None, False),
        (1, TODAY, TODAY + timedelta(days=1), False),
        (1, TODAY, TODAY, True),
    ],
)
def test_what_failed_today_stays_in_the_queue_until_it_is_right_or_moved(
    rating: int | None, reviewed: date | None, moved_to: date | None, *, stays: bool
) -> None:
    assert is_to_repeat(rating, reviewed, TODAY, moved_to) is stays


def test_a_failed_part_comes_back_at_the_end_of_the_queue() -> None:
    session = Session.of([A, B])
    session.answered(A, Rating.AGAIN, NOW)
    session.answered(B, Rating.GOOD, NOW)

    assert session.next(NOW) == A


def test_it_ends_when_every_part_was_right_once() -> None:
    session = Session.of([A])
    session.answered(A, Rating.AGAIN, NOW)
    session.answered(A, Rating.AGAIN, NOW)
    session.answered(A, Rating.HARD, NOW)

    assert session.next(NOW) is None
    assert (session.total, session.left) == (1, 0)


def test_an_undone_part_is_asked_next() -> None:
    session = Session.of([A, B, C])
    session.answered(A, Rating.GOOD, NOW)
    session.put_back(A)

    assert session.next(NOW) == A
    assert session.total == 3


def test_an_undone_part_comes_before_a_failed_one_whose_time_has_come() -> None:
    session = Session.of([A, B, C])
    session.answered(A, Rating.AGAIN, NOW)
    session.answered(B, Rating.GOOD, NOW)
    session.put_back(B)

    later = NOW + RETRY_AFTER
    assert session.next(later) == B, "its question is still before the learner's eyes"
    session.answered(B, Rating.HARD, later)
    assert session.next(later) == A


@given(st.data())
def test_a_sitting_always_ends_and_asks_each_part(data: st.DataObject) -> None:
    parts = [Part(f"card-{n}") for n in range(data.draw(st.integers(0, 12)))]
    session, now, asked = Session.of(parts), NOW, []
    for _ in range(400):
        part = session.next(now)
        if part is None:
            break
        asked.append(part)
        fails = len(asked) < 60 and data.draw(st.booleans())
        session.answered(part, Rating.AGAIN if fails else Rating.GOOD, now)
        now += timedelta(seconds=data.draw(st.integers(1, 400)))

    assert session.next(now) is None
    assert set(asked) == set(parts)
