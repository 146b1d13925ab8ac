"""Days off: nothing is due there, nothing is planned there, and what is in the log stays."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from learnms.days_off import NEVER, DaysOff
from learnms.engine.exam.readiness import readiness
from learnms.engine.forecast.exam_rules import exam_rules
from learnms.engine.forecast.forecast import outlook
from learnms.engine.forecast.snapshot import take_snapshot
from learnms.engine.home.home import home_view
from learnms.engine.home.wording import next_step, sentence
from learnms.engine.postpone import postpone as ways
from learnms.engine.queue.today import waiting
from learnms.engine.review.start import start_review
from learnms.engine.workspace import Workspace
from learnms.study.event import Draft, Part, Rating
from tests.conftest import Clock
from tests.engine.quiz.helpers import answered, begun, log
from tests.engine.quiz.helpers import learned as studied
from tests.factories.exam import TODAY, Learner, deck, opened, with_exam
from tests.factories.progress import finish, learned, make_workspace

CARDS = 60


def ahead(first: int, last: int | None = None) -> DaysOff:
    """Days off, counted from today."""
    days = [TODAY + timedelta(days=day) for day in (first, first if last is None else last)]
    return DaysOff.of([(days[0], days[1])])


def with_days_off(workspace: Workspace, days: DaysOff) -> None:
    workspace.choose(replace(workspace.settings, days_off=days))


def all_due(workspace: Workspace) -> Counter[date]:
    today = workspace.today
    return Counter(workspace.queries.memory.due_by_day(today, today + timedelta(days=400)))


def answer_all(workspace: Workspace) -> None:
    finish(start_review(workspace))


@pytest.mark.parametrize("balance", [True, False])
def test_no_answer_leads_to_a_day_off_and_a_replay_agrees(tmp_path: Path, balance: bool) -> None:
    clock = Clock()
    with make_workspace(
        tmp_path, clock, {"many": range(CARDS)}, new_per_day=0, balance=balance
    ) as workspace:
        learned(workspace, range(CARDS))
        clock.forward(days=2)
        today = workspace.today
        off = DaysOff.of([(today + timedelta(days=3), today + timedelta(days=25))])
        with_days_off(workspace, off)

        answer_all(workspace)

        due = all_due(workspace)
        assert due.total() == CARDS
        assert not any(day in off for day in due)
        store = workspace.open_store()
        assert store.rebuild().changed == 0
        with_days_off(workspace, NEVER)
        assert store.rebuild().changed == 0, "what the settings say later changes no day"
        assert all_due(workspace) == due


def test_days_off_that_come_later_rewrite_nothing_and_what_is_due_then_waits(
    tmp_path: Path,
) -> None:
    clock = Clock()
    with make_workspace(tmp_path, clock, {"many": range(20)}, new_per_day=0) as workspace:
        learned(workspace, range(20))
        due = all_due(workspace)
        first = min(due)
        with_days_off(workspace, DaysOff.of([(first, first + timedelta(days=1))]))

        assert all_due(workspace) == due
        assert workspace.open_store().rebuild().changed == 0
        clock.forward(days=(first - workspace.today).days)
        home = home_view(workspace)
        assert (home.due, home.new, home.minutes, home.later) == (0, 0, 0, 0)
        assert (home.off_until, home.resting) == (first + timedelta(days=1), due[first])
        assert not any(row.due for row in home.decks)
        clock.forward(days=2)
        home = home_view(workspace)
        assert (home.due, home.off_until, home.resting) == (20, None, 0)


def test_a_failed_card_and_a_first_right_guess_skip_tomorrow(tmp_path: Path) -> None:
    with make_workspace(tmp_path, Clock(), {"many": range(3)}) as workspace:
        tomorrow = workspace.today + timedelta(days=1)
        with_days_off(workspace, DaysOff.of([(tomorrow, tomorrow)]))
        review = start_review(workspace)
        assert review.item is not None
        part = review.item.part
        review.reveal()

        due = review.grade(Rating.AGAIN).due

        assert due == tomorrow + timedelta(days=1)
        memory = workspace.queries.memory.memory(part)
        assert memory.due == due
        assert workspace.open_store().rebuild().changed == 0


def test_a_day_that_is_computed_again_avoids_the_days_off_of_its_answer(tmp_path: Path) -> None:
    with make_workspace(tmp_path, Clock(), {"many": range(1)}) as workspace:
        store = workspace.open_store()
        days = ahead(1, 40).texts
        [kept] = store.append(
            [Draft(kind="review", card="card-0000", rating=3, target=0.9, data={"days_off": days})]
        )

        assert kept.due == TODAY + timedelta(days=41)
        [loose] = store.append(
            [Draft(kind="review", card="card-0000", rating=3, target=0.9, data={"days_off": [3]})]
        )
        assert loose.due is not None
        assert loose.due < TODAY + timedelta(days=41), "days off that are none are left out"
        assert store.rebuild().changed == 0


def test_an_exam_caps_before_the_days_off(tmp_path: Path) -> None:
    clock = Clock()
    with opened(tmp_path, deck(20), clock=clock, new_per_day=20) as workspace:
        with_exam(workspace, 30, minutes=60)
        with_days_off(workspace, ahead(28, 35))

        for _ in range(4):
            Learner(2).studies(workspace)
            clock.forward(days=6)

        assert all(
            day <= TODAY + timedelta(days=27)
            for day, number in all_due(workspace).items()
            if number
        )


def test_the_forecast_leaves_the_days_off_out(tmp_path: Path) -> None:
    clock = Clock()
    with opened(tmp_path, deck(40), clock=clock, new_per_day=6) as workspace:
        for _ in range(4):
            Learner(1).studies(workspace)
            clock.forward(days=1)
        before = outlook(workspace, 12).days
        today = workspace.today
        off = DaysOff.of([(today + timedelta(days=2), today + timedelta(days=4))])
        with_days_off(workspace, off)

        after = outlook(workspace, 12).days

        assert all(day.reviews for day in before[:8])
        assert [day.reviews for day in after[2:5]] == [0, 0, 0]
        assert [day.high for day in after[2:5]] == [0, 0, 0]
        assert after[5].reviews > before[5].reviews

        with_days_off(workspace, DaysOff.of([(today, today)]))
        assert outlook(workspace, 2).days[0].high == 0
        counts = waiting(workspace.queries, workspace.settings, today)
        assert outlook(workspace, 2).days[1].reviews >= len(counts.due)


def test_an_exam_plan_brings_new_cards_on_the_other_days_and_still_in_time(tmp_path: Path) -> None:
    with opened(tmp_path, deck(60)) as workspace:
        with_exam(workspace, 30, minutes=60)
        usual, expected = len(new_of(workspace)), readiness(workspace)
        with_days_off(workspace, ahead(2, 9))

        shorter, off = len(new_of(workspace)), readiness(workspace)

        assert shorter > usual
        assert off.new_today == shorter, "the simulated first day is the real one"
        assert off.left == expected.left == 0
        assert off.is_timely
        with workspace.reading() as queries:
            now = take_snapshot(queries, workspace.settings, workspace.today, of_plan=True)
            rules = now.rules()
            assert exam_rules(queries, now) is not None
        assert rules.off == frozenset(range(2, 10))


def new_of(workspace: Workspace) -> list[Part]:
    counts = waiting(workspace.queries, workspace.settings, workspace.today)
    return [row.part for row in counts.new]


def test_a_day_off_says_so_and_studying_anyway_is_one_key(tmp_path: Path) -> None:
    clock = Clock()
    with opened(tmp_path, deck(8), clock=clock, new_per_day=3) as workspace:
        with_days_off(workspace, ahead(0, 2))

        home = home_view(workspace)

        assert sentence(home) == "Days off through November 24: no reviews are planned."
        assert next_step(home) == "3 cards can wait. To study anyway, press enter."
        assert start_review(workspace).item is not None
        assert len(Learner(1).studies(workspace)) == 3
        assert home_view(workspace).resting == 0
        assert next_step(home_view(workspace)) == ""
        clock.forward(days=2)
        assert sentence(home_view(workspace)) == "Today is a day off: no reviews are planned."


def test_postponed_and_paused_cards_come_on_other_days(tmp_path: Path) -> None:
    clock = Clock()
    with make_workspace(tmp_path, clock, {"many": range(30)}, new_per_day=0) as workspace:
        learned(workspace, range(30))
        clock.forward(days=10)
        today = workspace.today
        off = DaysOff.of([(today + timedelta(days=1), today + timedelta(days=7))])
        with_days_off(workspace, off)
        given = workspace.queries, workspace.settings, today

        postponed, paused = ways.postponing(*given, 10), ways.pausing(*given, 5)

        assert {move.after for move in postponed.moves} == {today + timedelta(days=8)}
        assert {move.after for move in paused.moves} == {today + timedelta(days=8)}


def test_the_end_of_a_review_promises_nothing_for_a_day_off(tmp_path: Path) -> None:
    with make_workspace(tmp_path, Clock(), {"many": range(3)}) as workspace:
        learned(workspace, range(2), rating=1)
        tomorrow = workspace.today + timedelta(days=1)
        assert start_review(workspace).summary().due_tomorrow == 2

        with_days_off(workspace, DaysOff.of([(tomorrow, tomorrow)]))

        assert start_review(workspace).summary().due_tomorrow == 0


def test_an_answer_in_a_quiz_avoids_the_days_off(
    open_workspace: Callable[[], Workspace], clock: Clock
) -> None:
    workspace = open_workspace()
    studied(workspace, "card-single", "card-true", "card-typed", "card-dose")
    clock.forward(days=10)
    today = workspace.today
    off = DaysOff.of([(today + timedelta(days=1), today + timedelta(days=90))])
    with_days_off(workspace, off)

    quiz = begun(workspace)
    while quiz.item is not None:
        answered(quiz)
        quiz.advance()

    moved = log(workspace, "review")
    reviews = [event for event in moved if event.study_day == today]
    assert reviews
    assert all(event.due is not None and event.due not in off for event in reviews)
    assert workspace.open_store().rebuild().changed == 0
