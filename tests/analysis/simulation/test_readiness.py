"""What will be known on the morning, and the minutes that are enough."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learnms.analysis.simulation.readiness import (
    enough,
    expected,
    fewest,
    fits_minutes,
    is_reached,
    is_timely,
    too_many,
    unlimited,
)
from learnms.analysis.simulation.simulate import ExamRules, Rules, simulate
from learnms.analysis.stats.quantiles import quantile
from tests.factories.simulation import CURVE, GOOD, add, learned, new

EXAM = ExamRules(day=30, answers=15.0, answers_today=15.0, target=0.9, span=30, limits=True)
RULES = Rules(10, 10, exam=EXAM)


@given(st.integers(1, 600), st.integers(1, 600), st.integers(1, 600))
def test_the_lowest_number_that_is_enough_is_found(least: int, most: int, bound: int) -> None:
    found = fewest(lambda minutes: minutes >= bound, least, most)

    assert found == (None if bound > most or least >= most else max(bound, least + 1))


def test_what_is_expected_is_a_share_with_its_range_and_what_is_left_is_counted() -> None:
    parts = new(90)
    thirds = [list(range(at, 90, 3)) for at in range(3)]

    found = expected(parts, thirds, RULES, GOOD, CURVE)
    less = expected(
        parts,
        thirds,
        replace(RULES, exam=ExamRules(30, 3.0, 3.0, 0.9, 30, limits=True)),
        GOOD,
        CURVE,
    )

    assert 0 <= found.overall.low < found.overall.mean < found.overall.high <= 1
    assert found.overall.mean == pytest.approx(sum(group.mean for group in found.groups) / 3)
    assert all(
        group.high - group.low > found.overall.high - found.overall.low for group in found.groups
    ), "fewer cards, a wider range"
    assert found.left == 0
    assert less.left > 20
    assert less.overall.mean < found.overall.mean


def test_enough_minutes_are_just_enough() -> None:
    parts, groups = new(200), [list(range(200))]

    minutes = enough(parts, groups, RULES, GOOD, CURVE, minutes=5, most=600)

    assert minutes is not None
    more, fewer = (
        replace(RULES, exam=replace(EXAM, answers=3.0 * number, answers_today=3.0 * number))
        for number in (minutes + 1, minutes - 2)
    )
    plenty, scarce = (expected(parts, groups, rules, GOOD, CURVE) for rules in (more, fewer))
    best = unlimited(parts, groups, RULES, GOOD, CURVE)
    assert RULES.exam is not None
    assert is_reached(plenty, 0.9)
    assert is_timely(plenty, best, RULES.exam)
    assert not (is_reached(scarce, 0.9) and is_timely(scarce, best, RULES.exam))
    assert plenty.last is not None
    assert 30 - plenty.last >= 7


def test_two_parts_of_one_card_do_not_come_on_one_day_whatever_the_minutes() -> None:
    parts = new(10)
    parts.card = [0, 0, 0, *range(1, 8)]
    rules = replace(RULES, exam=ExamRules(2, 100.0, 100.0, 0.7, 2, limits=True))
    found = expected(parts, [list(range(10))], rules, GOOD, CURVE)

    assert unlimited(parts, [list(range(10))], rules, GOOD, CURVE).left == found.left > 0
    assert is_reached(found, 0.7)


def test_minutes_that_a_day_does_not_keep_to_are_not_enough() -> None:
    found = expected(new(90), [list(range(90))], RULES, GOOD, CURVE)
    need = found.answers * GOOD.seconds / 60
    rules = [
        replace(RULES, exam=replace(EXAM, answers=(round(need) + more) * 60 / GOOD.seconds))
        for more in (-1, 0)
    ]

    assert [fits_minutes(found, one, GOOD) for one in rules] == [False, True]


def test_where_no_minutes_are_enough_none_are_named() -> None:
    rules = replace(RULES, exam=ExamRules(1, 15.0, 15.0, 0.97, 1, limits=True))

    assert enough(new(50), [list(range(50))], rules, GOOD, CURVE, minutes=5, most=600) is None
    assert too_many(new(50), [list(range(50))], rules, GOOD, CURVE) is None


@pytest.mark.parametrize(
    ("cards", "answers", "step"), [(18, 1.5, 1), (90, 6.0, 5), (200, 13.0, 10)]
)
def test_without_those_that_are_too_many_the_minutes_are_just_enough(
    cards: int, answers: float, step: int
) -> None:
    exam = replace(EXAM, answers=answers, answers_today=answers)
    rules = replace(RULES, exam=exam)

    def is_enough(number: int) -> bool:
        played = new(number), [list(range(number))], rules, GOOD, CURVE
        found, best = expected(*played), unlimited(*played)
        return (
            is_reached(found, 0.9)
            and is_timely(found, best, exam)
            and fits_minutes(found, rules, GOOD)
        )

    number = too_many(new(cards), [list(range(cards))], rules, GOOD, CURVE)

    assert number is not None
    assert 0 < number < cards
    assert number % step == 0
    assert is_enough(cards - number)
    assert not is_enough(cards - number + 3 * step)


def test_learned_parts_are_never_too_many() -> None:
    parts = learned(40)
    for _ in range(60):
        add(parts)
    exam = replace(EXAM, answers=4.0, answers_today=4.0)

    number = too_many(parts, [list(range(100))], replace(RULES, exam=exam), GOOD, CURVE)

    assert number is not None
    assert 0 < number < 60


def test_the_share_that_is_really_known_lies_in_its_range() -> None:
    """A hundred learners whose memory is as FSRS says: each is asked every card on the morning
    of the exam.
    """
    inside = 0
    for seed in range(100):
        parts = learned(40, seed)
        everything = [list(range(40))]
        found = expected(parts, everything, RULES, GOOD, CURVE, seed=seed, runs=20).overall
        run, chance = simulate(parts, RULES, GOOD, CURVE, 30, 10_000 + seed), Random(seed)
        known = (
            sum(
                chance.random() < CURVE.recall(30 - last, stability)
                for last, stability in zip(run.last, run.stability, strict=True)
            )
            / 40
        )
        inside += found.low <= known <= found.high

    assert inside >= 90


def test_quantiles_lie_between_the_numbers() -> None:
    assert [quantile([1.0, 2.0, 3.0, 10.0], share) for share in (0, 0.5, 1)] == [1.0, 2.5, 10.0]
    assert quantile([4.0], 0.9) == 4.0
