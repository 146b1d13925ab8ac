"""Cards that keep being forgotten: from the eighth time on, said again each fourth time."""

from __future__ import annotations

from learnms.study.leech import is_leech, should_notify


def test_from_the_eighth_time_on() -> None:
    assert [lapses for lapses in range(20) if is_leech(lapses)] == list(range(8, 20))
    assert [lapses for lapses in range(21) if should_notify(lapses)] == [8, 12, 16, 20]
