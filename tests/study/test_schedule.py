"""The scheduler against a second implementation of FSRS, and the properties that py-fsrs alone
does not have.
"""

from datetime import date, timedelta

import pytest
from fsrs_rs_python import FSRS, MemoryState
from hypothesis import given, settings
from hypothesis import strategies as st

from learnms.errors import LearnmsError
from learnms.study import schedule
from learnms.study.event import Part, Rating
from tests.factories.events import DAY, on

HISTORIES = st.lists(st.tuples(st.integers(0, 400), st.integers(1, 4)), min_size=1, max_size=25)
TARGETS = st.sampled_from([0.70, 0.80, 0.90, 0.95, 0.97])
ORACLE = FSRS(list(schedule.DEFAULT_PARAMETERS))


@settings(max_examples=300, deadline=None)
@given(HISTORIES, TARGETS)
def test_it_agrees_with_the_rust_implementation(
    history: list[tuple[int, int]], target: float
) -> None:
    """Stability and difficulty within 1e-4 relative; whole-day intervals equal, but within 0.005
    of a half day.
    """
    state: MemoryState | None = None
    memory = None
    day = DAY
    for position, (gap, rating) in enumerate(history):
        elapsed = gap if position else 0
        day += timedelta(days=elapsed)
        oracle = getattr(
            ORACLE.next_states(state, target, elapsed),
            ("again", "hard", "good", "easy")[rating - 1],
        )
        ours = schedule.step(memory, rating, day, target)
        state = oracle.memory

        # float32 has no more digits for stabilities near zero: an absolute 5e-7 is its noise
        assert ours.stability == pytest.approx(state.stability, rel=1e-4, abs=5e-7)
        assert ours.difficulty == pytest.approx(state.difficulty, rel=1e-4)
        exact = oracle.interval
        # float32 has seven digits, and a long history costs one of them: beyond 1,000 days they
        # end before the third decimal.
        near_half = max(0.005, 5e-6 * exact)
        if abs(exact - int(exact) - 0.5) > near_half:
            assert ours.interval == min(36_500, max(1, round(exact)))
        memory = (ours.stability, ours.difficulty, day)


def test_the_published_memory_state() -> None:
    """Again, then five times Good after 0, 1, 3, 8 and 21 days (py-fsrs, ts-fsrs and fsrs-rs
    share this vector).
    """
    history = list(zip([1, 3, 3, 3, 3, 3], [0, 0, 1, 3, 8, 21], strict=True))

    stability, difficulty, _ = walked(history)[-1]

    assert stability == pytest.approx(53.62691, abs=1e-4)
    assert difficulty == pytest.approx(6.3574867, abs=1e-4)


def test_stability_never_exceeds_a_hundred_years() -> None:
    stabilities = [
        stability
        for stability, _, _ in walked(
            [(4, gap) for gap in (0, 9, 90, 900, 9_000, 30_000, 30_000, 30_000, 30_000)]
        )
    ]

    assert max(stabilities) == stabilities[-1] == schedule.MAX_STABILITY
    assert (
        schedule.step((schedule.MAX_STABILITY, 1.0, DAY), Rating.EASY, on(36_500)).interval
        == schedule.MAX_INTERVAL
    )


def walked(history: list[tuple[int, int]]) -> list[tuple[float, float, date]]:
    """The memory after each rating, given days after the one before."""
    states: list[tuple[float, float, date]] = []
    day = DAY
    for rating, gap in history:
        day += timedelta(days=gap)
        result = schedule.step(states[-1] if states else None, rating, day)
        states.append((result.stability, result.difficulty, day))
    return states


def test_a_day_before_the_last_counts_as_the_last() -> None:
    back = schedule.step((5.0, 5.0, on(3)), Rating.GOOD, on(1))

    assert back == schedule.step((5.0, 5.0, on(3)), Rating.GOOD, on(3))


@pytest.mark.parametrize("target", [0.0, 0.69, 0.98, 1.0, 1.2, -1.0, float("nan"), float("inf")])
def test_a_retention_that_makes_no_sense_is_refused(target: float) -> None:
    with pytest.raises(LearnmsError, match=r"0\.70 and 0\.97"):
        schedule.step(None, Rating.GOOD, DAY, target)


@pytest.mark.parametrize(
    ("interval", "bounds"),
    [(1, (1, 1)), (2, (2, 2)), (3, (2, 4)), (7, (5, 9)), (10, (8, 12)), (100, (93, 107))],
)
def test_fuzz_ranges_are_those_of_anki(interval: int, bounds: tuple[int, int]) -> None:
    assert schedule.fuzz_range(interval) == bounds


@given(
    st.integers(1, 36_500),
    st.text(max_size=20),
    st.one_of(st.none(), st.just("c1")),
    st.integers(0, 500),
)
def test_fuzz_stays_in_its_range_and_is_the_same_twice(
    interval: int, card: str, part: str | None, reviews: int
) -> None:
    low, high = schedule.fuzz_range(interval)

    first = schedule.fuzzed(interval, Part(card, part), reviews)

    assert low <= first <= high
    assert first == schedule.fuzzed(interval, Part(card, part), reviews)


def test_fuzz_spreads_over_the_whole_range() -> None:
    drawn = {schedule.fuzzed(10, Part(f"card-{n}"), 3) for n in range(300)}

    assert drawn == {8, 9, 10, 11, 12}


def test_each_review_of_a_part_has_its_own_fuzz() -> None:
    drawn = {schedule.fuzzed(10, Part("card", "c1"), reviews) for reviews in range(100)}

    assert drawn == {8, 9, 10, 11, 12}, "cards learned together do not stay together"


def test_recall_falls_from_one() -> None:
    values = [schedule.recall(10.0, DAY, on(days)) for days in range(100)]

    assert values[0] == 1.0
    assert values == sorted(values, reverse=True)
    assert values[10] == pytest.approx(0.9)
