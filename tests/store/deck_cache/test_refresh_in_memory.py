"""Where the cache cannot be stored, what was parsed is held in memory, beside what is stored."""

from __future__ import annotations

from pathlib import Path

import pytest

from learnms.store.first_paint import StudyQueries
from learnms.store.read.library import LibraryQueries
from learnms.store.sqlite.connection import DatabaseHandle, open_reader, open_writer
from tests.factories.store import (
    MONDAY,
    CountingParser,
    age,
    answer,
    card,
    cards,
    deck,
    load,
    open_store,
)


@pytest.fixture
def parser() -> CountingParser:
    return CountingParser()


def test_a_reader_keeps_what_it_parsed_for_itself(tmp_path: Path, parser: CountingParser) -> None:
    files = [deck(tmp_path / "a.json", card("card-a")), deck(tmp_path / "b.json", card("card-b"))]
    age(*files)
    writing = writer_with(tmp_path / "home", parser, *files)
    store = open_store(tmp_path / "home", opened=writing)
    answer(store, "card-b")
    deck(tmp_path / "a.json", card("card-a"), card("card-c"))
    reading = open_reader(tmp_path / "home")

    report = load(reading, parser, *files)

    assert (report.stored, report.parsed) == (False, (files[0],))
    assert cards(reading) == ["card-a", "card-c", "card-b"]
    assert [new.part.card for new in StudyQueries(reading.connection).new_parts(MONDAY)] == [
        "card-a",
        "card-c",
    ]
    assert cards(writing) == ["card-a", "card-b"]
    assert [body.card for body in LibraryQueries(reading.session).quizzable()] == [
        "card-a",
        "card-c",
        "card-b",
    ]
    reading.close()
    store.close()


def writer_with(home: Path, parser: CountingParser, *files: str) -> DatabaseHandle:
    opened = open_writer(home)
    load(opened, parser, *files)
    return opened


def test_a_reader_keeps_the_last_good_cards_of_a_typo_too(
    tmp_path: Path, parser: CountingParser
) -> None:
    file = deck(tmp_path / "a.json", card("card-a"))
    opened = writer_with(tmp_path / "home", parser, file)
    Path(file).write_text("{")
    reading = open_reader(tmp_path / "home")

    report = load(reading, parser, file)

    assert (report.stored, report.failed) == (False, (file,))
    assert cards(reading) == ["card-a"]
    load(opened, parser, file)
    assert load(reading, parser, file).parsed == ()
    assert load(reading, parser, file).stored is False
    assert cards(reading) == ["card-a"]
    reading.close()
    opened.close()


def test_a_full_disk_is_no_reason_not_to_learn(tmp_path: Path, parser: CountingParser) -> None:
    opened = open_writer(tmp_path / "home")
    pages = opened.connection.execute("PRAGMA page_count").fetchone()[0]
    opened.connection.execute(f"PRAGMA max_page_count = {pages}")
    file = deck(tmp_path / "a.json", *(card(f"card-{number}") for number in range(500)))

    report = load(opened, parser, file)

    assert (report.parsed, report.stored) == ((file,), False)
    assert len(cards(opened)) == 500
    assert opened.connection.execute("SELECT count(*) FROM main.card_index").fetchone() == (0,)
    opened.close()
