"""Studying day by day: beside the exact expectation, and the rules that a day goes by."""

from __future__ import annotations

import math
import statistics
from collections import Counter
from dataclasses import replace
from datetime import date, timedelta

import pytest

from learnms.analysis.simulation.exam import gain
from learnms.analysis.simulation.simulate import AnswerModel, ExamRules, Parts, Rules, simulate
from learnms.study import schedule
from tests.factories.simulation import CURVE, GOOD, add, learned, new

DAY = date(2026, 11, 22)
DAYS = 12
RUNS = 4000


def expectation(
    stability: float,
    difficulty: float,
    last: int,
    due: int,
    share: float,
    asked: list[float],
    answers: list[float],
) -> None:
    """Adds what a part is due on each day, over every outcome and every day of the fuzz, by
    the scheduler itself.
    """
    if due >= DAYS:
        return
    day = DAY + timedelta(days=due)
    before = (stability, difficulty, DAY + timedelta(days=last))
    right = schedule.recall(stability, before[2], day)
    asked[due] += share
    answers[due] += share * (2 - right)
    passed = schedule.step(before, 3, day)
    failed = schedule.step(before, 1, day)
    again = schedule.step((failed.stability, failed.difficulty, day), 3, day)
    for after, part in ((passed, right), (again, 1 - right)):
        low, high = schedule.fuzz_range(after.interval)
        for days in range(low, high + 1):
            expectation(
                after.stability,
                after.difficulty,
                due,
                due + days,
                share * part / (high - low + 1),
                asked,
                answers,
            )


def test_the_mean_of_many_runs_is_the_exact_expectation_of_two_cards() -> None:
    parts, asked, answers = Parts(), [0.0] * DAYS, [0.0] * DAYS
    for stability, difficulty, last, due in ((1.5, 7.0, -3, 0), (4.0, 4.0, -2, 1)):
        add(parts, stability, difficulty=difficulty, last=last, due=due)
        expectation(stability, difficulty, last, due, 1.0, asked, answers)

    runs = [simulate(parts, Rules(0, 0), GOOD, CURVE, DAYS, seed) for seed in range(RUNS)]

    for day in range(DAYS):
        for exact, seen in (
            (asked, [run.asked[day] for run in runs]),
            (answers, [run.answers[day] for run in runs]),
        ):
            error = max(statistics.stdev(seen), 0.02) / math.sqrt(RUNS)
            assert statistics.fmean(seen) == pytest.approx(exact[day], abs=4.5 * error), (
                f"day {day}"
            )


def test_at_first_sight_the_learners_own_shares_are_drawn() -> None:
    run = simulate(
        new(4000), Rules(4000, 4000), AnswerModel(20.0, first=(0.3, 0.1, 0.4, 0.2)), CURVE, 1, 1
    )
    firsts = [CURVE.first(rating)[0] for rating in (2, 3, 4)]
    counted = Counter(
        min(range(3), key=lambda at: abs(firsts[at] - stability))
        for stability in run.stability
        if stability in firsts
    )

    assert run.answers[0] - run.asked[0] == pytest.approx(
        1200, abs=4.5 * math.sqrt(4000 * 0.3 * 0.7)
    ), "what failed is due once more"
    assert [counted[at] for at in range(3)] == [
        pytest.approx(share * 4000, abs=150) for share in (0.1, 0.4, 0.2)
    ]


def test_the_same_seed_gives_the_same_run() -> None:
    first, same, other = (
        simulate(learned(200), Rules(5, 5), GOOD, CURVE, 60, seed) for seed in (1, 1, 2)
    )

    assert first == same
    assert first.asked != other.asked


def test_parts_of_a_card_are_never_asked_on_one_day() -> None:
    parts = Parts()
    for _ in range(4):
        add(parts, 10.0, last=-10, card=0)

    run = simulate(parts, Rules(0, 0), GOOD, CURVE, 30, 1)

    assert run.asked[:4] == [1, 1, 1, 1]
    assert max(run.asked) == 1


def test_new_parts_come_within_the_limit_and_one_of_a_card() -> None:
    parts = Parts()
    for index in range(12):
        add(parts, card=index // 3)

    run = simulate(parts, Rules(3, 1), replace(GOOD, first=(0.0, 0.0, 0.0, 1.0)), CURVE, 6, 1)

    assert run.asked[0] == 1, "today had two already"
    assert run.asked[1] == 3
    assert sum(stability > 0 for stability in run.stability) == 1 + 5 * 3 - 4, (
        "the last cards have one part left each"
    )


def test_a_card_that_was_asked_today_and_a_buried_part_wait() -> None:
    parts = Parts()
    add(parts, 10.0, last=-10)
    add(parts, 10.0, last=-10)
    parts.asked, parts.free[1] = {0}, 2

    assert simulate(parts, Rules(0, 0), GOOD, CURVE, 3, 1).asked == [0, 1, 1]


def test_a_full_day_is_spared_where_days_are_balanced() -> None:
    def unevenness(balance: bool) -> float:
        return statistics.pstdev(
            simulate(learned(600), Rules(0, 0, balance=balance), GOOD, CURVE, 120, 1).asked[30:]
        )

    assert unevenness(True) < 0.8 * unevenness(False)


def test_easy_days_stay_light() -> None:
    run = simulate(
        learned(600), Rules(0, 0, balance=True, weekday=6, easy=frozenset({0})), GOOD, CURVE, 120, 1
    )
    mondays = [number for day, number in enumerate(run.asked) if (6 + day) % 7 == 0][5:]

    assert statistics.fmean(mondays) < 0.6 * statistics.fmean(run.asked[30:])


@pytest.mark.parametrize("balance", [True, False])
def test_days_off_ask_nothing_and_no_answer_leads_to_one(balance: bool) -> None:
    off = frozenset({0, *range(20, 30)})
    parts, rules = learned(300), Rules(2, 2, balance=balance, off=off)

    run = simulate(parts, rules, GOOD, CURVE, 60, 1)
    usual = simulate(parts, replace(rules, off=frozenset()), GOOD, CURVE, 60, 1)

    assert {day for day, number in enumerate(run.asked) if not number} >= off
    assert all(usual.asked[20:30])
    assert run.answers[0] == 0
    assert run.asked[30] < sum(usual.asked[20:30]), "what is answered before goes to both sides"


def test_a_backlog_is_worked_off_as_was_chosen() -> None:
    parts = Parts()
    for _ in range(50):
        add(parts, 20.0, last=-30)
    add(parts)

    run = simulate(parts, Rules(5, 5, backlog=(10, 20)), GOOD, CURVE, 6, 1)

    assert run.asked[:4] == [10, 10, 10, 10]
    assert run.asked[4] >= 10
    assert run.last[-1] > 3, "nothing new while it lasts"


def test_what_a_review_asks_today_is_gone_by() -> None:
    parts = Parts()
    for _ in range(6):
        add(parts, 20.0, last=-30)
    fresh = add(parts)

    run = simulate(parts, Rules(10, 10, today=([4, 2], [fresh])), GOOD, CURVE, 2, 1)

    assert run.asked == [3, 4]
    assert [run.last[index] for index in (4, 2, fresh)] == [0, 0, 0]


def test_what_is_remembered_is_watched() -> None:
    parts = Parts()
    add(parts, 10.0, last=-5, due=20)
    add(parts)

    run = simulate(parts, Rules(0, 0), GOOD, CURVE, 8, 1, {0, 7})

    assert run.remembered == {day: pytest.approx(CURVE.recall(5 + day, 10.0)) for day in (0, 7)}


# -- an exam ---------------------------------------------------------------------------------------

EXAM = ExamRules(day=30, answers=100.0, answers_today=100.0, target=0.9, span=30)


def test_a_plan_spreads_new_parts_and_leaves_the_end_free() -> None:
    run = simulate(new(44), Rules(10, 10, exam=EXAM), GOOD, CURVE, 30, 1)

    assert run.asked[0] == 2, "44 parts over 22 days, whatever the learner's own limit"
    assert max(run.brought.values()) == 21
    assert all(run.stability)


def test_no_interval_reaches_behind_the_exam_and_after_it_parts_go_back_to_their_days() -> None:
    parts = Parts()
    for _ in range(40):
        add(parts, 300.0, last=-290)
    rules = replace(Rules(0, 0), exam=replace(EXAM, day=10, warm_up=6.0))

    before = simulate(parts, rules, GOOD, CURVE, 10, 1)
    after = simulate(parts, rules, GOOD, CURVE, 60, 1)

    assert before.asked[0] == 40
    assert after.asked[10] == 5, "a warm-up on the day of the exam"
    assert after.asked[11] < 10, "not all of them on the day after it"


def test_new_parts_come_only_as_the_minutes_allow() -> None:
    exam = replace(EXAM, answers=6.0, answers_today=2.6)

    run = simulate(new(500), Rules(10, 10, exam=replace(exam, limits=True)), GOOD, CURVE, 20, 1)

    assert run.asked[0] == 2
    assert max(run.asked) <= 5


def test_in_the_last_days_what_gains_most_comes_first_as_the_minutes_allow() -> None:
    parts = Parts()
    for stability in range(5, 105, 5):
        add(parts, float(stability), last=-4, due=50)

    run = simulate(
        parts,
        Rules(0, 0, exam=replace(EXAM, day=3, answers=5.5, answers_today=5.5)),
        GOOD,
        CURVE,
        1,
        1,
    )

    gains = [
        gain(CURVE, stability, difficulty, 4, 3)
        for stability, difficulty in zip(parts.stability, parts.difficulty, strict=True)
    ]
    assert run.asked == [5]
    assert {index for index, last in enumerate(run.last) if last == 0} == {
        *sorted(range(20), key=lambda index: -gains[index])[:5]
    }


def test_in_the_last_days_well_known_cards_wait_and_those_outside_the_plan_come() -> None:
    parts = Parts()
    add(parts, 5000.0, last=-1, due=50)
    add(parts, 5.0, last=-5, due=1, planned=False)

    run = simulate(parts, Rules(0, 0, exam=replace(EXAM, day=2)), GOOD, CURVE, 2, 1)

    assert run.asked == [0, 1]
    assert run.last == [-1, 1]


def test_decks_outside_a_plan_get_what_it_leaves_of_the_daily_limit() -> None:
    parts = new(44)
    for _ in range(30):
        add(parts, planned=False)

    run = simulate(parts, Rules(10, 10, exam=EXAM), GOOD, CURVE, 1, 1)

    assert run.asked == [10]
    assert sum(map(bool, run.stability[44:])) == 8
