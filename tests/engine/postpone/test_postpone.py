"""Postponing and pausing: what would move is shown first, goes in one go, and is taken back in
one go.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from learnms.engine.home.home import home_view
from learnms.engine.optimize import optimize as tuning
from learnms.engine.postpone import postpone as ways
from learnms.engine.postpone import wording as ways_words
from learnms.engine.review.start import start_review
from learnms.engine.voice import NURSE
from learnms.engine.workspace import Workspace
from learnms.errors import UsageError
from learnms.settings import ExamPlan
from learnms.study.event import Draft, Part, Rating
from tests.conftest import Clock
from tests.factories.exam import deck, opened
from tests.factories.progress import learned, make_workspace


@pytest.fixture
def workspace(tmp_path: Path, clock: Clock) -> Iterator[Workspace]:
    """Sixty cards, learned with different success, half of them due; the others later."""
    workspace = make_workspace(tmp_path, clock, {"first": range(40), "second": range(40, 60)})
    with workspace:
        learned(workspace, range(20), rating=3)
        learned(workspace, range(20, 40), rating=4)
        clock.forward(days=8)
        learned(workspace, range(40, 60), rating=4)
        clock.forward(days=3)
        yield workspace


def dues(workspace: Workspace) -> dict[Part, date]:
    return {
        row.part: row.memory.due
        for row in workspace.queries.memory.memories(workspace.today)
        if row.memory.due is not None
    }


def test_a_preview_writes_nothing(workspace: Workspace) -> None:
    before, count = dues(workspace), workspace.queries.events.count()

    ways.postponing(workspace.queries, workspace.settings, workspace.today, 10)
    ways.pausing(workspace.queries, workspace.settings, workspace.today, 10)

    assert (dues(workspace), workspace.queries.events.count()) == (before, count)


def test_postponed_are_those_that_lose_least(workspace: Workspace) -> None:
    known = {row.part: row.memory for row in workspace.queries.memory.memories(workspace.today)}

    preview = ways.postponing(workspace.queries, workspace.settings, workspace.today, 20)

    assert len(preview.moves) == 20
    assert {move.part for move in preview.moves} == {
        Part(f"card-{number:04}") for number in range(20, 40)
    }, "eight days of stability, not two"
    for move in preview.moves:
        memory = known[move.part]
        assert memory.due is not None
        assert memory.due <= workspace.today == move.before
        assert move.after == workspace.today + timedelta(days=1)
    assert preview.recall_before is not None
    assert preview.recall_after is not None
    assert 0.5 < preview.recall_after < preview.recall_before < 1


def test_long_intervals_are_spread_over_the_days_with_least(
    workspace: Workspace, clock: Clock
) -> None:
    for _ in range(2):
        learned(workspace, range(40), rating=3)
        clock.forward(days=30)
    clock.forward(days=300)

    preview = ways.postponing(workspace.queries, workspace.settings, workspace.today, 40, ["first"])

    known = {row.part: row.memory for row in workspace.queries.memory.memories(workspace.today)}
    for move in preview.moves:
        memory = known[move.part]
        assert memory.due is not None
        assert memory.last_day is not None
        interval = (memory.due - memory.last_day).days
        assert (move.after - workspace.today).days >= 1
        assert (
            0.05 * interval
            <= (move.after - workspace.today).days
            <= max(0.1 * interval, 0.05 * interval + 1)
        )
    assert len(preview.moves) == 40
    days = Counter(move.after for move in preview.moves)
    assert len(days) > 3
    assert max(days.values()) < 20


def test_more_than_there_is_moves_what_there_is_and_nothing_is_nothing(
    workspace: Workspace,
) -> None:
    assert (
        len(ways.postponing(workspace.queries, workspace.settings, workspace.today, 999).moves)
        == 40
    )
    assert (
        len(
            ways.postponing(
                workspace.queries, workspace.settings, workspace.today, 999, ["second"]
            ).moves
        )
        == 0
    )
    empty = ways.postponing(workspace.queries, workspace.settings, workspace.today, 5, ["second"])
    assert (empty.recall_before, empty.first, empty.last) == (None, None, None)


def test_a_pause_moves_every_due_day(workspace: Workspace) -> None:
    before = dues(workspace)
    store = workspace.open_store()

    moved = ways.carry_out(
        store, ways.pausing(workspace.queries, workspace.settings, workspace.today, 14)
    )

    after = dues(workspace)
    assert moved == 60
    assert all(
        after[part] == max(before[part], workspace.today) + timedelta(days=14) for part in before
    )
    assert home_view(workspace).due == 0
    assert store.rebuild().changed == 0


def test_a_pause_that_cannot_be_read_is_passed_over(workspace: Workspace) -> None:
    store = workspace.open_store()
    ways.carry_out(store, ways.pausing(workspace.queries, workspace.settings, workspace.today, 14))
    until = workspace.queries.paused_until(workspace.today)
    pause = workspace.queries.study.pause(workspace.today)
    assert pause is not None
    event = workspace.queries.events.event(pause.event)
    assert event is not None
    for garbage in ("garbage", 7, None, {"a": "b"}):
        data = {**event.data, "pause_until": garbage, "batch": f"another {garbage}"}
        # from a log that was taken in before it was checked
        workspace.queries.opened.connection.execute(
            "UPDATE event SET data = ? WHERE rowid = (SELECT max(rowid) FROM event WHERE kind ="
            " 'due' AND data NOT LIKE '%another%')",
            (json.dumps(data),),
        )

    assert workspace.queries.paused_until(workspace.today) == until


def test_a_pause_leaves_out_what_is_left_out(workspace: Workspace) -> None:
    workspace.open_store().append([Draft(kind="suspend", card="card-0001")])

    assert Part("card-0001") not in {
        move.part
        for move in ways.pausing(workspace.queries, workspace.settings, workspace.today, 14).moves
    }


def test_it_is_one_batch_and_undo_takes_it_back_as_one(workspace: Workspace) -> None:
    before, store = dues(workspace), workspace.open_store()
    ways.carry_out(store, ways.pausing(workspace.queries, workspace.settings, workspace.today, 3))
    assert {event.kind for event in list(workspace.queries.events.all())[-60:]} == {"due"}
    assert len({event.data["batch"] for event in list(workspace.queries.events.all())[-60:]}) == 1

    assert store.undo(workspace.today) is not None

    assert dues(workspace) == before
    assert store.rebuild().changed == 0


def test_take_back_finds_the_postponement_behind_later_answers(workspace: Workspace) -> None:
    before, store = dues(workspace), workspace.open_store()
    ways.carry_out(
        store, ways.postponing(workspace.queries, workspace.settings, workspace.today, 10)
    )
    review = start_review(workspace)
    review.reveal()
    review.grade(Rating.GOOD)
    answered = review.plan[0]

    assert ways.take_back(workspace.queries, store, workspace.today) == 10

    after = dues(workspace)
    assert {part for part in before if before[part] != after[part]} == {answered}
    assert ways.take_back(workspace.queries, store, workspace.today) == 0


def test_the_latest_of_two_is_taken_back_first(workspace: Workspace) -> None:
    store = workspace.open_store()
    ways.carry_out(
        store, ways.postponing(workspace.queries, workspace.settings, workspace.today, 10)
    )
    between = dues(workspace)
    ways.carry_out(store, ways.pausing(workspace.queries, workspace.settings, workspace.today, 5))

    assert ways.take_back(workspace.queries, store, workspace.today) == 60
    assert dues(workspace) == between
    assert ways.take_back(workspace.queries, store, workspace.today) == 10


def test_undo_in_a_review_gives_the_days_back_and_stays_at_its_card(workspace: Workspace) -> None:
    store = workspace.open_store()
    ways.carry_out(
        store, ways.postponing(workspace.queries, workspace.settings, workspace.today, 10)
    )
    review = start_review(workspace)
    item, total = review.item, review.session.total

    undone = review.undo()

    assert undone is not None
    assert undone.kind == "due"
    assert (review.item, review.session.total) == (item, total)
    assert home_view(workspace).due == 40


def test_nothing_is_put_off_to_the_day_of_an_exam_or_beyond(workspace: Workspace) -> None:
    exam = workspace.today + timedelta(days=5)
    workspace.choose(replace(workspace.settings, exam=ExamPlan(exam, decks=("first",))))

    moves = {
        move.part: move.after
        for move in ways.pausing(workspace.queries, workspace.settings, workspace.today, 30).moves
    }

    assert all(moves[Part(f"card-{number:04}")] == exam - timedelta(days=1) for number in range(40))
    assert all(moves[Part(f"card-{number:04}")] > exam for number in range(40, 60))


def test_what_is_postponed_comes_before_the_exam(workspace: Workspace) -> None:
    exam = workspace.today + timedelta(days=2)
    workspace.choose(replace(workspace.settings, exam=ExamPlan(exam)))

    assert {
        move.after
        for move in ways.postponing(
            workspace.queries, workspace.settings, workspace.today, 100
        ).moves
    } == {exam - timedelta(days=1)}


def test_where_no_day_lies_before_the_exam_nothing_is_put_off(workspace: Workspace) -> None:
    workspace.choose(
        replace(workspace.settings, exam=ExamPlan(workspace.today + timedelta(days=1)))
    )

    with pytest.raises(UsageError, match="no days left before the exam"):
        ways.postponing(workspace.queries, workspace.settings, workspace.today, 10)


@pytest.mark.parametrize("days", [0, -1, 366, 10**9])
def test_a_pause_has_a_sensible_length(workspace: Workspace, days: int) -> None:
    with pytest.raises(UsageError, match="A pause must be 1 to 365 days"):
        ways.pausing(workspace.queries, workspace.settings, workspace.today, days)


def test_at_least_one_card(workspace: Workspace) -> None:
    with pytest.raises(UsageError, match="at least one card"):
        ways.postponing(workspace.queries, workspace.settings, workspace.today, 0)


def test_what_waits_for_a_sister_card_is_named_beside_what_a_review_asks(
    tmp_path: Path, clock: Clock
) -> None:
    with opened(tmp_path, deck(9, siblings=True), clock=clock) as workspace:
        workspace.open_store().append(
            [
                Draft(kind="review", card=row.part.card, part=row.part.part, rating=3, target=0.9)
                for row in workspace.queries.library.parts()
            ]
        )
        assert ways.there_is(workspace, None).sisters == 0
        clock.forward(days=20)
        there, grounds = ways.there_is(workspace, None), tuning.gather(workspace)

        assert (there.due, there.sisters, home_view(workspace).due) == (12, 3, 9)
        assert ways_words.due(there, NURSE) == "12 due (3 wait for a sibling card)"
        assert ways_words.due(there._replace(due=9, sisters=0), NURSE) == "9 due"
        assert tuning.moves(grounds, grounds.weights).due_before == 9, (
            "the same number as on the first page"
        )

        review = start_review(workspace, limit=3)
        for _ in range(3):
            review.reveal()
            review.grade(Rating.GOOD)
            review.advance()
        there, grounds = ways.there_is(workspace, None), tuning.gather(workspace)
        assert (
            there.due - there.sisters
            == home_view(workspace).due
            == tuning.moves(grounds, grounds.weights).due_before
            == 6
        )
