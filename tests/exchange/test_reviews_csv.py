"""Review history as CSV: what other programs write is read, what cannot be right is refused with
its line.
"""

from __future__ import annotations

import io
import time
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from learnms.errors import LearnmsError
from learnms.exchange.reviews import ReviewImport, import_reviews, read_reviews, write_reviews
from learnms.store.deck_cache.refresh import refresh
from learnms.store.log.writer import Store
from learnms.store.read.events import EventQueries
from learnms.store.sqlite.connection import open_writer
from learnms.study.event import Draft, Part
from tests.factories.store import (
    MONDAY,
    NOON,
    Clock,
    CountingParser,
    answer,
    card,
    deck,
    event_rows,
    memory,
    memory_rows,
    open_store,
    review,
)

HEADER = "card_id,review_time,review_rating,review_state,review_duration"
AT = 1_764_000_000_000  # 2025-11-24 16:00 UTC


def write(path: Path, *lines: str, header: str = HEADER, end: str = "\n") -> Path:
    path.write_bytes((end.join([header, *lines]) + end).encode())
    return path


def exported(store: Store) -> str:
    stream = io.StringIO()
    write_reviews(EventQueries(store.session).all(), stream, store.today)
    return stream.getvalue()


def test_reviews_become_memories(tmp_path: Path) -> None:
    store = open_store(tmp_path / "home")
    file = write(
        tmp_path / "r.csv",
        f"card-a,{AT},3,0,5000",
        f"card-a,{AT + 3 * 86_400_000},1,2,",
        f"card-b#c1,{AT},4,0,1",
    )

    report = import_reviews(store, file, UTC)

    assert report == ReviewImport(added=3, known=0, skipped=0, held=0)
    assert (memory(store).reps, memory(store).lapses) == (2, 1)
    assert memory(store, "card-b", "c1").first_day == date(2025, 11, 24)
    [first, *_] = EventQueries(store.session).of_card("card-a")
    assert (first.seq, first.device_id, first.took_ms, first.key_hash) == (0, None, 5000, None)
    assert first.at_utc == datetime(2025, 11, 24, 16, tzinfo=UTC)
    assert store.rebuild().changed == 0
    store.close()


def test_the_same_file_twice_adds_nothing(tmp_path: Path) -> None:
    store = open_store(tmp_path / "home")
    file = write(tmp_path / "r.csv", f"card-a,{AT},3,0,5000", f"card-a,{AT + 86_400_000},4,2,4000")
    import_reviews(store, file, UTC)
    rows = event_rows(store), memory_rows(store)

    assert import_reviews(store, file, ZoneInfo("Asia/Kathmandu")) == ReviewImport(0, 2, 0, 0)
    assert (event_rows(store), memory_rows(store)) == rows
    store.close()


def test_rows_that_are_the_same_review_count_once(tmp_path: Path) -> None:
    row = f"card-a,{AT},3,0,5000"
    file = write(tmp_path / "r.csv", row, row, f"card-a,{AT},3,2,", f"card-a,{AT},2,0,5000")

    read = read_reviews(file, "learner", UTC)

    assert [event.rating for event in read.events] == [3, 2]


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (f"\ufeff{HEADER}\r\ncard-a,{AT},3,0,5\r\n", "a byte order mark and CRLF"),
        (f"{HEADER.replace(',', ';')}\ncard-a;{AT};3;0;5\n", "semicolons"),
        (f"{HEADER.replace(',', chr(9))}\ncard-a\t{AT}\t3\t0\t5\n", "tabs"),
        (
            f'"card_id","review_time","review_rating"\n"card-a","{AT}","3"\n',
            "quotes and no optional columns",
        ),
        (
            f"n,note,Review_Rating,review_time, card_id \n0,x,3,{AT},card-a\n",
            "more columns in another order",
        ),
        (
            f"{HEADER}\n\ncard-a,{AT}.0,3.0,2.0,\n\n",
            "decimals as pandas writes them, and empty lines",
        ),
        (f"{HEADER}\ncard-a,{AT},3\n", "a row without its last cells"),
        (f"{HEADER}\ncard-a,{AT},3,0,5", "no line break at the end"),
    ],
)
def test_the_ways_in_which_programs_write_csv_are_read(
    tmp_path: Path, content: str, why: str
) -> None:
    file = tmp_path / "r.csv"
    file.write_bytes(content.encode())

    [event] = read_reviews(file, "learner", UTC).events

    assert (event.card, event.rating, event.at_utc) == (
        "card-a",
        3,
        datetime(2025, 11, 24, 16, tzinfo=UTC),
    ), why


def test_rows_in_any_order_replay_in_order(tmp_path: Path) -> None:
    rows = [
        f"card-a,{AT + day * 86_400_000},{rating},2,1"
        for day, rating in ((0, 3), (2, 1), (3, 3), (9, 4))
    ]
    stores = []
    for name, order in (("one", rows), ("two", rows[::-1])):
        store = open_store(tmp_path / name)
        import_reviews(store, write(tmp_path / f"{name}.csv", *order), UTC)
        stores.append(memory(store))
        store.close()

    assert stores[0] == stores[1]
    assert stores[0].reps == 4


@pytest.mark.parametrize(
    ("row", "message"),
    [
        (f"card-a,{AT},5,0,1", "the rating 5 is not 1 to 4"),
        (f"card-a,{AT},-1,0,1", "the rating -1 is not 1 to 4"),
        (f"card-a,{AT},good,0,1", "the review_rating 'good' is not a whole number"),
        (f"card-a,{AT},3.5,0,1", "the review_rating '3.5' is not a whole number"),
        (f"card-a,{AT},,0,1", "the row has no review_rating"),
        ("card-a,yesterday,3,0,1", "the review_time 'yesterday' is not a whole number"),
        ("card-a,nan,3,0,1", "the review_time 'nan' is not a whole number"),
        ("card-a,-1,3,0,1", "not in milliseconds since 1970"),
        ("card-a,999999999999999999,3,0,1", "not in milliseconds since 1970"),
        (f"card-a,{AT},3,new,1", "the review_state 'new' is not a whole number"),
        (f"card-a,{AT},3,0,1e99", "the duration 1e99 is not in milliseconds"),
        (f"card-a,{AT},3,0,-1", "the duration -1 is not in milliseconds"),
        (
            f"card-a,{AT // 1000},3,0,1",
            f"the time {AT // 1000} looks like seconds; the column is in milliseconds",
        ),
        ("card-a,100000000,3,0,1", "looks like seconds"),
        (f"card-a,{AT},3,0,long", "the review_duration 'long' is not a whole number"),
        (f",{AT},3,0,1", "the card_id '' is not an id"),
        (f"#c1,{AT},3,0,1", "the card_id '#c1' is not an id"),
        (f"a#b#c,{AT},3,0,1", "the card_id 'a#b#c' is not an id"),
        (f'"card\x1b[2J",{AT},3,0,1', "is not an id"),
        (f'"card-a,{AT},3,0,1', "unexpected end of data"),
    ],
)
def test_a_bad_row_is_named_and_nothing_is_imported(tmp_path: Path, row: str, message: str) -> None:
    store = open_store(tmp_path / "home")
    file = write(tmp_path / "r.csv", f"card-a,{AT},3,0,1", row)

    with pytest.raises(LearnmsError) as caught:
        import_reviews(store, file, UTC)

    assert caught.value.message.startswith(f"{file}:3: ")
    assert message in caught.value.message
    assert "Nothing was imported" in str(caught.value)
    assert "\x1b" not in str(caught.value)
    assert event_rows(store) == []
    store.close()


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "is empty"),
        (b"\n \n", "is empty"),
        (
            b"card-a,1764000000000,3,0,1\n",
            "does not name the columns card_id, review_time, review_rating",
        ),
        (b"card_id,review_time\ncard-a,1\n", "does not name the column review_rating"),
        (b"card_id,review_time,review_rating\ncard-\xff,1,3\n", ":2: this is not UTF-8"),
        ("card_id,review_time\n".encode("utf-16"), "not UTF-8"),
    ],
)
def test_a_file_that_is_something_else_is_told(
    tmp_path: Path, content: bytes, message: str
) -> None:
    file = tmp_path / "r.csv"
    file.write_bytes(content)

    with pytest.raises(LearnmsError) as caught:
        read_reviews(file, "learner", UTC)

    assert message in caught.value.message


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(LearnmsError, match="cannot be read"):
        read_reviews(tmp_path / "none.csv", "learner", UTC)


def test_a_header_without_rows_is_no_review(tmp_path: Path) -> None:
    assert read_reviews(write(tmp_path / "r.csv"), "learner", UTC) == ([], 0)


def test_manual_changes_are_left_out_and_counted(tmp_path: Path) -> None:
    file = write(tmp_path / "r.csv", f"card-a,{AT},0,2,0", f"card-a,{AT},3,0,1", "card-b,,0,,")

    read = read_reviews(file, "learner", UTC)

    assert (len(read.events), read.skipped) == (1, 2)


def test_the_study_day_is_the_one_of_the_zone_with_its_summer_time(tmp_path: Path) -> None:
    summer = int(datetime(2026, 7, 1, 1, 30, tzinfo=UTC).timestamp() * 1000)
    winter = int(datetime(2026, 1, 1, 2, 30, tzinfo=UTC).timestamp() * 1000)
    file = write(tmp_path / "r.csv", f"card-a,{summer},3,0,1", f"card-b,{winter},3,0,1")

    berlin = read_reviews(file, "learner", ZoneInfo("Europe/Berlin")).events
    honolulu = read_reviews(file, "learner", ZoneInfo("Pacific/Honolulu")).events

    assert [(event.study_day, event.utc_offset) for event in berlin] == [
        (date(2026, 6, 30), 120),
        (date(2025, 12, 31), 60),
    ]
    assert [(event.study_day, event.utc_offset) for event in honolulu] == [
        (date(2026, 6, 30), -600),
        (date(2025, 12, 31), -600),
    ]
    assert [event.id for event in berlin] == [event.id for event in honolulu]


@pytest.mark.skipif(
    not hasattr(time, "tzset"), reason="the zone of a process can be changed on POSIX"
)
def test_without_a_zone_it_is_that_of_the_system(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = write(tmp_path / "r.csv", f"card-a,{AT},3,0,1")
    monkeypatch.setenv("TZ", "Asia/Kathmandu")
    time.tzset()
    try:
        [event] = read_reviews(file, "learner").events
    finally:
        monkeypatch.undo()
        time.tzset()

    assert event.utc_offset == 345


def test_a_review_from_the_future_waits(tmp_path: Path) -> None:
    clock = Clock()
    store = open_store(tmp_path / "home", clock)
    later = int((NOON + timedelta(days=30)).timestamp() * 1000)

    report = import_reviews(store, write(tmp_path / "r.csv", f"card-a,{later},3,0,1"), UTC)

    assert report == ReviewImport(added=1, known=0, skipped=0, held=1)
    assert memory_rows(store) == []
    clock.forward(days=29)
    store.append([])
    assert memory(store).reps == 1
    store.close()


def test_the_id_of_a_card_stands_for_its_sole_part(tmp_path: Path) -> None:
    opened = open_writer(tmp_path / "home")
    files = [
        deck(
            tmp_path / "a.json",
            card("card-one", "c1"),
            card("card-two", "c1", "c2"),
            card("card-whole"),
        )
    ]
    refresh(opened.connection, files, CountingParser(), writable=True, today=MONDAY)
    store = open_store(tmp_path / "home", opened=opened)
    file = write(
        tmp_path / "r.csv",
        *(f"{name},{AT},3,0,1" for name in ("card-one", "card-two", "card-whole", "card-other")),
    )

    import_reviews(store, file, UTC)

    assert {str(event.owner) for event in EventQueries(store.session).all()} == {
        "card-one#c1",
        "card-two",
        "card-whole",
        "card-other",
    }
    assert import_reviews(store, file, UTC).added == 0
    store.close()


def test_an_export_gives_the_same_memory_elsewhere(tmp_path: Path) -> None:
    clock = Clock()
    source = open_store(tmp_path / "one", clock)
    for rating in (3, 1, 3):
        answer(source, "card-a", rating, took_ms=1500)
        answer(source, "card-b", rating, part="c1")
        clock.forward(days=4)
    source.undo(MONDAY + timedelta(days=8))
    source.append([Draft(kind="note", card="card-a", data="x")])
    text = exported(source)
    file = tmp_path / "r.csv"
    file.write_text(text)
    store = open_store(tmp_path / "two", clock)

    import_reviews(store, file, UTC)

    assert text.split("\n")[0] == HEADER
    assert text.split("\n")[1] == f"card-a,{int(NOON.timestamp() * 1000)},3,0,1500"
    for part in (Part("card-a"), Part("card-b", "c1")):
        before, after = memory(source, *part), memory(store, *part)
        assert (before.stability, before.difficulty, before.due, before.reps, before.lapses) == (
            after.stability,
            after.difficulty,
            after.due,
            after.reps,
            after.lapses,
        )
    assert exported(store) == text
    assert import_reviews(source, file, UTC).added == 0
    assert import_reviews(store, file, UTC).added == 0
    source.close()
    store.close()


def test_what_is_exported_counts_and_stands_under_the_card_that_owns_it(tmp_path: Path) -> None:
    clock = Clock()
    store = open_store(tmp_path / "home", clock)
    answer(store, "old-card")
    store.append([Draft(kind="relink", data={"pairs": [["old-card", None, "new-card", "c1"]]})])
    answer(store, "new-card", part="c1")
    store.append([Draft(kind="reset", card="new-card", part="c1"), review("card-b")])
    store.undo(MONDAY)
    answer(store, "new-card", 4, part="c1")

    rows = [row.split(",") for row in exported(store).split("\n")[1:-1]]

    assert [(row[0], row[2], row[3]) for row in rows] == [
        ("new-card#c1", "3", "0"),
        ("new-card#c1", "3", "2"),
        ("new-card#c1", "4", "0"),
    ]
    store.close()


def test_a_cell_is_never_a_formula_and_comes_back_as_it_was(tmp_path: Path) -> None:
    store, other = open_store(tmp_path / "one"), open_store(tmp_path / "two")
    names = ["=1+1", "+a", "-a", "@a", "'=a"]
    for name in names:
        answer(store, name)
    file = tmp_path / "r.csv"
    file.write_text(exported(store))

    import_reviews(other, file, UTC)

    assert all(line.startswith("'") for line in file.read_text().split("\n")[1:-1])
    assert {event.card for event in EventQueries(other.session).all()} == set(names)
    store.close()
    other.close()
