"""One part of each card, and no more new cards than a day takes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from learnms.engine.queue.siblings import one_of_each_card
from learnms.engine.queue.today import waiting
from learnms.engine.workspace import Workspace
from learnms.store.records import NewPart
from learnms.study.event import Draft, Part
from tests.conftest import Clock

NEW_PARTS = [
    NewPart(Part(card, part), "deck", "", put_forward=False, priority=1)
    for card, part in (
        ("card-a", "c1"),
        ("card-a", "c2"),
        ("card-b", None),
        ("card-c", None),
        ("card-c", "rev"),
    )
]


def test_one_part_of_each_card_and_no_siblings_of_what_is_asked() -> None:
    alone = one_of_each_card(NEW_PARTS, (), 9)
    skipped = one_of_each_card(NEW_PARTS, {"card-a"}, 2)

    assert [row.part for row in alone] == [Part("card-a", "c1"), Part("card-b"), Part("card-c")]
    assert [row.part for row in skipped] == [Part("card-b"), Part("card-c")]


def test_no_more_is_read_than_is_asked_for() -> None:
    rows = iter(NEW_PARTS)

    assert len(one_of_each_card(rows, (), 1)) == 1
    assert next(rows) == NEW_PARTS[1]
    assert one_of_each_card(rows, (), -1) == []


def _asked(workspace: Workspace) -> list[Part]:
    counts = waiting(workspace.queries, workspace.settings, workspace.today)
    return [*(row.part for row in counts.due), *(row.part for row in counts.new)]


def _answer(workspace: Workspace, *parts: Part) -> None:
    workspace.open_store().append(
        [
            Draft(kind="review", card=part.card, part=part.part, rating=3, target=0.9)
            for part in parts
        ]
    )


def test_a_due_part_waits_for_tomorrow_once_its_sibling_was_asked_today(
    open_workspace: Callable[[], Workspace], clock: Clock
) -> None:
    workspace = open_workspace()
    first, second = Part("card-cloze", "c1"), Part("card-cloze", "c2")
    _answer(workspace, first, second)
    clock.forward(days=30)

    [asked] = [part for part in _asked(workspace) if part.card == "card-cloze"]
    _answer(workspace, asked)
    assert not [part for part in _asked(workspace) if part.card == "card-cloze"]

    clock.forward(days=1)
    assert {first, second} - {asked} <= set(_asked(workspace))


def test_the_new_cards_of_a_day_are_counted_over_all_its_sittings(
    open_workspace: Callable[[], Workspace], clock: Clock
) -> None:
    workspace = open_workspace()
    workspace.choose(replace(workspace.settings, new_per_day=3))
    assert len(_asked(workspace)) == 3

    _answer(workspace, *_asked(workspace)[:2])
    workspace = open_workspace()
    assert len(_asked(workspace)) == 1
    _answer(workspace, *_asked(workspace))
    assert not _asked(workspace)

    clock.forward(days=1)
    counts = waiting(workspace.queries, workspace.settings, workspace.today)
    assert len(counts.new) == 3
