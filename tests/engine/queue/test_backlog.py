"""More has gathered than a day's work: when the question comes, what a choice leaves for today,
when it ends.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from learnms.days_off import DaysOff
from learnms.engine.forecast.forecast import outlook
from learnms.engine.home.home import home_view
from learnms.engine.queue import backlog
from learnms.engine.queue.backlog import CatchUp
from learnms.engine.queue.catch_up import backlog_now, backlog_question, catch_up
from learnms.engine.queue.today import plan_review, waiting
from learnms.engine.review.start import start_review
from learnms.engine.workspace import Workspace
from learnms.settings import BacklogPlan, ExamPlan, read_settings
from learnms.study.event import Draft, Rating
from learnms.study.session import by_recall
from tests.conftest import Clock
from tests.factories.progress import learned, make_workspace

MakeWorkspace = Callable[..., Workspace]


@pytest.fixture
def away(tmp_path: Path, clock: Clock) -> Iterator[MakeWorkspace]:
    """A learner who learned so many cards of a deck, ten a day, and comes back after a month."""
    workspaces = []

    def make(
        cards: int = 120, days: int = 30, decks: dict[str, Any] | None = None, **settings: Any
    ) -> Workspace:
        workspace = make_workspace(
            tmp_path, clock, decks or {"many": range(cards + 20)}, **settings
        )
        workspaces.append(workspace)
        for first in range(0, cards, 10):
            learned(workspace, range(first, min(cards, first + 10)))
            clock.forward(days=1)
        clock.forward(days=days)
        return workspace

    yield make
    for workspace in workspaces:
        workspace.close()


def choose(workspace: Workspace, per_day: int) -> CatchUp:
    [way] = [way for way in backlog_now(workspace).ways if way.per_day == per_day]
    catch_up(workspace, way)
    return way


def answer(workspace: Workspace, number: int, failing: int = 0) -> None:
    """A review of so many; with `failing` every so-manieth card fails, and is right the second
    time.
    """
    review, asked = start_review(workspace, limit=number), 0
    while review.item is not None:
        review.reveal()
        asked += not review.item.again
        fails = failing and not review.item.again and asked % failing == 0
        review.grade(Rating.AGAIN if fails else Rating.GOOD)
        review.advance()


@pytest.mark.parametrize(
    ("due", "usual", "seconds", "asks"),
    [
        (50, 0, 20, False),
        (51, 0, 20, True),
        (60, 20, 20, False),
        (61, 20, 20, True),
        (89, 30, 20, False),
        (91, 30, 20, True),
        (150, 100, 20, False),
        (151, 100, 20, True),
        (40, 0, 60, True),
        (30, 0, 60, False),
        (40, 30, 60, False),
    ],
)
def test_what_is_more_than_about_a_days_work(
    due: int, usual: int, seconds: float, asks: bool
) -> None:
    assert backlog.is_backlog(due, usual, seconds) is asks


def test_home_and_review_begin_with_the_question(away: MakeWorkspace) -> None:
    workspace = away()

    question = backlog_question(workspace)

    assert home_view(workspace).asks
    assert question is not None
    assert question.due == 120
    assert [way.per_day for way in question.ways] == [0, 20, 30, 50]
    assert [way.minutes for way in question.ways] == [40, 7, 10, 17]
    days = [way.days for way in question.ways]
    assert days[0] == 1
    assert all(day is not None for day in days)
    assert days == [1, *sorted((day or 0 for day in days[1:]), reverse=True)]
    assert (days[1] or 0) >= 6


def test_days_off_make_a_backlog_last_longer_and_today_counts(away: MakeWorkspace) -> None:
    workspace = away()
    plain = backlog_now(workspace)

    workspace.choose(
        replace(
            workspace.settings,
            days_off=DaysOff.of([(workspace.today, workspace.today + timedelta(days=10))]),
        )
    )
    off = backlog_now(workspace)

    assert off.due == plain.due
    assert off.ways[0] == plain.ways[0], "all today takes a day"
    for without, way in zip(plain.ways[1:], off.ways[1:], strict=True):
        assert way.per_day == without.per_day
        assert (way.days or 0) >= (without.days or 0) + 10


def test_few_cards_are_no_backlog(away: MakeWorkspace) -> None:
    workspace = away(50, days=1)

    assert not home_view(workspace).asks
    assert backlog_question(workspace) is None


@pytest.mark.parametrize(
    ("due", "usual", "away", "asks"),
    [
        (150, 150, 21, True),
        (150, 150, 3, False),
        (31, 100, 4, True),
        (30, 100, 4, False),
        (30, 29, 4, True),
        (30, 30, 4, False),
        (20, 0, 90, False),
    ],
)
def test_after_days_away_less_is_asked_about(due: int, usual: int, away: int, asks: bool) -> None:
    assert backlog.is_backlog(due, usual, 5, away) is asks


def test_who_comes_back_is_asked_until_the_choice_is_made(
    away: MakeWorkspace, clock: Clock
) -> None:
    workspace = away(40, days=2)
    assert backlog_question(workspace) is None
    clock.forward(days=1)
    assert workspace.queries.days_away(workspace.today) == 4
    assert home_view(workspace).asks

    learned(workspace, range(35, 36))
    assert home_view(workspace).asks, "one card in between is no choice"
    choose(workspace, 20)
    assert backlog_question(workspace) is None

    clock.forward(days=1)
    assert (home_view(workspace).asks, workspace.queries.days_away(workspace.today)) == (False, 1)


def test_who_often_does_as_much_is_not_asked(away: MakeWorkspace, clock: Clock) -> None:
    workspace = away(120, days=1)
    for _ in range(14):
        learned(workspace, range(120), rating=1)
        clock.forward(days=1)
    clock.forward(days=2)

    assert workspace.queries.usual_reviews(workspace.today) == 120
    assert len(waiting(workspace.queries, workspace.settings, workspace.today).due) == 120
    assert backlog_question(workspace) is None

    clock.forward(days=58)
    assert workspace.queries.usual_reviews(workspace.today) == 120
    assert backlog_question(workspace) is not None, (
        "but after two months away it is no day like others"
    )

    clock.forward(days=60)
    assert workspace.queries.usual_reviews(workspace.today) == 0, "too long ago to be usual"


def test_a_limit_that_is_asked_for_needs_no_question(away: MakeWorkspace) -> None:
    assert backlog_question(away(), limit=30) is None


def test_a_choice_leaves_the_first_in_the_order_of_a_review(away: MakeWorkspace) -> None:
    workspace = away(120)
    learned(workspace, range(120, 130), rating=4)
    learned(workspace, range(60), rating=3)
    workspace.clock.forward(days=9)  # type: ignore[attr-defined]  # the clock of the test
    whole = plan_review(workspace.queries, workspace.settings, workspace.today, new=0).parts

    choose(workspace, 30)

    assert start_review(workspace).plan == whole[:30]
    assert whole[5] == whole_by_recall(workspace)[-1], "every sixth comes from the other end"


def whole_by_recall(workspace: Workspace) -> list[Any]:
    from learnms.study import schedule

    rows = waiting(
        workspace.queries, replace(workspace.settings, backlog=None), workspace.today, new=0
    ).due
    recalls = [
        (schedule.recall(row.stability, row.last_day, workspace.today), row.part) for row in rows
    ]
    assert (
        by_recall(recalls)[:5]
        == [part for _, part in sorted(recalls, key=lambda pair: (-pair[0], pair[1]))][:5]
    )
    return [part for _, part in sorted(recalls, key=lambda pair: (-pair[0], pair[1]))]


def test_home_counts_and_the_review_respect_the_choice_all_day(away: MakeWorkspace) -> None:
    workspace = away()
    choose(workspace, 20)

    home = home_view(workspace)
    assert (home.due, home.new, home.later, home.asks) == (20, 0, 100, False)
    assert sum(row.due for row in home.decks) == 20
    assert backlog_question(workspace) is None

    answer(workspace, 12)
    assert home_view(workspace).due == 8

    answer(workspace, 30)
    assert (home_view(workspace).waiting, home_view(workspace).later) == (0, 100)
    assert len(start_review(workspace, new=5).plan) == 5, (
        "new cards wait, unless they are asked for"
    )


def test_the_choice_is_there_in_the_next_run_and_the_next_day(
    away: MakeWorkspace, tmp_path: Path, clock: Clock
) -> None:
    workspace = away()
    choose(workspace, 30)
    answer(workspace, 30)
    workspace.close()
    clock.forward(days=1)

    with Workspace(tmp_path / "home", [str(tmp_path / "library")], clock) as again:
        assert home_view(again).due == 30
        assert backlog_question(again) is None


def test_all_of_them_holds_for_the_day_and_is_asked_again_tomorrow(
    away: MakeWorkspace, clock: Clock
) -> None:
    workspace = away()
    choose(workspace, 0)

    assert backlog_question(workspace) is None
    assert home_view(workspace).due == 120
    assert home_view(workspace).new == 10

    clock.forward(days=1)
    assert backlog_question(workspace) is not None


def test_worked_off_day_by_day_the_estimate_holds_and_the_choice_ends(
    away: MakeWorkspace, clock: Clock, tmp_path: Path
) -> None:
    workspace = away(100)
    way = choose(workspace, 20)
    days = 0
    while workspace.settings.backlog is not None and days < 60:
        answer(workspace, 1000, failing=4)
        clock.forward(days=1)
        days += 1
        home_view(workspace)

    assert way.days is not None
    assert abs(days - way.days) <= max(2, way.days // 3)
    assert read_settings(tmp_path / "home").backlog is None
    assert home_view(workspace).new > 0, "new cards come again"


def test_a_choice_does_not_outlive_its_last_day(
    away: MakeWorkspace, clock: Clock, tmp_path: Path
) -> None:
    workspace = away()
    choose(workspace, 50)
    plan = workspace.settings.backlog
    assert plan is not None
    clock.forward(days=(plan.until - workspace.today).days)
    assert backlog_question(workspace) is None

    clock.forward(days=1)
    assert backlog_question(workspace) is not None
    assert read_settings(tmp_path / "home").backlog is None


def test_under_an_exam_plan_new_cards_wait_for_a_backlog_too(away: MakeWorkspace) -> None:
    workspace = away()
    exam = ExamPlan(workspace.today + timedelta(days=60), minutes=60)
    workspace.choose(replace(workspace.settings, exam=exam))
    way = choose(workspace, 20)
    home = home_view(workspace)

    assert (home.due, home.new, home.minutes) == (20, 0, way.minutes)
    assert len(start_review(workspace, new=5).plan) == 25, "unless the learner asks for some"
    assert outlook(workspace, 3).days[1].reviews == 20


def test_a_deck_gets_its_share_of_the_day(away: MakeWorkspace) -> None:
    workspace = away(decks={"first": range(80), "second": range(80, 140)})
    choose(workspace, 20)

    shares = [len(start_review(workspace, [deck]).plan) for deck in ("first", "second")]

    assert sum(shares) == 20
    assert {row.id: row.due for row in home_view(workspace).decks} == {
        "first": shares[0],
        "second": shares[1],
    }


def test_siblings_and_what_is_set_aside_do_not_count(away: MakeWorkspace) -> None:
    workspace = away(60, days=2)
    assert workspace.store is not None
    workspace.store.append(
        [
            Draft(kind="suspend", card="card-0001"),
            Draft(kind="bury", card="card-0002"),
            *[Draft(kind="suspend", card=f"card-{n:04}") for n in range(3, 12)],
        ]
    )

    assert backlog_question(workspace) is None
    assert backlog_now(workspace).due == 49


def test_too_few_a_day_never_catch_up(away: MakeWorkspace) -> None:
    from learnms.analysis.simulation.backlog import Known, days_to_catch_up
    from learnms.study.fsrs_formulas import Fsrs6
    from learnms.study.schedule import DEFAULT_PARAMETERS

    daily = [Known(2.0, 9.0, -3, due) for due in range(-200, 180) for _ in range(3)]

    assert days_to_catch_up(daily, 2, Fsrs6(DEFAULT_PARAMETERS), 0.9) is None
    assert days_to_catch_up([], 1, Fsrs6(DEFAULT_PARAMETERS), 0.9) == 1


def test_the_minutes_of_a_review_limit_it_and_the_end_says_what_more_waits(
    away: MakeWorkspace,
) -> None:
    workspace = away(40, session_minutes=5)

    review = start_review(workspace)
    assert len(review.plan) == 15, "20 seconds each, as this learner takes"
    assert len(start_review(workspace, limit=30).plan) == 30, "what is asked for goes before"
    assert home_view(workspace).due == 40

    answer_all = [review.session.next(workspace.clock()) for _ in range(1)]
    assert answer_all != [None]
    while review.item is not None:
        review.reveal()
        review.grade(Rating.GOOD)
        review.advance()
    assert review.summary().more == 25 + 10


def test_a_home_that_cannot_be_written_keeps_the_choice_it_was_given(
    away: MakeWorkspace, tmp_path: Path, clock: Clock
) -> None:
    workspace = away()
    workspace.choose(
        replace(workspace.settings, backlog=BacklogPlan(20, workspace.today - timedelta(days=1)))
    )

    second = Workspace(tmp_path / "home", [str(tmp_path / "library")], clock)
    with second, suppress(AssertionError):
        assert second.read_only
        home_view(second)
    assert read_settings(tmp_path / "home").backlog is not None
