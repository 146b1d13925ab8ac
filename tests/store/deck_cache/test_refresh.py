"""The deck cache: parsed once, kept through typos, and held in memory where it cannot be stored."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from learnms.store.deck_cache import check as check_module
from learnms.store.deck_cache.parsed import ParsedFile
from learnms.store.deck_cache.refresh import parse_changed, refresh, write_parsed
from learnms.store.first_paint import StudyQueries
from learnms.store.read.library import LibraryQueries
from learnms.store.read.memory import MemoryQueries
from learnms.store.sqlite.connection import DatabaseHandle, open_reader, open_writer
from learnms.study.event import Part
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
def opened(tmp_path: Path) -> Iterator[DatabaseHandle]:
    handle = open_writer(tmp_path / "home")
    yield handle
    handle.close()


@pytest.fixture
def parser() -> CountingParser:
    return CountingParser()


def problems(opened: DatabaseHandle) -> list[dict[str, Any]]:
    return [problem for row in StudyQueries(opened.connection).decks() for problem in row.problems]


def test_an_unchanged_file_is_not_parsed_again(
    opened: DatabaseHandle, parser: CountingParser, tmp_path: Path
) -> None:
    files = [deck(tmp_path / "a.json", card("card-a")), deck(tmp_path / "b.json", card("card-b"))]
    age(*files)

    first = load(opened, parser, *files)
    second = load(opened, parser, *files)

    assert parser.calls == ["a.json", "b.json"]
    assert (first.files, first.parsed, first.failed, first.stored) == (2, tuple(files), (), True)
    assert (second.parsed, second.stored) == ((), True)
    assert cards(opened) == ["card-a", "card-b"]


def test_nothing_is_written_when_nothing_changed(
    opened: DatabaseHandle, parser: CountingParser, tmp_path: Path
) -> None:
    file = deck(tmp_path / "a.json", card("card-a"))
    age(file)
    load(opened, parser, file)
    before = opened.connection.total_changes

    load(opened, parser, file)

    written = opened.connection.total_changes - before
    assert written <= 2  # the TEMP list of the library


def test_a_file_with_a_new_time_and_the_same_bytes_is_not_parsed(
    opened: DatabaseHandle, parser: CountingParser, tmp_path: Path
) -> None:
    file = deck(tmp_path / "a.json", card("card-a"))
    load(opened, parser, file)
    age(file)

    load(opened, parser, file)
    load(opened, parser, file)

    assert parser.calls == ["a.json"]


def test_a_change_within_one_tick_of_the_clock_is_noticed(
    opened: DatabaseHandle, parser: CountingParser, tmp_path: Path
) -> None:
    file = deck(tmp_path / "a.json", card("card-a"))
    before = Path(file).stat()
    load(opened, parser, file)
    deck(tmp_path / "a.json", card("card-z"))
    os.utime(file, ns=(before.st_mtime_ns, before.st_mtime_ns))
    assert Path(file).stat().st_size == before.st_size

    load(opened, parser, file)

    assert cards(opened) == ["card-z"]


def test_only_the_changed_file_is_parsed(
    opened: DatabaseHandle, parser: CountingParser, tmp_path: Path
) -> None:
    files = [deck(tmp_path / "a.json", card("card-a")), deck(tmp_path / "b.json", card("card-b"))]
    load(opened, parser, *files)
    deck(tmp_path / "b.json", card("card-b"), card("card-c"))

    report = load(opened, parser, *files)

    assert report.parsed == (files[1],)
    assert cards(opened) == ["card-a", "card-b", "card-c"]


def test_the_shared_sources_make_their_decks_new(
    opened: DatabaseHandle, parser: CountingParser, tmp_path: Path
) -> None:
    files = [
        deck(tmp_path / "one" / "a.json", card("card-a")),
        deck(tmp_path / "two" / "b.json", card("card-b")),
    ]
    load(opened, parser, *files)
    (tmp_path / "two" / "sources.yaml").write_text("uspi: {}")

    report = load(opened, parser, *files)

    assert report.parsed == (files[1],)


def test_a_new_format_of_the_cache_parses_everything(
    opened: DatabaseHandle, parser: CountingParser, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = deck(tmp_path / "a.json", card("card-a"))
    load(opened, parser, file)
    monkeypatch.setattr(check_module, "CACHE_FORMAT", check_module.CACHE_FORMAT + 1)

    load(opened, parser, file)
    load(opened, parser, file)

    assert parser.calls == ["a.json"] * 2


def test_another_version_of_the_program_parses_everything_once(
    opened: DatabaseHandle, parser: CountingParser, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = deck(tmp_path / "a.json", card("card-a"))
    load(opened, parser, file)
    monkeypatch.setattr(check_module, "__version__", "9.9.9")

    load(opened, parser, file)
    load(opened, parser, file)

    assert parser.calls == ["a.json"] * 2


def test_what_another_version_parsed_is_dropped(
    opened: DatabaseHandle, parser: CountingParser, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = [deck(tmp_path / "a.json", card("card-a")), deck(tmp_path / "b.json", card("card-b"))]
    load(opened, parser, *files)
    monkeypatch.setattr(check_module, "__version__", "9.9.9")

    load(opened, parser, files[0])

    for table in ("deck_cache", "deck_card", "card_index"):
        rows = opened.connection.execute(f"SELECT path FROM main.{table}").fetchall()
        assert rows == [(files[0],)]


def test_a_typo_keeps_the_last_good_cards(
    opened: DatabaseHandle, parser: CountingParser, tmp_path: Path
) -> None:
    file = deck(tmp_path / "a.json", card("card-a"))
    load(opened, parser, file)
    Path(file).write_text("{ not a deck")
    age(file)

    report = load(opened, parser, file)
    again = load(opened, parser, file)

    assert report.failed == (file,)
    assert again.parsed == ()
    assert cards(opened) == ["card-a"]
    [row] = StudyQueries(opened.connection).decks()
    assert (row.parsed, row.title, row.version) == (False, "Deck a", "1")
    assert row.problems == [{"code": "LM001", "severity": "error", "message": "not a deck"}]
    deck(Path(file), card("card-a"), card("card-b"))
    load(opened, parser, file)
    assert cards(opened) == ["card-a", "card-b"]
    assert problems(opened) == []


def test_a_file_that_was_never_good_has_problems_and_no_cards(
    opened: DatabaseHandle, parser: CountingParser, tmp_path: Path
) -> None:
    file = tmp_path / "a.json"
    file.write_text("{")

    load(opened, parser, str(file))

    [row] = StudyQueries(opened.connection).decks()
    assert (row.parsed, row.total, row.deck_id) == (False, 0, "a")
    assert len(row.problems) == 1


def test_a_file_that_cannot_be_opened_keeps_its_cards_and_is_tried_again(
    opened: DatabaseHandle, parser: CountingParser, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = deck(tmp_path / "a.json", card("card-a"))
    age(file)
    load(opened, parser, file)
    Path(file).rename(tmp_path / "away")

    report = load(opened, parser, file)
    writes = opened.connection.total_changes
    load(opened, parser, file)

    assert report.failed == (file,)
    assert opened.connection.total_changes - writes <= 2
    assert cards(opened) == ["card-a"]
    [problem] = problems(opened)
    assert problem["message"] == "The file cannot be read: No such file or directory."
    (tmp_path / "away").rename(file)
    load(opened, parser, file)
    assert problems(opened) == []


def test_a_removed_file_makes_orphans_and_its_return_makes_them_active(
    tmp_path: Path, parser: CountingParser
) -> None:
    files = [deck(tmp_path / "a.json", card("card-a")), deck(tmp_path / "b.json", card("card-b"))]
    opened = open_writer(tmp_path / "home")
    load(opened, parser, *files)
    store = open_store(tmp_path / "home", opened=opened)
    answer(store, "card-a")
    answer(store, "card-b")
    reader = MemoryQueries(opened.session)

    load(opened, parser, files[0])
    assert [(known.part.card, known.status) for known in reader.memories(MONDAY)] == [
        ("card-a", "active"),
        ("card-b", "orphan"),
    ]
    assert LibraryQueries(opened.session).prompt(Part("card-b")) == "What about card-b None?"
    assert LibraryQueries(opened.session).prompt(Part("card-x")) is None

    load(opened, parser, *files)
    assert [known.status for known in reader.memories(MONDAY)] == ["active", "active"]
    assert parser.calls == ["a.json", "b.json"]
    store.close()


def test_a_part_that_left_its_card_is_an_orphan_with_its_prompt(
    tmp_path: Path, parser: CountingParser
) -> None:
    file = deck(tmp_path / "a.json", card("card-a", "c1", "c2"))
    opened = open_writer(tmp_path / "home")
    load(opened, parser, file)
    store = open_store(tmp_path / "home", opened=opened)
    answer(store, "card-a", part="c2")
    deck(tmp_path / "a.json", card("card-a", "c1"))

    load(opened, parser, file)

    reader, library = MemoryQueries(opened.session), LibraryQueries(opened.session)
    assert [(str(known.part), known.status) for known in reader.memories(MONDAY, unseen=True)] == [
        ("card-a#c1", "active"),
        ("card-a#c2", "orphan"),
    ]
    assert library.prompt(Part("card-a", "c2")) == "What about card-a c2?"
    assert library.sole_parts() == {"card-a": "c1"}
    store.close()


def test_of_duplicate_ids_the_first_by_file_and_line_is_studied(
    opened: DatabaseHandle, parser: CountingParser, tmp_path: Path
) -> None:
    files = [
        deck(tmp_path / "a.json", card("card-x"), card("card-x", "c1"), card("card-a")),
        deck(tmp_path / "b.json", card("card-a", "c1", "c2"), card("card-b")),
    ]

    load(opened, parser, *files)
    assert [(part.part, part.deck_id) for part in LibraryQueries(opened.session).parts()] == [
        (Part("card-x"), "a"),
        (Part("card-a"), "a"),
        (Part("card-b"), "b"),
    ]
    assert [row.total for row in StudyQueries(opened.connection).decks()] == [2, 1]

    load(opened, parser, *reversed(files))
    assert [str(part.part) for part in LibraryQueries(opened.session).parts()] == [
        "card-a#c1",
        "card-a#c2",
        "card-b",
        "card-x",
    ]
    row = LibraryQueries(opened.session).card_body("card-a")
    assert row is not None
    assert row.path == files[1]


def test_bodies_come_back_as_they_were_given(
    opened: DatabaseHandle, parser: CountingParser, tmp_path: Path
) -> None:
    file = deck(tmp_path / "a.json", card("card-a"), card(None), card("card-b"))
    load(opened, parser, file)
    library = LibraryQueries(opened.session)

    assert [(body.position, body.card, body.body, body.head) for body in library.quizzable()] == [
        (0, "card-a", {"ask": "card-a"}, {"version": "1"}),
        (1, None, {"ask": None}, {"version": "1"}),
        (2, "card-b", {"ask": "card-b"}, {"version": "1"}),
    ]
    assert library.card_body("card-z") is None


def test_relative_paths_are_kept_whole(
    opened: DatabaseHandle, parser: CountingParser, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = deck(tmp_path / "decks" / "a.json", card("card-a", audience=["patient"]))
    monkeypatch.chdir(tmp_path / "decks")

    load(opened, parser, "a.json", explicit=["a.json"])
    monkeypatch.chdir(tmp_path)
    load(opened, parser, "decks/a.json", file)

    assert parser.calls == ["a.json"]
    [row] = StudyQueries(opened.connection).decks()
    assert (row.path, row.explicit) == (file, False)


def test_a_parser_that_breaks_leaves_the_cache_as_it_was(
    opened: DatabaseHandle, parser: CountingParser, tmp_path: Path
) -> None:
    file = deck(tmp_path / "a.json", card("card-a"))
    load(opened, parser, file)
    deck(tmp_path / "a.json", card("card-b"))

    def breaks(path: str) -> ParsedFile:
        raise RuntimeError(path)

    with pytest.raises(RuntimeError):
        refresh(opened.connection, [file], breaks, writable=True, today=MONDAY)

    assert not opened.connection.in_transaction
    assert cards(opened) == ["card-a"]
    assert isinstance(opened.connection, sqlite3.Connection)


def test_the_files_are_parsed_on_another_connection_and_written_on_the_main_one(
    opened: DatabaseHandle, parser: CountingParser, tmp_path: Path
) -> None:
    file = deck(tmp_path / "a.json", card("card-a"))
    load(opened, parser, file)
    deck(tmp_path / "a.json", card("card-a"), card("card-b"))
    with closing(open_reader(tmp_path / "home")) as reading:
        changes = parse_changed(reading.connection, [file], parser)
        write_parsed(reading.connection, changes, writable=False, today=MONDAY)
        assert cards(reading) == ["card-a", "card-b"]
    assert cards(opened) == ["card-a"]

    report = write_parsed(opened.connection, changes, writable=True, today=MONDAY)

    assert (report.parsed, report.stored) == ((file,), True)
    assert cards(opened) == ["card-a", "card-b"]
    assert parser.calls == ["a.json"] * 2
