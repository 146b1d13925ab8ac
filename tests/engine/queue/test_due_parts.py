"""What is due is found once as long as nothing is written."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from learnms.engine.queue.catch_up import backlog_question
from learnms.engine.review.start import start_review
from learnms.engine.workspace import Workspace
from learnms.store.scope import EVERYTHING
from learnms.study.event import Draft, Part
from tests.conftest import Clock
from tests.engine.quiz.helpers import learned

OpenWorkspace = Callable[[], Workspace]


@pytest.fixture
def workspace(open_workspace: OpenWorkspace, clock: Clock) -> Workspace:
    """A workspace with a card that is due."""
    workspace = open_workspace()
    learned(workspace, "card-flash")
    clock.forward(days=60)
    return workspace


def due(workspace: Workspace) -> set[str]:
    rows = workspace.queries.due_parts(workspace.today, EVERYTHING)
    assert list(rows) == workspace.queries.study.due_parts(workspace.today, EVERYTHING)
    return {row.part.card for row in rows}


def test_the_start_of_a_review_finds_the_due_parts_once(workspace: Workspace) -> None:
    workspace.open_store()
    asked: list[str] = []
    workspace.queries.opened.connection.set_trace_callback(asked.append)

    assert backlog_question(workspace) is None
    review = start_review(workspace)

    assert review.item is not None
    assert review.item.part == Part("card-flash")
    assert sum("AS waiting" in sql for sql in asked) == 1


def test_they_are_found_again_after_an_answer_an_undo_and_a_changed_deck(
    workspace: Workspace, deck_file: Path
) -> None:
    store = workspace.open_store()
    assert due(workspace) == {"card-flash"}
    store.append([Draft(kind="suspend", card="card-flash")])
    assert due(workspace) == set()
    store.undo(workspace.today)
    assert due(workspace) == {"card-flash"}

    before = deck_file.read_text("utf-8")
    deck_file.write_text(before.replace("card-flash", "card-other"), "utf-8")
    workspace.refresh()
    assert due(workspace) == set()
    deck_file.write_text(before, "utf-8")
    workspace.refresh()
    assert due(workspace) == {"card-flash"}


def test_a_reader_sees_what_another_program_writes(
    workspace: Workspace, deck_file: Path, clock: Clock
) -> None:
    with Workspace(workspace.home_folder, [str(deck_file)], clock) as reader:
        assert reader.read_only
        assert due(reader) == {"card-flash"}

        workspace.open_store().append([Draft(kind="suspend", card="card-flash")])

        assert due(reader) == set()


def test_nothing_is_kept_from_inside_a_transaction(workspace: Workspace) -> None:
    connection = workspace.queries.opened.connection
    connection.execute("BEGIN")
    connection.execute("UPDATE memory SET status = 'suspended'")
    assert due(workspace) == set()
    connection.execute("ROLLBACK")

    assert due(workspace) == {"card-flash"}
