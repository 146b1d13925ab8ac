"""Study days: one local day each, whatever the clock does."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learnms.study.day import midnight, moment, study_day

ZONES = [
    "UTC",
    "Europe/Berlin",
    "America/New_York",
    "Asia/Kathmandu",
    "Pacific/Kiritimati",
    "Pacific/Pago_Pago",
    "Australia/Lord_Howe",
    "America/St_Johns",
    "Africa/Casablanca",
    "Asia/Tehran",
    "Pacific/Apia",
    "America/Santiago",
]


def local(text: str, zone: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone))


def test_a_day_begins_at_four() -> None:
    assert study_day(local("2026-11-22T03:59:59", "Europe/Berlin")) == date(2026, 11, 21)
    assert study_day(local("2026-11-22T04:00:00", "Europe/Berlin")) == date(2026, 11, 22)


@pytest.mark.parametrize("hour", [0, 4, 7, 12])
def test_a_day_begins_at_the_hour_that_the_learner_chose(hour: int) -> None:
    begins = local("2026-11-22T00:00:00", "Europe/Berlin") + timedelta(hours=hour)

    assert study_day(begins, hour) == moment(begins, hour).study_day == date(2026, 11, 22)
    assert study_day(begins - timedelta(seconds=1), hour) == date(2026, 11, 21)


def test_a_sitting_across_midnight_is_one_study_day() -> None:
    before, after = (
        local("2026-11-22T23:50:00", "Europe/Berlin"),
        local("2026-11-23T00:20:00", "Europe/Berlin"),
    )

    assert study_day(before) == study_day(after) == date(2026, 11, 22)


def test_a_journey_east_keeps_the_day_that_was_fixed_when_answering() -> None:
    at = datetime(2026, 11, 22, 20, tzinfo=UTC)

    assert moment(at.astimezone(ZoneInfo("America/New_York"))).study_day == date(2026, 11, 22)
    assert moment(at.astimezone(ZoneInfo("Asia/Tokyo"))).study_day == date(2026, 11, 23)


@given(
    st.datetimes(
        min_value=datetime(1990, 1, 1),  # noqa: DTZ001
        max_value=datetime(2100, 1, 1),  # noqa: DTZ001
    ),
    st.sampled_from(ZONES),
)
def test_a_moment_keeps_the_instant_and_the_offset(naive: datetime, zone: str) -> None:
    at = naive.replace(tzinfo=ZoneInfo(zone))

    made = moment(at)

    assert made.at_utc == at
    assert made.at_utc.tzinfo is UTC
    assert (
        abs(
            (at.replace(tzinfo=None) - made.at_utc.replace(tzinfo=None)).total_seconds()
            - made.utc_offset * 60
        )
        <= 30
    )


def test_a_time_without_a_zone_is_no_moment() -> None:
    with pytest.raises(ValueError, match="offset"):
        moment(datetime(2026, 11, 22, 12))  # noqa: DTZ001  the naive time is the point


def test_midnight_stands_for_the_day() -> None:
    assert midnight(date(2026, 11, 22)) == datetime(2026, 11, 22, tzinfo=UTC)
