"""What a memory says of itself."""

from __future__ import annotations

import pytest

from learnms.study.memory import Memory


@pytest.mark.parametrize(
    ("at_review", "now", "changed"),
    [("a", "b", True), ("a", "a", False), (None, "b", False), ("a", None, False)],
)
def test_an_answer_key_has_changed_where_both_are_known_and_differ(
    at_review: str | None, now: str | None, changed: bool
) -> None:
    assert Memory(key_hash=at_review).has_changed(now) is changed
