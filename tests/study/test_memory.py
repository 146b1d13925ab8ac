"""What a memory says of itself."""

from __future__ import annotations

import pytest

from learnms.study.memory import Memory
from tests.factories.events import on


@pytest.mark.parametrize(
    ("at_review", "now", "changed"),
    [("a", "b", True), ("a", "a", False), (None, "b", False), ("a", None, False)],
)
def test_an_answer_key_has_changed_where_both_are_known_and_differ(
    at_review: str | None, now: str | None, changed: bool
) -> None:
    assert Memory(key_hash=at_review).has_changed(now) is changed


def test_a_buried_part_is_there_again_on_the_day_until_which_it_was_buried() -> None:
    buried = Memory(buried_until=on(1))

    assert [buried.status(on(day)) for day in range(3)] == ["buried", "active", "active"]
