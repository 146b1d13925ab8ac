"""What a worker reads and parses while the learner answers."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING

from learnms.engine.progress.progress import gather
from learnms.engine.review.start import start_review
from learnms.engine.workspace import Workspace
from learnms.kinds.score import Answer
from learnms.study.event import Rating

if TYPE_CHECKING:
    from learnms.store.deck_cache.refresh import ParsedChanges

OpenWorkspace = Callable[[], Workspace]


def test_an_answer_is_written_while_a_worker_reads_one_snapshot(
    open_workspace: OpenWorkspace,
) -> None:
    workspace = open_workspace()
    review = start_review(workspace)
    workspace.queries.opened.connection.execute("PRAGMA busy_timeout = 0")
    before = workspace.queries.events.count()

    with workspace.reading() as queries:
        rows = queries.events.all()
        review.grade(Rating.GOOD)

        assert len(list(rows)) == before
        assert queries.events.count() == before
    assert workspace.queries.events.count() > before
    with workspace.reading() as queries:
        assert queries.events.count() == workspace.queries.events.count()


def test_workers_compute_while_answers_are_written(open_workspace: OpenWorkspace) -> None:
    workspace = open_workspace()
    review, counted = start_review(workspace), list[int]()
    threads = [Thread(target=lambda: counted.append(gather(workspace).answers)) for _ in range(3)]

    for thread in threads:
        thread.start()
    while (item := review.item) is not None and review.answered < 3:
        if item.scored:
            review.submit(Answer.empty(item.question))
        else:
            review.grade(Rating.GOOD)
        review.advance()
    for thread in threads:
        thread.join()

    assert len(counted) == 3
    assert gather(workspace).answers == review.answered


def test_decks_are_parsed_in_a_worker_and_taken_in_later(
    open_workspace: OpenWorkspace, deck_file: Path
) -> None:
    workspace = open_workspace()
    text = deck_file.read_text("utf-8")
    deck_file.write_text(text.replace("id: card-flash", "id: card-other"), "utf-8")
    parsed: list[ParsedChanges] = []

    thread = Thread(target=lambda: parsed.append(workspace.parse_decks()))
    thread.start()
    thread.join()

    assert workspace.queries.library.card_body("card-other") is None
    assert workspace.store_decks(parsed[0])
    assert workspace.queries.library.card_body("card-other") is not None
    with workspace.reading() as queries:
        assert queries.library.card_body("card-other") is not None
    assert not workspace.store_decks(workspace.parse_decks())


def test_beside_another_writer_a_worker_sees_the_decks_of_this_process(
    open_workspace: OpenWorkspace, deck_file: Path
) -> None:
    first = open_workspace()
    text = deck_file.read_text("utf-8")
    deck_file.write_text(text.replace("id: card-flash", "id: card-other"), "utf-8")

    with Workspace(first.home_folder, [str(deck_file)], first.clock) as second:
        assert second.read_only
        with second.reading() as queries:
            assert queries.library.card_body("card-other") is not None
    assert first.queries.library.card_body("card-other") is None
