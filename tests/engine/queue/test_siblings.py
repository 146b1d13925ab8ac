"""One part of each card."""

from __future__ import annotations

from learnms.engine.queue.siblings import one_of_each_card
from learnms.store.records import NewPart
from learnms.study.event import Part

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
