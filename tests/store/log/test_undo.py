"""Undo is an event: it names what no longer counts, and can itself be taken back."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learnms.store.log.events import with_checksum
from learnms.store.log.writer import Store, nth
from learnms.store.read.events import EventQueries
from learnms.store.sqlite.connection import open_reader
from learnms.study.event import Draft
from learnms.study.memory import NEW
from learnms.study.replay import counting
from tests.factories.store import MONDAY, Clock, answer, counted_rows, memory, open_store, review


def test_undo_takes_back_the_latest_and_gives_the_memory_before(tmp_path: Path) -> None:
    store = open_store(tmp_path)
    answer(store)
    before = memory(store)
    second = answer(store, rating=1)

    undone = store.undo(MONDAY)

    assert undone == second
    assert memory(store) == before
    assert store.undo(MONDAY) is not None
    assert memory(store) == NEW
    assert store.connection.execute("SELECT count(*) FROM memory").fetchone() == (0,)
    assert store.undo(MONDAY) is None
    store.close()


def test_undo_of_a_review_that_came_from_an_answer_takes_both(tmp_path: Path) -> None:
    store = open_store(tmp_path)
    store.append([Draft(kind="flag", card="card-a")])
    wrong = Draft(kind="practice", card="card-a", points=0, max_points=1, confidence="certain")
    practice, _ = store.append([wrong, review("card-a", 1, ref=nth(0))])

    assert store.undo(MONDAY) == practice
    assert memory(store).is_new
    assert memory(store).sure_wrong_day is None
    assert memory(store).flagged

    flag = store.undo(MONDAY)
    assert flag is not None
    assert flag.kind == "flag"
    assert not memory(store).flagged
    store.close()


def test_undo_keeps_to_this_day_and_this_device(tmp_path: Path) -> None:
    clock = Clock()
    store = open_store(tmp_path, clock)
    answer(store)
    clock.forward(days=1)

    assert store.undo(clock.day) is None

    store.append([Draft(kind="session", data={"plan": []})])
    assert store.undo(clock.day) is None
    store.close()


def test_what_is_done_to_a_card_by_hand_is_taken_back_too(tmp_path: Path) -> None:
    store = open_store(tmp_path)
    answer(store)
    before = memory(store)
    store.append(
        [
            Draft(kind="reset", card="card-a"),
            Draft(kind="note", card="card-a", data={"text": "see the leaflet"}),
        ]
    )

    assert [
        event.kind for event in (store.undo(MONDAY), store.undo(MONDAY)) if event is not None
    ] == ["note", "reset"]

    assert memory(store) == before
    store.close()


def test_what_was_done_to_many_cards_in_one_go_is_taken_back_in_one_go(tmp_path: Path) -> None:
    store = open_store(tmp_path)
    answer(store, "card-b")
    store.append(
        [
            Draft(kind="suspend", card=card, data={"on": True, "batch": "x"})
            for card in ("card-a", "card-b", "card-c")
        ]
    )
    assert memory(store, "card-b").suspended

    store.undo(MONDAY)

    assert not any(memory(store, card).suspended for card in ("card-a", "card-b", "card-c"))
    assert memory(store, "card-b").reps == 1
    store.close()


def test_a_void_can_be_voided(tmp_path: Path) -> None:
    store = open_store(tmp_path)
    answered = answer(store)
    after = memory(store)

    [void] = store.append([Draft(kind="void", ref=answered.id)])
    assert memory(store) == NEW
    store.append([Draft(kind="void", ref=void.id)])

    assert memory(store) == after
    assert store.rebuild().changed == 0
    store.close()


@pytest.mark.parametrize("kind", ["bury", "suspend", "flag", "practice", "evidence"])
def test_undo_takes_back_every_kind_that_a_learner_does(tmp_path: Path, kind: str) -> None:
    store = open_store(tmp_path)
    answer(store)
    before = memory(store)
    draft = Draft(kind=kind, card="card-a", points=0, max_points=1, confidence="certain")  # type: ignore[arg-type]
    [done] = store.append([draft])

    assert store.undo(MONDAY) == done

    assert memory(store) == before
    store.close()


def test_a_due_made_by_hand_is_taken_back_and_one_of_an_answer_goes_with_it(tmp_path: Path) -> None:
    store = open_store(tmp_path)
    tomorrow = MONDAY + timedelta(days=1)
    [by_hand] = store.append([Draft(kind="due", card="card-a", due=tomorrow)])
    [practice, _] = store.append(
        [
            Draft(kind="practice", card="card-b", points=0, max_points=1),
            Draft(kind="due", card="card-b", due=tomorrow, ref=nth(0)),
        ]
    )

    assert store.undo(MONDAY) == practice
    assert memory(store, "card-b").due is None
    assert store.undo(MONDAY) == by_hand
    assert memory(store).due is None
    store.close()


def test_the_plans_of_a_day_are_those_of_reviews_that_count(tmp_path: Path) -> None:
    clock = Clock()
    store = open_store(tmp_path, clock)
    history = EventQueries(store.session)
    first, second = store.append(
        [
            Draft(kind="session", data={"mode": "review", "plan": ["a"]}),
            Draft(kind="session", data={"mode": "review", "plan": ["b"]}),
        ]
    )
    store.append([Draft(kind="session", data={"mode": "quiz"})])

    assert history.plans_on(MONDAY) == [first, second]
    store.append([Draft(kind="void", ref=second.id)])
    assert history.plans_on(MONDAY) == [first]
    assert history.plans_on(MONDAY + timedelta(days=1)) == []
    store.close()


def test_forms_come_least_recently_seen_first(tmp_path: Path) -> None:
    clock = Clock()
    store = open_store(tmp_path, clock)
    for form in ("own", "also", "own"):
        clock.forward(minutes=1)
        answer(store, form=form)
    answer(store, "card-b", form="other")
    store.undo(MONDAY)

    seen = EventQueries(store.session).forms_seen("card-a", MONDAY)

    assert list(seen) == ["also", "own"]
    assert seen["own"] - seen["also"] == timedelta(minutes=1)
    assert EventQueries(store.session).forms_seen("card-c", MONDAY) == {}
    store.close()


@st.composite
def voids(draw: st.DrawFn) -> list[tuple[str, int | None]]:
    """A log of answers, linked reviews and voids: each a kind and which earlier one it names."""
    log: list[tuple[str, int | None]] = []
    for number in range(draw(st.integers(1, 14))):
        kind = (
            draw(st.sampled_from(["practice", "review", "linked", "due", "void"]))
            if number
            else "practice"
        )
        names = (
            draw(st.integers(0, number - 1))
            if number and kind in ("linked", "due", "void")
            else None
        )
        log.append((kind, names))
    return log


@given(voids())
def test_the_quick_side_and_replay_agree_on_what_counts(
    tmp_path_factory: pytest.TempPathFactory, log: list[tuple[str, int | None]]
) -> None:
    store = Store.open(
        tmp_path_factory.getbasetemp(),
        Clock(),
        open_reader(tmp_path_factory.getbasetemp() / "nowhere"),
    )
    drafts = []
    for number, (kind, names) in enumerate(log):
        ref = None if names is None else nth(names)
        drafts.append(
            {
                "practice": Draft(kind="practice", card=f"card-{number}"),
                "review": review(f"card-{number}"),
                "linked": review(f"card-{number}", ref=ref),
                "due": Draft(kind="due", card=f"card-{number}", due=MONDAY, ref=ref),
                "void": Draft(kind="void", ref=ref),
            }[kind]
        )
    events = store.append(drafts)

    assert counted_rows(store).keys() == {event.id.bytes for event in counting(events, MONDAY)}
    assert store.rebuild().changed == 0
    store.close()


def test_taking_back_a_change_of_many_cards_asks_no_question_for_each(tmp_path: Path) -> None:
    store = open_store(tmp_path)
    store.append(
        [
            Draft(kind="suspend", card=f"card-{number}", data={"batch": "all"})
            for number in range(400)
        ]
    )
    asked: list[str] = []
    store.connection.set_trace_callback(asked.append)

    store.undo(MONDAY)

    store.connection.set_trace_callback(None)
    assert sum(statement.lstrip().startswith("SELECT") for statement in asked) < 60
    assert not memory(store, "card-7").suspended
    assert [event.seq for event in EventQueries(store.session).all()] == list(range(1, 801))
    assert store.rebuild().changed == 0
    store.close()


def test_undo_leaves_what_another_device_answered(tmp_path: Path) -> None:
    clock = Clock()
    phone = open_store(tmp_path / "phone", clock)
    theirs = answer(phone, "card-b")
    store = Store.open(tmp_path / "home", clock, learner_id=phone.learner_id)
    mine = answer(store, "card-a")
    clock.forward(minutes=1)
    later = answer(phone, "card-c")
    store.import_events([theirs, later])

    assert store.undo(MONDAY) == mine
    assert store.undo(MONDAY) is None

    assert memory(store, "card-a").is_new
    assert (memory(store, "card-b").reps, memory(store, "card-c").reps) == (1, 1)
    phone.close()
    store.close()


def test_a_void_with_the_seq_of_its_target_is_none_on_the_quick_side_too(tmp_path: Path) -> None:
    store = open_store(tmp_path)
    event = answer(store)
    for seq, counts in ((event.seq, True), (event.seq + 1, False)):
        void = replace(
            event,
            kind="void",
            card=None,
            rating=None,
            ref=event.id,
            seq=seq,
            device_id="phone",
            id=UUID(int=(7 << 76) + seq),
        )
        assert store.import_events([with_checksum(void)]).added == 1

        assert (event.id.bytes in counted_rows(store)) == counts
        assert memory(store).is_new != counts
    store.close()
