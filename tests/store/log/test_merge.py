"""Two logs are merged by the union of their events: in either order, once or twice, the memory
is the same.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from learnms.store.first_paint import StudyQueries
from learnms.store.log import projection
from learnms.store.log.events import with_checksum
from learnms.store.log.merge import OtherLearnerError
from learnms.store.log.replay_check import differences
from learnms.store.log.writer import Store
from learnms.store.read.events import EventQueries
from learnms.store.sqlite.connection import open_reader
from learnms.study.event import Draft, Event
from tests.factories.store import (
    MONDAY,
    Clock,
    answer,
    event_rows,
    memory,
    memory_rows,
    open_store,
    review,
)

NOWHERE = Path("learnms-no-such-home")


def fresh(clock: Clock) -> Store:
    return Store.open(NOWHERE, clock, open_reader(NOWHERE))


def log_of(store: Store) -> list[Event]:
    return list(EventQueries(store.session).all())


def a_life(steps: list[tuple[str, int, int]]) -> list[Event]:
    """The log of a device on which these steps were taken: its name, which card or how long, which
    rating.
    """
    clock = Clock()
    store = fresh(clock)
    for step, which, rating in steps:
        card = f"card-{which % 3}"
        if step == "answer":
            store.append([review(card, rating)])
        elif step == "undo":
            store.undo(clock.day)
        elif step == "wait":
            clock.forward(days=which)
        elif step == "relink":
            store.append(
                [Draft(kind="relink", data={"pairs": [[card, None, f"card-{rating % 3}", None]]})]
            )
        else:
            store.append([Draft(kind="suspend" if step == "suspend" else "reset", card=card)])
    events = log_of(store)
    store.close()
    return events


kinds = st.sampled_from(
    ["answer", "answer", "answer", "undo", "wait", "suspend", "reset", "relink"]
)
lives = st.lists(st.tuples(kinds, st.integers(0, 3), st.integers(1, 4)), max_size=12).map(a_life)


def merged(
    clock: Clock, *logs: list[Event]
) -> tuple[list[tuple[object, ...]], list[tuple[object, ...]]]:
    """The rows of a home into which these logs were imported one after the other."""
    store = Store.open(NOWHERE, clock, open_reader(NOWHERE), learner_id="the-learner")
    for log in logs:
        store.import_events(log)
    assert store.rebuild().changed == 0
    rows = event_rows(store), memory_rows(store)
    store.close()
    return rows


@settings(max_examples=20)
@given(lives, lives, st.integers(0, 40))
def test_merging_is_the_same_in_either_order(
    first: list[Event], second: list[Event], days: int
) -> None:
    clock = Clock()
    clock.forward(days=days)
    one_learner = [
        [with_checksum(replace(event, learner_id="the-learner")) for event in log]
        for log in (first, second)
    ]

    forward = merged(clock, *one_learner)

    assert merged(clock, *reversed(one_learner)) == forward
    assert merged(clock, one_learner[0] + one_learner[1]) == forward
    assert merged(clock, one_learner[0][::2], one_learner[1], one_learner[0]) == forward


@settings(max_examples=20)
@given(lives, lives, st.integers(0, 40))
def test_what_is_derived_from_many_parts_at_once_is_the_same(
    first: list[Event], second: list[Event], days: int
) -> None:
    clock = Clock()
    clock.forward(days=days)

    def derived(most: int) -> tuple[dict[str, int], list[tuple[object, ...]]]:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(projection, "_MANY_PARTS", most)
            store = Store.open(NOWHERE, clock, open_reader(NOWHERE), learner_id="the-learner")
            for log in (first, second):
                events = [with_checksum(replace(e, learner_id="the-learner")) for e in log]
                store.import_events(events)
            found = differences(store.connection, NOWHERE, clock, store.rollover_hour)
            rows = memory_rows(store)
            store.close()
        return found, rows

    one_by_one, all_at_once = derived(300), derived(0)

    assert one_by_one == all_at_once
    assert all_at_once[0] == {}


def test_a_second_import_adds_nothing(tmp_path: Path) -> None:
    source = open_store(tmp_path / "one")
    for card in ("card-a", "card-b"):
        answer(source, card)
    events = log_of(source)
    source.close()
    store = open_store(tmp_path / "two")

    first, second = store.import_events(events), store.import_events(events)

    assert (first.added, first.known, first.refused) == (2, 0, 0)
    assert (second.added, second.known, second.refused) == (0, 2, 0)
    store.close()


def test_a_home_without_events_takes_over_the_learner_it_is_given(tmp_path: Path) -> None:
    source = open_store(tmp_path / "one")
    answer(source)
    store = open_store(tmp_path / "two")

    store.import_events(log_of(source))

    assert (
        store.learner_id
        == source.learner_id
        == StudyQueries(store.connection).identity("learner_id")
    )
    assert event_rows(store) == event_rows(source)
    assert memory_rows(store) == memory_rows(source)
    assert answer(store).seq == 2
    assert store.device_id != source.device_id
    source.close()
    store.close()


def test_two_devices_of_one_learner_give_each_other_what_they_lack(tmp_path: Path) -> None:
    source = open_store(tmp_path / "one")
    answer(source)
    store = open_store(tmp_path / "two")
    store.import_events(log_of(source))
    answer(source, "card-b")
    answer(store, "card-c")

    assert store.import_events(log_of(source)).added == 1
    assert source.import_events(log_of(store)).added == 1

    assert event_rows(store) == event_rows(source)
    assert memory_rows(store) == memory_rows(source)
    source.close()
    store.close()


def test_events_of_another_learner_are_refused(tmp_path: Path) -> None:
    source, store = open_store(tmp_path / "one"), open_store(tmp_path / "two")
    mine = answer(store, "card-b")
    foreign = answer(source)

    for offered in ([foreign], [mine, foreign]):
        with pytest.raises(OtherLearnerError) as refused:
            store.import_events(offered)
        assert (refused.value.theirs, refused.value.ours) == (source.learner_id, store.learner_id)

    assert log_of(store) == [mine]
    assert memory(store).is_new
    source.close()
    store.close()


def test_a_home_without_events_takes_over_one_learner_and_not_two(tmp_path: Path) -> None:
    one, two, store = (open_store(tmp_path / name) for name in ("one", "two", "three"))
    before = store.learner_id

    with pytest.raises(OtherLearnerError):
        store.import_events([answer(one), answer(two)])

    assert log_of(store) == []
    assert store.learner_id == StudyQueries(store.connection).identity("learner_id") == before
    for opened in (one, two, store):
        opened.close()


def test_damaged_events_are_refused_and_the_others_taken(tmp_path: Path) -> None:
    source, store = open_store(tmp_path / "one"), open_store(tmp_path / "two")
    good, bad = answer(source), answer(source, "card-b")

    report = store.import_events([good, replace(bad, rating=4)])

    assert (report.added, report.known, report.refused) == (1, 0, 1)
    source.close()
    store.close()


def test_of_two_rows_with_one_id_the_smaller_checksum_stays(tmp_path: Path) -> None:
    source = open_store(tmp_path / "one")
    event = answer(source)
    source.close()
    twins = sorted(
        (event, with_checksum(replace(event, card="card-b"))), key=lambda twin: twin.checksum
    )

    for order in (twins, twins[::-1]):
        store = open_store(tmp_path / order[0].checksum)
        for twin in order:
            store.import_events([twin])
        assert log_of(store) == [twins[0]]
        assert [row[1] for row in memory_rows(store)] == [twins[0].card]
        store.close()


def test_an_event_from_the_future_waits_for_its_day(tmp_path: Path) -> None:
    far = Clock()
    far.forward(days=10)
    source = open_store(tmp_path / "one", far)
    events = [answer(source), answer(source, "card-b")]
    events += source.append([Draft(kind="void", ref=events[1].id)])
    source.close()
    clock = Clock()
    store = open_store(tmp_path / "two", clock)

    store.import_events(events)
    assert memory_rows(store) == []
    clock.forward(days=9)
    store.append([])

    assert memory(store).reps == 1
    assert memory(store, "card-b").is_new
    assert answer(store).study_day == MONDAY + timedelta(days=9)
    assert store.rebuild().changed == 0
    store.close()


def test_an_answer_that_arrives_late_is_folded_in_at_its_place(tmp_path: Path) -> None:
    clock = Clock()
    source = open_store(tmp_path / "one", clock)
    early = answer(source, rating=1)
    source.close()
    clock.forward(days=5)
    store = Store.open(tmp_path / "two", clock, learner_id=early.learner_id)
    late = answer(store, rating=3)

    store.import_events([early])

    assert memory(store).reps == 2
    assert memory(store).first_day == MONDAY
    assert memory(store).last_event == late.id
    assert store.rebuild().changed == 0
    store.close()


def test_an_answer_before_tomorrows_of_another_device_keeps_the_order_of_days(
    tmp_path: Path,
) -> None:
    ahead = Clock()
    ahead.forward(days=1)
    source = open_store(tmp_path / "one", ahead)
    tomorrow = answer(source, rating=1)
    source.close()
    store = open_store(tmp_path / "two")
    store.import_events([tomorrow])

    here = answer(store, rating=3)

    assert here.study_day == MONDAY
    assert here.stability_before is None
    assert memory(store).lapses == 1
    assert memory(store).last_event == tomorrow.id
    assert store.rebuild().changed == 0
    store.close()


def test_a_home_that_was_told_whose_it_is_stays_that_learners(tmp_path: Path) -> None:
    source = open_store(tmp_path / "one")
    answer(source)
    store = Store.open(tmp_path / "two", Clock(), learner_id="the-learner")

    with pytest.raises(OtherLearnerError):
        store.import_events(log_of(source))

    assert (
        store.learner_id == StudyQueries(store.connection).identity("learner_id") == "the-learner"
    )
    assert log_of(store) == []
    source.close()
    store.close()


def test_a_void_of_a_renaming_that_comes_first_thing_gives_each_its_own(tmp_path: Path) -> None:
    clock = Clock()
    store = open_store(tmp_path, clock)
    answer(store, "old-card")
    [relink] = store.append(
        [Draft(kind="relink", data={"pairs": [["old-card", None, "new-card", None]]})]
    )
    store.close()
    early = replace(
        relink,
        kind="void",
        data=None,
        ref=relink.id,
        seq=9,
        device_id="phone",
        id=UUID(int=7 << 76),
        study_day=MONDAY - timedelta(days=3),
    )
    store = open_store(tmp_path, clock)

    store.import_events([with_checksum(early)])

    assert memory(store, "old-card").reps == 1
    assert memory(store, "new-card").is_new
    assert store.rebuild().changed == 0
    store.close()
