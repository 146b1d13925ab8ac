"""Whoever comes ten minutes earlier each day progresses exactly like whoever comes on the hour."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from learnms.study import schedule
from learnms.study.day import study_day
from learnms.study.event import Rating


def stability_after(times: list[datetime]) -> float:
    memory = None
    for at in times:
        day = study_day(at)
        result = schedule.step(memory, Rating.GOOD, day)
        memory = (result.stability, result.difficulty, day)
    assert memory is not None
    return memory[0]


def test_coming_earlier_each_day_costs_nothing() -> None:
    start = datetime(2026, 11, 1, 20, tzinfo=UTC)
    on_the_hour = [start + timedelta(days=n) for n in range(20)]
    earlier = [start + timedelta(days=n) - timedelta(minutes=10 * n) for n in range(20)]

    assert stability_after(earlier) == stability_after(on_the_hour)
    assert stability_after(earlier) > 20


def test_a_change_of_clocks_in_between_costs_nothing() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    autumn = [datetime(2026, 10, 20, 8, tzinfo=berlin) + timedelta(days=n) for n in range(12)]
    summer = [datetime(2026, 7, 20, 8, tzinfo=berlin) + timedelta(days=n) for n in range(12)]

    assert stability_after(autumn) == stability_after(summer)


def test_sittings_across_midnight_count_as_the_evening() -> None:
    start = datetime(2026, 11, 1, 23, 30, tzinfo=UTC)
    late = [start + timedelta(days=n, minutes=50 if n % 2 else 0) for n in range(10)]
    plain = [start + timedelta(days=n) for n in range(10)]

    assert stability_after(late) == stability_after(plain)


def test_a_traveller_loses_no_day() -> None:
    times = [
        datetime(2026, 11, 1 + n, 12, tzinfo=ZoneInfo(zone))
        for n, zone in enumerate(
            ["America/New_York"] * 3 + ["Europe/Berlin"] * 3 + ["Asia/Tokyo"] * 3
        )
    ]
    home = [datetime(2026, 11, 1 + n, 12, tzinfo=UTC) for n in range(9)]

    assert stability_after(times) == stability_after(home)
