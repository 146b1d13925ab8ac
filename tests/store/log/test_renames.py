"""A card that was renamed keeps its history: `was:` becomes one event, and both histories replay
as one.
"""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from learnms.store.deck_cache.refresh import refresh
from learnms.store.log.renames import pairs_of
from learnms.store.log.writer import Store
from learnms.store.read.events import EventQueries
from learnms.store.read.library import Renaming
from learnms.store.read.memory import MemoryQueries
from learnms.store.sqlite.connection import open_writer
from learnms.study.event import Event, Part
from learnms.study.memory import NEW
from learnms.study.replay import Relinks
from tests.counting import calls_of
from tests.factories.store import (
    MONDAY,
    Clock,
    CountingParser,
    answer,
    card,
    deck,
    memory,
    open_store,
)


def open_with(home: Path, *cards: dict[str, Any], clock: Clock | None = None) -> Store:
    """A store over a library of one deck."""
    opened = open_writer(home)
    path = deck(home / "decks" / "deck.json", *cards)
    refresh(opened.connection, [path], CountingParser(), writable=True, today=MONDAY)
    return open_store(home, clock, opened)


def relinks_of(store: Store) -> list[Event]:
    return [event for event in EventQueries(store.session).all() if event.kind == "relink"]


def parts(card_id: str, *names: str | None) -> set[Part]:
    return {Part(card_id, name) for name in names}


@pytest.mark.parametrize(
    ("was", "known", "new", "pairs"),
    [
        ("old", [None], [None], [(None, None)]),
        ("old", [None, "rev"], [None, "rev"], [(None, None), ("rev", "rev")]),
        ("old", [None, "rev"], [None], [(None, None)]),
        ("old", [None], ["c1"], [(None, "c1")]),
        ("old", ["c2"], ["c1"], [("c2", "c1")]),
        ("old", ["c1", "c2"], ["c2", "c3"], [("c2", "c2")]),
        ("old", ["c1", "c2"], [None], []),
        ("old", [], [None], []),
        ("old#c2", ["c1", "c2"], [None], [("c2", None)]),
        ("old#c2", ["c1", "c2"], ["c1"], [("c2", "c1")]),
        ("old#c2", ["c1", "c2"], ["c1", "c2"], []),
    ],
)
def test_same_names_move_and_a_sole_part_moves_to_a_sole_part(
    was: str,
    known: list[str | None],
    new: list[str | None],
    pairs: list[tuple[str | None, str | None]],
) -> None:
    renaming = Renaming("new", was, tuple(Part("new", name) for name in new))

    assert pairs_of(renaming, parts("old", *known)) == [
        (Part("old", source), Part("new", to)) for source, to in pairs
    ]


def test_a_renamed_card_goes_on_with_its_history(tmp_path: Path) -> None:
    store = open_with(tmp_path, card("old-card"))
    answer(store, "old-card")
    before = memory(store, "old-card")
    store.close()

    store = open_with(tmp_path, card("new-card", was=["old-card"]))

    [relink] = relinks_of(store)
    assert relink.data == {
        "pairs": [["old-card", None, "new-card", None]],
        "was": "old-card",
        "card": "new-card",
    }
    assert memory(store, "new-card").stability == before.stability
    assert memory(store, "old-card") == NEW
    assert [known.status for known in MemoryQueries(store.session).memories(MONDAY)] == ["active"]
    answer(store, "old-card")  # from a device that has the old deck
    assert memory(store, "new-card").reps == 2
    assert store.rebuild().changed == 0
    store.close()


def test_a_relink_is_written_once(tmp_path: Path) -> None:
    store = open_with(tmp_path, card("old-card"))
    answer(store, "old-card")
    store.close()

    for _ in range(3):
        store = open_with(tmp_path, card("new-card", was=["old-card"]))
        assert len(relinks_of(store)) == 1
        assert store.relink() == []
        store.close()


def test_without_a_history_nothing_is_written(tmp_path: Path) -> None:
    store = open_with(tmp_path, card("old-card"), card("new-card", was=["other-card"]))

    assert relinks_of(store) == []
    store.close()


def test_a_living_card_keeps_its_history(tmp_path: Path) -> None:
    store = open_with(tmp_path, card("old-card"))
    answer(store, "old-card")
    store.close()

    store = open_with(tmp_path, card("old-card"), card("new-card", was=["old-card"]))

    assert relinks_of(store) == []
    assert memory(store, "old-card").reps == 1
    store.close()


def test_one_part_moves_out_of_a_card_that_stays(tmp_path: Path) -> None:
    store = open_with(tmp_path, card("old-card", "c1", "c2"))
    answer(store, "old-card", part="c1")
    answer(store, "old-card", part="c2")
    store.close()

    store = open_with(tmp_path, card("old-card", "c1"), card("new-card", was=["old-card#c2"]))

    assert memory(store, "old-card", "c1").reps == 1
    assert memory(store, "new-card").reps == 1
    store.close()


def test_of_two_that_claim_one_history_the_first_gets_it(tmp_path: Path) -> None:
    store = open_with(tmp_path, card("old-card"))
    answer(store, "old-card")
    store.close()

    for _ in range(2):
        store = open_with(
            tmp_path, card("first-card", was=["old-card"]), card("second-card", was=["old-card"])
        )
        assert memory(store, "first-card").reps == 1
        assert memory(store, "second-card") == NEW
        assert len(relinks_of(store)) == 1
        store.close()


def test_a_name_that_is_given_back_takes_the_history_back(tmp_path: Path) -> None:
    clock = Clock()
    store = open_with(tmp_path, card("one-card"), clock=clock)
    answer(store, "one-card")
    store.close()
    steps = [("two-card", "one-card"), ("one-card", "two-card"), ("two-card", "one-card")]

    for number, (new, old) in enumerate(steps, start=1):
        clock.forward(days=1)
        store = open_with(tmp_path, card(new, was=[old]), clock=clock)
        answer(store, new)
        assert memory(store, new).reps == number + 1
        assert memory(store, old) == NEW
        assert store.rebuild().changed == 0
        store.close()


def test_chains_are_followed(tmp_path: Path) -> None:
    for new, was in (
        ("one-card", []),
        ("two-card", ["one-card"]),
        ("three-card", ["two-card", "one-card"]),
    ):
        store = open_with(tmp_path, card(new, was=was))
        answer(store, new)
        store.close()

    store = open_with(tmp_path, card("three-card", was=["two-card", "one-card"]))

    assert memory(store, "three-card").reps == 3
    assert len(relinks_of(store)) == 2
    store.close()


def test_a_relink_that_is_taken_back_gives_each_its_own(tmp_path: Path) -> None:
    from learnms.study.event import Draft

    store = open_store(tmp_path)
    answer(store, "old-card")
    answer(store, "new-card", 1)
    own = memory(store, "old-card"), memory(store, "new-card")
    [relink] = store.append(
        [Draft(kind="relink", data={"pairs": [["old-card", None, "new-card", None]]})]
    )
    assert memory(store, "new-card").reps == 2

    store.append([Draft(kind="void", ref=relink.id)])

    assert (memory(store, "old-card"), memory(store, "new-card")) == own
    store.close()


def test_opposite_links_through_a_third_never_make_a_circle() -> None:
    a, b, c = Part("card-a"), Part("card-b"), Part("card-c")
    relinks = Relinks()

    for source, destination in ((b, a), (a, c), (a, b), (c, a), (b, c)):
        relinks.add(source, destination)

    assert relinks.owner(b) == c
    assert relinks.owner(a) in (a, b, c)


def test_a_card_renamed_again_without_an_answer_between_keeps_its_history(tmp_path: Path) -> None:
    store = open_with(tmp_path, card("one-card"))
    answer(store, "one-card")
    store.close()

    for new, old in (
        ("two-card", "one-card"),
        ("three-card", "two-card"),
        ("four-card", "three-card"),
    ):
        store = open_with(tmp_path, card(new, was=[old]))
        assert memory(store, new).reps == 1
        assert memory(store, old) == NEW
        assert store.rebuild().changed == 0
        assert store.relink() == []
        store.close()


def test_a_name_given_back_without_an_answer_between_takes_the_history_back(tmp_path: Path) -> None:
    store = open_with(tmp_path, card("one-card"))
    answer(store, "one-card")
    store.close()

    for new, old in (("two-card", "one-card"), ("one-card", "two-card"), ("two-card", "one-card")):
        store = open_with(tmp_path, card(new, was=[old]))
        assert memory(store, new).reps == 1
        assert memory(store, old) == NEW
        assert store.rebuild().changed == 0
        store.close()


def test_parts_go_along_through_two_renamings(tmp_path: Path) -> None:
    store = open_with(tmp_path, card("one-card", "c1", "c2"))
    answer(store, "one-card", part="c1")
    answer(store, "one-card", part="c2")
    store.close()
    open_with(tmp_path, card("two-card", "c1", "c2", was=["one-card"])).close()

    store = open_with(tmp_path, card("two-card", "c1"), card("three-card", was=["two-card#c2"]))

    assert memory(store, "two-card", "c1").reps == 1
    assert memory(store, "three-card").reps == 1
    assert memory(store, "two-card", "c2") == NEW
    store.close()


@pytest.mark.parametrize("was", [["two-card"], ["two-card", "one-card"], ["one-card", "two-card"]])
def test_a_list_of_old_names_moves_a_history_once(tmp_path: Path, was: list[str]) -> None:
    store = open_with(tmp_path, card("one-card"))
    answer(store, "one-card")
    store.close()
    open_with(tmp_path, card("two-card", was=["one-card"])).close()

    for _ in range(2):
        store = open_with(tmp_path, card("three-card", was=was))
        assert memory(store, "three-card").reps == 1
        assert len(relinks_of(store)) == 2
        store.close()


def test_a_history_that_moved_on_is_claimed_once(tmp_path: Path) -> None:
    store = open_with(tmp_path, card("one-card"))
    answer(store, "one-card")
    store.close()
    open_with(tmp_path, card("two-card", was=["one-card"])).close()

    for _ in range(2):
        store = open_with(
            tmp_path, card("first-card", was=["two-card"]), card("second-card", was=["one-card"])
        )
        assert memory(store, "first-card").reps == 1
        assert memory(store, "second-card") == NEW
        store.close()


def test_a_long_chain_of_renamings_is_followed_in_steps_that_grow_with_its_length() -> None:
    def walked(length: int) -> int:
        chain = [Part(f"card-{number}") for number in range(length)]
        return calls_of(lambda: linked(chain))

    def linked(chain: list[Part]) -> None:
        relinks = Relinks()
        # The end first: each new link leads into the whole rest.
        for source, destination in reversed(list(pairwise(chain))):
            relinks.add(source, destination)
        assert {relinks.owner(part) for part in chain} == {chain[-1]}
        assert relinks.sources(chain[-1]) == set(chain)

    assert walked(4000) < 5 * walked(1000)
