"""What comes: today is what `due` says, whatever the state; the rest is simulated from the real
cards.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from learnms.analysis.simulation.simulate import simulate
from learnms.engine.forecast.forecast import LEVELS, MOST_DAYS, RUNS, outlook, workload
from learnms.engine.forecast.snapshot import ENOUGH, habits_of, take_snapshot
from learnms.engine.queue.today import waiting
from learnms.engine.review.start import start_review
from learnms.engine.workspace import Workspace
from learnms.errors import UsageError
from learnms.settings import BacklogPlan
from learnms.study.event import Draft, Part
from learnms.study.trials import Answered
from tests.conftest import Clock
from tests.factories.exam import TODAY, Learner, deck, guessed, opened, with_exam, write_decks


def waits(workspace: Workspace) -> int:
    counts = waiting(workspace.queries, workspace.settings, workspace.today)
    return len(counts.due) + len(counts.new)


def first_day(workspace: Workspace) -> tuple[float, float, float]:
    day = outlook(workspace, 3).days[0]
    return day.reviews, day.low, day.high


@pytest.mark.parametrize("exam", [None, 25, 16])
def test_the_first_day_is_what_due_says_on_every_day_of_study(
    tmp_path: Path, exam: int | None
) -> None:
    clock = Clock()
    with opened(
        tmp_path, deck(40, siblings=True), deck(12, "second"), clock=clock, new_per_day=6
    ) as workspace:
        if exam is not None:
            with_exam(workspace, exam, minutes=6, decks=("first",))
        learner = Learner(1)
        for day in range(18):
            assert first_day(workspace) == (waits(workspace),) * 3
            if day % 5 != 4:
                learner.studies(workspace)
                assert first_day(workspace) == (waits(workspace),) * 3
            clock.forward(days=1)


def test_a_first_right_guess_comes_back_tomorrow_in_the_forecast_too(tmp_path: Path) -> None:
    clock = Clock()
    with opened(tmp_path, guessed(8), clock=clock, new_per_day=8) as workspace:
        now = take_snapshot(workspace.queries, workspace.settings, workspace.today)
        assert [now.rows[index].part.card for index in sorted(now.parts.guessable)] == [
            f"first-{n:03}" for n in range(0, 8, 2)
        ]
        good = replace(now.habits, first=(0.0, 0.0, 1.0, 0.0))
        simulated = simulate(now.parts, now.rules(), good, now.curve, 2, 1).asked

        workspace.open_store().append(
            [
                Draft(
                    kind="review",
                    card=row.part.card,
                    rating=3,
                    target=0.9,
                    form_kind=kind_of(row.part),
                )
                for row in now.rows
            ]
        )
        clock.forward(days=1)

        assert simulated == [8, waits(workspace)] == [8, 4]


def kind_of(part: Part) -> str:
    return "flashcard" if int(part.card[-3:]) % 2 else "true-false"


def test_the_length_of_a_review_is_that_of_a_day(tmp_path: Path) -> None:
    clock = Clock()
    with opened(tmp_path, deck(40), clock=clock, new_per_day=40) as workspace:
        Learner(1, minutes=60).studies(workspace)
        clock.forward(days=20)
        workspace.choose(replace(workspace.settings, session_minutes=4))
        for _ in range(3):
            ahead, parts = outlook(workspace, 2), start_review(workspace).plan
            assert ahead.days[0].reviews == len(parts) == 10, "four minutes hold ten cards"
            assert ahead.days[1].high <= 10

            Learner(1, minutes=60).studies(workspace)
            clock.forward(days=1)


def test_what_is_set_aside_put_forward_or_changed_is_seen(tmp_path: Path) -> None:
    clock = Clock()
    with opened(tmp_path, deck(30, siblings=True), clock=clock, new_per_day=8) as workspace:
        Learner(1).studies(workspace)
        clock.forward(days=4)
        store, today = workspace.open_store(), workspace.today
        store.append(
            [
                Draft(kind="suspend", card="first-001"),
                Draft(kind="bury", card="first-002"),
                Draft(kind="due", card="first-029", due=today),
                Draft(kind="due", card="first-004", due=today + timedelta(days=9)),
                Draft(kind="reset", card="first-005"),
            ]
        )

        assert first_day(workspace) == (waits(workspace),) * 3
        assert "first-029" in {
            row.part.card for row in waiting(workspace.queries, workspace.settings, today).new
        }


@pytest.mark.parametrize("exam", [None, 2])
def test_an_answer_that_changed_after_the_review_of_today_is_seen(
    tmp_path: Path, exam: int | None
) -> None:
    with opened(tmp_path, deck(30), new_per_day=8) as workspace:
        if exam is not None:
            with_exam(workspace, exam)
        asked = Learner(1).studies(workspace)
        before = waits(workspace)
        write_decks(
            tmp_path,
            deck(30).replace(
                f"answer: Answer {int(asked[0].card[-3:])}\n", "answer: Something else\n"
            ),
        )
        workspace.refresh()

        assert waits(workspace) == before + 1
        assert first_day(workspace) == (waits(workspace),) * 3


def test_a_chosen_way_through_a_backlog_is_gone_by(tmp_path: Path) -> None:
    clock = Clock()
    with opened(tmp_path, deck(60), clock=clock, new_per_day=60) as workspace:
        Learner(1, minutes=60).studies(workspace)
        clock.forward(days=30)
        workspace.choose(
            replace(
                workspace.settings,
                new_per_day=0,
                backlog=BacklogPlan(10, workspace.today + timedelta(days=30)),
            )
        )

        ahead = outlook(workspace, 10)

        assert [day.high for day in ahead.days[:4]] == [10, 10, 10, 10]


def test_the_band_holds_the_middle_and_the_same_seed_gives_the_same(tmp_path: Path) -> None:
    with opened(tmp_path, deck(40), new_per_day=5) as workspace:
        first, same, other = (outlook(workspace, 30, seed) for seed in (1, 1, 2))

    assert first == same
    assert first != other
    assert [day.on for day in first.days] == [TODAY + timedelta(days=day) for day in range(30)]
    assert all(day.low <= day.reviews <= day.high for day in first.days)
    assert first.minutes_per_day == pytest.approx(
        sum(day.minutes for day in first.days) / 30, rel=0.1
    )
    assert RUNS == 20


@pytest.mark.parametrize("days", [0, MOST_DAYS + 1])
def test_a_number_of_days_that_cannot_be_is_refused(tmp_path: Path, days: int) -> None:
    with (
        opened(tmp_path, deck(1)) as workspace,
        pytest.raises(UsageError, match="Days must be 1 to 3650, not"),
    ):
        outlook(workspace, days)


def test_without_cards_nothing_comes(tmp_path: Path) -> None:
    with opened(tmp_path) as workspace:
        ahead = outlook(workspace, 5)

    assert [day.reviews for day in ahead.days] == [0] * 5
    assert ahead.minutes_per_day == 0


def test_more_retention_asks_for_more_and_brings_more(tmp_path: Path) -> None:
    with opened(tmp_path, deck(200), new_per_day=10) as workspace:
        load = workload(workspace)

    minutes, remembered = (
        [level.minutes_per_day for level in load.levels],
        [level.remembered for level in load.levels],
    )
    assert [level.target for level in load.levels] == list(LEVELS)
    assert minutes == sorted(minutes)
    assert remembered == sorted(remembered)
    assert load.parts == 200
    assert 0.75 * 200 < remembered[0] < remembered[-1] < 200


def test_a_topic_with_a_retention_of_its_own_keeps_it(tmp_path: Path) -> None:
    with opened(tmp_path, deck(4), targets=(("first/one", 0.95),)) as workspace:
        now = take_snapshot(workspace.queries, workspace.settings, workspace.today)

    assert now.parts.target == [0.95, 0.9, 0.95, 0.9]
    assert now.targets(replace(now.settings, target=0.8)) == [0.95, 0.8, 0.95, 0.8]


# -- how the learner answers -----------------------------------------------------------------------


def answer(number: int, day: int, rating: int | None, kind: str = "review") -> Answered:
    return Answered(
        kind,
        Part(f"card-{number}"),
        TODAY + timedelta(days=day),
        rating,
        None,
        None,
        None,
        None,
        None,
        None,
        None,
        None,
    )


def test_the_learners_own_shares_come_from_the_first_answers_of_a_day() -> None:
    log = []
    for number in range(ENOUGH):
        log += [
            answer(number, 0, 1 if number % 2 else 4),
            answer(number, 0, 3),
            answer(number, 5, 2 if number % 5 else 4),
            answer(number, 5, 4),
        ]

    habits = habits_of(log, 20.0)

    assert habits.first == (0.5, 0.0, 0.0, 0.5)
    assert habits.passed == (0.8, 0.0, 0.2)


def test_with_few_answers_the_usual_shares_are_taken() -> None:
    habits = habits_of([answer(number, 0, 4) for number in range(ENOUGH - 1)], 20.0)

    assert habits.first == (0.25, 0.0, 0.75, 0.0)
    assert habits.passed == (0.0, 1.0, 0.0)


def test_after_a_reset_an_answer_is_a_first_one_again() -> None:
    log = []
    for number in range(ENOUGH):
        log += [answer(number, 0, 3), answer(number, 1, None, "reset"), answer(number, 2, 1)]

    assert habits_of(log, 20.0).first == (0.5, 0.0, 0.5, 0.0)


def test_the_range_of_the_average_is_narrower_than_that_of_a_day_and_holds_it(
    tmp_path: Path,
) -> None:
    with opened(tmp_path, deck(60), new_per_day=6) as workspace:
        forecast = outlook(workspace, 30)
    mean = sum(day.reviews for day in forecast.days) / 30

    assert forecast.low - 1 <= mean <= forecast.high + 1
    assert forecast.high - forecast.low < sum(day.high - day.low for day in forecast.days) / 30
