"""The session that reads: beside the writer on one connection, with errors in words."""

from __future__ import annotations

import gc
from contextlib import closing
from pathlib import Path
from uuid import UUID

import pytest

from learnms.errors import StoreError
from learnms.store.read.events import EventQueries
from learnms.store.sqlite.connection import open_writer
from learnms.study.event import Draft
from tests.factories.store import MONDAY, memory, open_store, review


def test_reading_leaves_an_open_transaction_alone(tmp_path: Path) -> None:
    opened = open_writer(tmp_path)
    opened.connection.execute("BEGIN IMMEDIATE")
    opened.connection.execute("INSERT INTO meta VALUES ('name', 'value')")

    assert EventQueries(opened.session).count() == 0
    opened.session.close()
    assert EventQueries(opened.session).event(UUID(int=0)) is None

    assert opened.connection.in_transaction
    opened.connection.execute("COMMIT")
    opened.close()


def test_a_reader_sees_what_the_store_writes(tmp_path: Path) -> None:
    store = open_store(tmp_path)
    history = EventQueries(store.session)
    assert history.count() == 0

    store.append([review(), review("card-b")])

    assert history.count() == 2
    assert [event.card for event in history.all()] == ["card-a", "card-b"]
    assert not memory(store).is_new
    store.close()


def test_a_reader_may_stop_early_and_the_store_writes_on(tmp_path: Path) -> None:
    store = open_store(tmp_path)
    history = EventQueries(store.session)
    store.append([review(f"card-{number}") for number in range(3)])

    with closing(history.all()) as events:
        assert next(events).card == "card-0"
    store.append(
        [Draft(kind="void", ref=event.id) for event in history.counting_on_day(MONDAY)[:1]]
    )

    assert history.count() == 4
    store.close()


def test_every_error_is_in_words(tmp_path: Path) -> None:
    opened = open_writer(tmp_path)
    history = EventQueries(opened.session)
    opened.connection.execute("DROP TABLE card_seen")

    with pytest.raises(StoreError, match="could not be used: no such table: card_seen"):
        history.parts_ever_known("card-a")
    assert history.count() == 0

    opened.close()
    for _ in range(2):
        with pytest.raises(StoreError, match="closed database"):
            history.count()


def test_a_forgotten_session_of_a_closed_file_says_nothing(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    opened = open_writer(tmp_path)
    assert EventQueries(opened.session).count() == 0
    opened.close()

    del opened
    gc.collect()

    assert caplog.records == []


def test_text_that_is_none_is_damage(tmp_path: Path) -> None:
    store = open_store(tmp_path)
    store.append([review()])
    store.connection.execute("UPDATE event SET form = CAST(x'ff' AS TEXT)")

    with pytest.raises(StoreError, match="text that is not UTF-8"):
        list(EventQueries(store.session).all())
    store.close()
