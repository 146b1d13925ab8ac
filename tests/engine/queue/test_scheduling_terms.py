"""The terms of an answer: its topic's retention, the exam's cap, the lightest day; what the
button says is what is stored and replayed.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

from learnms.engine.workspace import Workspace
from learnms.settings import ExamPlan
from learnms.study.event import Draft, Part, Rating
from tests.conftest import Clock
from tests.engine.review.test_review import answer_well, sitting

OpenWorkspace = Callable[[], Workspace]


def with_settings(workspace: Workspace, **values: object) -> Workspace:
    # the caller names fields
    workspace.choose(replace(workspace.settings, **values))  # type: ignore[arg-type]
    return workspace


def grown(workspace: Workspace, clock: Clock, rounds: int = 3) -> None:
    """Answers every card well whenever it is due."""
    for _ in range(rounds):
        review = sitting(workspace, new=20)
        while review.item is not None:
            answer_well(review)
            review.advance()
        clock.forward(days=7)


def test_an_exam_caps_every_interval_and_a_replay_agrees(
    open_workspace: OpenWorkspace, clock: Clock
) -> None:
    exam = date(2026, 12, 20)
    workspace = with_settings(open_workspace(), exam=ExamPlan(exam))
    grown(workspace, clock)

    review = sitting(workspace)
    assert review.item is not None
    assert max(review.item.intervals.values()) <= (exam - review.today).days
    assert all(
        known.memory.due is not None and known.memory.due <= exam
        for known in workspace.queries.memory.memories(review.today)
        if not known.memory.is_new
    )
    assert workspace.open_store().rebuild().changed == 0


def test_the_retention_of_a_topic_is_that_of_the_button_and_of_the_answer(
    open_workspace: OpenWorkspace, deck_file: Path
) -> None:
    text = deck_file.read_text("utf-8")
    deck_file.write_text(text.replace("card-flash\n", "card-flash\n    topic: basics\n"), "utf-8")
    usual = sitting(open_workspace(), limit=1).item
    workspace = with_settings(open_workspace(), targets=(("small-deck/basics", 0.8),))

    review = sitting(workspace, limit=1)

    assert usual is not None
    assert review.item is not None
    assert review.item.part == usual.part == Part("card-flash")
    promised = review.item.intervals
    assert promised[Rating.EASY] > usual.intervals[Rating.EASY]
    review.reveal()
    assert (review.grade(Rating.EASY).due - review.today).days == promised[Rating.EASY]
    assert workspace.queries.events.of_card("card-flash")[-1].target == 0.8


def test_after_the_exam_intervals_are_free_again(
    open_workspace: OpenWorkspace, clock: Clock
) -> None:
    workspace = with_settings(open_workspace(), exam=ExamPlan(date(2026, 11, 21)))

    review = sitting(workspace)

    assert review.item is not None
    assert review.item.intervals[Rating.EASY] > 5


def test_an_exam_of_other_decks_caps_nothing(open_workspace: OpenWorkspace) -> None:
    workspace = with_settings(
        open_workspace(), exam=ExamPlan(date(2026, 11, 24), decks=("another",))
    )

    review = sitting(workspace)

    assert review.item is not None
    assert review.item.intervals[Rating.EASY] > 5


def test_a_full_day_is_spared_and_the_log_replays_to_the_same(
    open_workspace: OpenWorkspace, clock: Clock
) -> None:
    workspace = open_workspace()
    review = sitting(workspace)
    assert review.item is not None
    asked = review.item
    full = review.today + timedelta(days=asked.intervals[Rating.EASY])
    store = workspace.open_store()
    crowd = [
        Draft(kind="review", card=f"crowd-{number}", rating=3, target=0.9) for number in range(30)
    ]
    store.append(crowd)
    store.append([Draft(kind="due", card=f"crowd-{number}", due=full) for number in range(30)])

    review = sitting(workspace, new=50)
    assert review.item is not None
    assert review.item.part == asked.part
    review.reveal()
    days = review.item.intervals[Rating.EASY]
    feedback = review.grade(Rating.EASY)

    assert review.today + timedelta(days=days) != full
    assert (feedback.due - review.today).days == days
    assert store.rebuild().changed == 0


def test_without_balance_the_day_is_the_seeded_one(open_workspace: OpenWorkspace) -> None:
    workspace = with_settings(open_workspace(), balance=False)

    assert sitting(workspace).terms.load == {}


def test_a_wish_outside_the_fuzz_is_not_granted(
    open_workspace: OpenWorkspace, clock: Clock
) -> None:
    workspace = open_workspace()
    store = workspace.open_store()
    far = workspace.today + timedelta(days=300)

    [event] = store.append([Draft(kind="review", card="card-flash", rating=3, target=0.9, due=far)])

    assert event.due is not None
    assert event.due < far
    assert workspace.queries.memory.memory(Part("card-flash")).due == event.due
    assert store.rebuild().changed == 0


def test_the_night_belongs_to_the_day_before_until_the_hour_that_was_chosen(
    open_workspace: OpenWorkspace, clock: Clock
) -> None:
    clock.at = clock.at.replace(hour=6)
    workspace = with_settings(open_workspace(), rollover_hour=7)

    review = sitting(workspace)
    answer_well(review)

    assert review.today == date(2026, 11, 21)
    assert workspace.queries.events.counting_on_day(date(2026, 11, 21))
