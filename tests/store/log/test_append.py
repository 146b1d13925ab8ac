"""An answer is one transaction: the event in its place, completed, and the memory it leads to."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learnms.errors import StoreError
from learnms.store.first_paint import StudyQueries
from learnms.store.log.uuid7 import IdMaker
from learnms.store.log.writer import Store, nth
from learnms.store.read.events import EventQueries
from learnms.study.event import Draft, Part, checksum
from learnms.study.memory import NEW
from learnms.study.replay import replay
from tests.factories.store import (
    MONDAY,
    NOON,
    Clock,
    answer,
    event_rows,
    memory,
    open_store,
    review,
)


def test_a_review_is_stored_with_what_it_led_to(tmp_path: Path) -> None:
    store = open_store(tmp_path)
    first = answer(
        store,
        took_ms=1200,
        form="f1",
        key_hash="k1",
        answer={"picked": (2, 1)},
        points=1,
        max_points=2,
    )
    store.close()

    again = open_store(tmp_path)
    [stored] = EventQueries(again.session).all()

    assert stored == first
    assert stored.checksum == checksum(stored) == first.checksum
    assert (stored.seq, stored.device_id, stored.learner_id) == (
        1,
        again.device_id,
        again.learner_id,
    )
    assert (stored.at_utc, stored.utc_offset, stored.study_day) == (NOON, 0, MONDAY)
    assert stored.answer == {"picked": [2, 1]}
    assert stored.due is not None
    assert stored.due > MONDAY
    assert (stored.target, stored.stability_before, stored.recall_before) == (0.9, None, None)
    assert memory(again).due == stored.due
    assert memory(again).last_event == stored.id
    assert memory(again).key_hash == "k1"
    again.close()


def test_ids_are_version_seven_and_rise_within_a_millisecond_and_when_the_clock_goes_back() -> None:
    maker = IdMaker()
    times = [
        NOON,
        NOON,
        NOON - timedelta(days=400),
        NOON + timedelta(milliseconds=1),
        NOON + timedelta(milliseconds=1),
    ]

    ids = [maker.next(moment) for moment in times]

    assert ids == sorted(ids)
    assert len(set(ids)) == len(ids)
    assert {ident.version for ident in ids} == {7}
    assert ids[0].int >> 80 == int(NOON.timestamp() * 1000)


@given(st.lists(st.integers(0, 2**47), min_size=1, max_size=30))
def test_ids_rise_whatever_the_clock_does(milliseconds: list[int]) -> None:
    maker = IdMaker()

    ids = [
        maker.next(datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=number % 10**13))
        for number in milliseconds
    ]

    assert all(earlier < later for earlier, later in pairwise(ids))


def test_several_drafts_are_one_transaction_and_may_name_each_other(tmp_path: Path) -> None:
    store = open_store(tmp_path)
    evidence = Draft(kind="evidence", card="case-one", part="cue-one", points=0, max_points=1)

    written = store.append([evidence, review("card-a", 1, ref=nth(0))])

    assert [event.seq for event in written] == [1, 2]
    assert written[1].ref == written[0].id
    assert memory(store).reps == 1
    with pytest.raises(ValueError, match="does not come before"):
        store.append([review(ref=nth(0))])
    with pytest.raises(StoreError, match="rating outside 1 to 4"):
        store.append([review("card-b"), review("card-b", 7)])
    assert memory(store, "card-b") == NEW
    assert EventQueries(store.session).count() == 2
    store.close()


@pytest.mark.parametrize(
    ("draft", "why"),
    [
        (Draft(kind="review", rating=3), "names no card"),
        (review("a#b"), "not an id"),
        (review("card-a", 3, points=float("nan"), max_points=1), "no number in points"),
        (
            Draft(kind="review", card="card-a", rating=3, target=1.2),
            "desired retention out of range",
        ),
        (Draft(kind="void"), "names no event"),
        (Draft(kind="due", card="card-a"), "has no due date"),
        (Draft(kind="relink", data={"pairs": [["old", None, "new"]]}), "no pairs"),
        (Draft(kind="params", data={"parameters": [1.0] * 20}), "FSRS does not accept"),
        (Draft(kind="params", data={"parameters": [99.0] * 21}), "FSRS does not accept"),
    ],
)
def test_what_replay_could_not_digest_is_refused(tmp_path: Path, draft: Draft, why: str) -> None:
    store = open_store(tmp_path)

    with pytest.raises(StoreError, match=why):
        store.append([draft])

    assert event_rows(store) == []
    assert answer(store).seq == 1
    store.close()


def test_the_study_day_never_falls_behind_the_devices_last(tmp_path: Path) -> None:
    clock = Clock()
    store = open_store(tmp_path, clock)
    clock.forward(days=1)
    tomorrow = answer(store)
    clock.forward(days=-1)

    back = answer(store)

    assert (tomorrow.study_day, back.study_day) == (MONDAY + timedelta(days=1),) * 2
    assert back.at_utc < tomorrow.at_utc
    assert StudyQueries(store.connection).effective_day(MONDAY) == back.study_day
    assert store.rebuild().changed == 0
    store.close()


def test_a_clock_that_was_years_ahead_holds_its_events_until_their_day(tmp_path: Path) -> None:
    clock = Clock()
    store = open_store(tmp_path, clock)
    answer(store)
    before = memory(store)
    clock.forward(days=3650)
    answer(store, rating=1)
    assert memory(store).lapses == 1
    clock.forward(days=-3650)

    store.append([])
    assert memory(store) == before
    here = answer(store, "card-b")

    assert here.study_day == MONDAY
    assert here.seq == 3
    store.close()
    clock.forward(days=3650)
    later = open_store(tmp_path, clock)
    assert memory(later).lapses == 1
    assert later.rebuild().changed == 0
    later.close()


def test_days_begin_at_four_in_the_zone_of_the_clock(tmp_path: Path) -> None:
    clock = Clock(datetime.fromisoformat("2026-11-24T03:59:59+01:00"))
    store = open_store(tmp_path, clock)

    late = answer(store)
    clock.forward(seconds=1)
    early = answer(store)

    assert (late.study_day, early.study_day) == (date(2026, 11, 23), date(2026, 11, 24))
    assert late.utc_offset == 60
    store.close()


def test_an_override_is_a_void_and_a_new_event(tmp_path: Path) -> None:
    store = open_store(tmp_path)
    wrong = answer(store, rating=1)

    store.append([Draft(kind="void", ref=wrong.id), review("card-a", 3)])

    assert memory(store).reps == 1
    assert (
        memory(store).stability
        == replay(EventQueries(store.session).all(), MONDAY)[Part("card-a")].stability
    )
    store.close()


def test_parameters_hold_for_the_whole_log(tmp_path: Path) -> None:
    store = open_store(tmp_path)
    answer(store)
    with_defaults = memory(store)
    weights = [
        0.5,
        *json.loads(json.dumps(list(default_weights())))[1:3],
        5.0,
        *default_weights()[4:],
    ]

    [params] = store.append([Draft(kind="params", data={"parameters": weights})])

    assert StudyQueries(store.connection).parameters(MONDAY) == tuple(weights)
    answer(store, "card-b", 4)
    assert memory(store, "card-b").stability == 5.0
    assert next(iter(EventQueries(store.session).of_card("card-b"))).params_id == str(params.id)
    store.append([Draft(kind="void", ref=params.id)])
    assert memory(store) == with_defaults
    assert StudyQueries(store.connection).parameters(MONDAY) is None
    assert store.rebuild().changed == 0
    store.close()


def default_weights() -> tuple[float, ...]:
    from learnms.study.schedule import DEFAULT_PARAMETERS

    return DEFAULT_PARAMETERS


def test_a_due_event_puts_a_new_part_forward(tmp_path: Path) -> None:
    store = open_store(tmp_path)

    store.append(
        [Draft(kind="due", card="card-a", due=MONDAY + timedelta(days=1), ref=UUID(int=2**100))]
    )

    assert memory(store).due == MONDAY + timedelta(days=1)
    assert memory(store).is_new
    store.close()


def test_a_lone_surrogate_and_deep_text_survive(tmp_path: Path) -> None:
    store = open_store(tmp_path)
    odd = {"typed": "\ud800 µg \x00 'quote' \U0001f9e0"}

    store.append([Draft(kind="note", card="card-a", data=odd)])

    [note] = EventQueries(store.session).all()
    assert note.data == odd
    assert note.checksum == checksum(note)
    store.close()


@pytest.mark.parametrize("mishap", ["unlinked", "replaced"])
def test_a_file_that_is_no_longer_ours_is_noticed_before_anything_is_lost(
    tmp_path: Path, mishap: str
) -> None:
    store = open_store(tmp_path)
    answer(store)
    (tmp_path / "learnms.db").rename(tmp_path / "moved.db")
    if mishap == "replaced":
        (tmp_path / "learnms.db").write_bytes((tmp_path / "moved.db").read_bytes())

    with pytest.raises(StoreError, match="moved, deleted or replaced"):
        answer(store)

    (tmp_path / "learnms.db").unlink(missing_ok=True)
    (tmp_path / "moved.db").rename(tmp_path / "learnms.db")
    assert answer(store).seq == 2
    store.close()


def test_a_log_belongs_to_one_learner(tmp_path: Path) -> None:
    store = Store.open(tmp_path, Clock(), learner_id="learner-one")
    answer(store)
    store.close()

    with pytest.raises(StoreError, match="another learner"):
        Store.open(tmp_path, Clock(), learner_id="learner-two")

    again = Store.open(tmp_path, Clock(), learner_id="learner-one")
    assert (
        again.learner_id == StudyQueries(again.connection).identity("learner_id") == "learner-one"
    )
    again.close()


def test_the_writer_forgets_what_it_rolled_back(tmp_path: Path) -> None:
    store = open_store(tmp_path)
    first = answer(store, "card-a")

    with pytest.raises(StoreError, match="rating"):
        store.append([review("card-b"), review("card-c", 9)])
    second = answer(store, "card-b")

    assert (first.seq, second.seq) == (1, 2)
    assert memory(store, "card-b").reps == 1
    assert store.rebuild().changed == 0
    store.close()
