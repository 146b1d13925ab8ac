"""What will be known on the morning, and the minutes that are enough."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learnms.analysis.simulation.exam import reserve
from learnms.analysis.simulation.readiness import (
    enough,
    expected,
    fewest,
    is_enough,
    is_reached,
    is_timely,
    overrun,
    too_many,
    with_minutes,
)
from learnms.analysis.simulation.simulate import AnswerModel, ExamRules, Parts, Rules, simulate
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
    assert is_reached(plenty, 0.9)
    assert is_timely(plenty)
    assert not (is_reached(scarce, 0.9) and is_timely(scarce))
    assert plenty.last is not None
    assert 30 - plenty.last >= 7


def test_two_parts_of_one_card_do_not_come_on_one_day_whatever_the_minutes() -> None:
    parts = new(10)
    parts.card = [0, 0, 0, *range(1, 8)]
    rules = replace(RULES, exam=ExamRules(2, 100.0, 100.0, 0.7, 2, limits=True))
    found = expected(parts, [list(range(10))], rules, GOOD, CURVE)

    assert found.unfit == found.left == sum(found.unfits) > 0
    assert is_reached(found, 0.7)
    assert is_timely(found)


def test_minutes_that_a_day_does_not_keep_to_are_not_enough() -> None:
    found = expected(new(90), [list(range(90))], RULES, GOOD, CURVE)
    need = found.answers * GOOD.seconds / 60
    rules = [
        replace(RULES, exam=replace(EXAM, answers=(round(need) + more) * 60 / GOOD.seconds))
        for more in (-1, 0)
    ]

    assert [overrun(found, one, GOOD) > 1 for one in rules] == [True, False]


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

    def would_do(number: int) -> bool:
        return is_enough(new(number), [list(range(number))], rules, GOOD, CURVE)

    number = too_many(new(cards), [list(range(cards))], rules, GOOD, CURVE)

    assert number is not None
    assert 0 < number < cards
    assert number % step == 0
    assert would_do(cards - number)
    assert not would_do(cards - number + 3 * step)


def _mixed() -> tuple[Parts, list[list[int]]]:
    """Learned parts, half of them with a new part of the same card; cards with several new parts;
    and cards with one.
    """
    parts = learned(24)
    for at in range(12):
        add(parts, card=2 * at)
    for number in (4, 3, 2):
        first = len(parts)
        for _ in range(number):
            add(parts, card=first)
    for _ in range(9):
        add(parts)
    return parts, [list(range(0, len(parts), 2)), list(range(1, len(parts), 2))]


@pytest.mark.parametrize(
    ("days", "off"),
    [*((days, ()) for days in (1, 2, 3, 4, 5, 6, 7, 13)), (3, (1,)), (6, (0, 1, 4)), (13, (1, 2))],
)
def test_more_minutes_are_never_worse_and_those_that_are_named_are_enough(
    days: int, off: tuple[int, ...]
) -> None:
    exam = ExamRules(days, 3.0, 3.0, 0.9, days, limits=True)
    rules, habits = replace(RULES, exam=exam, off=frozenset(off)), AnswerModel(20.0)
    parts, groups = _mixed()
    minutes = [1, 2, 3, 4, 5, 6, 8, 10, 14, 20, 60]

    def is_plan_enough(number: int) -> bool:
        return is_enough(parts, groups, with_minutes(rules, number, 1), habits, CURVE)

    verdicts = [is_plan_enough(number) for number in minutes]
    assert verdicts == sorted(verdicts)

    needed = enough(parts, groups, rules, habits, CURVE, minutes=1, most=60)
    if needed is None:
        assert verdicts[0] or not verdicts[-1]
    else:
        assert [number >= needed for number in minutes] == verdicts
        assert is_plan_enough(needed)


def test_a_last_new_part_that_waits_for_its_card_is_not_late() -> None:
    parts = learned(30)
    for _ in range(14):
        add(parts)
    for _ in range(2):
        add(parts, card=len(parts) - 1)
    exam = ExamRules(5, 60.0, 60.0, 0.9, 5, limits=True)
    played = (parts, [list(range(46))], replace(RULES, exam=exam), AnswerModel(20.0), CURVE)
    found = expected(*played)

    assert found.last == 5 - reserve(5) + 1
    assert (found.left, found.late) == (0, 0)
    assert is_enough(*played)


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
