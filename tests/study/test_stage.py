"""How far a part has come, in words."""

from __future__ import annotations

from datetime import date

import pytest

from learnms.study.memory import NEW, Memory
from learnms.study.stage import stage

MONDAY, TUESDAY = date(2026, 11, 23), date(2026, 11, 24)


@pytest.mark.parametrize(
    ("stability", "last", "expected"),
    [
        (3.0, MONDAY, "learning"),
        (0.9, TUESDAY, "learning"),
        (1.0, TUESDAY, "young"),
        (20.9, TUESDAY, "young"),
        (21.0, TUESDAY, "mature"),
    ],
)
def test_the_stage_follows_the_nights_it_lasted_and_the_days_it_will(
    stability: float, last: date, expected: str
) -> None:
    assert (
        stage(Memory(stability=stability, difficulty=5.0, first_day=MONDAY, last_day=last))
        == expected
    )


def test_what_was_never_reviewed_is_new() -> None:
    assert stage(NEW) == "new"
