"""The whole log as JSON Lines: nothing is lost on the way, and what is damaged is named with its
line.
"""

from __future__ import annotations

import io
import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learnms.errors import LearnmsError
from learnms.exchange.events import event_of_line, import_events, read_events, write_events
from learnms.store.log.events import with_checksum
from learnms.store.log.writer import Store
from learnms.store.read.events import EventQueries
from learnms.store.read.rows import event_from, event_row
from learnms.study.event import COLUMNS, Draft
from learnms.text import has_unsafe
from tests.factories.store import MONDAY, Clock, answer, event_rows, memory_rows, open_store

LINE = (
    '{"learner_id":"learner","id":"00000000-0000-7000-8000-000000000001","kind":"review",'
    '"device_id":"device","seq":3,"at_utc":"2026-11-23T12:00:00.500000+00:00","utc_offset":60,'
    '"study_day":"2026-11-23","card":"card-a","part":"c1","form":"f","wording_hash":"w",'
    '"key_hash":"k","rating":3,"points":1.0,"max_points":2.0,"form_kind":"single",'
    '"answer":{"picked":["é",1]},"confidence":"certain","took_ms":4200,"due":"2026-11-27",'
    '"target":0.9,"recall_before":0.5,"stability_before":2.0,"difficulty_before":5.25,'
    '"params_id":null,"ref":"00000000-0000-7000-8000-000000000002",'
    '"data":{"cap":"2026-12-01"},"checksum":"ed2edc36467d1290"}\n'
)


def export(store: Store, path: Path) -> Path:
    with path.open("w", encoding="utf-8", newline="\n") as stream:
        write_events(EventQueries(store.session).all(), stream)
    return path


def a_full_log(store: Store, clock: Clock) -> None:
    answer(
        store,
        points=1,
        max_points=1,
        confidence="certain",
        answer={"shown": ["µg", "\u202e"], "picked": [0]},
        took_ms=5,
    )
    answer(store, "card-b", 1, part="c1")
    store.undo(MONDAY)
    clock.forward(days=3, microseconds=17)
    store.append(
        [
            Draft(kind="suspend", card="card-b"),
            Draft(kind="due", card="card-c", due=MONDAY + timedelta(days=9)),
        ]
    )
    store.append(
        [
            Draft(kind="relink", data={"pairs": [["card-a", None, "card-z", "rev"]]}),
            Draft(kind="session", data={"plan": [["a", None]]}),
        ]
    )
    answer(store, "card-a", 2)


def test_a_line_of_any_version_is_written_again_as_it_was() -> None:
    event = event_of_line(LINE)
    stream = io.StringIO()

    write_events([event_from(list(event_row(event).values()))], stream)

    assert stream.getvalue() == LINE


def test_an_export_brings_back_everything(tmp_path: Path) -> None:
    clock = Clock()
    source = open_store(tmp_path / "one", clock)
    a_full_log(source, clock)
    file = export(source, tmp_path / "log.jsonl")
    store = open_store(tmp_path / "two", clock)

    first, second = import_events(store, file), import_events(store, file)

    assert (first.added, first.refused, second.added, second.known) == (8, 0, 0, 8)
    assert event_rows(store) == event_rows(source)
    assert memory_rows(store) == memory_rows(source)
    assert export(store, tmp_path / "again.jsonl").read_bytes() == file.read_bytes()
    source.close()
    store.close()


def test_a_line_is_an_object_with_every_column(tmp_path: Path) -> None:
    store = open_store(tmp_path)
    event = answer(store)
    stream = io.StringIO()

    assert write_events([event], stream) == 1

    line = json.loads(stream.getvalue())
    assert tuple(line) == COLUMNS
    assert (line["id"], line["study_day"], line["at_utc"]) == (
        str(event.id),
        "2026-11-23",
        "2026-11-23T12:00:00+00:00",
    )
    store.close()


def test_no_line_holds_a_character_that_a_terminal_obeys(tmp_path: Path) -> None:
    hostile = "\x1b]0;X\x07 \x7f \x9b31m \u200b \u202e \u2066 \ufeff \U000e0041 µg"
    store = open_store(tmp_path / "one")
    answer(store, answer={"shown": [hostile], "picked": [0]})
    store.append([Draft(kind="note", card="card-a", data={"text": hostile})])

    file = export(store, tmp_path / "log.jsonl")

    assert not has_unsafe(file.read_text("utf-8"))
    assert [event.answer or event.data for event in read_events(file)] == [
        {"shown": [hostile], "picked": [0]},
        {"text": hostile},
    ]
    store.close()


def changed(line: str, **columns: Any) -> str:
    """The line with other columns and the checksum that belongs to them, where there can be one."""
    given = {**json.loads(line), **columns}
    return json.dumps({key: value for key, value in given.items() if value != "left out"})


@pytest.mark.parametrize(
    ("columns", "message"),
    [
        ({"rating": 4}, "does not match its checksum"),
        ({"rating": "3"}, 'the event\'s `rating` cannot be "3"'),
        ({"rating": True}, "the event's `rating` cannot be true"),
        ({"rating": 9}, "rating outside 1 to 4"),
        ({"rating": None}, "rating outside 1 to 4, None"),
        ({"kind": "party"}, "unknown kind, 'party'"),
        ({"id": "left out"}, "has no `id`"),
        ({"id": "not-an-id"}, "the event's `id` cannot be"),
        ({"id": 7}, "the event's `id` cannot be 7"),
        ({"seq": -1}, "sequence number out of range, -1"),
        ({"seq": 2**60}, "the event's `seq` cannot be"),
        ({"seq": None}, "has no `seq`"),
        ({"at_utc": "2026-11-23T12:00:00"}, "the event's `at_utc` cannot be"),
        ({"at_utc": "noon"}, "the event's `at_utc` cannot be"),
        ({"at_utc": "0001-01-01T00:00:00+14:00"}, "the event's `at_utc` cannot be"),
        ({"study_day": "2026-13-01"}, "the event's `study_day` cannot be"),
        ({"card": "a\u001bb"}, "card that is not an id"),
        ({"card": "\ud800"}, "the event's `card` cannot be"),
        ({"card": None}, "names no card"),
        ({"target": 5}, "desired retention out of range, 5"),
        ({"points": "many"}, "the event's `points` cannot be"),
        ({"ref": "x"}, "the event's `ref` cannot be"),
        ({"took_ms": 2**70}, "the event's `took_ms` cannot be"),
        ({"kind": "void"}, "names no event to undo"),
        (
            {"kind": "due", "due": "2026-12-01", "data": {"pause_until": "garbage"}},
            "has an invalid pause date, 'garbage'",
        ),
        (
            {"kind": "due", "due": "2026-12-01", "data": {"pause_until": ["x" * 9999]}},
            "has an invalid pause date, [",
        ),
        ({"kind": "relink", "data": {"pairs": [["a", None, None, None]]}}, "has no pairs of parts"),
        ({"kind": "params", "data": {"parameters": ["a"]}}, "parameters that FSRS does not accept"),
    ],
)
def test_a_bad_event_is_named_and_nothing_is_imported(
    tmp_path: Path, columns: dict[str, Any], message: str
) -> None:
    source, store = open_store(tmp_path / "one"), open_store(tmp_path / "two")
    answer(source)
    good = export(source, tmp_path / "log.jsonl").read_text()
    file = tmp_path / "bad.jsonl"
    file.write_text(f"{good}\n{changed(good, **columns)}\n")

    with pytest.raises(LearnmsError) as caught:
        import_events(store, file)

    assert caught.value.message.startswith(f"{file}:3: ")
    assert message in caught.value.message
    assert event_rows(store) == []
    source.close()
    store.close()


@pytest.mark.parametrize(
    "line", ["{", "[]", '"text"', "12", "NaN", '{"a": NaN}', "[" * 100_000, "null"]
)
def test_what_is_no_event_is_told(tmp_path: Path, line: str) -> None:
    file = tmp_path / "log.jsonl"
    file.write_text(line)

    with pytest.raises(LearnmsError, match=r":1: this is not"):
        read_events(file)


def test_bytes_that_are_no_text_are_told(tmp_path: Path) -> None:
    file = tmp_path / "log.jsonl"
    file.write_bytes(b"\n\n\xff\xfe")

    with pytest.raises(LearnmsError, match=r":3: this is not UTF-8"):
        read_events(file)


def test_a_newer_learnms_may_write_more(tmp_path: Path) -> None:
    store = open_store(tmp_path / "home")
    event = answer(store, points=1, max_points=2)
    line = {**event.to_json(), "mood": "calm", "points": 1}
    file = tmp_path / "log.jsonl"
    file.write_text(f"\ufeff\n{json.dumps(line)}\r\n\n", encoding="utf-8")

    assert read_events(file) == [event]
    store.close()


def test_an_empty_log_is_an_empty_file(tmp_path: Path) -> None:
    store = open_store(tmp_path / "home")

    assert import_events(store, export(store, tmp_path / "log.jsonl")) == (0, 0, 0)
    store.close()


json_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53), 2**53)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda children: (
        st.lists(children, max_size=3) | st.dictionaries(st.text(), children, max_size=3)
    ),
    max_leaves=8,
)


@given(json_values, st.floats(0, 100))
def test_any_answer_survives_the_way_through_a_line(value: Any, points: float) -> None:
    [event] = a_learners_note(value, points)

    stream = io.StringIO()
    write_events([event], stream)

    assert event_of_line(stream.getvalue()) == event


def a_learners_note(value: Any, points: float) -> list[Any]:
    from learnms.store.sqlite.connection import open_reader

    nowhere = Path("learnms-no-such-home")
    store = Store.open(nowhere, Clock(), open_reader(nowhere))
    events = store.append(
        [Draft(kind="practice", card="card-a", answer=value, points=points, max_points=100)]
    )
    stored = list(EventQueries(store.session).all())
    store.close()
    assert stored == events
    assert with_checksum(stored[0]) == events[0]
    return stored
