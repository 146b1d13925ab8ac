"""Completes a draft to an event: learner, device, time, position in the log, and checksum."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import TYPE_CHECKING, Any
from uuid import UUID

from learnms.errors import StoreError
from learnms.store.log.validation import unsound
from learnms.store.read.rows import dump, load
from learnms.study.event import TYPES, Draft, Event, checksum

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from learnms.study.day import Moment

_HIGHEST_NTH = 1000
_DRAFT_COLUMNS = tuple(column.name for column in fields(Draft))


def nth(index: int) -> UUID:
    """The `ref` of a draft that names the index-th draft, from 0, of the same `append`."""
    return UUID(int=index)


def with_real_ref(draft: Draft, earlier: Sequence[Event]) -> Draft:
    """The draft with the id of the event that its `nth` names.

    Raises:
        ValueError: it names a draft that does not come earlier.
    """
    if draft.ref is None or draft.ref.int >= _HIGHEST_NTH:
        return draft
    if draft.ref.int >= len(earlier):
        msg = f"draft {len(earlier)} names draft {draft.ref.int}, which does not come before it"
        raise ValueError(msg)
    return replace(draft, ref=earlier[draft.ref.int].id)


def complete(
    draft: Draft,
    *,
    learner_id: str,
    device_id: str,
    ident: UUID,
    seq: int,
    now: Moment,
    study_day: date,
    params_id: str | None,
) -> Event:
    """The event as the log will return it: numbers as stored, JSON without tuples.

    Raises:
        StoreError: replay could not process it.
    """
    columns = {name: _as_stored(TYPES[name], getattr(draft, name)) for name in _DRAFT_COLUMNS}
    if draft.kind not in ("due", "review"):
        columns["due"] = None
    event = Event(
        learner_id=learner_id,
        id=ident,
        device_id=device_id,
        seq=seq,
        at_utc=now.at_utc,
        utc_offset=now.utc_offset,
        study_day=study_day,
        params_id=params_id if draft.kind == "review" else None,
        **columns,
    )
    why = unsound(event)
    if why is not None:
        raise StoreError(f"The event {why}.")
    return event


def with_checksum(event: Event) -> Event:
    """The event with its checksum."""
    return replace(event, checksum=checksum(event))


def _as_stored(type_name: str, value: Any) -> Any:
    if value is None:
        return None
    match type_name:
        case "float":
            return float(value)
        case "int":
            return int(value)
        case "Json":
            return load(dump(value))
        case _:
            return value
