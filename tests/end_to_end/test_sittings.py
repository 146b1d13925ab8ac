"""Sittings that outlast a day or a deck."""

from __future__ import annotations

from typing import TYPE_CHECKING

from learnms.engine.review.start import start_review
from learnms.study.day import study_day
from learnms.study.event import Part, Rating

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from learnms.engine.review.review import Review
    from learnms.engine.workspace import Workspace
    from tests.conftest import Clock


def sitting(workspace: Workspace, limit: int | None = None) -> Review:
    workspace.open_store()
    return start_review(workspace, limit=limit)


def test_undo_takes_back_the_latest_answer_of_a_sitting_left_open(
    open_workspace: Callable[[], Workspace], clock: Clock
) -> None:
    review = sitting(open_workspace())
    for days in (0, 3):
        clock.forward(days=days)
        review.reveal()
        review.grade(Rating.GOOD)
        review.advance()
    latest = [event for event in review.queries.events.all() if event.kind == "review"][-1]

    assert review.undo() == latest


def test_the_button_says_what_is_stored_in_a_sitting_left_open(
    open_workspace: Callable[[], Workspace], clock: Clock
) -> None:
    review = sitting(open_workspace(), limit=1)
    review.reveal()
    review.grade(Rating.AGAIN)
    clock.forward(days=3)
    item = review.advance()
    assert item is not None
    review.reveal()
    due = review.grade(Rating.GOOD).due

    assert (due - study_day(clock())).days == item.intervals[Rating.GOOD]


def test_an_undone_card_is_asked_next_under_its_new_id(
    open_workspace: Callable[[], Workspace], deck_file: Path
) -> None:
    review = sitting(open_workspace())
    review.reveal()
    review.grade(Rating.GOOD)
    deck_file.write_text(
        deck_file.read_text("utf-8").replace(
            "id: card-flash", "id: card-renamed\n    was: card-flash"
        ),
        "utf-8",
    )
    review = sitting(open_workspace(), limit=1)

    assert review.undo() is not None
    assert review.item is not None
    assert review.item.part == Part("card-renamed")


def test_taking_a_flag_back_does_not_ask_an_answered_card_again(
    open_workspace: Callable[[], Workspace],
) -> None:
    review = sitting(open_workspace())
    assert review.item is not None
    part = review.item.part
    review.reveal()
    review.grade(Rating.GOOD)
    review.flag()

    undone = review.undo()

    assert undone is not None
    assert undone.kind == "flag"
    assert part not in review.session.waiting, "its answer still counts"


def test_an_undone_card_is_asked_before_a_failed_one(
    open_workspace: Callable[[], Workspace], clock: Clock
) -> None:
    review = sitting(open_workspace())
    for rating in (Rating.AGAIN, Rating.GOOD):
        review.reveal()
        review.grade(rating)
        review.advance()
    clock.forward(minutes=12)

    event = review.undo()

    assert event is not None
    assert review.item is not None
    assert review.item.part == event.owner
