"""The checksum of an event: it covers every column, so that no damage is taken for an answer."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from learnms.study.event import COLUMNS, Event, checksum
from tests.factories.events import event, on

OTHER_OF_TYPE: dict[type, Any] = {
    int: 9,
    float: 0.25,
    str: "other",
    UUID: UUID(int=9),
    dict: {"a": 1},
    type(on(0)): on(9),
}
FULL = event(
    1,
    part="c1",
    form="form",
    wording_hash="wording",
    key_hash="key",
    rating=3,
    points=1.0,
    max_points=2.0,
    form_kind="single",
    answer={"picked": [[0]]},
    confidence="certain",
    took_ms=1200,
    due=on(3),
    target=0.9,
    recall_before=0.8,
    stability_before=3.0,
    difficulty_before=5.0,
    params_id="params",
    ref=UUID(int=1),
    data={"n": 1},
)


def _changed(column: str) -> Event:
    value = getattr(FULL, column)
    other = value + timedelta(seconds=1) if column == "at_utc" else OTHER_OF_TYPE[type(value)]
    return replace(FULL, **{column: other})


@pytest.mark.parametrize("column", [column for column in COLUMNS if column != "checksum"])
def test_a_change_of_any_column_changes_the_checksum(column: str) -> None:
    assert getattr(FULL, column) is not None, "every column holds something here"
    assert checksum(_changed(column)) != checksum(FULL)
    assert checksum(replace(FULL, **{column: getattr(FULL, column)})) == checksum(FULL)


def test_the_checksum_is_not_of_itself_and_a_whole_number_is_a_number() -> None:
    assert checksum(replace(FULL, checksum="0123456789abcdef")) == checksum(FULL)
    assert checksum(replace(FULL, points=1)) == checksum(FULL), "1 point is 1.0"
