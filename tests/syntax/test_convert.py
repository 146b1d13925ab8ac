"""Text to values."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from learnms.syntax.convert import as_bool, as_day, as_decimal, as_full_day, as_int


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("yes", True),
        ("True", True),
        ("ON", True),
        (" no ", False),
        ("false", False),
        ("Off", False),
        ("y", None),
        ("1", None),
        ("", None),
    ],
)
def test_yes_and_no(text: str, value: bool | None) -> None:
    assert as_bool(text) is value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("3", 3),
        ("-12", -12),
        ("+4", 4),
        ("007", 7),
        ("1.0", None),
        ("1,000", None),
        ("x", None),
        ("", None),
        ("٣", None),
        ("9" * 5000, None),
    ],
)
def test_whole_numbers(text: str, value: int | None) -> None:
    assert as_int(text) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("0.5", "0.5"),
        (".5", "0.5"),
        ("-1.25", "-1.25"),
        ("3", "3"),
        ("1e3", None),
        ("1,5", None),
        ("NaN", None),
        (".", None),
        ("", None),
    ],
)
def test_numbers(text: str, value: str | None) -> None:
    assert as_decimal(text) == (None if value is None else Decimal(value))


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("2026", date(2026, 1, 1)),
        ("2026-03", date(2026, 3, 1)),
        ("2026-02-28", date(2026, 2, 28)),
        ("2026-02-30", None),
        ("2026-13", None),
        ("0000", None),
        ("26-01-01", None),
        ("2026-1-1", None),
        ("soon", None),
    ],
)
def test_days(text: str, value: date | None) -> None:
    assert as_day(text) == value


def test_a_full_day_has_all_three_parts() -> None:
    assert as_full_day("2026-02-28") == date(2026, 2, 28)
    assert as_full_day("2026-02") is None
    assert as_full_day("2026") is None
